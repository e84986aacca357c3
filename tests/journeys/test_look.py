"""A county officer looks how the campaign stands, and why one village has its grade."""

import re

from playwright.sync_api import expect


def test_an_officer_opens_a_grade_down_to_its_clause(visitor_at):
    visitor = visitor_at()
    page = visitor.sign_in("county")

    page.get_by_role("link", name="活动").first.click()
    page.get_by_role("link", name=re.compile("2012年")).click()

    expect(page.get_by_role("table").first).to_contain_text("事业单位")
    chart = page.locator(".chart svg")
    expect(chart).to_be_visible()
    expect(chart).to_contain_text("事业单位")

    page.get_by_role("link", name="村", exact=True).click()
    page.get_by_label("定级").select_option("一般")
    expect(page.locator("#rows h2")).to_contain_text("19 个党组织")
    page.locator("#rows tbody a").first.click()

    why = page.locator(".why")
    expect(page.get_by_role("heading", name="为什么按规则是")).to_be_visible()
    expect(why.locator(".clause", has_text="§").first).to_be_hidden()
    head = why.locator("details details details").first
    head.locator("> summary").click()
    expect(head.locator(".clause").first).to_contain_text("§")
    expect(head.locator(".clause").first).to_be_visible()


def test_a_table_stands_for_the_chart_on_a_phone(visitor_at):
    visitor = visitor_at({"width": 360, "height": 740})
    fetched = []
    visitor.page.on("request", lambda request: fetched.append(request.url))
    page = visitor.sign_in("county")

    page.goto(page.url + "campaigns/1/")

    expect(page.locator("#by-class")).to_contain_text("社会组织")
    assert [address for address in fetched if "echarts" in address] == []


def test_the_summary_table_arrives_under_its_chinese_name_once_a_code_is_shown(visitor_at):
    visitor = visitor_at()
    page = visitor.sign_in("county")
    page.goto(page.url + "campaigns/1/")

    page.get_by_role("link", name="下载汇总表").click()  # of more than 100 organisations
    page.get_by_role("button", name="绑定手机").click()
    code = re.search(r"\d{6}", page.locator(".say").last.inner_text())
    page.get_by_label("六位动态码").fill(code.group())
    with page.expect_download() as coming:
        page.get_by_role("button", name="继续").click()

    assert coming.value.suggested_filename == "2012年基层党组织分类定级（演示） 分类定级情况汇总表.xlsx"
