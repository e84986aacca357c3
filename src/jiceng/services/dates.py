"""By when: the one place that answers it, for desk, step, return, reminder, calendar feed and page.

What binds an organisation is the earliest of: the day its county set (else the one the document prints), the days of
other levels in the document, those that levels at and above it set, and the last day of the campaign. What has no day
of its own ends with the steps that await it. A day that had passed at the opening is not set until the county gives
one, and is never late.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, DateField, Value

from jiceng.kernel.dates import Calendar
from jiceng.kernel.duty import Return
from jiceng.kernel.item import effect_due
from jiceng.kernel.procedure import Window, earliest
from jiceng.store import models as store
from jiceng.store.models import Campaign

Key = tuple[int, str]  # a campaign and the key of a step or a mechanism


def calendar_of(campaign: Campaign) -> Calendar:
    """The printed days of a campaign's pack, as they fall in this campaign."""
    return Calendar(campaign.rules, campaign.opened_on, campaign.pack.year)


@dataclass(frozen=True)
class Dates:
    """windows: what the county set or had moved. deadlines: path -> the day a level set for itself and all below.

    Any number of questions after `of` ask the database nothing more.
    """

    windows: dict[Key, Window] = field(default_factory=dict)
    deadlines: dict[Key, dict[str, date]] = field(default_factory=dict)
    _calendars: dict[int, Calendar] = field(default_factory=dict)

    @classmethod
    def of(cls, campaigns: Collection[Campaign]) -> "Dates":
        """The dates of several campaigns at once; one query."""
        keys = [campaign.pk for campaign in campaigns]
        everybody = Value("", output_field=CharField())
        no_day = Value(None, output_field=DateField())
        windows = store.Window.objects.filter(campaign__in=keys).order_by()
        deadlines = store.Deadline.objects.filter(campaign__in=keys).order_by()
        rows = windows.values_list("campaign", "step", "from_on", "until_on", everybody).union(
            deadlines.values_list("campaign", "mechanism", no_day, "due_on", "organisation__path"), all=True
        )
        dates = cls({}, {})
        for campaign, key, first, last, path in rows:
            if path:
                dates.deadlines.setdefault((campaign, key), {})[path] = last
            else:
                dates.windows[campaign, key] = Window(first, last)
        return dates

    def window(self, campaign: Campaign, step: str) -> Window:
        """The days of a step for everybody; what a level set for its own is in `step_end`."""
        return self.windows.get((campaign.pk, step), Window())

    def step_end(self, campaign: Campaign, step: str, path: str) -> date | None:
        """The last day of a step for an organisation; None where nobody has set one."""
        return earliest(self._days(campaign, step, path))

    def step_late(self, campaign: Campaign, step: str, path: str, on: date) -> bool:
        """Whether a step is late for an organisation: its last day is over, and so is every day of what it awaits.

        step: "" = finished. A document may ask for a return the day after the step in which it is made.
        """
        end = self.step_end(campaign, step, path) if step else None
        if end is None or campaign.steps is None:
            return False
        days = [day for key in campaign.steps.at(step).awaits for day in self._days(campaign, key, path)]
        return max([end, *days]) < on

    def due(self, campaign: Campaign, key: str, path: str) -> date | None:
        """By when an organisation has to have done something: a step, or a mechanism whatever step awaits it.

        None = the printed day had passed at the opening and nobody has set another. What has no day at all is due on
        the campaign's last.
        """
        steps = campaign.steps.awaiting(key) if campaign.steps else ()
        for keys in ([key], [step.key for step in steps]):
            days = [day for part in keys for day in self._days(campaign, part, path)]
            if days:
                return earliest([*days, campaign.due_on])
            if any(self.is_unset(campaign, part) for part in keys):
                return None
        return campaign.due_on

    def limit(self, campaign: Campaign, key: str, above: Collection[str]) -> date | None:
        """The latest day that a level may set: the earliest of what stands above it; None = there is no limit.

        above: paths of the levels above.
        """
        set_above = self.deadlines.get((campaign.pk, key), {})
        return earliest([*self._given(campaign, key), *(set_above.get(path) for path in above)])

    def is_unset(self, campaign: Campaign, key: str) -> bool:
        """Whether a day is printed, had passed at the opening, and the county has not given another."""
        printed = self._calendar(campaign).printed(key)
        return bool(printed) and not any(day.on for day in printed) and not self._given(campaign, key)

    def unset(self, campaign: Campaign) -> list[str]:
        """Every step and mechanism whose day the county has to give, in the document's order."""
        return [key for key in self._calendar(campaign).dated() if self.is_unset(campaign, key)]

    def _days(self, campaign: Campaign, key: str, path: str) -> list[date]:
        own_levels = self.deadlines.get((campaign.pk, key), {})
        levels = [day for at, day in own_levels.items() if path.startswith(at)]
        return [*self._given(campaign, key), *(day for day in levels if day >= campaign.opened_on)]

    def _given(self, campaign: Campaign, key: str) -> list[date]:
        """What binds everybody: the county's day, else the document's; and those of the document's other levels."""
        printed = self._calendar(campaign).printed(key)
        row = self.windows.get((campaign.pk, key))
        own = [row.until_on] if row is not None else [day.on for day in printed if not day.level]
        levels = [day.on for day in printed if day.level]
        return [day for day in (*own, *levels) if day is not None and day >= campaign.opened_on]

    def _calendar(self, campaign: Campaign) -> Calendar:
        if campaign.pk not in self._calendars:
            self._calendars[campaign.pk] = calendar_of(campaign)
        return self._calendars[campaign.pk]


def dated(campaign: Campaign) -> list[tuple[str, str]]:
    """(key, name) of everything that can have a day of its own: steps, returns, and what a day is printed for."""
    steps = [(step.key, step.name) for step in campaign.steps.steps] if campaign.steps else []
    printed = calendar_of(campaign).dated()
    others = [key for key, rule in campaign.rules.items() if isinstance(rule, Return) or key in printed]
    known = dict(steps)
    return [*steps, *((key, campaign.title_of(key)) for key in others if key not in known)]


def effect_on(campaign: Campaign, key: str, opened_on: date) -> date | None:
    """By when an item of a ledger opened on a day must show a first effect: the county's day, else the printed one."""
    set_by_county = Dates.of([campaign]).window(campaign, key).until_on
    if set_by_county is None:
        return effect_due(campaign.rules[key], opened_on)
    return set_by_county if set_by_county >= opened_on else None


def due_on(campaign: Campaign, key: str, path: str) -> date | None:
    """`Dates.due` for a single question; one query."""
    return Dates.of([campaign]).due(campaign, key, path)
