"""Make `templates/notice.docx` and `templates/form.docx`: GB/T 9704-2012 as styles, places for text as {{ names }}.

    python -m jiceng.reports.papers.make_templates          writes them anew
    python -m jiceng.reports.papers.make_templates FOLDER   writes them for an office to change

An office opens its copy in Word or WPS, changes styles and fixed words, and names the folder in JICENG_TEMPLATES.
"""

import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jiceng.reports.papers import layout
from jiceng.reports.papers.paper import Paper
from jiceng.reports.papers.places import BUILT_IN
from jiceng.reports.papers.zipped import repacked

# Twips: 22 lines in 225 mm. Word counts whole lines, so the pitch is cut, never rounded up.
LINE_PITCH = int(225 * layout.POINTS_PER_MM * 20 / layout.LINES)
# In 4096ths of a point, what a character is moved from its 16 points so that 28 fill 156 mm.
CHARACTER_SPACE = int((156 * layout.POINTS_PER_MM / layout.CHARACTERS - layout.BODY) * 4096) - 1
LINE = LINE_PITCH / 20  # points
TIGHTER = -7  # twips; LibreOffice sets 27 with -5
_SECOND_NAMES = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "华文中宋",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_RED = RGBColor(0xD7, 0x00, 0x0F)

# name: (face, points, alignment, first line's indent in characters)
STYLES: dict[str, tuple[str, float, Any, int]] = {
    "发文机关标志": ("方正小标宋简体", layout.MASTHEAD, ALIGN.CENTER, 0),
    "发文字号": ("仿宋_GB2312", layout.BODY, ALIGN.CENTER, 0),
    "公文标题": ("方正小标宋简体", layout.TITLE, ALIGN.CENTER, 0),
    "公文副标题": ("楷体_GB2312", layout.BODY, ALIGN.CENTER, 0),
    "主送机关": ("仿宋_GB2312", layout.BODY, ALIGN.JUSTIFY, 0),
    "公文正文": ("仿宋_GB2312", layout.BODY, ALIGN.JUSTIFY, 2),
    "一级标题": ("黑体", layout.BODY, ALIGN.JUSTIFY, 2),
    "二级标题": ("楷体_GB2312", layout.BODY, ALIGN.JUSTIFY, 2),
    "三级标题": ("仿宋_GB2312", layout.BODY, ALIGN.JUSTIFY, 2),
    "四级标题": ("仿宋_GB2312", layout.BODY, ALIGN.JUSTIFY, 2),
    "附件说明": ("仿宋_GB2312", layout.BODY, ALIGN.LEFT, 2),
    "署名": ("仿宋_GB2312", layout.BODY, ALIGN.RIGHT, 0),
    "附件标记": ("黑体", layout.BODY, ALIGN.LEFT, 0),
    "表题": ("方正小标宋简体", layout.TITLE, ALIGN.CENTER, 0),
    "填表": ("仿宋_GB2312", 12, ALIGN.LEFT, 0),
    "表格": ("宋体", 10.5, ALIGN.LEFT, 0),
    "表注": ("仿宋_GB2312", 10.5, ALIGN.LEFT, 0),
    "二维码": ("宋体", 9, ALIGN.LEFT, 0),
    "页眉标记": ("黑体", 10.5, ALIGN.RIGHT, 0),
    "页码": ("宋体", layout.PAGE_NUMBER, ALIGN.LEFT, 0),
    "页脚": ("宋体", 9, ALIGN.CENTER, 0),
}
_OFF_GRID = {"填表", "表格", "表注", "二维码", "页眉标记", "页码", "页脚"}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT_IN
    for name, made in (("notice.docx", notice()), ("form.docx", form())):
        (folder / name).write_bytes(made)


def notice() -> bytes:
    """Portrait: 版头, title, text, attachments, signature, tables."""
    book = _book(landscape=False)
    _masthead(book, number_style="发文字号")
    _when(book, "title and not is_form", "", "公文正文")
    _when(book, "to", "{{ to }}", "主送机关")
    _line(book, "{%p for one in blocks %}")
    for level, style in enumerate(("公文正文", "一级标题", "二级标题", "三级标题", "四级标题")):
        _when(book, f"one.level == {level}", "{{ one.text }}", style)
    _line(book, "{%p endfor %}")
    _when(book, "attachments", "", "公文正文")
    _each(book, "attachments", "附件说明")
    _line(book, "{%p if attachments %}")
    _signature(book)
    _line(book, "{%p endif %}")
    _tables(book)
    _line(book, "{%p if not attachments %}")
    _signature(book)
    _line(book, "{%p endif %}")
    _end(book)
    return _bytes(book)


def form() -> bytes:
    """Landscape: title, tables, who filled them in."""
    book = _book(landscape=True)
    _masthead(book, number_style="主送机关")
    _when(book, "to", "{{ to }}", "主送机关")
    _line(book, "{%p for one in blocks %}")
    _line(book, "{{ one.text }}", "公文正文")
    _line(book, "{%p endfor %}")
    _tables(book)
    _each(book, "attachments", "附件说明")
    _signature(book)
    _end(book)
    return _bytes(book)


# -- parts ------------------------------------------------------------------------------------------------------------


def _masthead(book: Any, number_style: str) -> None:
    _when(book, "issuer", "{{ issuer }}", "发文机关标志")
    _when(book, "document_number", "{{ document_number }}", number_style)
    _line(book, "{%p if issuer %}")
    _rule(_line(book, "", "发文字号"))
    _line(book, "", "发文字号")
    _line(book, "{%p endif %}")
    _when(book, "title", "{{ title }}", "公文标题")
    _when(book, "subtitle", "{{ subtitle }}", "公文副标题")


def _tables(book: Any) -> None:
    _when(book, "above_line", "{{ above_line }}", "填表")
    _line(book, "{%p if tables %}")
    _line(book, "{{p tables }}")
    _line(book, "{%p endif %}")
    _when(book, "below_line", "{{ below_line }}", "填表")


def _signature(book: Any) -> None:
    _when(book, "signature", "", "公文正文")
    _when(book, "signature", "", "公文正文")
    _each(book, "signature", "署名")


def _end(book: Any) -> None:
    _when(book, "qr", "{{ qr }}", "二维码")


def _line(book: Any, text: str, style: str = "公文正文") -> Any:
    return book.add_paragraph(text, style=style)


def _when(book: Any, condition: str, text: str, style: str) -> None:
    _line(book, f"{{%p if {condition} %}}")
    _line(book, text, style)
    _line(book, "{%p endif %}")


def _each(book: Any, names: str, style: str) -> None:
    _line(book, f"{{%p for one in {names} %}}")
    _line(book, "{{ one }}", style)
    _line(book, "{%p endfor %}")


# -- page and styles --------------------------------------------------------------------------------------------------


def _book(*, landscape: bool) -> Any:
    book = Document()
    section = book.sections[0]
    sheet = layout.sheet(Paper(title="", landscape=landscape))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = Mm(sheet.top - 10)
    # The dashes of the page number stand 7 mm below the type area: half a line below that, the footer ends.
    section.footer_distance = Mm(sheet.bottom - 7 - layout.PAGE_NUMBER / 2 / layout.POINTS_PER_MM - 5)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))
    _styles(book)
    book.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].text = "{{ stamp }}"
        header.paragraphs[0].style = "页眉标记"
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], side)
        footer.add_paragraph("{{ footer }}", style="页脚")
    core = book.core_properties
    core.author, core.title, core.comments, core.keywords = "", "", "", ""
    core.created = core.modified = datetime(2000, 1, 1)  # noqa: DTZ001
    core.last_modified_by, core.revision = "", 1
    return book


def _styles(book: Any) -> None:
    # Without a language, a program sets full stops and commas in the middle of their cells, as in Taiwan.
    for language in book.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = book.styles["Normal"]
    _face(normal, "仿宋_GB2312", layout.BODY)
    _spacing(normal.paragraph_format)
    for name, (face, size, align, indent) in STYLES.items():
        style = book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        _face(style, face, size)
        shape = style.paragraph_format
        _spacing(shape)
        shape.alignment = align
        properties = style.element.get_or_add_pPr()
        for switch in (
            "w:autoSpaceDE",
            "w:autoSpaceDN",
        ):  # no gaps between Chinese and figures: the grid holds
            _switch(properties, switch, False)
        if indent:
            shape.first_line_indent = Pt(indent * layout.BODY)
            properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(100 * indent))
        _switch(properties, "w:snapToGrid", False)
        if size == layout.BODY:
            _tighten(style)
        if name in _OFF_GRID:
            shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
        else:
            shape.line_spacing = Pt(LINE if size < layout.MASTHEAD else 2 * LINE)
            shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    book.styles["发文机关标志"].font.color.rgb = _RED
    book.styles["页码"].paragraph_format.line_spacing = Pt(16)
    for style in ("附件标记",):
        book.styles[style].paragraph_format.page_break_before = True
    _second_names(book)


def _face(style: Any, face: str, size: float) -> None:
    style.font.name, style.font.size = face, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)


def _tighten(style: Any) -> None:
    """A third of a point less after each character: 28 then fill a line in Word, WPS and LibreOffice alike.

    The grid of the page says the same, and holds for what an office adds. But its cells are narrower than a
    character, and LibreOffice then gives every character two: these styles keep off it, with lines as high as its.
    """
    size = style.element.rPr.find(qn("w:sz"))
    for name, value in (("w:snapToGrid", "0"), ("w:spacing", str(TIGHTER))):
        setting = OxmlElement(name)
        setting.set(qn("w:val"), value)
        size.addprevious(setting)


def _spacing(shape: Any) -> None:
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False  # 22 lines on every page


def _switch(properties: Any, name: str, on: bool) -> None:
    switch = properties.find(qn(name))
    if switch is None:
        switch = OxmlElement(name)
        # Where the schema wants it: after what python-docx may have written before, before spacing and indent.
        follow = [properties.find(qn(later)) for later in ("w:snapToGrid", "w:spacing", "w:ind", "w:jc")]
        at = next((element for element in follow if element is not None), None)
        if at is None:
            properties.append(switch)
        else:
            at.addprevious(switch)
    switch.set(qn("w:val"), "1" if on else "0")


def _second_names(book: Any) -> None:
    """What Word and WPS take where a face is missing: the second name of each font in the table of fonts."""
    part = next(
        font_part
        for font_part in book.part.package.iter_parts()
        if font_part.partname.endswith("fontTable.xml")
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{second}"/><w:charset w:val="86"/></w:font>'
        for face, second in _SECOND_NAMES.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    part._blob = f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()


def _page_number(paragraph: Any, side: Any) -> None:
    """— 1 —, one character in from its side."""
    paragraph.style = "页码"
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    if side == ALIGN.RIGHT:
        shape.right_indent = Pt(layout.PAGE_NUMBER)
    else:
        shape.left_indent = Pt(layout.PAGE_NUMBER)
    paragraph.add_run("— ")
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "text" else "")
        if code and kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    paragraph.add_run(" —")


def _rule(paragraph: Any) -> None:
    """The red line under the masthead, as wide as the type area."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "1"), ("color", str(_RED))):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert(1, borders)


def _bytes(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return repacked(out.getvalue())


if __name__ == "__main__":
    main()
