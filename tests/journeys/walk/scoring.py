"""12 to 15 April: the villages assess themselves and declare; the committee waits for both."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.small_county import EAST, WEST
from tests.journeys.walk.people import Walk, line, press, refused, told

SAVED = re.compile(r"已保存 \d\d:\d\d")
SECRETARIES = {"dong": EAST, "xie": WEST}
BOARD = "创先争优活动情况公示牌"


def nothing_before_the_board(walk: Walk) -> None:
    """The secretary would begin to score; the sheet says what comes first, and cannot be filled in."""
    walk.day("2026-04-12")
    page = walk.at("dong", walk.facts["campaign"], PHONE)
    page.get_by_role("link", name=EAST).first.click()
    page.get_by_role("link", name="开始打分").click()
    refused(page, BOARD)
    expect(page.get_by_role("button", name="完成评分")).to_be_disabled()
    for field in page.locator(".item [data-part=value]").all():
        expect(field).to_be_disabled()


def boards_posted(walk: Walk) -> None:
    for account, village in SECRETARIES.items():
        page = walk.at(account, screen=PHONE)
        line(page, BOARD).get_by_role("link", name="去张贴").click()
        page.get_by_role("textbox", name="还张贴在哪里").fill("村务公开栏")
        press(page, "看看贴出来的样子")
        press(page, "去张贴")
        refused(page, "主要业绩")
        page.get_by_role("textbox", name="主要业绩").fill("修通两条机耕路，化解欠款十二万元。")
        press(page, "看看贴出来的样子")
        expect(page.get_by_text("修通两条机耕路").first).to_be_visible()
        press(page, "去张贴")
        told(page, village)


def assembly_held_and_recorded(walk: Walk) -> None:
    walk.day("2026-04-13")
    for account in SECRETARIES:
        page = walk.at(account, screen=PHONE)
        line(page, "党员大会").get_by_role("link", name="去登记").click()
        page.get_by_role("textbox", name="学习讨论的文件").fill("市里的实施意见")
        press(page, "保存记录")
        refused(page, "差距和不足")
        page.get_by_role("textbox", name="差距和不足").fill("集体经济收入少，党员年纪大")
        press(page, "保存记录")
        told(page, "党员大会")


def villages_assess_themselves(walk: Walk) -> None:
    """Item by item, on a phone."""
    for account in SECRETARIES:
        page = walk.at(account, screen=PHONE)
        line(page, "自评").get_by_role("link").click()
        press(page, "完成评分")
        refused(page, "逐项")
        _answer_every_item(page)
        press(page, "完成评分")
        told(page, "评分已完成")


def _answer_every_item(page: Page) -> None:
    for item in page.locator(".item").all():
        field = item.locator("[data-part=value]")
        if field.evaluate("one => one.tagName") == "SELECT":
            choices = field.locator("option").all_inner_texts()
            field.select_option("作用突出" if "作用突出" in choices else "0")
        else:
            field.fill("56" if "学时" in item.inner_text() else "0")
            field.blur()
        expect(item.locator(".state")).to_contain_text(SAVED)


def step_refused_while_something_is_missing(walk: Walk) -> None:
    """The secretary has not declared; the committee's officer is told what is missing, with the way there."""
    walk.day("2026-04-14")
    page = walk.at("kong", walk.facts["track"])
    missing = page.get_by_role("region", name="“自评申报”还缺")
    expect(missing.get_by_role("listitem")).to_have_count(1)
    expect(line(page, "申报结果", EAST, WEST).get_by_role("link", name="去办")).to_be_visible()
    press(page, "办结这一步")
    refused(page, "申报结果")
    expect(page.get_by_text("进入“自评申报”")).to_be_visible()


def declared(walk: Walk) -> None:
    """Each sheet came to the hundred points of 好; the declaration says the same."""
    for account in SECRETARIES:
        page = walk.at(account, screen=PHONE)
        line(page, "申报结果").get_by_role("link", name="去登记").click()
        page.get_by_role("textbox", name="工作主要业绩").fill("修路、清欠、走访")
        page.get_by_role("textbox", name="存在的突出问题").fill("集体经济收入少")
        page.get_by_role("radio", name="较好", exact=True).check()
        press(page, "保存记录")
        refused(page, "自评表是“好”")
        page.get_by_role("radio", name="好", exact=True).check()
        press(page, "保存记录")
        told(page, "申报结果")
    page = walk.at("kong", walk.facts["track"])
    press(page, "办结这一步")
    refused(page, "提前进入")
    walk.day("2026-04-15")
    page = walk.at("kong", walk.facts["track"])
    press(page, "办结这一步")
    told(page, "组织考核")
