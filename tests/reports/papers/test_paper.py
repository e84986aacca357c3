"""What may stand on a paper, and the words the engine adds."""

from datetime import date
from decimal import Decimal

import pytest

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.reports import papers
from jiceng.reports.papers import Block, Column, Paper, Table, pdf, words
from jiceng.reports.papers.layout import broken, columns, header_cells, sheet
from jiceng.reports.papers.paper import clean
from tests.reports.papers.samples import notice, summary


@pytest.mark.parametrize("number", ["梅市组通〔2012〕40号", "中组发〔2026〕1号"])
def test_a_document_number_in_its_form_is_taken(number):
    assert Paper(title="通知", document_number=number).document_number == number


@pytest.mark.parametrize(
    "number",
    ["梅市组通[2012]40号", "梅市组通〔2012〕第40号", "梅市组通〔2012〕040号",
     "梅市组通〔12〕40号", "〔2012〕40号", "梅市组通〔2012〕40"],
)  # fmt: skip
def test_a_document_number_out_of_form_is_refused_with_a_sentence(number):
    with pytest.raises(Refusal) as refused:
        Paper(title="通知", document_number=number)

    assert refused.value.code == "paper.document-number"
    assert number in phrases.refusal(refused.value)
    assert "〔2012〕40号" in phrases.refusal(refused.value, "en")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Table(head=()), "paper.no-columns"),
        (lambda: Table(head=["列"] * 64), "paper.too-many-columns"),
        (lambda: Table(head=["甲", "乙"], rows=[(1,)]), "paper.row-length"),
        (lambda: Table(head=["甲"], totals=(1, 2)), "paper.row-length"),
        (lambda: Block("文", 5), "paper.level-unknown"),
        (lambda: Paper(title="", size="A5"), "paper.size-unknown"),
        (lambda: papers.render(Paper(title=""), "odt"), "paper.format-unknown"),
        (lambda: papers.render(Paper(title="", qr="长" * 501), "docx"), "paper.qr-too-long"),
        (lambda: papers.render(summary(12_000), "pdf"), "paper.too-many-rows"),
    ],
)
def test_what_cannot_be_printed_is_refused(make, code):
    with pytest.raises(Refusal) as refused:
        make()

    assert refused.value.code == code
    assert "{" not in phrases.refusal(refused.value) + phrases.refusal(refused.value, "en")


def test_text_is_cleaned_of_what_cannot_be_printed_and_of_nothing_else():
    kept = "𠮷䶮㛃 买买提·吐尔逊 שלום العربية 👍 e\u0301"

    assert clean(kept) == kept
    assert clean("张\x00三\x1b\u202e\ufeff\ufffe\U0001ffff四\ud800") == "张三四\ufffd"
    assert clean("一\r\n二\r三\u2028四\t五") == "一\n二\n三\n四 五"


def test_headings_are_numbered_level_by_level_unless_they_have_a_number():
    blocks = [
        Block("甲", 1), Block("乙", 2), Block("丙", 2), Block("丁", 3), Block("戊", 4), Block("正文"),
        Block("己", 1), Block("庚", 2), Block("三、辛", 1), Block("（4）壬", 4),
    ]  # fmt: skip

    assert [one.text for one in words.numbered(blocks)] == [
        "一、甲", "（一）乙", "（二）丙", "1.丁", "（1）戊", "正文", "二、己", "（一）庚", "三、辛", "（4）壬",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (None, "text", ""),
        (Decimal("89.50"), "number", "89.5"),
        (Decimal("60.6"), "share", "60.6"),
        (Decimal("45.25"), "share", "45.3"),
        (50, "share", "50.0"),
        (date(2012, 4, 5), "date", "2012年4月5日"),
        (110105194912310021, "text", "110105194912310021"),
        (Decimal("NaN"), "number", ""),
        (Decimal("1E+400000"), "number", "1.000000E+400000"),
        pytest.param(10**5000, "number", "1.000000E+5000", id="5,000 digits"),
    ],
)
def test_a_cell_is_printed_as_its_column_says(value, kind, printed):
    assert words.shown(value, Column("", kind=kind)) == printed


def test_the_name_is_centred_over_the_date_which_stands_four_characters_in():
    assert words.signature(notice(signed_by="某市委")) == (("某市委", 5.5), ("2012年4月5日", 4.0))
    long = dict(words.signature(notice(signed_by="中共某某市委组织部基层党建工作办公室")))
    assert long == {"中共某某市委组织部基层党建工作办公室": 2.0, "2012年4月5日": 8.0}


def test_attachments_are_listed_and_their_tables_marked():
    paper = notice()

    assert words.attachment_lines(paper) == ("附件：1.分类定级情况汇总表", "2.基层党组织较差名单")
    assert [words.attachment_mark(paper, at) for at in (0, 1)] == ["附件1", "附件2"]
    assert words.table_title(paper, 1) == "基层党组织较差名单"
    assert words.attachment_mark(notice(attachments=("甲",), tables=paper.tables[:1]), 0) == "附件"
    assert words.attachment_mark(summary(), 0) == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("汇总表", "汇总表.pdf"),
        ("../../etc/passwd", "etcpasswd.pdf"),
        ('a<b>:"c"|?*', "abc.pdf"),
        ("", "公文.pdf"),
        ("长" * 300, "长" * 80 + ".pdf"),
        ("两\n行", "两行.pdf"),
    ],
)
def test_a_file_name_is_safe_on_every_desk(title, name):
    assert words.file_name(Paper(title=title), "pdf") == name


def test_a_sheet_has_the_margins_of_the_standard_and_turns_with_them():
    upright, turned = sheet(Paper(title="")), sheet(Paper(title="", landscape=True))

    assert (upright.top, upright.left, upright.right, upright.bottom) == (37, 28, 26, 35)
    assert upright.area == (156, 225)
    assert (turned.width, turned.height, turned.area) == (297, 210, (225, 156))
    assert sheet(Paper(title="", size="A3", landscape=True)).width == 420


def test_columns_fill_the_type_area_and_a_crowded_table_gets_smaller_letters():
    roomy, crowded = Table(head=["序号", "名称"]), Table(head=[Column("列", width=12)] * 20)

    assert columns(roomy, 156) == (12.0, [pytest.approx(78), pytest.approx(78)])
    size, widths = columns(crowded, 225)
    assert size == 8.0
    assert sum(widths) == pytest.approx(225)


def test_a_group_stands_above_its_columns_only():
    head = [Column("类别"), Column("个数", group="好"), Column("%", group="好"), Column("个数", group="一般")]

    assert header_cells(Table(head=head)) == [
        [("类别", 1, 2), ("好", 2, 1), ("一般", 1, 1)],
        [("个数", 1, 1), ("%", 1, 1), ("个数", 1, 1)],
    ]


def test_a_run_of_letters_longer_than_its_column_may_be_broken():
    assert broken("a" * 9, 4, "|") == "aaaa|aaaa|a"
    assert broken("一二三四五六七八九", 4, "|") == "一二三四五六七八九"


def test_signs_that_no_face_of_official_papers_has_are_left_out_or_marked():
    told = {"title": "好👍🏽✓", "rows": [["𠮷䶮", "\ue123甲"]], "size": 12}

    assert pdf.printable(told) == {"title": "好✓", "rows": [["𠮷䶮", "〓甲"]], "size": 12}
