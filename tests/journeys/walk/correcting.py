"""28 April and after: what is filed stays; a correction is asked by one officer and agreed by another."""

from playwright.sync_api import expect

from tests.journeys.small_county import TOWN, WEST
from tests.journeys.walk.opening import TITLE
from tests.journeys.walk.people import Walk, line, press, refused, told

EVIDENCE = "补查会议记录，支部委员二月已补选，下调的理由不成立"


def nothing_changes_after_filing(walk: Walk) -> None:
    """By an address kept from earlier the sheet only reads; the result's page offers a correction and nothing else."""
    walk.day("2026-04-28")
    page = walk.at("shen", walk.facts["sheet"])
    refused(page, "不能再改")
    expect(page.get_by_role("button", name="完成评分")).to_have_count(0)
    for field in page.locator(".item [data-part]").all():
        expect(field).to_be_disabled()
    page = walk.at("kong", walk.facts["result"])
    for name in ("记录定级", "撤回定级", "办结"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def correction_by_two(walk: Walk) -> None:
    """Asked by the committee, agreed by the county; the result that was stays to be read, under the new one."""
    page = walk.at("kong", walk.facts["result"])
    page.get_by_role("link", name="历次结果").click()
    page.get_by_role("radio", name="较好").check()
    press(page, "申请更正")
    refused(page, "依据")
    page.get_by_role("textbox", name="错在哪里").fill(EVIDENCE)
    press(page, "申请更正")
    told(page, "答复前结果不变")
    expect(line(page, "由“一般”更正为“较好”")).to_contain_text("等待答复")
    expect(page.get_by_role("button", name="同意更正")).to_have_count(0)

    walk.day("2026-04-29")
    page = walk.at("gu")
    line(page, "更正", WEST).get_by_role("link").last.click()
    press(page, "同意更正")
    told(page, "原结果保留")
    expect(page.get_by_role("region", name="结论")).to_contain_text("较好")
    expect(line(page, "由“一般”更正为“较好”")).to_contain_text("孔德于2026年4月28日申请")
    expect(line(page, "由“一般”更正为“较好”")).to_contain_text("顾明于2026年4月29日同意")
    expect(page.get_by_role("region", name="以前的定级")).to_contain_text("一般")


def all_are_through(walk: Walk) -> None:
    page = walk.at("he", walk.facts["campaign"])
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    course = page.get_by_role("list", name="步骤").get_by_role("listitem")
    expect(course).to_have_count(5)
    for leg in course.all():
        expect(leg).to_contain_text("已完成")
    expect(line(page, TOWN)).to_contain_text("走完")
    page.get_by_text("结束活动").first.click()
    press(page, "结束活动")
    told(page, "结束")
