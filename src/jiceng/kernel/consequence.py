"""consequence: what a fact does to a grade, whatever the score (rows G-27, G-28, G-29), and what a grade is good for.

A consequence follows from a flag (a finding with its authority and date); a gate asks a measured quantity or a flag
before a grade is available. Both propose: how far the committee may decide otherwise is their firmness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jiceng.kernel.firmness import Firmness, has_reason
from jiceng.kernel.procedure import Role
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule, word


@word("consequence.flag", "情形与等级", "finding and grade", how="applied")
@dataclass(frozen=True, kw_only=True)
class Consequence(Rule):
    """One flag and what it does.

    effect: `forced` = this grade whatever the score (一律定为); `at-most` = not above it (不能定为);
        `at-least` = not below it (直接定为 upward).
    classes: only organisations of these classes; empty = all.
    """

    flag: str
    effect: Literal["forced", "at-most", "at-least"]
    grade: str
    firmness: Firmness = Firmness.MUST
    name: str = ""
    classes: tuple[str, ...] = ()
    clause: str = ""

    def holds(self, flags: frozenset[str], class_name: str) -> bool:
        return self.flag in flags and (not self.classes or class_name in self.classes)


@word("consequence.gate", "等级条件", "condition of a grade", how="applied")
@dataclass(frozen=True, kw_only=True)
class Gate(Rule):
    """What a grade asks beyond the score: a measure at least so high (满意度 ≥ 90), or a flag that must be there.

    at_least: None = neither the document nor the jurisdiction has set it, and nobody knows what is enough: as a measure
        that is missing.
    unknown: what a missing measure does: `refuse` asks for it before any grade, `closed` keeps the grade shut,
        `open` lets it pass with a remark.
    """

    grades: tuple[str, ...]
    measure: str = ""
    at_least: Decimal | None = None
    requires_flag: str = ""
    unknown: Literal["refuse", "closed", "open"] = "closed"
    firmness: Firmness = Firmness.MUST
    name: str = ""
    classes: tuple[str, ...] = ()
    clause: str = ""

    def state(
        self, flags: frozenset[str], measures: Mapping[str, Decimal]
    ) -> Literal["open", "shut", "unknown"]:
        """Whether the gate lets its grades through."""
        if self.requires_flag:
            return "open" if self.requires_flag in flags else "shut"
        if self.at_least is None or self.measure not in measures:
            return "unknown"
        return "open" if measures[self.measure] >= self.at_least else "shut"


POINTS = "分值"  # the part of the record under which the points of a bonus are kept


@word("consequence.use", "结果运用", "what a grade is good for", how="done")
@dataclass(frozen=True, kw_only=True)
class Use(Rule):
    """What follows from a grade (A-07, G-20). grades: for whom.

    kind: bonus = points in another assessment (`points`, None = not given, to be set locally); priority = put forward
    first; only = nobody else can have it; focus = reviewed first by the superior. by: who records that it is given.
    names: what has to be named with it, such as who is put forward; "" = nothing.
    """

    grades: tuple[str, ...]
    kind: Literal["bonus", "priority", "only", "focus"]
    what: str
    points: Decimal | None = None
    by: Role = "county-officer"
    names: str = ""
    clause: str = ""


def check_named(rule: Use, note: str) -> None:
    """Whether it is said who is put forward. Raises Refusal "consequence.nobody-named"."""
    if rule.names and not has_reason(note):
        raise Refusal("consequence.nobody-named", what=rule.what, part=rule.names, clause=rule.clause)


def check_use(uses: Sequence[Use], *, what: str, grade: str) -> Use:
    """Whether an organisation with this grade may have `what`; the rule it has it by.

    Raises Refusal "consequence.not-for-this-grade", "consequence.use-unknown", "consequence.points-not-set".
    """
    matching = [use for use in uses if use.what == what]
    if not matching:
        raise Refusal("consequence.use-unknown", what=what, known=[use.what for use in uses])
    for use in matching:
        if grade in use.grades:
            if use.kind == "bonus" and use.points is None:
                raise Refusal("consequence.points-not-set", what=what, clause=use.clause)
            return use
    facts = {"what": what, "grade": grade or "—", "grades": matching[0].grades, "clause": matching[0].clause}
    raise Refusal("consequence.not-for-this-grade", **facts)
