"""The workbook that goes back: as it came, with a last column that says what is wrong, and red cells."""

import io
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill

from jiceng import phrases
from jiceng.reports.tables.cells import text_of
from jiceng.reports.tables.found import ERROR_COLUMN, Fault, Table

_RED = "FFFFC7CE"


def with_reasons(tables: Sequence[Table], lang: str = "zh") -> bytes:
    """The same workbook with a last column 错误原因 and the wrong cells red; sheets otherwise as they were.

    tables: all of them of one workbook, or of several CSV files, which come back as the sheets of one workbook.
    What an earlier round coloured and wrote is cleared first. An .xls or CSV comes back as .xlsx.
    """
    target, pages = _again(tables)
    red = PatternFill("solid", start_color=_RED, end_color=_RED)
    for table, page in zip(tables, pages, strict=True):
        column = _error_column(table)
        _clear(page, column, table.start)
        rows: dict[int, list[Fault]] = {}
        for fault in table.faults:
            if fault.row:
                rows.setdefault(fault.row, []).append(fault)
        if not rows:
            continue
        title = page.cell(table.start, column, ERROR_COLUMN[phrases.side(lang)])
        title.font = Font(bold=True, color="FF9C0006")
        page.column_dimensions[title.column_letter].width = 60
        for row, wrong in rows.items():
            cell = page.cell(row, column)
            cell.value = _printable("\n".join(dict.fromkeys(fault.said(lang) for fault in wrong)))
            cell.data_type = "s"  # a reason that quotes "=…" is still a text
            cell.fill, cell.alignment = red, Alignment(wrap_text=True, vertical="top")
            for fault in wrong:
                if fault.at >= 0:
                    page.cell(*_top_left(page, row, fault.at + 1)).fill = red
    stream = io.BytesIO()
    target.save(stream)
    return stream.getvalue()


def _again(tables: Sequence[Table]) -> tuple[openpyxl.Workbook, list[Any]]:
    """The workbook as it came, with its styles, and the page of each table; rebuilt from its values where need be."""
    book = tables[0].book
    if book.kind == "xlsx" and all(table.book is book for table in tables):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl does not carry over
            try:
                target = openpyxl.load_workbook(io.BytesIO(book.raw))
                return target, [target[table.sheet.name] for table in tables]
            except Exception:  # what one reader accepts another may not; the values are at hand
                pass
    target, pages = openpyxl.Workbook(), []
    target.remove(target.worksheets[0])
    for table in tables:
        page = target.create_sheet(
            re.sub(r"[\[\]:*?/\\]", " ", table.sheet.name or Path(table.book.file).stem)[:31]
        )
        for at, row in enumerate(table.sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if value not in ("", None):
                    cell = page.cell(at, column)
                    cell.value = _printable(value) if isinstance(value, str) else value
                    if isinstance(value, str):
                        cell.data_type, cell.number_format = "s", "@"
        pages.append(page)
    return target, pages


def _printable(text: str) -> str:
    """A text without the control characters that no workbook can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _error_column(table: Table) -> int:
    """Where the reasons go, from 1: the column of an earlier round, else after the last with anything in it."""
    for row in table.sheet.rows[max(0, table.start - 2) : table.start]:
        for at, value in enumerate(row, 1):
            if text_of(value) in ERROR_COLUMN:
                return at
    width = max(
        (at for row in table.sheet.rows for at, value in enumerate(row, 1) if text_of(value)), default=0
    )
    return width + 1


def _clear(page: Any, column: int, header: int) -> None:
    """Take away the reasons and the red of an earlier round."""
    earlier = page.cell(header, column).value in ERROR_COLUMN
    for row in page.iter_rows(min_row=header + 1, max_col=column):
        for cell in row:
            if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == _RED:
                cell.fill = PatternFill()
        if earlier and len(row) == column:
            row[-1].value = None


def _top_left(page: Any, row: int, column: int) -> tuple[int, int]:
    """The cell that shows what stands at a place: the first of its merged range."""
    for merged in page.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return merged.min_row, merged.min_col
    return row, column
