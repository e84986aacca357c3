"""The papers of a return: the columns offices know, figures that add up, the office's words where they belong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from jiceng.kernel.duty import FORMS
from jiceng.kernel.refusal import Refusal
from jiceng.reports.papers import FORMATS, render
from jiceng.reports.returns import Made, paper, receipt
from jiceng.reports.returns.tables import TABLES, by_zone, summary_rows
from jiceng.reports.returns.text import report, sorted_words
from jiceng.services.duty.rows import Content
from tests.reports.returns.content import GRADES, content, county, row

MADE = Made(date(2012, 4, 25))


def titles(table):
    return [f"{one.group}/{one.title}" if one.group else one.title for one in table.columns]


def cells(table, at=0):
    return dict(zip(titles(table), table.rows[at], strict=True))


def test_every_form_of_a_return_can_be_drawn():
    assert set(FORMS) == {*TABLES, "report"}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("which", [content(), content(row()), county()], ids=["none", "one", "many"])
def test_every_form_in_every_format_with_none_one_and_many(form, format, which):
    data, _, name = render(paper(form, which, MADE), format)

    assert len(data) > 1000
    assert name.endswith(f".{format}")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_in_english_has_no_chinese_but_names(form):
    made = paper(form, county(), MADE, "en")

    assert made.title.isascii() or "较差" in made.title
    for table in made.tables:
        assert all(one.title.isascii() or one.title in GRADES or one.group in GRADES for one in table.columns)


# -- 汇总表 ----------------------------------------------------------------------


def test_the_summary_has_the_columns_of_the_form():
    assert titles(TABLES["summary"](county(), "zh")) == [
        "类别", "应定级数", "已定级数", "未定级数及原因", "好/个数", "好/%", "较好/个数", "较好/%",
        "一般/个数", "一般/%", "较差/个数", "较差/%", "党员数",
    ]  # fmt: skip


def test_the_summary_adds_up_and_says_why_one_is_missing():
    table = TABLES["summary"](county(), "zh")

    assert table.totals[:4] == ("合计", 13, 12, 1)
    assert cells(table)["未定级数及原因"] == "1 成立不满半年"
    assert table.notes[-1:] == ("未定级 1 个：第13村党支部（成立不满半年）。",)


def test_the_published_county_is_drawn_with_its_published_shares():
    rows = [
        row(at, grade) for grade, count in zip(GRADES, (54, 323, 107, 49), strict=True) for at in range(count)
    ]

    totals = TABLES["summary"](content(*rows), "zh").totals

    assert totals[4:12] == (
        54, Decimal("10.1"), 323, Decimal("60.6"), 107, Decimal("20.1"), 49, Decimal("9.2"),
    )  # fmt: skip


def test_members_are_not_summed_where_one_is_not_known():
    assert summary_rows(content(row(1), row(2, members=None)))[0].members is None


# -- 一览表, 明细表 ----------------------------------------------------------------------


def test_the_list_has_the_columns_of_the_form():
    assert titles(TABLES["list"](county(), "zh")) == [
        "序号", "名称", "类别", "书记", "党员数", "自评得分/等次", "组织考核得分", "测评/发出", "测评/收回",
        "测评/有效", "满意率", "上年等次", "定级", "说明情况",
    ]  # fmt: skip


def test_a_line_of_the_list_tells_one_organisation():
    line = cells(TABLES["list"](content(row()), "zh"))

    assert (line["自评得分/等次"], line["组织考核得分"], line["满意率"]) == (
        "92 / 好", Decimal("85.5"), Decimal("94.736842"),
    )  # fmt: skip
    assert (line["测评/发出"], line["定级"], line["说明情况"]) == (40, "较好", "有事实依据")


def test_a_list_by_zone_is_in_the_order_of_zones_and_totals_each():
    table = TABLES["detail"](
        content(row(1, "好", zone="第二协作区"), row(2, zone="第一协作区"), row(3, "一般", zone="")), "zh"
    )

    assert [line[1] for line in table.rows] == ["第一协作区", "第二协作区", "未编入协作区"]
    assert table.notes[0] == "第一协作区小计 1 个：“好” 0 个、“较好” 1 个、“一般” 0 个、“较差” 0 个。"


def test_zones_together_are_the_whole():
    rows = [row(at, GRADES[at % 4], zone=("甲区", "乙区", "")[at % 3]) for at in range(20)]

    zones = by_zone(rows, GRADES)

    assert sum(sum(counts.values()) for counts in zones.values()) == 20


# -- 较差 ----------------------------------------------------------------------


def test_the_poor_list_names_the_lowest_grade_of_the_document_only():
    table = TABLES["poor-list"](county(), "zh")

    assert {line[-1] for line in table.rows} == {"较差"}
    assert len(table.rows) == len(county().graded("较差"))


def test_a_document_with_other_grades_has_its_own_word_for_the_lowest():
    made = paper("poor-list", content(row(1, "D"), grades=("A", "B", "C", "D")), MADE)

    assert made.title == "D基层党组织名单"


def test_without_anybody_of_the_lowest_grade_the_list_says_so():
    assert TABLES["poor-list"](content(row()), "zh").notes == ("没有定为“较差”的党组织。",)


def test_the_detail_of_the_poor_says_what_is_wrong_who_helps_and_by_when():
    line = cells(TABLES["poor-detail"](county(), "zh"))

    assert line["主要问题"] == "1. 班子不团结，书记长期在外\n2. 活动场所年久失修"
    assert (line["挂点领导"], line["联络员"], line["帮扶单位"]) == (
        "县委常委、副县长",
        "驻村干部",
        "县农业农村局",
    )
    assert (line["完成时限"], line["目标等次"], line["销号日期"]) == (date(2012, 6, 30), "一般", None)


# -- 复查情况表 ----------------------------------------------------------------------


def test_the_recheck_shows_who_rose_held_and_fell():
    rows = [
        row(1, "好", last="较好"),
        row(2, "一般", last="一般"),
        row(3, "较差", last="好"),
        row(4, last=""),
    ]

    table = TABLES["recheck"](content(*rows, follows="春季定级"), "zh")

    assert [cells(table, at)["变化"] for at in range(4)] == ["上升", "不变", "下降", ""]
    assert table.notes[0] == "与“春季定级”相比：上升 1 个，不变 1 个，下降 1 个，原来没有等次 1 个。"


# -- 工作总结 ----------------------------------------------------------------------


def test_the_report_says_the_figures_and_the_offices_own_words():
    told = [(one.level, one.text) for one in report(county())]

    assert (1, "定级结果") in told
    assert any("应定级党组织 13 个，已定级 12 个，未定级 1 个" in text for _, text in told)
    assert told.index((1, "主要做法")) + 1 == told.index((0, "成立指导工作组，逐村逐户走访。"))
    assert not any(text.startswith("填表人") for _, text in told)


def test_the_report_of_a_record_is_put_under_its_heading_and_the_rest_is_not_lost():
    one = content(
        row(),
        report=(("分类定级工作总结", (("做法", "五步走"), ("存在的问题", "阵地旧"), ("经费", "两万元"))),),
    )

    sections, other = sorted_words(one)

    assert sections == {"done": ["五步走"], "wrong": ["阵地旧"], "next": []}
    assert other == ["经费：两万元"]


def test_a_heading_without_words_is_left_out():
    assert "存在的问题" not in [one.text for one in report(county())]


# -- marks, who filled it in, the receipt ----------------------------------------------------------------------


def test_who_filled_it_in_stands_under_the_table_and_what_is_missing_leaves_room():
    made = paper("summary", county(), MADE)

    assert made.filled_by == {"填表人": "张三", "审核人": "李四", "联系电话": ""}
    assert made.filled_above == {"填表单位（章）": "某镇党委", "填报日期": "2012年4月25日"}


def test_invented_data_and_sample_sheets_are_marked_on_every_paper():
    one = replace(county(), sample=True, invented=True)

    assert {paper(form, one, MADE).stamp_line for form in FORMS} == {"样表 演示数据"}


def test_a_sent_return_carries_its_check_figure():
    assert paper("list", county(), Made(date(2012, 4, 25), digest="0123456789abcdef" * 4)).footer == (
        "核对码 01234567 89abcdef"
    )


def test_a_receipt_names_what_was_accepted():
    made = receipt(
        county(), Made(date(2012, 4, 26), digest="ab" * 32), number=2, number_of_receipt="收〔2012〕3号",
        sent_on=date(2012, 4, 25),
    )  # fmt: skip
    text = "".join(one.text for one in made.paragraphs)

    assert (made.subtitle, made.to, made.signed_by) == ("收〔2012〕3号", "某镇党委", "某县县委组织部")
    assert "（第 2 次）" in text
    assert "应定级 13 个，已定级 12 个，未定级 1 个" in text
    assert "abababab abababab" in text


def test_a_form_nobody_knows_is_refused():
    with pytest.raises(Refusal) as refused:
        paper("ballot", county(), MADE)

    assert refused.value.code == "duty.form-unknown"


# -- the files themselves ----------------------------------------------------------------------


def test_the_workbook_holds_the_figures_of_the_table():
    data, _, _ = render(paper("summary", county(), MADE), "xlsx")

    values = [
        [cell.value for cell in line] for line in openpyxl.load_workbook(BytesIO(data)).active.iter_rows()
    ]

    assert any(line[:4] == ["合计", 13, 12, 1] for line in values)


def test_the_word_document_holds_every_organisation():
    data, _, _ = render(paper("list", county(), MADE), "docx")

    told = {
        cell.text for table in Document(BytesIO(data)).tables for line in table.rows for cell in line.cells
    }

    assert {one.name for one in county().rows} <= told


def test_the_same_return_gives_the_same_bytes():
    one = county()
    again = Content.from_json(one.as_json())

    for form in ("summary", "report"):
        assert render(paper(form, one, MADE), "pdf") == render(paper(form, again, MADE), "pdf")
