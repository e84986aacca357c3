"""event: the states of one ballot, and what must be so before it goes from one to the next.

draft → frozen → opening → open → closed → counted → signed → published → archived; void from any state before signed.
While the box takes papers the list of voters is shut, so that no tick and no paper are written in the same stretch of
time: whoever holds every file and log later finds no order that ties a person to a paper (B-05).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from jiceng.kernel.ballot.evaluation import SMALLEST_FROM, SMALLEST_TO, Evaluation
from jiceng.kernel.ballot.slip import slips_for
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal

State = Literal[
    "draft", "frozen", "opening", "open", "closed", "counted", "signed", "published", "archived", "void"
]
STATES: tuple[State, ...] = (
    "draft", "frozen", "opening", "open", "closed", "counted", "signed", "published", "archived", "void",
)  # fmt: skip
NEXT: Mapping[State, State] = dict(pairwise(STATES[:-1]))
BEFORE_SIGNED: tuple[State, ...] = STATES[:6]
# The list is ticked at the door before the box opens, and for who came later after it has closed.
TICKING: tuple[State, ...] = ("frozen", "opening", "closed")


@dataclass(frozen=True)
class OnRoll:
    """How many of a class are on the list, were given a slip or a paper, are excused with a reason, or just absent."""

    size: int
    issued: int = 0
    excused: int = 0

    @property
    def unexplained(self) -> int:
        return self.size - self.issued - self.excused


@dataclass(frozen=True)
class Entry:
    """What one teller took from the paper ballots of a class. votes: question -> option or 弃权 -> how many."""

    returned: int
    invalid: int
    votes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def valid(self) -> int:
        return self.returned - self.invalid


@dataclass(frozen=True)
class Ready:
    """What stands before opening. stubs: class -> how many; tellers: how many different people beside the delegate.

    paper_only: no phone votes, so there is neither key nor slip.
    """

    key: bool
    rehearsed: bool
    stubs: Mapping[str, int]
    roll: Mapping[str, OnRoll]
    tellers: int
    paper_only: bool = False


def check_move(state: State, to: State) -> None:
    """One step at a time, and no way back. Raises Refusal "ballot.state"."""
    if to == "void":
        if state not in BEFORE_SIGNED:
            raise Refusal("ballot.signed-already")
        return
    if NEXT.get(state) != to:
        raise Refusal("ballot.state", state=state, to=to, next=NEXT.get(state, ""))


def check_tick(state: State) -> None:
    """Raises Refusal "ballot.roll-shut-while-open" or "ballot.state"."""
    if state == "open":
        raise Refusal("ballot.roll-shut-while-open")
    if state not in TICKING:
        raise Refusal("ballot.tick-not-now", state=state)


def check_smallest(smallest: int) -> None:
    """Raises Refusal "ballot.smallest"."""
    if not SMALLEST_FROM <= smallest <= SMALLEST_TO:
        raise Refusal("ballot.smallest", value=smallest, least=SMALLEST_FROM, most=SMALLEST_TO)


def check_stubs(stubs: Mapping[str, int], sizes: Mapping[str, int]) -> None:
    """Each class has its slips and a tenth more, neither fewer nor others. Raises Refusal "ballot.stubs-number"."""
    for name, size in sizes.items():
        if stubs.get(name, 0) != slips_for(size):
            facts = {"name": name, "stubs": stubs.get(name, 0), "wanted": slips_for(size), "size": size}
            raise Refusal("ballot.stubs-number", **facts)
    for name in stubs:
        if name not in sizes:
            raise Refusal("ballot.class-unknown", name=name, names=list(sizes))


def check_opening(rule: Evaluation, ready: Ready) -> None:
    """Before the box opens: a key that was tried, slips, two tellers, and somebody who was given one.

    Raises Refusal "ballot.key-missing", "ballot.not-rehearsed", "ballot.stubs-number", "ballot.tellers-missing",
    "ballot.nobody-issued".
    """
    if not ready.paper_only:
        if not ready.key:
            raise Refusal("ballot.key-missing")
        if not ready.rehearsed:
            raise Refusal("ballot.not-rehearsed")
        check_stubs(ready.stubs, {name: voters.size for name, voters in ready.roll.items()})
    if ready.tellers < 2:
        raise Refusal("ballot.tellers-missing", number=ready.tellers)
    if not any(voters.issued for voters in ready.roll.values()):
        raise Refusal("ballot.nobody-issued")


def check_present(rule: Evaluation, roll: Mapping[str, OnRoll]) -> None:
    """Where everybody takes part, whoever does not has a reason (G-13). Asked before counting, when latecomers are in.

    Raises Refusal "ballot.absence-without-reason".
    """
    for voter_class in rule.classes:
        voters = roll.get(voter_class.name)
        if voter_class.all_of_them and voters is not None and voters.unexplained:
            raise Refusal("ballot.absence-without-reason", name=voter_class.name, number=voters.unexplained)


def check_absence(reason: str) -> None:
    """Raises Refusal "ballot.absence-needs-reason"."""
    if not has_reason(reason):
        raise Refusal("ballot.absence-needs-reason")


def check_entry(entry: Entry, sheet: Mapping[str, tuple[str, ...]]) -> None:
    """One teller's figures add up: every question has as many answers as there are valid papers.

    sheet: question -> what may be said, 弃权 among it. Raises Refusal "ballot.negative", "ballot.paper-invalid",
    "ballot.option-unknown", "ballot.item-unknown", "ballot.votes-beside-valid".
    """
    every = [number for votes in entry.votes.values() for number in votes.values()]
    if min(entry.returned, entry.invalid, *every, 0) < 0:
        raise Refusal("ballot.negative", name="")
    if entry.invalid > entry.returned:
        raise Refusal("ballot.paper-invalid", invalid=entry.invalid, returned=entry.returned)
    for item in entry.votes:
        if item not in sheet:
            raise Refusal("ballot.item-unknown", item=item, items=list(sheet))
    for item, options in sheet.items():
        votes = entry.votes.get(item, {})
        for option in votes:
            if option not in options:
                raise Refusal("ballot.option-unknown", option=option, options=list(options))
        if sum(votes.values()) != entry.valid:
            facts = {"name": "", "item": item, "votes": sum(votes.values()), "valid": entry.valid}
            raise Refusal("ballot.votes-beside-valid", **facts)


def differences(one: Entry, other: Entry) -> list[tuple[str, str, int, int]]:
    """Where two tellers differ: (question or "", option or figure, the one's number, the other's)."""
    rows = []
    for figure in ("returned", "invalid"):
        if getattr(one, figure) != getattr(other, figure):
            rows.append(("", figure, getattr(one, figure), getattr(other, figure)))
    for item in dict.fromkeys([*one.votes, *other.votes]):
        mine, theirs = one.votes.get(item, {}), other.votes.get(item, {})
        for option in dict.fromkeys([*mine, *theirs]):
            if mine.get(option, 0) != theirs.get(option, 0):
                rows.append((item, option, mine.get(option, 0), theirs.get(option, 0)))
    return rows


def check_returned(roll: Mapping[str, OnRoll], returned: Mapping[str, int]) -> None:
    """More papers than were handed out void the vote, in any class. Raises Refusal "ballot.void"."""
    for name, number in returned.items():
        issued = roll[name].issued if name in roll else 0
        if number > issued:
            raise Refusal("ballot.void", name=name, issued=issued, returned=number)
