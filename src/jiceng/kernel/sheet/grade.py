"""From a total to a proposed grade, and from the proposal to a decision.

The computed grade is what the score and the rules give; the decided grade is what the committee resolves. They are
separate facts and both are kept (G-01, G-14).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any, Literal

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.firmness import Firmness, check_deviation, has_reason
from jiceng.kernel.procedure import check_first
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import Step
from jiceng.kernel.word import Rule, word

_ROUNDING = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


@dataclass(frozen=True, kw_only=True)
class Band:
    """A grade and the totals that earn it: from `at_least` up to `at_most` (included) or `below` (excluded)."""

    grade: str
    at_least: Decimal
    at_most: Decimal | None = None
    below: Decimal | None = None

    def holds(self, total: Decimal) -> bool:
        return (
            total >= self.at_least
            and (self.at_most is None or total <= self.at_most)
            and (self.below is None or total < self.below)
        )


@word("sheet.bands", "等级", "grades", how="applied", once=True)
@dataclass(frozen=True, kw_only=True)
class Bands(Rule):
    """Grades from the best to the worst with their score bands (G-01).

    round_to: places the total is rounded to before it is read; None = as it is, so 89.995 is below 90.
    """

    bands: tuple[Band, ...]
    round_to: int | None = None
    round_mode: Literal["half-up", "half-even", "down"] = "half-up"

    def grades(self) -> tuple[str, ...]:
        return tuple(band.grade for band in self.bands)

    def place(self, grade: str) -> int:
        """0 for the best grade. Raises Refusal "sheet.grade-unknown"."""
        for place, band in enumerate(self.bands):
            if band.grade == grade:
                return place
        raise Refusal("sheet.grade-unknown", grade=grade, grades=list(self.grades()))

    def read(self, total: Decimal) -> Decimal:
        """The total as the bands read it."""
        if self.round_to is None:
            return total
        return total.quantize(Decimal(1).scaleb(-self.round_to), rounding=_ROUNDING[self.round_mode])

    def grade(self, total: Decimal) -> Band:
        """The band a total falls into; where bands overlap, the better grade. Raises Refusal "sheet.total-in-gap"."""
        read = self.read(total)
        for band in self.bands:
            if band.holds(read):
                return band
        raise Refusal("sheet.total-in-gap", total=total, grades=list(self.grades()))


@word("sheet.adopted", "采用别处的评定", "rating taken over", how="applied")
@dataclass(frozen=True, kw_only=True)
class Adopted(Rule):
    """A rating given elsewhere and taken over by a map (五星 = 好), instead of the score."""

    rating: str
    map: Mapping[str, str]
    name: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Bound:
    """How far up or down a decision may go because of a consequence or gate. place: index into the bands."""

    code: str
    name: str
    grade: str
    best: int
    worst: int
    firmness: Firmness
    clause: str

    def refusal(self, decided: str) -> Refusal:
        """What is wrong with a decided grade that it does not allow."""
        facts = {"decided": decided, "finding": self.name, "grade": self.grade}
        return Refusal("procedure.decided-against-finding", **facts)


@dataclass(frozen=True)
class Proposal:
    """What the rules propose for one organisation. The committee still decides.

    band_grade: by the score alone. grade: after adoption, gates and consequences (the computed grade).
    bounds: rules that a decision must stay within, or give a reason for leaving.
    """

    total: Decimal
    band_grade: str
    grade: str
    trace: Step
    bounds: tuple[Bound, ...] = ()

    def reasons(self) -> tuple[str, ...]:
        """The codes that led to the grade, outermost first: what the committee reads first."""
        return tuple(part.code for part in self.trace.parts)


def propose(
    bands: Bands,
    total: Decimal,
    *,
    class_name: str = "",
    flags: frozenset[str] = frozenset(),
    measures: Mapping[str, Decimal] | None = None,
    ratings: Mapping[str, str] | None = None,
    consequences: Sequence[Consequence] = (),
    gates: Sequence[Gate] = (),
    adopted: Sequence[Adopted] = (),
    clause: str = "",
) -> Proposal:
    """Propose a grade: the band of the total, then adopted ratings, then gates, then consequences.

    Order matters where rules disagree: a gate keeps a grade shut, a direct grade upward lifts, and what lowers holds
    over what lifts (a veto is stronger than an award).
    measures: name -> value, such as satisfaction in per cent. ratings: name -> rating given elsewhere.
    Raises Refusal "sheet.measure-missing" when a gate asks for a measure before any grade.
    """
    band = bands.grade(total)
    facts: dict[str, Any] = {"total": total, "at_least": band.at_least, "grade": band.grade}
    if bands.read(total) != total:
        facts["read"] = bands.read(total)
    code = "grade.by-band-rounded" if "read" in facts else "grade.by-band"
    place = bands.place(band.grade)
    if 0 < place == len(bands.bands) - 1:
        # "From 0 points on" explains nothing: the lowest grade is what does not reach the one above.
        facts["below"] = bands.bands[place - 1].at_least
        code = "grade.by-lowest-band"
    course = _Course(bands, place, [Step(code, facts, clause=clause)])
    course.adopt(adopted, ratings or {})
    course.pass_gates(
        [gate for gate in gates if not gate.classes or class_name in gate.classes], flags, measures or {}
    )
    course.meet_all(consequence for consequence in consequences if consequence.holds(flags, class_name))
    grade = course.grade()
    trace = Step("grade.proposed", {"grade": grade, "total": total}, parts=tuple(reversed(course.steps)))
    return Proposal(total, band.grade, grade, trace, course.binding())


def against_finding(
    bands: Bands, grade: str, consequences: Sequence[Consequence], *, class_name: str, flags: frozenset[str]
) -> Bound | None:
    """What binds, whatever the score and the reasons, to another grade than the decided one; None = it may stay.

    A finding that is made after the decision binds it too (G-27).
    """
    decided = bands.place(grade)
    course = _Course(bands, decided, [])
    course.meet_all(consequence for consequence in consequences if consequence.holds(flags, class_name))
    firm = (bound for bound in course.binding() if bound.firmness is Firmness.MUST)
    return next((bound for bound in firm if not bound.best <= decided <= bound.worst), None)


@dataclass
class _Course:
    """A grade on its way from the score through ratings, gates and consequences. place: index into the bands."""

    bands: Bands
    place: int
    steps: list[Step]
    bounds: list[Bound] = field(default_factory=list)

    @property
    def last(self) -> int:
        return len(self.bands.bands) - 1

    def grade(self, place: int | None = None) -> str:
        return self.bands.bands[self.place if place is None else place].grade

    def adopt(self, adopted: Sequence[Adopted], ratings: Mapping[str, str]) -> None:
        for adoption in adopted:
            if adoption.rating not in ratings:
                continue
            rating, name = ratings[adoption.rating], adoption.name or adoption.rating
            if rating not in adoption.map:
                raise Refusal("sheet.rating-unknown", rating=rating, name=name, known=list(adoption.map))
            self.place = self.bands.place(adoption.map[rating])
            facts = {"name": name, "rating": rating, "grade": adoption.map[rating]}
            self.steps.append(Step("grade.adopted", facts, clause=adoption.clause))

    def pass_gates(
        self, gates: Sequence[Gate], flags: frozenset[str], measures: Mapping[str, Decimal]
    ) -> None:
        for gate in gates:
            state = gate.state(flags, measures)
            if state == "open":
                continue
            name = gate.name or gate.measure or gate.requires_flag
            facts: dict[str, Any] = {"name": name, "grades": list(gate.grades), "at_least": gate.at_least}
            if gate.measure in measures:
                facts["value"] = measures[gate.measure]
            if state == "unknown" and gate.unknown == "refuse":
                raise Refusal("sheet.measure-missing", name=name, grades=list(gate.grades))
            if state == "unknown" and gate.unknown == "open":
                self.steps.append(Step("gate.not-asked", facts, clause=gate.clause))
                continue
            shut = {self.bands.place(grade) for grade in gate.grades}
            best = next((at for at in range(self.last + 1) if at not in shut), self.last)
            bound = Bound("gate.shut", name, self.grade(best), best, self.last, gate.firmness, gate.clause)
            self.bounds.append(bound)
            if self.place in shut and gate.firmness is not Firmness.ABOUT:
                self.place = next(
                    (at for at in range(self.place, self.last + 1) if at not in shut), self.last
                )
                facts["grade"] = self.grade()
                code = "gate.missing" if gate.requires_flag else "gate.shut"
                if state == "unknown":
                    code = "gate.not-set" if gate.at_least is None else "gate.unknown"
                self.steps.append(Step(code, facts, clause=gate.clause))

    def binding(self) -> tuple[Bound, ...]:
        """A bound that a stronger rule overrode (an award under a veto) binds nobody."""
        return tuple(bound for bound in self.bounds if bound.best <= self.place <= bound.worst)

    def meet_all(self, consequences: Iterable[Consequence]) -> None:
        """Apply what lifts the grade first, then what lowers it, the lowest grade last."""
        applying = list(consequences)
        lifting = [consequence for consequence in applying if consequence.effect == "at-least"]
        lowering = [consequence for consequence in applying if consequence.effect != "at-least"]
        for consequence in (
            *lifting,
            *sorted(lowering, key=lambda consequence: self.bands.place(consequence.grade)),
        ):
            self.meet(consequence)

    def meet(self, one: Consequence) -> None:
        at, name = self.bands.place(one.grade), one.name or one.flag
        best, worst = {"forced": (at, at), "at-most": (at, self.last), "at-least": (0, at)}[one.effect]
        code, facts = f"consequence.{one.effect}", {"name": name, "grade": one.grade}
        self.bounds.append(Bound(code, name, one.grade, best, worst, one.firmness, one.clause))
        if one.firmness is Firmness.ABOUT:
            self.steps.append(Step("consequence.shown", facts, clause=one.clause))
            return
        moved = min(max(self.place, best), worst)
        if moved != self.place or one.effect == "forced":
            self.steps.append(Step(code, facts, clause=one.clause))
        self.place = moved


@word("sheet.decision", "研究定级", "decision", once=True)
@dataclass(frozen=True, kw_only=True)
class Decision(Rule):
    """党委研究定级 (G-14, G-34): what the meeting must have before it, and what a departure from the score asks.

    considers: scorers whose sheets must be there, e.g. assessment and self.
    deviation: how firm the computed grade is; normally = another grade needs a written reason (不能任意拔高或降低).
    after: keys of mechanisms that come first, such as the opinions formed from a ballot (G-30).
    """

    considers: tuple[str, ...] = ()
    deviation: Firmness = Firmness.NORMALLY
    after: tuple[str, ...] = ()
    clause: str = ""

    def mended_by(self, code: str) -> str:
        return "committee-officer"

    def check_first(self, done: frozenset[str]) -> None:
        """Before any grade. done: mechanisms there. Raises Refusal "sheet.decision-comes-after"."""
        check_first(self.after, done, "sheet.decision-comes-after")


def decide(
    rule: Decision | None,
    bands: Bands,
    proposal: Proposal,
    grade: str,
    *,
    reason: str = "",
    present: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
) -> Step:
    """Check a committee's decision against the proposal; the answer says how they relate.

    present: scorers whose sheets are there. names: scorer key -> what people call it.
    Raises Refusal "sheet.decision-needs", "sheet.bound-by-rule[-without-reason]", "sheet.deviation[-without-reason]".
    """
    place = bands.place(grade)
    if rule is not None:
        missing = [(names or {}).get(scorer, scorer) for scorer in rule.considers if scorer not in present]
        if missing:
            raise Refusal("sheet.decision-needs", missing=missing)
    for bound in proposal.bounds:
        if not bound.best <= place <= bound.worst:
            check_deviation(
                bound.firmness, code="sheet.bound-by-rule", reason=reason, name=bound.name, grade=bound.grade,
                decided=grade, clause=bound.clause,
            )  # fmt: skip
    facts = {"computed": proposal.grade, "decided": grade, "reason": reason}
    if grade == proposal.grade:
        return Step("decision.as-computed", facts)
    if rule is not None:
        check_deviation(
            rule.deviation, code="sheet.deviation", reason=reason, computed=proposal.grade, decided=grade
        )
    raised = place < bands.place(proposal.grade)
    return Step(
        "decision.raised" if raised else "decision.lowered", facts, clause=rule.clause if rule else ""
    )


def inherit(firmness: Firmness | None, *, unit_grade: str, own_grade: str, reason: str = "") -> Step:
    """The grade of a branch under a graded general branch (党总支所属支部同级, G-06).

    firmness: `Objects.same_grade`. own_grade: what is asked for the branch; empty = as the unit.
    Raises Refusal "sheet.inheritance[-without-reason]" when it differs and the rule does not let it.
    """
    grade = own_grade or unit_grade
    facts = {"unit_grade": unit_grade, "grade": grade, "reason": reason}
    if grade == unit_grade:
        return Step("grade.inherited", facts)
    if firmness is not None:
        check_deviation(firmness, code="sheet.inheritance", reason=reason, unit_grade=unit_grade, grade=grade)
    return Step("grade.not-inherited", facts)


@dataclass(frozen=True, kw_only=True)
class ExplainWhen:
    """说明情况: these classes owe a written explanation for these grades (empty classes = all)."""

    grades: tuple[str, ...]
    classes: tuple[str, ...] = ()


@word("sheet.explanations", "说明情况", "explanations", once=True)
@dataclass(frozen=True, kw_only=True)
class Explanations(Rule):
    """Compulsory explanation by class and grade (G-19); the return is not accepted without it."""

    when: tuple[ExplainWhen, ...]
    clause: str = ""

    def mended_by(self, code: str) -> str:
        return "committee-officer"

    def owed(self, class_name: str, grade: str) -> bool:
        return any(
            grade in condition.grades and (not condition.classes or class_name in condition.classes)
            for condition in self.when
        )

    def check(self, *, name: str, class_name: str, grade: str, text: str) -> None:
        """Raises Refusal "sheet.explanation-missing"."""
        if self.owed(class_name, grade) and not has_reason(text):
            raise Refusal(
                "sheet.explanation-missing", name=name, class_name=class_name, grade=grade, clause=self.clause
            )
