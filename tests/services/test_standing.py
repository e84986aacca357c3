"""What a step still awaits: named, counted, and gone once it is there; the same for one organisation as for all."""

from datetime import date

import pytest

from jiceng import phrases
from jiceng.access import scope
from jiceng.kernel.duty import Record as RecordRule
from jiceng.kernel.link import LinkKind, Links, Seat, Team
from jiceng.kernel.procedure import Sample, Step, Steps
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Explanations, Scorers, SelfAssessment
from jiceng.kernel.sheet.grade import ExplainWhen
from jiceng.reports import desk, ways
from jiceng.services import procedure, standing
from jiceng.services.duty.preparing import open_objections
from jiceng.services.link import add_visit
from jiceng.services.standing.gaps import READERS
from jiceng.store import models as store
from jiceng.store.models import Campaign, Track
from tests.campaigns import WITH_STEPS, Running
from tests.factories import ON, committee, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return Running(branches=5)


def missing(running, step):
    running.stand_at(step)
    return {one.mechanism: one for one in standing.missing(running.track, ON)}


def said(one):
    return phrases.sentence(one.code, one.facts)


def awaiting(running, monkeypatch, **rules):
    """The campaign with these rules, all awaited by one step."""
    step = Step(key="one", name="这一步", actor="committee-officer", awaits=tuple(rules))
    after = Step(key="two", name="下一步", actor="committee-officer")
    every = {"steps": Steps(steps=(step, after)), **rules}
    monkeypatch.setattr(Campaign, "rules", every)
    Track.objects.filter(campaign=running.campaign).update(step="one")
    return {one.mechanism: one for one in standing.missing(running.track, ON)}


# -- every kind of thing: missing, then there -------------------------------------------------------------------------


def test_one_sentence_names_three_and_counts_the_rest(running):
    one = missing(running, "self-assessment")["self-assessment"]

    names = "、".join(branch.name for branch in running.branches[:3])
    assert said(one).startswith(f"{names}等5个：")
    assert one.count == 5
    assert ways.address(one.way) == (
        "campaign-organisations",
        (running.campaign.pk,),
        {"committee": running.town.pk, "state": "not-self-assessed"},
    )


def test_of_one_organisation_its_own_page_is_the_sheet_and_everybody_else_is_led_to_the_list(running):
    for subject in running.campaign.subjects.order_by("pk")[1:]:
        store.Sheet.objects.create(
            subject=subject, scorer="self", complete=True, total=1, filled_by=running.officer, filled_on=ON
        )

    one = missing(running, "self-assessment")["self-assessment"]

    own = next(gap for gap in standing.missing_of(running.subject, ON) if gap.mechanism == "self-assessment")
    assert ways.address(own.way) == ("score", (running.subject.pk, "self"), {})
    assert (one.count, ways.address(one.way)[0]) == (1, "campaign-organisations")
    assert said(one).startswith(f"{running.branches[0].name}：")


def test_a_sheet_that_is_only_begun_is_not_there(running, monkeypatch):
    rules = {"self": SelfAssessment(), "scorers": running.campaign.scheme.scorers}
    for subject in running.campaign.subjects.all():
        for scorer in ("self", "assessment"):
            store.Sheet.objects.create(
                subject=subject, scorer=scorer, filled_by=running.officer, filled_on=ON
            )
    assert set(awaiting(running, monkeypatch, **rules)) == {"self", "scorers"}

    store.Sheet.objects.update(complete=True, total=1)
    assert awaiting(running, monkeypatch, **rules) == {}
    assert isinstance(rules["scorers"], Scorers)


def test_an_explanation_is_awaited_of_those_who_owe_it(running, monkeypatch):
    rule = Explanations(when=(ExplainWhen(grades=("好",), classes=("农村",)),))
    running.decided(running.branches[0])
    running.decided(running.branches[1], grade="较好")
    one = awaiting(running, monkeypatch, explained=rule)["explained"]
    assert (one.count, one.facts["organisation"]) == (1, running.branches[0].name)

    store.Subject.objects.filter(organisation=running.branches[0]).update(explanation="班子团结，制度健全")
    assert awaiting(running, monkeypatch, explained=rule) == {}


def test_a_record_is_awaited_where_it_is_owed_and_no_more_once_it_stands(running, monkeypatch):
    rule = RecordRule(by="secretary", grades=("好",))
    running.decided(running.branches[0])
    assert awaiting(running, monkeypatch, told=rule)["told"].count == 1
    made = store.Record.objects.create(
        mechanism="told", campaign=running.campaign, organisation=running.branches[0], number=1, held_on=ON,
        by=running.officer, on=ON,
    )  # fmt: skip
    assert awaiting(running, monkeypatch, told=rule) == {}

    made.withdrawn_by, made.withdrawn_on, made.withdrawn_reason = running.officer, ON, "记错了"
    made.save()
    assert awaiting(running, monkeypatch, told=rule)["told"].count == 1


def test_a_record_that_is_only_suggested_keeps_nobody_waiting(running, monkeypatch):
    from jiceng.kernel.firmness import Firmness

    assert awaiting(running, monkeypatch, told=RecordRule(by="secretary", firmness=Firmness.ABOUT)) == {}


def test_a_team_is_there_once_every_seat_is_filled(running, monkeypatch):
    rule = Team(seats=(Seat(name="组长"), Seat(name="成员", at_least=2)))
    one = awaiting(running, monkeypatch, team=rule)["team"]
    assert one.facts["what"].code == "procedure.team-missing"

    team = store.Team.objects.create(
        mechanism="team", campaign=running.campaign, organisation=running.town, name="领导小组",
        made_by=running.officer, made_on=ON,
    )  # fmt: skip
    for name, seat in (("甲", "组长"), ("乙", "成员")):
        team.members.create(name=name, capacity=seat)
    assert awaiting(running, monkeypatch, team=rule)["team"].facts["what"].code == "link.seats-empty"

    team.members.create(name="丙", capacity="成员")
    assert awaiting(running, monkeypatch, team=rule) == {}


def test_a_return_is_sent_in_the_senders_step_and_accepted_in_the_receivers(running):
    assert missing(running, "notice")["returns"].facts["what"].code == "procedure.return-not-sent"
    sent = store.Return.objects.create(
        campaign=running.campaign, mechanism="returns", organisation=running.town, receiver=running.county, number=1,
        figures={}, digest="x", sent_by=running.town_officer, sent_on=ON,
    )  # fmt: skip

    assert "returns" not in missing(running, "notice")
    assert missing(running, "filing")["returns"].facts["what"].code == "procedure.return-not-accepted"
    sent.state, sent.receipt, sent.answered_by, sent.answered_on = "accepted", "1", running.officer, ON
    sent.save()
    assert missing(running, "filing") == {}


def test_a_sample_is_over_once_everybody_drawn_was_looked_at(running, monkeypatch):
    rule = Sample(size=1)
    assert (
        awaiting(running, monkeypatch, sample=rule)["sample"].facts["what"].code == "procedure.draw-missing"
    )
    drawn = store.Draw.objects.create(
        campaign=running.campaign, mechanism="sample", organisation=running.county, seed="1", size=1, frame_size=5,
        frame_digest="x", by=running.officer, on=ON,
    )  # fmt: skip
    row = store.DrawRow.objects.create(draw=drawn, subject=running.subject, place=1)
    assert awaiting(running, monkeypatch, sample=rule)["sample"].facts["what"].code == "procedure.draw-open"

    row.outcome, row.finding, row.found_by, row.found_on = "upheld", "属实", running.officer, ON
    row.save()
    assert awaiting(running, monkeypatch, sample=rule) == {}


# -- an objection that was right --------------------------------------------------------------------------------------

OVER = date(2012, 4, 27)  # the notice's days are over


@pytest.fixture
def objected(running):
    """At the notice step, everything there but the return; the first branch's notice has an upheld objection."""
    for branch in running.branches:
        running.decided(branch)
    running.stand_at("notice")
    for branch in running.branches:
        posted = store.Notice.objects.create(
            mechanism="results-notice", campaign=running.campaign, organisation=branch, number=1, title="公示",
            token=f"t{branch.pk}", audience="public", from_on=ON, until_on=ON, posted_by=running.town_officer,
            posted_on=ON,
        )  # fmt: skip
        if branch == running.branches[0]:
            running.objection = objection(running, posted)
    return running


def objection(running, posted, **facts):
    told = {"handler": running.officer, "assigned_by": running.officer, "assigned_on": ON, "upheld": True}
    told |= {"finding": "属实", "reply": "属实", "answered_by": running.officer, "answered_on": ON} | facts
    count = store.Objection.objects.count()
    return store.Objection.objects.create(
        notice=posted, text="不实", code_digest=f"d{count}", put_on=ON, **told
    )


def upheld(running):
    found = standing.missing(running.track, OVER)
    return [one for one in found if one.facts["what"].code == "notice.upheld-waits"]


def unsettled(running):
    rule = running.campaign.rules["returns"]
    return open_objections(running.campaign, rule, running.town)


def correction(running, **facts):
    return store.Correction.objects.create(
        subject=running.subject, number=1, old_grade="好", new_grade="较好", reason="查实",
        asked_by=running.town_officer, asked_on=ON, **facts,
    )  # fmt: skip


def taken_back(running):
    return store.Withdrawal.objects.create(
        subject=running.subject, decided="好", decided_by=running.town_officer, decided_on=ON, reason="重新研究",
        withdrawn_by=running.town_officer, withdrawn_on=ON,
    )  # fmt: skip


def test_an_upheld_objection_is_named_with_its_organisation_and_the_page_that_mends_it(objected):
    [one] = upheld(objected)

    assert (one.count, ways.address(one.way)) == (1, ("subject", (objected.subject.pk,), {}))
    assert said(one).startswith(f"{objected.branches[0].name}：")
    assert "申请更正" in said(one)
    assert "撤回" in said(one)
    assert unsettled(objected) == 1


def test_each_upheld_objection_is_said_of_its_own_organisation(objected):
    other = store.Notice.objects.get(organisation=objected.branches[1])
    objection(objected, other)
    objection(objected, other)

    assert [one.way.subject for one in upheld(objected)] == [
        objected.subject_of(branch).pk for branch in objected.branches[:2]
    ]


def test_the_committees_officer_reads_it_on_the_desk(objected):
    found = [
        line
        for line in desk.due(scope.posts(objected.town_officer), OVER)
        if getattr(line.facts.get("what"), "code", "") == "notice.upheld-waits"
    ]

    assert [(line.own, line.action, line.args) for line in found] == [
        (True, "subject", (objected.subject.pk,))
    ]


def test_the_step_does_not_end_over_an_upheld_objection(objected, monkeypatch):
    real = standing.missing
    alone = {"notice.upheld-waits"}
    monkeypatch.setattr(
        standing,
        "missing",
        lambda track, on: [one for one in real(track, on) if one.facts["what"].code in alone],
    )
    facts = {"by": objected.town_officer, "on": OVER, "reason": "提前"}
    with pytest.raises(Refusal) as refused:
        procedure.move_on(track=objected.track, **facts)
    assert refused.value.code == "procedure.still-awaits"

    correction(objected)
    assert procedure.move_on(track=objected.track, **facts).step == "filing"


def test_nothing_is_filed_over_an_upheld_objection(objected, monkeypatch):
    monkeypatch.setattr(standing, "missing", lambda track, on: [])
    track = objected.stand_at("filing")
    with pytest.raises(Refusal) as refused:
        procedure.move_on(track=track, by=objected.officer, on=OVER)
    assert refused.value.code == "procedure.objections-open"

    correction(objected)
    assert procedure.move_on(track=track, by=objected.officer, on=OVER).step == ""


def refused_since(running):
    refuser = {"refused_by": running.officer, "refused_on": ON, "refused_reason": "复核后结果不变"}
    correction(running, pending=None, **refuser)


def decided_later(running):
    running.campaign.subjects.filter(pk=running.subject.pk).update(decided_on=OVER)


def put_aside(running):
    running.campaign.subjects.filter(pk=running.subject.pk).update(
        decided="",
        decided_by=None,
        decided_on=None,
        set_aside="停产",
        set_aside_by=running.officer,
        set_aside_on=ON,
    )


@pytest.mark.parametrize("mended", [correction, refused_since, taken_back, decided_later, put_aside])
def test_it_is_gone_once_the_result_was_looked_at_again(objected, mended):
    mended(objected)

    assert (upheld(objected), unsettled(objected)) == ([], 0)


def test_what_was_done_before_the_answer_mends_nothing(objected):
    correction(objected)
    taken_back(objected)
    store.Objection.objects.update(answered_on=OVER)

    assert (len(upheld(objected)), unsettled(objected)) == (1, 1)


def test_a_decision_taken_back_and_not_taken_anew_mends_nothing(objected):
    taken_back(objected)
    objected.campaign.subjects.filter(pk=objected.subject.pk).update(
        decided="", decided_by=None, decided_on=None, decision_reason=""
    )

    assert len(upheld(objected)) == 1


def test_an_objection_that_was_wrong_keeps_nobody_waiting(objected):
    """The negative control."""
    store.Objection.objects.update(upheld=False)

    assert (upheld(objected), unsettled(objected)) == ([], 0)


# -- whose it is ------------------------------------------------------------------------------------------------------


def test_what_an_organisation_has_to_do_itself_names_only_itself(running):
    running.stand_at("self-assessment")

    own = standing.missing_of(running.subject, ON)

    assert {one.facts["organisation"] for one in own} == {running.branches[0].name}
    assert "self-assessment" in {one.mechanism for one in own}
    assert "guidance-team" not in {one.mechanism for one in own}
    running.stand_at("committee")
    assert standing.missing_of(running.subject, ON) == []


def test_another_committees_things_do_not_count(running):
    other = committee(running.county)
    organisation(other)
    campaign = running.open("yichun-2012-grading", title="再来一次")
    tracks = list(campaign.tracks.order_by("committee__path"))

    found = standing.missing_by_track(campaign, tracks, ON)

    assert [{one.mechanism: one.count for one in found[track.pk]}["self-assessment"] for track in tracks] == [
        5,
        1,
    ]


def test_done_is_asked_of_one_or_of_all(running):
    store.Sheet.objects.create(
        subject=running.subject,
        scorer="self",
        complete=True,
        total=1,
        filled_by=running.officer,
        filled_on=ON,
    )
    keys = ["self-assessment", "nothing-of-the-kind"]

    assert standing.done(running.campaign, running.town, keys, ON) == {"nothing-of-the-kind"}
    assert standing.done(running.campaign, running.town, keys, ON, subject=running.subject) == set(keys)
    assert standing.done(running.campaign, None, keys, ON) == {"nothing-of-the-kind"}


# -- now, not yet, over -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("self-assessment", "procedure.not-now"),
        ("assessment", "procedure.not-now"),
        ("committee", None),
        ("notice", "procedure.over"),
        ("", "procedure.over-and-filed"),
    ],
)
def test_the_decision_is_taken_in_its_own_step(running, step, code):
    running.stand_at(step)

    def code_of(check):
        try:
            check(running.campaign, running.town, "decision")
        except Refusal as refused:
            return refused.code
        return None

    assert code_of(standing.check_now) == code
    over = code if code and code.startswith("procedure.over") else None
    assert code_of(standing.check_not_over) == over


def test_a_committee_that_decides_on_nobody_is_told(running):
    with pytest.raises(Refusal) as refused:
        standing.check_now(running.campaign, committee(running.county), "decision")

    assert refused.value.code == "procedure.no-track"


def test_what_no_step_awaits_is_always_done(running):
    running.stand_at("")

    standing.check_now(running.campaign, running.town, "questions")


def test_the_countys_own_is_done_while_one_committee_stands_there(running):
    other = committee(running.county)
    organisation(other)
    campaign = running.open("yichun-2012-grading", title="再来一次")
    campaign.tracks.filter(committee=running.town).update(step="notice")
    standing.check_now(campaign, None, "guidance-team")  # the other stands at the first step still

    campaign.tracks.update(step="notice")
    with pytest.raises(Refusal) as refused:
        standing.check_now(campaign, None, "guidance-team")
    assert refused.value.code == "procedure.over"


# -- every pack -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", WITH_STEPS)
def test_everything_a_pack_awaits_is_read_said_and_leads_to_a_page_that_answers(pack, client):
    running = Running(pack, branches=2)
    campaign = running.campaign
    people = [running.officer, running.town_officer, running.reviewer, running.who("delegate", running.town),
              running.who("secretary", running.branches[0])]  # fmt: skip
    for step in campaign.steps.steps:
        assert {type(campaign.rules[key]) for key in step.awaits} <= READERS.keys()
        running.stand_at(step.key)
        for one in standing.missing(running.track, ON):
            assert phrases.sentence(one.code, one.facts, "zh")
            assert phrases.sentence(one.code, one.facts, "en")
            address = ways.href_of(one.way)
            assert address, (step.key, one.mechanism, one.way)
            answers = []
            for who in people:
                client.force_login(who)
                answers.append(client.get(address).status_code)
            assert 200 in answers, (address, answers)


def test_no_way_is_no_address():
    assert ways.href_of(None) == ""


def test_visits_that_a_place_has_set_are_asked_for_until_they_are_made(running, monkeypatch):
    """000-1 §五1: whoever has a contact point goes there as often as the county says."""
    branch = running.branches[0]
    rule = Links(kinds=(LinkKind(name="联系领导", required=False),), by="county-officer", visits=2)
    helping = store.Link.objects.create(
        mechanism="contacts", campaign=running.campaign, organisation=branch, kind="联系领导", holder_name="案例甲",
        since_on=ON, made_by=running.officer,
    )  # fmt: skip

    [one] = awaiting(running, monkeypatch, contacts=rule).values()
    assert (one.facts["organisation"], one.count, one.facts["what"].code) == (
        branch.name,
        1,
        "link.visits-too-few",
    )
    for note in ("座谈", "走访"):
        add_visit(link=helping, held_on=ON, note=note, by=running.officer, on=ON)
    assert "contacts" not in awaiting(running, monkeypatch, contacts=rule)
