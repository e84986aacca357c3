"""A paper as a workbook: every table a sheet, its heading frozen and repeated, ready to print.

What is text stays text: a number of 18 digits keeps its digits, and a name that begins with = + - or @ never runs as
a formula, not even after somebody has edited the cell.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from jiceng.reports.papers.layout import centred, header_cells, natural_widths
from jiceng.reports.papers.paper import Cell, Column, Paper, Table, display_width
from jiceng.reports.papers.qr import qr_png
from jiceng.reports.papers.words import (
    addressed,
    attachment_lines,
    attachment_mark,
    numbered,
    shown,
    signature,
    table_title,
    told,
    word,
)

# A cell holds 15 digits of a number and 32,767 characters of text; a cell of format @ showed ##### above 255.
_DIGITS, _CHARACTERS, _AS_TEXT = 15, 32_767, 255
_FORMULA = ("=", "+", "-", "@", "\t")
_FIRST_DAY = date(1900, 3, 1)  # earlier ones are a day out in Excel
_MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001
_PAPER = {"A4": 9, "A3": 8}
_MARGINS_INCHES = {"left": 0.6, "right": 0.6, "top": 0.8, "bottom": 0.8}
_HEADER_CHARACTERS = 120  # Excel refuses a header or footer of more than 255, its codes included
_TEXT_LETTERS = 72  # of 14 points, in a line of running text
_LINE = 22  # points, of a line of text
_LETTER = 1.2  # column width of one letter of 11 points


def render(paper: Paper) -> bytes:
    """The workbook. Raises Refusal "paper.qr-too-long"."""
    return _Book(paper).bytes()


_Line = tuple[str, dict[str, Any]]


class _Book:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.target = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(self.target, options)
        # No moment of making inside: the same paper gives the same bytes.
        self.book.set_properties({"created": _MADE_ON, "title": paper.title[:_AS_TEXT]})
        self.names: set[str] = {"history"}  # Excel keeps this name for itself
        self.styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def bytes(self) -> bytes:
        paper = self.paper
        if paper.paragraphs or paper.to or not paper.tables:
            self._text()
        for at, table in enumerate(paper.tables):
            self._form(table, at)
        self.book.close()
        return self.target.getvalue()

    # -- sheets ---------------------------------------------------------------------------------------------------

    def _text(self) -> None:
        """The running text, one paragraph a row, as wide as the page."""
        paper = self.paper
        sheet = self._sheet(word("text", paper.lang))
        sheet.set_column(0, 0, _TEXT_LETTERS * _LETTER)
        text: dict[str, Any] = {"font_size": 14}
        middle = text | {"align": "center"}
        lines: list[_Line] = [
            (paper.stamp_line, {"align": "right", "font_size": 10}),
            (paper.issuer, middle | {"font_size": 22, "font_color": "#C00000"}),
            (paper.document_number, middle),
            (paper.title, middle | {"font_size": 18, "bold": True}),
            (paper.subtitle, middle),
            (addressed(paper), text),
        ]
        for block in numbered(paper.paragraphs):
            lines.append((f"　　{block.text}", text | {"bold": block.level == 1}))
        lines += [(f"　　{line}", text) for line in attachment_lines(paper)]
        lines += self._signed(text)
        if not paper.tables:
            labels = (*told(paper.filled_above, paper.lang), *told(paper.filled_by, paper.lang))
            lines += [(line, text) for line in labels]
        row = self._lines(sheet, 0, lines, 1, _TEXT_LETTERS)
        if paper.stamp_line:
            sheet.repeat_rows(0)
        if paper.qr and not paper.tables:
            self._qr(sheet, row)
        self._print_setup(sheet)

    def _signed(self, style: dict[str, Any]) -> list[_Line]:
        return [
            (text + "　" * round(indent), style | {"align": "right"})
            for text, indent in signature(self.paper)
        ]

    def _form(self, table: Table, at: int) -> None:
        """One table with what stands above and below it."""
        paper = self.paper
        is_first, is_last = at == 0, at == len(paper.tables) - 1
        title = table_title(paper, at)
        alone = paper.title if len(paper.tables) == 1 else ""
        sheet = self._sheet(title or alone or word("table", paper.lang))
        widths = natural_widths(table)
        for column, letters in enumerate(widths):
            sheet.set_column(column, column, (letters + 2) * _LETTER)
        across = int(sum(letters + 2 for letters in widths))
        row = 0
        gap = "　" * 3
        marks = [mark for mark in (attachment_mark(paper, at), paper.document_number) if mark]
        above: list[_Line] = [
            ("　".join(marks), {"align": "left"}),
            (paper.stamp_line, {"align": "right", "font_size": 10}),
            (title or paper.title, {"align": "center", "font_size": 16, "bold": True}),
            (paper.subtitle if is_first else "", {"align": "center"}),
            (gap.join(told(paper.filled_above, paper.lang)) if is_first else "", {}),
        ]
        row = self._lines(sheet, row, above, len(widths), across)
        # The stamp is a line above the heading, seen on screen, and repeated with it: once on every printed page.
        top = int(bool(marks)) if paper.stamp_line else row
        row = self._header(sheet, row, table)
        sheet.freeze_panes(row, 0)
        sheet.repeat_rows(top, row - 1)
        middle = centred(table)
        for line in table.rows:
            self._row(sheet, row, line, table, middle, bold=False)
            row += 1
        if table.totals is not None:
            self._row(sheet, row, table.totals, table, middle, bold=True)
            row += 1
        below: list[_Line] = [(note, {}) for note in table.notes]
        if is_last:
            below.append((gap.join(told(paper.filled_by, paper.lang)), {}))
            if not (paper.paragraphs or paper.to):
                below += self._signed({})
        row = self._lines(sheet, row, below, len(widths), across)
        if is_last and paper.qr:
            self._qr(sheet, row)
        self._print_setup(sheet)

    def _lines(self, sheet: Any, row: int, lines: list[_Line], count: int, across: int) -> int:
        """Write the lines that say something, each across all columns; the row after them."""
        for text, style in lines:
            if not text:
                continue
            told_style = {"text_wrap": True, **style}
            if count > 1:
                sheet.merge_range(row, 0, row, count - 1, "", self._style(**told_style))
            self._string(sheet, row, 0, text, **told_style)
            size = style.get("font_size", 11)
            self._height(sheet, row, text, across * 11 / size, size)
            row += 1
        return row

    def _header(self, sheet: Any, row: int, table: Table) -> int:
        """Write one or two rows of headings; the row after them."""
        style = {"bold": True, "align": "center", "border": 1, "text_wrap": True, "bg_color": "#EDEDED"}
        rows = header_cells(table)
        at = 0
        if len(rows) == 1:
            for at, (text, _, _) in enumerate(rows[0]):
                self._string(sheet, row, at, text, **style)
            return row + 1
        below = iter(rows[1])
        for text, wide, deep in rows[0]:
            if wide * deep > 1:
                sheet.merge_range(row, at, row + deep - 1, at + wide - 1, "", self._style(**style))
            self._string(sheet, row, at, text, **style)
            if deep == 1:
                for part in range(wide):
                    self._string(sheet, row + 1, at + part, next(below)[0], **style)
            at += wide
        return row + 2

    def _row(self, sheet: Any, row: int, line: Any, table: Table, middle: list[bool], *, bold: bool) -> None:
        for at, (value, column) in enumerate(zip(line, table.columns, strict=True)):
            self._cell(sheet, row, at, value, column, bold=bold, align="center" if middle[at] else "left")

    def _cell(self, sheet: Any, row: int, at: int, value: Cell, column: Column, **look: Any) -> None:
        style: dict[str, Any] = {"border": 1, "text_wrap": True, **look}
        if value is None:
            sheet.write_blank(row, at, None, self._style(**style))
        elif isinstance(value, date) and value >= _FIRST_DAY:
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
            sheet.write_datetime(row, at, moment, self._style(**style, num_format='yyyy"年"m"月"d"日"'))
        elif isinstance(value, int | Decimal) and _fits(value):
            number_format = "0.0" if column.kind == "share" else "General"
            sheet.write_number(row, at, value, self._style(**style, num_format=number_format))
        else:
            self._string(sheet, row, at, shown(value, column), **style)

    def _string(self, sheet: Any, row: int, at: int, text: str, **style: Any) -> None:
        if not text:
            sheet.write_blank(row, at, None, self._style(**style))
            return
        if len(text) <= _AS_TEXT:
            style["num_format"] = "@"
        if text.startswith(_FORMULA):
            style["quote_prefix"] = True
        sheet.write_string(row, at, cut(text, _CHARACTERS), self._style(**style))

    def _style(self, **style: Any) -> Any:
        key = tuple(sorted(style.items()))
        if key not in self.styles:
            base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
            self.styles[key] = self.book.add_format(base | style)
        return self.styles[key]

    def _height(self, sheet: Any, row: int, text: str, letters: float, size: float) -> None:
        """Merged cells do not grow by themselves: as high as the text will need."""
        lines = sum(max(1, -(-display_width(part) // max(1, int(letters)))) for part in text.split("\n"))
        sheet.set_row(row, min(409, max(_LINE, size * 1.5) * lines))

    # -- the sheet on paper ---------------------------------------------------------------------------------------

    def _sheet(self, wanted: str) -> Any:
        return self.book.add_worksheet(next(name for name in _sheet_names(wanted) if self._is_free(name)))

    def _is_free(self, name: str) -> bool:
        if name.casefold() in self.names:
            return False
        self.names.add(name.casefold())
        return True

    def _print_setup(self, sheet: Any) -> None:
        paper = self.paper
        if paper.landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_paper(_PAPER[paper.size])
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**_MARGINS_INCHES)
        side = f"&L{_literal(paper.footer)}" if paper.footer else ""
        sheet.set_footer(f"{side}&C{word('page-of', paper.lang)}")

    def _qr(self, sheet: Any, row: int) -> None:
        picture = BytesIO(qr_png(self.paper.qr))
        told_about = {
            "image_data": picture,
            "description": self.paper.qr[:_AS_TEXT],
            "x_offset": 4,
            "y_offset": 4,
        }
        sheet.insert_image(row, 0, "qr.png", told_about)


def cut(text: str, most: int) -> str:
    """The beginning of a text: Excel counts a rare character beyond the first plane twice."""
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _fits(value: int | Decimal) -> bool:
    """Whether Excel keeps the number as it is."""
    number = Decimal(value)
    if not number.is_finite() or not -30 < number.adjusted() < _DIGITS:
        return False
    return len(number.normalize().as_tuple().digits) <= _DIGITS


def _literal(text: str) -> str:
    """Text in a header or footer: & begins a code there, and a figure right after a code would be a size."""
    kept, units = "", 0
    for sign in text:
        units += 2 if sign == "&" or sign > "\uffff" else 1
        if units > _HEADER_CHARACTERS:
            break
        kept += "&&" if sign == "&" else sign
    return f" {kept}" if kept[:1].isdigit() else kept


def _sheet_names(wanted: str) -> Iterator[str]:
    """A name Excel takes for a sheet, and further ones should it be taken."""
    name = re.sub(r"[\[\]:*?/\\\n]", "", wanted).strip(" '")
    name = cut(name, 31).strip(" '") or "1"
    yield name
    number = 1
    while True:
        number += 1
        yield f"{cut(name, 30 - len(str(number)))} {number}"
