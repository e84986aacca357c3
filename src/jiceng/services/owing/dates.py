"""Until when something is due: as `standing.due`, for many lines of many campaigns at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiceng.kernel.procedure import earliest
from jiceng.services.standing.due import document_days
from jiceng.store.models import Campaign, Deadline, Window


@dataclass(frozen=True)
class Dates:
    """windows: (campaign, step) -> last day. deadlines: (campaign, step or mechanism) -> path -> day.

    given: what the documents themselves say, filled as it is asked for.
    """

    windows: Mapping[tuple[int, str], date | None] = field(default_factory=dict)
    deadlines: Mapping[tuple[int, str], Mapping[str, date]] = field(default_factory=dict)
    given: dict[tuple[int, str], date | None] = field(default_factory=dict)

    @classmethod
    def of(cls, campaigns: Collection[Campaign]) -> "Dates":
        """Of several campaigns at once; two queries."""
        keys = [one.pk for one in campaigns]
        windows = Window.objects.filter(campaign__in=keys).values_list("campaign", "step", "until_on")
        deadlines: dict[tuple[int, str], dict[str, date]] = {}
        for campaign, mechanism, path, due_on in Deadline.objects.filter(campaign__in=keys).values_list(
            "campaign", "mechanism", "organisation__path", "due_on"
        ):
            deadlines.setdefault((campaign, mechanism), {})[path] = due_on
        return cls({(campaign, step): until for campaign, step, until in windows}, deadlines)

    def of_step(self, campaign: Campaign, step: str, path: str) -> date | None:
        """The last day of a step for an organisation; None where nobody has set one."""
        return earliest([self.windows.get((campaign.pk, step)), self._set(campaign, step, path)])

    def due(self, campaign: Campaign, step: str, mechanism: str, path: str) -> date:
        """When an organisation has to have done something, the campaign's own last day at the latest.

        A return has a day of its own beside its step's.
        """
        days = [self.of_step(campaign, step, path), self._set(campaign, mechanism, path)]
        return earliest([*days, campaign.due_on]) or campaign.due_on

    def _set(self, campaign: Campaign, key: str, path: str) -> date | None:
        """What the document and the levels at and above a path have set, the earliest of it."""
        at = campaign.pk, key
        if at not in self.given:
            self.given[at] = earliest(document_days(campaign, key).values())
        told = self.deadlines.get(at, {})
        return earliest([self.given[at], *(day for place, day in told.items() if path.startswith(place))])
