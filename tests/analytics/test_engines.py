"""One meaning, two engines: whatever the kernel says about an organisation, the columns say too."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiceng.analytics import engines
from jiceng.analytics.engine import judge_case, judge_cases, outcome_of
from jiceng.analytics.sheet import Sheet, compile_form, grade_form
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Cohort, Scheme, cohorts_of, score
from tests.analytics.forms import CLASS, forms, schemes, subjects

# The engine is a fixture on purpose: it holds nothing that one example could leave for the next.
EXAMPLES = settings(
    max_examples=120,
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


@pytest.mark.parametrize("name", ["duckdb", "NumPy"])
def test_an_engine_that_does_not_exist_is_named(name):
    with pytest.raises(ValueError, match=f"no engine '{name}'"):
        engines.choose(name)
