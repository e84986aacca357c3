"""Fixed point: decimals as whole numbers of a known number of places, exactly or not at all."""

from decimal import Decimal
from fractions import Fraction

# Sums stay below this, so that one more addition cannot leave 64 bits.
LIMIT = 2**62

# Measured values stay below this: a float then holds them exactly, which `mul_div` rests on.
VALUE_LIMIT = 2**53

MILLION = 10**6


class CannotCompile(ValueError):
    """A form or scheme that whole numbers of 64 bits cannot carry exactly; the message names the item and why."""


def places_of(*numbers: Decimal | None) -> int:
    """The decimals that all of these need: 2 for 0.25, 0 for 100 and for none at all."""
    most = 0
    for number in numbers:
        if number is None:
            continue
        if not number.is_finite():
            raise CannotCompile(f"{number} is not a finite number")
        over = Fraction(number)
        places = 0
        while over.denominator != 1:  # a decimal's denominator is 2^a 5^b: each place takes one of both
            over, places = over * 10, places + 1
        most = max(most, places)
    return most


def whole(number: Decimal, places: int) -> int:
    """`number` in units of the given places. Raises CannotCompile when it is not a whole number of them."""
    units = Fraction(number) * 10**places
    if units.denominator != 1:
        raise CannotCompile(f"{number} has more than {places} decimals")
    return int(units.numerator)


def whole_down(number: Decimal, places: int) -> int:
    units = Fraction(number) * 10**places
    return int(units.numerator // units.denominator)


def whole_up(number: Decimal, places: int) -> int:
    return -whole_down(-number, places)


def decimal(units: int, places: int) -> Decimal:
    """The exact decimal for a whole number of units."""
    return Decimal(int(units)).scaleb(-places)
