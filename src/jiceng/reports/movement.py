"""Who rose, held, fell between two campaigns, and within one by accepted rectification (R-02, R-06, R-18).

A grade is what an organisation has at the end: the last that was accepted, else the one decided. Figures are of the
organisations somebody sees; everybody is in a cell or in one of the lists beside the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jiceng.kernel import item as rules
from jiceng.store.models import Campaign, Upgrade
from jiceng.store.sheet import SubjectQuerySet


@dataclass(frozen=True)
class Moved:
    """One organisation. old, new: grades, "" = none. target: the grade it meant to reach."""

    organisation: int
    name: str
    committee_name: str
    old: str
    new: str
    target: str = ""


@dataclass
class Movement:
    """A movement matrix. cells: old grade -> new grade -> who. rose, held, fell: how many.

    came: graded now and not before; gone: before and not now; waiting: in both, and no grade now;
    other: graded in words the other document does not have.
    """

    campaign: Campaign
    earlier: Campaign | None
    grades: Sequence[str]
    cells: Mapping[str, Mapping[str, list[Moved]]]
    rose: int = 0
    held: int = 0
    fell: int = 0
    came: list[Moved] = field(default_factory=list)
    gone: list[Moved] = field(default_factory=list)
    waiting: list[Moved] = field(default_factory=list)
    other: list[Moved] = field(default_factory=list)

    @property
    def compared(self) -> int:
        return self.rose + self.held + self.fell

    def direction(self, old: str, new: str) -> str:
        return rules.movement(self.campaign.scheme.need_bands(), old, new)


def earlier_ones(campaign: Campaign, campaigns: Sequence[Campaign]) -> list[Campaign]:
    """The campaigns of the same county before this one: the one it follows first, then the newest."""
    before = [
        one
        for one in campaigns
        if one.organisation_id == campaign.organisation_id
        and (one.opened_on, one.pk) < (campaign.opened_on, campaign.pk)
    ]
    return sorted(
        before, key=lambda one: (one.pk != campaign.follows_id, -one.opened_on.toordinal(), -one.pk)
    )


def between(campaign: Campaign, earlier: Campaign, subjects: SubjectQuerySet) -> Movement:
    """From one campaign to a later one, for those of `subjects`. Four queries."""
    before = {one.organisation: one for one in _graded(earlier, subjects)}
    now = _graded(campaign, subjects)
    found = _empty(campaign, earlier)
    for one in now:
        was = before.pop(one.organisation, None)
        if was is None or not was.new:
            (found.came if one.new else found.waiting).append(one)
        else:
            _place(found, replace(one, old=was.new))
    found.gone += [replace(one, old=one.new, new="") for one in before.values() if one.new]
    return found


def within(campaign: Campaign, subjects: SubjectQuerySet) -> Movement:
    """From the decided grade to the one rectification led to, for those of `subjects`. Two queries."""
    found = _empty(campaign, None)
    for one in _graded(campaign, subjects):
        if one.old:
            _place(found, one)
        else:
            found.waiting.append(one)
    return found


def _graded(campaign: Campaign, subjects: SubjectQuerySet) -> list[Moved]:
    """Everybody in a campaign, in tree order. old: the decided grade; new: the one at the end. Two queries."""
    mine = subjects.filter(campaign=campaign).standing()
    rows = mine.order_by("organisation__path").values_list(
        "pk", "organisation", "organisation__name", "committee__name", "decided", "target"
    )
    accepted = dict(
        Upgrade.objects.filter(subject__campaign=campaign)
        .order_by("number")
        .values_list("subject", "new_grade")
    )
    return [
        Moved(organisation, name, committee, decided, accepted.get(subject, decided), target)
        for subject, organisation, name, committee, decided, target in rows
    ]


def _empty(campaign: Campaign, earlier: Campaign | None) -> Movement:
    grades = campaign.scheme.grades
    return Movement(campaign, earlier, grades, {old: {new: [] for new in grades} for old in grades})


def _place(found: Movement, one: Moved) -> None:
    """Into its cell, or among those that cannot be compared."""
    if not one.new:
        found.waiting.append(one)
    elif one.old not in found.grades or one.new not in found.grades:
        found.other.append(one)
    else:
        found.cells[one.old][one.new].append(one)
        direction = found.direction(one.old, one.new)
        setattr(found, direction, getattr(found, direction) + 1)
