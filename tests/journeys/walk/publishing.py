"""23 to 25 April: the results hang for two working days; a villager objects, somebody from elsewhere answers."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.small_county import EAST, TOWN, WEST
from tests.journeys.walk.people import Walk, line, press, refused, told

OBJECTION = "西村去年的账没有上墙，村里的人不知道集体有没有收入。"
REPLY = "经查，账目每季度在村务公开栏公布，等级按考核结果确定。"


def results_posted_and_passed_on(walk: Walk) -> None:
    walk.day("2026-04-23")
    page = walk.at("kong")
    line(page, "通报定级情况").get_by_role("link", name="去登记").click()
    page.get_by_role("radio", name="开会").check()
    page.get_by_role("textbox", name="通报到").fill("各支部")
    press(page, "保存记录")
    told(page, "已记录")
    for account, village in (("dong", EAST), ("xie", WEST)):
        page = walk.at(account)
        line(page, "定级结果公示").get_by_role("link", name="去张贴").click()
        expect(page.get_by_text("公示到2026年4月24日")).to_be_visible()
        page.get_by_role("textbox", name="还张贴在哪里").fill("村务公开栏")
        press(page, "看看贴出来的样子")
        expect(page.get_by_role("row", name=re.compile(village))).to_be_visible()
        press(page, "去张贴")
        told(page, village)


def villager_objects_without_an_account(walk: Walk) -> None:
    """On a phone, from the list of public notices; the code is shown once."""
    walk.day("2026-04-24")
    page = walk.open("villager", "/n/", PHONE)
    page.get_by_role("listitem").filter(has_text=WEST).get_by_role("link", name="定级结果公示").click()
    page.get_by_role("link", name="我有异议").click()
    page.get_by_role("textbox", name="哪里不对").fill(OBJECTION)
    press(page, "提交异议")
    expect(page.locator(".code")).to_be_visible()
    walk.facts["code"] = page.locator(".code").inner_text()
    page.get_by_role("link", name=re.compile("答复")).last.click()
    page.get_by_role("textbox", name="您的查询码").fill(walk.facts["code"])
    press(page, "查看")
    expect(page.get_by_text("已收到，还没有交人办理")).to_be_visible()


def objection_given_to_somebody_of_elsewhere(walk: Walk) -> None:
    """Whoever is of the village sees nothing of it and cannot be given it."""
    page = walk.at("gu")
    line(page, "异议").get_by_role("link").last.click()
    if page.get_by_role("button", name="交办").count() == 0:
        page.get_by_role("link", name=WEST).first.click()
    walk.facts["objection"] = page.url.removeprefix(walk.address)
    handlers = page.get_by_label("由谁核实").locator("option").all_inner_texts()
    assert any("孔德" in one for one in handlers)
    assert not any("谢芳" in one for one in handlers)
    page.get_by_label("由谁核实").select_option(label="孔德")
    if page.get_by_label("答复期限").count():
        page.get_by_role("textbox", name="答复期限").fill("2026-04-27")
    press(page, "交办")
    told(page, "孔德")
    page = walk.absent("xie", walk.facts["objection"])
    expect(page.get_by_text(OBJECTION)).to_have_count(0)


def nothing_sent_while_it_is_open(walk: Walk) -> None:
    walk.day("2026-04-25")
    page = walk.at("kong")
    line(page, "工作总结").get_by_role("link", name="去登记").click()
    page.get_by_role("textbox", name="做法").fill("五步走，逐村考核")
    page.get_by_role("textbox", name="存在的问题").fill("无")
    page.get_by_role("textbox", name="下一步打算").fill("帮西村补选支部委员")
    press(page, "保存记录")
    told(page, "已记录")
    page = walk.at("kong", walk.facts["track"])
    expect(line(page, "异议")).to_be_visible()
    press(page, "办结这一步")
    refused(page, "异议")
    page = walk.at("kong")
    expect(line(page, "三份材料").get_by_role("link", name="去报表")).to_have_count(0)
    page = walk.at("kong", f"{walk.facts['campaign']}returns/returns/")
    page.locator("ul.due").get_by_role("link", name=TOWN).first.click()
    walk.facts["return"] = page.url.removeprefix(walk.address)
    expect(page.locator(".looked li", has_text="说明情况")).to_contain_text("要改")
    expect(page.locator(".looked li", has_text="异议")).to_contain_text("要改")
    _cannot_be_sent_yet(page)


def _cannot_be_sent_yet(page: Page) -> None:
    expect(page.locator(".say", has_text="定级结果公示")).to_be_visible()
    expect(page.get_by_role("button", name="报送南溪县委")).to_have_count(0)


def explained_and_answered(walk: Walk) -> None:
    page = walk.at("kong")
    line(page, "还没有写说明").get_by_role("link", name="去说明").click()
    press(page, "保存说明")
    refused(page, "说明")
    page.get_by_role("textbox", name="写说明情况").fill("各项没有扣分，群众满意度95%")
    press(page, "保存说明")
    told(page, "说明")
    _cannot_be_sent_yet(walk.at("kong", walk.facts["return"]))

    page = walk.at("kong")
    line(page, "异议").get_by_role("link").last.click()
    page.get_by_role("textbox", name="核实情况").fill("看了四个季度的公开栏照片")
    press(page, "答复")
    refused(page, "答复")
    page.get_by_role("radio", name=re.compile("不属实")).check()
    page.get_by_role("textbox", name="答复（公开）").fill(REPLY)
    press(page, "答复")
    told(page, "答复")

    page = walk.open("villager", "/objections/track/", PHONE)
    page.get_by_role("textbox", name="您的查询码").fill(walk.facts["code"])
    press(page, "查看")
    expect(page.get_by_text(REPLY)).to_be_visible()
