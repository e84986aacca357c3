"""The workbook: what is text stays text, and it prints as an office expects."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from jiceng.reports.papers import Paper, Table, render
from tests.reports.papers.samples import ID_NUMBER, notice, summary

FIXTURES = Path(__file__).parent / "fixtures"


def book(paper):
    return openpyxl.load_workbook(BytesIO(render(paper, "xlsx")[0]))


def values(page):
    return [[cell.value for cell in row] for row in page.iter_rows()]


def row_of(page, text):
    return next(cell.row for row in page.iter_rows() for cell in row if cell.value == text)


def test_a_form_freezes_and_repeats_its_heading_and_prints_landscape_with_page_numbers():
    page = book(summary())["分类定级情况汇总表"]
    head = row_of(page, "序号")

    assert page.freeze_panes == f"A{head + 2}"
    assert page.print_title_rows == f"${row_of(page, '演示数据')}:${head + 1}"
    assert page.oddHeader.right.text is None  # else it would stand twice on the first page
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    # One page wide, which is what a file says by saying nothing, and as many high as it takes.
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)
    assert page.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_long_numbers_and_formulas_are_text_for_good():
    page = book(summary())["分类定级情况汇总表"]
    first = row_of(page, "序号") + 2
    number, formula = page.cell(first, 3), page.cell(first, 7)

    assert (number.value, number.data_type, number.number_format) == (ID_NUMBER, "s", "@")
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)
    assert page.cell(first, 6).value == datetime(2012, 4, 5)  # noqa: DTZ001
    assert page.cell(first, 4).value == 54
    assert page.cell(first, 5).number_format == "0.0"


def test_a_whole_number_too_long_for_a_double_keeps_its_digits():
    page = book(Paper(title="表", tables=(Table(head=["号"], rows=[(int(ID_NUMBER),)]),)))["表"]

    assert ID_NUMBER in [cell for row in values(page) for cell in row]


def test_the_form_says_what_stands_around_its_table():
    told = [row[0] for row in values(book(summary())["分类定级情况汇总表"])]

    assert told[0] == "演示数据"
    assert told[1] == "分类定级情况汇总表"
    assert told[2] == "填表单位（盖章）：兴坪镇党委　　　填报日期：2012年4月5日"
    assert told[-3:] == [
        "合计",
        "注：样表。",
        "填表人：李四　　　审核人：　　　　　　　　　　　联系电话：0773-1234567",
    ]


def test_a_notice_is_a_sheet_of_text_and_one_for_each_attachment():
    made = book(notice())

    assert made.sheetnames == ["正文", "分类定级情况汇总表", "基层党组织较差名单"]
    text = [row[0] for row in values(made["正文"])]
    assert text[:4] == [
        "中共某某市委组织部文件",
        "梅市组通〔2012〕40号",
        "关于开展分类定级工作的通知",
        "各县（市、区）委组织部：",
    ]
    assert text[-1].strip("　") == "2012年4月5日"
    assert made["基层党组织较差名单"]["A1"].value == "附件2　梅市组通〔2012〕40号"


def test_sheet_names_excel_would_refuse_are_changed():
    table = Table(head=["甲"], title="[表]:*?/\\'" + "长" * 40)
    made = book(Paper(title="", tables=(table, table, Table(head=["甲"], title="History"))))

    assert made.sheetnames == ["表'" + "长" * 29, "表'" + "长" * 27 + " 2", "History 2"]


def test_an_ampersand_is_not_a_code_of_the_footer():
    page = book(summary(footer="3 & 4" + "&" * 300))["分类定级情况汇总表"]

    assert page.oddFooter.left.text.startswith(" 3 && 4")
    assert page.oddFooter.left.text.count("&") % 2 == 0


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.xlsx")), ids=lambda one: one.name)
def test_what_another_program_saved_again_says_the_same(file):
    """Files of fixtures/README.md: `summary()` opened and saved by the office program named there."""
    ours, theirs = book(summary()), openpyxl.load_workbook(file)

    assert theirs.sheetnames == ours.sheetnames
    for name in ours.sheetnames:
        assert values(theirs[name]) == values(ours[name])
    page = theirs["分类定级情况汇总表"]
    assert page.cell(row_of(page, "序号") + 2, 3).data_type == "s"
    # Saved when only the heading was repeated; the line with the stamp is repeated too since then.
    last = [one.print_title_rows.split(":")[1] for one in (page, ours["分类定级情况汇总表"])]
    assert last[0] == last[1]
