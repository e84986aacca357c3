"""One scorer's sheets added up: entries to heads, heads to a total for every row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics import engines
from jiceng.analytics.compared import Group
from jiceng.analytics.ops import ELSEWHERE, TYPED, Ints, whole_numbers
from jiceng.analytics.sheet.form import Program
from jiceng.analytics.sheet.given import Column, Sheet, booleans, group_numbers, longs
from jiceng.analytics.sheet.inputs import Inputs, entries_of
from jiceng.analytics.sheet.refused import RowRefused, refuse
from jiceng.kernel.sheet import Scheme


@dataclass(frozen=True)
class Scored:
    """One scorer's answer. total: in total_places. heads: one row a head, before weighting, in places."""

    total: Ints
    heads: Ints
    places: int
    total_places: int


def grade_form(
    program: Program,
    sheet: Sheet,
    rows: int,
    *,
    group: ArrayLike | None = None,
    engine: str = "",
) -> Scored:
    """Score one scorer's sheets for `rows` organisations; the columns of `kernel.sheet.score`.

    group: whole numbers, the cohort of each row for items that are compared; None = all rows are one.
    engine: `numba`, `numpy` or empty for the faster one installed.

    Raises the kernel's refusals with the fact `row` added; ValueError for lines that name no row or come twice.
    """
    scheme = Scheme(forms={program.class_name: program.form})
    sheets = {scheme.scorers.scorers[0].key: sheet}
    inputs = Inputs(scheme, program, sheets, rows, group_numbers(group, rows))
    try:
        return add_up(program, sheet, rows, inputs.groups(), inputs.group, engine)
    except RowRefused as refused:
        refuse(inputs, refused.row)


def add_up(
    program: Program,
    sheet: Sheet,
    rows: int,
    groups: Mapping[int, Group],
    group: Ints,
    engine: str,
) -> Scored:
    """Add up one scorer's sheets. Raises RowRefused for the lowest row that does not fit."""
    adder, ops = engines.choose(engine), program.ops
    sums = np.zeros((len(program.form.heads), rows), np.int32 if program.narrow else np.int64)
    # Free points need words whoever asks (kernel: discretion), other deductions where the document says so.
    needs_reason = (ops.kind == TYPED) | program.form.reasons
    refused: list[int] = []
    kinds = ops.kind.copy()
    for key, column in sheet.columns.items():
        item = program.number(key)
        kinds[item] = ELSEWHERE + 1
        _same_length(column, rows, program.items[item].name)
        if item in program.compared:
            continue
        at = adder.add_column(
            ops, item, bool(needs_reason[item]), whole_numbers(column.value), booleans(column.recorded),
            booleans(column.reason), longs(column.points), sums,
        )  # fmt: skip
        if at >= 0:
            refused.append(int(at))
    if sheet.lines is not None:
        lines = sheet.lines
        row, item_of, value = whole_numbers(lines.row), whole_numbers(lines.item), whole_numbers(lines.value)
        if not len(row) == len(item_of) == len(value):
            raise ValueError("The columns row, item and value of the lines differ in length.")
        malformed, at = adder.add_lines(
            ops, kinds, needs_reason, row, item_of, value, booleans(lines.reason), longs(lines.points), sums
        )
        if malformed >= 0:
            _say_malformed(program, sheet, rows, int(malformed))
        if at >= 0:
            refused.append(int(at))
    refused += _add_compared(program, sheet, rows, groups, group, sums)
    if refused:
        raise RowRefused(min(refused))
    return Scored(adder.sum_heads(program.heads, sums), sums, program.places, program.total_places)


def _add_compared(
    program: Program,
    sheet: Sheet,
    rows: int,
    groups: Mapping[int, Group],
    group: Ints,
    sums: Ints,
) -> list[int]:
    """Add the items that depend on the group to `sums`; the lowest row of each that does not fit."""
    ops, refused = program.ops, []
    for number, rule in program.compared.items():
        at, value, reason = entries_of(program, sheet, number, rows)
        fits = (value >= ops.low[number]) & (value <= ops.high[number])
        got, alone = rule.worth(group[at], np.where(fits, value, 0), groups[number])
        bad = alone | ~fits | ((got < 0) & ~reason & program.form.reasons)
        if bad.any():
            refused.append(int(at[bad].min()))
        sums[ops.head[number], at] += got
    return refused


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
