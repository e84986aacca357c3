"""How a figure explains itself: a tree of steps from the answer down to the facts and the clause.

A step carries a code and facts, never a sentence: `jiceng.phrases` says it in Chinese or English, `as_json` keeps it
for machines. Points are exact decimals written as text in JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    code: `noun.what-happened`, spoken by `jiceng.phrases`.
    facts: names and values the sentence needs.
    points: what this step adds to or takes from the step above it; None where there are none.
    clause: where the source says so, e.g. "§三2"; empty for arithmetic.
    parts: the steps this one rests on, in the order of the sheet.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    points: Decimal | None = None
    clause: str = ""
    parts: tuple["Step", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Step"]]:
        """This step and all below it, each with its depth, top down."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)

    def as_json(self) -> dict[str, Any]:
        """The step as plain data: decimals become text, empty members are left out."""
        content: dict[str, Any] = {"code": self.code}
        if self.facts:
            content["facts"] = {name: plain(value) for name, value in self.facts.items()}
        if self.points is not None:
            content["points"] = plain(self.points)
        if self.clause:
            content["clause"] = self.clause
        if self.parts:
            content["parts"] = [part.as_json() for part in self.parts]
        return content


def plain(value: Any) -> Any:
    """A value as JSON can hold it; decimals as the shortest exact text (`90`, `89.995`), days as `2012-04-25`."""
    if isinstance(value, Decimal):
        return short(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(name): plain(entry) for name, entry in value.items()}
    return value


def short(number: Decimal) -> str:
    """An exact decimal without trailing zeros or exponent.

    >>> short(Decimal("90.00")), short(Decimal("1E+2")), short(Decimal("89.995")), short(Decimal("-0.0"))
    ('90', '100', '89.995', '0')
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
