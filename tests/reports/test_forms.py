"""The forms that go up: figures that add, workbooks that print."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from jiceng.kernel.refusal import Refusal
from jiceng.reports import forms
from jiceng.reports.forms import Heading, ListRow, OutsideRow, SummaryRow

GRADES = ("好", "较好", "一般", "较差")


def row(category, *counts, ungraded=0, due=None, members=None, reason=""):
    due = sum(counts) + ungraded if due is None else due
    by_grade = dict(zip(GRADES, counts, strict=True))
    return SummaryRow(
        category=category,
        due=due,
        counts=by_grade,
        ungraded=ungraded,
        members=members,
        ungraded_reason=reason,
    )


COUNTY = (row("村", 20, 70, 20, 9, members=5000), row("机关", 34, 253, 87, 40, members=14006))


def sheets(data):
    return openpyxl.load_workbook(BytesIO(data))


def texts(sheet):
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


# -- shares ---------------------------------------------------------------------------------------------------------


def test_a_summary_whose_shares_miss_a_hundred_says_how_they_are_rounded():
    table = forms.summary_rows([row("村", 1, 1, 1, 0)], GRADES)

    assert table.rows[0][5:10:2] == (Decimal("33.3"),) * 3
    assert table.notes == ("各项比例各自四舍五入，相加不一定是 100.0%。",)


def test_a_summary_whose_shares_make_a_hundred_says_nothing_of_rounding():
    assert forms.summary_rows([row("全县", 54, 323, 107, 49)], GRADES).notes == ()


# -- cross-footing --------------------------------------------------------------------------------------------------


def test_check_summary_lets_a_table_that_adds_up_pass():
    forms.check_summary(COUNTY, GRADES, forms.total_row(COUNTY))


def test_check_summary_names_the_row_whose_parts_do_not_add():
    wrong = row("社区", 1, 2, 3, 0, ungraded=1, due=8)

    with pytest.raises(Refusal) as refused:
        forms.check_summary([*COUNTY, wrong], GRADES)

    assert refused.value.code == "form.row-does-not-add"
    assert refused.value.facts == {
        "row": "社区",
        "figure": "应定级数",
        "found": 8,
        "parts": "1 + 2 + 3 + 0 + 1",
        "sum": 7,
    }


def test_check_summary_names_the_figure_whose_column_does_not_add():
    total = forms.total_row(COUNTY)
    wrong = replace(total, counts=total.counts | {"好": 55, "较好": 322})

    with pytest.raises(Refusal) as refused:
        forms.check_summary(COUNTY, GRADES, wrong)

    assert refused.value.code == "form.column-does-not-add"
    assert refused.value.facts == {"row": "合计", "figure": "好", "found": 55, "sum": 54}


def test_check_summary_refuses_a_grade_that_no_band_awards():
    with pytest.raises(Refusal) as refused:
        forms.check_summary([SummaryRow(category="村", due=1, counts={"优": 1})], GRADES)

    assert refused.value.code == "form.grade-unknown"


def test_check_summary_refuses_a_negative_figure():
    with pytest.raises(Refusal) as refused:
        forms.check_summary([row("村", -1, 2, 0, 0)], GRADES)

    assert (refused.value.code, refused.value.facts["found"]) == ("form.negative", -1)


def test_check_list_names_category_and_grade_that_differ():
    listed = [ListRow(name="甲", category="村", grade="好"), ListRow(name="乙", category="村", grade="较好")]

    forms.check_list(listed, [row("村", 1, 1, 0, 0)])
    with pytest.raises(Refusal) as refused:
        forms.check_list(listed, [row("村", 2, 0, 0, 0)])

    assert refused.value.facts == {"row": "村", "figure": "好", "found": 1, "sum": 2}


def test_check_list_notices_a_category_the_summary_leaves_out():
    with pytest.raises(Refusal) as refused:
        forms.check_list([ListRow(name="甲", category="社区", grade="好")], [row("村", 0, 0, 0, 0)])

    assert refused.value.facts["row"] == "社区"


# -- rows -----------------------------------------------------------------------------------------------------------


def test_summary_rows_carry_counts_shares_and_a_total():
    table = forms.summary_rows([row("村", 1, 2, 0, 0, ungraded=1, reason="新建", members=40)], GRADES)

    shares = [Decimal(text) for text in ("33.3", "66.7", "0.0", "0.0")]
    line = ("村", 4, 3, "1 新建", 1, shares[0], 2, shares[1], 0, shares[2], 0, shares[3], 40)
    assert table.rows == (line, ("合计", 4, 3, 1, *line[4:]))
    assert table.columns[:6] == ("类别", "应定级数", "已定级数", "未定级数及原因", "好 个数", "好 %")


def test_summary_rows_take_the_names_of_grades_from_the_scheme():
    table = forms.summary_rows([SummaryRow(category="x", due=1, counts={"A": 1})], ("A", "B"), "en")

    assert table.columns[4:] == ("A Number", "A %", "B Number", "B %", "Members")


def test_summary_total_leaves_members_empty_when_one_row_does_not_know():
    table = forms.summary_rows([row("村", 1, 0, 0, 0, members=9), row("社区", 1, 0, 0, 0)], GRADES)

    assert table.rows[-1][-1] is None


def test_list_rows_show_own_score_and_grade_together():
    one = ListRow(
        name="甲", category="村", self_total=Decimal("92.0"), self_grade="好", total=Decimal("89.995")
    )

    cells = dict(zip(forms.list_rows([one]).columns, forms.list_rows([one]).rows[0], strict=True))

    assert (cells["自评得分/等次"], cells["组织考核得分"], cells["序号"]) == ("92 / 好", Decimal("89.995"), 1)


# -- workbooks ------------------------------------------------------------------------------------------------------


def test_summary_workbook_prints_on_landscape_a4_with_repeated_header_and_page_numbers():
    sheet = sheets(forms.summary_xlsx(COUNTY, GRADES, Heading())).worksheets[0]

    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "A5"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_summary_workbook_holds_the_same_figures_as_the_rows():
    sheet = sheets(forms.summary_xlsx(COUNTY, GRADES, Heading())).worksheets[0]

    assert texts(sheet)[6] == ["合计", 533, 533, 0, 54, 10.1, 323, 60.6, 107, 20.1, 49, 9.2, 19006]
    assert sheet["F7"].number_format == "0.0"


def test_workbook_names_who_filled_it_in():
    heading = Heading(
        unit="某县委组织部", filled_by="张三", reviewed_by="李四", phone="0000", filed_on="2012年4月5日"
    )

    told = "".join(
        str(value)
        for line in texts(sheets(forms.summary_xlsx(COUNTY, GRADES, heading)).active)
        for value in line
    )

    for part in (
        "填表单位（章）：某县委组织部",
        "填表人：张三",
        "审核人：李四",
        "联系电话：0000",
        "填报日期：2012年4月5日",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("lang", "marks"), [("zh", ("样表", "演示数据")), ("en", ("SAMPLE", "DEMONSTRATION DATA"))]
)
def test_workbook_shows_sample_and_invented_marks_once_on_screen_and_on_every_printed_page(lang, marks):
    marked = sheets(forms.list_xlsx([], Heading(sample=True, invented=True), lang=lang)).active
    plain = sheets(forms.list_xlsx([], Heading(), lang=lang)).active

    for mark in marks:
        assert mark in marked["A1"].value
        assert (str(texts(marked)).count(mark), marked.oddHeader.right.text) == (1, None)
        assert mark not in plain["A1"].value
    assert marked.print_title_rows.startswith("$1:")


def test_workbook_never_turns_a_name_into_a_formula():
    names = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "http://example.org"]
    rows = [ListRow(name=name, category="=1", explanation="=2") for name in names]
    heading = Heading(title="=3", unit="=4", notes=("=5",))

    sheet = sheets(forms.list_xlsx(rows, heading)).active

    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert [line[1] for line in texts(sheet)[3:9]] == names
    assert [cell.hyperlink for cell in sheet["B"] if cell.hyperlink] == []


def test_list_workbook_keeps_a_score_of_many_digits_exact():
    long = Decimal("89.9999999999999999")

    sheet = sheets(forms.list_xlsx([ListRow(name="甲", category="村", total=long)], Heading())).active

    assert sheet["G4"].value == str(long)


def test_list_workbook_says_that_grades_are_only_computed():
    computed = texts(sheets(forms.list_xlsx([], Heading(decided=False))).active)
    decided = texts(sheets(forms.list_xlsx([], Heading())).active)

    assert any("未经党委研究" in str(line[0]) for line in computed)
    assert not any("未经党委研究" in str(line[0]) for line in decided)


def test_summary_workbook_counts_and_lists_those_outside_the_document():
    outside = [OutsideRow(code="9", name="某校支部", category="教育卫生", why="本文件没有这一类别")]

    book = sheets(forms.summary_xlsx(COUNTY, GRADES, Heading(), outside=outside))

    assert any("不在本办法定级范围：1 个（教育卫生 1）" in str(line[0]) for line in texts(book.worksheets[0]))
    assert texts(book["不在范围"])[3] == [1, "9", "某校支部", "教育卫生", "本文件没有这一类别"]


def test_same_rows_give_the_same_bytes():
    assert forms.summary_xlsx(COUNTY, GRADES, Heading()) == forms.summary_xlsx(COUNTY, GRADES, Heading())
