"""Two people at once, in a database of its own: one wins, the other is told who was first."""

import pytest

from jiceng.kernel.refusal import Refusal
from jiceng.services import procedure, standing
from jiceng.services import sheet as services
from jiceng.services.procedure import moves
from jiceng.services.sheet import correction as corrections
from jiceng.store.models import Correction, Move, Subject, Track
from tests.campaigns import Running
from tests.factories import ON, in_post
from tests.files import at_once, database_in
from tests.services.procedure.test_moves import LATER


@pytest.fixture
def running(tmp_path, django_db_setup, django_db_blocker, monkeypatch):
    monkeypatch.setattr(standing, "missing", lambda track, on: [])
    with django_db_blocker.unblock(), database_in(tmp_path / "races.sqlite3"):
        yield Running()


def two_move(running):
    """Both have the page open at the first step and press the button in the same moment."""
    both = [running.town_officer, in_post("committee-officer", running.town)]
    seen = [running.track, running.track]
    for one in seen:
        one.campaign = running.campaign
    acts = [
        lambda who=who, track=track: procedure.move_on(track=track, by=who, on=LATER).step
        for who, track in zip(both, seen, strict=True)
    ]
    return at_once(*acts)


def one_wins(answers):
    won = [one for one in answers if one == "assessment"]
    told = [one.code for one in answers if isinstance(one, Refusal)]
    return (len(won), told)


def test_of_two_who_move_at_once_one_moves_and_the_other_is_told(running):
    answers = two_move(running)

    assert one_wins(answers) == (1, ["procedure.moved-meanwhile"])
    [refused] = [one for one in answers if isinstance(one, Refusal)]
    assert refused.facts["who"] == Move.objects.get().by.get_full_name()
    assert (running.track.step, running.track.version) == ("assessment", 2)


def test_without_the_conditional_update_both_would_move(running, monkeypatch):
    """The negative control: the same two, and the row no longer asks which version they saw."""

    def heedless(track, to, on):
        return bool(Track.objects.filter(pk=track.pk).update(step=to, version=track.version + 1))

    monkeypatch.setattr(moves, "_claim", heedless)

    assert one_wins(two_move(running)) != (1, ["procedure.moved-meanwhile"])


def asked(running):
    running.stand_at("notice")
    subject = running.decided(grade="较好")
    return services.ask_correction(
        subject=subject, grade="一般", reason="复核发现台账缺失，原分有误", by=running.town_officer, on=ON
    )


def two_answer(running):
    waiting = asked(running)
    other = in_post("county-officer", running.county)
    return at_once(
        lambda: (
            services.approve_correction(
                correction=Correction.objects.get(pk=waiting.pk), by=running.officer, on=ON
            ).pending
        ),
        lambda: (
            services.approve_correction(
                correction=Correction.objects.get(pk=waiting.pk), by=other, on=ON
            ).pending
        ),
    )


def test_of_two_who_answer_a_correction_at_once_one_answers(running):
    answers = two_answer(running)

    assert [one.code for one in answers if isinstance(one, Refusal)] == ["sheet.correction-approved-already"]
    assert Subject.objects.get().version == 2


def test_without_the_conditional_answer_a_result_would_change_twice(running, monkeypatch):
    """The negative control."""

    def heedless(correction, **told):
        return bool(Correction.objects.filter(pk=correction.pk).update(pending=None, **told))

    monkeypatch.setattr(corrections, "_answer", heedless)
    monkeypatch.setattr(corrections, "_check_not_overtaken", lambda subject, correction: None)

    two_answer(running)

    assert Subject.objects.get().version == 3
