"""What a rule still lacks, rule by rule: one reader for every kind of thing a step can await.

Each reader names what is missing and the organisation that lacks it; nothing here is grouped, and nothing asks the
database but through `Facts`. `missing` groups gaps into lacks, a line each; `owing` gives every gap its owner.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from jiceng.kernel.procedure import Missing, Reach, Step
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule
from jiceng.services.standing.facts import Facts, Member
from jiceng.store.models import Campaign, Organisation


@dataclass(frozen=True)
class Place:
    """An organisation something is asked of. member: as it is graded; None for a committee or the county."""

    organisation: int
    name: str
    member: Member | None = None


# Where a gap is mended. one: where the mechanism is done for one organisation; all: where it is shown for everybody.
# helpers, grade, rise, result: on the pages of the organisation's helpers, its grade, its next grade, its result;
# sheet: on the sheet of a scorer.
Room = Literal["one", "all", "helpers", "grade", "rise", "result", "sheet"]


@dataclass(frozen=True)
class Gap:
    """Something that is missing at a place. room: where it is mended. scorer: whose sheet.

    due_on: its own last day, where it is one of several periods. period_ends_on: the last day that counts for that
    period, which may lie after the end of the campaign.
    """

    place: Place
    what: Refusal
    room: Room = "one"
    scorer: str = ""
    due_on: date | None = None
    period_ends_on: date | None = None


@dataclass(frozen=True)
class Way:
    """Where to go for something, in words of the product; `jiceng.reports.ways` knows the pages.

    rule: the kernel's. code: of the gap. organisation, committee: whom a list is narrowed to. period_ends_on:
    of the period it is about.
    """

    campaign: int
    mechanism: str
    rule: Any
    code: str
    room: Room
    scorer: str = ""
    organisation: int | None = None
    subject: int | None = None
    committee: int | None = None
    period_ends_on: date | None = None

    @classmethod
    def of(cls, campaign: Campaign, key: str, gap: Gap) -> "Way":
        """To where one gap is mended."""
        return cls(
            campaign.pk, key, campaign.rules[key], gap.what.code, gap.room, gap.scorer,
            None if gap.room == "all" else gap.place.organisation,
            gap.place.member.subject if gap.place.member else None, period_ends_on=gap.period_ends_on,
        )  # fmt: skip


@dataclass(frozen=True)
class Lack(Missing):
    """What a step still awaits, with the way to where it is mended."""

    way: Way | None = None


@dataclass(frozen=True)
class Asked:
    """One mechanism asked of one committee's step. rule: the kernel's. name: what people call it."""

    key: str
    name: str
    rule: Any
    step: Step
    committee: Organisation
    facts: Facts

    @property
    def members(self) -> Sequence[Member]:
        return self.facts.by_committee.get(self.committee.pk, ())

    def places(self, reach: Reach) -> Iterator[Place]:
        """The places a mechanism is asked of: every graded organisation, the committee, or the county once."""
        if reach == "each":
            yield from (Place(member.organisation, member.name, member) for member in self.members)
        else:
            organisation = self.committee if reach == "committee" else self.facts.county()
            yield Place(organisation.pk, organisation.name)

    def holds(self, place: Place, concerns: Callable[..., bool]) -> bool:
        """Whether a rule by class, grade and finding speaks of an organisation; of a committee by findings alone."""
        if place.member is None:
            asked = frozenset(getattr(self.rule, "flags", ()))
            return not asked or bool(asked & self.facts.flags.get(place.organisation, frozenset()))
        known: Mapping[str, Any] = {"class_name": place.member.class_name, "grade": place.member.grade}
        if getattr(self.rule, "flags", ()):
            known = {**known, "flags": self.facts.flags.get(place.organisation, frozenset())}
        return concerns(**known)


Reader = Callable[[Asked], Iterable[Gap]]

# A word -> what its rules lack. Words that nobody is asked for have none.
READERS: dict[type[Rule], Reader] = {}


def reads(rule: type[Rule]) -> Callable[[Reader], Reader]:
    """A function becomes the one that says what rules of a word lack."""

    def register(reader: Reader) -> Reader:
        READERS[rule] = reader
        return reader

    return register


def gaps_of(campaign: Campaign, step: Step, key: str, committee: Organisation, facts: Facts) -> Iterator[Gap]:
    """What one mechanism lacks in a committee's step; nothing where nobody is asked for it."""
    rule = campaign.rules.get(key)
    reader = READERS.get(type(rule)) if rule is not None else None
    if reader is not None:
        yield from reader(Asked(key, campaign.title_of(key), rule, step, committee, facts))
