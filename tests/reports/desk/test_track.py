"""Steps that can move on, committees that are late, draws without findings, corrections to approve."""

from datetime import timedelta

import pytest

from jiceng import phrases
from jiceng.access import scope
from jiceng.kernel.procedure import Sample
from jiceng.reports import desk
from jiceng.store.models import Correction, Draw, DrawRow, Window
from tests.campaigns import Running
from tests.factories import ON, inspector

pytestmark = pytest.mark.django_db


def lines(who, on=ON):
    return desk.due(scope.posts(who), on)


def found(who, code, on=ON):
    return [line for line in lines(who, on) if line.code == code]


@pytest.fixture
def nothing_missing(monkeypatch):
    monkeypatch.setattr("jiceng.services.owing.whose._gaps", lambda *args: {})


def test_a_complete_step_is_the_committee_officers_to_move_on(nothing_missing):
    run = Running()

    [line] = found(run.town_officer, "desk.move-on")
    [above] = found(run.officer, "desk.move-on")

    assert (line.action, line.args, line.own) == ("track", (run.track.pk,), True)
    assert not above.own
    assert "可以进入" in phrases.sentence(line.code, line.facts)


def test_the_last_step_is_the_countys_to_file(nothing_missing):
    run = Running()
    run.stand_at("filing")

    [line] = found(run.officer, "desk.file")

    assert line.own
    assert found(run.town_officer, "desk.file") == []


def test_a_step_that_still_awaits_something_is_not_ready():
    run = Running()

    assert found(run.town_officer, "desk.move-on") == []


def test_the_county_sees_who_is_late_once_the_day_has_passed():
    run = Running()
    until = Window.objects.get(campaign=run.campaign, step=run.track.step).until_on

    assert found(run.officer, "desk.committee-late", on=until) == []
    [line] = found(run.officer, "desk.committee-late", on=until + timedelta(days=1))
    assert (line.band, line.own, line.facts["committee"]) == ("late", False, run.town.name)


def drawn(run):
    key = next(key for key, rule in run.campaign.rules.items() if isinstance(rule, Sample))
    draw = Draw.objects.create(
        campaign=run.campaign, mechanism=key, organisation=run.county, seed="7", size=1, frame_size=1,
        frame_digest="0" * 64, by=run.officer, on=ON,
    )  # fmt: skip
    row = DrawRow.objects.create(draw=draw, subject=run.subject, place=1)
    return key, row


def test_who_has_to_look_at_what_was_drawn_sees_it_until_there_is_a_finding():
    run = Running()
    key, row = drawn(run)
    role = run.campaign.rules[key].by
    who = inspector(run.county) if role == "inspector" else run.officer

    [line] = found(who, "desk.drawn-one")
    assert (line.action, line.args) == ("draws", (run.campaign.pk, key))

    row.outcome, row.finding, row.found_by, row.found_on = "upheld", "属实", who, ON
    row.save()
    assert found(who, "desk.drawn-one") == []


def test_a_correction_waits_for_somebody_else_than_who_asked():
    run = Running()
    other = run.who("county-officer", run.county)
    Correction.objects.create(
        subject=run.decided(), number=1, old_grade="好", new_grade="较好", reason="查实", asked_by=run.town_officer,
        asked_on=ON,
    )  # fmt: skip

    [line] = found(other, "desk.correction")

    assert (line.due_on, line.band, line.since) == (None, "open", ON)
    assert found(run.town_officer, "desk.correction") == []
    Correction.objects.update(asked_by=other)
    assert found(other, "desk.correction") == []
