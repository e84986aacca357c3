"""Notices go up complete, by whoever may, once, and come down with a reason. Protections are tried from both sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import Max, Value

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import notice as notices
from jiceng.services import standing
from jiceng.services.notice import posting
from jiceng.store.models import Adoption, AuditEvent, Campaign, Notice, Record, Subject, Track
from tests.factories import County, secretary
from tests.noticed import ON, Noticed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Noticed()


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


# -- what goes up -----------------------------------------------------------------------------------------------------


def test_results_are_kept_as_they_were_when_they_went_up(world):
    notice = world.post("results")

    Subject.objects.filter(pk=world.subjects[0].pk).update(decided="一般")

    assert notices.board(Notice.objects.get(), ON) == [
        ["甲村党支部", "农村", "好"],
        ["乙村党支部", "农村", "一般"],
    ]
    assert (notice.from_on, notice.until_on, notice.number) == (ON, date(2012, 4, 24), 1)
    assert [row.subject for row in notice.listed.order_by("place")] == world.subjects[:2]


def test_each_posts_its_own_result_and_the_county_everybodys(world):
    assert world.post("own-result", world.branches[3]).rows == [["丁村党支部", "一般"]]
    assert len(world.post("county-wide").rows) == 4


def test_an_organisation_that_is_set_aside_is_not_on_it(world):
    Subject.objects.filter(pk=world.subjects[1].pk).update(
        set_aside="新成立", set_aside_by=world.county, set_aside_on=ON
    )

    assert world.post("results").rows == [["甲村党支部", "农村", "好"]]


def test_results_wait_for_the_last_decision(world):
    Subject.objects.filter(pk=world.subjects[1].pk).update(decided="", decided_by=None, decided_on=None)

    wrong = refused(world.post, "results")

    assert (wrong.code, wrong.facts["names"]) == ("notice.not-all-decided", ["乙村党支部"])
    assert not Notice.objects.exists()


def test_a_board_of_items_shows_the_published_ledger_as_it_is_until_it_comes_down(world):
    here = world.branches[1]
    leak = world.item()
    world.item(key="secrets", title="内部事项")
    board = world.post("board", here)
    row = ["活动场所漏雨", "翻修屋顶", "案例甲", "2012年6月20日"]
    assert notices.board(board, ON) == [[*row, "整改中"]]
    assert notices.board(board, date(2012, 6, 21)) == [[*row, "整改中，已过期限"]]

    type(leak).objects.filter(pk=leak.pk).update(
        state="closed", closed_by=world.clerk, closed_on=date(2012, 6, 18)
    )
    assert notices.board(board, date(2012, 6, 21)) == [[*row, "已完成（2012年6月18日）"]]

    down = notices.take_down(notice=board, reason="整改已全部完成", by=world.clerk, on=date(2012, 7, 1))
    type(leak).objects.filter(pk=leak.pk).update(title="改写历史")
    assert notices.board(down, date(2012, 8, 1)) == [[*row, "已完成（2012年6月18日）"]]


def test_a_rectification_board_needs_its_five_columns(world):
    here = world.branches[1]
    assert refused(world.post, "board", here).code == "notice.rows-missing"

    world.item(owner_name="")

    assert refused(world.post, "board", here).facts["missing"] == ["责任人"]


def test_only_the_grades_a_board_is_for_have_one(world):
    world.item(world.branch)

    wrong = refused(world.post, "board", world.branch)

    assert (wrong.code, wrong.facts["grade"]) == ("notice.not-for-this-grade", "好")


def test_disclosure_says_its_four_entries_or_is_not_posted(world):
    said = {"党组织成员的分工和职责": "分工表", "党组织决策程序和办法": "议事规则"}
    wrong = refused(world.post, "disclosure", entries=said)
    assert (wrong.code, wrong.facts["missing"]) == (
        "contents.missing",
        ["重大决策的过程", "群众反映问题的整改情况"],
    )

    notice = world.post(
        "disclosure", entries=said | {"重大决策的过程": "四议两公开", "群众反映问题的整改情况": "无"}
    )

    assert (notice.until_on, notice.entries["群众反映问题的整改情况"]) == (None, "无")


def test_a_limited_notice_says_who_sees_it_and_how_long_where_the_document_does_not(world):
    assert refused(world.post, "limited", scope=" ").code == "notice.scope-missing"
    assert refused(world.post, "limited", until_on=None).code == "notice.days-not-set"

    notice = world.post("limited", until_on=date(2012, 4, 27))

    assert (notice.audience, notice.until_on) == ("limited", date(2012, 4, 27))
    assert notice.entries["公示范围"] == "全体党员和村民代表"


def test_what_comes_first_is_named_as_people_call_it(world):
    wrong = refused(world.post, "after-meeting")
    assert (wrong.code, list(wrong.facts["first"])) == ("notice.comes-after", ["通报会"])

    Record.objects.create(
        mechanism="meeting", campaign=world.campaign, organisation=world.town, number=1, held_on=ON,
        said={"内容": "通报定级结果"}, by=world.clerk, on=ON,
    )  # fmt: skip

    assert world.post("after-meeting").title == "会后公示"


# -- who, and when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "who"),
    [("results", "other_clerk"), ("results", "secretary"), ("own-result", "clerk"), ("county-wide", "clerk")],
)
def test_only_whose_business_it_is_posts_it(world, key, who):
    with pytest.raises(Forbidden):
        world.post(key, by=getattr(world, who))

    assert world.post(key).pk


def test_a_notice_is_posted_where_the_rule_has_it(world):
    wrong = refused(world.post, "own-result", world.town, by=secretary(world.town))

    assert wrong.code == "door.wrong-place"


def test_what_is_no_notice_of_the_document_is_not_posted(world):
    facts = {"campaign": world.campaign, "organisation": world.town, "by": world.clerk, "on": ON}

    for key in ("sheet", "absent"):
        wrong = refused(notices.post, mechanism=key, entries={}, place="公开栏", **facts)
        assert wrong.code == "door.no-such-rule"


def test_a_closed_campaign_posts_no_results_but_its_rectification_goes_on(world):
    type(world.campaign).objects.update(closed_on=ON)
    world.campaign.refresh_from_db()
    world.item()

    assert refused(world.post, "results").code == "campaign.closed"
    assert world.post("board", world.branches[1]).rows


def test_a_notice_is_posted_in_its_step_only():
    """Under 000-1 results are posted in the fourth step, not while self-assessments run."""
    county = County(kind="village")
    adoption = Adoption.objects.create(
        organisation=county.top, pack="yichun-2012-grading", version="2012.1", adopted_on=ON
    )
    type(county.campaign).objects.update(adoption=adoption, copy=None)
    campaign = type(county.campaign).objects.get()
    Track.objects.update_or_create(
        campaign=campaign, committee=county.town, defaults={"step": "self-assessment", "entered_on": ON}
    )
    facts = {
        "campaign": campaign, "organisation": county.branch, "by": secretary(county.branch), "on": ON,
        "place": "村务公开栏",
    }  # fmt: skip
    said = {"主要业绩": "修路三公里"}
    assert refused(notices.post, mechanism="results-notice", entries={}, **facts).code == "procedure.not-now"
    assert notices.post(mechanism="results-board", entries=said, **facts).until_on is None
    assert standing.done(campaign, county.town, ("results-board",), ON) == {"results-board"}

    Track.objects.update(step="committee")
    Notice.objects.all().delete()

    assert refused(notices.post, mechanism="results-board", entries=said, **facts).code == "procedure.over"


# -- once -------------------------------------------------------------------------------------------------------------


def test_the_same_content_again_is_the_same_notice(world):
    first, again = world.post("results"), world.post("results")

    assert first == again
    assert AuditEvent.objects.filter(action="notice.posted").count() == 1


def test_other_content_is_told_what_hangs_already(world):
    world.post("results")

    wrong = refused(world.post, "results", entries={"说明": "另一个说法"})

    assert (wrong.code, wrong.facts["who"], wrong.facts["number"]) == (
        "notice.hangs-already",
        world.clerk.get_full_name(),
        1,
    )


def test_taken_down_or_over_it_is_posted_anew_as_another_number(world):
    notices.take_down(notice=world.post("results"), reason="名称写错", by=world.clerk, on=ON)
    second = world.post("results", entries={"说明": "更正"})

    third = world.post("results", on=second.until_on + timedelta(1))

    assert [second.number, third.number] == [2, 3]
    assert len({one.token for one in Notice.objects.all()}) == 3


def test_of_two_posting_the_same_number_the_second_is_told(world, monkeypatch):
    """As when both had looked before either wrote: the number is taken, and the database says so."""
    first = world.post("results")
    monkeypatch.setattr(posting, "_hanging", lambda *args: None)
    monkeypatch.setattr(posting, "Max", lambda column: Max(column) * Value(0))

    wrong = refused(world.post, "results", entries={"说明": "另一个说法"})

    assert wrong.code == "notice.hangs-already"
    assert world.post("results") == first  # the same content: a double tap
    assert Notice.objects.count() == 1


# -- taken down -------------------------------------------------------------------------------------------------------


def test_taking_down_needs_a_reason_and_an_officer(world):
    notice = world.post("results")
    assert refused(notices.take_down, notice=notice, reason=" 无 ", by=world.clerk, on=ON).code == (
        "notice.take-down-without-reason"
    )
    with pytest.raises(Forbidden):
        notices.take_down(notice=notice, reason="写错了", by=world.other_clerk, on=ON)

    down = notices.take_down(notice=notice, reason="名称写错", by=world.clerk, on=ON)

    assert (down.taken_down_on, down.taken_down_reason) == (ON, "名称写错")
    assert not Notice.objects.standing().exists()


def test_of_two_taking_it_down_the_second_is_told_who_did(world):
    notice = world.post("results")
    seen = Notice.objects.get()
    notices.take_down(notice=notice, reason="名称写错", by=world.clerk, on=ON)

    assert notices.take_down(notice=seen, reason="名称写错", by=world.clerk, on=ON) == notice
    wrong = refused(notices.take_down, notice=seen, reason="另有原因", by=world.county, on=ON)

    assert (wrong.code, wrong.facts["who"]) == ("notice.taken-down-already", world.clerk.get_full_name())


def test_whatever_is_too_long_is_refused_before_the_database_is_asked(world):
    assert refused(world.post, "results", place="甲" * 201).code == "store.text-too-long"
    assert refused(world.post, "results", entries={"说明": "甲" * 4001}).code == "store.text-too-long"


def test_an_identity_number_in_a_free_text_keeps_it_down(world):
    wrong = refused(world.post, "results", entries={"说明": "负责人身份证 11010519491231002X"})

    assert wrong.code == "notice.citizen-number"
    assert "11010519491231002" not in str(wrong)


# -- what everybody may read is what the rule says, and no more (P-08) ------------------------------------------------

GOLDEN = {
    "results": (["说明"], ["党组织", "类别", "等级"]),
    "own-result": ([], ["党组织", "等级"]),
    "limited": (["公示范围"], ["党组织", "等级"]),
    "inside": (["内容"], []),
    "county-wide": ([], ["党组织", "等级"]),
    "achievements": (["主要业绩"], []),
    "disclosure": (
        ["党组织成员的分工和职责", "党组织决策程序和办法", "重大决策的过程", "群众反映问题的整改情况"],
        [],
    ),
    "board": ([], ["整改事项", "主要措施", "责任人", "完成时限", "完成情况"]),
}


@pytest.mark.parametrize("key", GOLDEN)
def test_a_notice_holds_the_fields_of_its_kind_and_nothing_else(world, key):
    Subject.objects.update(explanation="因债务未化解", decision_reason="书记会专门讨论")
    world.item(said={"主要措施": "翻修屋顶", "内部意见": "暂不公开"}, answer="另有内部说明")

    notice = world.post(key, world.branches[1] if key == "board" else None)

    entries, head = GOLDEN[key]
    assert (list(notice.entries), notice.head) == (entries, head)
    told = str([notice.title, notice.entries, notice.rows, notices.board(notice, ON)])
    for hidden in ("因债务未化解", "书记会专门讨论", "暂不公开", "另有内部说明", "95"):
        assert hidden not in told


def test_what_is_not_in_the_rule_is_refused(world):
    assert refused(world.post, "results", entries={"说明": "一", "身份证号": "甲"}).code == "contents.unknown"


# -- again and again --------------------------------------------------------------------------------------------------


def test_what_hangs_until_it_is_taken_down_ends_when_another_follows(world):
    first, later = world.post("disclosure"), ON + timedelta(9)

    second = world.post("disclosure", entries=dict(first.entries, 重大决策的过程="新修一条路"), on=later)

    first.refresh_from_db()
    assert (first.until_on, second.number, second.until_on) == (later, 2, None)


def test_disclosure_is_brought_up_to_date_after_the_campaign_too(world):
    first = world.post("disclosure")
    type(world.campaign).objects.update(closed_on=ON)
    world.campaign.refresh_from_db()

    second = world.post("disclosure", entries=dict(first.entries, 重大决策的过程="新修一条路"))

    assert (second.number, second.until_on) == (2, None)


def test_what_is_asked_for_in_every_stretch_is_posted_anew_in_each_though_it_says_the_same(
    world, monkeypatch
):
    rules = dict(world.campaign.rules)
    rules["disclosure"] = replace(rules["disclosure"], every_months=3)
    monkeypatch.setattr(Campaign, "rules", rules)
    first, later = world.post("disclosure"), date(2012, 7, 1)

    assert world.post("disclosure") == first
    assert world.post("disclosure", on=later).number == 2
