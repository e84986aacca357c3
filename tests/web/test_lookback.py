"""Document 000-3 through the pages, in a year that is not its own: plan, findings, meeting, acceptance."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.services import duty as returns
from jiceng.services import flag as findings
from jiceng.services import item as items
from jiceng.services import standing
from jiceng.store.models import (
    Adoption,
    Count,
    Flag,
    Item,
    Link,
    Measure,
    Notice,
    Record,
    Roll,
    Sheet,
    Subject,
    Team,
    TeamMember,
    Upgrade,
    Withdrawal,
)
from tests.campaigns import Running
from tests.factories import committee, organisation
from tests.web.reading import alert

pytestmark = pytest.mark.django_db

PLAN = {
    "突出问题": "自查以外发现的",
    "任务": "抓书记、强班子", "工作任务": "补选委员", "具体措施": "调整分工",
    "量化目标": "每月一次集中学习", "时间进度": "两个月",
    "近期目标": "补齐委员", "中长期安排": "培养后备人选",
}  # fmt: skip


class LookBack(Running):
    """A village branch in a look-back that was opened today."""

    def __init__(self, kind: str = "village") -> None:
        super().__init__("meizhou-2012-lookback", kind=kind)
        self.today = clock.today()
        self.campaign = self.open("meizhou-2012-lookback", title="回头看", on=self.today)
        self.branch = self.branches[0]
        self.secretary = self.who("secretary", self.branch)

    def project(self, **facts):
        facts = {
            "title": "班子不齐",
            "said": PLAN,
            "owner": "案例甲",
            "due_on": self.today + timedelta(days=60),
        } | facts
        return items.open_item(
            campaign=self.campaign, mechanism="projects", organisation=self.branch, by=self.secretary, on=self.today,
            **facts,
        )  # fmt: skip


@pytest.fixture
def county():
    return LookBack()


def test_a_rectification_plan_is_published_to_everybody_with_what_the_ledger_says(county, seen_by):
    county.stand_at("rectification")
    county.project()
    address = reverse("notice-post", args=[county.campaign.pk, "plan-notice", county.branch.pk])

    answer = seen_by(county.secretary).post(address, {"place": "村务公开栏", "post": "1"})

    notice = Notice.objects.get(campaign=county.campaign)
    assert answer.status_code == 302
    assert (notice.audience, notice.rows) == (
        "public",
        [
            [
                "班子不齐",
                "自查以外发现的",
                "抓书记、强班子",
                "补选委员",
                "调整分工",
                "每月一次集中学习",
                "两个月",
                "案例甲",
                "补齐委员",
                "培养后备人选",
            ]
        ],
    )


def test_a_project_with_a_title_and_no_plan_is_asked_for_before_the_plan_is_published(county):
    county.stand_at("rectification")
    county.project()
    titled = county.project(title="制度不全", said={}, owner="", due_on=None)

    def asked():
        return {
            (line.mechanism, line.facts["what"].code)
            for line in standing.missing(county.track, county.today)
            if line.mechanism in ("projects", "plan-notice")
        }

    assert asked() == {("projects", "item.unplanned")}

    Item.objects.filter(pk=titled.pk).update(said=PLAN, due_on=county.today)
    assert asked() == {("plan-notice", "notice.not-posted")}


# -- before an upgrade ------------------------------------------------------------------------------------------------


def closed_item(county, key, **said):
    on = clock.today()
    return Item.objects.create(
        campaign=county.campaign, mechanism=key, organisation=county.branches[0], subject=county.subject, number=1,
        title="整改", said=said, owner_name="案例甲", due_on=on, opened_by=county.town_officer, opened_on=on,
        state="closed", closed_by=county.town_officer, closed_on=on,
    )  # fmt: skip


def test_an_upgrade_with_one_of_five_works_names_the_others_and_the_helper_and_the_plan(seen_by):
    county = Running("yichun-2012-grading", kind="village")
    county.campaign = county.open("yichun-2012-grading", title="今年", on=clock.today())
    county.decided(grade="较差")
    closed_item(county, "poor-items", 工作="建立完善规章制度", 主要措施="订制度")

    answer = seen_by(county.town_officer).post(reverse("accept", args=[county.subject.pk]), {"grade": "一般"})

    assert answer.status_code == 422
    said = alert(answer)
    assert all(word in said for word in ("建好用好活动阵地", "五个有", "挂点领导"))
    assert not Upgrade.objects.exists()


class Rising(LookBack):
    """Everything that comes before an upgrade is there, and 27 of 27 are not satisfied."""

    def __init__(self, satisfied: int = 0) -> None:
        super().__init__()
        self.decided(grade="较差")
        self.stand_at("acceptance")
        closed_item(self, "projects", **PLAN)
        for kind in ("挂点领导", "联络员", "挂扶部门"):
            holder = {"other": self.county} if kind == "挂扶部门" else {"holder_name": "案例甲"}
            Link.objects.create(
                mechanism="helpers", campaign=self.campaign, organisation=self.branch, kind=kind,
                since_on=self.today, made_by=self.officer, **holder,
            )  # fmt: skip
        for key, said in (
            ("peer-opinion", {"意见": "成效显著"}),
            ("acceptance", {"验收": "通过", "情况": "已整改"}),
            ("guided-acceptance", {"验收": "通过", "情况": "已整改"}),
        ):
            Record.objects.create(
                mechanism=key, campaign=self.campaign, organisation=self.branch, subject=self.subject, number=1,
                held_on=self.today, said=said, by=self.town_officer, on=self.today,
            )  # fmt: skip
        Count.objects.create(
            campaign=self.campaign, mechanism="satisfaction-meeting", subject=self.subject, held_on=self.today,
            by=self.officer, on=self.today,
        )  # fmt: skip
        Measure.objects.create(
            subject=self.subject, name="群众满意度", value=satisfied, source="群众满意度测评会", by=self.officer,
            on=self.today,
        )  # fmt: skip

    def accept(self, browser, **sent):
        return browser.post(reverse("accept", args=[self.subject.pk]), {"grade": "好", **sent})


def test_nobody_rises_while_a_finding_stands_and_does_once_it_is_taken_back(seen_by):
    county = Rising(satisfied=90)
    flag = Flag.objects.create(
        campaign=county.campaign, organisation=county.branch, flag="protective-umbrella", authority="市纪委",
        found_on=county.today, by=county.officer, on=county.today,
    )  # fmt: skip
    browser = seen_by(county.officer)

    answer = county.accept(browser, note="测评九成满意")

    assert answer.status_code == 422
    assert "保护伞" in alert(answer)
    findings.withdraw_flag(flag=flag, reason="班子已调整，市纪委复核", by=county.officer, on=county.today)
    assert county.accept(browser, note="测评九成满意").status_code == 302
    assert Upgrade.objects.get().new_grade == "好"


def rise_asked(county, seen_by, who):
    return "可以验收为“一般”" in seen_by(who).get(reverse("desk")).content.decode()


def test_a_rise_that_nothing_is_in_the_way_of_is_asked_of_the_committee_until_it_is_accepted(seen_by):
    county = Rising(satisfied=90)
    assert not rise_asked(county, seen_by, county.town_officer)
    Subject.objects.update(target="一般", target_by=county.secretary, target_on=county.today)
    assert rise_asked(county, seen_by, county.town_officer)
    assert not rise_asked(county, seen_by, county.secretary)
    accepting = reverse("organisation", args=[county.branch.pk]) + "?accept=1"
    assert 'id="accept" open' in seen_by(county.town_officer).get(accepting).content.decode()

    Record.objects.filter(mechanism="acceptance").update(said={"验收": "不通过", "情况": "还差一项"})
    assert not rise_asked(county, seen_by, county.town_officer)
    county.stand_at("")
    again = reverse("record-new", args=[county.campaign.pk, "acceptance", county.branch.pk])
    sent = {"part-0": "通过", "part-1": "补齐了", "held_on": county.today.isoformat()}
    assert seen_by(county.town_officer).post(again, sent).status_code == 302
    assert rise_asked(county, seen_by, county.town_officer)

    accept = reverse("accept", args=[county.subject.pk])
    sent = {"grade": "一般", "note": "测评九成满意"}
    assert seen_by(county.town_officer).post(accept, sent).status_code == 302
    assert not rise_asked(county, seen_by, county.town_officer)


def test_helpers_that_a_corrected_grade_calls_for_are_named_after_everything_is_filed(county, seen_by):
    county.decided(grade="较差")
    county.stand_at("")
    address = reverse("link-set", args=[county.campaign.pk, "helpers"])
    sent = {"organisation": county.branch.pk, "kind": "联络员", "holder_name": "案例乙"}

    assert seen_by(county.town_officer).post(address, sent).status_code == 302


def test_a_pair_is_asked_for_while_one_is_left_then_to_meet_and_it_can_end(seen_by):
    county = Running("meizhou-2012-lookback", branches=2, kind="village")
    county.campaign = county.open("meizhou-2012-lookback", title="回头看", on=clock.today())
    weak, good = county.branches
    asked = 'data-mechanism="meizhou-2012-lookback/pairing"'
    secretary = county.who("secretary", weak)

    def desk_of(user):
        return seen_by(user).get(reverse("desk")).content.decode()

    county.decided(weak, grade="较差")
    assert asked not in desk_of(county.town_officer)
    county.decided(good, grade="好")
    assert asked in desk_of(county.town_officer)

    pairs = reverse("pairs", args=[county.campaign.pk, "pairing"])
    assert (
        seen_by(county.town_officer).post(pairs, {"organisation": weak.pk, "helper": good.pk}).status_code
        == 302
    )
    assert "还没有登记过一次活动" in desk_of(secretary)
    link = Link.objects.get()
    visit = {"held_on": clock.today().isoformat(), "note": "交流台账", "form": "座谈会"}
    assert seen_by(secretary).post(reverse("link-act", args=[link.pk, "visit"]), visit).status_code == 302
    assert asked not in desk_of(secretary)

    end = reverse("link-act", args=[link.pk, "end"])
    helpers = reverse("helpers", args=[county.campaign.pk, weak.pk])
    assert f'action="{end}"' not in seen_by(secretary).get(helpers).content.decode()
    assert f'action="{end}"' in seen_by(county.town_officer).get(helpers).content.decode()
    assert seen_by(county.town_officer).post(end).status_code == 302
    assert asked in desk_of(county.town_officer)


def test_an_advanced_one_of_another_committee_is_paired_by_those_above_both(seen_by):
    county = Running("meizhou-2012-lookback", kind="village")
    other = committee(county.county, name="乙镇党委")
    good = organisation(other)
    county.campaign = county.open("meizhou-2012-lookback", title="回头看", on=clock.today())
    county.decided(grade="较差")
    county.decided(good, grade="好")
    asked = 'data-mechanism="meizhou-2012-lookback/pairing"'

    assert asked in seen_by(county.officer).get(reverse("desk")).content.decode()
    assert asked not in seen_by(county.town_officer).get(reverse("desk")).content.decode()


def test_nobody_rises_whom_nobody_is_satisfied_with(seen_by):
    county = Rising(satisfied=0)

    answer = county.accept(seen_by(county.officer), note="班子已调整")

    assert answer.status_code == 422
    assert "群众满意度" in alert(answer)


def test_without_a_meeting_the_acceptance_names_it(seen_by):
    county = Rising()
    Count.objects.all().delete()

    assert "群众满意度测评会" in alert(county.accept(seen_by(county.officer)))


def test_a_meeting_is_held_where_problems_are_heavy_whatever_the_grade(county):
    rule = county.campaign.rules["satisfaction-meeting"]

    assert not rule.concerns(grade="好", kind="village", class_name="")
    assert rule.concerns(grade="好", kind="village", class_name="", flags=frozenset({"problem-heavy"}))
    assert rule.concerns(grade="一般", kind="village", class_name="")


def test_the_opinion_of_the_peer_group_can_be_written_before_any_rise(county, seen_by):
    county.decided(grade="较好")
    county.stand_at("acceptance")
    address = reverse("record-new", args=[county.campaign.pk, "peer-opinion", county.branch.pk])

    answer = seen_by(county.town_officer).post(
        address, {"part-0": "成效显著", "held_on": county.today.isoformat()}
    )

    assert answer.status_code == 302


def test_the_superior_that_holds_the_meeting_says_who_is_invited_and_the_branch_does_not(county, seen_by):
    county.decided(grade="一般")
    county.stand_at("acceptance")
    page = reverse("ballot", args=[county.subject.pk, "satisfaction-meeting"])
    address = reverse("ballot-act", args=[county.subject.pk, "satisfaction-meeting", "roll"])
    sizes = {"size-0": "12", "size-1": "12", "size-2": "12", "note": "由镇党委邀请"}

    own = seen_by(county.secretary)
    assert 'name="size-0"' not in own.get(page).content.decode()
    assert own.post(address, sizes).status_code == 404
    above = seen_by(county.town_officer)
    assert 'name="size-0"' in above.get(page).content.decode()
    assert above.post(address, sizes).status_code == 302
    assert Roll.objects.get().submitted_by == county.town_officer


def test_each_graded_branch_is_asked_which_grade_it_means_to_reach_until_it_says_so(county, seen_by):
    county.decided(grade="一般")
    browser = seen_by(county.secretary)
    asked = 'data-mechanism="meizhou-2012-lookback/movement"'
    assert asked in browser.get(reverse("desk")).content.decode()

    answer = browser.post(reverse("target", args=[county.subject.pk]), {"target": "较好"})

    assert answer.status_code == 302
    assert asked not in browser.get(reverse("desk")).content.decode()


def test_a_branch_weak_in_the_campaign_is_given_a_leader_and_a_liaison_whatever_its_grade(county, seen_by):
    county.decided(grade="好")
    county.stand_at("rectification")
    page = reverse("helpers", args=[county.campaign.pk, county.branch.pk])
    address = reverse("link-set", args=[county.campaign.pk, "helpers"])
    told = {"organisation": county.branch.pk, "kind": "联络员", "holder_name": "案例甲"}
    browser = seen_by(county.town_officer)
    assert browser.post(address, told).status_code == 422

    finding = reverse("finding-new", args=[county.campaign.pk, county.branch.pk])
    found = {"what": "flag", "name": "campaign-weak", "source": "县委", "found_on": county.today.isoformat()}
    assert seen_by(county.officer).post(finding, found).status_code == 302
    browser = seen_by(county.town_officer)

    assert "挂点领导" in browser.get(page).content.decode()
    assert browser.post(address, told).status_code == 302


def write(county, key, **said):
    Record.objects.create(
        mechanism=key, campaign=county.campaign, organisation=county.branch, subject=county.subject, number=1,
        held_on=county.today, said=said, by=county.town_officer, on=county.today,
    )  # fmt: skip


def test_a_grade_that_a_later_finding_does_not_allow_is_asked_for_anew_and_nothing_goes_up(county, seen_by):
    county.decided(grade="好")
    county.stand_at("re-examination")
    for scorer in ("self", "assessment"):
        Sheet.objects.create(
            subject=county.subject, scorer=scorer, complete=True, total=100, filled_by=county.reviewer,
            filled_on=county.today,
        )  # fmt: skip
    write(county, "offences-looked", 有无上述情形="有", 怎样看的="走访市场监管所")
    write(county, "conduct-looked", 有无三种表现="没有发现", 现实表现="积极")
    finding = reverse("finding-new", args=[county.campaign.pk, county.branch.pk])
    found = {
        "what": "flag",
        "name": "commercial-bribery",
        "source": "县纪委",
        "found_on": county.today.isoformat(),
    }
    assert seen_by(county.officer).post(finding, found).status_code == 302
    town = seen_by(county.town_officer)

    asked = [
        line
        for line in desk.due(scope.posts(county.town_officer), county.today)
        if line.mechanism == "decision"
    ]
    assert [line.action for line in asked] == ["organisation"]
    prepared = returns.prepare(
        campaign=county.campaign, mechanism="recheck-return", organisation=county.town, on=county.today
    )
    assert not prepared.may_leave
    listed = reverse("campaign-organisations", args=[county.campaign.pk]) + "?state=against-finding"
    assert county.branch.name in town.get(listed).content.decode()
    page = town.get(reverse("organisation", args=[county.branch.pk]) + f"?campaign={county.campaign.pk}")
    assert 'value="较差" required checked' in page.content.decode()
    decide = reverse("decide", args=[county.subject.pk])
    assert town.post(decide, {"grade": "好"}).status_code == 422
    assert county.subject.decided == "好"

    assert town.post(decide, {"grade": "较差"}).status_code == 302

    assert (county.subject.decided, county.subject.computed) == ("较差", "较差")
    assert [(one.decided, one.reason) for one in Withdrawal.objects.all()] == [("好", "商业贿赂")]
    assert not standing.lacking(county.subject, ["decision", "offences-looked"], county.today)
    again = returns.prepare(
        campaign=county.campaign, mechanism="recheck-return", organisation=county.town, on=county.today
    )
    assert again.may_leave


def test_the_head_of_an_office_is_named_with_the_office_the_document_speaks_of(county, seen_by):
    county.decided(grade="一般")
    county.stand_at("rectification")
    address = reverse("link-set", args=[county.campaign.pk, "helpers"])
    told = {"organisation": county.branch.pk, "kind": "挂点领导", "holder_name": "案例甲"}
    browser = seen_by(county.town_officer)
    assert (
        'name="own_post"'
        in browser.get(reverse("helpers", args=[county.campaign.pk, county.branch.pk])).content.decode()
    )

    assert browser.post(address, told | {"holder_post": "市农业局局长"}).status_code == 422
    post = {"holder_post": "市直单位领导", "own_post": "市农业局局长"}
    assert browser.post(address, told | post).status_code == 302

    assert Link.objects.get().holder_post == "市直单位领导、市农业局局长"


def test_every_problem_that_the_self_check_found_has_a_project_of_its_own(county, seen_by):
    said = {
        "领导班子": "缺一名委员\n分工不清",
        "工作思路": "无",
        "承诺履诺": "无",
        "服务群众": "无",
        "落实“三打两建”任务": "无",
    }
    browser, held_on = seen_by(county.secretary), county.today.isoformat()
    record = reverse("record-new", args=[county.campaign.pk, "self-check", county.branch.pk])
    parts = {f"part-{at}": text for at, text in enumerate(said.values())}
    assert browser.post(record, parts | {"held_on": held_on}).status_code == 302
    county.decided(grade="一般")
    county.stand_at("rectification")
    asked = 'data-mechanism="meizhou-2012-lookback/projects"'

    county.project(title="补齐", said=PLAN | {"突出问题": "领导班子：缺一名委员"})
    assert asked in browser.get(reverse("desk")).content.decode()
    county.project(title="理顺", said=PLAN | {"突出问题": "领导班子：分工不清", "具体措施": "重新分工"})

    lines = [
        line for line in desk.due(scope.posts(county.secretary), county.today) if line.mechanism == "projects"
    ]
    assert {line.code for line in lines} <= {"desk.item-to-do"}


def test_a_plan_that_another_organisation_wrote_is_not_taken(county):
    county.stand_at("rectification")
    other = organisation(county.town, kind="village")
    county.project()
    Item.objects.update(organisation=other)

    with pytest.raises(Refusal) as refused:
        county.project()

    assert refused.value.code == "item.plan-copied"


def test_every_leader_of_the_county_has_a_contact_point_and_nobody_else_is_one(seen_by):
    county = Running("yichun-2012-grading", kind="village")
    county.campaign = county.open("yichun-2012-grading", title="今年", on=clock.today())
    team = Team.objects.create(
        campaign=county.campaign, mechanism="county-leaders", organisation=county.county, name="县级领导",
        made_by=county.officer, made_on=clock.today(),
    )  # fmt: skip
    TeamMember.objects.create(team=team, name="案例甲", capacity="县级党员领导干部", post_name="副县长")
    browser, branch = seen_by(county.officer), county.branches[0]
    asked = 'data-mechanism="yichun-2012-grading/contact-points"'
    address = reverse("link-set", args=[county.campaign.pk, "contact-points"])
    told = {"organisation": branch.pk, "kind": "联系领导", "holder_name": "案例乙"}
    assert asked in browser.get(reverse("desk")).content.decode()
    assert "案例甲" in browser.get(reverse("helpers", args=[county.campaign.pk, branch.pk])).content.decode()

    assert browser.post(address, told).status_code == 422
    assert browser.post(address, told | {"holder_name": "案例甲"}).status_code == 302

    assert Link.objects.get().holder_post == "副县长"
    assert asked not in browser.get(reverse("desk")).content.decode()


def test_the_bonus_of_a_good_branch_is_added_to_its_annual_assessment(seen_by):
    county = Running("yichun-2012-grading", kind="village")
    Adoption.objects.create(
        organisation=county.county, pack="yichun-2012-grading", adopted_on=clock.today(), version="2012.1",
        settings={"bonus": {"points": "2"}},
    )  # fmt: skip
    county.campaign = county.open("yichun-2012-grading", title="今年", on=clock.today())
    county.decided(grade="好")
    at = [county.campaign.pk, "annual-assessment", county.branches[0].pk]
    told = {"part-0": "88.5", "part-1": "2", "held_on": clock.today().isoformat()}
    town, address = seen_by(county.town_officer), reverse("record-new", args=at)
    assert town.post(address, told).status_code == 422

    uses = reverse("uses", args=[county.campaign.pk, "bonus"])
    assert seen_by(county.officer).post(uses, {"organisation": at[2]}).status_code == 302

    town = seen_by(county.town_officer)
    assert town.post(address, told | {"part-1": "3"}).status_code == 422
    assert town.post(address, told).status_code == 302
    assert Record.objects.get(mechanism="annual-assessment").said["总分"] == "90.5"


def test_whoever_is_put_forward_first_is_named(seen_by):
    county = Running("yichun-2012-grading", kind="village")
    county.campaign = county.open("yichun-2012-grading", title="今年", on=clock.today())
    county.decided(grade="好")
    browser = seen_by(county.officer)
    uses = reverse("uses", args=[county.campaign.pk, "priority"])

    assert browser.post(uses, {"organisation": county.branches[0].pk}).status_code == 422
    assert browser.post(uses, {"organisation": county.branches[0].pk, "note": "案例甲"}).status_code == 302
    assert Record.objects.get().said == {"推荐的书记": "案例甲"}


def test_a_town_with_villages_has_no_inspection_team_of_a_city_system(county, seen_by):
    browser = seen_by(county.town_officer)
    asked = 'data-mechanism="meizhou-2012-lookback/inspection-team-system"'
    team = reverse("teams", args=[county.campaign.pk, "inspection-team-system"])
    told = {
        "organisation": county.town.pk,
        "name": "检查组",
        "seat": "组长",
        "member": "案例甲",
        "post": "专职副书记",
    }

    assert asked not in browser.get(reverse("desk")).content.decode()
    assert browser.post(team, told).status_code == 404
    county.branches[0].kind = "organ-institution"
    county.branches[0].save()
    assert asked in browser.get(reverse("desk")).content.decode()
