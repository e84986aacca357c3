"""What is taken away, and whether anybody misses it; the plays themselves are stood in for."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from jiceng.kernel.duty import Record
from jiceng.kernel.procedure import Steps
from jiceng.rehearsal import removal
from jiceng.rehearsal.removal import KINDS, Kept, noticed
from jiceng.rehearsal.robot import Robot
from tests.rehearsal.conftest import START

MEETING = "planted/meeting"


def deed(on, taken=True):
    return SimpleNamespace(mechanism=MEETING, on=on, taken=taken, role="secretary", address="/records/")


def test_the_dawn_that_is_kept_is_of_the_day_on_which_a_form_was_first_taken():
    kept = Kept()
    deeds = []
    play = SimpleNamespace(played=SimpleNamespace(deeds=deeds))
    days = [START + timedelta(days=at) for at in range(4)]

    for day, made in zip(
        days, ([], [deed(days[1], taken=False)], [deed(days[2])], [deed(days[3])]), strict=True
    ):
        kept.last = SimpleNamespace(day=day)
        deeds += made
        kept.note(play)

    assert kept.dawns[MEETING].day == days[2]


@pytest.mark.parametrize(
    ("done", "answers"),
    [
        ([True, False, False, False], [(kind, True) for kind in KINDS]),
        ([True, False, True, False], [("page", True), ("actor", False), ("reader", True)]),
        ([False], []),  # nothing is gone and it is not done within the day: it would miss everything
    ],
)
def test_a_removal_counts_as_noticed_only_where_the_day_without_it_does_the_mechanism(
    monkeypatch, done, answers
):
    plays = iter(done)
    monkeypatch.setattr(removal, "_done_without", lambda *args: next(plays))
    monkeypatch.setattr(removal, "rule_of", lambda mechanism: Record(by="secretary"))
    play = SimpleNamespace(played=SimpleNamespace(deeds=[deed(START)]), at_dawn=Kept())

    assert list(noticed(play, None, MEETING)) == answers
    assert next(plays, None) is None


def test_one_thing_alone_can_be_taken_away(monkeypatch):
    plays = iter([True, False])
    monkeypatch.setattr(removal, "_done_without", lambda *args: next(plays))
    monkeypatch.setattr(removal, "rule_of", lambda mechanism: Record(by="secretary"))
    play = SimpleNamespace(played=SimpleNamespace(deeds=[deed(START)]), at_dawn=Kept())

    assert list(noticed(play, None, MEETING, ["actor"])) == [("actor", True)]


def test_steps_have_no_reader_that_could_be_taken_away(monkeypatch):
    plays = iter([True, False, False])
    monkeypatch.setattr(removal, "_done_without", lambda *args: next(plays))
    monkeypatch.setattr(removal, "rule_of", lambda mechanism: Steps(steps=()))
    play = SimpleNamespace(played=SimpleNamespace(deeds=[deed(START)]), at_dawn=Kept())

    assert list(noticed(play, None, MEETING)) == [("page", True), ("actor", True)]


def test_a_page_that_is_taken_away_answers_nobody_and_comes_back():
    robot = Robot(None, "1", lambda holder: 0)

    with removal.without_pages(SimpleNamespace(robots=[robot]), {"/records/"}):
        assert robot.get("/records/?line=a").status == 404

    assert robot.shut == frozenset()


def test_a_page_that_is_taken_away_is_not_reached_by_a_redirect_either():
    there = SimpleNamespace(
        redirect_chain=[("/records/", 302)], status_code=200, headers={}, streaming=False, content=b""
    )
    robot = Robot(None, "1", lambda holder: 0, client=SimpleNamespace(get=lambda *args, **kwargs: there))

    with removal.without_pages(SimpleNamespace(robots=[robot]), {"/records/"}):
        assert robot.get("/go/").status == 404


@pytest.mark.parametrize(("asked", "done"), [(1, True), (0, False)])
def test_what_a_walk_comes_upon_without_anybody_having_been_asked_is_missed(monkeypatch, asked, done):
    verdict = SimpleNamespace(done=True, asked=asked)
    monkeypatch.setattr(removal, "verdict_of", lambda played, mechanism: verdict)

    assert removal._is_asked_and_done(None, MEETING) is done
