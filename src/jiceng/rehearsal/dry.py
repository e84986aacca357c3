"""A rehearsal without pages: what a document asks of whom, by which day, for somebody who is writing a pack.

Seconds, and no proof: nothing is done. Uses the one authority for days (`jiceng.kernel.dates`) and the open settings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiceng.kernel.dates import Calendar
from jiceng.packs.pack import Pack


@dataclass(frozen=True)
class DryLine:
    """One mechanism that is asked of somebody. by_on: None = no day. passed: the printed day was over at the opening.

    role: of the register; "" = the step decides. unset: what the document leaves open and a county has to fill in.
    """

    mechanism: str
    title: str
    role: str
    by_on: date | None
    passed: bool
    unset: tuple[str, ...]


def dry(pack: Pack, opened_on: date) -> list[DryLine]:
    """Every mechanism that stands on somebody's desk, the earliest day first; without a day last."""
    lines = list(_lines(pack, opened_on))
    return sorted(lines, key=lambda line: (line.by_on or date.max, line.mechanism))


def _lines(pack: Pack, opened_on: date) -> Iterator[DryLine]:
    rules = {key: mechanism.rule for key, mechanism in pack.mechanisms.items()}
    calendar = Calendar(rules, opened_on, pack.year)
    for mechanism in pack.mechanisms.values():
        if mechanism.rule.word.how != "asked":
            continue
        printed = list(calendar.printed(mechanism.key))
        if calendar.steps is not None:
            printed += [
                day for step in calendar.steps.awaiting(mechanism.key) for day in calendar.printed(step.key)
            ]
        days = [day.on for day in printed if day.on is not None]
        unset = tuple(
            name for name in mechanism.adjustable if getattr(mechanism.rule, name, None) in (None, ())
        )
        role = str(getattr(mechanism.rule, "by", "") or "")
        title = mechanism.title or mechanism.key
        yield DryLine(mechanism.key, title, role, min(days, default=None), bool(printed) and not days, unset)
