"""An explanation as nested lines: what a page unfolds step by step, and the same as plain text to copy."""

from dataclasses import dataclass, field
from decimal import Decimal

from jiceng import phrases
from jiceng.kernel.trace import Step
from jiceng.web import words
from jiceng.web.templatetags.jiceng import points, signed

MOVES = ("item.", "head.stopped")


@dataclass
class Told:
    """One sentence of an explanation and those it rests on. moves: the points are taken or added, not a sum."""

    text: str
    points: Decimal | None
    clause: str
    moves: bool = False
    parts: list["Told"] = field(default_factory=list)


def told(step: Step) -> Told:
    """The explanation in the reader's language, nested as its steps are."""
    above: list[Told] = []
    lines = phrases.trace_lines(step, words.lang())
    for (depth, text, worth, clause), (_, each) in zip(lines, step.walk(), strict=True):
        line = Told(text, worth, clause, each.code.startswith(MOVES))
        del above[depth:]
        if above:
            above[-1].parts.append(line)
        above.append(line)
    return above[0]


def as_text(line: Told, depth: int = 0) -> str:
    """The same as plain text, one line a step, indented."""
    number = signed(line.points) if line.moves else points(line.points)
    ends = [f"（{number}）" if number else "", f" {line.clause}" if line.clause else ""]
    rows = ["　" * depth + line.text + "".join(ends), *(as_text(part, depth + 1) for part in line.parts)]
    return "\n".join(rows)
