"""An objection's life: put by anybody, looked into by nobody of the organisation concerned, answered, never lost."""

from datetime import date, timedelta
from itertools import count, islice

import pytest

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import notice as notices
from jiceng.services import objection as objections
from jiceng.services.objection import codes, putting
from jiceng.store.models import AuditEvent, AuditValue, Flag, Knock, Notice, Objection
from tests.factories import committee_officer, in_post, inspector, secretary, user
from tests.noticed import AT, ON, Noticed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Noticed()


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


# -- put --------------------------------------------------------------------------------------------------------------


def test_an_objection_is_kept_with_its_due_date_and_without_whoever_put_it(world):
    objection, code = world.object(contact="村口小卖部", place=1)

    kept = Objection.objects.get()
    assert (kept.subject, kept.put_on, kept.due_on) == (world.subjects[0], ON, date(2012, 4, 30))
    event = AuditEvent.objects.get(action="objection.put")
    assert (event.actor, event.role) == ("public", "")
    everything = str(
        [list(Objection.objects.values()), list(AuditEvent.objects.values()), list(Knock.objects.values())]
    )
    assert code not in everything
    assert "村口小卖部" not in str([event.body, list(AuditValue.objects.values())])
    assert objections.look_up(code=code, at=AT) == objection


def test_the_same_form_sent_twice_is_one_objection_with_one_code(world):
    notice = world.post()
    first, code = world.object(notice, key="the form's key")
    again, same = world.object(notice, key="the form's key", on=ON + timedelta(30))

    assert (again, same) == (first, code)
    assert Objection.objects.count() == 1


def test_of_a_double_tap_the_second_gets_the_first_ones_code(world, monkeypatch):
    """As when both had looked before either wrote: the second looks again once it holds the notice."""
    notice = world.post()
    first, code = world.object(notice, key="the form's key")
    plain, looks = putting._known, []

    def late(asked):
        looks.append(asked)
        return None if len(looks) == 1 else plain(asked)

    monkeypatch.setattr(putting, "_known", late)

    assert world.object(notice, key="the form's key") == (first, code)
    assert len(looks) == 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": "……"}, "objection.text-missing"),
        ({"text": "甲" * 2001}, "store.text-too-long"),
        ({"contact": "1" * 201}, "store.text-too-long"),
        ({"place": 3}, "objection.not-on-this-notice"),
        ({"on": date(2012, 4, 25)}, "notice.objections-over"),
    ],
)
def test_what_is_no_objection_to_this_notice_is_refused(world, facts, code):
    assert refused(world.object, **facts).code == code
    assert not Objection.objects.exists()


def test_the_last_day_counts_to_its_end(world):
    notice = world.post()

    assert world.object(notice, on=notice.until_on)[0].put_on == date(2012, 4, 24)


def test_what_takes_no_objections_says_so(world):
    assert refused(world.object, world.post("achievements")).code == "notice.takes-no-objections"


def test_the_end_that_is_stored_decides_not_the_one_that_was_seen(world):
    """Somebody has the page open while the notice is taken down."""
    seen = world.post()
    notices.take_down(notice=Notice.objects.get(), reason="名称写错", by=world.clerk, on=ON)

    assert seen.taken_down_on is None
    assert refused(world.object, seen).code == "notice.down-already"


def test_without_reading_the_row_again_a_notice_taken_down_would_take_objections(world, monkeypatch):
    """The negative control."""
    seen = world.post()
    notices.take_down(notice=Notice.objects.get(), reason="名称写错", by=world.clerk, on=ON)
    monkeypatch.setattr(Notice, "refresh_from_db", lambda *args, **kwargs: None)

    assert world.object(seen)[0].pk


# -- how often --------------------------------------------------------------------------------------------------------


def test_a_flood_against_one_notice_is_stopped_for_a_quarter_of_an_hour_and_for_that_notice_only(world):
    flooded, other = world.post(), world.post("results", world.towns[1])
    for _ in range(putting.A_NOTICE):
        world.object(flooded)

    wrong = refused(world.object, flooded, at=AT + timedelta(minutes=5))

    assert (wrong.code, wrong.facts["minutes"]) == ("objection.too-many", 10)
    assert world.object(other)[0].pk
    assert world.object(flooded, at=AT + timedelta(minutes=15, seconds=1))[0].pk


def test_what_was_counted_is_forgotten(world):
    notice = world.post()
    world.object(notice)

    world.object(notice, at=AT + timedelta(minutes=16))

    assert Knock.objects.count() == 1


def test_wrong_codes_shut_out_the_guesser_and_nobody_else(world):
    _, code = world.object()
    beside = (codes.code_for(str(at)) for at in count())
    alike = list(islice((one for one in beside if one[:2] == code[:2] and one != code), putting.WRONG_CODES))
    for one in alike[:-1]:
        assert refused(objections.look_up, code=one, at=AT).code == "objection.code-unknown"
    assert objections.look_up(code=code, at=AT).pk

    refused(objections.look_up, code=alike[-1], at=AT)

    assert refused(objections.look_up, code=code, at=AT).code == "objection.too-many-codes"
    other = next(world.object(Notice.objects.get())[1] for _ in range(50))
    if other[:2] != code[:2]:
        assert objections.look_up(code=other, at=AT).pk
    assert objections.look_up(code=code, at=AT + timedelta(minutes=16)).pk


@pytest.mark.parametrize("typed", ["", "甲", "0" * 17, "0" * 500, "7K3M-Q2XA-0000-0000-0", "\x00"])
def test_mistyped_and_never_handed_out_are_answered_alike(world, typed):
    world.object()

    wrong, never = (refused(objections.look_up, code=one, at=AT) for one in (typed, codes.code_for("never")))

    assert (wrong.code, wrong.facts) == (never.code, never.facts) == ("objection.code-unknown", {})


# -- given to somebody ------------------------------------------------------------------------------------------------


def test_nobody_of_the_organisation_concerned_or_below_it_handles_it(world):
    """About the town's notice as a whole: nobody of the town, nobody below; somebody above, or an inspector."""
    objection, _ = world.object()
    below = in_post("county-officer", world.top, who=secretary(world.branch))
    of_town = in_post("inspector", world.top, who=committee_officer(world.town))

    for involved in (world.clerk, below, of_town):
        wrong = refused(objections.assign, objection=objection, handler=involved, by=world.county, on=ON)
        assert wrong.code == "objection.handler-involved"
        with pytest.raises(Forbidden):
            objections.assign(objection=objection, handler=world.county, by=involved, on=ON)

    for clear in (world.inspector, world.county):
        assert world.assigned(objection, handler=clear).handler == clear
        objection.refresh_from_db()


def test_about_one_branch_the_town_may_look_into_it_unless_it_posted_the_notice(world):
    objection, _ = world.object(place=1)
    colleague = committee_officer(world.town)

    wrong = refused(objections.assign, objection=objection, handler=world.clerk, by=world.county, on=ON)

    assert wrong.code == "objection.handler-own-work"
    assert world.assigned(objection, handler=colleague).handler == colleague


def test_somebody_who_has_no_business_there_cannot_be_given_it(world):
    objection, _ = world.object()

    for stranger in (user(), world.other_clerk, inspector(world.towns[1])):
        with pytest.raises(Forbidden):
            world.assigned(objection, handler=stranger)


def test_those_who_are_offered_are_those_who_are_taken(world):
    objection, _ = world.object(place=1)
    committee_officer(world.town)
    in_post("county-officer", world.top, who=secretary(world.branch))
    in_post("inspector", world.top, who=secretary(world.branches[2]))

    offered = objections.handlers(objection, ON)

    assert world.clerk not in offered
    assert len(offered) == 4
    for handler in offered:
        world.assigned(Objection.objects.get(), handler=handler)


def test_where_the_document_sets_no_time_whoever_assigns_it_does(world):
    objection, _ = world.object(world.post("own-result"))
    facts = {"objection": objection, "handler": world.county, "by": world.county, "on": ON}

    assert refused(objections.assign, **facts).code == "objection.due-missing"
    assert refused(objections.assign, due_on=date(2012, 4, 22), **facts).code == "objection.due-before-today"
    assert objections.assign(due_on=date(2012, 4, 28), **facts).due_on == date(2012, 4, 28)


def test_the_documents_time_cannot_be_lengthened(world):
    assert world.assigned(due_on=date(2013, 1, 1)).due_on == date(2012, 4, 30)


def test_of_two_giving_it_away_the_second_is_told_who_has_it(world):
    first, _ = world.object()
    seen = Objection.objects.get()
    world.assigned(first)

    wrong = refused(world.assigned, seen, handler=world.inspector)

    assert (wrong.code, wrong.facts["handler"]) == (
        "objection.assigned-already",
        world.county.get_full_name(),
    )
    assert world.assigned(Objection.objects.get(), handler=world.inspector).handler == world.inspector


# -- answered ---------------------------------------------------------------------------------------------------------


def test_an_answer_has_its_finding_its_reply_and_its_verdict(world):
    one = world.assigned()

    assert refused(world.answered, one, finding="无").facts["missing"] == ["核实情况"]
    assert refused(world.answered, one, reply="").facts["missing"] == ["答复"]
    assert refused(world.answered, one, upheld=None).code == "objection.verdict-missing"

    done = world.answered(one)

    assert (done.upheld, done.answered_by, done.answered_on) == (False, world.county, ON)


def test_only_whoever_was_given_it_answers(world):
    objection, _ = world.object()
    assert refused(world.answered, objection).code == "objection.not-assigned"

    one = world.assigned(objection, handler=world.inspector)

    assert refused(world.answered, one).facts == {"handler": world.inspector.get_full_name()}
    assert world.answered(one, by=world.inspector).answered_by == world.inspector


def test_a_handler_who_takes_a_post_there_may_not_answer_any_more(world):
    one = world.assigned()
    in_post("secretary", world.branch, who=world.county)

    with pytest.raises(Forbidden):
        world.answered(one)


def test_the_public_reply_gives_nobody_away(world):
    one = world.assigned(world.object(contact="139 0000 1111")[0])

    assert (
        refused(world.answered, one, reply="已电话 139 0000 1111 告知").code
        == "objection.reply-names-contact"
    )
    assert refused(world.answered, one, reply="身份证 11010519491231002X").code == "notice.citizen-number"


def test_the_same_answer_again_is_taken_and_another_is_told_who_answered(world):
    one = world.assigned()
    seen = Objection.objects.get()
    world.answered(one)

    assert world.answered(seen).pk == one.pk
    wrong = refused(world.answered, seen, reply="改了主意")

    assert (wrong.code, wrong.facts["who"]) == ("objection.answered-already", world.county.get_full_name())
    assert AuditEvent.objects.filter(action="objection.answered").count() == 1


# -- findings are contested the same way ------------------------------------------------------------------------------


def flag(world, **facts):
    return Flag.objects.create(
        organisation=world.branch, campaign=world.campaign, flag="违纪", authority="县纪委", found_on=ON,
        by=world.clerk, on=ON, **facts,
    )  # fmt: skip


def contest(world, one, **facts):
    facts = {"text": "该同志已于去年调走", "by": world.secretary, "on": ON} | facts
    return objections.put_flag_objection(flag=one, **facts)


def test_the_secretary_contests_a_finding_and_whoever_recorded_it_does_not_handle_it(world):
    one = flag(world)
    objection, code = contest(world, one)

    assert objections.look_up(code=code, at=AT) == objection
    wrong = refused(world.assigned, objection, handler=world.clerk)
    assert wrong.code == "objection.handler-own-work"
    assert world.answered(world.assigned(objection), upheld=True).upheld


def test_only_the_organisations_own_secretary_contests_it_and_one_at_a_time(world):
    one = flag(world)
    for stranger in (world.secretaries[1], world.clerk, world.county):
        with pytest.raises(Forbidden):
            contest(world, one, by=stranger)

    contest(world, one)

    assert refused(contest, world, one).code == "objection.flag-open"
    assert refused(contest, world, one, text=" ").code == "objection.text-missing"


def test_a_finding_that_was_withdrawn_is_not_contested(world):
    one = flag(world, withdrawn_on=ON, withdrawn_reason="查无实据")

    assert refused(contest, world, one).code == "objection.flag-withdrawn"


# -- what is open -----------------------------------------------------------------------------------------------------


def test_open_ones_are_found_for_the_committee_they_keep_waiting(world):
    east = world.object()[0]
    about_west = world.object(world.post("county-wide"), place=3)[0]
    own = world.object(world.post("own-result"))[0]
    finding = contest(world, flag(world))[0]

    def waiting(town):
        return set(objections.open_objections(world.campaign, town))

    assert waiting(world.towns[0]) == {east, own, finding}
    assert waiting(world.towns[1]) == {about_west}
    assert waiting(None) == {east, own, finding, about_west}


def test_taking_a_notice_down_answers_nothing(world):
    objection, _ = world.object()
    notices.take_down(notice=objection.notice, reason="名称写错", by=world.clerk, on=ON)

    assert list(objections.open_objections(world.campaign, world.town)) == [objection]


def test_what_somebody_may_handle_is_what_they_are_shown(world):
    """The query says what the checks say, for everybody and every objection."""
    contest(world, flag(world))
    for notice in (world.post(), world.post("results", world.towns[1]), world.post("county-wide")):
        for place in (None, 1, 2):
            world.object(notice, place=place)
    people = [
        world.county, world.clerk, world.other_clerk, world.inspector, world.secretary, user(),
        in_post("county-officer", world.top, who=secretary(world.branch)),
        in_post("inspector", world.top, who=committee_officer(world.town)),
    ]  # fmt: skip

    for who in people:
        held = scope.posts(who)
        shown = set(objections.within_reach(held))
        assert shown == {one for one in Objection.objects.all() if objections.may_handle(who, one, held=held)}
