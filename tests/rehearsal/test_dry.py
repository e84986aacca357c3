from datetime import date

from jiceng.packs import load
from jiceng.rehearsal.dry import dry


def test_a_dry_rehearsal_says_by_when_what_is_due_and_the_earliest_first():
    lines = dry(load("meizhou-2012-lookback"), date(2027, 3, 1))

    days = [line.by_on for line in lines if line.by_on is not None]
    assert days == sorted(days)
    assert {line.mechanism: line.by_on for line in lines}["recheck-return"] == date(2027, 6, 25)
    assert lines[-1].by_on is None


def test_a_dry_rehearsal_after_a_printed_day_asks_for_another():
    lines = {line.mechanism: line for line in dry(load("meizhou-2012-lookback"), date(2027, 7, 1))}

    assert (lines["recheck-return"].by_on, lines["recheck-return"].passed) == (None, True)


def test_a_dry_rehearsal_names_what_has_to_be_set_first():
    lines = {line.mechanism: line for line in dry(load("yichun-2012-grading"), date(2027, 4, 12))}

    assert set(lines["spot-check"].unset) == {"size", "share"}
