"""Dates as documents write them, and Chinese working days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.days import WorkingDays, in_year, months_after, periods, unknown_braces, with_year
from jiceng.kernel.refusal import Refusal

# Tomb-Sweeping Day and Labour Day 2012, as announced: 2 to 4 April off with 31 March and 1 April worked; 29 April to
# 1 May off with 28 April worked.
SPRING = WorkingDays(
    off=frozenset(
        {date(2012, 4, 2), date(2012, 4, 3), date(2012, 4, 4), date(2012, 4, 30), date(2012, 5, 1)}
    ),
    worked=frozenset({date(2012, 3, 31), date(2012, 4, 1), date(2012, 4, 28)}),
    known=frozenset({2012}),
)
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
CALENDARS = st.builds(
    WorkingDays, off=st.frozensets(DAYS, max_size=40), worked=st.frozensets(DAYS, max_size=40)
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2012, 3, 30), True),
        (date(2012, 3, 31), True),  # a Saturday that is worked
        (date(2012, 4, 2), False),  # a Monday that is off
        (date(2012, 4, 5), True),
        (date(2012, 4, 7), False),
    ],
)
def test_days_off_and_worked_weekends_count_as_announced(day, works):
    assert SPRING.is_working(day) is works


def test_five_working_days_over_a_holiday():
    assert SPRING.after(date(2012, 4, 26), 5) == date(2012, 5, 4)
    assert WorkingDays().after(date(2012, 4, 26), 5) == date(2012, 5, 3)  # without the table


def test_a_year_without_a_table_is_not_known():
    assert SPRING.knows(date(2012, 1, 1), date(2012, 12, 31))
    assert not SPRING.knows(date(2012, 12, 30), date(2013, 1, 5))


@given(CALENDARS, DAYS, st.integers(0, 60))
def test_counting_gives_back_what_was_added(calendar, day, count):
    end = calendar.after(day, count)

    assert calendar.count(day + timedelta(1), end) == count
    assert count == 0 or calendar.is_working(end)


@given(CALENDARS, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_two_stretches_are_one(calendar, day, first, second):
    assert calendar.after(calendar.after(day, first), second) == calendar.after(day, first + second)


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_another_day_off_never_brings_the_end_forward(calendar, day, count):
    end = calendar.after(day, count)
    longer = WorkingDays(calendar.off | {end}, calendar.worked - {end})

    assert longer.after(day, count) > end


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("04-25", date(2012, 4, 25)),
        ("+1-01-05", date(2013, 1, 5)),
        ("02-29", date(2012, 2, 29)),
        ("+1-02-29", date(2013, 2, 28)),
    ],
)
def test_a_day_of_a_year(text, day):
    assert in_year(text, 2012) == day


def test_a_plus_without_a_number_of_years_is_refused_with_what_to_write():
    with pytest.raises(Refusal) as refusal:
        in_year("+01-05", 2012)

    assert refusal.value.code == "days.which-year"
    assert refusal.value.facts["instead"] == "+1-01-05"


@given(st.integers(2004, 2040))
def test_the_last_of_february_is_the_last_in_every_year(year):
    assert in_year("02-29", year) + timedelta(1) == date(year, 3, 1)
    assert in_year("+1-02-29", year) + timedelta(1) == date(year + 1, 3, 1)


@pytest.mark.parametrize("text", ["", "4月25日", "13-01", "04-31", "2012-04-25", "04", "+2-01-01"])
def test_what_is_no_day_of_a_year_is_refused(text):
    with pytest.raises(Refusal) as refusal:
        in_year(text, 2012)

    assert refusal.value.code == "days.not-a-day"


@given(DAYS, st.integers(0, 120))
def test_some_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


@given(DAYS, st.integers(1, 12), st.integers(0, 1500))
def test_periods_are_counted_from_their_anchor_without_gap_or_overlap(anchor, months, days):
    through = anchor + timedelta(days)
    found = periods(anchor, months, through)

    assert found[0].first == anchor
    assert through in found[-1]
    for at, (one, following) in enumerate(pairwise(found)):
        assert one.last + timedelta(1) == following.first == months_after(anchor, months * (at + 1))


def test_a_title_speaks_of_the_years_of_its_campaign():
    assert with_year("{year-2}年—{year}年公示牌", 2026) == "2024年—2026年公示牌"
    assert unknown_braces("{year-2}年—{jahr}年") == ["{jahr}"]
