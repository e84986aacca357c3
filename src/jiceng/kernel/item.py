"""item: one thing to be done and closed: owner, deadline, evidence, gates, a verifier who is not the owner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from jiceng.kernel.consequence import Consequence
from jiceng.kernel.contents import Part, Said, check_said, uncovered
from jiceng.kernel.days import in_year, months_after
from jiceng.kernel.firmness import Firmness, check_deviation, has_reason
from jiceng.kernel.procedure import Missing, Reach, Role
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.grade import Bands
from jiceng.kernel.word import Rule, word


@dataclass(frozen=True, kw_only=True)
class CloseGate:
    """What must be there before an item is closed.

    kind: note = somebody records that it is so; evidence = at least one piece is there; measure = a figure of at least
    `at_least`; rating = a rating not below `at_least_rating` on `ladder` (lowest first).
    by: who records it; the owner's own word never passes a gate of the superior.
    """

    key: str
    name: str
    kind: Literal["note", "evidence", "measure", "rating"] = "note"
    by: Role = "committee-officer"
    at_least: Decimal | None = None
    ladder: tuple[str, ...] = ()
    at_least_rating: str = ""
    clause: str = ""


@word("item.ledger", "台账", "ledger")
@dataclass(frozen=True, kw_only=True)
class Ledger(Rule):
    """台账: the items of one kind (R-03, R-10, R-20 …).

    opens: by-hand; for organisations with one of `grades` or of the findings `flags`; from a list that is handed in.
    of: whose items. by: who opens. closed_by: who verifies and closes, never the owner. contents: the plan of an item.
    covers: part -> what all items of one organisation together must name in it (五项工作). picks: part -> the names it
    is chosen from (六项任务). limit_months: the longest time from opening; limit_days likewise. effect_by: `07-01`, a
    first effect before it. gates: what closing asks. helpers: kinds of links that must be there.
    actions: things that must all be done, each by itself (R-14). at_least: items everybody concerned must have.
    answers: part -> key of a record: every line of it is taken up by an item of its own, which names it there (R-10).
    unlike: the plans of two organisations may not be the same (R-09).
    published: shown on a notice of the organisation. withheld: a case that only those above the organisation see, and
    nobody of the organisation itself (R-24). ladder: of the gates by rating that have none of their own, to be
    set locally where the document leaves it open (R-22).
    """

    opens: Literal["by-hand", "grade", "flag", "list"] = "by-hand"
    grades: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    of: Reach = "each"
    by: Role = "secretary"
    closed_by: Role = "committee-officer"
    contents: tuple[Part, ...] = ()
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit_months: int | None = None
    limit_days: int | None = None
    effect_by: str = ""
    gates: tuple[CloseGate, ...] = ()
    helpers: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    at_least: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    unlike: bool = False
    published: bool = False
    withheld: bool = False
    ladder: tuple[str, ...] = ()
    clause: str = ""

    def concerns(self, *, class_name: str = "", grade: str = "", flags: frozenset[str] = frozenset()) -> bool:
        """Whether an organisation is one that this ledger is kept about."""
        if self.classes and class_name not in self.classes:
            return False
        if self.opens == "grade":
            return grade in self.grades
        if self.opens == "flag":
            return bool(flags & set(self.flags))
        return True

    def taking_up(self, lines: Mapping[str, tuple[str, ...]]) -> "Ledger":
        """The ledger of one organisation whose records say this. lines: part of the plan -> what is to be taken up."""
        picks = {part: (*names, *self.picks.get(part, ())) for part, names in lines.items()}
        return replace(self, picks={**self.picks, **picks}, covers={**self.covers, **lines})

    def may_be_left_out(self) -> frozenset[str]:
        """The parts of a plan that need not be said."""
        return frozenset(part.name for part in self.contents if part.optional)

    @property
    def is_question(self) -> bool:
        """Whether it is closed by an answer and by nothing else (X-07): it has no gates."""
        return not self.every_gate()

    @property
    def is_done_from_above(self) -> bool:
        """Whether whoever closes it also does what it asks (R-14, R-24, R-25): it is done to those it is about."""
        return bool(self.actions) or self.withheld

    @property
    def is_opened_by_its_own_side(self) -> bool:
        """Whether those it is about open it: a branch its problems, a committee what a level above it answers."""
        upward = (
            self.of == "committee" and self.by == "committee-officer" and self.closed_by == "county-officer"
        )
        return self.by == "secretary" or upward

    def every_gate(self) -> tuple[CloseGate, ...]:
        """The gates, and one for each action, which is for whoever closes: nobody ticks off what is done to them."""
        actions = (
            CloseGate(key=action, name=action, by=self.closed_by, clause=self.clause)
            for action in self.actions
        )
        gates = (
            replace(gate, ladder=self.ladder) if gate.kind == "rating" and not gate.ladder else gate
            for gate in self.gates
        )
        return (*gates, *actions)


def published(rules: Mapping[str, object]) -> dict[str, Ledger]:
    """The ledgers that a board of items shows, by their keys (R-01)."""
    return {key: rule for key, rule in rules.items() if isinstance(rule, Ledger) and rule.published}


def latest_due(ledger: Ledger, opened_on: date) -> date | None:
    """The last day an item opened then may be due; None where no limit is given."""
    if ledger.limit_months is not None:
        return months_after(opened_on, ledger.limit_months)
    if ledger.limit_days is not None:
        return date.fromordinal(opened_on.toordinal() + ledger.limit_days)
    return None


def effect_due(ledger: Ledger, opened_on: date) -> date | None:
    """The day by which a first effect must show, in the year the item is opened; None where none is given.

    An item opened after that day, a new finding, can show no effect before it: None too.
    """
    if not ledger.effect_by:
        return None
    day = in_year(ledger.effect_by, opened_on.year)
    return day if day >= opened_on else None


def check_plan(
    ledger: Ledger, said: Said, *, name: str, opened_on: date, due_on: date | None, owner: str
) -> None:
    """Hold an item's plan against its ledger (R-10, R-19). A question needs nobody who answers for it, and no day.

    Raises Refusal "item.owner-missing", "item.due-missing", "item.due-before-opened", "item.due-too-late",
    "item.not-among", and those of `contents.check_said`.
    """
    check_said(ledger.contents, said, what=name, clause=ledger.clause)
    for part, names in ledger.picks.items():
        if said.get(part, "").strip() not in names:
            raise Refusal("item.not-among", part=part, value=said.get(part, ""), names=names)
    if not has_reason(owner) and not ledger.is_question:
        raise Refusal("item.owner-missing", name=name)
    if due_on is None:
        if ledger.is_question:
            return
        raise Refusal("item.due-missing", name=name)
    if due_on < opened_on:
        raise Refusal("item.due-before-opened", due_on=due_on.isoformat(), opened_on=opened_on.isoformat())
    latest = latest_due(ledger, opened_on)
    if latest is not None and due_on > latest:
        raise Refusal(
            "item.due-too-late", due_on=due_on.isoformat(), latest=latest.isoformat(), clause=ledger.clause
        )


def check_unlike(ledger: Ledger, said: Said, others: Iterable[tuple[str, Said]], *, name: str) -> None:
    """Hold a plan against those of other organisations, (name, what it says), apart from what is only chosen in it.

    Raises Refusal "item.plan-copied".
    """
    parts = [part.name for part in ledger.contents if part.kind != "choice" and part.name not in ledger.picks]
    own = [said.get(part, "").strip() for part in parts]
    for organisation, theirs in others:
        if ledger.unlike and any(own) and own == [theirs.get(part, "").strip() for part in parts]:
            raise Refusal("item.plan-copied", name=name, organisation=organisation, clause=ledger.clause)


def check_pass(gate: CloseGate, *, note: str, value: Decimal | None = None) -> None:
    """Whether what somebody records passes a gate.

    Raises Refusal "item.pass-without-note", "item.figure-missing", "item.figure-too-low", "item.rating-unknown",
    "item.rating-too-low".
    """
    if gate.kind == "measure":
        if value is None:
            raise Refusal("item.figure-missing", name=gate.name)
        if gate.at_least is not None and value < gate.at_least:
            raise Refusal("item.figure-too-low", name=gate.name, value=value, at_least=gate.at_least)
    elif gate.kind == "rating":
        rating = note.strip()
        if rating not in gate.ladder:
            raise Refusal("item.rating-unknown", name=gate.name, rating=rating, ladder=gate.ladder)
        if gate.ladder.index(rating) < gate.ladder.index(gate.at_least_rating):
            raise Refusal("item.rating-too-low", name=gate.name, rating=rating, at_least=gate.at_least_rating)
    elif not has_reason(note):
        raise Refusal("item.pass-without-note", name=gate.name)


def check_close(
    ledger: Ledger, *, name: str, passed: frozenset[str], evidence: int, owner_closes: bool = False
) -> None:
    """Whether an item may be closed (R-20: by the superior, through every gate).

    Raises Refusal "item.own-work", "item.gates-open".
    """
    if owner_closes:
        raise Refusal("item.own-work", name=name)
    open_gates = [
        gate.name
        for gate in ledger.every_gate()
        if (not evidence if gate.kind == "evidence" else gate.key not in passed)
    ]
    if open_gates:
        raise Refusal("item.gates-open", name=name, missing=open_gates, clause=ledger.clause)


def check_answer(ledger: Ledger, answer: str, *, name: str) -> None:
    """An item without gates is a question (X-07): its answer closes it. Raises Refusal "item.answer-missing"."""
    if ledger.is_question and not has_reason(answer):
        raise Refusal("item.answer-missing", name=name)


def missing_items(
    ledger: Ledger,
    plans: Sequence[Said],
    helpers: frozenset[str],
    *,
    mechanism: str,
    name: str,
    unplanned: int = 0,
) -> list[Missing]:
    """What one organisation's part of a ledger still lacks. plans: of its items; helpers: kinds of links it has.

    unplanned: how many open items have a title and no plan; a question needs none.
    """
    missing = []
    if ledger.at_least is not None and len(plans) < ledger.at_least:
        facts = {"name": name, "count": len(plans), "at_least": ledger.at_least}
        missing.append(Missing(mechanism, "item.too-few", facts))
    else:
        if unplanned and not ledger.is_question:
            missing.append(Missing(mechanism, "item.unplanned", {"name": name, "count": unplanned}))
        for part, topics in uncovered(ledger.covers, plans).items():
            missing.append(
                Missing(mechanism, "item.not-covered", {"name": name, "part": part, "left": topics})
            )
    lacking = [kind for kind in ledger.helpers if kind not in helpers]
    if lacking:
        missing.append(Missing(mechanism, "item.helpers-missing", {"name": name, "missing": lacking}))
    return missing


# -- from one campaign to the next ------------------------------------------------------------------------------------


@word("item.movement", "晋位升级", "movement", how="done")
@dataclass(frozen=True, kw_only=True)
class Movement(Rule):
    """晋位升级 (R-02, R-17, R-18). goals: grade -> what the document calls its goal (一般: 晋等次).

    must_rise: grades that may not aim at themselves. upgrade_needs: keys of records without which no upgrade is
    accepted; refused_by: part -> what it says there when it refuses one (意见: 成效不显著).
    upgrade_awaits: keys of whatever else must be there first where it is owed: a ledger with all it covers, helpers, a
    plan, a ballot (R-04, R-16). measure: a figure that speaks against an upgrade below `at_least`; None = not given,
    and whoever accepts says why with the figure before them; with nobody satisfied there is none.
    """

    goals: Mapping[str, str]
    must_rise: tuple[str, ...] = ()
    upgrade_needs: tuple[str, ...] = ()
    refused_by: Mapping[str, str] = field(default_factory=dict)
    upgrade_awaits: tuple[str, ...] = ()
    measure: str = ""
    at_least: Decimal | None = None
    firmness: Firmness = Firmness.MUST
    clause: str = ""

    def mended_by(self, code: str) -> str:
        return "committee-officer" if code == "item.rise-waits" else "secretary"


def check_target(rule: Movement, bands: Bands, *, grade: str, target: str, reason: str = "") -> None:
    """Whether an organisation may aim at this grade. Raises Refusal "item.target-not-higher[-without-reason]",
    "item.target-lower"."""
    now, then = bands.place(grade), bands.place(target)
    if then > now:
        raise Refusal("item.target-lower", grade=grade, target=target)
    if grade in rule.must_rise and then == now:
        check_deviation(
            rule.firmness, code="item.target-not-higher", reason=reason, grade=grade, target=target,
            goal=rule.goals.get(grade, ""), clause=rule.clause,
        )  # fmt: skip


def check_upgrade(
    rule: Movement, bands: Bands, *, old: str, new: str, opinions: Mapping[str, Sequence[Said]]
) -> None:
    """Whether an organisation may rise. opinions: mechanism key -> the records there are.

    Raises Refusal "item.upgrade-needs-opinion", "item.upgrade-refused".
    """
    if bands.place(new) >= bands.place(old):
        return
    missing = [key for key in rule.upgrade_needs if not opinions.get(key)]
    if missing:
        raise Refusal("item.upgrade-needs-opinion", old=old, new=new, missing=missing, clause=rule.clause)
    for key in rule.upgrade_needs:
        for part, refusing in rule.refused_by.items():
            if opinions[key][-1].get(part, "") == refusing:
                raise Refusal("item.upgrade-refused", old=old, new=new, said=refusing, clause=rule.clause)


def check_figure(rule: Movement, value: Decimal | None, *, note: str) -> None:
    """Whether the figure lets an organisation rise. value: None where none is known, which `upgrade_awaits` asks for.

    Raises Refusal "item.upgrade-figure-too-low", "item.upgrade-figure-without-reason".
    """
    if not rule.measure or value is None:
        return
    facts = {"name": rule.measure, "value": value, "clause": rule.clause}
    if value < (rule.at_least or 0) or value == 0:
        raise Refusal("item.upgrade-figure-too-low", **facts, at_least=rule.at_least or "—")
    if rule.at_least is None and not has_reason(note):
        raise Refusal("item.upgrade-figure-without-reason", **facts)


def check_findings(
    consequences: Iterable[Consequence],
    bands: Bands,
    *,
    new: str,
    flags: frozenset[str],
    class_name: str,
    note: str,
) -> None:
    """A finding that holds a grade down holds it down as long as it stands (G-27, R-17).

    Raises Refusal "item.upgrade-held-by-finding[-without-reason]".
    """
    for rule in consequences:
        lifts = rule.effect == "at-least" or bands.place(new) >= bands.place(rule.grade)
        if rule.holds(flags, class_name) and not lifts:
            facts = {"name": rule.name or rule.flag, "grade": rule.grade, "new": new, "clause": rule.clause}
            check_deviation(rule.firmness, code="item.upgrade-held-by-finding", reason=note, **facts)


def movement(bands: Bands, old: str, new: str) -> Literal["rose", "held", "fell"]:
    """Where an organisation went between two campaigns."""
    before, after = bands.place(old), bands.place(new)
    return "rose" if after < before else "fell" if after > before else "held"


def matrix(bands: Bands, pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Grades of two campaigns against each other: old grade -> new grade -> how many; every cell is there."""
    grades = bands.grades()
    table = {old: dict.fromkeys(grades, 0) for old in grades}
    for old, new in pairs:
        table[grades[bands.place(old)]][grades[bands.place(new)]] += 1
    return table
