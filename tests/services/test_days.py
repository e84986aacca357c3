"""Days off: as announced, as entered by hand, and what is said where nobody has entered any."""

from datetime import date

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import days
from jiceng.store.models import AuditEvent, Holiday
from tests.factories import committee, committee_officer, officer, system_administrator

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)


@pytest.fixture
def county():
    return committee()


def enter(county, day, working=False, name="中秋节", by=None):
    return days.set_holiday(
        day=day, working=working, name=name, organisation=county, by=by or officer(county), on=ON
    )


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


def test_the_days_off_of_2012_are_entered_as_they_were_announced():
    made = days.load_holidays([2012])

    calendar = days.calendar(date(2012, 4, 1))
    assert made[2012] == Holiday.objects.count()
    assert not calendar.is_working(date(2012, 4, 2))  # Tomb-Sweeping Day, moved
    assert calendar.is_working(date(2012, 3, 31))  # the Saturday worked for it
    assert calendar.after(date(2012, 4, 20), 5) == date(2012, 4, 27)
    assert Holiday.objects.get(on=date(2012, 4, 4)).name == "清明节"
    assert Holiday.objects.get(on=date(2012, 3, 31)).name == "清明节调休"


def test_only_what_differs_from_the_week_is_entered():
    days.load_holidays(range(2010, 2013))

    wrong = [one for one in Holiday.objects.all() if one.working != (one.on.weekday() >= 5)]

    assert wrong == []


def test_entering_a_year_twice_adds_nothing_and_leaves_what_was_changed_by_hand(county):
    days.load_holidays([2012])
    enter(county, date(2012, 4, 4), name="寒食")

    assert days.load_holidays([2012]) == {2012: 0}
    assert Holiday.objects.get(on=date(2012, 4, 4)).name == "寒食"


def test_a_year_nobody_has_announced_is_refused_before_anything_is_entered():
    last = days.published()[-1]

    wrong = refused(days.load_holidays, [2012, last + 1])

    assert (wrong.code, wrong.facts["year"]) == ("days.year-not-published", last + 1)
    assert not Holiday.objects.exists()


def test_an_unknown_year_is_said_beside_whatever_was_counted_in_it():
    days.load_holidays([2026])
    calendar = days.calendar(ON)

    assert days.unknown(calendar, date(2026, 12, 1), date(2026, 12, 31)) is None
    found = days.unknown(calendar, date(2026, 12, 28), date(2027, 1, 5))
    assert found is not None
    assert (found.code, found.facts["years"]) == ("days.not-entered", ["2027"])
    assert calendar.is_working(date(2027, 1, 1))  # a Friday: Monday to Friday is counted


def test_one_day_off_does_not_make_a_year_known(county):
    enter(county, date(2027, 1, 1), name="元旦", by=officer(county))

    found = days.unknown(days.calendar(ON), date(2027, 2, 5), date(2027, 2, 10))

    assert found is not None
    assert found.facts["years"] == ["2027"]


def test_every_year_that_was_announced_is_known():
    days.load_holidays(days.published())
    calendar = days.calendar(ON)

    assert set(range(ON.year - 1, ON.year + 1)) & set(days.published()) <= calendar.known


def test_a_day_is_entered_changed_and_taken_out_and_each_is_recorded(county):
    by = officer(county)
    enter(county, date(2027, 1, 1), name="元旦", by=by)
    enter(county, date(2027, 1, 1), name="元旦", by=by)
    enter(county, date(2027, 1, 1), name="新年", by=by)
    assert not days.calendar(ON).is_working(date(2027, 1, 1))

    days.remove_holiday(day=date(2027, 1, 1), organisation=county, by=by, on=ON)
    days.remove_holiday(day=date(2027, 1, 1), organisation=county, by=by, on=ON)

    assert days.calendar(ON).is_working(date(2027, 1, 1))
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["days.entered", "days.entered", "days.removed"]


@pytest.mark.parametrize(
    ("day", "working", "name", "code"),
    [
        (date(2027, 1, 2), False, "元旦", "days.weekend-already"),
        (date(2027, 1, 1), True, "元旦调休", "days.weekday-already"),
        (date(2027, 1, 1), False, " ", "days.name-missing"),
    ],
)
def test_what_the_week_says_already_is_not_entered(county, day, working, name, code):
    assert refused(enter, county, day, working, name).code == code


@pytest.mark.parametrize("make", [committee_officer, system_administrator])
def test_days_off_are_the_county_officers(county, make):
    with pytest.raises(Forbidden):
        enter(county, date(2027, 1, 1), by=make(county))
    with pytest.raises(Forbidden):
        days.remove_holiday(day=date(2027, 1, 1), organisation=county, by=make(county), on=ON)
