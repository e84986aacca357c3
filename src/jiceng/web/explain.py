"""An explanation as nested lines: what a page unfolds step by step, and the same as plain text to copy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from jiceng import phrases
from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.sheet import Adopted, Bands, ClassSheet, Form
from jiceng.kernel.trace import Step
from jiceng.store.models import Campaign
from jiceng.web import words
from jiceng.web.templatetags.jiceng import points, signed

MOVES = ("item.", "head.stopped")
GATE_SHUT = ("gate.shut", "gate.missing", "gate.not-set", "gate.unknown")


@dataclass
class Told:
    """One sentence of an explanation and those it rests on. moves: the points are taken or added, not a sum.

    code, name: of the step, and of the finding or figure it speaks of.
    """

    text: str
    points: Decimal | None
    clause: str
    moves: bool = False
    code: str = ""
    name: str = ""
    parts: list["Told"] = field(default_factory=list)

    def walk(self) -> Iterator["Told"]:
        yield self
        for part in self.parts:
            yield from part.walk()


def told(step: Step) -> Told:
    """The explanation in the reader's language, nested as its steps are."""
    above: list[Told] = []
    lines = phrases.trace_lines(step, words.lang())
    for (depth, text, worth, clause), (_, each) in zip(lines, step.walk(), strict=True):
        line = Told(
            text, worth, clause, each.code.startswith(MOVES), each.code, str(each.facts.get("name", ""))
        )
        del above[depth:]
        if above:
            above[-1].parts.append(line)
        above.append(line)
    return above[0]


def explained_by(campaign: Campaign, form: Form, explanation: Told) -> list[str]:
    """The addresses of the mechanisms whose rules speak in the explanation of a grade, in the order of the pack."""
    lines = list(explanation.walk())
    sentences = {(line.code, line.name) for line in lines}

    def speaks(rule: object) -> bool:
        if isinstance(rule, Consequence):
            name = rule.name or rule.flag
            return bool({(f"consequence.{rule.effect}", name), ("consequence.shown", name)} & sentences)
        if isinstance(rule, Gate):
            # One that was not asked, because nobody has entered its figure, has not spoken.
            name = rule.name or rule.measure or rule.requires_flag
            return bool({(code, name) for code in GATE_SHUT} & sentences)
        if isinstance(rule, Adopted):
            return ("grade.adopted", rule.name or rule.rating) in sentences
        if isinstance(rule, ClassSheet):
            return rule.sheet is form
        return isinstance(rule, Bands)

    return [f"{campaign.adoption.pack}/{key}" for key, rule in campaign.rules.items() if speaks(rule)]


def as_text(line: Told, depth: int = 0) -> str:
    """The same as plain text, one line a step, indented."""
    number = signed(line.points) if line.moves else points(line.points)
    ends = [f"（{number}）" if number else "", f" {line.clause}" if line.clause else ""]
    rows = ["　" * depth + line.text + "".join(ends), *(as_text(part, depth + 1) for part in line.parts)]
    return "\n".join(rows)
