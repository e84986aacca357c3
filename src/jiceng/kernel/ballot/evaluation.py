"""What a document says about a ballot: who votes, what on, and what a counted result must satisfy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jiceng.kernel.firmness import Firmness, check_deviation
from jiceng.kernel.procedure import Missing, Role
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.shapes import quotient
from jiceng.kernel.word import Rule, word

# Voters of one class at one organisation; more is a slip of the pen.
MOST = 100_000

# The question every sheet about an organisation asks, and what a voter may say to any question beside its options.
OVERALL = "总体评价"
ABSTAIN = "弃权"

# How few valid papers are published by themselves, and how far a county may change that (ballot.md 1.8).
SMALLEST, SMALLEST_FROM, SMALLEST_TO = 8, 5, 20

# Members to others as issued; outside it the page warns and the ballot goes on (G-13: "about one to one").
BALANCED = (Decimal("0.8"), Decimal("1.25"))


@dataclass(frozen=True, kw_only=True)
class VoterClass:
    """A kind of voter (党员, 群众代表, 两代表一委员). all_of_them: every one of the organisation takes part."""

    name: str
    all_of_them: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """One more line of the paper. options: best first; empty = those of the whole."""

    name: str
    options: tuple[str, ...] = ()


@word("ballot.evaluation", "测评", "ballot")
@dataclass(frozen=True, kw_only=True)
class Evaluation(Rule):
    """测评 (G-13, G-22, G-32, G-33, R-16).

    classes: who votes. options: what a voter may say, best first; satisfied: those that count as such. measure: the
    name under which the share of the satisfied is kept. one_to_one: two classes that should be about as many (`within`:
    how far the ratio may be from 1, None = not given: shown only). named_by: who says who votes: the organisation it is
    about, or the superior that invites them (R-16). approved_by: who approves the list of voters.
    counted_by: who issues, collects and counts. after: mechanisms that come first. grades, kinds, of_classes (those of
    the document): only for these; empty = all. flags: findings for which it is held too, whatever the grade (R-16).
    secret: without names.
    """

    classes: tuple[VoterClass, ...]
    options: tuple[str, ...]
    satisfied: tuple[str, ...] = ()
    measure: str = ""
    one_to_one: tuple[str, ...] = ()
    within: Decimal | None = None
    firmness: Firmness = Firmness.NORMALLY
    named_by: Literal["secretary", "committee-officer"] = "secretary"
    approved_by: Role | None = None
    counted_by: Role = "delegate"
    after: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    secret: bool = True
    items: tuple[Question, ...] = ()
    of_members: bool = False
    comment: bool = False
    smallest: int = SMALLEST
    unanimous: Literal["number", "range"] = "number"
    kinds: tuple[str, ...] = ()
    of_classes: tuple[str, ...] = ()
    clause: str = ""

    def mended_by(self, code: str) -> str:
        others = {"ballot.roll-missing": self.named_by, "ballot.roll-not-approved": self.approved_by or ""}
        return others.get(code, self.counted_by)

    @property
    def is_own(self) -> bool:
        return True

    def concerns(
        self, *, grade: str, kind: str, class_name: str, flags: frozenset[str] = frozenset()
    ) -> bool:
        """Whether a ballot is held at an organisation with this grade ("" = none yet), of this kind and class, with
        these findings."""
        if self.kinds and kind not in self.kinds:
            return False
        if self.of_classes and class_name not in self.of_classes:
            return False
        everybody = not self.grades and not self.flags
        return everybody or grade in self.grades or bool(flags & set(self.flags))

    def options_of(self, item: str) -> tuple[str, ...]:
        """What a voter may say to a question, 弃权 aside."""
        own = next((question.options for question in self.items if question.name == item), ())
        return own or self.options


@dataclass(frozen=True)
class Counted:
    """One voter class after the meeting. votes: option or 弃权 -> how many; items: the same for other questions."""

    issued: int
    returned: int
    valid: int
    invalid: int
    votes: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def columns(self, rule: Evaluation) -> dict[str, Mapping[str, int]]:
        """Every question -> its votes, the overall one first where there is one."""
        overall = {} if rule.of_members else {OVERALL: self.votes}
        return {**overall, **self.items}


def check_roll(rule: Evaluation, sizes: Mapping[str, int], *, members: int | None, reason: str = "") -> None:
    """Hold the list of voters against the rule. members: of the organisation; None = not known.

    Raises Refusal "ballot.class-unknown", "ballot.class-empty", "ballot.class-too-large", "ballot.members-missing",
    "ballot.ratio[-without-reason]".
    """
    names = [voter_class.name for voter_class in rule.classes]
    for name in sizes:
        if name not in names:
            raise Refusal("ballot.class-unknown", name=name, names=names)
    empty = [name for name in names if sizes.get(name, 0) <= 0]
    if empty:
        raise Refusal("ballot.class-empty", missing=empty, clause=rule.clause)
    for name, size in sizes.items():
        if size > MOST:
            raise Refusal("ballot.class-too-large", name=name, size=size, most=MOST)
    for voter_class in rule.classes:
        if voter_class.all_of_them and members is not None and sizes[voter_class.name] < members:
            raise Refusal(
                "ballot.members-missing", name=voter_class.name, size=sizes[voter_class.name], members=members
            )
    if len(rule.one_to_one) == 2 and rule.within is not None:
        first, second = (Decimal(sizes[name]) for name in rule.one_to_one)
        ratio = quotient(first, second)
        if abs(ratio - 1) > rule.within:
            check_deviation(
                rule.firmness, code="ballot.ratio", reason=reason, first=rule.one_to_one[0],
                second=rule.one_to_one[1], ratio=ratio, within=rule.within, clause=rule.clause,
            )  # fmt: skip


def check_count(rule: Evaluation, roll: Mapping[str, int], counts: Mapping[str, Counted]) -> None:
    """Hold a counted result against its invariants: valid + invalid = returned ≤ issued ≤ roll, votes = valid.

    More papers returned than issued void the vote. Raises Refusal "ballot.class-missing", "ballot.class-unknown",
    "ballot.negative", "ballot.void", "ballot.issued-beyond-roll", "ballot.valid-and-invalid",
    "ballot.votes-beside-valid", "ballot.option-unknown".
    """
    names = [voter_class.name for voter_class in rule.classes]
    for name in counts:
        if name not in names:
            raise Refusal("ballot.class-unknown", name=name, names=names)
    missing = [name for name in names if name not in counts]
    if missing:
        raise Refusal("ballot.class-missing", missing=missing)
    for name, counted in counts.items():
        facts = {"name": name, "issued": counted.issued, "returned": counted.returned}
        every = [vote for votes in counted.columns(rule).values() for vote in votes.values()]
        if min(counted.issued, counted.returned, counted.valid, counted.invalid, *every, 0) < 0:
            raise Refusal("ballot.negative", name=name)
        if counted.returned > counted.issued:
            raise Refusal("ballot.void", **facts)
        if counted.issued > roll.get(name, 0):
            raise Refusal("ballot.issued-beyond-roll", roll=roll.get(name, 0), **facts)
        if counted.valid + counted.invalid != counted.returned:
            raise Refusal("ballot.valid-and-invalid", valid=counted.valid, invalid=counted.invalid, **facts)
        for item, votes in counted.columns(rule).items():
            allowed = (*rule.options_of(item), ABSTAIN)
            for option in votes:
                if option not in allowed:
                    raise Refusal("ballot.option-unknown", option=option, options=allowed)
            if sum(votes.values()) != counted.valid:
                facts = {"name": name, "item": item, "votes": sum(votes.values()), "valid": counted.valid}
                raise Refusal("ballot.votes-beside-valid", **facts)


def tally(rule: Evaluation, counts: Mapping[str, Counted]) -> dict[str, int]:
    """All classes together: option -> votes."""
    return {
        option: sum(counted.votes.get(option, 0) for counted in counts.values()) for option in rule.options
    }


def satisfaction(rule: Evaluation, counts: Mapping[str, Counted]) -> Decimal | None:
    """Per cent of valid votes that count as satisfied, to six places; None without a valid vote."""
    valid = sum(counted.valid for counted in counts.values())
    if not valid or not rule.satisfied or rule.of_members:
        return None
    votes = tally(rule, counts)
    return quotient(Decimal(100 * sum(votes[option] for option in rule.satisfied)), Decimal(valid))


def opinions(rule: Evaluation, counts: Mapping[str, Counted]) -> dict[str, str]:
    """What the meeting thinks of every other question, each member's among them; as `opinion` (M-12, E-03)."""
    by_item = {}
    for item in dict.fromkeys(item for counted in counts.values() for item in counted.items):
        votes = {
            option: sum(counted.items.get(item, {}).get(option, 0) for counted in counts.values())
            for option in rule.options_of(item)
        }
        most = max(votes.values(), default=0)
        by_item[item] = (
            [option for option in rule.options_of(item) if votes[option] == most][-1] if most else ""
        )
    return by_item


def opinion(rule: Evaluation, counts: Mapping[str, Counted]) -> str:
    """What the meeting thinks: the option with the most votes, of equals the lower one; "" without a vote (G-32)."""
    votes = tally(rule, counts)
    most = max(votes.values(), default=0)
    return [option for option in rule.options if votes[option] == most][-1] if most else ""


def out_of_balance(rule: Evaluation, sizes: Mapping[str, int]) -> Decimal | None:
    """The ratio of the two classes that should be about as many, where it leaves 0.8 to 1.25; else None (G-13)."""
    if len(rule.one_to_one) != 2 or not all(sizes.get(name) for name in rule.one_to_one):
        return None
    first, second = (Decimal(sizes[name]) for name in rule.one_to_one)
    ratio = quotient(first, second)
    return None if BALANCED[0] <= ratio <= BALANCED[1] else ratio


def missing_ballot(
    rule: Evaluation, *, roll: bool, approved: bool, counted: bool, mechanism: str, name: str
) -> list[Missing]:
    """What a ballot still keeps a step waiting for."""
    facts = {"name": name}
    if counted:
        return []
    if not roll:
        return [Missing(mechanism, "ballot.roll-missing", facts)]
    if rule.approved_by is not None and not approved:
        return [Missing(mechanism, "ballot.roll-not-approved", facts)]
    return [Missing(mechanism, "ballot.not-counted", facts)]
