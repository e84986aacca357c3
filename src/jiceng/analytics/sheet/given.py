"""What comes in: columns, lines, measured facts and ratings, as the caller has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics.ops import Bools, Ints

NOTHING: Bools = np.zeros(0, bool)
NO_NUMBERS: Ints = np.zeros(0, np.int64)

GIVEN = "given"  # stands for a reason whose words bulk grading does not read


@dataclass(frozen=True)
class Column:
    """One item for every row, as whole numbers in the item's units (`Program.value_places`).

    value: counts, 1 or 0, option codes (`Program.option`), measured values, or typed points.
    recorded: which rows have an entry; None = all. reason: which entries have a written reason; None = none has.
    points: the points a scorer chose within a band, in units of the form's decimals; NO_POINTS = none.
    """

    value: ArrayLike
    recorded: ArrayLike | None = None
    reason: ArrayLike | None = None
    points: ArrayLike | None = None


@dataclass(frozen=True)
class Lines:
    """The long table, in any order: one line for each item that was recorded for a row. At most one a row and item.

    row: 0 to rows - 1. item: `Program.number` of the item. value, reason, points: as in Column.
    """

    row: ArrayLike
    item: ArrayLike
    value: ArrayLike
    reason: ArrayLike | None = None
    points: ArrayLike | None = None

    @classmethod
    def by_row(
        cls, offsets: ArrayLike, item: ArrayLike, value: ArrayLike, reason: ArrayLike | None = None
    ) -> "Lines":
        """Lines kept in row order (CSR): those of row i are offsets[i] to offsets[i + 1]."""
        ends = np.asarray(offsets, np.int64)
        row = np.repeat(np.arange(len(ends) - 1, dtype=np.int32), np.diff(ends))
        return cls(row, item, value, reason)


@dataclass(frozen=True)
class Sheet:
    """One scorer's sheets: dense columns by item key, lines, or both (an item comes one way only).

    present: rows whose sheet is there; None = all.
    """

    columns: Mapping[str, Column] = field(default_factory=dict)
    lines: Lines | None = None
    present: ArrayLike | None = None


@dataclass(frozen=True)
class Measure:
    """A measured fact that gates ask for, in units of `places`. known: rows that have it; None = all."""

    value: ArrayLike
    places: int = 0
    known: ArrayLike | None = None


@dataclass(frozen=True)
class Rating:
    """A rating given elsewhere: for each row a position in `names`, or -1 for none."""

    code: ArrayLike
    names: tuple[str, ...]


def booleans(given: ArrayLike | None) -> Bools:
    """Marks, one a row; empty for None, as the engines take what was not given."""
    return NOTHING if given is None else np.asarray(given, bool)


def longs(given: ArrayLike | None) -> Ints:
    """Whole numbers in 64 bits; empty for None, as the engines take what was not given."""
    return NO_NUMBERS if given is None else np.asarray(given, np.int64)


def group_numbers(given: ArrayLike | None, rows: int) -> Ints:
    """The group of each row; all 0 for None. Raises ValueError unless each row has a number from 0 on."""
    group = np.zeros(rows, np.int64) if given is None else np.asarray(given, np.int64)
    if len(group) != rows or (rows and int(group.min()) < 0):
        raise ValueError(f"group needs a number from 0 on for each of the {rows} rows.")
    return group
