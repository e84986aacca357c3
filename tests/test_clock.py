"""The one place that says what day it is."""

from datetime import UTC, date, datetime
from threading import Thread

from django.utils.timezone import localdate

from jiceng import clock

DAY, OTHER = date(2012, 2, 29), date(2013, 1, 5)


def test_today_is_the_machines_day_where_nobody_set_one():
    assert clock.today() == localdate()


def test_a_day_that_is_set_holds_until_its_block_ends():
    with clock.on(DAY):
        with clock.on(OTHER):
            assert clock.today() == OTHER
        assert clock.today() == DAY
    assert clock.today() == localdate()


def test_a_day_that_is_set_holds_after_an_error_no_longer():
    try:
        with clock.on(DAY):
            raise KeyError
    except KeyError:
        pass
    assert clock.today() == localdate()


def test_a_day_that_is_set_is_every_threads_day():
    seen = []
    with clock.on(DAY):
        thread = Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen == [DAY]


def test_a_moment_lies_in_the_day_of_the_sites_zone():
    assert clock.day_of(datetime(2012, 2, 28, 17, tzinfo=UTC)) == DAY
