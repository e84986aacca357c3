"""The forms that go up: 汇总表 (how many in each grade) and 一览表 (one organisation a line).

Plain rows in, a table or the bytes of a workbook out; no database, no clock. The web's downloads, its pages and the
command line all print these same rows. Names of grades come from the scheme, never from here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short

Cell = str | int | Decimal | None

# An Excel cell holds 15 digits of a number and 32,767 characters of text; what is longer would be changed or dropped.
_DIGITS, _CHARACTERS = 15, 32_767

# Written into every workbook instead of the moment it was made, so that the same rows give the same bytes.
_MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001

_LABELS: Mapping[str, tuple[str, str]] = {
    "summary": ("分类定级情况汇总表", "Summary of grading"),
    "list": ("分类定级情况一览表", "Grading, organisation by organisation"),
    "category": ("类别", "Category"),
    "due": ("应定级数", "To be graded"),
    "graded": ("已定级数", "Graded"),
    "ungraded": ("未定级数及原因", "Not graded, and why"),
    "number": ("个数", "Number"),
    "share": ("%", "%"),
    "members": ("党员数", "Members"),
    "total-row": ("合计", "Total"),
    "serial": ("序号", "No."),
    "name": ("名称", "Name"),
    "secretary": ("书记", "Secretary"),
    "self": ("自评得分/等次", "Self-assessment / grade"),
    "assessed": ("组织考核得分", "Assessment"),
    "satisfaction": ("满意率", "Satisfaction, %"),
    "last-grade": ("上年等次", "Last year"),
    "grade": ("定级", "Grade"),
    "explanation": ("说明情况", "Explanation"),
    "unit": ("填表单位（章）", "Unit (seal)"),
    "filed-on": ("填报日期", "Date"),
    "filled-by": ("填表人", "Filled in by"),
    "reviewed-by": ("审核人", "Reviewed by"),
    "phone": ("联系电话", "Telephone"),
    "sample": ("样表", "SAMPLE"),
    "invented": ("演示数据", "DEMONSTRATION DATA"),
    "computed-only": (
        "本表等次为按得分和规则计算的结果，未经党委研究，不是最后定级。",
        "Grades here are computed from the scores and rules; no committee has decided them yet.",
    ),
    "by-kind": ("按登记类型", "By kind of the register"),
    "code": ("编码", "Code"),
    "why": ("原因", "Why"),
    "outside": ("不在范围", "Outside"),
    "outside-count": (
        "不在本办法定级范围：{count} 个（{kinds}），名单见“不在范围”表。",
        "Outside this document: {count} ({kinds}); listed on the sheet “Outside”.",
    ),
    "kinds-between": ("、", ", "),
    "colon": ("：", ": "),
}


def label(key: str, lang: str = "zh") -> str:
    """A printed heading of the forms in Chinese or English."""
    return _LABELS[key][1 if lang.lower().startswith("en") else 0]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands around a table.

    title: empty = the form's own. filed_on: as it is to be printed.
    sample: the sheets behind it are not the published ones. invented: people or scores are made up.
    decided: False = computed grades only, said under the table.
    notes: further lines under the table.
    """

    title: str = ""
    unit: str = ""
    filled_by: str = ""
    reviewed_by: str = ""
    phone: str = ""
    filed_on: str = ""
    sample: bool = False
    invented: bool = False
    decided: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """One category of the 汇总表. counts: grade -> how many. ungraded_reason: why some have none."""

    category: str
    due: int
    counts: Mapping[str, int]
    ungraded: int = 0
    ungraded_reason: str = ""
    members: int | None = None

    @property
    def graded(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One organisation of the 一览表. satisfaction in per cent; grade as decided, or as computed where none is yet."""

    name: str
    category: str
    grade: str = ""
    total: Decimal | None = None
    secretary: str = ""
    members: int | None = None
    self_total: Decimal | None = None
    self_grade: str = ""
    satisfaction: Decimal | None = None
    last_grade: str = ""
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class OutsideRow:
    """An organisation the document does not grade; listed, never dropped. why: in words."""

    code: str
    name: str
    category: str
    why: str


@dataclass(frozen=True)
class Table:
    """A form as plain rows. header: (heading, headings below it or none), in the order of the columns."""

    header: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def share_columns(self) -> frozenset[int]:
        """Where the shares stand: the second of every pair of number and per cent."""
        at, found = 0, set()
        for _, below in self.header:
            found |= {at + 1} if below else set()
            at += max(1, len(below))
        return frozenset(found)

    @property
    def columns(self) -> tuple[str, ...]:
        """One name for every column: `好 个数`."""
        return tuple(
            f"{name} {below}" if below else name for name, parts in self.header for below in parts or ("",)
        )


# -- figures ------------------------------------------------------------------------------------------------------


def shares(counts: Sequence[int]) -> tuple[Decimal | None, ...]:
    """Per cent of each count to one decimal, together exactly 100.0 (largest remainder).

    Every share is its true value rounded down or up to a tenth; equal remainders favour the one named first.
    Nothing counted: no shares.

    >>> [str(one) for one in shares([54, 323, 107, 49])]
    ['10.1', '60.6', '20.1', '9.2']
    >>> shares([0, 0])
    (None, None)
    """
    whole = sum(counts)
    if not whole:
        return (None,) * len(counts)
    tenths = [1000 * count // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda at: (-(1000 * counts[at] % whole), at))
    for at in by_remainder[: 1000 - sum(tenths)]:
        tenths[at] += 1
    return tuple(Decimal(one).scaleb(-1) for one in tenths)


def total_row(rows: Sequence[SummaryRow], lang: str = "zh") -> SummaryRow:
    """The 合计 of the rows. Members stay empty when a row does not know its own: part of a sum is not a sum."""
    counts: Counter[str] = Counter()
    for one in rows:
        counts.update(one.counts)
    members = [one.members for one in rows]
    return SummaryRow(
        category=label("total-row", lang),
        due=sum(one.due for one in rows),
        counts=dict(counts),
        ungraded=sum(one.ungraded for one in rows),
        members=None if None in members or not members else sum(one for one in members if one is not None),
    )


def check_summary(rows: Sequence[SummaryRow], grades: Sequence[str], total: SummaryRow | None = None) -> None:
    """Cross-foot the 汇总表: every row's parts add to its whole, and every column adds to `total` when one is given.

    Raises Refusal "form.grade-unknown", "form.negative", "form.row-does-not-add" or "form.column-does-not-add", each
    naming the row and the figure.
    """
    for one in [*rows, *([total] if total else [])]:
        for grade, count in [*one.counts.items(), ("", one.ungraded), ("", one.due)]:
            if grade and grade not in grades:
                raise Refusal("form.grade-unknown", row=one.category, grade=grade, grades=list(grades))
            if count < 0:
                raise Refusal("form.negative", row=one.category, figure=grade or label("due"), found=count)
        if one.graded + one.ungraded != one.due:
            parts = " + ".join(str(one.counts.get(grade, 0)) for grade in grades)
            raise Refusal(
                "form.row-does-not-add", row=one.category, figure=label("due"), found=one.due,
                parts=f"{parts} + {one.ungraded}", sum=one.graded + one.ungraded,
            )  # fmt: skip
    if total is None:
        return
    added = total_row(rows)
    figures: list[tuple[str, int | None, int | None]] = [
        (label("due"), total.due, added.due),
        (label("ungraded"), total.ungraded, added.ungraded),
        *((grade, total.counts.get(grade, 0), added.counts.get(grade, 0)) for grade in grades),
    ]
    if total.members is not None and added.members is not None:
        figures.append((label("members"), total.members, added.members))
    for figure, found, expected in figures:
        if found != expected:
            facts = {"row": total.category, "figure": figure, "found": found, "sum": expected}
            raise Refusal("form.column-does-not-add", **facts)


def check_list(rows: Iterable[ListRow], summary: Sequence[SummaryRow]) -> None:
    """The 一览表 adds up to the 汇总表, category by category and grade by grade.

    Raises Refusal "form.list-differs" naming category and figure.
    """
    listed: dict[str, Counter[str]] = {}
    for one in rows:
        listed.setdefault(one.category, Counter())[one.grade] += 1
    for row in summary:
        counted = listed.pop(row.category, Counter())
        for grade in [*row.counts, *(set(counted) - set(row.counts) - {""})]:
            if counted[grade] != row.counts.get(grade, 0):
                found, expected = counted[grade], row.counts.get(grade, 0)
                raise Refusal("form.list-differs", row=row.category, figure=grade, found=found, sum=expected)
        if counted[""] != row.ungraded:
            facts = {"figure": label("ungraded"), "found": counted[""], "sum": row.ungraded}
            raise Refusal("form.list-differs", row=row.category, **facts)
    for category, counted in listed.items():
        facts = {"figure": label("due"), "found": counted.total(), "sum": 0}
        raise Refusal("form.list-differs", row=category, **facts)


# -- tables -------------------------------------------------------------------------------------------------------


def summary_rows(rows: Sequence[SummaryRow], grades: Sequence[str], lang: str = "zh") -> Table:
    """The 汇总表 as plain rows, 合计 last. Shares are of those graded. Raises the refusals of `check_summary`."""
    total = total_row(rows, lang)
    check_summary(rows, grades, total)
    header: list[tuple[str, tuple[str, ...]]] = [
        (label(key, lang), ()) for key in ("category", "due", "graded", "ungraded")
    ]
    header += [(grade, (label("number", lang), label("share", lang))) for grade in grades]
    header.append((label("members", lang), ()))
    lines: list[tuple[Cell, ...]] = []
    for one in [*rows, total]:
        counts = [one.counts.get(grade, 0) for grade in grades]
        why = f" {one.ungraded_reason}" if one.ungraded_reason else ""
        ungraded: Cell = f"{one.ungraded}{why}" if why else one.ungraded
        figures = [cell for pair in zip(counts, shares(counts), strict=True) for cell in pair]
        lines.append((one.category, one.due, one.graded, ungraded, *figures, one.members))
    return Table(tuple(header), tuple(lines))


def list_rows(rows: Iterable[ListRow], lang: str = "zh") -> Table:
    """The 一览表 as plain rows, numbered from 1."""
    keys = (
        "serial",
        "name",
        "category",
        "secretary",
        "members",
        "self",
        "assessed",
        "satisfaction",
        "last-grade",
    )
    header = tuple((label(key, lang), ()) for key in (*keys, "grade", "explanation"))
    lines = []
    for number, one in enumerate(rows, 1):
        own: Cell = one.self_total
        if one.self_grade:
            own = (
                one.self_grade if own is None else f"{short(one.self_total or Decimal(0))} / {one.self_grade}"
            )
        lines.append(
            (
                number, one.name, one.category, one.secretary, one.members, own, one.total, one.satisfaction,
                one.last_grade, one.grade, one.explanation,
            )
        )  # fmt: skip
    return Table(header, tuple(lines))


# -- workbooks ----------------------------------------------------------------------------------------------------


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
        counted = Counter(one.category for one in outside)
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
                (at, one.code, one.name, one.category, one.why) for at, one in enumerate(outside, 1)
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
        told = self._told(heading, ("filled-by", "reviewed-by", "phone"))
        below = [told, *([label("computed-only", self.lang)] if not heading.decided else []), *notes]
        for line_at, text in enumerate((text for text in below if text), at):
            self._across(sheet, line_at, last, text, "plain")
        sheet.freeze_panes(first_row, 0)
        sheet.repeat_rows(2, first_row - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        if marks:
            sheet.set_header(f"&R{'　'.join(marks)}")
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
