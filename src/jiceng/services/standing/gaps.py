"""What a rule still lacks, rule by rule: one reader for every kind of thing a step can await.

Each reader names the gap and the organisation it gapes at; nothing here is grouped, and nothing asks the database but
through `Facts`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiceng.kernel.procedure import Reach, Step
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.facts import Facts, Member
from jiceng.store.models import Organisation


@dataclass(frozen=True)
class Place:
    """An organisation something is asked of. member: as it is graded; None for a committee or the county."""

    organisation: int
    name: str
    member: Member | None = None


@dataclass(frozen=True)
class Gap:
    """Something that is missing at a place. where: the page it is mended on, if not that of the mechanism.

    due_on: its own last day, where it is one of several periods.
    """

    place: Place
    what: Refusal
    where: tuple[Any, ...] = ()
    due_on: date | None = None


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
        """Whom it is asked of: every graded organisation, the committee, or the county once."""
        if reach == "each":
            yield from (Place(one.organisation, one.name, one) for one in self.members)
        else:
            one = self.committee if reach == "committee" else self.facts.county()
            yield Place(one.pk, one.name)

    def holds(self, place: Place, concerns: Callable[..., bool]) -> bool:
        """Whether a rule by class, grade and finding speaks of an organisation; of a committee by findings alone."""
        if place.member is None:
            asked = frozenset(getattr(self.rule, "flags", ()))
            return not asked or bool(asked & self.facts.flags.get(place.organisation, frozenset()))
        told: Mapping[str, Any] = {"class_name": place.member.class_name, "grade": place.member.grade}
        if getattr(self.rule, "flags", ()):
            told = {**told, "flags": self.facts.flags.get(place.organisation, frozenset())}
        return concerns(**told)


Reader = Callable[[Asked], Iterable[Gap]]
