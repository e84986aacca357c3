"""Every return of some campaigns at a glance: how many owe it, how many have sent it, what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiceng.kernel.duty import Return as Rule
from jiceng.services.dates import Dates
from jiceng.store.models import Campaign, Return, Subject
from jiceng.store.register import OrganisationQuerySet


@dataclass(frozen=True)
class Summary:
    """One return of one campaign. expected: senders within reach. sent: waits for an answer. back: sent back since."""

    campaign: Campaign
    key: str
    title: str
    clause: str
    due_on: date | None
    expected: int
    sent: int
    accepted: int
    back: int
    late: bool

    @property
    def missing(self) -> int:
        return max(0, self.expected - self.sent - self.accepted - self.back)


def summaries(campaigns: Sequence[Campaign], seen: OrganisationQuerySet, on: date) -> list[Summary]:
    """The returns of these campaigns as far as `seen` reaches; four queries for any number."""
    keys = [campaign.pk for campaign in campaigns]
    inside = set(seen.order_by().values_list("pk", flat=True)) if keys else set()
    graded: dict[int, set[int]] = {key: set() for key in keys}
    committees: dict[int, set[int]] = {key: set() for key in keys}
    rows = Subject.objects.filter(campaign__in=keys).values_list("campaign", "organisation", "committee")
    for campaign, organisation, committee in rows:
        graded[campaign].add(organisation)
        committees[campaign].add(committee)
    last: dict[tuple[int, str, int], str] = {}
    sent = Return.objects.filter(campaign__in=keys).order_by("number")
    for campaign, key, organisation, state in sent.values_list(
        "campaign", "mechanism", "organisation", "state"
    ):
        last[campaign, key, organisation] = state
    dates = Dates.of(campaigns)
    lines = []
    for current in campaigns:
        for key, rule in current.rules.items():
            if isinstance(rule, Rule):
                owe = _senders(rule, current, graded[current.pk], committees[current.pk]) & inside
                if not owe:
                    continue
                states = Counter(last.get((current.pk, key, pk), "") for pk in owe)
                due_on = dates.due(current, key, current.organisation.path)
                waiting = states[""] + states["back"]
                mechanism = current.pack.mechanisms[key]
                lines.append(
                    Summary(
                        current, key, current.title_of(key), mechanism.clause, due_on, len(owe),
                        states["sent"], states["accepted"], states["back"],
                        bool(waiting and due_on and due_on < on and not current.closed_on),
                    )
                )  # fmt: skip
    return lines


def _senders(rule: Rule, campaign: Campaign, graded: set[int], committees: set[int]) -> set[int]:
    if rule.by == "secretary":
        return graded
    return committees if rule.by == "committee-officer" else {campaign.organisation_id}
