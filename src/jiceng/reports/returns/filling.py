"""一览表 to be filled in with WPS or Excel, and read again when it comes back.

Only explanations and reasons for not grading are the office's to fill in; everything else is protected, and said again
when somebody changed it all the same. A hidden sheet says for whom the file was made and what stood in it: so the file
that comes back unchanged changes nothing, and of two people who filled in the same cell the second is told.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from jiceng.kernel.refusal import Refusal
from jiceng.reports.tables import Column, Table, find_table, read_book, text_of
from jiceng.services.duty import Change, Prepared
from jiceng.services.duty.rows import Row

VERSION = "1"
STAMP = "_jiceng"
_MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001
_MOST = 32_767  # characters of a cell

# What is printed, what of a row it is, how wide; and what the office may fill in.
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("代码", "code", 20),
    ("党组织名称", "name", 36),
    ("类别", "class_name", 12),
    ("书记", "secretary", 10),
    ("党员数", "members", 8),
    ("得分", "assessed", 9),
    ("计算等次", "computed", 10),
    ("定级", "grade", 8),
    ("未定级原因", "not_graded", 30),
    ("说明情况", "explanation", 50),
)
FILLED = ("not_graded", "explanation")
_WANTED = tuple(
    Column(
        key=key, names=(name,), kind="code" if key == "code" else "text", required=key in ("code", *FILLED)
    )
    for name, key, _ in COLUMNS
)
_NAMES = {key: name for name, key, _ in COLUMNS}


@dataclass
class Filled:
    """What came back. changes: (row of the sheet, what it says); table: to mark what is wrong in the same workbook."""

    table: Table
    changes: list[tuple[int, Change]] = field(default_factory=list)

    @property
    def faults(self) -> Sequence[Any]:
        return self.table.faults


def blank(one: Prepared) -> bytes:
    """The list as a workbook: the cells to fill in are open, the others locked."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE_ON, "title": one.content.mechanism})
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    title = book.add_format(base | {"font_size": 16, "bold": True})
    plain = book.add_format(base | {"text_wrap": True})
    head = book.add_format(base | {"bold": True, "border": 1, "align": "center", "bg_color": "#EDEDED"})
    locked = book.add_format(base | {"border": 1, "text_wrap": True})
    opened = book.add_format(base | {"border": 1, "text_wrap": True, "bg_color": "#FFF8E1", "locked": False})
    sheet = book.add_worksheet("一览表")
    sheet.write_string(0, 0, f"{one.content.sender}　{one.content.campaign}　一览表（填报用）", title)
    note = "只填浅黄色的两列：未定级原因（不参加定级的才填）、说明情况。填好后在原处导入；其他格子锁定，改了也不收。"
    sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, note, plain)
    for at, (name, _, width) in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, name, head)
    for at, row in enumerate(one.content.rows, 3):
        for column, (_, key, _width) in enumerate(COLUMNS):
            sheet.write_string(at, column, _told(row, key)[:_MOST], opened if key in FILLED else locked)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    stamp = book.add_worksheet(STAMP)
    for at, line in enumerate(_stamp(one)):
        for column, text in enumerate(line):
            stamp.write_string(at, column, text[:_MOST])
    stamp.very_hidden()
    sheet.activate()
    book.close()
    return target.getvalue()


def read(raw: bytes, file: str, one: Prepared) -> Filled:
    """What came back, cell by cell; what is wrong in a row is a fault of the table.

    Raises Refusal "duty.fill-not-ours", "duty.fill-other-template", "duty.fill-foreign", "duty.fill-stale", and those
    of reading a workbook.
    """
    book = read_book(raw, file)
    kept = next((sheet for sheet in book.sheets if sheet.name == STAMP), None)
    if kept is None:
        raise Refusal("duty.fill-not-ours", file=file)
    lines = [[text_of(cell) for cell in line] for line in kept.rows]
    stamped = {line[0]: line[1] for line in lines if len(line) > 1 and line[0].startswith("#")}
    _check_stamp(stamped, one)
    before = {line[0]: [*line[1:3], "", ""][:2] for line in lines if line[0] and not line[0].startswith("#")}
    table = find_table(book, next(sheet for sheet in book.sheets if sheet.name != STAMP), _WANTED)
    filled = Filled(table)
    rows = {row.code: row for row in one.content.rows}
    seen: set[str] = set()
    for line in table.rows():
        code = line.get("code")
        row = rows.get(code)
        if row is None:
            table.refuse(line.number, "code", Refusal("duty.fill-row-unknown", code=code or "—"))
            continue
        if code in seen:
            table.refuse(line.number, "code", Refusal("duty.fill-row-twice", name=row.name))
            continue
        seen.add(code)
        for key in _NAMES:
            if key not in FILLED and key in table.columns and line.get(key) != _bare(_told(row, key)):
                facts = {"column": _NAMES[key], "value": line.get(key) or "—", "ours": _told(row, key) or "—"}
                table.refuse(line.number, key, Refusal("duty.fill-locked", **facts))
        original = dict(zip(FILLED, before.get(code, ["", ""]), strict=True))
        for key in FILLED:
            if key in line.broken:
                continue
            change = _change(text_of(line.raw_value(key)), original[key], row, key)
            if isinstance(change, Refusal):
                table.refuse(line.number, key, change)
            elif change is not None:
                filled.changes.append((line.number, change))
    gone = [row.name for code, row in rows.items() if code not in seen]
    if gone:
        table.refuse(0, "code", Refusal("duty.fill-rows-gone", count=len(gone), names=gone[:5]))
    return filled


def _change(text: str, original: str, row: Row, key: str) -> Change | Refusal | None:
    """What a cell changes; a refusal where somebody else wrote something there meanwhile."""
    now, text = _told(row, key), _plain(text)
    if text == _plain(now) or text == _plain(original):
        return None
    if _plain(now) != _plain(original):
        return Refusal("duty.fill-meanwhile", name=row.name, mine=text or "—", theirs=now or "—")
    return Change(row.subject, key, text)


def _told(row: Row, key: str) -> str:
    value = getattr(row, key)
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    """A text for comparing: every program breaks lines in its own way."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _bare(text: str) -> str:
    """As the reader of tables gives a cell that says nothing."""
    return "" if text in ("无", "—") else text


# -- the hidden sheet -------------------------------------------------------------------------------------------------


def _stamp(prepared: Prepared) -> Iterator[tuple[str, ...]]:
    yield ("#template", VERSION)
    yield ("#campaign", str(prepared.campaign.pk))
    yield ("#mechanism", prepared.mechanism)
    yield ("#organisation", prepared.organisation.code)
    yield ("#digest", frame(prepared.content.rows))
    for row in prepared.content.rows:
        yield (row.code, *(_told(row, key) for key in FILLED))


def frame(rows: Iterable[Row]) -> str:
    """One figure over what explanations speak of: who is on the list, and with which grade."""
    text = "".join(f"{row.code}|{row.class_name}|{row.grade}|{row.computed}\n" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def _check_stamp(stamped: Mapping[str, str], prepared: Prepared) -> None:
    if stamped.get("#template") != VERSION:
        raise Refusal("duty.fill-other-template", found=stamped.get("#template", "—"), ours=VERSION)
    ours = {
        "#campaign": str(prepared.campaign.pk),
        "#mechanism": prepared.mechanism,
        "#organisation": prepared.organisation.code,
    }
    if any(stamped.get(name) != value for name, value in ours.items()):
        facts = {"organisation": prepared.content.sender, "campaign": prepared.content.campaign}
        raise Refusal("duty.fill-foreign", found=stamped.get("#organisation", "—"), **facts)
    if stamped.get("#digest") != frame(prepared.content.rows):
        raise Refusal("duty.fill-stale")
