"""The Word document: GB/T 9704 as styles and grid, from a template an office may replace."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Emu

from jiceng.kernel.refusal import Refusal
from jiceng.reports.papers import Block, Paper, Table, make_templates, render
from jiceng.reports.papers.places import BUILT_IN
from tests.reports.papers.samples import ID_NUMBER, notice, summary


def opened(paper):
    return docx.Document(BytesIO(render(paper, "docx")[0]))


def texts(book):
    return [(one.style.name, one.text) for one in book.paragraphs if one.text]


def millimetres(section):
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    return [round(one.mm, 1) for one in margins]


def test_a_notice_has_the_margins_and_the_grid_of_the_standard():
    section = opened(notice()).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch, space = int(grid.get(qn("w:linePitch"))) / 20, int(grid.get(qn("w:charSpace"))) / 4096

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert millimetres(section) == [37, 28, 26, 35]
    assert grid.get(qn("w:type")) == "linesAndChars"
    area_width = Emu(section.page_width - section.left_margin - section.right_margin).pt
    area_height = Emu(section.page_height - section.top_margin - section.bottom_margin).pt
    assert int(area_height / pitch) == 22
    assert int(area_width / (16 + space)) == 28


def test_body_styles_set_28_characters_and_22_lines_without_the_grid_too():
    book = opened(notice())
    section, style = book.sections[0], book.styles["公文正文"]
    tighter = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    width = Emu(section.page_width - section.left_margin - section.right_margin).pt

    assert int(width / (style.font.size.pt + tighter)) == 28
    assert style.paragraph_format.line_spacing.pt * 22 == pytest.approx(225 * 72 / 25.4, abs=1)
    assert style.paragraph_format.widow_control is False


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("公文正文", "仿宋_GB2312", 16),
        ("一级标题", "黑体", 16),
        ("二级标题", "楷体_GB2312", 16),
        ("三级标题", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("页码", "宋体", 14),
    ],
)
def test_faces_are_named_as_the_standard_names_them(style, face, size):
    found = opened(notice()).styles[style]

    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == face
    assert found.font.size.pt == size


def test_faces_have_second_names_for_machines_without_them():
    with ZipFile(BytesIO(render(notice(), "docx")[0])) as packed:
        table = packed.read("word/fontTable.xml").decode()

    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    book = opened(notice())
    odd, even = (one.paragraphs[0] for one in (book.sections[0].footer, book.sections[0].even_page_footer))

    assert book.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, even.alignment) == (ALIGN.RIGHT, ALIGN.LEFT)
    assert odd.text == even.text == "— 1 —"
    assert " PAGE " in odd._p.xml


def test_a_notice_reads_from_masthead_to_attachments():
    book = opened(notice())

    assert texts(book) == [
        ("发文机关标志", "中共某某市委组织部文件"),
        ("发文字号", "梅市组通〔2012〕40号"),
        ("公文标题", "关于开展分类定级工作的通知"),
        ("主送机关", "各县（市、区）委组织部："),
        ("公文正文", "根据上级要求，现通知如下。"),
        ("一级标题", "一、总体要求"),
        ("一级标题", "二、方法步骤"),
        ("二级标题", "（一）自我评定"),
        ("三级标题", "1.第一步"),
        ("四级标题", "（1）第一小步"),
        ("附件说明", "附件：1.分类定级情况汇总表"),
        ("附件说明", "2.基层党组织较差名单"),
        ("署名", "中共某某市委组织部"),
        ("署名", "2012年4月5日"),
        ("附件标记", "附件1"),
        ("表题", "分类定级情况汇总表"),
        ("附件标记", "附件2"),
        ("表题", "基层党组织较差名单"),
    ]
    date_line = next(one for one in book.paragraphs if one.text == "2012年4月5日")
    assert date_line.paragraph_format.right_indent.pt == 16 * 4


def test_a_form_is_landscape_and_repeats_its_heading():
    book = opened(summary(qr="https://jiceng.example/a/1"))
    section, table = book.sections[0], book.tables[0]

    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert millimetres(section) == [28, 35, 37, 26]
    assert table._tbl.xml.count("<w:tblHeader/>") == 2
    assert [cell.text for cell in table.rows[2].cells] == [
        "1", "第1村党支部", ID_NUMBER, "54", "10.1", "2012年4月5日", "=1+1",
    ]  # fmt: skip
    assert table.rows[0].cells[3].text == table.rows[0].cells[4].text == "好"
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "演示数据"
    assert len(book.inline_shapes) == 1


def test_an_a3_form_is_a3():
    section = opened(summary(size="A3")).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297)


@pytest.mark.parametrize(
    "text",
    [
        "</w:t></w:r></w:p><w:p><w:r><w:t>注入",
        "{{ 7 * 7 }} {% if x %} {# c #} {_{ 1 }_} {_% %_}",
        "&lt;&#60; <![CDATA[ ]]> \" ' %",
        "一\n二",
        "  前后有空格  ",
    ],
)
def test_text_is_never_a_tag_of_the_document_or_of_the_template(text):
    book = opened(Paper(title="题", paragraphs=[Block(text)], tables=[Table(head=[text], rows=[(text,)])]))

    said = "\n".join(one.text for one in book.paragraphs if one.style.name == "公文正文").strip("\n")
    assert said == text
    assert [row.cells[0].text for row in book.tables[0].rows] == [text, text]


def test_the_committed_templates_are_what_the_script_makes():
    for name, made in (("notice.docx", make_templates.notice()), ("form.docx", make_templates.form())):
        with ZipFile(BytesIO(made)) as new, ZipFile(BUILT_IN / name) as kept:
            for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml", "word/fontTable.xml"):
                assert new.read(part) == kept.read(part), f"{name}: run make_templates again"


def test_an_office_replaces_a_template_by_its_own(tmp_path, monkeypatch):
    own = docx.Document(BytesIO(make_templates.notice()))
    own.add_paragraph("本办法由{{ issuer }}解释")
    own.save(tmp_path / "notice.docx")
    monkeypatch.setenv("JICENG_TEMPLATES", str(tmp_path))

    assert texts(opened(notice()))[-1][1] == "本办法由中共某某市委组织部文件解释"
    assert opened(summary()).tables  # form.docx is still the built-in one


@pytest.mark.parametrize(
    "tag", ["{{ title ", "{% if title %}", "{{ ''.__class__.__mro__[1].__subclasses__()[0]() }}"]
)
def test_a_broken_template_is_a_sentence(tmp_path, monkeypatch, tag):
    own = docx.Document()
    own.add_paragraph(tag)
    own.save(tmp_path / "notice.docx")
    monkeypatch.setenv("JICENG_TEMPLATES", str(tmp_path))

    with pytest.raises(Refusal) as refused:
        render(notice(), "docx")

    assert refused.value.code == "paper.template-broken"
    assert refused.value.facts["file"] == "notice.docx"


def test_a_template_that_is_no_document_and_a_folder_that_is_none_are_sentences(tmp_path, monkeypatch):
    (tmp_path / "notice.docx").write_bytes(b"PK not a zip")
    monkeypatch.setenv("JICENG_TEMPLATES", str(tmp_path))
    with pytest.raises(Refusal) as broken:
        render(notice(), "docx")
    monkeypatch.setenv("JICENG_TEMPLATES", str(tmp_path / "nowhere"))
    with pytest.raises(Refusal) as missing:
        render(notice(), "docx")

    assert [one.value.code for one in (broken, missing)] == [
        "paper.template-broken",
        "paper.templates-missing",
    ]
