"""A campaign from its opening to the decision. Each protection is tried from both sides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.consequence import Consequence
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Form, Head
from jiceng.kernel.sheet.shapes import Proportional
from jiceng.services import duty, notice
from jiceng.services import sheet as services
from jiceng.services.sheet import lines
from jiceng.store.models import AuditEvent, Campaign, Flag, Line, Outside, Sheet, Subject, Track, Withdrawal
from tests.factories import (
    DUE,
    ON,
    County,
    adoption,
    brought_first,
    campaign,
    committee,
    committee_officer,
    officer,
    organisation,
    reviewer,
    secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


# -- opening ------------------------------------------------------------------------------------------


def test_a_campaign_accounts_for_everybody_below():
    county = committee()
    town = committee(county)
    village = organisation(town)
    school = organisation(town, kind="organ-institution", own_class="事业单位")
    organ = organisation(town, kind="organ-institution")
    unit = organisation(town, kind="state-firm", form="general-branch")
    workshop = organisation(unit, kind="state-firm")
    group = organisation(town, kind="", form="group")

    opened = campaign(county)

    graded = {one.organisation: (one.class_name, one.committee) for one in opened.subjects.all()}
    assert graded == {
        village: ("村", town),
        school: ("事业单位", town),
        organ: ("机关", town),
        unit: ("企业", town),
    }
    outside = {one.organisation: one.why for one in Outside.objects.filter(campaign=opened)}
    assert outside == {workshop: "not-independent", group: "no-class"}


def test_branches_go_with_their_unit_where_the_document_says_so():
    county = committee()
    unit = organisation(county, form="general-branch")
    branch = organisation(unit)

    opened = campaign(county, pack="yichun-2012-grading")

    assert [one.organisation for one in opened.subjects.all()] == [unit]
    assert [(one.organisation, one.why) for one in opened.outside.all()] == [(branch, "with-unit")]


def test_a_branch_right_below_the_county_is_decided_by_the_county():
    county = committee()
    organisation(county)

    assert campaign(county).subjects.get().committee == county


def test_a_neighbours_organisations_stay_out():
    county, other = committee(), committee()
    organisation(county)
    stranger = organisation(other)

    assert not campaign(county).subjects.filter(organisation=stranger).exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": "  "}, "campaign.title-missing"),
        ({"due_on": date(2012, 4, 1)}, "campaign.due-before-opened"),
        ({"title": "分类定级"}, "campaign.title-taken"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused(county, facts, code):
    wanted = {"title": "另一个", "by": county.officer, "on": ON, "due_on": DUE} | facts

    refusal = refused(services.open_campaign, adoption=county.campaign.adoption, **wanted)

    assert refusal.code == code


def test_a_county_without_organisations_has_nobody_to_grade():
    county = committee()
    committee(county)

    refusal = refused(campaign, county)

    assert refusal.code == "campaign.nobody-to-grade"


def test_only_an_officer_opens_a_campaign(county):
    facts = {"title": "另一个", "on": ON, "due_on": DUE}
    adopted = adoption(county.top, pack="corps-2012-grading")

    with pytest.raises(Forbidden):
        services.open_campaign(adoption=adopted, by=county.reviewer, **facts)
    organisation(county.town)
    assert services.open_campaign(adoption=adopted, by=county.officer, **facts).pk


# -- lines --------------------------------------------------------------------------------------------


def test_a_line_is_kept_with_who_and_when(county):
    line = county.record()

    told = (line.item, line.value, line.reason, line.version, line.filled_by, line.filled_on)
    assert told == ("no-yearly-plan", "1", "查档案，没有年度计划", 1, county.reviewer, ON)


def test_a_line_is_found_by_its_printed_name(county):
    assert county.record("工作思路/没有年度计划").item == "no-yearly-plan"


def test_full_width_digits_are_digits(county):
    assert county.record("members-under-24-hours", "　３ ").value == "3"


def test_a_deduction_without_a_reason_is_refused_and_nothing_is_kept(county):
    refusal = refused(county.record, reason="无")

    assert refusal.code == "sheet.deduction-without-reason"
    assert (Line.objects.count(), Sheet.objects.count()) == (0, 0)
    assert county.record(reason="没有年度计划").value == "1"


def test_a_value_the_item_does_not_take_is_refused(county):
    codes = [
        refused(county.record, "no-yearly-plan", value).code for value in ("2", "是", "", "NaN", "9" * 25)
    ]

    assert codes == [
        "sheet.value-not-yes-or-no",
        "sheet.value-not-a-number",
        "sheet.value-missing",
        "sheet.value-not-a-number",
        "store.number-too-large",
    ]
    assert refused(county.record, "leader-other", "0.1234567").code == "store.too-many-places"
    assert refused(county.record, "leader-other", "0.123").code == "sheet.too-many-decimals"
    assert refused(county.record, "不存在").code == "sheet.item-unknown"
    assert Line.objects.count() == 0


def test_another_towns_reviewer_may_not_score():
    county = County(towns=2)

    with pytest.raises(Forbidden):
        county.record(by=county.reviewers[1])
    assert county.record(by=county.reviewers[0]).pk


def test_a_secretary_fills_the_own_self_assessment_and_nothing_else():
    county = County(branches=2)
    own = secretary(county.branch)

    assert county.record(scorer="self", by=own).pk
    for facts in (
        {"scorer": "assessment"},
        {"scorer": "self", "subject": county.subject_of(county.branches[1])},
    ):
        with pytest.raises(Forbidden):
            county.record(by=own, **facts)
    with pytest.raises(Forbidden):
        county.record(scorer="self", by=county.reviewer)


def test_a_scorer_the_document_does_not_name_is_refused(county):
    assert refused(county.record, scorer="friends").code == "sheet.scorer-unknown"


def test_the_same_content_again_changes_nothing(county):
    first = county.record()

    again = county.record(seen_version=0)

    assert (again.pk, again.version) == (first.pk, 1)


def test_a_change_by_who_saw_the_line_is_kept(county):
    county.record()

    line = county.record(reason="补查后仍没有", seen_version=1)

    assert (line.reason, line.version) == ("补查后仍没有", 2)


@pytest.mark.parametrize("seen", [0, 2])
def test_a_change_by_who_saw_another_version_names_both_values(county, seen):
    county.record("members-under-24-hours", "2", reason="两名")

    refusal = refused(county.record, "members-under-24-hours", "3", seen_version=seen)

    assert refusal.code == "sheet.line-changed-meanwhile"
    told = refusal.facts
    assert (told["mine"], told["theirs"], told["version"]) == ("3", "2（两名）", 1)
    assert told["who"] == county.reviewer.get_full_name()
    assert Line.objects.get().value == "2"


def test_a_line_changed_between_looking_and_writing_is_not_overwritten(county, monkeypatch):
    """Where rows are not locked: the version decides in the write itself."""
    county.record("members-under-24-hours", "2")
    whole = lines.score_entries

    def meanwhile(*args):
        Line.objects.update(value="5", version=2)
        return whole(*args)

    monkeypatch.setattr(lines, "score_entries", meanwhile)
    refusal = refused(county.record, "members-under-24-hours", "3", seen_version=1)

    assert (refusal.code, refusal.facts["theirs"][0]) == ("sheet.line-changed-meanwhile", "5")


def test_a_cleared_line_counts_no_more_and_its_version_never_returns(county):
    county.record()
    who = {"subject": county.subject, "scorer": "assessment", "by": county.reviewer, "on": ON}

    line = services.clear_line(item="no-yearly-plan", seen_version=1, **who)

    assert (line.value, line.reason, line.version) == ("", "", 2)
    assert Sheet.objects.get().total == 100
    assert refused(county.record, seen_version=1).code == "sheet.line-changed-meanwhile"
    assert county.record(seen_version=2).version == 3


def test_clearing_what_was_never_recorded_is_no_fault(county):
    who = {"subject": county.subject, "scorer": "assessment", "by": county.reviewer, "on": ON}

    assert services.clear_line(item="no-yearly-plan", seen_version=0, **who) is None


def test_clearing_a_line_changed_meanwhile_is_refused(county):
    county.record()
    county.record(reason="补查后仍没有", seen_version=1)
    who = {"subject": county.subject, "scorer": "assessment", "by": county.reviewer, "on": ON}

    refusal = refused(services.clear_line, item="no-yearly-plan", seen_version=1, **who)

    assert refusal.code == "sheet.line-changed-meanwhile"
    assert Line.objects.get().value == "1"


# -- totals -------------------------------------------------------------------------------------------


def test_a_sheet_that_is_not_complete_gives_no_result_though_its_lines_are_kept(county):
    county.record()

    subject = county.subject
    assert (subject.total, subject.computed) == (None, "")
    assert Sheet.objects.get().total == 95


def test_the_published_organ_sheet_totals_89_and_is_second(county):
    subject = county.score(
        no_yearly_plan="1", no_three_meetings="1", no_member_review="1", members_under_24_hours="1"
    )

    assert (subject.total, subject.computed) == (Decimal(89), "较好")


def test_a_sheet_without_a_line_has_nothing_to_deduct(county):
    subject = county.score()

    assert (subject.total, subject.computed) == (Decimal(100), "好")


def test_a_line_on_a_complete_sheet_brings_the_result_up_to_date(county):
    county.score()

    county.record()

    assert (county.subject.total, county.subject.computed) == (Decimal(95), "好")


def test_a_self_assessment_is_kept_beside_and_does_not_count(county):
    own = secretary(county.branch)
    county.record("no-room", scorer="self", by=own)

    services.complete_sheet(
        subject=county.subject, scorer="self", by=own, on=ON, opinion="好", nothing_else=True
    )
    assert county.subject.computed == ""

    subject = county.score()
    assert (subject.total, subject.computed) == (Decimal(100), "好")
    assert (subject.sheet("self").total, subject.sheet("self").opinion) == (Decimal(90), "好")


def test_an_empty_sheet_is_not_finished_until_somebody_says_that_there_is_nothing_to_deduct(county):
    facts = {"subject": county.subject, "scorer": "assessment", "by": county.reviewer, "on": ON}

    refusal = refused(services.complete_sheet, **facts)
    assert (refusal.code, refusal.facts["count"]) == ("sheet.unanswered", asked_of(county.subject))
    assert (county.subject.total, county.subject.computed) == (None, "")

    assert services.complete_sheet(nothing_else=True, **facts).total == 100
    assert services.complete_sheet(**facts).complete  # finished again: it was confirmed before
    assert '"unanswered"' in AuditEvent.objects.filter(action="sheet.completed").first().body


def test_a_sheet_with_some_answers_names_what_is_left(county):
    county.record()

    refusal = refused(
        services.complete_sheet, subject=county.subject, scorer="assessment", by=county.reviewer, on=ON
    )

    assert (refusal.code, refusal.facts["count"]) == ("sheet.unanswered", asked_of(county.subject) - 1)
    assert len(refusal.facts["missing"]) == 3


def asked_of(subject):
    """How many items the sheet of a subject asks about."""
    items = [item for head, item in subject.form.items() if not head.outside]
    return sum(item.applies_to(subject.class_name) for item in items)


def test_a_self_assessment_states_its_opinion(county):
    own = secretary(county.branch)
    facts = {"subject": county.subject, "scorer": "self", "by": own, "on": ON, "nothing_else": True}

    assert refused(services.complete_sheet, **facts).code == "sheet.opinion-missing"
    assert refused(services.complete_sheet, opinion="优", **facts).code == "sheet.grade-unknown"
    assert services.complete_sheet(opinion="较好", **facts).complete


@pytest.fixture
def before_the_board():
    """A branch under 000-1, whose results board is not posted yet (G-08), and its secretary."""
    county = committee()
    branch = organisation(county)
    campaign(county, pack="yichun-2012-grading")
    return Subject.objects.get(organisation=branch), secretary(branch)


def post_the_board(subject, own):
    """And everything else that comes before the self-assessment."""
    duty.record(
        campaign=subject.campaign, mechanism="members-assembly", organisation=subject.organisation,
        said={"学习讨论的文件": "实施意见", "差距和不足": "学习不够"}, held_on=ON, by=own, on=ON,
    )  # fmt: skip
    notice.post(
        campaign=subject.campaign, mechanism="results-board", organisation=subject.organisation,
        entries={"主要业绩": "修通村道三公里"}, place="村务公开栏", by=own, on=ON,
    )  # fmt: skip


@pytest.mark.parametrize("event", ["record", "clear", "complete"])
def test_nothing_is_scored_before_the_board_is_posted(before_the_board, event):
    subject, own = before_the_board
    facts = {"subject": subject, "scorer": "self", "by": own, "on": ON}
    item = next(iter(subject.form.items()))[1].key
    events = {
        "record": lambda: services.record_line(item=item, value="0", **facts),
        "clear": lambda: services.clear_line(item=item, seen_version=0, **facts),
        "complete": lambda: services.complete_sheet(**facts),
    }

    with pytest.raises(Refusal) as refusal:
        events[event]()

    assert refusal.value.code == "sheet.self-assessment-comes-after"
    assert refusal.value.facts["first"] == ["《党组织2010年—2012年开展创先争优活动情况公示牌》", "党员大会"]
    assert services.why_not_now(subject, scorer="self", on=ON).code == refusal.value.code
    assert Line.objects.count() == 0


def test_once_the_board_is_posted_the_self_assessment_may_begin(before_the_board):
    subject, own = before_the_board
    post_the_board(subject, own)

    item = next(iter(subject.form.items()))[1].key
    services.record_line(subject=subject, scorer="self", item=item, value="0", by=own, on=ON)

    assert Line.objects.count() == 1
    assert services.why_not_now(subject, scorer="self", on=ON) is None
    assert services.why_not_now(subject, scorer="assessment", on=ON).code == "procedure.not-now"


def test_the_team_scores_after_others_were_asked_where_the_document_says_so(before_the_board, monkeypatch):
    subject, _ = before_the_board
    plain = lines._rule
    asked = ("outside-opinions", "interviews", "satisfaction")
    monkeypatch.setattr(lines, "_rule", lambda *args: replace(plain(*args), after=asked))
    Track.objects.filter(campaign=subject.campaign).update(step="assessment")
    item = next(iter(subject.form.items()))[1].key
    facts = {"subject": subject, "scorer": "assessment", "item": item, "value": "0", "on": ON}

    refusal = refused(services.record_line, by=reviewer(subject.committee), **facts)

    assert refusal.code == "sheet.assessment-comes-after"
    assert refusal.facts["first"] == ["年度考核情况和有关部门意见", "找党员群众谈话", "群众满意度测评"]
    assert services.why_not_now(subject, scorer="assessment", on=ON).code == refusal.code


def test_a_self_assessment_answers_every_item_where_the_document_asks_it(before_the_board):
    subject, own = before_the_board
    post_the_board(subject, own)

    refusal = refused(services.complete_sheet, subject=subject, scorer="self", by=own, on=ON)

    assert refusal.code == "sheet.self-assessment-incomplete"


def test_regrade_reads_the_findings_recorded_since(county, monkeypatch):
    veto = Consequence(flag="veto", effect="forced", grade="较差")
    monkeypatch.setattr(Campaign, "scheme", replace(county.campaign.scheme, consequences=(veto,)))
    county.score()
    facts = {"organisation": county.branch, "authority": "纪委", "found_on": ON, "flag": "veto"}

    other = campaign(county.top, title="另一个")
    Flag.objects.create(campaign=other, **facts)
    assert services.regrade(campaign=county.campaign, by=county.officer, on=ON) == 0
    Flag.objects.create(campaign=county.campaign, **facts)
    assert services.regrade(campaign=county.campaign, by=county.officer, on=ON) == 1

    assert (county.subject.total, county.subject.computed) == (Decimal(100), "较差")
    assert services.judge(county.subject).grade == "较差"


def compare(county, monkeypatch):
    """Let the campaign's only item be one that is compared within class and committee."""
    best = Proportional(key="income", name="集体收入", points=Decimal(100))
    form = Form(
        key="compared",
        title="比较表",
        heads=(Head(key="all", name="收入", items=(best,), maximum=Decimal(100)),),
    )
    monkeypatch.setattr(Campaign, "scheme", replace(county.campaign.scheme, forms={"机关": form}))


def test_a_compared_item_moves_those_it_is_compared_with(monkeypatch):
    county = County(towns=2, branches=2)
    compare(county, monkeypatch)

    for branch, income in zip(county.branches, ("50", "100", "10", "20"), strict=True):
        county.score(branch, income=income)
    totals = [county.subject_of(branch).total for branch in county.branches]

    assert totals == [Decimal(50), Decimal(100), Decimal(50), Decimal(100)]
    county.record("income", "200", subject=county.subject_of(county.branches[1]), seen_version=1)
    assert [county.subject_of(branch).total for branch in county.branches] == [25, 100, 50, 100]


def test_a_decided_result_stays_when_those_it_is_compared_with_change(monkeypatch):
    county = County(branches=2)
    compare(county, monkeypatch)
    for branch in county.branches:
        county.score(branch, income="50")
    county.decide()

    county.record("income", "100", subject=county.subject_of(county.branches[1]), seen_version=1)

    assert [county.subject_of(branch).total for branch in county.branches] == [100, 100]
    assert services.judge(county.subject).total == 50


def test_regrade_mends_a_total_that_does_not_follow_from_the_lines():
    county = County(branches=3)
    for branch in county.branches:
        county.score(branch, no_yearly_plan="1")
    county.decide(county.branches[2])
    Subject.objects.update(total=Decimal(10), computed="较差")

    assert services.regrade(campaign=county.campaign, by=county.officer, on=ON) == 2

    told = [county.subject_of(branch).total for branch in county.branches]
    assert told == [Decimal(95), Decimal(95), Decimal(10)]


@pytest.mark.parametrize("size", [1, 3])
def test_regrade_costs_the_same_for_any_number(size, django_assert_num_queries):
    county = County(branches=size)
    for branch in county.branches:
        county.score(branch, no_yearly_plan="1")
    Subject.objects.update(total=Decimal(10), computed="较差")

    with django_assert_num_queries(10):  # savepoint, posts (2), five for the totals, the event, release
        services.regrade(campaign=county.campaign, by=county.officer, on=ON)


def test_only_who_may_open_a_campaign_grades_it_again_and_it_is_told(county):
    county.score(no_yearly_plan="1")
    Subject.objects.update(total=Decimal(10), computed="较差")

    with pytest.raises(Forbidden):
        services.regrade(campaign=county.campaign, by=county.reviewer, on=ON)
    assert county.subject.total == 10
    services.regrade(campaign=county.campaign, by=county.officer, on=ON)

    assert AuditEvent.objects.get(action="campaign.regraded").body == '{"changed":1}'


def test_a_closed_campaign_is_not_graded_again(county):
    county.campaign.closed_on = ON

    assert (
        refused(services.regrade, campaign=county.campaign, by=county.officer, on=ON).code
        == "campaign.closed"
    )


# -- decisions ----------------------------------------------------------------------------------------


def test_a_decision_stands_beside_the_computed_grade(county):
    county.score(no_room="1", no_funds="1")

    subject = county.decide(grade="好", reason="搬迁过渡期，场所已列入计划")

    told = (subject.total, subject.computed, subject.decided, subject.decided_by, subject.decided_on)
    assert told == (Decimal(85), "较好", "好", county.reviewer, ON)
    assert subject.grade == "好"


def test_a_decision_other_than_computed_needs_a_reason(county):
    county.score()

    assert refused(county.decide, grade="较好").code == "sheet.deviation-without-reason"
    assert county.subject.decided == ""
    assert county.decide(grade="好").decided == "好"


def test_nobody_is_decided_before_they_are_scored(county):
    refusal = refused(county.decide)

    assert (refusal.code, refusal.facts["missing"]) == ("sheet.not-yet-scored", ["组织考核"])


def test_nobody_is_decided_before_the_self_assessment_is_there(county):
    county.score()
    facts = {"grade": "好", "by": county.reviewer, "on": ON}

    assert refused(services.decide, subject=county.subject, **facts).code == "sheet.decision-needs"
    county.self_assess()
    brought_first(county.subject, county.reviewer)
    assert services.decide(subject=county.subject, **facts).decided == "好"


def test_nobody_is_decided_before_the_ballot_has_led_to_an_opinion_and_the_meeting_was_held(county):
    county.self_assess()
    county.score()
    facts = {"grade": "好", "by": county.reviewer, "on": ON}

    refusal = refused(services.decide, subject=county.subject, **facts)

    titles = [county.campaign.title_of(key) for key in ("opinion-after-ballot", "grading-meeting")]
    assert (refusal.code, refusal.facts["first"]) == ("sheet.decision-comes-after", titles)
    brought_first(county.subject, county.reviewer)
    assert services.decide(subject=county.subject, **facts).decided == "好"


def test_an_unknown_grade_is_refused(county):
    county.score()

    assert refused(county.decide, grade="优秀").code == "sheet.grade-unknown"


def test_the_same_decision_again_changes_nothing_and_another_is_refused(county):
    county.score()
    county.decide(grade="好")

    assert county.decide(grade="好").decided == "好"
    refusal = refused(county.decide, grade="较好", reason="改主意了")
    assert (refusal.code, refusal.facts["decided"]) == ("sheet.already-decided", "好")


def test_who_may_not_decide_is_stopped(county):
    county.score()

    for who in (county.officer, secretary(county.branch), officer(county.town)):
        with pytest.raises(Forbidden):
            county.decide(by=who)
    assert county.decide(by=county.reviewer).decided == "好"


def test_the_sheet_of_a_decided_organisation_stays_as_it_is(county):
    county.score(no_yearly_plan="1")
    county.decide()
    who = {"subject": county.subject, "scorer": "assessment", "by": county.reviewer, "on": ON}

    for change in (
        lambda: county.record("no-room"),
        lambda: services.clear_line(item="no-yearly-plan", seen_version=1, **who),
        lambda: services.complete_sheet(**who),
    ):
        assert refused(change).code == "sheet.already-decided"
    assert county.subject.total == 95


def test_a_decision_taken_back_is_remembered_and_opens_the_sheet(county):
    county.score()
    county.decide()
    who = {"by": county.reviewer, "on": ON}

    assert refused(services.withdraw_decision, subject=county.subject, reason="", **who).code == (
        "sheet.withdrawal-without-reason"
    )
    subject = services.withdraw_decision(subject=county.subject, reason="公示期间有异议", **who)

    assert (subject.decided, subject.decided_by, subject.computed) == ("", None, "好")
    kept = Withdrawal.objects.get()
    assert (kept.decided, kept.decided_by, kept.reason) == ("好", county.reviewer, "公示期间有异议")
    assert county.record().value == "1"
    assert (
        refused(services.withdraw_decision, subject=subject, reason="再撤", **who).code == "sheet.not-decided"
    )


def test_an_explanation_is_written_beside_the_grade(county):
    who = {"by": county.reviewer, "on": ON}
    assert refused(services.explain, subject=county.subject, text="早", **who).code == "sheet.not-yet-scored"
    county.score()

    subject = services.explain(subject=county.subject, text=" 班子团结，制度健全 ", **who)

    assert (subject.explanation, subject.explained_by) == ("班子团结，制度健全", county.reviewer)
    assert services.explain(subject=subject, text="", **who).explanation == ""
    with pytest.raises(Forbidden):
        services.explain(subject=subject, text="我来写", by=secretary(county.branch), on=ON)


def test_an_explanation_the_document_asks_for_cannot_be_emptied():
    county = committee()
    town = committee(county)
    branch = organisation(town, kind="village")
    opened = campaign(county, pack="yichun-2012-grading")
    opened.tracks.update(step="notice")
    Subject.objects.filter(organisation=branch).update(total=Decimal(95), computed="好")
    who = {"by": committee_officer(town), "on": ON, "subject": opened.subjects.get()}

    assert refused(services.explain, text="无", **who).code == "sheet.explanation-missing"
    assert services.explain(text="班子团结", **who).explanation == "班子团结"


def test_nothing_changes_in_a_closed_campaign(county):
    county.score()
    county.campaign.closed_on = DUE
    county.campaign.save()
    who = {"by": county.reviewer, "on": ON}

    for change in (
        county.record,
        county.decide,
        lambda: services.explain(subject=county.subject, text="晚了", **who),
        lambda: services.withdraw_decision(subject=county.subject, reason="晚了", **who),
        lambda: services.complete_sheet(subject=county.subject, scorer="assessment", **who),
    ):
        assert refused(change).code == "campaign.closed"


# -- reading ------------------------------------------------------------------------------------------


def test_the_judgement_of_stored_lines_opens_down_to_the_reason(county):
    subject = county.score(no_yearly_plan="1")

    judged = services.judge(subject)

    reasons = [step.facts["reason"] for _, step in judged.trace.walk() if "reason" in step.facts]
    assert (judged.total, reasons) == (Decimal(95), ["查档案，没有年度计划"])


def test_there_is_no_judgement_before_the_sheet_is_complete(county):
    county.record()

    assert services.judge(county.subject) is None
    assert services.score_sheet(county.subject, "assessment").total == 95
    assert services.score_sheet(county.subject, "self").total == 100
