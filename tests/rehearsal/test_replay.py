"""A finding is a file that anybody can play again."""

import pytest

from jiceng.kernel.refusal import Refusal
from jiceng.rehearsal import replay
from jiceng.rehearsal.play import Play
from tests.rehearsal.conftest import START

NEVER_ASKED = "never-asked"
PACK = "hunan-township-building-year"
MECHANISM = f"{PACK}/work-reports"


@pytest.fixture
def rehearsal(monkeypatch):
    """A play that finds, on its first day, what it is asked to find; nothing is opened."""
    play = Play([], START)
    monkeypatch.setattr(play, "_begin", lambda: None)
    monkeypatch.setattr(play, "_end", lambda day: None)
    monkeypatch.setattr(play, "_next", lambda day: None)
    monkeypatch.setattr(play, "day", lambda day: play.played.find(NEVER_ASKED, MECHANISM, day, "", "会议"))
    return play


def test_a_finding_is_written_as_what_its_rehearsal_needs_and_read_again(rehearsal, tmp_path):
    rehearsal.run()
    (tmp_path / "001-old.json").write_text("{}")
    rehearsal.names = [PACK]

    replay.write(rehearsal, tmp_path)

    [file] = tmp_path.iterdir()
    kept = replay.read(file)
    assert (kept["kind"], kept["mechanism"], kept["packs"]) == (NEVER_ASKED, MECHANISM, [PACK])
    assert kept["on"] == START.isoformat()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"start": "2027-02-30"}'])
def test_what_is_no_finding_is_refused_with_what_to_do(text, tmp_path):
    file = tmp_path / "x.json"
    file.write_text(text)

    with pytest.raises(Refusal, match="replay-unreadable"):
        replay.read(file)


def test_the_same_finding_is_still_failing_and_another_is_mended(rehearsal):
    assert replay.again(rehearsal, NEVER_ASKED, MECHANISM, START) is not None
    assert replay.again(rehearsal, "page-failed", MECHANISM, START) is None


def test_a_replay_ends_with_the_day_of_its_finding(rehearsal):
    replay.again(rehearsal, NEVER_ASKED, MECHANISM, START)

    assert not rehearsal.is_over(START)
    assert rehearsal.is_over(START.replace(day=START.day + 1))
