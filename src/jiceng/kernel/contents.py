"""contents: what something written down must say: a record, a notice, a plan.

A part is named as the document names it. What is said is text, part name -> text, as a form sends it; a part read as a
number or a date is checked here and stays text, so that what was written and what is shown are the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from jiceng.kernel import written
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal

# 无: nothing to report, said on purpose; only where a part allows it.
NIL = "无"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that has to be said.

    kind: text; number (an exact decimal in `unit`); date (2012-04-12); people (names, parted by 、); choice (`one_of`).
    optional: may be left out. nil: may be declared 无 (nothing this time), which is an answer and not a gap.
    at_least: least number, or least count of people. means: where the tables that go up show it, as a problem, its
    cause or what is done about it; "" = nowhere. at_most: the largest number.
    known: what the platform knows already, which the part can only repeat: the grade of the organisation's own finished
    sheet, the name of a co-operation zone of the register, how many members the register counts, or what a counted
    ballot meeting thinks. It is filled in beforehand.
    lines: several things, one a line, each to be taken up by itself (R-10).
    """

    name: str
    kind: Literal["text", "number", "date", "people", "choice"] = "text"
    one_of: tuple[str, ...] = ()
    unit: str = ""
    at_least: Decimal | None = None
    optional: bool = False
    nil: bool = False
    means: Literal["", "problem", "cause", "remedy"] = ""
    at_most: Decimal | None = None
    known: Literal["", "own-grade", "zone", "members", "bonus", "meeting-opinion"] = ""
    lines: bool = False


Said = Mapping[str, str]


Known = Mapping[str, Sequence[str]]  # kind of what is known -> its values; a kind left out is not known


def check_said(
    parts: Sequence[Part], said: Said, *, what: str, clause: str = "", known: Known | None = None
) -> None:
    """Hold what somebody wrote against what has to be said. what: the name of the record, notice or plan.

    known: what the platform knows, for parts that can only repeat it.
    Raises Refusal "contents.missing" (everything missing at once), "contents.unknown", or what is wrong with one part.
    """
    names = [part.name for part in parts]
    for name in said:
        if name not in names:
            raise Refusal("contents.unknown", what=what, name=name, known=names)
    missing = missing_parts(parts, said)
    if missing:
        raise Refusal("contents.missing", what=what, missing=missing, clause=clause)
    for part in parts:
        text = said.get(part.name, "").strip()
        if text and not (part.nil and text == NIL):
            _check_part(part, text, what)
            if part.known in (known or {}) and text not in (known or {})[part.known]:
                raise Refusal(
                    f"contents.not-the-{part.known}", what=what, name=part.name, value=text,
                    known=list((known or {})[part.known]),
                )  # fmt: skip


def missing_parts(parts: Iterable[Part], said: Said) -> list[str]:
    """The parts that are not said yet, in order."""
    return [part.name for part in parts if not part.optional and not _is_said(part, said.get(part.name, ""))]


def uncovered(covers: Mapping[str, Sequence[str]], written: Sequence[Said]) -> dict[str, list[str]]:
    """Part -> the topics that nothing written names in it yet, in order; parts whose topics are all named are left out.

    covers: part -> topics that all records (or plans) of one organisation together must name in it.
    """
    texts = {part: "".join(each.get(part, "") for each in written) for part in covers} if covers else {}
    open_topics = {
        part: [topic for topic in topics if topic not in texts[part]] for part, topics in covers.items()
    }
    return {part: topics for part, topics in open_topics.items() if topics}


def lines_said(parts: Sequence[Part], written: Iterable[Said]) -> tuple[str, ...]:
    """What stands in the parts that say several things, each with the name of its part.

    >>> lines_said([Part(name="班子", nil=True, lines=True)], [{"班子": "缺一人\\n不团结"}, {"班子": "无"}])
    ('班子：缺一人', '班子：不团结')
    """
    lines = [
        f"{part.name}：{line.strip()}"
        for texts in written
        for part in parts
        if part.lines and texts.get(part.name, "").strip() != NIL
        for line in texts.get(part.name, "").splitlines()
        if line.strip()
    ]
    return tuple(dict.fromkeys(lines))


def _is_said(part: Part, text: str) -> bool:
    return (part.nil and text.strip() == NIL) or has_reason(text)


def _check_part(part: Part, text: str, what: str) -> None:
    if part.kind == "choice" and text not in part.one_of:
        raise Refusal("contents.not-a-choice", what=what, name=part.name, value=text, choices=part.one_of)
    if part.kind == "date":
        as_date(text, name=part.name)
    if part.kind == "number":
        value = as_number(text, name=part.name)
        if part.at_least is not None and value < part.at_least:
            raise Refusal(
                "contents.too-little", name=part.name, value=value, at_least=part.at_least, unit=part.unit
            )
        if part.at_most is not None and value > part.at_most:
            raise Refusal(
                "contents.too-much", name=part.name, value=value, at_most=part.at_most, unit=part.unit
            )
    if part.kind == "people" and part.at_least is not None and len(written.people(text)) < part.at_least:
        raise Refusal(
            "contents.too-few", name=part.name, count=len(written.people(text)), at_least=part.at_least
        )


def as_number(text: str, *, name: str) -> Decimal:
    """Raises Refusal "contents.not-a-number"."""
    value = written.number(text)
    if value is None or abs(value.adjusted()) > 15:
        raise Refusal("contents.not-a-number", name=name, value=text[:40])
    return value


def as_date(text: str, *, name: str) -> date:
    """Raises Refusal "contents.not-a-date"."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("contents.not-a-date", name=name, value=text[:40]) from None
