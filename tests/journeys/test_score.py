"""A reviewer scores on a phone, on a line that drops."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Visitor

REASON = "查看账目，全年没有集体经济收入"
SAVED = re.compile(r"已保存 \d\d:\d\d")


@pytest.fixture
def at_the_sheet(visitor_at):
    """A maker: a member of a town's team at the sheet of one of its villages that nobody has begun to score."""

    def go(village: str) -> Visitor:
        visitor = visitor_at(PHONE)
        page = visitor.sign_in("team")
        open_sheet(page, village)
        expect(page.locator("#running")).to_be_visible()
        return visitor

    return go


def open_sheet(page: Page, village: str) -> None:
    page.get_by_role("listitem").filter(has_text="还没有评完分").get_by_role("link").last.click()
    page.get_by_role("row").filter(has_text=village).get_by_role("link", name="去打分").click()


def item(page: Page, name: str):
    return page.get_by_role("group", name=name, exact=True)


def kept(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('jiceng:')).length")


def test_what_is_typed_without_a_connection_is_saved_once_it_is_back(at_the_sheet):
    visitor = at_the_sheet("双洲村")
    page = visitor.page
    plan = item(page, "没有集体经济收入")

    plan.get_by_label("有此情形").check()
    expect(plan.get_by_label("理由")).to_be_visible()
    expect(plan.get_by_role("alert")).to_contain_text("没有说明理由")

    visitor.context.set_offline(True)
    plan.get_by_label("理由").type(REASON)
    plan.get_by_label("理由").blur()
    expect(plan.locator(".state")).to_contain_text("还没有保存，正在重试")
    assert kept(page) == 1

    visitor.context.set_offline(False)
    expect(plan.locator(".state")).to_contain_text(SAVED)
    expect(plan.locator(".state")).to_contain_text("−5 分")
    expect(page.locator("#running strong")).to_have_text("95")
    assert kept(page) == 0

    page.reload()
    expect(plan.get_by_label("理由")).to_have_value(REASON)
    expect(plan.locator("[name^='seen:']")).to_have_value("1")


def test_a_lost_answer_is_no_conflict_with_oneself(at_the_sheet):
    visitor = at_the_sheet("芦阳村")
    page = visitor.page
    other = item(page, "未按期换届")
    lost = []

    def lose(route):
        lost.append(route.fetch().headers["x-line"])  # the server has it, the phone never hears so
        route.abort()

    other.get_by_label("有此情形").check()
    expect(other.get_by_role("alert")).to_be_visible()
    page.route("**/line/", lose)
    with page.expect_event("requestfailed"):
        other.get_by_label("理由").fill("任期去年八月届满")
        other.get_by_label("理由").blur()
    expect(other.locator(".state")).to_contain_text("还没有保存")
    assert lost[0] == "saved"

    page.unroute("**/line/")
    other.get_by_label("理由").fill("任期去年八月届满，没有换届")
    other.get_by_label("理由").blur()

    expect(other.locator(".state")).to_contain_text(SAVED)
    page.reload()
    expect(other.get_by_label("理由")).to_have_value("任期去年八月届满，没有换届")


def test_leaving_warns_and_coming_back_restores(at_the_sheet):
    visitor = at_the_sheet("尹家村")
    page = visitor.page
    asked = []

    def leave(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.route("**/line/", lambda route: route.abort())
    absent = item(page, "三会一课缺次")
    absent.get_by_role("button", name=re.compile("加一次")).click()
    absent.get_by_label("理由").fill("会议记录少一次")
    absent.get_by_label("理由").blur()
    expect(absent.locator(".state")).to_contain_text("还没有保存")

    page.unroute("**/line/")
    page.reload()

    assert asked == ["beforeunload"]
    expect(absent.get_by_label("理由")).to_have_value("会议记录少一次")
    expect(absent.locator(".state")).to_contain_text(SAVED)


def test_two_people_at_once_are_asked_which_is_right(at_the_sheet):
    first, second = at_the_sheet("寒山村"), at_the_sheet("寒山村")
    name = "业绩没有向党员群众公示"
    for visitor, words in ((first, "公开栏拆了没有再建"), (second, "公开栏空着")):
        item(visitor.page, name).get_by_label("有此情形").check()
        item(visitor.page, name).get_by_label("理由").fill(words)
        item(visitor.page, name).get_by_label("理由").blur()
        if visitor is first:
            expect(item(first.page, name).locator(".state")).to_contain_text(SAVED)

    clash = item(second.page, name)
    expect(clash.get_by_role("alert")).to_contain_text("公开栏拆了没有再建")
    expect(clash.get_by_label("理由")).to_have_value("公开栏空着")
    clash.get_by_role("button", name="用对方的").click()

    expect(clash.get_by_label("理由")).to_have_value("公开栏拆了没有再建")
    expect(clash.locator(".state")).to_contain_text(SAVED)


def test_what_was_restored_does_not_overwrite_what_came_since(at_the_sheet):
    first, second = at_the_sheet("芦阳村"), at_the_sheet("芦阳村")
    name = "业绩没有向党员群众公示"
    second.page.on("dialog", lambda dialog: dialog.accept())
    second.page.route("**/line/", lambda route: route.abort())
    item(second.page, name).get_by_label("有此情形").check()
    item(second.page, name).get_by_label("理由").fill("写在断线的手机上")
    item(first.page, name).get_by_label("有此情形").check()
    item(first.page, name).get_by_label("理由").fill("先到的一份")
    item(first.page, name).get_by_label("理由").blur()
    expect(item(first.page, name).locator(".state")).to_contain_text(SAVED)

    second.page.unroute("**/line/")
    second.page.reload()

    restored = item(second.page, name)
    expect(restored.get_by_role("alert")).to_contain_text("先到的一份")
    expect(restored.get_by_label("理由")).to_have_value("写在断线的手机上")
    restored.get_by_role("button", name="用我的").click()
    expect(restored.locator(".state")).to_contain_text(SAVED)
    second.page.reload()
    expect(restored.get_by_label("理由")).to_have_value("写在断线的手机上")


def test_the_sheet_works_without_scripts(browser, site):
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    visitor = Visitor(site, context, context.new_page())
    page = visitor.sign_in("team")

    open_sheet(page, "枫林观村")
    plan = item(page, "没有集体经济收入")
    plan.get_by_label("有此情形").check()
    page.get_by_role("button", name="先保存").click()
    expect(plan.get_by_role("alert")).to_contain_text("没有说明理由")
    plan.get_by_label("理由").fill(REASON)
    page.get_by_label("没有填的各项没有可扣的分").check()
    page.get_by_role("button", name="完成评分").click()

    expect(page.get_by_role("status").first).to_contain_text("评分已完成")
    context.close()


def test_a_refused_decision_is_in_view_on_a_phone_and_what_was_typed_is_still_there(visitor_at):
    visitor = visitor_at(PHONE)
    page = visitor.sign_in("street")
    page.goto(page.url + "campaigns/2/organisations/?state=not-decided&grade=一般")
    page.locator("#rows tbody a").first.click()

    page.get_by_role("radio", name="较差").check()
    page.get_by_role("button", name="记录定级").click()

    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_role("radio", name="较差")).to_be_checked()
    visitor.complaints = [one for one in visitor.complaints if "422" not in one]  # the refusal itself

    page.get_by_label("与计算等级不同时，写明理由").fill("群众反映集中的问题考核时仍未解决")
    page.get_by_role("button", name="记录定级").click()

    expect(page.get_by_role("status")).to_be_in_viewport()
