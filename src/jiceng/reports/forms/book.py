"""The forms as workbooks by themselves, for the command line and the campaign's page; the same rows, the same bytes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from jiceng.kernel.trace import short
from jiceng.reports.forms.labels import label
from jiceng.reports.forms.rows import Cell, Heading, ListRow, OutsideRow, SummaryRow, Table
from jiceng.reports.forms.tables import list_rows, summary_rows

# An Excel cell holds 15 digits of a number and 32,767 characters of text; what is longer would be changed or dropped.
_DIGITS, _CHARACTERS = 15, 32_767

# Written into every workbook instead of the moment it was made, so that the same rows give the same bytes.
_MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001


def summary_xlsx(
    rows: Sequence[SummaryRow],
    grades: Sequence[str],
    heading: Heading,
    *,
    by_kind: Sequence[SummaryRow] = (),
    outside: Sequence[OutsideRow] = (),
    lang: str = "zh",
) -> bytes:
    """The 汇总表 as a workbook. by_kind: the same by the register's kinds, on a sheet of its own.

    Those outside the document are counted under it and listed on a further sheet.
    """
    table = summary_rows(rows, grades, lang)
    notes = list(heading.notes)
    if outside:
        counted = Counter(row.category for row in outside)
        kinds = label("kinds-between", lang).join(f"{name} {count}" for name, count in counted.items())
        notes.append(label("outside-count", lang).format(count=len(outside), kinds=kinds))
    widths = [16, 10, 10, 22, *[8] * (2 * len(grades)), 10]
    with _Pages(lang) as pages:
        pages.form(label("summary", lang), table, heading, widths, tuple(notes))
        if by_kind:
            again = summary_rows(by_kind, grades, lang)
            pages.form(
                label("by-kind", lang), again, replace(heading, title=label("summary", lang)), widths, ()
            )
        if outside:
            header = tuple((label(key, lang), ()) for key in ("serial", "code", "name", "category", "why"))
            lines = tuple(
                (at, row.code, row.name, row.category, row.why) for at, row in enumerate(outside, 1)
            )
            title = Heading(title=label("outside", lang), sample=heading.sample, invented=heading.invented)
            pages.form(label("outside", lang), Table(header, lines), title, [6, 22, 44, 16, 40], ())
    return pages.bytes


def list_xlsx(rows: Iterable[ListRow], heading: Heading, *, lang: str = "zh") -> bytes:
    """The 一览表 as a workbook."""
    with _Pages(lang) as pages:
        widths = [6, 36, 12, 10, 8, 16, 13, 9, 10, 8, 30]
        pages.form(label("list", lang), list_rows(rows, lang), heading, widths, heading.notes)
    return pages.bytes


@dataclass
class _Pages:
    """A workbook in the making: every sheet A4 landscape, header frozen and repeated, pages numbered."""

    lang: str
    bytes: bytes = b""
    _styles: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> "_Pages":
        self._target = BytesIO()
        # Text stays text: a name that begins with = + - or @ must never run as a formula on somebody's desk.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._target, options)
        self._book.set_properties({"created": _MADE_ON})
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        cell = base | {"border": 1, "text_wrap": True}
        for name, style in {
            "title": base | {"font_size": 16, "bold": True, "align": "center"},
            "plain": base,
            "header": cell | {"bold": True, "align": "center", "bg_color": "#EDEDED"},
            "text": cell,
            "number": cell | {"align": "center"},
            "share": cell | {"align": "center", "num_format": "0.0"},
        }.items():
            self._styles[name] = self._book.add_format(style)
        return self

    def __exit__(self, *failure: object) -> None:
        self._book.close()
        self.bytes = self._target.getvalue()

    def form(
        self, title: str, table: Table, heading: Heading, widths: Sequence[int], notes: Sequence[str]
    ) -> None:
        marks = [label(mark, self.lang) for mark in ("sample", "invented") if getattr(heading, mark)]
        sheet = self._book.add_worksheet(title[:31])
        last = len(widths) - 1
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        shown = heading.title or title
        if marks:
            shown += f"（{'，'.join(marks)}）" if self.lang != "en" else f" ({', '.join(marks)})"
        self._across(sheet, 0, last, shown, "title")
        sheet.set_row(0, 30)
        self._across(sheet, 1, last, self._told(heading, ("unit", "filed-on")), "plain")
        first_row = self._header(sheet, 2, table)
        for at, line in enumerate(table.rows, first_row):
            for column, value in enumerate(line):
                self._write(sheet, at, column, value, share=column in table.share_columns)
        at = first_row + len(table.rows)
        signed = self._told(heading, ("filled-by", "reviewed-by", "phone"))
        below = [
            signed,
            *table.notes,
            *([label("computed-only", self.lang)] if not heading.decided else []),
            *notes,
        ]
        for line_at, text in enumerate((text for text in below if text), at):
            self._across(sheet, line_at, last, text, "plain")
        sheet.freeze_panes(first_row, 0)
        # The marks stand in the title, which is repeated on every page with the heading: seen on screen, printed once.
        sheet.repeat_rows(0 if marks else 2, first_row - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.set_footer("&C第 &P 页 共 &N 页" if self.lang != "en" else "&CPage &P of &N")

    def _header(self, sheet: Any, row: int, table: Table) -> int:
        """Write one or two rows of headings; the row after them."""
        deep = any(below for _, below in table.header)
        column = 0
        for name, below in table.header:
            if below:
                sheet.merge_range(row, column, row, column + len(below) - 1, "", self._styles["header"])
                for at, part in enumerate(below):
                    sheet.write_string(row + 1, column + at, part, self._styles["header"])
            elif deep:
                sheet.merge_range(row, column, row + 1, column, "", self._styles["header"])
            sheet.write_string(row, column, name, self._styles["header"])
            column += max(1, len(below))
        return row + (2 if deep else 1)

    def _across(self, sheet: Any, row: int, last: int, text: str, style: str) -> None:
        sheet.merge_range(row, 0, row, last, "", self._styles[style])
        sheet.write_string(row, 0, text[:_CHARACTERS], self._styles[style])

    def _told(self, heading: Heading, keys: Sequence[str]) -> str:
        """`填表单位（章）：…    填报日期：…`, the blanks left for pen and seal."""
        colon = label("colon", self.lang)
        return "        ".join(
            f"{label(key, self.lang)}{colon}{getattr(heading, key.replace('-', '_')) or '　　　　　　'}"
            for key in keys
        )

    def _write(self, sheet: Any, row: int, column: int, value: Cell, *, share: bool) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self._styles["text"])
        elif isinstance(value, str):
            sheet.write_string(row, column, value[:_CHARACTERS], self._styles["text"])
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) > _DIGITS:
            sheet.write_string(row, column, short(value), self._styles["text"])
        else:
            sheet.write_number(row, column, value, self._styles["share" if share else "number"])
