"""A paper as a Word document: a template an office may replace, filled by docxtpl; tables are written as XML.

Everything filled in is escaped, braces too, so that no text is a tag of XML or of the template language.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.enum.section import WD_ORIENT
from docx.opc.exceptions import OpcError
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError
from markupsafe import Markup

from jiceng.kernel.refusal import Refusal
from jiceng.reports.papers import layout, places
from jiceng.reports.papers.docx_table import STYLE_NAMES, escaped, paragraph, table_xml
from jiceng.reports.papers.paper import Paper
from jiceng.reports.papers.qr import qr_png
from jiceng.reports.papers.words import (
    addressed,
    attachment_lines,
    attachment_mark,
    numbered,
    signature,
    table_title,
    told,
)
from jiceng.reports.papers.zipped import repacked

MOST_ROWS = 20_000
_QR_WIDTH = Mm(24)
_SIGNED = "署名"


def render(paper: Paper) -> bytes:
    """The document.

    Raises Refusal "paper.template-broken", "paper.templates-missing", "paper.too-many-rows" or "paper.qr-too-long".
    """
    rows = sum(len(table.lines) for table in paper.tables)
    if rows > MOST_ROWS:
        raise Refusal("paper.too-many-rows", found=rows, most=MOST_ROWS)
    picture = qr_png(paper.qr) if paper.qr else b""
    file = places.template("form.docx" if paper.landscape else "notice.docx")
    try:
        template = DocxTemplate(file)
        template.init_docx()
        context = _context(paper, _style_ids(template))
        if picture:
            context["qr"] = InlineImage(template, BytesIO(picture), width=_QR_WIDTH)
        template.render(context, jinja_env=SandboxedEnvironment(autoescape=True))
        _finish(template.docx, paper)
        out = BytesIO()
        template.docx.save(out)
    except (
        TemplateError,
        OpcError,
        LxmlError,
        BadZipFile,
        KeyError,
        AttributeError,
        TypeError,
        ValueError,
    ) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refusal("paper.template-broken", file=file.name, why=why) from error
    return repacked(out.getvalue())


def _context(paper: Paper, styles: dict[str, str]) -> dict[str, Any]:
    gap = "　　"
    return {
        "is_form": bool(paper.tables) and not paper.paragraphs,
        "issuer": _safe(paper.issuer),
        "document_number": _safe(paper.document_number),
        "title": _safe(paper.title),
        "subtitle": _safe(paper.subtitle),
        "to": _safe(addressed(paper)),
        "blocks": [{"text": _safe(block.text), "level": block.level} for block in numbered(paper.paragraphs)],
        "attachments": [_safe(line) for line in attachment_lines(paper)],
        "signature": [_safe(text) for text, _ in signature(paper)],
        "above_line": _safe(gap.join(told(paper.filled_above, paper.lang))),
        "below_line": _safe(gap.join(told(paper.filled_by, paper.lang))),
        "tables": Markup("".join(_tables(paper, styles))),
        "stamp": _safe(paper.stamp_line),
        "footer": _safe(paper.footer),
        "qr": "",
    }


def _tables(paper: Paper, styles: dict[str, str]) -> Iterator[str]:
    width = layout.sheet(paper).area[0]
    for at, table in enumerate(paper.tables):
        mark = attachment_mark(paper, at)
        if mark:
            yield paragraph(mark, styles["附件标记"])
            yield paragraph("", styles["附件标记"], page_break=False)
        title = table_title(paper, at)
        if title and title != paper.title:
            yield paragraph(title, styles["表题"])
        yield from table_xml(table, width, styles["表格"])
        for note in table.notes:
            yield paragraph(note, styles["表注"])
        # Word takes two tables without a paragraph between them for one.
        yield paragraph("", styles["表注"])


def _finish(book: Any, paper: Paper) -> None:
    """What a template cannot say: the size of the sheet, the places of a signature, the name of the document."""
    sheet = layout.sheet(paper)
    if paper.size != "A4":
        for section in book.sections:
            section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
            section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    indents = [indent for _, indent in signature(paper)]
    signed = (line for line in book.paragraphs if line.style is not None and line.style.name == _SIGNED)
    for line, indent in zip(signed, indents, strict=False):
        line.paragraph_format.right_indent = Pt(round(indent * layout.BODY, 1))
    book.core_properties.title = paper.title.replace("\n", "")[:200]


def _style_ids(template: DocxTemplate) -> dict[str, str]:
    """Names of styles as the template numbers them; "" for one it does not have, which is then plain text."""
    ids = {style.name: style.style_id for style in template.docx.styles}
    return {name: ids.get(name, "") for name in STYLE_NAMES}


def _safe(text: str) -> Markup:
    return Markup(escaped(text))
