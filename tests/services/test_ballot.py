"""Lists of voters, counts typed in once, and what a count does to a grade."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.ballot import Counted
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.score import Scorers
from jiceng.services import ballot
from jiceng.store.models import (
    AuditEvent,
    ClassCount,
    Count,
    CountWithdrawal,
    Measure,
    Organisation,
    Roll,
    Subject,
)
from tests.factories import ON, County, delegate, reviewer, secretary
from tests.filing import BALLOT, Filing, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return Filing()


@pytest.fixture
def approved(county):
    county.submit()
    county.approve()
    return county


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value


# -- the list of voters -----------------------------------------------------------------------------------------------


def test_a_list_is_submitted_by_the_secretary_and_approved_by_the_assessment_team(county):
    county.submit(note="群众代表由村民小组推荐")

    roll = county.approve()

    assert (roll.submitted_by, roll.approved_by) == (county.secretary, county.reviewer)
    assert {one.voter_class: one.size for one in roll.classes.all()} == {"党员": 20, "群众代表": 20}


def test_a_list_sent_twice_is_one_list_and_one_event(county):
    first, second = county.submit(), county.submit()

    assert first == second
    assert AuditEvent.objects.filter(action="ballot.roll-submitted").count() == 1


def test_a_list_may_be_submitted_anew_until_it_is_approved(county):
    county.submit()
    county.submit({"党员": 20, "群众代表": 25})
    county.approve()

    refusal = refused(county.submit, {"党员": 20, "群众代表": 30})

    assert refusal.code == "ballot.roll-approved"
    assert Roll.objects.get().classes.get(voter_class="群众代表").size == 25


def test_the_registers_members_are_held_against_the_list(county):
    Organisation.objects.filter(pk=county.branch.pk).update(member_count=23)

    refusal = refused(county.submit)

    assert (refusal.code, refusal.facts["members"]) == ("ballot.members-missing", 23)


def test_nobody_approves_the_list_they_submitted(county):
    both = reviewer(county.town, who=county.secretary)
    county.submit()

    # Somebody of the branch is not over it at all; somebody over it who submitted is stopped by name.
    with pytest.raises(Forbidden):
        county.approve(by=both)
    Roll.objects.update(submitted_by=county.reviewer)
    assert refused(county.approve).code == "ballot.roll-by-another"


@pytest.mark.parametrize("who", ["reviewer", "officer", "delegate"])
def test_only_the_organisation_submits_its_list(county, who):
    with pytest.raises(Forbidden):
        county.submit(by=getattr(county, who))


def test_a_list_that_went_back_is_submitted_anew(approved):
    facts = {"subject": approved.subject, "mechanism": BALLOT, "by": approved.reviewer, "on": ON}

    assert refused(ballot.send_roll_back, reason="无", **facts).code == "ballot.back-without-reason"
    ballot.send_roll_back(reason="群众代表不够广泛", **facts)
    approved.submit({"党员": 20, "群众代表": 22})

    assert Roll.objects.get().approved_on is None


def test_a_list_somebody_counted_on_does_not_go_back(approved):
    approved.count()

    refusal = refused(
        ballot.send_roll_back,
        subject=approved.subject,
        mechanism=BALLOT,
        reason="x",
        by=approved.reviewer,
        on=ON,
    )

    assert refusal.code == "ballot.roll-is-counted"


# -- the count --------------------------------------------------------------------------------------------------------


def test_a_count_is_kept_figure_by_figure(approved):
    count = approved.count(place=" 村部二楼 ", host="镇党委副书记")

    assert (count.place, count.host, count.by) == ("村部二楼", "镇党委副书记", approved.delegate)
    assert ballot.counted_of(count) == {"党员": counted(), "群众代表": counted(12, 6)}


def test_satisfaction_is_kept_under_the_name_the_document_gives(approved):
    approved.count()

    measure = Measure.objects.get()

    assert (measure.name, measure.source) == ("群众满意度", "群众满意度测评")
    assert measure.value == Decimal("94.736842")  # 36 of 38 valid


@pytest.mark.parametrize("who", ["secretary", "reviewer", "officer"])
def test_only_the_superiors_delegate_types_in_a_count(approved, who):
    with pytest.raises(Forbidden):
        approved.count(by=getattr(approved, who))


def test_a_delegate_of_the_organisation_itself_touches_no_paper(approved):
    with pytest.raises(Forbidden):
        approved.count(by=delegate(approved.branch))


def test_a_count_waits_for_the_list_and_its_approval(county):
    assert refused(county.count).code == "ballot.roll-missing"
    county.submit()
    assert refused(county.count).code == "ballot.roll-not-approved"


def test_a_count_is_typed_in_once(approved):
    approved.count()

    again = approved.count()
    refusal = refused(approved.count, {"党员": counted(14, 4), "群众代表": counted(12, 6)})

    assert again == Count.objects.get()
    assert (refusal.code, refusal.facts["who"]) == (
        "ballot.already-counted",
        approved.delegate.get_full_name(),
    )
    assert AuditEvent.objects.filter(action="ballot.counted").count() == 1


def test_a_void_vote_is_not_kept(approved):
    void = Counted(20, 21, 21, 0, {"满意": 21})

    assert refused(approved.count, {"党员": void, "群众代表": counted()}).code == "ballot.void"
    assert not Count.objects.exists()
    assert not ClassCount.objects.exists()


def test_a_meeting_of_tomorrow_is_not_counted_today(approved):
    assert refused(approved.count, held_on=ON + timedelta(1)).code == "ballot.held-in-future"


def test_before_its_step_and_after_it_nothing_is_counted(approved):
    approved.stand_at("self-assessment")
    assert refused(approved.count).code == "procedure.not-now"
    approved.stand_at("committee")
    assert refused(approved.count).code == "procedure.over"


def test_an_organisation_set_aside_holds_no_ballot(county):
    Subject.objects.update(set_aside="停产", set_aside_by=county.reviewer, set_aside_on=ON)

    assert refused(county.submit).code == "ballot.not-concerned"


def test_a_ballot_that_follows_a_report_waits_for_it():
    """000-4: the meeting hears the report first (G-32)."""
    county = County()
    who = secretary(county.branch)
    facts = {"subject": county.subject, "mechanism": "grading-ballot"}
    sizes = {"党员": 20, "群众代表": 10, "两代表一委员": 3}
    ballot.submit_roll(sizes=sizes, by=who, on=ON, **facts)
    votes = {"好": 2, "较好": 1, "一般": 0, "较差": 0}
    counts = {name: Counted(3, 3, 3, 0, votes) for name in sizes}

    refusal = refused(ballot.type_count, counts=counts, held_on=ON, by=delegate(county.town), on=ON, **facts)

    assert (refusal.code, refusal.facts["first"]) == (
        "ballot.comes-after",
        ["测评会上的工作报告和自我认级说明"],
    )


# -- withdrawing ------------------------------------------------------------------------------------------------------


@pytest.fixture
def count(approved):
    return approved.count()


def ask(county, count, reason="群众代表“满意”抄错一格", **facts):
    return ballot.ask_to_withdraw(count=count, reason=reason, **{"by": county.delegate, "on": ON} | facts)


def answer(county, count, *, agrees=True, **facts):
    return ballot.answer_withdrawal(count=count, agrees=agrees, **{"by": county.reviewer, "on": ON} | facts)


def test_a_count_withdrawn_by_two_people_is_kept_and_may_be_typed_in_anew(approved, count):
    ask(approved, count)
    answer(approved, count)

    gone = CountWithdrawal.objects.get()
    assert (gone.asked_by, gone.agreed_by) == (approved.delegate, approved.reviewer)
    assert gone.figures["classes"]["党员"]["votes"]["满意"] == 15
    assert not Count.objects.exists()
    assert not Measure.objects.exists()
    assert approved.count({"党员": counted(), "群众代表": counted(13, 5)})


def test_nobody_withdraws_a_count_alone(approved, count):
    ask(approved, count)

    assert refused(answer, approved, count, by=approved.delegate).code == "ballot.withdrawal-needs-another"
    assert Count.objects.exists()


def test_a_count_is_not_withdrawn_without_being_asked_for_and_a_reason(approved, count):
    assert refused(answer, approved, count).code == "ballot.withdrawal-not-asked"
    assert refused(ask, approved, count, reason="无").code == "ballot.withdrawal-without-reason"


def test_a_second_request_to_withdraw_is_told_of_the_first(approved, count):
    ask(approved, count)

    refusal = refused(ask, approved, count, reason="另一处抄错", by=delegate(approved.town))

    assert (refusal.code, refusal.facts["reason"]) == (
        "ballot.withdrawal-asked-by-other",
        "群众代表“满意”抄错一格",
    )


def test_a_request_that_is_refused_leaves_the_count_as_it_was(approved, count):
    ask(approved, count)
    answer(approved, count, agrees=False)

    count.refresh_from_db()
    assert (count.withdrawal_by, count.withdrawal_reason) == (None, "")
    assert Measure.objects.exists()


def test_what_a_decision_rests_on_is_not_withdrawn(approved, count):
    approved.graded(approved.branch, "好")

    assert refused(ask, approved, count).code == "sheet.already-decided"


@pytest.mark.parametrize("who", ["secretary", "officer"])
def test_who_neither_counts_nor_assesses_has_no_say_in_withdrawing(approved, count, who):
    with pytest.raises(Forbidden):
        ask(approved, count, by=getattr(approved, who))
    ask(approved, count)
    with pytest.raises(Forbidden):
        answer(approved, count, by=getattr(approved, who))


# -- what it does to a grade ------------------------------------------------------------------------------------------


@pytest.fixture
def scored_first(monkeypatch):
    """A document whose team may score before the ballot; 000-1 has the ballot first (G-11)."""
    monkeypatch.setattr(Scorers, "check_first", lambda self, done: None)


@pytest.mark.usefixtures("scored_first")
def test_a_gate_reads_the_ballot_and_the_computed_grade_follows(approved, monkeypatch):
    """群众满意度 below 90 excludes 好, where the local rule says so."""
    from dataclasses import replace

    from jiceng.kernel.consequence import Gate
    from jiceng.store.models import Campaign

    gate = Gate(grades=("好",), measure="群众满意度", at_least=Decimal(90), name="满意度")
    plain = Campaign.scheme.fget
    monkeypatch.setattr(Campaign, "scheme", property(lambda self: replace(plain(self), gates=(gate,))))
    approved.score()
    assert approved.subject.computed == "较好"  # not counted yet: the gate stays shut

    count = approved.count()
    assert approved.subject.computed == "好"
    ask(approved, count)
    answer(approved, count)
    approved.count({"党员": counted(12, 4, 3), "群众代表": counted(12, 4, 3)})

    assert approved.subject.computed == "较好"


@pytest.mark.usefixtures("scored_first")
def test_a_gate_that_asks_for_the_ballot_first_leaves_the_grade_open(approved, monkeypatch):
    from dataclasses import replace

    from jiceng.kernel.consequence import Gate
    from jiceng.store.models import Campaign

    gate = Gate(grades=("好",), measure="群众满意度", at_least=Decimal(90), name="满意度", unknown="refuse")
    plain = Campaign.scheme.fget
    monkeypatch.setattr(Campaign, "scheme", property(lambda self: replace(plain(self), gates=(gate,))))

    approved.score()
    assert (approved.subject.total, approved.subject.computed) == (None, "")
    approved.count()

    assert approved.subject.computed == "好"


def test_a_count_after_the_decision_leaves_what_was_decided(approved):
    """000-3 holds its satisfaction meeting during rectification (R-16)."""
    approved.graded(approved.branch, "一般", total="70")

    approved.count()

    assert (approved.subject.decided, approved.subject.computed) == ("一般", "一般")


def test_every_event_names_its_actor_and_the_figures(approved):
    approved.count(held_on=date(2012, 4, 5))

    event = AuditEvent.objects.filter(action="ballot.counted").get()

    assert event.actor == approved.delegate.get_username()
    assert '"满意":15' in event.body.replace(" ", "")
