"""What packs know of each word beside its fields: what is wrong with a rule, and what a case asks of it.

`check_of` and `example_of` register the one function a word has of each. An example takes the rule (None = it was taken
out: then nothing is asked of anybody, and the answers say so), what the case gives (`packs.given`) and every rule of
the pack; what a case may ask is the keys of its answers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiceng.kernel.contents import Part
from jiceng.kernel.dates import Calendar
from jiceng.kernel.days import in_year
from jiceng.kernel.duty import Record
from jiceng.kernel.procedure import LevelDay, Missing, Steps, check_own_deadline, earliest
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Scheme
from jiceng.kernel.sheet.lint import Remark, check_names
from jiceng.kernel.word import Rule
from jiceng.packs.given import Given

Answers = dict[str, Any]
Rules = Mapping[str, Any]


@dataclass(frozen=True)
class Whole:
    """The pack that a rule stands in. rules: all of it, by key. adjustable: fields of this rule left to each place."""

    rules: Rules
    scheme: Scheme
    adjustable: Sequence[str] = ()

    @property
    def grades(self) -> Sequence[str]:
        return self.scheme.grades

    @property
    def classes(self) -> Sequence[str]:
        return self.scheme.objects.names() if self.scheme.objects else ()


Example = Callable[[Any, Given, Rules], Answers]
Check = Callable[[Any, Whole], Iterable[Remark]]
EXAMPLES: dict[type[Rule], Example] = {}
CHECKS: dict[type[Rule], Check] = {}


def example_of(rule: type[Rule]) -> Callable[[Example], Example]:
    """A function becomes what a case of a word asks."""

    def register(example: Example) -> Example:
        EXAMPLES[rule] = example
        return example

    return register


def check_of(rule: type[Rule]) -> Callable[[Check], Check]:
    """A function becomes what is wrong with rules of a word, beyond what every rule is checked for."""

    def register(check: Check) -> Check:
        CHECKS[rule] = check
        return check

    return register


# -- for examples -----------------------------------------------------------------------------------------------------

ON = date(2012, 4, 16)  # where a case names no day


def written_day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def subject_of(given: Given) -> dict[str, Any]:
    """The organisation a case speaks of, as rules ask about it."""
    return {
        "class_name": given.get("class", ""),
        "grade": given.get("grade", ""),
        "flags": frozenset(given.get("flags", ())),
    }


def codes_of(missing: Iterable[Missing]) -> list[str]:
    return [gap.code for gap in missing]


def calendar_of(given: Given, rules: Rules) -> Calendar:
    """The printed days in a campaign; where a case names no opening, it opens with the document's own year."""
    year = given.get("year", 2012)
    return Calendar(rules, day_of(given["opened_on"]) if "opened_on" in given else date(year, 1, 1), year)


def due_day(rule: Any, given: Given, rules: Rules) -> str:
    """By when something is due: the earliest of all levels. `own`: the day that somebody wants for those below.

    Raises Refusal "procedure.deadline-later".
    """
    key = next(key for key, other in rules.items() if other is rule)
    due = earliest(day.on for day in calendar_of(given, rules).printed(key))
    if "own" in given:
        check_own_deadline(day_of(given["own"]), due)
    return written_day(due)


# -- for checks -------------------------------------------------------------------------------------------------------

LEAP = 2012  # a year that has every day of the calendar


def check_printed(text: str, key: str) -> Iterator[Remark]:
    """A day as documents print it; "" = none."""
    try:
        if text:
            in_year(text, LEAP)
    except Refusal as refused:
        yield Remark("error", key, refused.code, refused.facts)


def check_moves(rule: Any, whole: Whole) -> Iterator[Remark]:
    """A day moves at its distance from the steps, so there must be steps with days."""
    steps = [other for other in whole.rules.values() if isinstance(other, Steps) and other.printed()]
    if rule.days_are == "moving" and not steps:
        yield Remark("error", "days_are", "lint.moves-with-nothing", {})


def check_levels(levels: Sequence[LevelDay]) -> Iterator[Remark]:
    for day in levels:
        yield from check_printed(day.due_on, f"levels.{day.level}")


def check_parts(parts: Sequence[Part], key: str) -> Iterator[Remark]:
    for part in parts:
        if (part.kind == "choice") != bool(part.one_of):
            yield Remark("error", f"{key}.{part.name}", "lint.choice-without-choices", {"name": part.name})


def check_named_parts(used: Sequence[str], parts: Sequence[Part], key: str) -> Iterator[Remark]:
    """Names that have to be those of parts."""
    known = [part.name for part in parts]
    for name in used:
        if name not in known:
            yield Remark("error", key, "lint.part-unknown", {"name": name, "known": known})


def check_are_records(keys: Sequence[str], whole: Whole, place: str) -> Iterator[Remark]:
    """Keys that have to be those of records."""
    yield from check_names(keys, tuple(whole.rules), key=place, code="lint.key-unknown")
    for key in keys:
        if key in whole.rules and not isinstance(whole.rules[key], Record):
            yield Remark("error", place, "lint.not-a-record", {"name": key})


def check_awaited(keys: Sequence[str], whole: Whole, place: str) -> Iterator[Remark]:
    """Keys that have to be those of what a step can wait for."""
    yield from check_names(keys, tuple(whole.rules), key=place, code="lint.key-unknown")
    for key in keys:
        if key in whole.rules and not whole.rules[key].word.awaited:
            yield Remark("error", place, "lint.not-awaitable", {"name": key})
