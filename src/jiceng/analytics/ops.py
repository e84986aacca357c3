"""What an item became: one row of small integers. The two engines (`vector`, `loops`) read the same rows.

An entry of an item is worth `worth(entry) - untouched`, so an item nobody recorded costs nothing to add up.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Names for the reader: NumPy's own types do not follow widths through arithmetic.
Ints = NDArray[Any]  # int64
Bytes = NDArray[Any]  # int8
Bools = NDArray[Any]  # bool

# Kinds of item, by how an entry becomes points.
RAMP = 0  # sign * min(min(slope * value, cap), most): deductions and rewards per occurrence
TABLE = 1  # by a small whole number: conditions, options, steps
BANDS = 2  # by the highest threshold reached
RATE = 3  # base, plus up or minus down for every step away from the target
TYPED = 4  # sign * slope * value: the points themselves (discretionary)
COMPARED = 5  # against a group (rank, proportional): added by `compared`, for both engines
ELSEWHERE = 6  # an item of another class: any entry is refused

# Marks of a table's cells and a band's points.
PLAIN, TAKES, REFUSED, CHOSEN = 0, 1, 2, 3

NO_LIMIT = 2**62

# "The scorer typed no points": below every value that can be typed.
NO_POINTS = -(2**63)


# Columns of Ops.figures, and what they hold.
KIND = 0
HEAD = 1  # position of the head
LOW, HIGH = 2, 3  # values outside are refused, or too large to be exact
SIGN, SLOPE, CAP, MOST, BASE = 4, 5, 6, 7, 8  # in the points of the form
TARGET, STEP = 9, 10  # in the item's value units
PARTS = 11  # RATE counts parts of a step (millionths)
OFFSET, LENGTH = 12, 13  # the item's span of cells
WIDTH = 14

# Columns of Ops.cells: a table by value (TABLE) or by band (BANDS, whose first cell is "below the lowest").
POINTS = 0
MARK = 1  # PLAIN, TAKES, REFUSED or CHOSEN
THRESHOLD = 2  # BANDS: rising, in value units
LEAST, GREATEST = 3, 4  # the range left to the scorer, in typed units


class Ops(NamedTuple):
    """figures: one row an item. cells: the tables, end to end. chosen: what one typed unit is worth in points.

    Two arrays rather than twenty: numba counts references to every array of a tuple it hands on.
    """

    figures: Ints
    cells: Ints
    chosen: int

    @property
    def kind(self) -> Ints:
        return self.figures[:, KIND]

    @property
    def head(self) -> Ints:
        return self.figures[:, HEAD]

    @property
    def low(self) -> Ints:
        return self.figures[:, LOW]

    @property
    def high(self) -> Ints:
        return self.figures[:, HIGH]


class Heads(NamedTuple):
    """One entry a head. start: what it holds with nothing recorded. weight: in units of the total's extra places."""

    start: Ints
    low: Ints
    high: Ints
    weight: Ints
    outside: Bools
    maximum: int


def whole_numbers(given: ArrayLike | None) -> Ints:
    """Any whole numbers as an array, in the width they came in; empty for None. Raises TypeError for floats."""
    numbers = np.asarray([] if given is None else given)
    return (
        numbers
        if numbers.dtype.kind in "iu"
        else numbers.astype(np.int64, casting="safe" if numbers.size else "unsafe")
    )
