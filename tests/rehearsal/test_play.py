"""Who is visited on which day, and what comes of it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from jiceng.rehearsal.play import LASTS, LATE_AFTER, Asked, Deed, Play
from jiceng.reports.desk import Due
from tests.rehearsal.conftest import START
from tests.rehearsal.pages import page

DAY = timedelta(days=1)


@pytest.fixture
def late(monkeypatch):
    """late(due_on): a rehearsal of people who put things off, one of whom has one line."""

    def play(due_on, about="b"):
        play = Play([], START, temperament="late")
        play.robots = [SimpleNamespace(account=SimpleNamespace(username="a"))]
        campaign = SimpleNamespace(adoption=SimpleNamespace(pack="planted"))
        line = Due("desk.owed", {}, "", about, due_on, "open", START, campaign, "record", mechanism="meeting")
        monkeypatch.setattr(play, "_lines", lambda day: {"a": [line]})
        play.played.asked["planted/meeting"] = Asked(START, "")
        assert list(play._to_visit(START)) == play.robots  # the first look; nothing is done yet
        return play

    return play


@pytest.mark.parametrize(
    ("due_on", "acts_on"),
    [
        (None, START + LATE_AFTER),
        (START + 5 * DAY, START + 6 * DAY),
        (START + LASTS * DAY, START + LATE_AFTER),  # when the campaign ends
    ],
)
def test_late_people_are_visited_again_on_the_day_on_which_they_act(late, due_on, acts_on):
    play = late(due_on)

    assert list(play._to_visit(acts_on - DAY)) == []
    assert list(play._to_visit(acts_on)) == play.robots


def test_what_is_posted_anew_is_posted_on_the_last_day_of_its_stretch_for_afterwards_nobody_can(late):
    due_on = START + 5 * DAY
    play = late(due_on, about=f"organisation:7/board/notice.not-posted-in@{due_on}")

    assert list(play._to_visit(due_on - DAY)) == []
    assert list(play._to_visit(due_on)) == play.robots


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (200, []), (409, []), (422, []), (400, ["page-failed"]), (405, ["page-failed"]), (500, ["page-failed"]),
        (403, ["asked-who-may-not"]), (404, ["asked-who-may-not"]),
    ],
)  # fmt: skip
def test_a_page_that_neither_answers_nor_refuses_is_found(status, kinds):
    play = Play([], START)
    account = SimpleNamespace(place="", role="", name="")

    play._check_pages(SimpleNamespace(pages=[page("", status)], account=account), "", START)

    assert [finding.kind for finding in play.played.findings] == kinds


LINE = (
    '<li data-line="desk.owed" data-about="organisation:7/meeting" data-mechanism="planted/meeting" data-own>'
    '<a data-follow href="/records/"></a></li>'
)


IDENTITY = ("desk.owed", "organisation:7/meeting", "http://testserver/records/")
ANOTHER = ("desk.owed", "organisation:8/meeting", "http://testserver/records/")


@pytest.mark.parametrize(
    ("line", "name", "mechanism", "ended"),
    [
        (IDENTITY, "甲", "planted/meeting", 1),
        (ANOTHER, "甲", "planted/meeting", 0),
        (IDENTITY, "乙", "planted/meeting", 0),
        (IDENTITY, "甲", "planted/other", 0),
    ],
)
def test_a_line_has_ended_only_by_a_form_of_its_mechanism_that_it_led_its_owner_to(
    line, name, mechanism, ended
):
    play = Play([], START)
    account = SimpleNamespace(username="a", place="", role="", name="甲")
    desks = iter([page(LINE), page("")])
    robot = SimpleNamespace(account=account, pages=[], desk=lambda: next(desks))
    play._desk(robot, START)
    play.played.deeds.append(
        Deed(START, "", "", name, line, mechanism, "record.write", "7", "", 1, True, ("", ""))
    )

    play._desk(robot, START)

    assert len(play.played.asked["planted/meeting"].ended) == ended
