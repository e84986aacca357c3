"""15 to 20 April: the town's team asks around and scores, the county's delegate counts."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.small_county import EAST, WEST
from tests.journeys.walk.people import Walk, line, press, refused, told

SAVED = re.compile(r"已保存 \d\d:\d\d")
SOURCES = ("年度考核", "信访", "综治", "计生")
TALKS = {
    "党员": "领导班子、党员队伍、工作机制、工作业绩、群众反映",
    "群众": "工作业绩、群众反映",
    "服务对象": "群众反映",
}


def opinions_and_talks(walk: Walk) -> None:
    """One paper a department and a talk a kind of people; the desk asks until every one is covered."""
    walk.day("2026-04-16")
    for village in (EAST, WEST):
        for source in SOURCES:
            page = _paper(walk, "年度考核情况和有关部门意见", village)
            page.get_by_role("radio", name=source, exact=True).check()
            page.get_by_label("意见", exact=True).fill("无")
            press(page, "保存记录")
            told(page, "已记录")
        for whom, about in TALKS.items():
            page = _paper(walk, "找党员群众谈话", village)
            page.get_by_role("radio", name=whom, exact=True).check()
            page.get_by_role("textbox", name="围绕的方面").fill(about)
            page.get_by_role("textbox", name="情况和意见").fill("认为班子团结，办事公开")
            press(page, "保存记录")
            told(page, "已记录")
    expect(line(walk.at("shen"), "谈话")).to_have_count(0)


def _paper(walk: Walk, title: str, village: str) -> Page:
    page = walk.at("shen")
    line(page, title, village).get_by_role("link", name="去登记").click()
    return page


def lists_submitted_and_approved(walk: Walk) -> None:
    """The village says who votes, the team approves. Ten to one needs its reason: the county has set two tenths."""
    for account in ("dong", "xie"):
        page = walk.at(account)
        line(page, "群众满意度测评").get_by_role("link").last.click()
        page.locator("#size-0").fill("20")  # members; by numbers alone the count is typed in afterwards
        page.locator("#size-1").fill("2")
        press(page, "上报名单")
        refused(page, "理由")
        page.locator("#size-1").fill("20")
        press(page, "上报名单")
        told(page, "等待审定")
        expect(page.get_by_role("button", name="审定名单")).to_have_count(0)
    for village in (EAST, WEST):
        page = _ballot(walk, "shen", village)
        press(page, "审定名单")
        told(page, "审定")


def _ballot(walk: Walk, account: str, village: str) -> Page:
    """By the desk; where it asks for several at once, by their list."""
    page = walk.at(account)
    line(page, "测评").get_by_role("link").last.click()
    if page.get_by_role("heading", name="参评人员名单").count() == 0:
        page.get_by_role("link", name=village).first.click()
    return page


def counted_by_the_delegate(walk: Walk) -> None:
    """From the county, with a code from a phone beside the password."""
    walk.day("2026-04-17")
    for village in (EAST, WEST):
        page = _ballot(walk, "dai", village)
        page.locator("#held_on").fill("2026-04-17")
        page.locator("#place").fill("村部会议室")
        page.locator("#host").fill("戴清")
        for whom in ("党员", "群众代表"):
            figures = {"发出": 20, "收回": 20, "有效": 20, "无效": 0}
            votes = {"满意": 15, "基本满意": 4, "不满意": 1, "不了解": 1}
            for name, number in (figures | votes).items():
                page.get_by_label(f"{whom}, {name}", exact=True).fill(str(number))
        expect(page.get_by_text("各项得票合计 21，有效 20 张").first).to_be_visible()
        press(page, "保存计票结果")
        refused(page, "有效")
        for whom in ("党员", "群众代表"):
            page.get_by_label(f"{whom}, 不了解", exact=True).fill("0")
        press(page, "保存计票结果")
        told(page, "计票")
        expect(page.get_by_text(re.compile(r"95\s%")).first).to_be_visible()


def assessed_by_the_team(walk: Walk) -> None:
    """East keeps its hundred points; West loses thirteen, which needs saying why."""
    for village in (EAST, WEST):
        page = walk.at("shen", walk.facts["track"])
        line(page, "还缺组织考核的评分").get_by_role("link", name="去办").click()
        page.get_by_role("link", name=village).first.click()
        page.get_by_role("link", name="开始打分").first.click()
        expect(page.locator(".item .other").first).to_contain_text("自评")
        if village == WEST:
            _deduct(page, "班子不健全", "缺一名支部委员，半年没有补选")
            _deduct(page, "没有集体经济收入", "查账，全年没有收入")
            expect(page.locator("#running strong")).to_have_text("87")
        page.get_by_label("没有填的各项没有可扣的分").check()
        press(page, "完成评分")
        told(page, "评分已完成")


def _deduct(page: Page, item: str, reason: str) -> None:
    asked = page.get_by_role("group", name=item, exact=True)
    asked.get_by_label("有此情形").check()
    expect(asked.get_by_role("alert")).to_contain_text("没有说明理由")
    asked.get_by_role("textbox", name="理由").fill(reason)
    asked.get_by_label("理由").blur()
    expect(asked.locator(".state")).to_contain_text(SAVED)


def step_ended_early_with_a_reason(walk: Walk) -> None:
    """The team is done but does not end the step; a grade before the step is refused."""
    walk.day("2026-04-18")
    page = walk.at("shen", walk.facts["track"])
    expect(page.get_by_text("这一步由党委组织干部办结")).to_be_visible()
    expect(page.get_by_role("button", name="办结这一步")).to_have_count(0)
    page = walk.at("kong", walk.facts["track"])
    press(page, "办结这一步")
    refused(page, "提前进入")
    page.get_by_role("textbox", name="理由（提前").fill("两个村的考核都已完成")
    press(page, "办结这一步")
    told(page, "党委研究")
    expect(line(page, "办结，进入“党委研究”")).to_contain_text("两个村的考核都已完成")
