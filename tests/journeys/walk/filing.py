"""25 to 27 April: the three papers go up, come back once to be mended, are accepted with a receipt and filed."""

from playwright.sync_api import Page, expect

from tests.journeys.small_county import TOWN
from tests.journeys.walk.people import Walk, line, press, refused, told

# What each kind of file begins with: an office file is a zip.
BEGINS = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}
FORMS = {"docx": "工作总结", "xlsx": "一览表", "pdf": "汇总表"}


def papers_looked_at_and_downloaded(walk: Walk) -> None:
    page = walk.at("kong", walk.facts["return"])
    expect(page.locator(".looked .late")).to_have_count(0)
    _download_each(page)


def _download_each(page: Page) -> None:
    for format, title in FORMS.items():
        form = page.get_by_role("region").filter(has=page.get_by_role("heading", level=2, name=title))
        with page.expect_download() as coming:
            form.get_by_role("link", name=format, exact=True).click()
        name, content = coming.value.suggested_filename, coming.value.path().read_bytes()
        assert name.endswith(f".{format}"), name
        assert title in name, name
        assert content.startswith(BEGINS[format]), name
        assert len(content) > 2000, name


def sent_up_by_the_committee(walk: Walk) -> None:
    page = walk.at("kong", walk.facts["return"])
    press(page, "报送南溪县委")
    told(page, "报送")
    page = walk.at("kong", walk.facts["track"])
    press(page, "办结这一步")
    told(page, "审核备案")


def sent_back_by_the_county_with_a_reason(walk: Walk) -> None:
    walk.day("2026-04-26")
    page = walk.at("he")
    line(page, TOWN, "材料").get_by_role("link").last.click()
    if page.get_by_role("button", name="接收并出具回执").count() == 0:
        page.get_by_role("link", name=TOWN).first.click()
    expect(page.get_by_role("heading", name="重点审核")).to_have_count(2)
    press(page, "退回")
    refused(page, "理由")
    page.get_by_role("textbox", name="或者退回").fill("汇总表没有填表人")
    press(page, "退回")
    told(page, "退回")
    page = walk.at("he", walk.facts["track"])
    press(page, "办结并备案")
    refused(page, "三份材料")


def mended_and_sent_again(walk: Walk) -> None:
    page = walk.at("kong")
    line(page, "汇总表没有填表人").get_by_role("link").last.click()
    page = walk.at("kong", walk.facts["return"])
    page.get_by_role("textbox", name="填表人").fill("孔德")
    press(page, "保存")
    page = walk.at("kong", walk.facts["return"])
    press(page, "报送南溪县委")
    told(page, "报送")


def accepted_with_a_receipt_and_filed(walk: Walk) -> None:
    walk.day("2026-04-27")
    page = walk.at("he")
    line(page, TOWN, "材料").get_by_role("link").last.click()
    if page.get_by_role("button", name="接收并出具回执").count() == 0:
        page.get_by_role("link", name=TOWN).first.click()
    expect(page.get_by_text("孔德").first).to_be_visible()
    press(page, "接收并出具回执")
    told(page, "回执")
    with page.expect_download() as coming:
        page.get_by_role("link", name="打印回执").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    page = walk.at("he", walk.facts["track"])
    press(page, "办结并备案")
    told(page, "备案")
