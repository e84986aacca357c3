"""dates: on which day something printed falls in one campaign, and what of it was over before the campaign began.

A document prints days without a year. In its own year they are what they are. In another year a `fixed` day is that
day of every year, and `moving` days move with the opening day, all distances kept. No deadline lies before the opening:
a day that had passed by then is not set, until an officer gives one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiceng.kernel.days import in_year
from jiceng.kernel.duty import Return
from jiceng.kernel.item import Ledger
from jiceng.kernel.procedure import Step, Steps, Window


@dataclass(frozen=True)
class Printed:
    """A last day as the document prints it, and when that is in a campaign.

    level: who set it, where another level than the document's own did. on: None = it had passed at the opening.
    """

    text: str
    on: date | None
    level: str = ""


@dataclass(frozen=True)
class Calendar:
    """The printed days of a pack in one campaign.

    rules: of the pack, by key. opened_on: of the campaign. year: of the document; None = it gives none.

    >>> from jiceng.kernel.duty import Return
    >>> opened = Calendar({"list": Return(forms=("list",), due_on="06-25")}, date(2026, 3, 2), 2012)
    >>> opened.printed("list")
    (Printed(text='06-25', on=datetime.date(2026, 6, 25), level=''),)
    """

    rules: Mapping[str, Any]
    opened_on: date
    year: int | None = None
    steps: Steps | None = field(init=False)

    def __post_init__(self) -> None:
        steps = next((rule for rule in self.rules.values() if isinstance(rule, Steps)), None)
        object.__setattr__(self, "steps", steps)

    def day(self, text: str, rule: Any) -> date:
        """When a printed day of a rule falls, before the opening or after it."""
        year = self.opened_on.year if self.year is None else self.year
        own_year = self.opened_on.year == self.year
        if self.steps is None or own_year or not moves(rule, self.steps):
            return in_year(text, self.opened_on.year)
        first = min(in_year(day, year) for day in self.steps.printed())
        return in_year(text, year) + (self.opened_on - first)

    def due(self, text: str, rule: Any) -> date | None:
        """The last day for something; None where it had passed at the opening."""
        day = self.day(text, rule) if text else None
        return day if day is not None and day >= self.opened_on else None

    def window(self, step: Step) -> Window:
        """From when and until when a step is meant to be done. What began before the opening begins with it."""
        begins = max(self.day(step.from_on, self.steps), self.opened_on) if step.from_on else None
        return Window(begins, self.due(step.until_on, self.steps))

    def windows(self) -> dict[str, Window]:
        """Step -> its days."""
        return {step.key: self.window(step) for step in self.steps.steps} if self.steps else {}

    def printed(self, key: str) -> tuple[Printed, ...]:
        """Every last day that the document and its levels print for a step, a return or the effect of a ledger."""
        return tuple(self._printed(key))

    def _printed(self, key: str) -> Iterator[Printed]:
        rule = self.rules.get(key)
        for step in self.steps.steps if self.steps else ():
            if step.key == key and step.until_on:
                yield Printed(step.until_on, self.due(step.until_on, self.steps))
        text = rule.due_on if isinstance(rule, Return) else rule.effect_by if isinstance(rule, Ledger) else ""
        if text:
            yield Printed(text, self.due(text, rule))
        for day in getattr(rule, "levels", ()):
            yield Printed(day.due_on, self.due(day.due_on, self.steps or rule), day.level)

    def dated(self) -> tuple[str, ...]:
        """Every step and mechanism for which a last day is printed, in the document's order."""
        keys = dict.fromkeys([*(self.steps.keys() if self.steps else ()), *self.rules])
        return tuple(key for key in keys if any(self._printed(key)))


def moves(rule: Any, steps: Steps) -> bool:
    """Whether the printed days of a rule move with the opening day: as it says, else as the steps do, which move
    where several days are printed. The day of a ledger is an anniversary and stays.
    """
    days_are = getattr(rule, "days_are", "fixed") or steps.days_are
    if days_are:
        return days_are == "moving" and bool(steps.printed())
    return len(steps.printed()) > 1
