"""What packs know of each word: one module a noun, each with the checks and the examples of its words.

entry   how a word is registered, and what the modules share
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from jiceng.kernel.figures import check_figures
from jiceng.kernel.sheet.lint import Remark, check_empty, check_names
from jiceng.packs.words import (  # noqa: F401 (each registers its words)
    ballot,
    consequence,
    duty,
    item,
    link,
    notice,
    procedure,
    sheet,
)
from jiceng.packs.words.entry import CHECKS, EXAMPLES, Whole

__all__ = ["CHECKS", "EXAMPLES", "Whole", "check_rule"]

# Fields that name grades, classes and mechanisms of the pack, whatever the word.
OF_GRADES = frozenset({"grades", "focus", "advanced", "lagging", "must_rise"})
OF_CLASSES = frozenset({"classes", "of_classes"})


def check_rule(rule: Any, whole: Whole) -> Iterator[Remark]:
    """Everything that is wrong with one rule beyond the types of its fields."""
    yield from check_empty(rule)
    yield from check_figures(rule)
    for name in (field.name for field in fields(rule)):
        if name in OF_GRADES:
            yield from check_names(getattr(rule, name), whole.grades, key=name, code="lint.grade-unknown")
        elif name in OF_CLASSES:
            classes = [each for each in getattr(rule, name) if isinstance(each, str)]
            yield from check_names(classes, whole.classes, key=name, code="lint.class-unknown")
        elif name == "after":
            yield from check_names(rule.after, tuple(whole.rules), key=name, code="lint.key-unknown")
    yield from _twice(rule)
    check = CHECKS.get(type(rule))
    if check is not None:
        yield from check(rule, whole)


def _twice(rule: Any, place: str = "") -> Iterator[Remark]:
    """Names and keys that stand more than once in one list of a rule, or of what it is made of."""
    for field in fields(rule):
        value, key = getattr(rule, field.name), f"{place}{field.name}"
        if not isinstance(value, tuple):
            if is_dataclass(value):
                yield from _twice(value, f"{key}.")
            continue
        for names in (
            [part for part in value if isinstance(part, str)],
            [getattr(part, "key", "") for part in value],
            [getattr(part, "name", "") for part in value],
        ):
            for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
                parts = [part for part in value if getattr(part, "name", "") == name]
                if not parts or not _apart(parts):
                    yield Remark("error", key, "lint.name-twice", {"name": name})
        for at, part in enumerate(value):
            if is_dataclass(part):
                yield from _twice(part, f"{key}.{getattr(part, 'name', at)}.")


def _apart(parts: Sequence[Any]) -> bool:
    """Whether those of one name are for different classes, as items of a sheet may be."""
    classes = [name for part in parts for name in getattr(part, "classes", ())]
    return all(getattr(part, "classes", ()) for part in parts) and len(set(classes)) == len(classes)
