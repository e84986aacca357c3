"""What an item became: one row of small integers. The two engines (`vector`, `loops`) read the same rows.

An entry of an item is worth `worth(entry) - untouched`, so an item nobody recorded costs nothing to add up.
"""

from typing import Any, NamedTuple

from numpy.typing import NDArray

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


class Ops(NamedTuple):
    """One entry an item; the tables lie end to end and an item's begin at `offset`, `length` cells long.

    low, high: values outside are refused or too large. slope, cap, most, base: in the points of the form.
    target, step: in the item's value units. parts: RATE counts parts of a step (millionths).
    table: points by value (TABLE) or by band (BANDS); mark: PLAIN, TAKES, REFUSED or CHOSEN.
    threshold: BANDS, rising, in value units. least, most_chosen: the range left to the scorer, in typed units.
    chosen: what one typed unit is worth in points.
    """

    kind: Bytes
    head: Ints
    low: Ints
    high: Ints
    sign: Ints
    slope: Ints
    cap: Ints
    most: Ints
    base: Ints
    target: Ints
    step: Ints
    parts: Ints
    offset: Ints
    length: Ints
    table: Ints
    mark: Bytes
    threshold: Ints
    least: Ints
    most_chosen: Ints
    chosen: int


class Heads(NamedTuple):
    """One entry a head. start: what it holds with nothing recorded. weight: in units of the total's extra places."""

    start: Ints
    low: Ints
    high: Ints
    weight: Ints
    outside: Bools
    maximum: int
