"""Printed days in a campaign: over every shipped pack, every year from 2012 to 2036, whatever day it opens."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng import packs
from jiceng.kernel.dates import Calendar, moves
from jiceng.kernel.days import in_year
from jiceng.kernel.duty import Return
from jiceng.kernel.procedure import Step, Steps

PACKS = [packs.load(name) for name in packs.names()]
RULES = {pack.name: {key: mechanism.rule for key, mechanism in pack.mechanisms.items()} for pack in PACKS}
YEARS = {pack.name: pack.year for pack in PACKS}
OPENINGS = st.dates(date(2012, 1, 1), date(2036, 12, 31)) | st.sampled_from(
    [date(2016, 2, 29), date(2024, 2, 29), date(2023, 12, 31), date(2025, 1, 31), date(2012, 4, 12)]
)
NAMES = st.sampled_from(sorted(RULES))


def printed_by(calendar):
    return [day for key in calendar.dated() for day in calendar.printed(key)]


@given(NAMES, OPENINGS)
def test_no_deadline_lies_before_the_opening(name, opened):
    calendar = Calendar(RULES[name], opened, YEARS[name])

    assert all(day.on is None or day.on >= opened for day in printed_by(calendar))
    for window in calendar.windows().values():
        assert window.from_on is None or window.from_on >= opened
        assert window.until_on is None or window.until_on >= max(opened, window.from_on or opened)


@given(NAMES, OPENINGS)
def test_moving_days_keep_every_distance_and_fixed_days_their_day_of_the_year(name, opened):
    rules, year = RULES[name], YEARS[name]
    calendar = Calendar(rules, opened, year)
    dated = [rule for rule in rules.values() if isinstance(rule, Return) and rule.due_on]
    for rule in dated:
        day = calendar.day(rule.due_on, rule)
        if opened.year != year and moves(rule, calendar.steps or Steps(steps=())):
            first = min(in_year(text, year) for text in calendar.steps.printed())
            assert day - opened == in_year(rule.due_on, year) - first
        else:
            assert day == in_year(rule.due_on, opened.year)


@given(NAMES, OPENINGS)
def test_in_its_own_year_every_printed_day_is_itself_or_not_set(name, opened):
    year = YEARS[name] or 2012
    opened = in_year(f"{opened:%m-%d}", year)

    for day in printed_by(Calendar(RULES[name], opened, year)):
        assert day.on == (in_year(day.text, year) if in_year(day.text, year) >= opened else None)


def steps(*days, **facts):
    rows = [Step(key=f"s{at}", name="某步", actor="secretary", until_on=day) for at, day in enumerate(days)]
    return Steps(steps=tuple(rows), **facts)


def test_a_lone_day_is_fixed_and_several_move_unless_the_pack_says_otherwise():
    lone, several = steps("04-20"), steps("04-20", "04-25")

    assert [moves(one, one) for one in (lone, several)] == [False, True]
    assert moves(steps("04-20", days_are="moving"), steps("04-20", days_are="moving"))
    assert not moves(Return(forms=("list",), due_on="04-30", days_are="fixed"), several)
    assert moves(Return(forms=("list",), due_on="04-30"), several)
    assert not moves(Return(forms=("list",), due_on="04-30"), lone)


@pytest.mark.parametrize(
    ("opened", "due"),
    [(date(2026, 11, 1), date(2027, 1, 5)), (date(2027, 1, 1), date(2028, 1, 5))],
)
def test_a_day_of_the_year_after_is_in_the_year_after_the_opening(opened, due):
    rules = {"review": Return(forms=("list",), due_on="+1-01-05")}

    assert Calendar(rules, opened).printed("review")[0].on == due


def test_another_levels_day_is_told_apart_and_counts_beside_the_documents():
    calendar = Calendar(RULES["corps-2012-grading"], date(2026, 4, 16), 2012)

    days = [(day.level, day.on) for day in calendar.printed("situation")]
    assert days == [("", date(2026, 4, 20)), ("兵直党工委", None)]
