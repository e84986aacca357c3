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
        other
        for other in campaigns
        if other.organisation_id == campaign.organisation_id
        and (other.opened_on, other.pk) < (campaign.opened_on, campaign.pk)
    ]
    return sorted(
        before, key=lambda other: (other.pk != campaign.follows_id, -other.opened_on.toordinal(), -other.pk)
    )


def between(campaign: Campaign, earlier: Campaign, subjects: SubjectQuerySet) -> Movement:
    """From one campaign to a later one, for those of `subjects`. Four queries."""
    before = {moved.organisation: moved for moved in _graded(earlier, subjects)}
    now = _graded(campaign, subjects)
    movement = _empty(campaign, earlier)
    for moved in now:
        was = before.pop(moved.organisation, None)
        if was is None or not was.new:
            (movement.came if moved.new else movement.waiting).append(moved)
        else:
            _place(movement, replace(moved, old=was.new))
    movement.gone += [replace(moved, old=moved.new, new="") for moved in before.values() if moved.new]
    return movement


def within(campaign: Campaign, subjects: SubjectQuerySet) -> Movement:
    """From the decided grade to the one rectification led to, for those of `subjects`. Two queries."""
    movement = _empty(campaign, None)
    for moved in _graded(campaign, subjects):
        if moved.old:
            _place(movement, moved)
        else:
            movement.waiting.append(moved)
    return movement


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


def _place(movement: Movement, moved: Moved) -> None:
    """Into its cell, or among those that cannot be compared."""
    if not moved.new:
        movement.waiting.append(moved)
    elif moved.old not in movement.grades or moved.new not in movement.grades:
        movement.other.append(moved)
    else:
        movement.cells[moved.old][moved.new].append(moved)
        direction = movement.direction(moved.old, moved.new)
        setattr(movement, direction, getattr(movement, direction) + 1)
