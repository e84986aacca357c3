"""One meaning, two engines: whatever the kernel says about an organisation, the columns say too."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiceng.analytics import engines
from jiceng.analytics.engine import judge_case, judge_cases, outcome_of
from jiceng.analytics.sheet import (
    Column,
    Lines,
    Program,
    Sheet,
    compile_form,
    compile_scheme,
    grade_columns,
    grade_form,
)
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Band, Bands, Cohort, Form, Scheme, cohorts_of, score
from jiceng.kernel.sheet.shapes import SHAPES, Options
from tests.analytics.forms import BY_SHAPE, CLASS, forms, schemes, subjects

# The engine is a fixture on purpose: it holds nothing that one example could leave for the next.
EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def kernel_says(scheme, subject, cohorts):
    """(total, heads, band grade, grade) or the refusal, as the kernel has it."""
    try:
        judged = scheme.judge(subject, cohorts=cohorts)
    except Refusal as refusal:
        return refusal.code, refusal.facts
    counted = scheme.scorers.counted()
    heads = judged.scores[counted[0].key].heads if len(counted) == 1 else None
    return judged.total, heads, judged.proposal.band_grade, judged.grade


def columns_say(scheme, subject, cohorts, engine):
    try:
        return tuple(judge_case(scheme, subject, cohorts=cohorts, engine=engine))
    except Refusal as refusal:
        return refusal.code, {name: fact for name, fact in refusal.facts.items() if name != "row"}


def class_says(scheme, everybody, group, engine, lines):
    """(answers of all rows, None), or (the refusal, its row)."""
    try:
        graded = judge_cases(scheme, everybody, group=group, engine=engine, lines=lines)
    except Refusal as refusal:
        row = refusal.facts.pop("row")
        return (refusal.code, refusal.facts), row
    return [tuple(outcome_of(scheme, graded, row)) for row in range(len(everybody))], None


def cohorts_around(scheme, *subjects):
    own = [sheet for one in subjects for sheet in one.sheets.values()]
    return cohorts_of(scheme.forms[CLASS], own)


@EXAMPLES
@given(data=st.data())
def test_one_organisation_is_judged_alike(engine, data):
    scheme = data.draw(schemes())
    subject, other = data.draw(subjects(scheme, tame=True)), data.draw(subjects(scheme, tame=True))
    cohorts = cohorts_around(scheme, subject, other)

    assert columns_say(scheme, subject, cohorts, engine) == kernel_says(scheme, subject, cohorts)


@EXAMPLES
@given(data=st.data())
def test_what_one_refuses_the_other_refuses_in_the_same_words(engine, data):
    scheme = data.draw(schemes())
    subject = data.draw(subjects(scheme, tame=False))
    cohorts = data.draw(st.sampled_from([{}, cohorts_around(scheme, subject)]))
    finite = {key: Cohort(tuple(v for v in one.values if v.is_finite())) for key, one in cohorts.items()}

    assert columns_say(scheme, subject, finite, engine) == kernel_says(scheme, subject, finite)


@EXAMPLES
@given(data=st.data(), lines=st.booleans())
def test_a_whole_class_is_graded_as_one_by_one(engine, data, lines):
    scheme = data.draw(schemes())
    everybody = data.draw(st.lists(subjects(scheme, tame=True), min_size=2, max_size=7))
    group = data.draw(st.lists(st.integers(0, 2), min_size=len(everybody), max_size=len(everybody)))
    first = next(one.key for one in scheme.scorers.counted())
    cohorts = {
        number: cohorts_of(
            scheme.forms[CLASS],
            [one.sheets[first] for one, own in zip(everybody, group, strict=True) if own == number],
        )
        for number in set(group)
    }
    wanted = [kernel_says(scheme, one, cohorts[number]) for one, number in zip(everybody, group, strict=True)]

    said, row = class_says(scheme, everybody, group, engine, lines)

    assert said == (wanted if row is None else wanted[row])


@EXAMPLES
@given(data=st.data())
def test_any_row_comes_back_as_the_kernel_takes_it(engine, data):
    scheme = data.draw(schemes())
    everybody = data.draw(st.lists(subjects(scheme, tame=True), min_size=1, max_size=3))
    try:
        graded = judge_cases(scheme, everybody, engine=engine, cohorts={}, keep=False)
    except Refusal:
        assume(False)

    judged = [scheme.judge(graded.subject_at(row)) for row in range(len(everybody))]

    assert [(one.total, one.grade) for one in judged] == [
        (graded.total_of(row), graded.grade_of(row)) for row in range(len(everybody))
    ]


@EXAMPLES
@given(form=forms())
def test_a_sheet_with_nothing_recorded_is_worth_the_same(engine, form):
    scheme = Scheme(forms={CLASS: form})
    scored = grade_form(compile_form(form, CLASS), Sheet(), rows=2, engine=engine)

    alone = score(scheme.form(CLASS), {}, class_name=CLASS)
    assert [Decimal(one).scaleb(-scored.total_places) for one in scored.total.tolist()] == [alone.total] * 2


def random_columns(form: Form, rows: int, rng: np.random.Generator) -> dict[str, Column]:
    """A column for every item of the class, of small values (which numba looks up) or of wide ones."""
    columns = {}
    for _, item in form.items():
        if not item.applies_to(CLASS):
            continue
        most = {"deduct-once": 1, "discretionary": 2, "steps": 1}.get(item.shape, 7)
        if isinstance(item, Options):
            most = len(item.options) - 1
        if item.shape in ("measure-bands", "rate", "rank", "proportional"):
            most = int(rng.choice([60, 1_000_000]))
        columns[item.key] = Column(
            rng.integers(0, most + 1, rows, dtype=rng.choice([np.int32, np.int64])),
            recorded=None if rng.random() < 0.3 else rng.random(rows) < 0.7,
            reason=np.ones(rows, bool),
            points=rng.integers(0, 3, rows),
        )
    return columns


def by_columns_or_lines(program: Program, columns: dict[str, Column], rng: np.random.Generator) -> Sheet:
    """Some of the items as lines instead, shuffled."""
    kept = {key: column for key, column in columns.items() if rng.random() < 0.5}
    lines = []
    for key, column in columns.items():
        if key not in kept:
            at = np.arange(len(column.value)) if column.recorded is None else np.flatnonzero(column.recorded)
            number = np.full(len(at), program.number(key))
            lines.append(np.stack([at, number, column.value[at], column.points[at]]))
    row, item, value, points = (
        rng.permutation(np.concatenate(lines, axis=1), axis=1) if lines else np.zeros((4, 0), int)
    )
    return Sheet(kept, Lines(row, item, value, np.ones(len(row), bool), points))


@EXAMPLES
@given(form=forms(), seed=st.integers(0, 2**32))
def test_many_rows_add_up_alike_on_both_engines_and_in_the_kernel(form, seed):
    pytest.importorskip("numba")
    rng, rows = np.random.default_rng(seed), 500
    bands = Bands(bands=(Band(grade="好", at_least=Decimal(50)), Band(grade="较差", at_least=Decimal(0))))
    scheme = Scheme(bands=bands, forms={CLASS: form})
    program = compile_scheme(scheme, CLASS, places=1)
    sheet = by_columns_or_lines(program.program, random_columns(form, rows, rng), rng)
    group = rng.integers(0, 3, rows)

    said, graded = [], None
    for engine in ("numba", "numpy"):
        try:
            graded = grade_columns(program, CLASS, {"assessment": sheet}, rows, group=group, engine=engine)
            said.append(
                (graded.total.tolist(), graded.scores["assessment"].heads.tolist(), graded.place.tolist())
            )
        except Refusal as refusal:
            said.append((refusal.code, refusal.facts))
        except ValueError as too_large:
            said.append(str(too_large))

    assert said[0] == said[1]
    for row in rng.choice(rows, 3).tolist() if graded else ():
        judged = scheme.judge(graded.subject_at(row), cohorts=graded.cohorts_at(row))
        assert (judged.total, judged.grade) == (graded.total_of(row), graded.grade_of(row))


def test_every_shape_of_the_kernel_is_among_the_random_items():
    assert set(BY_SHAPE) == set(SHAPES)


@pytest.mark.parametrize("name", ["duckdb", "NumPy"])
def test_an_engine_that_does_not_exist_is_named(name):
    with pytest.raises(ValueError, match=f"no engine '{name}'"):
        engines.choose(name)
