"""figures: between which bounds a figure of a rule makes sense, whether a document gives it or a place sets it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from jiceng.kernel.sheet import lint as sheet
from jiceng.kernel.sheet.lint import Remark

# By the name of the field, or of the class and the field.
WHOLE = {
    "days": (1, 366),
    "answer_days": (1, 366),
    "limit_days": (1, 3660),
    "limit_months": (1, 120),
    "every_months": (1, 120),
    "months": (1, 120),
    "visits": (1, 366),
    "size": (1, 10_000),
    "names": (1, 9),
    "Record.at_least": (1, 1000),
    "Ledger.at_least": (1, 1000),
    "Seat.at_least": (0, 1000),
    "Seat.at_most": (1, 1000),
}
SHARES = ("Sample.share", "Evaluation.within")


def check_figures(rule: Any) -> Iterator[Remark]:
    """Figures of a rule, and of what it is made of, that no document can mean: minus days, a share above 1."""
    yield from sheet.check_figures(rule)
    yield from _check(rule, "")


def _check(rule: Any, place: str) -> Iterator[Remark]:
    for field in fields(rule):
        value, key = getattr(rule, field.name), f"{place}{field.name}"
        name = f"{type(rule).__name__}.{field.name}"
        facts = {"name": field.name, "value": value}
        if isinstance(value, tuple):
            for at, part in enumerate(value):
                if is_dataclass(part):
                    yield from _check(part, f"{key}.{getattr(part, 'name', at)}.")
        elif isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            continue
        elif name in SHARES:
            if not 0 <= value <= 1 or (value == 0 and field.name == "share"):
                yield Remark("error", key, "lint.share-outside", facts)
        elif isinstance(value, int) and (bounds := WHOLE.get(name) or WHOLE.get(field.name)):
            low, high = bounds
            if not low <= value <= high:
                yield Remark("error", key, "lint.figure-outside", facts | {"low": low, "high": high})
