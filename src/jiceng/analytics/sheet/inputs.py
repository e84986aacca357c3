"""All that was given about one class, row by row: its groups, and any row as the kernel takes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics.compared import Group
from jiceng.analytics.fixed import VALUE_LIMIT, decimal, whole
from jiceng.analytics.ops import NO_POINTS, Bools, Ints
from jiceng.analytics.sheet.form import Program
from jiceng.analytics.sheet.given import (
    GIVEN,
    NO_NUMBERS,
    NOTHING,
    Column,
    Lines,
    Measure,
    Rating,
    Sheet,
    booleans,
    longs,
)
from jiceng.kernel.sheet import Cohort, Entry, Scheme, Subject
from jiceng.kernel.sheet.shapes import Options


def entries_of(program: Program, sheet: Sheet, number: int, rows: int) -> tuple[Ints, Ints, Bools]:
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
    reason = np.zeros(len(at), bool) if source.reason is None else booleans(source.reason)[at]
    return row, longs(source.value)[at], reason


@dataclass(frozen=True)
class Inputs:
    """The arguments of `grade_columns`, as they came. group: one number a row."""

    scheme: Scheme
    program: Program
    sheets: Mapping[str, Sheet]
    rows: int
    group: Ints
    flags: Mapping[str, ArrayLike] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    cohorts: Mapping[str, Sequence[Decimal]] | None = None
    subject_at: Callable[[int], Subject] | None = None

    def flag(self, name: str) -> Bools:
        return np.asarray(self.flags[name], bool) if name in self.flags else np.zeros(self.rows, bool)

    def known(self, measure: Measure) -> Bools:
        return np.ones(self.rows, bool) if measure.known is None else np.asarray(measure.known, bool)

    def check_absent(self, scorer: str, absent: Bools) -> None:
        """Raises ValueError for a row that has entries on a sheet said to be absent."""
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
        """Number of each compared item -> everybody's values of it."""
        groups = {}
        for number in self.program.compared:
            if self.cohorts is None:
                at, value, _ = entries_of(self.program, self.compared_sheet(), number, self.rows)
                groups[number] = Group(self.group[at], value)
            else:
                groups[number] = self._given_cohort(number, self.cohorts)
        return groups

    def _given_cohort(self, number: int, cohorts: Mapping[str, Sequence[Decimal]]) -> Group:
        """The values that came from outside for one item, as the one group of all rows."""
        given = cohorts.get(self.program.items[number].key, ())
        units = [whole(value, self.program.value_places[number]) for value in given]
        if any(abs(value) > VALUE_LIMIT for value in units):
            raise ValueError("A cohort has values too large for bulk grading; use fewer places.")
        if self.rows and len(np.unique(self.group)) > 1:
            raise ValueError("cohorts are one group's values; leave out group, or grade group by group.")
        own = self.group[0] if self.rows else 0
        return Group(np.full(len(units), own, np.int64), np.array(units, np.int64))

    def cohorts_at(self, row: int) -> dict[str, Cohort]:
        """Key of each compared item -> the values its row is compared with."""
        if self.cohorts is not None:
            return {key: Cohort(tuple(values)) for key, values in self.cohorts.items()}
        cohorts = {}
        for number, among in self.groups().items():
            places = self.program.value_places[number]
            own = among.value[among.group == self.group[row]]
            cohorts[self.program.items[number].key] = Cohort(
                tuple(decimal(int(value), places) for value in own)
            )
        return cohorts

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
            name: decimal(int(np.asarray(measure.value)[row]), measure.places)
            for name, measure in self.measures.items()
            if bool(self.known(measure)[row])
        }
        codes = {name: int(np.asarray(rating.code)[row]) for name, rating in self.ratings.items()}
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
