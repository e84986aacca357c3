"""Tables of a Word document as XML: headings repeated on every page, fixed columns, nothing unescaped."""

from collections.abc import Iterator, Sequence

from jiceng.reports.papers import layout
from jiceng.reports.papers.paper import Cell, Table
from jiceng.reports.papers.words import shown

STYLE_NAMES = ("附件标记", "表题", "表格", "表注")

_TWIPS_PER_MM = 1440 / 25.4
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "{": "&#123;", "}": "&#125;", "%": "&#37;"}
)
_SPLIT_ABOVE = 400  # characters in a cell: such a row may go over a page
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
_HEAD_FACE = '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>'


def escaped(text: str) -> str:
    """For XML that a template engine still reads: its braces are characters too."""
    return text.translate(_ESCAPES)


def paragraph(text: str, style: str, *, properties: str = "", run: str = "", page_break: bool = True) -> str:
    """A paragraph in a style; line breaks in the text stay."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    off = "" if page_break else '<w:pageBreakBefore w:val="0"/>'
    shape = f"<w:pPr>{named}{off}{properties}</w:pPr>"
    if not text:
        return f"<w:p>{shape}</w:p>"
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{shape}<w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}{lines}</w:r></w:p>"


def table_xml(table: Table, area: float, style: str) -> Iterator[str]:
    """The table, as wide as the type area (mm)."""
    size, millimetres = layout.columns(table, area)
    widths = [round(width * _TWIPS_PER_MM) for width in millimetres]
    letters = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="68" w:type="dxa"/>'
        '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="68" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
    )
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    yield from _heading(table, widths, style, _HEAD_FACE + letters)
    centred = layout.centred(table)
    for line in table.rows:
        yield _row(line, table, widths, style, letters, centred)
    if table.totals is not None:
        yield _row(table.totals, table, widths, style, "<w:b/>" + letters, centred)
    yield "</w:tbl>"


def _heading(table: Table, widths: Sequence[int], style: str, run: str) -> Iterator[str]:
    rows = layout.header_cells(table)
    below = iter(rows[1]) if len(rows) > 1 else iter(())
    upper, lower = [], []
    at = 0
    for text, wide, deep in rows[0]:
        part = widths[at : at + wide]
        upper.append(_cell(text, sum(part), style, run, True, span=wide, merge="restart" if deep > 1 else ""))
        if len(rows) > 1 and deep > 1:
            lower.append(_cell("", part[0], style, run, True, merge="continue"))
        elif len(rows) > 1:
            lower += [_cell(next(below)[0], width, style, run, True) for width in part]
        at += wide
    for cells in (upper, lower):
        if cells:
            yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(
    line: Sequence[Cell], table: Table, widths: Sequence[int], style: str, run: str, centred: Sequence[bool]
) -> str:
    texts = [shown(value, column) for value, column in zip(line, table.columns, strict=True)]
    kept = "" if max(len(text) for text in texts) > _SPLIT_ABOVE else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = (
        _cell(text, width, style, run, middle)
        for text, width, middle in zip(texts, widths, centred, strict=True)
    )
    return f"<w:tr>{kept}{''.join(cells)}</w:tr>"


def _cell(
    text: str, width: int, style: str, run: str, middle: bool, *, span: int = 1, merge: str = ""
) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    side = '<w:jc w:val="center"/>' if middle else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, style, properties=side, run=run)}</w:tc>"
    )
