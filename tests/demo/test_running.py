"""The running campaign: what is said to stand somewhere really does, asked of the steps, the desks and the reports."""

from collections import Counter
from datetime import date, timedelta

import pytest

from jiceng.access import scope
from jiceng.demo import load, stages
from jiceng.kernel.days import WorkingDays
from jiceng.kernel.notice import last_day
from jiceng.packs import load as load_pack
from jiceng.reports import desk, ways
from jiceng.services import duty, item, procedure, reminder, standing
from jiceng.services import sheet as services
from jiceng.services.dates import due_on
from jiceng.services.owing import owing
from jiceng.store.models import (
    Campaign,
    Correction,
    Document,
    Draw,
    Evidence,
    Item,
    Link,
    Notice,
    Objection,
    Organisation,
    PostChange,
    Record,
    Reminder,
    Return,
    Subject,
    Track,
    User,
)
from tests.demo.conftest import ON


@pytest.fixture(autouse=True)
def loaded(said, db):
    """Every test sees the loaded county."""


@pytest.fixture
def running():
    return Campaign.objects.for_page().running().get()


@pytest.fixture
def tracks(running):
    return {one.committee.code: one for one in running.tracks.for_list()}


def user(username):
    return User.objects.get(username=username)


def codes(missing):
    """What is missing, in short: the mechanism and the code of what it lacks."""
    return {(one.mechanism, one.facts["what"].code) for one in missing}


def lines(username):
    return desk.due(scope.posts(user(username), ON), ON)


# -- the steps --------------------------------------------------------------------------------------------------------


def test_the_day_lies_in_the_third_step_of_the_calendar_as_the_kernel_moves_it(running):
    window = running.windows.get(step="committee")

    assert window.holds(ON)
    assert [running.windows.get(step=one).from_on for one in ("self-assessment", "filing")] == [
        running.opened_on,
        running.opened_on + timedelta(days=13),
    ]
    assert running.due_on > ON


def test_most_committees_stand_at_the_third_step(tracks):
    at = Counter(one.step for one in tracks.values())

    assert at == {"committee": 23, "assessment": 6, "notice": 4, "self-assessment": 2, "filing": 1, "": 1}


def test_every_move_is_on_record_and_the_early_ones_have_a_reason(tracks):
    steps = ["self-assessment", "assessment", "committee", "notice", "filing", ""]
    for one in tracks.values():
        moves = list(one.moves.order_by("number"))
        assert [move.to_step for move in moves] == steps[1 : steps.index(one.step) + 1]
        window = {move.to_step: one.campaign.windows.filter(step=move.to_step).first() for move in moves}
        for move in moves:
            if window[move.to_step] and move.on < window[move.to_step].from_on:
                assert move.reason


def test_nothing_is_missing_in_any_step_that_a_committee_has_left_behind(running, tracks):
    behind = {"assessment": ["self-assessment"], "committee": ["self-assessment", "assessment"]}
    behind["notice"] = [*behind["committee"], "committee"]
    behind["filing"] = [*behind["notice"], "notice"]
    behind[""] = [*behind["filing"], "filing"]
    asked = 0
    for step in ("self-assessment", "assessment", "committee", "notice", "filing"):
        past = [one for one in tracks.values() if step in behind.get(one.step, [])]
        asked += len(past)
        for one in past:
            one.step = step
        found = standing.missing_by_track(running, past, ON)
        assert {pk: codes(missing) for pk, missing in found.items() if missing} == {}
        tracks = {one.committee.code: one for one in running.tracks.for_list()}

    assert asked == 35 + 29 + 6 + 2 + 1


def test_late_committees_wait_for_opinions_talks_ballots_and_sheets(running, tracks):
    late = [one for one in tracks.values() if one.step == "assessment"]
    found = standing.missing_by_track(running, late, ON)

    assert all(found[one.pk] for one in late)
    assert codes(found[tracks[load.TOWN].pk]) == {
        ("outside-opinions", "duty.record-missing"),
        ("outside-opinions", "duty.topics-not-covered"),
        ("interviews", "duty.record-missing"),
        ("satisfaction", "ballot.roll-missing"),
        ("satisfaction", "ballot.roll-not-approved"),
        ("satisfaction", "ballot.not-counted"),
        ("scorers", "procedure.not-scored"),
    }


def test_two_committees_are_still_at_their_self_assessment(running, tracks):
    early = [one for one in tracks.values() if one.step == "self-assessment"]

    told = {
        code for missing in standing.missing_by_track(running, early, ON).values() for code in codes(missing)
    }

    assert told == {
        ("results-board", "notice.not-posted"),
        ("members-assembly", "duty.record-missing"),
        ("self-assessment", "procedure.not-self-assessed"),
        ("declaration", "duty.record-missing"),
    }


def test_at_the_third_step_some_have_met_some_have_decided_and_some_are_ready(running, tracks):
    deciding = [one for one in tracks.values() if one.step == "committee"]
    found = standing.missing_by_track(running, deciding, ON)
    told = Counter(frozenset(mechanism for mechanism, _ in codes(found[one.pk])) for one in deciding)

    assert set(told) == {frozenset(), frozenset({"decision"}), frozenset({"decision", "enlarged-meeting"})}
    assert told[frozenset()] >= 3
    assert codes(found[tracks["360982001"].pk]) >= {("decision", "procedure.not-decided")}


def test_a_committee_that_is_ready_may_go_on_now(running):
    [pk, *_] = owing(running, ON).ready
    track = Track.objects.select_related("campaign", "committee").get(pk=pk)
    officer = User.objects.get(username=f"{track.committee.code}-committee-officer")

    assert procedure.move_on(track=track, by=officer, on=ON, reason="提前进行").step == "notice"


# -- ahead ------------------------------------------------------------------------------------------------------------


def test_results_hang_today_for_objections(running):
    hanging = Notice.objects.open_to_objections(ON).filter(campaign=running, mechanism="results-notice")

    assert Counter(one.organisation.parent.code for one in hanging).keys() == {
        code for code, stage in stages.STAGES.items() if stage == "notice"
    }
    assert all(one.rows and one.audience == "public" for one in hanging)


def test_every_notice_that_everybody_may_read_says_that_it_is_of_a_demonstration(running):
    assert Notice.objects.filter(campaign=running).count() > 500
    assert not Notice.objects.exclude(place__contains="（演示）").exists()


@pytest.mark.parametrize("ago", range(7))
def test_on_every_day_of_the_week_notices_hang_or_are_over_as_planned(ago):
    on = ON - timedelta(days=ago)
    rule = load_pack("yichun-2012-grading").rules()["results-notice"]
    opened = on - timedelta(days=stages.OPENED_AGO)

    for code, stage in stages.STAGES.items():
        days = stages.days_of(code, opened)
        if stage == "notice":
            assert last_day(rule, days.to_notice, WorkingDays()) >= on
        elif stage in ("sent", "filed"):
            assert last_day(rule, days.to_notice, WorkingDays()) < days.sent < on


def test_one_objection_is_open_and_one_is_answered_and_led_to_a_correction_that_waits(running):
    answered = Objection.objects.exclude(answered_on=None).get()
    waiting = Objection.objects.open().get()

    assert (answered.upheld, answered.subject) == (True, Correction.objects.open().get().subject)
    assert waiting.handler == user("inspector")
    assert "desk.objection-answer" in {line.code for line in lines("inspector")}
    services.approve_correction(correction=Correction.objects.get(), by=user("county"), on=ON)
    assert Subject.objects.get(pk=answered.subject_id).decided == "一般"


def test_a_return_waits_for_the_county_which_can_accept_it(running):
    waiting = Return.objects.open().get(campaign=running)

    assert waiting.figures["sender"] == waiting.organisation.name
    assert duty.accept(sent=waiting, by=user("county"), on=ON).receipt


def test_a_filed_committee_puts_right_what_is_weak(running):
    items = Item.objects.filter(campaign=running, mechanism__in=["ordinary-items", "poor-items"])
    weak = Subject.objects.filter(campaign=running, committee__code="360982108", decided__in=["一般", "较差"])

    assert Counter(one.state for one in items) == {"closed": 1, "claimed": 1, "open": 8}
    assert items.overdue(ON).count() == 1
    assert {one.organisation_id for one in items} == set(weak.values_list("organisation", flat=True))
    assert Evidence.objects.filter(item__state="closed").exists()
    assert all(one.target for one in weak)
    led = set(Link.objects.current().filter(kind="挂点领导").values_list("organisation", flat=True))
    assert led == set(weak.values_list("organisation", flat=True))


def test_the_claimed_item_can_be_sent_back_by_the_committee(running):
    claimed = Item.objects.get(campaign=running, state="claimed")
    officer = User.objects.get(username="360982108-committee-officer")

    assert item.send_back(item=claimed, reason="照片看不清", by=officer, on=ON).state == "open"


# -- beside the steps -------------------------------------------------------------------------------------------------


def test_one_organisation_is_set_aside_with_its_reason(running):
    aside = running.subjects.exclude(set_aside="").get()

    assert "停产" in aside.set_aside
    assert aside.set_aside_by is not None


def test_a_sample_was_drawn_that_anybody_can_draw_again_and_findings_are_open(running):
    drawn = Draw.objects.get(campaign=running)
    again = procedure.make_draw(
        campaign=running, mechanism="spot-check", seed=drawn.seed, by=user("county"), on=ON
    )

    assert again == drawn
    assert Counter(drawn.rows.values_list("outcome", flat=True)) == {"": 5, "upheld": 2, "wrong": 1}


def test_a_forwarded_document_sets_an_earlier_day_for_the_town(running):
    note = Document.objects.exclude(forwards=None).get()
    town, other = (Organisation.objects.get(code=code) for code in (load.TOWN, "360982101"))

    assert note.due_on < note.forwards.due_on
    assert due_on(running, "returns", town.path) == note.due_on
    assert due_on(running, "returns", other.path) == note.forwards.due_on


def test_people_were_reminded_and_are_not_reminded_twice_a_day(running):
    assert Reminder.objects.filter(campaign=running, by=user("county").pk).count() >= 2

    again = reminder.remind_all(
        campaign=running,
        mechanism="satisfaction",
        code="ballot.roll-missing",
        address=ways.address,
        by=user("county"),
        on=ON,
    )
    assert again.people == 0


def test_the_campaign_looks_back_at_the_finished_one(running):
    assert running.follows.title == load.FINISHED
    both = Subject.objects.filter(campaign=running).exclude(decided="").values_list("organisation", flat=True)
    assert Subject.objects.filter(campaign=running.follows, organisation__in=both).count() == len(both) > 100


def test_schools_and_hospitals_are_a_class_of_their_own_now(running):
    classes = Counter(running.subjects.values_list("class_name", flat=True))

    assert set(classes) == {"农村", "社区", "机关", "非公有制企业", "教育卫生事业单位"}
    assert running.outside.filter(why="no-class").count() == 33


def test_records_say_what_the_document_asks_for_in_several_words(running):
    told = Counter(Record.objects.filter(campaign=running).values_list("mechanism", flat=True))

    assert told["outside-opinions"] > 4 * 400
    assert told["interviews"] > 3 * 400
    assert len({str(one.said) for one in Record.objects.filter(mechanism="declaration")}) > 10


# -- desks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "wanted"),
    [
        ("county", {"desk.committees-late", "desk.others-assess", "desk.others-decide", "desk.drawn"}),
        ("committee", {"desk.others-assess"}),
        ("street", {"desk.decide"}),
        ("team", {"desk.assess", "desk.owed-of-several"}),
        ("branch", {"desk.owed"}),
        ("village", {"desk.self-assessment-begun"}),
        ("secadmin", {"desk.post-grant"}),
    ],
)
def test_everybody_who_can_sign_in_has_something_to_do(username, wanted):
    assert {line.code for line in lines(username)} >= wanted


def test_the_delegate_counts_where_the_list_is_approved():
    counting, prepare = lines("delegate")

    assert counting.own
    assert (counting.args[1], counting.count > 1) == ("satisfaction", True)
    assert prepare.code == "desk.ballot-prepare"


@pytest.mark.parametrize("username", ["street", "county"])
def test_a_teller_is_asked_to_sign_what_was_counted(username):
    assert "desk.ballot-confirm-sign" in {line.code for line in lines(username)}


def test_a_request_for_a_post_waits_for_the_security_administrator():
    asked = PostChange.objects.open().get()

    assert asked.asked_by == user("sysadmin")


def test_the_reviewer_can_go_on_where_the_demonstration_stops(running):
    team = user("team")
    begun = scope.subjects(team).filter(
        campaign=running, sheets__scorer="assessment", sheets__complete=False
    )[0]

    services.complete_sheet(subject=begun, scorer="assessment", by=team, on=ON, nothing_else=True)

    begun.refresh_from_db()
    assert begun.total is not None


def test_nothing_was_done_after_the_day(running):
    assert not Record.objects.filter(campaign=running, on__gt=ON).exists()
    assert not Notice.objects.filter(campaign=running, posted_on__gt=ON).exists()
    assert not running.tracks.filter(entered_on__gt=ON).exists()
    assert date.fromisoformat("2026-11-13") == running.opened_on
