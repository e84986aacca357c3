"""sheet: a form compiled to columns, and a whole class of organisations graded at once.

The kernel (`jiceng.kernel.sheet`) is the meaning; this is the same meaning in whole numbers. What the kernel would
refuse is refused here too, and by the kernel itself: the lowest row that does not fit is put together as a kernel
`Subject`, judged there, and its Refusal comes back with the fact `row` added. Traces and explanations are the
kernel's alone: `Graded.subject_at` hands over any row for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import ModuleType
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics import engines
from jiceng.analytics.compared import Group, ProportionalOf, RankOf, base_unit, compile_compared
from jiceng.analytics.fixed import (
    LIMIT,
    MILLION,
    VALUE_LIMIT,
    CannotCompile,
    decimal,
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
    NO_POINTS,
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
    Bools,
    Bytes,
    Heads,
    Ints,
    Ops,
    whole_numbers,
)  # fmt: skip
from jiceng.kernel.consequence import Gate
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Cohort, Entry, Form, Head, Item, Scheme, Subject
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

# Sums of points that stay below this are kept in 32 bits.
NARROW = 2**30

# A table by count longer than this is a mistake in the pack, not a table.
LONGEST_TABLE = 10_000

NOTHING: Bools = np.zeros(0, bool)
NO_NUMBERS: Ints = np.zeros(0, np.int64)

GIVEN = "given"  # stands for a reason whose words bulk grading does not read


# -- what goes in ---------------------------------------------------------------------------------------------------


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


# -- compiling a form -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Program:
    """One form for one class, ready for any number of rows.

    narrow: points fit 32 bits, which halves the memory that lines are scattered over; totals never are.
    places: of points and heads. total_places: of the total. value_places: of each item's recorded values.
    """

    form: Form
    class_name: str
    items: tuple[Item, ...]
    places: int
    total_places: int
    value_places: tuple[int, ...]
    ops: Ops
    heads: Heads
    compared: Mapping[int, RankOf | ProportionalOf]
    numbers: Mapping[str, int]
    narrow: bool

    def number(self, key: str) -> int:
        """Where an item stands in the sheet; what `Lines.item` holds. Raises Refusal "sheet.item-unknown"."""
        if key not in self.numbers:
            key = self.form.find(key).key
        return self.numbers[key]

    def option(self, key: str, name: str) -> int:
        """The code of a named option. Raises Refusal "sheet.option-unknown" by way of the kernel."""
        item = self.items[self.number(key)]
        item.worth(Entry(name), head_maximum=None)
        assert isinstance(item, Options)
        return list(item.options).index(name)


def compile_form(
    form: Form, class_name: str, *, places: int | Mapping[str, int] = 6, headroom: int = 1
) -> Program:
    """Turn a form into whole-number rules, once; grading any number of rows then only adds.

    places: decimals of the measured values that will come, for all items or by item key (others keep 6).
    headroom: what totals may still be multiplied by without leaving 64 bits (`compile_scheme` asks for it).

    Points have as many places as the form's figures need (millionths where a quotient is carried).
    Raises CannotCompile naming the item and the figure that cannot be exact.
    """
    keys = [item.key for _, item in form.items()]
    if len(set(keys)) < len(keys):
        raise CannotCompile(f"{form.key}: two items have the same key")
    points_places, total_places = form_places(form)
    weight_places = total_places - points_places
    weights = [whole(head.weight, weight_places) for head in form.heads]
    heads = Heads(
        start=np.array([_start(form, head, class_name, points_places) for head in form.heads], np.int64),
        low=np.array(
            [whole(head.floor, points_places) if head.outside else 0 for head in form.heads], np.int64
        ),
        high=np.array(
            [NO_LIMIT if head.maximum is None else whole(head.maximum, points_places) for head in form.heads],
            np.int64,
        ),
        weight=np.array(weights, np.int64),
        outside=np.array([head.outside for head in form.heads], bool),
        maximum=whole(form.maximum, total_places),
    )
    narrow = _is_narrow(form, heads, points_places)
    builder = _Builder(form, class_name, points_places)
    compared: dict[int, RankOf | ProportionalOf] = {}
    value_places: list[int] = []
    reach = 0
    for at, head in enumerate(form.heads):
        # What one entry may bring: such that a head full of them, weighted and multiplied, stays within 64 bits.
        room = (NARROW if narrow else LIMIT) // (len(head.items) + 2)
        if head.maximum is None:
            room = min(
                room,
                LIMIT // (len(head.items) + 2) // (max(1, abs(weights[at])) * len(form.heads) * headroom),
            )
            reach += LIMIT // (len(form.heads) * headroom)
        else:
            reach += abs(weights[at]) * max(abs(int(heads.low[at])), abs(int(heads.high[at])))
        if abs(int(heads.start[at])) > room:
            raise CannotCompile(f"{head.key} ({head.name}): its points are too many for bulk grading")
        for item in head.items:
            wanted = places if isinstance(places, int) else places.get(item.key, 6)
            number = len(value_places)
            value_places.append(builder.add(at, head, item, wanted, room))
            if builder.figures[number][KIND] == COMPARED:
                compared[number] = compile_compared(item, points_places, value_places[number])
    if max(reach, abs(heads.maximum)) * headroom > LIMIT:
        raise CannotCompile(
            f"{form.key} ({form.title}): its totals do not fit 64 bits at {total_places} decimals"
        )
    return Program(
        form, class_name, tuple(item for _, item in form.items()), points_places, total_places, tuple(value_places),
        builder.ops(), heads, compared, {key: number for number, key in enumerate(keys)}, narrow,
    )  # fmt: skip


def _is_narrow(form: Form, heads: Heads, places: int) -> bool:
    """Whether 32 bits hold a head full of entries, each a thousand times its item's largest figure.

    A rate without a maximum has no such bound: a measured value may lie any number of steps from its target.
    """
    if any(isinstance(item, Rate) and item.maximum is None for _, item in form.items()):
        return False
    limits = np.concatenate([heads.start, heads.low, heads.high[heads.high != NO_LIMIT]]).tolist()
    figures = [whole(one, places) for _, item in form.items() for one in _figures(item) if one is not None]
    fullest = max((len(head.items) for head in form.heads), default=0)
    return 1000 * max(map(abs, [*limits, *figures]), default=0) <= NARROW // (fullest + 2)


def form_places(form: Form) -> tuple[int, int]:
    """The decimals that a form's points, and its weighted total, need. Raises CannotCompile naming the item."""
    points = max(
        [form.decimals, *(places_of(head.maximum, head.floor) for head in form.heads)]
        + [_item_places(item) for _, item in form.items()]
    )
    return points, max(points + places_of(*(head.weight for head in form.heads)), places_of(form.maximum))


def _figures(item: Item) -> list[Decimal | None]:
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


def _item_places(item: Item) -> int:
    try:
        found = places_of(*_figures(item))
    except CannotCompile as fault:
        raise CannotCompile(f"{item.key} ({item.name}): {fault}") from None
    if isinstance(item, Rate) and item.partial == "proportional":
        found = max(found, 6 + places_of(item.up, item.down))
    if isinstance(item, Proportional):
        if found > 6:
            raise CannotCompile(
                f"{item.key} ({item.name}): points with more than 6 decimals cannot be in proportion"
            )
        found = 6
    if found > 12:
        raise CannotCompile(
            f"{item.key} ({item.name}): its points need {found} decimals; bulk grading carries 12"
        )
    return found


def _start(form: Form, head: Head, class_name: str, places: int) -> int:
    held = (head.maximum or Decimal(0)) if head.start == "full" else Decimal(0)
    for item in head.items:
        if item.applies_to(class_name):
            held += item.untouched().points
    return whole(held, places)


class _Builder:
    """Collects the rows of `Ops`, one an item, in the order of the sheet."""

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
        for at_least in sorted(
            first
        ):  # a value with so many places reaches them all, or the higher one holds
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
        }
        figures |= {
            TARGET: target,
            STEP: step,
            PARTS: int(parts),
            LOW: target - far[LOW],
            HIGH: target + far[HIGH],
        }
        return RATE, places

    def _points(self, *numbers: Decimal | None) -> list[int]:
        found = [whole(number, self.points_places) for number in numbers if number is not None]
        if any(abs(number) > self.room for number in found):
            raise self._cannot("its points are too many for 64 bits")
        return found

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


# -- adding up ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scored:
    """One scorer's answer. total: in total_places. heads: one row a head, before weighting, in places."""

    total: Ints
    heads: Ints
    places: int
    total_places: int


class _Refused(Exception):
    """A row that the kernel would refuse; the kernel says how."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def _flags(given: ArrayLike | None) -> Bools:
    return NOTHING if given is None else np.asarray(given, bool)


def _long(given: ArrayLike | None) -> Ints:
    return NO_NUMBERS if given is None else np.asarray(given, np.int64)


def _sums(
    program: Program,
    sheet: Sheet,
    rows: int,
    groups: Mapping[int, Group],
    group: Ints,
    reasons_required: bool,
    engine: str,
) -> Scored:
    """Add up one scorer's sheets. Raises _Refused for the lowest row that does not fit."""
    adder, ops = engines.choose(engine), program.ops
    sums = np.zeros((len(program.form.heads), rows), np.int32 if program.narrow else np.int64)
    # Free points need words whoever asks (kernel: discretion), other deductions where the document says so.
    needs_reason = (ops.kind == TYPED) | reasons_required
    refused: list[int] = []
    kinds = ops.kind.copy()
    for key, column in sheet.columns.items():
        item = program.number(key)
        kinds[item] = ELSEWHERE + 1
        _same_length(column, rows, program.items[item].name)
        if item in program.compared:
            continue
        at = adder.add_column(
            ops, item, bool(needs_reason[item]), whole_numbers(column.value), _flags(column.recorded),
            _flags(column.reason), _long(column.points), sums,
        )  # fmt: skip
        if at >= 0:
            refused.append(int(at))
    if sheet.lines is not None:
        lines = sheet.lines
        row, item_of, value = whole_numbers(lines.row), whole_numbers(lines.item), whole_numbers(lines.value)
        if not len(row) == len(item_of) == len(value):
            raise ValueError("The columns row, item and value of the lines differ in length.")
        malformed, at = adder.add_lines(
            ops, kinds, needs_reason, row, item_of, value, _flags(lines.reason), _long(lines.points), sums
        )
        if malformed >= 0:
            _say_malformed(program, sheet, rows, int(malformed))
        if at >= 0:
            refused.append(int(at))
    for number, rule in program.compared.items():
        at_rows, value, reason = _entries_of(program, sheet, number, rows)
        fits = (value >= ops.low[number]) & (value <= ops.high[number])
        got, alone = rule.worth(group[at_rows], np.where(fits, value, 0), groups[number])
        bad = alone | ~fits | ((got < 0) & ~reason & reasons_required)
        if bad.any():
            refused.append(int(at_rows[bad].min()))
        sums[ops.head[number], at_rows] += got
    if refused:
        raise _Refused(min(refused))
    return Scored(adder.sum_heads(program.heads, sums), sums, program.places, program.total_places)


def _same_length(column: Column, rows: int, name: str) -> None:
    for part in (column.value, column.recorded, column.reason, column.points):
        if part is not None and len(np.asarray(part)) != rows:
            raise ValueError(f"{name}: a column has {len(np.asarray(part))} rows where {rows} are graded.")


def _say_malformed(program: Program, sheet: Sheet, rows: int, line: int) -> NoReturn:
    assert sheet.lines is not None
    row, item = int(np.asarray(sheet.lines.row)[line]), int(np.asarray(sheet.lines.item)[line])
    if not 0 <= row < rows:
        raise ValueError(f"Line {line}: row {row} is not one of the {rows} that are graded.")
    if not 0 <= item < len(program.items):
        raise ValueError(f"Line {line}: item {item} is not one of the {len(program.items)} of the sheet.")
    name = program.items[item].name
    if program.items[item].key in sheet.columns:
        raise ValueError(f"Line {line}, row {row}: {name} also came as a column. Give it one way only.")
    raise ValueError(f"Line {line}, row {row}: {name} was already recorded for this row. Keep one line.")


def _entries_of(program: Program, sheet: Sheet, number: int, rows: int) -> tuple[Ints, Ints, Bools]:
    """The rows that have an entry of an item, its values, and which have a reason."""
    source: Column | Lines | None = sheet.columns.get(program.items[number].key)
    if isinstance(source, Column):
        at = np.arange(rows) if source.recorded is None else np.flatnonzero(source.recorded)
        row = at
    elif sheet.lines is not None:
        source = sheet.lines
        at = np.flatnonzero(np.asarray(source.item) == number)
        row = np.asarray(source.row, np.int64)[at]
    else:
        return NO_NUMBERS, NO_NUMBERS, NOTHING
    reason = np.zeros(len(at), bool) if source.reason is None else _flags(source.reason)[at]
    return row, _long(source.value)[at], reason


def grade_form(
    program: Program,
    sheet: Sheet,
    rows: int,
    *,
    group: ArrayLike | None = None,
    reasons_required: bool = True,
    engine: str = "",
) -> Scored:
    """Score one scorer's sheets for `rows` organisations; the columns of `kernel.sheet.score`.

    group: whole numbers, the cohort of each row for items that are compared; None = all rows are one.
    engine: `numba`, `numpy` or empty for the faster one installed.

    Raises the kernel's refusals with the fact `row` added; ValueError for lines that name no row or come twice.
    """
    scheme = Scheme(forms={program.class_name: program.form})
    scheme = replace(scheme, reasons=replace(scheme.reasons, required=reasons_required))
    sheets = {scheme.scorers.scorers[0].key: sheet}
    inputs = _Inputs(scheme, program, sheets, rows, _group(group, rows), {}, {}, {}, None, None)
    try:
        return _sums(program, sheet, rows, inputs.groups(), inputs.group, reasons_required, engine)
    except _Refused as refused:
        inputs.refuse(refused.row)


def _group(given: ArrayLike | None, rows: int) -> Ints:
    group = np.zeros(rows, np.int64) if given is None else np.asarray(given, np.int64)
    if len(group) != rows or (rows and int(group.min()) < 0):
        raise ValueError(f"group needs a number from 0 on for each of the {rows} rows.")
    return group


# -- a whole scheme -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SchemeProgram:
    """A scheme for one class: its form, how scorers combine, and the bands as spans of whole totals.

    places: of the total that grades are read from. low, high: the span of each band, both included.
    """

    scheme: Scheme
    program: Program
    places: int
    weights: Mapping[str, int]
    rise: int
    unit: int
    low: Ints
    high: Ints

    @property
    def grades(self) -> tuple[str, ...]:
        return self.scheme.need_bands().grades()


def compile_scheme(scheme: Scheme, class_name: str, *, places: int | Mapping[str, int] = 6) -> SchemeProgram:
    """Compile what a document says about one class. places: as in `compile_form`.

    Raises CannotCompile, or the kernel's refusal when the scheme has no bands or no form for the class.
    """
    bands, form = scheme.need_bands(), scheme.form(class_name)
    counted = scheme.scorers.counted()
    if not counted:
        raise CannotCompile("no scorer counts: give at least one a weight above 0")
    mean = scheme.scorers.combine == "mean"
    weight_places = 0 if mean else places_of(*(one.weight for one in counted))
    weights = {one.key: 1 if mean else whole(one.weight, weight_places) for one in counted}
    figures = places_of(*(edge for band in bands.bands for edge in (band.at_least, band.at_most, band.below)))
    form_total = form_places(form)[1]
    own = 6 if mean else form_total + weight_places
    final = max(own, figures)
    lift = max(0, 6 - form_total) if mean else 0
    headroom = 4 * sum(weights.values()) * 10 ** (final - own + lift)
    program = compile_form(form, class_name, places=places, headroom=headroom)
    low, high = [], []
    for band in bands.bands:
        tops = [LIMIT]
        if band.at_most is not None:
            tops.append(whole(band.at_most, final))
        if band.below is not None:
            tops.append(whole(band.below, final) - 1)
        low.append(whole(band.at_least, final))
        high.append(min(tops))
    unit = 1 if bands.round_to is None else 10 ** max(0, final - bands.round_to)
    for adopted in scheme.adopted:
        for grade in adopted.map.values():
            bands.place(grade)
    for consequence in scheme.consequences:
        bands.place(consequence.grade)
    for gate in scheme.gates:
        for grade in gate.grades:
            bands.place(grade)
    return SchemeProgram(
        scheme,
        program,
        final,
        weights,
        10 ** (final - own),
        unit,
        np.array(low, np.int64),
        np.array(high, np.int64),
    )


@dataclass(frozen=True)
class Graded:
    """The answer for every row. total: in units of `places`. band, place: positions in `grades` (best first):
    by the score alone, and after adopted ratings, gates and consequences (the computed grade).
    subject_at, cohorts_at: any row as the kernel takes it, for its explanation:
    `scheme.judge(graded.subject_at(row), cohorts=graded.cohorts_at(row)).trace`.
    """

    class_name: str
    grades: tuple[str, ...]
    places: int
    total: Ints
    band: Bytes
    place: Bytes
    scores: Mapping[str, Scored]
    subject_at: Callable[[int], Subject]
    cohorts_at: Callable[[int], Mapping[str, Cohort]]

    def grade_of(self, row: int) -> str:
        return self.grades[int(self.place[row])]

    def total_of(self, row: int) -> Decimal:
        return decimal(int(self.total[row]), self.places)

    def counts(self) -> dict[str, int]:
        """How many rows have each grade."""
        found = np.bincount(self.place, minlength=len(self.grades)).tolist()
        return dict(zip(self.grades, found, strict=True))


def grade_columns(
    scheme: Scheme | SchemeProgram,
    class_name: str,
    sheets: Mapping[str, Sheet],
    rows: int,
    *,
    group: ArrayLike | None = None,
    flags: Mapping[str, ArrayLike] | None = None,
    measures: Mapping[str, Measure] | None = None,
    ratings: Mapping[str, Rating] | None = None,
    cohorts: Mapping[str, Sequence[Decimal]] | None = None,
    subject_at: Callable[[int], Subject] | None = None,
    engine: str = "",
) -> Graded:
    """Grade `rows` organisations of one class; the columns of `Scheme.judge`.

    sheets: scorer key -> Sheet. flags: flag -> which rows have it. group: the cohort of each row, for compared items;
    its values are those on the sheet of the first scorer that counts, unless `cohorts` (item key -> values, one group
    for all rows) gives them. subject_at: row -> Subject as it was recorded, when the caller has it in full; only asked
    for a row that is refused.

    Raises the kernel's refusals with the fact `row` added, for the lowest row whose entries do not fit, or else whose
    total or facts do not; ValueError for lines that
    name no row or come twice, and for values too large to be exact.
    """
    ready = scheme if isinstance(scheme, SchemeProgram) else compile_scheme(scheme, class_name)
    scheme, program = ready.scheme, ready.program
    if program.class_name != class_name:
        raise ValueError(f"This scheme was compiled for {program.class_name}, not for {class_name}.")
    inputs = _Inputs(
        scheme,
        program,
        sheets,
        rows,
        _group(group, rows),
        flags or {},
        measures or {},
        ratings or {},
        cohorts,
        subject_at,
    )
    try:
        return _grade(ready, inputs, engine)
    except _Refused as refused:
        inputs.refuse(refused.row)


def _grade(ready: SchemeProgram, inputs: "_Inputs", engine: str) -> Graded:
    scheme, program, rows = ready.scheme, ready.program, inputs.rows
    required = scheme.reasons.required
    groups = inputs.groups()
    scores: dict[str, Scored] = {}
    refused: list[int] = []
    for key, sheet in inputs.sheets.items():
        try:
            scores[key] = _sums(program, sheet, rows, groups, inputs.group, required, engine)
        except _Refused as at:
            refused.append(at.row)
        if sheet.present is not None:
            absent = ~_flags(sheet.present)
            inputs.check_absent(key, absent)
            if key in ready.weights:
                refused += _first(absent)
    if rows and (set(inputs.sheets) - set(scheme.scorers.names()) or set(ready.weights) - set(inputs.sheets)):
        refused.append(0)
    if refused:
        raise _Refused(min(refused))
    adder = engines.choose(engine)
    total = _combine(ready, scores)
    band = adder.place_in_bands(_read(ready, total), ready.low, ready.high)
    if len(band) and band.min() < 0:
        refused += _first(band < 0)
    place = band if refused else _propose(ready, inputs, band, refused, adder)
    if refused:
        raise _Refused(min(refused))
    return Graded(
        program.class_name,
        ready.grades,
        ready.places,
        total,
        band,
        place,
        scores,
        inputs.subject,
        inputs.cohorts_at,
    )


def _first(wrong: Bools) -> list[int]:
    return [int(wrong.argmax())] if wrong.any() else []


def _combine(ready: SchemeProgram, scores: Mapping[str, Scored]) -> Ints:
    if ready.scheme.scorers.combine == "mean":
        summed = np.asarray(sum(scores[key].total for key in ready.weights))
        have = ready.program.total_places
        up, under = 10 ** max(0, 6 - have), len(ready.weights) * 10 ** max(0, have - 6)
        return (2 * summed * up + under) // (2 * under) * ready.rise
    if len(ready.weights) == 1 and ready.rise * next(iter(ready.weights.values())) == 1:
        return scores[next(iter(ready.weights))].total
    return np.asarray(sum(scores[key].total * (weight * ready.rise) for key, weight in ready.weights.items()))


def _read(ready: SchemeProgram, total: Ints) -> Ints:
    """The total as the bands read it. Totals are never below 0."""
    unit, mode = ready.unit, ready.scheme.need_bands().round_mode
    if unit == 1:
        return total
    if mode == "half-up":
        return (total + unit // 2) // unit * unit
    down = total // unit
    if mode == "half-even":
        rest = 2 * (total - down * unit)
        down = down + ((rest > unit) | (rest == unit) & (down % 2 == 1))
    return down * unit


def _propose(
    ready: SchemeProgram, inputs: "_Inputs", band: Bytes, refused: list[int], adder: ModuleType
) -> Bytes:
    """Adopted ratings, then gates, then consequences, in the order of `kernel.sheet.grade.propose`."""
    scheme, class_name = ready.scheme, ready.program.class_name
    bands, place, grades = scheme.need_bands(), band, range(len(ready.grades))
    for adopted in scheme.adopted:
        rating = inputs.ratings.get(adopted.rating)
        if rating is None:
            continue
        code = _long(rating.code)
        to = [bands.place(adopted.map[name]) if name in adopted.map else -1 for name in rating.names]
        given = np.array([*to, 0], np.int8)[code]  # code -1, nothing given, reads the last cell
        refused += _first((code >= 0) & (given < 0))
        place = np.where(code >= 0, given, place)
    for gate in scheme.gates:
        if gate.classes and class_name not in gate.classes:
            continue
        shut = inputs.shut(gate, refused)
        if shut is None or gate.firmness is Firmness.ABOUT:
            continue
        closed = {bands.place(grade) for grade in gate.grades}
        down = [next((to for to in grades[at:] if to not in closed), grades[-1]) for at in grades]
        place = adder.move(place, shut, np.array(down, np.int8))
    applying = [one for one in scheme.consequences if not one.classes or class_name in one.classes]
    lifting = [one for one in applying if one.effect == "at-least"]
    lowering = sorted(
        (one for one in applying if one.effect != "at-least"), key=lambda one: bands.place(one.grade)
    )
    for one in (*lifting, *lowering):
        if one.firmness is Firmness.ABOUT or one.flag not in inputs.flags:
            continue
        best, worst = bands.place(one.grade), bands.place(one.grade)
        if one.effect == "at-most":
            worst = grades[-1]
        elif one.effect == "at-least":
            best = 0
        place = adder.move(place, inputs.flag(one.flag), np.clip(grades, best, worst).astype(np.int8))
    return place


# -- asking the kernel about one row --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Inputs:
    scheme: Scheme
    program: Program
    sheets: Mapping[str, Sheet]
    rows: int
    group: Ints
    flags: Mapping[str, ArrayLike]
    measures: Mapping[str, Measure]
    ratings: Mapping[str, Rating]
    cohorts: Mapping[str, Sequence[Decimal]] | None
    subject_at: Callable[[int], Subject] | None

    def flag(self, name: str) -> Bools:
        return np.asarray(self.flags[name], bool) if name in self.flags else np.zeros(self.rows, bool)

    def shut(self, gate: Gate, refused: list[int]) -> Bools | None:
        """The rows a gate is shut for; None = nobody."""
        if gate.requires_flag:
            return ~self.flag(gate.requires_flag)
        if gate.at_least is None:
            return None
        measure = self.measures.get(gate.measure)
        if measure is None or measure.known is not None:
            known = np.zeros(self.rows, bool) if measure is None else self.known(measure)
            if gate.unknown == "refuse":
                refused += _first(~known)
            shut = ~known if gate.unknown == "closed" else np.zeros(self.rows, bool)
            if measure is None:
                return shut
            return shut | known & (whole_numbers(measure.value) < whole_up(gate.at_least, measure.places))
        return whole_numbers(measure.value) < whole_up(gate.at_least, measure.places)

    def known(self, measure: Measure) -> Bools:
        return np.ones(self.rows, bool) if measure.known is None else np.asarray(measure.known, bool)

    def check_absent(self, scorer: str, absent: Bools) -> None:
        sheet = self.sheets[scorer]
        filled = np.zeros(self.rows, bool)
        for column in sheet.columns.values():
            filled |= True if column.recorded is None else np.asarray(column.recorded, bool)
        if sheet.lines is not None:
            filled[np.asarray(sheet.lines.row)] = True
        both = filled & absent
        if both.any():
            raise ValueError(
                f"Row {int(both.argmax())} has entries of {scorer}, whose sheet is said to be absent."
            )

    def compared_sheet(self) -> Sheet:
        """The sheet whose values make the groups: of the first scorer that counts."""
        for scorer in self.scheme.scorers.counted():
            if scorer.key in self.sheets:
                return self.sheets[scorer.key]
        return Sheet()

    def groups(self) -> dict[int, Group]:
        found = {}
        for number in self.program.compared:
            if self.cohorts is None:
                at, value, _ = _entries_of(self.program, self.compared_sheet(), number, self.rows)
                group = self.group[at]
            else:
                given = self.cohorts.get(self.program.items[number].key, ())
                places = self.program.value_places[number]
                units = [whole(value, places) for value in given]
                if any(abs(value) > VALUE_LIMIT for value in units):
                    raise ValueError("A cohort has values too large for bulk grading; use fewer places.")
                one = np.array(units, np.int64)
                if self.rows and len(np.unique(self.group)) > 1:
                    raise ValueError(
                        "cohorts are one group's values; leave out group, or grade group by group."
                    )
                group, value = np.full(len(one), self.group[0] if self.rows else 0, np.int64), one
            found[number] = Group(group, value)
        return found

    def refuse(self, row: int) -> NoReturn:
        """Let the kernel refuse a row. Raises its Refusal with `row`; ValueError when it is only too large for bulk."""
        subject = self.subject(row)
        try:
            if self.scheme.bands is None:
                self._score(subject, row)
            else:
                self.scheme.judge(subject, cohorts=self.cohorts_at(row))
        except Refusal as refusal:
            raise Refusal(refusal.code, **refusal.facts, row=row) from None
        for scorer, sheet in self.sheets.items():
            for number, item in enumerate(self.program.items):
                at, coded, _ = _entries_of(self.program, sheet, number, self.rows)
                own = coded[at == row]
                if len(own) and not self.program.ops.low[number] <= own[0] <= self.program.ops.high[number]:
                    places = self.program.value_places[number]
                    value = subject.sheets[scorer][item.key].value
                    raise ValueError(
                        f"Row {row}, {item.name} ({scorer}): {value} is too large to be exact "
                        f"with {places} decimals in bulk. Compile with fewer places, or judge this row by the kernel."
                    )
        raise RuntimeError(f"Row {row}: bulk grading refused it and the kernel did not. Please report this.")

    def _score(self, subject: Subject, row: int) -> None:
        from jiceng.kernel.sheet import score

        for entries in subject.sheets.values():
            score(
                self.program.form, entries, class_name=self.program.class_name, cohorts=self.cohorts_at(row),
                reasons_required=self.scheme.reasons.required,
            )  # fmt: skip

    def cohorts_at(self, row: int) -> dict[str, Cohort]:
        if self.cohorts is not None:
            return {key: Cohort(tuple(values)) for key, values in self.cohorts.items()}
        found = {}
        for number, among in self.groups().items():
            places = self.program.value_places[number]
            own = among.value[among.group == self.group[row]]
            found[self.program.items[number].key] = Cohort(tuple(decimal(int(one), places) for one in own))
        return found

    def subject(self, row: int) -> Subject:
        """One row as the kernel takes it: for a refusal, or for its whole explanation."""
        if self.subject_at is not None:
            return self.subject_at(row)
        sheets = {
            key: self._entries(sheet, row)
            for key, sheet in self.sheets.items()
            if sheet.present is None or bool(np.asarray(sheet.present)[row])
        }
        measures = {
            name: decimal(int(np.asarray(one.value)[row]), one.places)
            for name, one in self.measures.items()
            if bool(self.known(one)[row])
        }
        codes = {name: int(np.asarray(one.code)[row]) for name, one in self.ratings.items()}
        ratings = {name: self.ratings[name].names[code] for name, code in codes.items() if code >= 0}
        flags = frozenset(name for name in self.flags if bool(self.flag(name)[row]))
        return Subject(self.program.class_name, sheets, flags, measures, ratings)

    def _entries(self, sheet: Sheet, row: int) -> dict[str, Entry]:
        entries = {}
        for key, column in sheet.columns.items():
            if column.recorded is None or bool(np.asarray(column.recorded)[row]):
                entries[key] = self._entry(self.program.number(key), column, row)
        if sheet.lines is not None:
            for line in np.flatnonzero(np.asarray(sheet.lines.row) == row).tolist():
                number = int(np.asarray(sheet.lines.item)[line])
                entries[self.program.items[number].key] = self._entry(number, sheet.lines, line)
        return entries

    def _entry(self, number: int, source: Column | Lines, at: int) -> Entry:
        item, given = self.program.items[number], int(np.asarray(source.value)[at])
        value: Decimal | str = decimal(given, self.program.value_places[number])
        if isinstance(item, Options):
            names = list(item.options)
            value = names[given] if 0 <= given < len(names) else str(given)
        reason = GIVEN if source.reason is not None and bool(np.asarray(source.reason)[at]) else ""
        points = None
        if source.points is not None:
            typed = int(np.asarray(source.points, np.int64)[at])
            points = None if typed == NO_POINTS else decimal(typed, self.program.form.decimals)
        return Entry(value, reason, points)
