"""19 to 22 April: the committee finds a fault in the assessment, sends it back, and decides when it is mended."""

import re

from playwright.sync_api import expect

from tests.journeys.small_county import EAST, WEST
from tests.journeys.walk.assessing import SAVED
from tests.journeys.walk.people import Walk, line, press, refused, told

FAULT = "西村“三会一课”缺两次，会议记录本上看得出，考核没有扣分"


def sent_back_to_the_team(walk: Walk) -> None:
    walk.day("2026-04-19")
    page = walk.at("kong", walk.facts["track"])
    page.get_by_text("退回前面的步骤").click()
    press(page, "退回")
    refused(page, "理由")
    page.get_by_role("textbox", name="要补正什么").fill(FAULT)
    press(page, "退回")
    told(page, "组织考核")
    expect(line(page, "退回“组织考核”")).to_contain_text(FAULT)


def mended_by_the_team(walk: Walk) -> None:
    page = walk.at("shen", walk.facts["track"])
    expect(line(page, "退回“组织考核”")).to_contain_text(FAULT)
    page = walk.at("shen", walk.facts["campaign"] + "organisations/")
    page.get_by_role("link", name=WEST).first.click()
    page.get_by_role("link", name="再看一遍").click()
    walk.facts["sheet"] = page.url.removeprefix(walk.address)
    absent = page.get_by_role("group", name="三会一课缺次", exact=True)
    absent.get_by_role("button", name=re.compile("加一次")).click(click_count=2)
    absent.get_by_role("textbox", name="理由").fill("会议记录本，二月、九月没有记录")
    absent.get_by_label("理由").blur()
    expect(absent.locator(".state")).to_contain_text(SAVED)
    expect(page.locator("#running strong")).to_have_text("82")
    press(page, "完成")
    told(page, "评分已完成")
    walk.day("2026-04-20")
    page = walk.at("kong", walk.facts["track"])
    press(page, "办结这一步")
    told(page, "党委研究")


def enlarged_meeting_decides(walk: Walk) -> None:
    """Two sit in the meeting at least; a grade that differs needs its reason."""
    page = walk.at("kong")
    line(page, "扩大会").get_by_role("link", name="去登记").click()
    page.get_by_role("textbox", name="参加人员").fill("孔德")
    page.get_by_role("textbox", name="自评和组织考核情况").fill("逐个听取两个村的自评和考核")
    page.get_by_role("textbox", name="其他方面意见").fill("无")
    press(page, "保存记录")
    refused(page, "参加人员")
    page.get_by_role("textbox", name="参加人员").fill("孔德、沈青")
    press(page, "保存记录")
    told(page, "已记录")

    page = walk.at("kong", walk.facts["campaign"] + "organisations/")
    page.get_by_role("link", name=EAST).first.click()
    press(page, "记录定级")
    told(page, "定级")
    page = walk.at("kong", walk.facts["campaign"] + "organisations/")
    page.get_by_role("link", name=WEST).first.click()
    walk.facts["result"] = page.url.removeprefix(walk.address)
    page.get_by_role("radio", name="一般").check()
    press(page, "记录定级")
    refused(page, "理由")
    page.get_by_role("textbox", name="与计算等级不同时").fill("半年没有补选支部委员，会议研究下调一级")
    press(page, "记录定级")
    told(page, "定级")


def over_the_share_with_a_reason(walk: Walk) -> None:
    """One of two is more than a fifth. A page left open from before changes nothing any more."""
    walk.day("2026-04-23")
    left_open = walk.second_tab("kong", walk.facts["result"])
    page = walk.at("kong", walk.facts["track"])
    press(page, "办结这一步")
    refused(page, "“好”")
    page.get_by_role("textbox", name="理由（提前").fill("全镇只有两个村，一个也占五成")
    press(page, "办结这一步")
    told(page, "公示复核")

    left_open.get_by_text("撤回定级").first.click()
    left_open.get_by_role("textbox", name="撤回的理由").fill("想改回去")
    press(left_open, "撤回定级")
    refused(left_open, "更正")
    left_open.close()
