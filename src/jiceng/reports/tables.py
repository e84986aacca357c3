"""Reading what people have: CSV and Excel as offices fill them in.

A table is found, not prescribed: the header row within the first ten, its columns by synonym and in any order, title
rows above it, notes and 合计 rows below. What is left out is reported; what cannot be read is a `Fault` with its file,
row and column, so that everything wrong is said at once and the same workbook can go back with the reasons in it.

Codes and dates are what Excel breaks most: a code of more than 15 digits held as a number has lost its end, and is
refused.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from openpyxl.styles import Alignment, Font, PatternFill

from jiceng import phrases
from jiceng.kernel.refusal import Refusal

HEADER_WITHIN = 10

# What people write into a cell that they leave empty.
EMPTY = frozenset({"无", "—", "－", "-", "–", "--", "——", "/", "／", "\\"})

# A workbook unpacks to its whole size in memory; a small file made to unpack to gigabytes is not a county's table.
_LARGEST = 1 << 30

_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ERROR_COLUMN = ("错误原因", "What is wrong")
_RED = "FFFFC7CE"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that is looked for. names: what headers call it, the first as templates print it, best guess first.

    kind: `code` is kept as text and guarded against Excel, `text` is kept as written.
    """

    key: str
    names: tuple[str, ...]
    kind: str = "text"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about one cell (or row, or file): a code with facts, and where. row 0, column "": the whole of it.

    at: index of the column in the sheet, to colour the cell; -1 = no single cell.
    """

    file: str
    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: int = -1

    def place(self, lang: str = "zh") -> str:
        """`lines.csv 第 5 行“扣分原因”列`."""
        parts: list[tuple[str, dict[str, Any]]] = [("file", {"file": self.file})]
        if self.sheet:
            parts.append(("sheet", {"sheet": self.sheet}))
        if self.row:
            parts.append(("row", {"row": self.row}))
        if self.column:
            parts.append(("column", {"column": self.column}))
        return "".join(phrases.sentence(f"tables.at-{name}", facts, lang) for name, facts in parts)

    def said(self, lang: str = "zh") -> str:
        """What is wrong, then what to do; without the place."""
        return phrases.sentence(self.code, self.facts, lang)

    def line(self, lang: str = "zh") -> str:
        facts = {"place": self.place(lang), "said": self.said(lang)}
        return phrases.sentence("tables.line", facts, lang)


# -- cells --------------------------------------------------------------------------------------------------------


_NARROW = {ord("！") + at: ord("!") + at for at in range(94)} | {
    ord(one): " " for one in "\t\n\r\v\f\x85\xa0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff"
}


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as ordinary ones, every kind of blank as a space.

    >>> narrow("３６０９　Ａ（甲）")
    '3609 A(甲)'
    """
    return text.translate(_NARROW)


def loose(text: str) -> str:
    """A text for comparing: narrow, in small letters, without blanks."""
    return narrow(text).replace(" ", "").lower()


def text_of(value: Any) -> str:
    """A cell as its text: numbers as Excel shows them (15 digits, no needless .0), dates as 2012-04-05."""
    if isinstance(value, str):
        return value.strip().strip("\ufeff\u3000")
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value)


def number_text(value: int | float) -> str:
    """A number without exponent: 3.0 is 3, and the noise beyond the fifteenth digit is not there, as in Excel."""
    if not isfinite(value):
        return ""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = str(value) if isinstance(value, int) else format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def filled(text: str) -> str:
    """The text, or nothing for the marks that stand for nothing (无, —, ／).

    >>> filled(" ／ "), filled("无"), filled("无锡")
    ('', '', '无锡')
    """
    text = text.strip()
    return "" if text in EMPTY else text


def name_text(text: str) -> str:
    """A name without the blanks that people put between Chinese characters to line them up (张　三).

    >>> name_text("张　三"), name_text("St  Mary  支部")
    ('张三', 'St Mary 支部')
    """
    text = re.sub(r"\s+", " ", text.strip())
    return re.sub(r"(?<=[\u2e80-\U0003ffff]) (?=[\u2e80-\U0003ffff])", "", text)


_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)


def code_text(value: Any) -> tuple[str, str]:
    """A code as text, and what Excel did to it: "", or the code of the fault.

    >>> code_text("３６０９ ８１"), code_text(3.0)
    (('360981', ''), ('3', ''))
    >>> code_text(1.1010519491231e17)[1], code_text("1.10105E+17")[1], code_text("110105194912310000")[1]
    ('tables.code-rounded', 'tables.code-scientific', 'tables.code-ends-in-noughts')
    """
    if isinstance(value, (date, datetime, time, timedelta)):
        return text_of(value), "tables.code-is-date"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if isfinite(value) and abs(value) >= 1e15:
            return format(Decimal(value), "f"), "tables.code-rounded"
        return number_text(value), ""
    text = filled(narrow(text_of(value)).replace(" ", ""))
    if _SCIENTIFIC.fullmatch(text):
        return text, "tables.code-scientific"
    if len(text) >= 18 and text.isdigit() and text.endswith("000"):
        return text, "tables.code-ends-in-noughts"
    return text, "tables.code-too-long" if len(text) > 64 else ""


_NUMBER = re.compile(r"[+-]?(\d{1,30}|\d{1,3}(,\d{3})+)(\.\d{1,30})?", re.ASCII)


def number(text: str, *, per_cent: bool = False) -> Decimal | None:
    """An exact decimal from what people type; None when it is not a number. per_cent: 95% is 95.

    >>> number("８９．９９５"), number("1,200"), number("95%", per_cent=True), number("三"), number("1e5")
    (Decimal('89.995'), Decimal('1200'), Decimal('95'), None, None)
    """
    text = narrow(text).replace(" ", "")
    if per_cent:
        text = text.removesuffix("%")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})?", re.ASCII)
_SERIAL = re.compile(r"\d{1,5}(\.\d+)?", re.ASCII)


def parse_date(value: Any, *, epoch_1904: bool = False) -> str:
    """A date as ISO text, to the day or, where only the month was given, to the month; "" when it is none.

    Read: 2012-4-5, 2012/4/5, 2012.4.5, 2012年4月5日, 20120405, 2012.04, Excel's day numbers from 1900 and from 1904.

    >>> parse_date("2012年4月5日"), parse_date("2012.04"), parse_date(41004), parse_date(39542, epoch_1904=True)
    ('2012-04-05', '2012-04', '2012-04-05', '2012-04-05')
    >>> parse_date("2012-13-1"), parse_date("去年")
    ('', '')
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = narrow(text_of(value)).replace(" ", "")
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        year, month, day = (int(part) if part else 0 for part in match.groups())
        try:
            return date(year, month, day).isoformat() if day else date(year, month, 1).isoformat()[:7]
        except ValueError:
            return ""
    if not _SERIAL.fullmatch(text) or not 1 <= (serial := int(float(text))) < 80_000:
        return ""
    if epoch_1904:
        return (date(1904, 1, 1) + timedelta(serial)).isoformat()
    # Excel believes in 29 February 1900 (day 60), so days before it are counted from one day later.
    start = date(1899, 12, 30) if serial > 60 else date(1899, 12, 31)
    return "" if serial == 60 else (start + timedelta(serial)).isoformat()


# -- files --------------------------------------------------------------------------------------------------------


@dataclass
class Sheet:
    """The cells of one sheet. name: "" for a CSV. rows[0] is row 1. shown: not hidden."""

    name: str
    rows: list[list[Any]]
    shown: bool = True
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


@dataclass
class Book:
    """One file as it was handed in. kind: csv, xlsx (also xlsm, ods) or xls. raw: its bytes, to hand it back."""

    file: str
    kind: str
    sheets: list[Sheet]
    raw: bytes
    epoch_1904: bool = False

    @property
    def is_workbook(self) -> bool:
        return self.kind != "csv"


def open_book(path: Path) -> Book:
    """Read a file. Raises Refusal "tables.…" saying what to do: missing, a folder, empty, locked, not a table …"""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("tables.file-missing", file=str(path)) from None
    except IsADirectoryError:
        raise Refusal("tables.file-is-folder", file=str(path)) from None
    except OSError as error:
        raise Refusal("tables.file-unreadable", file=str(path), why=error.strerror or str(error)) from None
    return read_book(raw, path.name)


def read_book(raw: bytes, file: str) -> Book:
    """Read the bytes of a file by what is in it, whatever its name ends in. file: its name, for messages."""
    if not raw.strip():
        raise Refusal("tables.file-empty", file=file)
    if raw.startswith(_WORKBOOK):
        return _read_workbook(raw, file, "xlsx")
    if raw.startswith(_OLD_WORKBOOK):
        # A locked .xlsx is an old-style container around the encrypted file.
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise Refusal("tables.file-locked", file=file)
        return _read_workbook(raw, file, "xls")
    if file.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
        raise Refusal("tables.not-a-workbook", file=file)
    return Book(file, "csv", [Sheet("", _read_csv(raw, file))], raw)


def _read_workbook(raw: bytes, file: str, kind: str) -> Book:
    epoch_1904 = False
    try:
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                if sum(one.file_size for one in packed.infolist()) > _LARGEST:
                    raise Refusal("tables.file-too-large", file=file)
                if "xl/workbook.xml" in packed.namelist():
                    about = packed.read("xl/workbook.xml")
                    epoch_1904 = bool(re.search(rb"date1904\s*=\s*[\"'](1|true)[\"']", about))
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = []
        for about_sheet in book.sheets_metadata:
            if about_sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about_sheet.name)
            shown = about_sheet.visible is python_calamine.SheetVisibleEnum.Visible
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(about_sheet.name, rows, shown, list(sheet.merged_cell_ranges or [])))
    except python_calamine.PasswordError:
        raise Refusal("tables.file-locked", file=file) from None
    except Refusal:
        raise
    except BaseException as error:
        # The reader's own panics are not Exceptions; Ctrl-C and the like pass.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refusal("tables.not-a-workbook", file=file) from None
        raise
    if not sheets:
        raise Refusal("tables.file-empty", file=file)
    return Book(file, kind, sheets, raw, epoch_1904)


def _read_csv(raw: bytes, file: str) -> list[list[Any]]:
    text = _decode(raw, file)
    # A title has few signs, a name may have many: what stands in most rows parts the columns.
    head = [line for line in text.splitlines() if line.strip()][:HEADER_WITHIN]
    delimiter = max(",\t;", key=lambda one: (sum(one in line for line in head), "".join(head).count(one)))
    csv.field_size_limit(1 << 20)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error:
        raise Refusal("tables.csv-broken", file=file, line=reader.line_num) from None


def _decode(raw: bytes, file: str) -> str:
    """UTF-8, with or without its mark, then GB18030 as Chinese Excel saves CSV; UTF-16 where it says so."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise Refusal("tables.encoding", file=file, line=1) from None
    if b"\0" in raw:
        raise Refusal("tables.not-text", file=file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        # Damaged UTF-8 would still pass as GB18030, as gibberish: go by what most of it is.
        mended = raw.decode("utf-8-sig", errors="replace")
        sound = sum("\u4e00" <= one <= "\u9fff" for one in mended)
        if sound > 4 * mended.count("\ufffd"):
            raise Refusal("tables.encoding", file=file, line=line) from None
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refusal("tables.encoding", file=file, line=line) from None


# -- tables -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """One row of a table: its number as the spreadsheet shows it, and the text of each known column by key.

    broken: columns whose cells could not be read and are reported already; their text is "".
    """

    table: "Table"
    number: int
    cells: dict[str, str]
    raw: list[Any]
    broken: tuple[str, ...] = ()

    def get(self, key: str) -> str:
        """The text; "" for an empty cell and for a column that is not there."""
        return self.cells.get(key, "")

    def raw_value(self, key: str) -> Any:
        """The cell as it stands in the file, for dates."""
        at = self.table.columns.get(key, -1)
        return self.raw[at] if 0 <= at < len(self.raw) else ""

    def extra(self) -> dict[str, str]:
        """Cells of columns nobody knows, by their header."""
        return {
            name: text
            for at, name in self.table.unknown.items()
            if at < len(self.raw) and (text := text_of(self.raw[at]))
        }


@dataclass
class Table:
    """A table found in a sheet.

    columns: key -> index. titles: key -> header as written. unknown: index -> header of a column nobody knows.
    faults: what cannot be read. notes: what was left out or only noticed; the same shape, not an error.
    """

    book: Book
    sheet: Sheet
    wanted: tuple[Column, ...]
    start: int
    columns: dict[str, int]
    titles: dict[str, str]
    unknown: dict[int, str]
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def fault(self, row: int, key: str, code: str, /, **facts: Any) -> Fault:
        """Something wrong in `row` (0: everywhere) at the column `key`."""
        named = self.titles.get(key) or next((one.names[0] for one in self.wanted if one.key == key), key)
        named = " ".join(named.split()).strip("*＊ ")  # a star marks what must be filled in
        return Fault(self.book.file, self.sheet.name, row, named, code, facts, self.columns.get(key, -1))

    def refuse(self, row: int, key: str, refusal: Refusal) -> None:
        self.faults.append(self.fault(row, key, refusal.code, **refusal.facts))

    def rows(self) -> Iterator[Row]:
        """Every row with something in it; titles, notes, totals and blank rows are left out and noted.

        Codes that Excel broke become faults here, and their cells are empty in the row.
        """
        readers = [
            (one.key, self.columns[one.key], one.kind == "code")
            for one in self.wanted
            if one.key in self.columns
        ]
        merged = self._merged()
        skipped: dict[str, list[int]] = {}
        as_numbers: dict[str, int] = {}
        for at in range(self.start, len(self.sheet.rows)):
            raw, number_ = self.sheet.rows[at], at + 1
            texts = [text_of(value) for value in raw]
            why = self._leave_out(texts)
            if why:
                if why != "blank":
                    skipped.setdefault(why, []).append(number_)
                continue
            if at in merged:
                raw = list(raw)
                for column, value in merged[at].items():
                    if column < len(raw) and not texts[column]:
                        raw[column], texts[column] = value, text_of(value)
            cells: dict[str, str] = {}
            spoilt: tuple[str, ...] = ()
            for key, column, is_code in readers:
                if column >= len(texts):
                    cells[key] = ""
                    continue
                if not is_code:
                    cells[key] = "" if texts[column] in EMPTY else texts[column]
                    continue
                value = raw[column]
                text, broken = code_text(value)
                if broken:
                    self.faults.append(self.fault(number_, key, broken, value=text, digits=len(text)))
                    text, spoilt = "", (*spoilt, key)
                elif isinstance(value, float):
                    as_numbers.setdefault(key, number_)
                cells[key] = text
            if not spoilt and not any(cells.values()):
                skipped.setdefault("no-content", []).append(number_)
                continue
            yield Row(self, number_, cells, raw, spoilt)
        self.notes += [self.fault(numbers[0], "", f"tables.left-out-{why}", rows=numbers[:20], count=len(numbers))
                       for why, numbers in skipped.items()]  # fmt: skip
        self.notes += [self.fault(row, key, "tables.code-as-number") for key, row in as_numbers.items()]

    def _leave_out(self, texts: Sequence[str]) -> str:
        """Why a row is no entry: blank, total, note, header (printed again on the next page); "" when it is one."""
        first = next(iter(self.columns.values()))
        lead = texts[first] if first < len(texts) else ""
        said = [text for text in texts if text]
        if not said:
            return "blank"
        if (not lead or _TOTAL.fullmatch(loose(lead))) and any(
            _TOTAL.fullmatch(loose(text)) for text in said[:3]
        ):
            return "total"
        if all(_NOTE.match(narrow(text)) for text in said):
            return "note"
        again = all(at < len(texts) and texts[at] == self.titles[key] for key, at in self.columns.items())
        return "header" if again else ""

    def _merged(self) -> dict[int, dict[int, Any]]:
        """What cells merged downwards hold: row -> column -> the value of the cell on top."""
        found: dict[int, dict[int, Any]] = {}
        for (top, left), (bottom, _) in self.sheet.merged:
            if top >= self.start and bottom > top and left < len(self.sheet.rows[top]):
                for at in range(top + 1, bottom + 1):
                    found.setdefault(at, {})[left] = self.sheet.rows[top][left]
        return found


_TOTAL = re.compile(r"(.{0,12})?(合计|小计|总计|共计|subtotal|total|sum)[:：]?")
_NOTE = re.compile(
    r"(注|备注|附注|说明|填表|填报|制表|审核|复核|负责人|单位负责人|联系|电话|日期|报送|note|remark)[^:：]{0,12}[:：]|※|★",
    re.IGNORECASE,
)


def find_table(book: Book, sheet: Sheet, wanted: tuple[Column, ...]) -> Table:
    """Find the header among the first rows. Raises Refusal "tables.header-missing" / "tables.column-twice"."""
    best: tuple[int, int, dict[str, int], list[str]] | None = None
    for at in range(min(HEADER_WITHIN, len(sheet.rows))):
        one_row = [text_of(value) for value in sheet.rows[at]]
        candidates = [(at + 1, one_row)]
        if at + 1 < min(HEADER_WITHIN, len(sheet.rows)):
            candidates.append((at + 2, _two_rows(one_row, [text_of(value) for value in sheet.rows[at + 1]])))
        for start, names in candidates:
            found = _match(names, wanted)
            needed = sum(one.required and one.key in found for one in wanted)
            if found and (best is None or (needed, len(found)) > best[:2]):
                best = (needed, len(found), found, [str(start), *names])
    where = {"file": book.file, "sheet": sheet.name or "CSV"}
    missing = [one.names[0] for one in wanted if one.required and (best is None or one.key not in best[2])]
    if best is None or missing:
        first = next((row for row in sheet.rows[:HEADER_WITHIN] if any(text_of(value) for value in row)), [])
        seen = best[3][1:] if best else [text_of(value) for value in first]
        facts: dict[str, Any] = where | {
            "missing": missing,
            "found": [one for one in seen if one][:20] or ["—"],
        }
        raise Refusal("tables.header-missing", **facts)
    start, names, columns = int(best[3][0]), best[3][1:], best[2]
    known = set(columns.values())
    for key, at in columns.items():
        again = [
            names[other]
            for other in range(len(names))
            if other not in known and loose(names[other]) == loose(names[at])
        ]
        if again and names[at]:
            raise Refusal("tables.column-twice", column=names[at], key=key, **where)
    ours = {loose(one) for one in ERROR_COLUMN}
    unknown = {
        at: name for at, name in enumerate(names) if name and at not in known and loose(name) not in ours
    }
    table = Table(
        book, sheet, wanted, start, columns, {key: names[at] for key, at in columns.items()}, unknown
    )
    if unknown:
        table.notes.append(table.fault(start, "", "tables.columns-unknown", columns=list(unknown.values())))
    return table


def _two_rows(upper: list[str], lower: list[str]) -> list[str]:
    """A header of two levels: the lower name where there is one, else the upper."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [below or above for above, below in zip(upper, lower, strict=True)]


def _match(names: Sequence[str], wanted: Sequence[Column]) -> dict[str, int]:
    """Key -> index, each column of the sheet used once; the exact header first, then without what is in brackets."""
    plain = [_header(name) for name in names]
    bare = [re.sub(r"\(.*?\)|\[.*?\]", "", name) for name in plain]
    found: dict[str, int] = {}
    for one in wanted:
        for name in map(_header, one.names):
            at = next((at for texts in (plain, bare) for at, text in enumerate(texts)
                       if text == name and at not in found.values()), None)  # fmt: skip
            if at is not None:
                found[one.key] = at
                break
    return found


def _header(text: str) -> str:
    return unicodedata.normalize("NFKC", loose(text)).strip("*:").replace("_", "-")


def choose(
    book: Book, wanted: tuple[Column, ...], names: Sequence[str], taken: Sequence[Sheet] = ()
) -> Table | None:
    """The sheet of that name, else the first other one whose header fits; None when the workbook has neither.

    Raises the refusals of `find_table` for a sheet that has the name and not the columns.
    """
    shown = [one for one in book.sheets if one.shown and not any(one is other for other in taken)]
    titles = tuple(loose(name) for name in names)
    by_name = [sheet for sheet in shown if loose(sheet.name) in titles]
    by_name += [sheet for sheet in shown if loose(sheet.name).startswith(titles)]
    if by_name:
        return find_table(book, by_name[0], wanted)
    for sheet in shown:
        try:
            return find_table(book, sheet, wanted)
        except Refusal:
            continue
    return None


# -- the workbook that goes back ------------------------------------------------------------------------------------


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
        for one in table.faults:
            if one.row:
                rows.setdefault(one.row, []).append(one)
        if not rows:
            continue
        title = page.cell(table.start, column, ERROR_COLUMN[phrases.side(lang)])
        title.font = Font(bold=True, color="FF9C0006")
        page.column_dimensions[title.column_letter].width = 60
        for row, wrong in rows.items():
            cell = page.cell(row, column)
            cell.value = "\n".join(dict.fromkeys(one.said(lang) for one in wrong))
            cell.data_type = "s"  # a reason that quotes "=…" is still a text
            cell.fill, cell.alignment = red, Alignment(wrap_text=True, vertical="top")
            for one in wrong:
                if one.at >= 0:
                    page.cell(*_top_left(page, row, one.at + 1)).fill = red
    stream = io.BytesIO()
    target.save(stream)
    return stream.getvalue()


def _again(tables: Sequence[Table]) -> tuple[openpyxl.Workbook, list[Any]]:
    """The workbook as it came, with its styles, and the page of each table; rebuilt from its values where need be."""
    book = tables[0].book
    if book.kind == "xlsx" and all(one.book is book for one in tables):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl does not carry over
            try:
                target = openpyxl.load_workbook(io.BytesIO(book.raw))
                return target, [target[one.sheet.name] for one in tables]
            except Exception:  # what one reader accepts another may not; the values are at hand
                pass
    target, pages = openpyxl.Workbook(), []
    target.remove(target.worksheets[0])
    for one in tables:
        page = target.create_sheet(
            re.sub(r"[\[\]:*?/\\]", " ", one.sheet.name or Path(one.book.file).stem)[:31]
        )
        for at, row in enumerate(one.sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if value not in ("", None):
                    cell = page.cell(at, column)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type, cell.number_format = "s", "@"
        pages.append(page)
    return target, pages


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
    for one in page.merged_cells.ranges:
        if one.min_row <= row <= one.max_row and one.min_col <= column <= one.max_col:
            return one.min_row, one.min_col
    return row, column
