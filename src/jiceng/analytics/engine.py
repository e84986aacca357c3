"""One case through the columns: what a test needs to hold bulk grading to the kernel, case by case."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from jiceng.analytics.fixed import LIMIT, CannotCompile, decimal, places_of, whole
from jiceng.analytics.ops import NO_POINTS
from jiceng.analytics.sheet import (
    Column,
    Graded,
    Lines,
    Measure,
    Program,
    Rating,
    Sheet,
    compile_scheme,
    grade_columns,
)
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Cohort, Entry, Scheme, Subject
from jiceng.kernel.sheet.shapes import DeductOnce, DeductPerOccurrence, Options, RewardPerOccurrence, Steps

# Figures from here on do not fit 64 bits with 12 places to any use; what they mean is asked of the kernel.
LARGEST = Decimal(10) ** 15

# No item takes a value so low: "this entry does not even have a number".
NOT_A_VALUE = -(2**62)


class Outcome(NamedTuple):
    """The part of a Judgement that bulk grading answers. heads: of the one scorer that counts, else None."""

    total: Decimal
    heads: Mapping[str, Decimal] | None
    band_grade: str
    grade: str


def judge_case(
    scheme: Scheme, subject: Subject, *, cohorts: Mapping[str, Cohort] | None = None, engine: str = ""
) -> Outcome:
    """`Scheme.judge` through the columns. Raises the refusals of `Scheme.judge`, with the fact `row`."""
    graded = judge_cases(scheme, [subject], cohorts=cohorts or {}, engine=engine)
    return outcome_of(scheme, graded, 0)


def outcome_of(scheme: Scheme, graded: Graded, row: int) -> Outcome:
    """One row of a graded class, as decimals and names."""
    counted, heads = scheme.scorers.counted(), None
    if len(counted) == 1:
        scored = graded.scores[counted[0].key]
        names = [head.key for head in scheme.form(graded.class_name).heads]
        heads = {
            key: decimal(points, scored.places)
            for key, points in zip(names, scored.heads[:, row].tolist(), strict=True)
        }
    return Outcome(graded.total_of(row), heads, graded.grades[int(graded.band[row])], graded.grade_of(row))


def judge_cases(
    scheme: Scheme,
    subjects: Sequence[Subject],
    *,
    cohorts: Mapping[str, Cohort] | None = None,
    group: Sequence[int] | None = None,
    engine: str = "",
    lines: bool = False,
    keep: bool = True,
) -> Graded:
    """Several subjects of one class at once. cohorts None: the subjects themselves, by group, are the cohorts.

    lines: give the entries as a long table rather than as columns. keep: hand over the subjects as recorded for
    refusals; without, they are read back from the columns.
    """
    class_name = subjects[0].class_name
    program = compile_scheme(
        scheme, class_name, places=_measured_places(scheme, class_name, subjects, cohorts or {})
    )
    build = _lines if lines else _columns
    scorers = {key: None for subject in subjects for key in subject.sheets}
    sheets = {
        key: build(program.program, [subject.sheets.get(key) for subject in subjects]) for key in scorers
    }
    flags = {
        name: [name in other.flags for other in subjects] for subject in subjects for name in subject.flags
    }
    measures = {
        name: _measure([other.measures.get(name) for other in subjects])
        for subject in subjects
        for name in subject.measures
    }
    ratings = {
        name: _rating([other.ratings.get(name) for other in subjects])
        for subject in subjects
        for name in subject.ratings
    }
    given = None if cohorts is None else {key: cohort.values for key, cohort in cohorts.items()}
    return grade_columns(
        program, class_name, sheets, len(subjects), group=group, flags=flags, measures=measures, ratings=ratings,
        cohorts=given, subject_at=subjects.__getitem__ if keep else None, engine=engine,
    )  # fmt: skip


def _measured_places(
    scheme: Scheme, class_name: str, subjects: Sequence[Subject], cohorts: Mapping[str, Cohort]
) -> dict[str, int]:
    """As many decimals as the values of each item have."""
    decimals = {item.key: 0 for _, item in scheme.form(class_name).items()}
    values = [(key, value) for key, cohort in cohorts.items() for value in cohort.values]
    for subject in subjects:
        for sheet in subject.sheets.values():
            values += [(key, entry.value) for key, entry in sheet.items() if isinstance(entry.value, Decimal)]
    for key, value in values:
        if key in decimals and value.is_finite():
            decimals[key] = max(decimals[key], places_of(value))
    return {key: min(places, 12) for key, places in decimals.items()}


def _encode(program: Program, number: int, entry: Entry) -> tuple[int, int]:
    """An entry as whole numbers: its value, and the points chosen. NOT_A_VALUE for what only the kernel can read."""
    item, unreadable = program.items[number], (NOT_A_VALUE, NO_POINTS)
    if entry.points is not None and not _fits(entry.points):
        return unreadable
    try:
        points = NO_POINTS if entry.points is None else whole(entry.points, program.form.decimals)
    except CannotCompile:
        return unreadable
    if isinstance(item, Options):
        names = list(item.options)
        return (names.index(str(entry.value)) if str(entry.value) in names else -1), points
    if not isinstance(entry.value, Decimal) or not _fits(entry.value):
        return unreadable
    places = program.value_places[number]
    try:
        coded = whole(entry.value, places)
        return (coded if abs(coded) < LIMIT else NOT_A_VALUE), points
    except CannotCompile:
        counted = isinstance(item, (DeductPerOccurrence, DeductOnce, RewardPerOccurrence, Steps))
        if counted or places == program.form.decimals or not item.applies_to(program.class_name):
            return unreadable
        raise


def _fits(figure: Decimal) -> bool:
    return figure.is_finite() and abs(figure) < LARGEST


def _known(program: Program, sheets: Sequence[Mapping[str, Entry] | None]) -> None:
    """Refuse, as the kernel does, an item that is not on the sheet."""
    keys = {item.key for item in program.items}
    for row, sheet in enumerate(sheets):
        for key in sheet or {}:
            if key not in keys:
                try:
                    program.form.find(key)
                except Refusal as refusal:
                    raise Refusal(refusal.code, **refusal.facts, row=row) from None


def _columns(program: Program, sheets: Sequence[Mapping[str, Entry] | None]) -> Sheet:
    _known(program, sheets)
    columns = {}
    for number, item in enumerate(program.items):
        entries = [(sheet or {}).get(item.key) for sheet in sheets]
        if not any(entries):
            continue
        coded = [_encode(program, number, entry) if entry else (0, NO_POINTS) for entry in entries]
        columns[item.key] = Column(
            value=np.array([value for value, _ in coded], np.int64),
            recorded=np.array([entry is not None for entry in entries], bool),
            reason=np.array([entry is not None and has_reason(entry.reason) for entry in entries], bool),
            points=np.array([points for _, points in coded], np.int64),
        )
    return Sheet(columns=columns, present=[sheet is not None for sheet in sheets])


def _lines(program: Program, sheets: Sequence[Mapping[str, Entry] | None]) -> Sheet:
    _known(program, sheets)
    numbers = {item.key: number for number, item in enumerate(program.items)}
    entries = []
    for at, sheet in enumerate(sheets):
        for key, entry in (sheet or {}).items():
            coded, points = _encode(program, numbers[key], entry)
            entries.append((at, numbers[key], coded, points, has_reason(entry.reason)))
    # Last come first: lines may arrive in any order.
    table = np.array(entries[::-1], np.int64).reshape(-1, 5)
    lines = Lines(
        row=table[:, 0].astype(np.int32),
        item=table[:, 1].astype(np.int16),
        value=table[:, 2].copy(),
        points=table[:, 3].copy(),
        reason=table[:, 4].astype(bool),
    )
    return Sheet(lines=lines, present=[sheet is not None for sheet in sheets])


def _measure(values: Sequence[Decimal | None]) -> Measure:
    places = places_of(*values)
    coded = [0 if value is None else whole(value, places) for value in values]
    return Measure(np.array(coded, np.int64), places, np.array([value is not None for value in values], bool))


def _rating(values: Sequence[str | None]) -> Rating:
    names = tuple(dict.fromkeys(value for value in values if value is not None))
    return Rating(
        np.array([-1 if value is None else names.index(value) for value in values], np.int64), names
    )
