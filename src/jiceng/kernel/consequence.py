"""consequence: what a fact about an organisation does to its grade, whatever the score (rows G-27, G-28, G-29).

A consequence follows from a flag (a finding with its authority and date); a gate asks a measured quantity or a flag
before a grade is available. Both propose: how far the committee may decide otherwise is their firmness.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jiceng.kernel.firmness import Firmness


@dataclass(frozen=True, kw_only=True)
class Consequence:
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


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What a grade asks beyond the score: a measure at least so high (满意度 ≥ 90), or a flag that must be there.

    at_least: None = the document or the jurisdiction has not set the figure; the gate then stands open and says so.
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
        if self.at_least is None:
            return "open"
        if self.measure not in measures:
            return "unknown"
        return "open" if measures[self.measure] >= self.at_least else "shut"
