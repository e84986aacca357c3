"""From step to step: who, when, and only along the edges that the pack declares."""

from datetime import date, timedelta

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.procedure import Missing
from jiceng.kernel.refusal import Refusal
from jiceng.services import procedure, standing
from jiceng.services.procedure import moves
from jiceng.store.models import AuditEvent, Move, Track, Window
from tests.campaigns import ROLES, WITH_STEPS, Running
from tests.factories import ON, committee, in_post

pytestmark = pytest.mark.django_db
LATER = date(2013, 12, 31)  # every window has begun
WHY = "材料没有齐，先退回补正"


def states(pack):
    from jiceng import packs
    from jiceng.kernel.procedure import Steps

    [steps] = [one.rule for one in packs.load(pack).mechanisms.values() if isinstance(one.rule, Steps)]
    return [*steps.keys(), ""]


STATES = [(pack, state) for pack in WITH_STEPS for state in states(pack)]


@pytest.fixture
def running():
    return Running()


@pytest.fixture
def complete(monkeypatch):
    """Everything that a step awaits is there."""
    monkeypatch.setattr(standing, "missing", lambda track, on: [])
    monkeypatch.setattr(
        standing, "missing_by_track", lambda campaign, tracks, on: {one.pk: [] for one in tracks}
    )


OFFICERS = ("county-officer", "committee-officer")


def answer(act, **facts):
    """What somebody gets: the kind of answer, and what the track then is."""
    try:
        return act(**facts).step
    except Forbidden:
        return "forbidden"
    except Refusal as refused:
        return refused.code


def expected(step, kind, role, *, at_county):
    """As the document says it: the county's officer ends the county's steps, the committee's officer all others."""
    if role not in OFFICERS:
        return "forbidden"
    ends = "county-officer" if step.actor == "county-officer" else "committee-officer"
    if role == "county-officer" and not at_county:
        return "refused"
    may = role == ends or (kind == "back" and role == "county-officer")
    return "moved" if may else "refused"


@pytest.mark.parametrize(
    ("pack", "state"), STATES, ids=[f"{pack} {state or 'finished'}" for pack, state in STATES]
)
def test_only_the_declared_edges_exist_for_every_role_from_every_state(pack, state, complete):
    running = Running(pack)
    steps = running.campaign.steps
    found, wanted = {}, {}
    for role in ROLES:
        for place in (running.town, running.county):
            by = running.who(role, place)
            # Who is no officer is refused before the step is looked at: for them one step back says as much as all.
            back = (*steps.keys(), "", "nowhere") if role in OFFICERS else steps.keys()[:1]
            for kind, to in [("on", None), *(("back", step) for step in back)]:
                track = running.stand_at(state)
                seen = track.version
                act = procedure.move_on if kind == "on" else procedure.send_back
                told = {"track": track, "by": by, "on": LATER, "reason": WHY}
                got = answer(act, **told, **({"to": to} if kind == "back" else {}))
                case = (role, place.name, kind, to)
                moved = running.track.version > seen
                found[case] = "forbidden" if got == "forbidden" else "moved" if moved else "refused"
                if not state or (kind == "back" and to not in steps.at(state).back_to):
                    declared = "refused"
                else:
                    declared = expected(steps.at(state), kind, role, at_county=place == running.county)
                wanted[case] = declared if role in OFFICERS else "forbidden"
                if moved:
                    assert got == (steps.after(state) if kind == "on" else to)

    assert found == wanted
    assert "moved" in found.values() or not state


def test_a_step_that_awaits_something_names_it_and_does_not_move(running):
    with pytest.raises(Refusal) as refused:
        procedure.move_on(track=running.track, by=running.town_officer, on=ON)

    assert refused.value.code == "procedure.still-awaits"
    assert "guidance-team" in {one.mechanism for one in standing.missing(running.track, ON)}
    assert running.track.version == 1


@pytest.mark.parametrize(
    ("on", "reason", "got"),
    [
        (date(2012, 4, 14), "", "procedure.early-without-reason"),
        (date(2012, 4, 14), "自评已经提前完成", "assessment"),
        (date(2012, 4, 15), "", "assessment"),
        (date(2012, 5, 30), "", "assessment"),
    ],
)
def test_an_early_move_asks_for_a_reason_and_a_late_one_is_marked(running, complete, on, reason, got):
    assert (
        answer(procedure.move_on, track=running.track, by=running.town_officer, on=on, reason=reason) == got
    )
    told = AuditEvent.objects.filter(action="track.moved-on").values_list("body", flat=True)
    assert ['"late":"late"' in body.replace(" ", "") for body in told] == (
        [on > date(2012, 4, 14)] if got == "assessment" else []
    )


def test_the_same_move_sent_twice_is_made_once(running, complete):
    seen = running.track

    first = procedure.move_on(track=seen, by=running.town_officer, on=LATER)
    seen = Track.objects.get(pk=seen.pk)
    seen.step, seen.version = "self-assessment", 1
    second = procedure.move_on(track=seen, by=running.town_officer, on=LATER)

    assert (first.step, second.step, second.version) == ("assessment", "assessment", 2)
    assert Move.objects.count() == 1


def test_somebody_who_saw_an_older_version_is_told_who_was_first(running, complete):
    old = running.track
    procedure.move_on(track=running.track, by=running.town_officer, on=LATER)
    other = in_post("committee-officer", running.town)

    with pytest.raises(Refusal) as refused:
        procedure.move_on(track=old, by=other, on=LATER)

    assert refused.value.code == "procedure.moved-meanwhile"
    assert refused.value.facts == {
        "committee": "某镇党委",
        "who": running.town_officer.get_full_name(),
        "now": "组织考核",
    }


def test_a_neighbours_officer_moves_nothing(running, complete):
    neighbour = in_post("committee-officer", committee(running.county))

    assert answer(procedure.move_on, track=running.track, by=neighbour, on=LATER) == "forbidden"


def test_every_move_is_kept_with_who_and_why(running, complete):
    running.stand_at("committee")
    procedure.send_back(track=running.track, to="assessment", reason=WHY, by=running.officer, on=ON)

    [move] = Move.objects.all()
    assert (move.from_step, move.to_step, move.kind, move.reason, move.by) == (
        "committee",
        "assessment",
        "back",
        WHY,
        running.officer,
    )


def test_sending_back_asks_for_a_reason(running):
    running.stand_at("committee")

    got = answer(
        procedure.send_back, track=running.track, to="assessment", reason="无", by=running.town_officer, on=ON
    )

    assert got == "procedure.back-without-reason"


def test_nothing_moves_in_a_closed_campaign(running, complete):
    running.campaign.closed_on = ON
    running.campaign.save()

    assert (
        answer(procedure.move_on, track=running.track, by=running.town_officer, on=LATER) == "campaign.closed"
    )


# -- shares, as the decision ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("firmness", "reason", "got"),
    [
        ("must", "会议研究决定", "sheet.quota-over"),
        ("in-principle", "", "sheet.quota-over-without-reason"),
        ("in-principle", "整体水平确实较高，经会议研究", "notice"),
        ("normally", "", "sheet.quota-over-without-reason"),
        ("about", "", "notice"),
    ],
)
def test_a_share_that_is_exceeded_keeps_the_committee_as_firmly_as_the_document_says(
    complete, firmness, reason, got
):
    running = Running(branches=2)
    for branch in running.branches:
        running.decided(branch)
    running.campaign.adoption.settings = {"good-quota": {"firmness": firmness, "at_most": "0.5"}}
    running.campaign.adoption.save()
    track = running.stand_at("committee")

    assert answer(procedure.move_on, track=track, by=running.town_officer, on=LATER, reason=reason) == got


def test_a_share_is_counted_without_those_set_aside(complete):
    running = Running(branches=5)
    for at, branch in enumerate(running.branches):
        running.decided(branch, grade="好" if at == 0 else "较好")
    track = running.stand_at("committee")
    assert answer(procedure.move_on, track=track, by=running.town_officer, on=LATER) == "notice"

    track = running.stand_at("committee")
    running.campaign.subjects.filter(organisation=running.branches[4]).update(
        decided="", decided_by=None, decided_on=None, set_aside="成立不足半年", set_aside_by=running.town_officer,
        set_aside_on=ON,
    )  # fmt: skip
    got = answer(procedure.move_on, track=track, by=running.town_officer, on=LATER)
    assert got == "sheet.quota-over-without-reason"


# -- the calendar -----------------------------------------------------------------------------------------------------


def test_the_calendar_moves_what_is_complete_once_the_next_step_has_begun(running, complete):
    day_before = procedure.tick_tracks(campaign=running.campaign, on=date(2012, 4, 14))
    that_day = procedure.tick_tracks(campaign=running.campaign, on=date(2012, 4, 15))
    again = procedure.tick_tracks(campaign=running.campaign, on=date(2012, 4, 15))

    assert (day_before, [one.to_step for one in that_day], again) == ([], ["assessment"], [])
    assert that_day[0].by is None
    assert AuditEvent.objects.get(action="track.moved-on").actor == "calendar"


def test_one_run_goes_as_far_as_a_second_would(running, complete):
    moved = procedure.tick_tracks(campaign=running.campaign, on=LATER)

    assert [one.to_step for one in moved] == ["assessment", "committee", "notice", "filing"]
    assert procedure.tick_tracks(campaign=running.campaign, on=LATER) == []
    assert running.track.step == "filing"  # filing itself is somebody's act


def test_the_calendar_moves_nothing_that_awaits_something(running):
    assert procedure.tick_tracks(campaign=running.campaign, on=LATER) == []


def test_the_calendar_leaves_an_exceeded_share_to_a_person(running, complete):
    running.decided()
    running.stand_at("committee")

    assert procedure.tick_tracks(campaign=running.campaign, on=LATER) == []
    assert running.track.step == "committee"


def test_a_step_without_a_window_waits_for_a_person(running, complete):
    Window.objects.filter(campaign=running.campaign, step="assessment").update(from_on=None)

    assert procedure.tick_tracks(campaign=running.campaign, on=ON + timedelta(days=365)) == []


def test_a_missing_thing_is_not_a_move(running, monkeypatch):
    """The negative control of `complete`: with something missing, the same call does not move."""
    monkeypatch.setattr(
        standing, "missing", lambda track, on: [Missing("x", "procedure.not-decided", {"name": "x"})]
    )

    got = answer(procedure.move_on, track=running.track, by=running.town_officer, on=LATER)

    assert got == "procedure.still-awaits"
    assert moves.movers(running.campaign, running.track) == ("committee-officer",)
