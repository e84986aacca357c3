"""A whole class graded at once: the columns of `Scheme.judge`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics import engines
from jiceng.analytics.fixed import decimal
from jiceng.analytics.ops import Bytes, Ints
from jiceng.analytics.sheet.given import Measure, Rating, Sheet, booleans, group_numbers
from jiceng.analytics.sheet.inputs import Inputs
from jiceng.analytics.sheet.propose import propose
from jiceng.analytics.sheet.refused import RowRefused, first_of, refuse
from jiceng.analytics.sheet.scheme import SchemeProgram, compile_scheme
from jiceng.analytics.sheet.score import Scored, add_up
from jiceng.kernel.sheet import Cohort, Scheme, Subject


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
        counts = np.bincount(self.place, minlength=len(self.grades)).tolist()
        return dict(zip(self.grades, counts, strict=True))


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
    total or facts do not; ValueError for lines that name no row or come twice, and for values too large to be exact.
    """
    ready = scheme if isinstance(scheme, SchemeProgram) else compile_scheme(scheme, class_name)
    scheme, program = ready.scheme, ready.program
    if program.class_name != class_name:
        raise ValueError(f"This scheme was compiled for {program.class_name}, not for {class_name}.")
    inputs = Inputs(
        scheme, program, sheets, rows, group_numbers(group, rows), flags or {}, measures or {}, ratings or {},
        cohorts, subject_at,
    )  # fmt: skip
    try:
        return _grade(ready, inputs, engine)
    except RowRefused as refused:
        refuse(inputs, refused.row)


def _grade(ready: SchemeProgram, inputs: Inputs, engine: str) -> Graded:
    scheme, program, rows = ready.scheme, ready.program, inputs.rows
    groups = inputs.groups()
    scores: dict[str, Scored] = {}
    refused: list[int] = []
    for key, sheet in inputs.sheets.items():
        try:
            scores[key] = add_up(program, sheet, rows, groups, inputs.group, engine)
        except RowRefused as at:
            refused.append(at.row)
        if sheet.present is not None:
            absent = ~booleans(sheet.present)
            inputs.check_absent(key, absent)
            if key in ready.weights:
                refused += first_of(absent)
    if rows and (set(inputs.sheets) - set(scheme.scorers.names()) or set(ready.weights) - set(inputs.sheets)):
        refused.append(0)
    if refused:
        raise RowRefused(min(refused))
    adder = engines.choose(engine)
    total = _combine(ready, scores)
    band = adder.place_in_bands(_read(ready, total), ready.low, ready.high)
    if len(band) and band.min() < 0:
        refused += first_of(band < 0)
    place = band if refused else propose(ready, inputs, band, refused, adder)
    if refused:
        raise RowRefused(min(refused))
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


def _combine(ready: SchemeProgram, scores: Mapping[str, Scored]) -> Ints:
    if ready.scheme.scorers.combine == "mean":
        summed = np.asarray(sum(scores[key].total for key in ready.weights))
        have = ready.program.total_places
        up, under = 10 ** max(0, 6 - have), len(ready.weights) * 10 ** max(0, have - 6)
        return np.asarray((2 * summed * up + under) // (2 * under) * ready.rise)
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
