"""12 April: the county takes the document into use and opens the campaign; the committee names its guidance team."""

import re

from playwright.sync_api import expect

from tests.journeys.walk.people import Walk, asked_for, line, press, refused, told

TITLE = "2026年基层党组织分类定级"
GROUND = "市委组织部〔2026〕3号"


def opened_by_the_county(walk: Walk) -> None:
    walk.day("2026-04-12")
    page = walk.at("he", "/packs/")
    page.get_by_role("link", name="“五个好”").first.click()
    page.get_by_role("link", name="采用").first.click()

    ballot = page.get_by_role("region", name="群众满意度测评")
    ballot.locator("[name='value:satisfaction.within']").fill("0.2")
    press(page, "从今天起采用")
    refused(page, "要写明依据")
    expect(ballot.locator("[name='value:satisfaction.within']")).to_have_value("0.2")
    ballot.locator("[name='reason:satisfaction.within']").fill(GROUND)
    press(page, "从今天起采用")
    told(page, "采用")

    page.get_by_role("link", name="开展活动").first.click()
    if page.get_by_role("link", name="选择").count():
        page.get_by_role("link", name="选择").first.click()
    expect(page.get_by_text("2026年4月14日")).to_be_visible()
    page.get_by_role("textbox", name="标题").fill(TITLE)
    page.get_by_role("textbox", name="最后一天").fill("2026-04-30")
    press(page, "打开")
    told(page, TITLE)
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    walk.facts["campaign"] = page.url.removeprefix(walk.address)
    expect(line(page, "河口镇党委", "自评申报")).to_be_visible()
    page.get_by_role("link", name="看这一步").click()
    walk.facts["track"] = re.sub(walk.address, "", page.url)


def team_named_by_the_committee(walk: Walk) -> None:
    page = walk.at("kong")
    line(page, "指导工作组").get_by_role("link").first.click()
    page.get_by_role("textbox", name="小组名称").fill("河口镇指导工作组")
    press(page, "组建")
    asked_for(page.get_by_role("textbox", name="姓名").first)
    page.get_by_role("textbox", name="姓名").first.fill("沈青")
    page.get_by_role("textbox", name="姓名").nth(1).fill("孔德")
    press(page, "组建")
    expect(page.get_by_text("沈青")).to_be_visible()
