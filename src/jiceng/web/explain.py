"""An explanation as nested lines: what a page unfolds step by step, and the same as plain text to copy."""

from dataclasses import dataclass, field
from decimal import Decimal

from jiceng import phrases
from jiceng.kernel.trace import Step
from jiceng.web import words
from jiceng.web.templatetags.jiceng import signed


@dataclass
class Told:
    """One sentence of an explanation and those it rests on."""

    text: str
    points: Decimal | None
    clause: str
    parts: list["Told"] = field(default_factory=list)


def told(step: Step) -> Told:
    """The explanation in the reader's language, nested as its steps are."""
    above: list[Told] = []
    for depth, text, points, clause in phrases.trace_lines(step, words.lang()):
        line = Told(text, points, clause)
        del above[depth:]
        if above:
            above[-1].parts.append(line)
        above.append(line)
    return above[0]


def as_text(line: Told, depth: int = 0) -> str:
    """The same as plain text, one line a step, indented."""
    ends = [
        f"（{signed(line.points)}）" if line.points is not None else "",
        f" {line.clause}" if line.clause else "",
    ]
    rows = ["　" * depth + line.text + "".join(ends), *(as_text(part, depth + 1) for part in line.parts)]
    return "\n".join(rows)
