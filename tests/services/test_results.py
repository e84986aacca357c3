"""After the step of the decision a result changes by a correction and by nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import serializers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.services import flag as findings
from jiceng.services import procedure, standing
from jiceng.services import sheet as services
from jiceng.services.sheet import grade, lines
from jiceng.store.models import AuditEvent, Correction, Flag, Line, Outside, Sheet, Subject, Withdrawal
from tests.campaigns import Running
from tests.factories import ON, in_post, organisation

pytestmark = pytest.mark.django_db
WHY = "复核发现台账缺失，原来的分有误"


@pytest.fixture
def running():
    """Decided, and past the committee's step."""
    made = Running(branches=2)
    made.decided()
    made.stand_at("notice")
    return made


def refused(act, **facts):
    with pytest.raises(Refusal) as refusal:
        act(**facts)
    return refusal.value.code


def results(campaign):
    """Everything a result is made of, byte by byte."""
    rows = [
        *Subject.objects.filter(campaign=campaign).order_by("pk"),
        *Sheet.objects.filter(subject__campaign=campaign).order_by("pk"),
        *Line.objects.filter(sheet__subject__campaign=campaign).order_by("pk"),
        *Outside.objects.filter(campaign=campaign).order_by("pk"),
    ]
    return serializers.serialize("json", rows)


def every_act(running):
    """Every service that writes a result, by the one who may."""
    subject, who = running.subject, {"on": ON}
    officer, reviewer = running.town_officer, running.reviewer
    secretary = running.who("secretary", running.branches[0])
    item = next(item.key for _, item in subject.form.items())
    line = {"subject": subject, "item": item, "value": Decimal(1), "reason": "查档案缺一项"}
    branch = running.branches[0]
    return {
        "self line": lambda: services.record_line(scorer="self", by=secretary, **line, **who),
        "line": lambda: services.record_line(scorer="assessment", by=reviewer, **line, **who),
        "clear": lambda: services.clear_line(
            subject=subject, scorer="assessment", item=item, seen_version=1, by=reviewer, **who
        ),
        "complete self": lambda: services.complete_sheet(subject=subject, scorer="self", by=secretary, **who),
        "complete": lambda: services.complete_sheet(subject=subject, scorer="assessment", by=reviewer, **who),
        "decide": lambda: services.decide(subject=subject, grade="一般", reason=WHY, by=officer, **who),
        "withdraw": lambda: services.withdraw_decision(subject=subject, reason=WHY, by=officer, **who),
        "aside": lambda: services.set_aside(subject=subject, reason="成立不足半年", by=officer, **who),
        "again": lambda: services.take_up_again(subject=subject, by=officer, **who),
        "flag": lambda: findings.record_flag(
            campaign=running.campaign,
            organisation=branch,
            flag=next(iter(findings.flags_of(running.campaign)), "none"),
            authority="县纪委",
            found_on=ON,
            by=officer,
            **who,
        ),
        "regrade": lambda: services.regrade(campaign=running.campaign, by=running.officer, **who),
    }


ACTS = ["self line", "line", "clear", "complete self", "complete", "decide", "withdraw",
                                   "aside", "again", "flag", "regrade"]  # fmt: skip
ALLOWED = {"regrade"}  # counts again what is not decided; what is decided stays


def attempt(act):
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "done"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", ["notice", "filing", ""])
def test_no_service_changes_a_result_after_its_step(running, act, step):
    running.stand_at(step)
    before = results(running.campaign)

    got = attempt(every_act(running)[act])

    assert results(running.campaign) == before
    if act not in {*ALLOWED, "flag"}:
        assert got in {"procedure.over", "procedure.over-and-filed", "sheet.already-decided"}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=6), step=st.sampled_from(["notice", "filing", ""]))
def test_no_sequence_of_services_changes_a_result_after_its_step(running, acts, step):
    running.stand_at(step)
    before = results(running.campaign)

    for act in acts:
        attempt(every_act(running)[act])

    assert results(running.campaign) == before


def test_without_the_check_of_the_step_a_result_would_change(running, monkeypatch):
    """The negative control: the same services, the step not asked."""
    monkeypatch.setattr(standing, "check_now", lambda *args: None)
    before = results(running.campaign)

    assert attempt(every_act(running)["withdraw"]) == "done"
    assert results(running.campaign) != before
    assert grade.standing is lines.standing is standing


@pytest.mark.parametrize(
    ("act", "step"), [("line", "self-assessment"), ("self line", "assessment"), ("withdraw", "assessment")]
)
def test_nothing_is_done_in_another_step_than_its_own(running, act, step):
    running.stand_at(step)
    Subject.objects.update(decided="", decided_by=None, decided_on=None)

    assert attempt(every_act(running)[act]) in {"procedure.not-now", "procedure.over"}


# -- corrections ------------------------------------------------------------------------------------------------------


def ask(running, **changes):
    facts = {"subject": running.subject, "grade": "较好", "reason": WHY, "by": running.town_officer, "on": ON}
    return services.ask_correction(**{**facts, **changes})


def test_a_correction_is_a_new_version_beside_the_old_one(running):
    asked = ask(running)
    assert (running.subject.decided, running.subject.version) == ("好", 1)

    services.approve_correction(correction=asked, by=running.officer, on=date(2012, 5, 2))

    now = running.subject
    assert (now.decided, now.version, now.computed, now.decision_reason) == ("较好", 2, "好", WHY)
    old = Withdrawal.objects.get()
    assert (old.decided, old.decided_by, old.withdrawn_by) == ("好", running.town_officer, running.officer)
    kept = Correction.objects.get()
    assert (kept.old_grade, kept.new_grade, kept.asked_by, kept.approved_by) == (
        "好", "较好", running.town_officer, running.officer,
    )  # fmt: skip
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "correction.asked",
        "correction.approved",
    }


def test_asking_and_answering_twice_changes_nothing_more(running):
    asked, again = ask(running), ask(running)
    assert asked == again

    services.approve_correction(correction=asked, by=running.officer, on=ON)
    services.approve_correction(correction=asked, by=running.officer, on=ON)

    assert running.subject.version == 2


def test_a_refused_correction_leaves_the_result(running):
    asked = ask(running)
    before = results(running.campaign)
    assert refused(services.refuse_correction, correction=asked, reason="无", by=running.officer, on=ON) == (
        "sheet.refusal-without-reason"
    )

    services.refuse_correction(correction=asked, reason="台账随后补齐", by=running.officer, on=ON)

    assert results(running.campaign) == before
    assert (
        refused(
            services.approve_correction, correction=asked, by=in_post("county-officer", running.county), on=ON
        )
        == "sheet.correction-refused-already"
    )
    assert ask(running).number == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grade": "好"}, "sheet.correction-changes-nothing"),
        ({"reason": "……"}, "sheet.correction-without-reason"),
        ({"grade": "优秀"}, "sheet.grade-unknown"),
    ],
)
def test_a_correction_says_what_and_why(running, changes, code):
    assert refused(ask, running=running, **changes) == code


def test_before_its_step_is_over_a_decision_is_taken_back_and_not_corrected(running):
    running.stand_at("committee")

    assert refused(ask, running=running) == "sheet.correction-too-early"


def test_nobody_agrees_to_their_own_correction(running):
    both = in_post("county-officer", running.county, who=running.town_officer)
    asked = ask(running)

    assert (
        refused(services.approve_correction, correction=asked, by=both, on=ON)
        == "sheet.correction-needs-another"
    )


def test_a_secretary_neither_asks_nor_answers(running):
    own = running.who("secretary", running.branches[0])
    asked = ask(running)

    for act, facts in (
        (services.ask_correction, {"subject": running.subject, "grade": "较好", "reason": WHY}),
        (services.approve_correction, {"correction": asked}),
        (services.refuse_correction, {"correction": asked, "reason": WHY}),
    ):
        with pytest.raises(Forbidden):
            act(by=own, on=ON, **facts)


def test_one_correction_waits_at_a_time(running):
    ask(running)

    assert refused(ask, running=running, grade="一般") == "sheet.correction-pending"


# -- not graded after all, apart from the unit ------------------------------------------------------------------------


@pytest.fixture
def early():
    made = Running(branches=2)
    made.stand_at("committee")
    return made


def test_who_is_set_aside_keeps_no_step_waiting_and_can_come_back(early):
    def waiting():
        return {one.mechanism: one.count for one in standing.missing(early.track, ON)}.get("decision", 0)

    assert waiting() == 2
    services.set_aside(subject=early.subject, reason="成立不足半年", by=early.town_officer, on=ON)
    assert waiting() == 1
    assert (
        refused(services.decide, subject=early.subject, grade="好", by=early.town_officer, on=ON)
        == "sheet.set-aside"
    )

    services.take_up_again(subject=early.subject, by=early.town_officer, on=ON)
    assert (waiting(), early.subject.set_aside) == (2, "")


def test_setting_aside_needs_a_reason_and_no_decision(early):
    facts = {"by": early.town_officer, "on": ON}
    assert (
        refused(services.set_aside, subject=early.subject, reason="无", **facts)
        == "sheet.aside-without-reason"
    )

    assert (
        refused(services.set_aside, subject=early.decided(), reason="成立不足半年", **facts)
        == "sheet.already-decided"
    )


def test_a_branch_of_a_decided_unit_goes_with_it_unless_a_reason_says_otherwise(early):
    unit = early.branches[0]
    branch = organisation(unit, name="二支部")
    apart = Outside.objects.create(campaign=early.campaign, organisation=branch, why="with-unit")
    facts = {"outside": apart, "by": early.town_officer, "on": ON}
    assert refused(services.decide_apart, grade="一般", reason=WHY, **facts) == "sheet.unit-not-decided"
    early.decided(unit)

    assert refused(services.decide_apart, grade="一般", **facts) == "sheet.inheritance-without-reason"
    assert services.decide_apart(grade="一般", reason="支部半年没有开展活动", **facts).own_grade == "一般"
    facts["outside"] = Outside.objects.get(pk=apart.pk)
    assert services.decide_apart(grade="好", **facts).own_grade == ""  # as its unit is


# -- findings ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def veto():
    """A pack whose findings touch the grade, where the decision is still open."""
    made = Running("meizhou-2012-lookback")
    made.stand_at(made.campaign.steps.awaiting("decision")[0].key)
    return made


def test_a_finding_moves_the_computed_grade_and_taken_back_moves_it_again(veto):
    flags = [one for one in veto.campaign.scheme.consequences if one.effect == "forced"]
    reviewer = veto.reviewer
    services.complete_sheet(subject=veto.subject, scorer="assessment", by=reviewer, on=ON, nothing_else=True)
    before = veto.subject.computed
    facts = {
        "campaign": veto.campaign,
        "organisation": veto.branches[0],
        "authority": "县纪委",
        "found_on": ON,
    }

    found = findings.record_flag(flag=flags[0].flag, by=veto.town_officer, on=ON, **facts)
    again = findings.record_flag(flag=flags[0].flag, by=veto.town_officer, on=ON, **facts)
    assert (veto.subject.computed, found) == (flags[0].grade, again)

    findings.withdraw_flag(flag=found, reason="查无实据", by=veto.town_officer, on=ON)
    assert (veto.subject.computed, before != flags[0].grade) == (before, True)
    assert Flag.objects.get().withdrawn_reason == "查无实据"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"flag": "no-such"}, "flag.unknown"),
        ({"authority": " "}, "flag.without-authority"),
        ({"found_on": date(2030, 1, 1)}, "flag.in-the-future"),
    ],
)
def test_a_finding_says_what_by_whom_and_when(veto, changes, code):
    known = next(iter(findings.flags_of(veto.campaign)))
    facts = {"campaign": veto.campaign, "organisation": veto.branches[0], "flag": known, "authority": "县纪委",
             "found_on": ON, "by": veto.town_officer, "on": ON}  # fmt: skip

    assert refused(findings.record_flag, **{**facts, **changes}) == code


def test_a_finding_that_touches_grades_is_over_with_the_decision(veto):
    flag = veto.campaign.scheme.consequences[0].flag
    veto.stand_at(veto.campaign.steps.after(veto.track.step))
    facts = {
        "campaign": veto.campaign,
        "organisation": veto.branches[0],
        "authority": "县纪委",
        "found_on": ON,
    }

    assert refused(findings.record_flag, flag=flag, by=veto.town_officer, on=ON, **facts) == "procedure.over"


def test_a_finding_that_a_ledger_follows_up_is_recorded_after_the_decision_too():
    """000-3 §二(二)2: involvement comes to light while the work goes on; the case is opened, the grade stays."""
    run = Running("meizhou-2012-lookback")
    run.decided(grade="较好")
    run.stand_at(next(step.key for step in run.campaign.steps.steps if "wrongdoing" in step.awaits))
    facts = {"campaign": run.campaign, "organisation": run.branches[0], "authority": "县纪委", "found_on": ON}

    findings.record_flag(flag="leaders-involved", by=run.town_officer, on=ON, **facts)

    assert (run.subject.decided, run.subject.computed) == ("较好", "好")
    asked = [line for line in desk.due(scope.posts(run.town_officer), ON) if line.mechanism == "wrongdoing"]
    assert asked


# -- closing ----------------------------------------------------------------------------------------------------------


def test_a_campaign_closes_when_nothing_is_open(running):
    facts = {"campaign": running.campaign, "by": running.officer, "on": date(2012, 6, 1)}
    with pytest.raises(Refusal) as refusal:
        services.close_campaign(**facts)
    assert {one.code for one in refusal.value.facts["open"]} == {
        "campaign.open-tracks",
        "campaign.open-decisions",
    }

    running.decided(running.branches[1])
    running.stand_at("")
    asked = ask(running)
    assert refused(services.close_campaign, **facts) == "campaign.still-open"
    services.refuse_correction(correction=asked, reason="依据不足", by=running.officer, on=ON)
    closed = services.close_campaign(**facts)

    assert closed.closed_on == date(2012, 6, 1)
    assert services.close_campaign(**{**facts, "on": date(2012, 7, 1)}).closed_on == date(2012, 6, 1)
    assert refused(ask, running=running) == "campaign.closed"
    assert procedure.tick_tracks(campaign=closed, on=ON) == []
