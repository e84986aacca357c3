"""Records: by whom, where, when, and nothing of it altered afterwards."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jiceng.access.checks import Forbidden
from jiceng.kernel.ballot import Counted
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot, duty, flag, standing, zone
from jiceng.store.models import AuditEvent, AuditValue, Organisation, Record, Sheet, Subject
from tests.campaigns import Running
from tests.factories import ON, reviewer, secretary
from tests.filing import Filing

pytestmark = pytest.mark.django_db

ASSEMBLY = {"学习讨论的文件": "市委实施意见", "差距和不足": "阵地老旧"}
INTERVIEW = {"对象": "党员", "围绕的方面": "领导班子、党员队伍", "情况和意见": "希望多开会研究产业"}


@pytest.fixture
def county():
    return Filing()


def write(county, mechanism="interviews", said=INTERVIEW, **facts):
    facts = {"campaign": county.campaign, "organisation": county.branch, "by": county.reviewer} | facts
    return duty.record(mechanism=mechanism, said=said, **{"held_on": ON, "on": ON} | facts)


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value


def test_records_of_a_mechanism_at_an_organisation_are_numbered(county):
    numbers = [write(county, said=INTERVIEW | {"对象": who}).number for who in ("党员", "群众", "服务对象")]

    assert numbers == [1, 2, 3]


def test_the_same_content_again_is_the_same_record(county):
    assert write(county) == write(county, said={name: f" {text} " for name, text in INTERVIEW.items()})
    assert AuditEvent.objects.filter(action="duty.recorded").count() == 1


def test_the_same_words_on_another_day_are_another_record(county):
    assert write(county) != write(county, held_on=ON - timedelta(1))


def test_what_people_said_can_be_erased_from_the_audit_and_only_a_digest_stays(county):
    write(county)

    event = AuditEvent.objects.get(action="duty.recorded")
    assert "希望多开会" not in event.body
    assert AuditValue.objects.filter(event=event, value__contains="希望多开会").exists()


@pytest.mark.parametrize(
    ("mechanism", "said", "who"),
    [
        ("interviews", INTERVIEW, "secretary"),
        ("interviews", INTERVIEW, "officer"),
        ("interviews", INTERVIEW, "delegate"),
        ("members-assembly", ASSEMBLY, "reviewer"),
        ("enlarged-meeting", {}, "secretary"),
    ],
)
def test_a_record_is_written_by_whom_the_document_names(county, mechanism, said, who):
    with pytest.raises(Forbidden):
        write(county, mechanism, said, by=getattr(county, who))


def test_a_reviewer_who_belongs_to_the_organisation_writes_nothing_over_it(county):
    with pytest.raises(Forbidden):
        write(county, by=reviewer(county.branch))


def test_before_its_step_and_after_it_nothing_is_recorded(county):
    assert refused(write, county, "members-assembly", ASSEMBLY, by=county.secretary).code == "procedure.over"
    county.stand_at("self-assessment")
    assert refused(write, county).code == "procedure.not-now"


def test_a_record_that_says_too_little_is_not_kept(county):
    refusal = refused(write, county, said={"对象": "党员"})

    assert (refusal.code, refusal.facts["missing"]) == ("contents.missing", ["围绕的方面", "情况和意见"])
    assert not Record.objects.exists()


def test_what_comes_first_is_named_by_its_title(county):
    county.stand_at("self-assessment")
    said = {"工作主要业绩": "修路", "存在的突出问题": "场所旧", "自评结果": "好"}

    refusal = refused(write, county, "declaration", said, by=county.secretary)

    assert (refusal.code, refusal.facts["first"]) == ("duty.comes-after", ["逐项自评打分"])


def test_a_declaration_says_what_the_own_sheet_says_and_finds_it_filled_in(county, client):
    county.stand_at("self-assessment")
    Sheet.objects.create(
        subject=county.subject,
        scorer="self",
        complete=True,
        total=95,
        filled_by=county.secretary,
        filled_on=ON,
    )
    said = {"工作主要业绩": "修路", "存在的突出问题": "场所旧", "自评结果": "一般"}

    refusal = refused(write, county, "declaration", said, by=county.secretary)
    assert (refusal.code, refusal.facts["known"]) == ("contents.not-the-own-grade", ["好"])
    client.force_login(county.secretary)
    page = client.get(reverse("record-new", args=[county.campaign.pk, "declaration", county.branch.pk]))
    assert 'value="好" checked' in page.content.decode()
    assert (
        write(county, "declaration", said | {"自评结果": "好"}, by=county.secretary).said["自评结果"] == "好"
    )


LOOKED = {"有无上述情形": "没有发现", "怎样看的": "走访市场监管所"}


def test_who_looked_and_found_nothing_says_so_and_who_found_something_has_it_recorded_first():
    run = Running("meizhou-2012-lookback", kind="village")
    run.stand_at("re-examination")
    branch, by = run.branches[0], run.town_officer

    def look(answer):
        return duty.record(
            campaign=run.campaign, mechanism="offences-looked", organisation=branch,
            said=LOOKED | {"有无上述情形": answer}, held_on=ON, by=by, on=ON,
        )  # fmt: skip

    assert refused(look, "有").facts["findings"][:2] == ["欺行霸市", "制假售假"]
    look("没有发现")
    flag.record_flag(
        campaign=run.campaign, organisation=branch, flag="commercial-bribery", authority="县市场监管局", found_on=ON,
        by=by, on=ON,
    )  # fmt: skip
    [late] = standing.lacking(run.subject, ["offences-looked"], ON)
    assert (late.code, late.facts["findings"]) == ("duty.finding-stands", ["商业贿赂"])
    assert refused(look, "没有发现").code == "duty.finding-stands"
    look("有")
    assert standing.lacking(run.subject, ["offences-looked"], ON) == []


def test_a_committee_scores_every_zone_its_organisations_are_in_once_they_have_reported_by_zone():
    run = Running("jilin-2012-grading", branches=2)
    asked = ["zone-reports", "zone-scores"]
    assert standing.done(run.campaign, run.town, asked, ON) == frozenset(asked)  # nobody is in a zone
    for name, branch in zip(("第一协作区", "第二协作区"), run.branches, strict=True):
        zone.set_zone(organisation=run.county, name=name, members=[branch], by=run.officer, on=ON)

    def score(name):
        return duty.record(
            campaign=run.campaign, mechanism="zone-scores", organisation=run.town,
            said={"协作区": name, "得分": "90"}, held_on=ON, by=run.town_officer, on=ON,
        )  # fmt: skip

    assert refused(score, "第一协作区").code == "duty.comes-after"
    for branch in run.branches:
        reported(run, branch)
    score("第一协作区")
    assert standing.done(run.campaign, run.town, asked, ON) == frozenset({"zone-reports"})
    score("第二协作区")
    assert standing.done(run.campaign, run.town, asked, ON) == frozenset(asked)


def reported(run, branch):
    """The report by zone is there, whatever led to it."""
    said = {
        "协作区": standing.Facts(run.campaign, ON).zones(branch.pk)[0],
        "自评等次": "好",
        "分类定级情况": "已自评",
    }
    Record.objects.create(
        campaign=run.campaign, mechanism="zone-reports", organisation=branch, subject=run.subject_of(branch), number=1,
        held_on=ON, said=said, by=run.officer, on=ON,
    )  # fmt: skip


def test_a_score_is_given_to_a_zone_of_the_register_and_within_the_hundred():
    run = Running("jilin-2012-grading")
    run.stand_at("return")
    zone.set_zone(organisation=run.county, name="第一协作区", members=[run.town], by=run.officer, on=ON)
    reported(run, run.branches[0])

    def score(name, points):
        return duty.record(
            campaign=run.campaign, mechanism="zone-scores", organisation=run.town,
            said={"协作区": name, "得分": points}, held_on=ON, by=run.town_officer, on=ON,
        )  # fmt: skip

    assert refused(score, "想象协作区", "90").code == "contents.not-the-zone"
    assert refused(score, "第一协作区", "9999").code == "contents.too-much"
    assert score("第一协作区", "90").said["得分"] == "90"


def test_a_survey_repeats_what_the_register_counts_and_each_problem_it_finds_waits_for_its_entry():
    run = Running("jilin-2012-grading")
    branch = run.branches[0]
    Organisation.objects.filter(pk=branch.pk).update(member_count=20)
    branch.refresh_from_db()

    def survey(counted):
        return duty.record(
            campaign=run.campaign, mechanism="survey", organisation=branch, held_on=ON, by=run.town_officer, on=ON,
            said={
                "名册上的党员数": counted, "摸清的党员数": "19", "与名册不符的": "一名已转走",
                "班子和阵地等底数": "班子三人", "问题": "阵地不足\n经费不足",
            },
        )  # fmt: skip

    assert refused(survey, "19").code == "contents.not-the-members"
    assert standing.done(run.campaign, run.town, ["base-ledger"], ON) == frozenset({"base-ledger"})
    survey("20")
    assert standing.done(run.campaign, run.town, ["base-ledger"], ON) == frozenset()


def test_tomorrow_is_not_recorded_and_neither_is_the_wrong_year(county):
    assert refused(write, county, held_on=ON + timedelta(1)).code == "duty.held-in-future"
    assert refused(write, county, held_on=date(2010, 4, 1)).code == "duty.held-before-campaign"


def test_a_committees_record_is_kept_at_the_committee(county):
    county.stand_at("committee")
    said = {"参加人员": "张三、李四", "自评和组织考核情况": "逐个听取", "其他方面意见": "无"}

    kept = write(county, "enlarged-meeting", said, organisation=county.town)

    assert (kept.organisation, kept.subject) == (county.town, None)
    assert refused(write, county, "enlarged-meeting", said).code == "door.wrong-place"


def test_a_record_owed_by_the_lowest_grade_is_not_kept_of_another(county):
    five = {
        "领导挂点责任": "县委副书记包点", "部门帮扶安排": "农业局", "帮扶工作计划": "半年", "解决问题的资金": "50000",
        "转化升级的变化": "一般",
    }  # fmt: skip
    county.graded(county.branch, "较好")
    assert refused(write, county, "help-plan", five).code == "duty.not-owed"

    county.graded(county.branch, "较差", total="50")
    assert write(county, "help-plan", five).subject == county.subject


def test_a_plan_without_money_is_not_five_haves(county):
    county.graded(county.branch, "较差", total="50")
    four = {"领导挂点责任": "a甲", "部门帮扶安排": "乙", "帮扶工作计划": "丙", "转化升级的变化": "丁"}

    assert refused(write, county, "help-plan", four).facts["missing"] == ["解决问题的资金"]


def test_an_organisation_set_aside_keeps_no_records(county):
    Subject.objects.update(set_aside="停产", set_aside_by=county.reviewer, set_aside_on=ON)

    assert refused(write, county).code == "door.wrong-place"


def test_a_closed_campaign_takes_no_record(county):
    county.campaign.closed_on = ON
    county.campaign.save()

    assert refused(write, county).code == "campaign.closed"


# -- taking back ------------------------------------------------------------------------------------------------------


def take_back(county, record, reason="记错了支部", **facts):
    return duty.withdraw_record(record=record, reason=reason, **{"by": county.reviewer, "on": ON} | facts)


def test_a_record_taken_back_is_kept_and_counts_no_more(county):
    one = write(county)

    take_back(county, one)

    assert Record.objects.get().withdrawn_reason == "记错了支部"
    assert not Record.objects.standing().exists()
    assert write(county).number == 2


def test_a_record_is_not_taken_back_without_a_reason_or_twice(county):
    one = write(county)

    assert refused(take_back, county, one, reason="略").code == "duty.withdrawal-without-reason"
    take_back(county, one)
    assert refused(take_back, county, one).code == "duty.already-withdrawn"


def test_a_record_stands_once_its_step_is_over(county):
    one = write(county)
    county.stand_at("committee")

    assert refused(take_back, county, one).code == "procedure.over"


def test_nobody_takes_back_what_others_write(county):
    one = write(county)

    with pytest.raises(Forbidden):
        take_back(county, one, by=secretary(county.branch))


def test_the_opinion_after_a_ballot_says_what_the_ballot_said_and_why_it_differs(client):
    run = Running("jilin-2012-grading", kind="village")
    run.stand_at("grading")
    secretary, branch = run.who("secretary", run.branches[0]), run.branches[0]
    Record.objects.create(
        campaign=run.campaign, mechanism="work-report", organisation=branch, subject=run.subject, number=1,
        held_on=ON, said={"工作情况报告": "修路"}, by=secretary, on=ON,
    )  # fmt: skip
    sizes = {"党员": 20, "群众代表": 10, "两代表一委员": 2}
    about = {"subject": run.subject, "mechanism": "grading-ballot", "on": ON}
    ballot.submit_roll(sizes=sizes, by=secretary, **about)
    counts = {name: Counted(size, size, size, 0, {"一般": size}) for name, size in sizes.items()}
    ballot.type_count(counts=counts, held_on=ON, by=run.who("delegate", run.town), **about)
    facts = {"campaign": run.campaign, "mechanism": "opinion-after-ballot", "organisation": branch}
    facts |= {"held_on": ON, "by": secretary, "on": ON}

    invented = {"测评最多的意见": "好", "定级意见": "好", "与测评不同的理由": "无"}
    with pytest.raises(Refusal) as refusal:
        duty.record(said=invented, **facts)
    assert (refusal.value.code, refusal.value.facts["known"]) == (
        "contents.not-the-meeting-opinion",
        ["一般"],
    )
    duty.record(
        said={"测评最多的意见": "一般", "定级意见": "好", "与测评不同的理由": "集体收入翻了一番"}, **facts
    )

    client.force_login(run.town_officer)
    page = client.get(reverse("organisation", args=[branch.pk]), {"campaign": run.campaign.pk})
    assert "集体收入翻了一番" in page.content.decode()
