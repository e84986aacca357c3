"""One item of a form as a row of whole numbers (`Ops`): what an entry of it brings or takes."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from jiceng.analytics.compared import base_unit
from jiceng.analytics.fixed import (
    LIMIT,
    MILLION,
    VALUE_LIMIT,
    CannotCompile,
    places_of,
    whole,
    whole_down,
    whole_up,
)
from jiceng.analytics.ops import (
    BANDS,
    BASE,
    CAP,
    CHOSEN,
    COMPARED,
    ELSEWHERE,
    HEAD,
    HIGH,
    KIND,
    LENGTH,
    LOW,
    MOST,
    NO_LIMIT,
    OFFSET,
    PARTS,
    PLAIN,
    RAMP,
    RATE,
    REFUSED,
    SIGN,
    SLOPE,
    STEP,
    TABLE,
    TAKES,
    TARGET,
    TYPED,
    WIDTH,
    Ops,
)  # fmt: skip
from jiceng.analytics.sheet.given import GIVEN
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Entry, Form, Head, Item
from jiceng.kernel.sheet.shapes import (
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBand,
    MeasureBands,
    Options,
    Proportional,
    Rank,
    Rate,
    RewardPerOccurrence,
    Steps,
)

# A table by count longer than this is a mistake in the pack, not a table.
LONGEST_TABLE = 10_000


def figures_of(item: Item) -> list[Decimal | None]:
    """Every figure of an item that is, or is added to, points."""
    match item:
        case DeductPerOccurrence():
            return [item.points, item.cap, item.maximum]
        case DeductOnce():
            return [item.points, item.maximum]
        case RewardPerOccurrence():
            return [item.points, item.cap]
        case Options():
            return list(item.options.values())
        case Steps():
            return [item.maximum, *(step.deduct for step in item.steps)]
        case MeasureBands():
            return [figure for band in item.bands for figure in (band.points, band.low, band.high)]
        case Rate():
            return [item.points, item.maximum, item.up, item.down]
        case Rank():
            return [place.points for place in item.places]
        case Proportional():
            return [item.points, item.maximum]
        case Discretionary():
            return [item.limit]
    raise CannotCompile(
        f"{item.key} ({item.name}): bulk grading does not know the shape {type(item).__name__}"
    )


def item_places(item: Item) -> int:
    """The decimals that points of an item need. Raises CannotCompile naming the item."""
    try:
        places = places_of(*figures_of(item))
    except CannotCompile as fault:
        raise CannotCompile(f"{item.key} ({item.name}): {fault}") from None
    if isinstance(item, Rate) and item.partial == "proportional":
        places = max(places, 6 + places_of(item.up, item.down))
    if isinstance(item, Proportional):
        if places > 6:
            raise CannotCompile(
                f"{item.key} ({item.name}): points with more than 6 decimals cannot be in proportion"
            )
        places = 6
    if places > 12:
        raise CannotCompile(
            f"{item.key} ({item.name}): its points need {places} decimals; bulk grading carries 12"
        )
    return places


class OpsBuilder:
    """Collects the rows of `Ops`, one an item, in the order of the sheet.

    item, room: those of the item being added.
    """

    def __init__(self, form: Form, class_name: str, points_places: int) -> None:
        self.form, self.class_name, self.points_places = form, class_name, points_places
        self.figures: list[list[int]] = []
        self.cells: list[tuple[int, int, int, int, int]] = []

    def add(self, at: int, head: Head, item: Item, places: int, room: int) -> int:
        """Add one item; the places of its values. room: the most points an entry may bring or take."""
        self.room, self.item = room, item
        figures = {SIGN: 1, CAP: NO_LIMIT, MOST: NO_LIMIT, STEP: 1, HEAD: at, OFFSET: len(self.cells)}
        if item.applies_to(self.class_name):
            figures[KIND], places = self._rule(head, item, places, figures)
        else:
            figures |= {KIND: ELSEWHERE, LOW: 1, HIGH: 0}
            places = 0
        figures[LENGTH] = len(self.cells) - figures[OFFSET]
        self.figures.append([figures.get(column, 0) for column in range(WIDTH)])
        return places

    def _rule(self, head: Head, item: Item, places: int, figures: dict[int, int]) -> tuple[int, int]:
        match item:
            case DeductPerOccurrence():
                figures |= {SIGN: -1, MOST: self._limit(item.maximum)}
                return self._ramp(item.points, item.cap, figures)
            case RewardPerOccurrence():
                return self._ramp(item.points, item.cap, figures)
            case DeductOnce():
                return self._table(head, [Entry(Decimal(0)), Entry(Decimal(1))], figures, beyond=False)
            case Options():
                return self._table(head, [Entry(name) for name in item.options], figures, beyond=False)
            case Steps():
                highest = max((step.count for step in item.steps), default=0)
                if highest > LONGEST_TABLE:
                    raise self._cannot(f"a step at {highest} is beyond {LONGEST_TABLE}")
                # One cell past the last step: what holds from there on.
                return self._table(
                    head, [Entry(Decimal(n)) for n in range(highest + 2)], figures, beyond=True
                )
            case MeasureBands():
                return self._bands(item, places, figures)
            case Rate():
                return self._rate(item, places, figures)
            case Rank():
                figures |= {LOW: -VALUE_LIMIT, HIGH: VALUE_LIMIT}
                self._points(*(place.points for place in item.places))
                return COMPARED, self._value_places(places)
            case Proportional():
                figures |= {LOW: 0, HIGH: VALUE_LIMIT // base_unit(item, places)}
                self._points(item.points, item.maximum)
                return COMPARED, self._value_places(places)
            case Discretionary():
                limit = item.limit if item.limit is not None else head.maximum
                unit = 10 ** (self.points_places - self.form.decimals)
                most = min(VALUE_LIMIT, self.room // unit)
                figures[HIGH] = most if limit is None else min(most, whole_down(limit, self.form.decimals))
                figures |= {SIGN: -1 if item.direction == "deduct" else 1, SLOPE: unit}
                return TYPED, self.form.decimals
        raise self._cannot(f"bulk grading does not know the shape {type(item).__name__}")

    def _ramp(self, points: Decimal, cap: Decimal | None, figures: dict[int, int]) -> tuple[int, int]:
        slope = self._points(points)[0]
        figures |= {SLOPE: slope, CAP: self._limit(cap)}
        stops = slope >= 0 and min(figures[CAP], figures[MOST]) < NO_LIMIT
        figures[HIGH] = min(VALUE_LIMIT, self._reach(stops) // max(1, abs(slope)))
        return RAMP, 0

    def _reach(self, stops: bool) -> int:
        """How far points may run before they are limited: what adds up must fit, what stops by itself only 64 bits."""
        return LIMIT // 4 if stops else self.room

    def _table(
        self, head: Head, entries: Sequence[Entry], figures: dict[int, int], *, beyond: bool
    ) -> tuple[int, int]:
        """A table filled by the kernel itself: one entry a cell. beyond: the last cell holds for higher counts too."""
        untouched = self._points(self.item.untouched().points)[0]
        for entry in entries:
            try:
                worth = self.item.worth(replace(entry, reason=GIVEN), head_maximum=head.maximum)
            except Refusal:
                self.cells.append((0, REFUSED, 0, 0, 0))
            else:
                points = self._points(worth.points)[0] - untouched
                self.cells.append((points, TAKES if worth.takes or worth.points < 0 else PLAIN, 0, 0, 0))
        figures[HIGH] = VALUE_LIMIT if beyond else len(entries) - 1
        return TABLE, 0

    def _bands(self, item: MeasureBands, places: int, figures: dict[int, int]) -> tuple[int, int]:
        places = self._value_places(places)
        figures |= {LOW: -VALUE_LIMIT, HIGH: VALUE_LIMIT}
        self.cells.append((0, PLAIN, 0, 0, 0))
        first: dict[Decimal, MeasureBand] = {}
        for band in item.bands:  # of two bands at one figure the kernel reads the first
            first.setdefault(band.at_least, band)
        reached: dict[int, MeasureBand] = {}
        # Thresholds that fall together at so many places: a value reaches them all, and the highest holds.
        for at_least in sorted(first):
            reached[whole_up(at_least, places)] = first[at_least]
        for threshold, band in sorted(reached.items()):
            if abs(threshold) > VALUE_LIMIT:
                raise self._cannot(
                    f"{band.at_least} does not fit at {places} decimals; compile with fewer places"
                )
            if band.points is not None:
                self.cells.append((self._points(band.points)[0], PLAIN, threshold, 0, 0))
            else:
                low, high = band.low or Decimal(0), band.high or Decimal(0)
                self._points(low, high)
                typed = self.form.decimals
                self.cells.append((0, CHOSEN, threshold, whole_up(low, typed), whole_down(high, typed)))
        return BANDS, places

    def _rate(self, item: Rate, places: int, figures: dict[int, int]) -> tuple[int, int]:
        places = max(self._value_places(places), places_of(item.target, item.step))
        target, step = whole(item.target, places), whole(item.step, places)
        if step <= 0 or max(abs(target), step) > VALUE_LIMIT // 4:
            raise self._cannot(f"target {item.target} and step {item.step} do not fit at {places} decimals")
        parts = item.partial == "proportional"
        unit = self.points_places - 6 if parts else self.points_places
        up, down = whole(item.up, unit), whole(item.down, unit)
        far = {}
        for side, each in ((LOW, -down), (HIGH, up)):
            stops = each <= 0 or item.maximum is not None  # at nought, or at the maximum
            steps = min(VALUE_LIMIT // 8, self._reach(stops) // max(1, abs(each)))
            far[side] = min(VALUE_LIMIT // 2, steps * step // MILLION if parts else steps * step)
        figures |= {
            BASE: self._points(item.points)[0],
            SLOPE: up,
            CAP: down,
            MOST: self._limit(item.maximum),
            TARGET: target,
            STEP: step,
            PARTS: int(parts),
            LOW: target - far[LOW],
            HIGH: target + far[HIGH],
        }
        return RATE, places

    def _points(self, *numbers: Decimal | None) -> list[int]:
        points = [whole(number, self.points_places) for number in numbers if number is not None]
        if any(abs(number) > self.room for number in points):
            raise self._cannot("its points are too many for 64 bits")
        return points

    def _limit(self, number: Decimal | None) -> int:
        if number is not None and number < 0:
            raise self._cannot(f"a limit of {number} is below 0")
        return NO_LIMIT if number is None else self._points(number)[0]

    def _value_places(self, places: int) -> int:
        if not 0 <= places <= 12:
            raise self._cannot(f"{places} decimals of a measured value; bulk grading carries 0 to 12")
        return places

    def _cannot(self, why: str) -> CannotCompile:
        return CannotCompile(f"{self.item.key} ({self.item.name}): {why}")

    def ops(self) -> Ops:
        return Ops(
            np.array(self.figures, np.int64).reshape(-1, WIDTH),
            np.array(self.cells, np.int64).reshape(-1, 5),
            10 ** (self.points_places - self.form.decimals),
        )
