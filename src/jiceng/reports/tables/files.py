"""Opening what was handed in: workbooks of either kind, CSV in UTF-8 or GB 18030. Nothing is judged here."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import python_calamine

from jiceng.kernel.refusal import Refusal
from jiceng.reports.tables.cells import Broken

# How far down a header row is looked for.
HEADER_WITHIN = 10

# A workbook unpacks to its whole size in memory; a small file made to unpack to gigabytes is not a county's table.
_LARGEST = 1 << 30
# Its reader makes room for every cell up to the last that says something, so one stray cell far away takes gigabytes.
_CELLS = 10_000_000
_COLUMNS = 16_384
_CHUNK = 1 << 20

_WORKBOOK = b"PK\x03\x04"
_WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|head|meta|table)\b", re.IGNORECASE)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Sheet:
    """The cells of one sheet. name: "" for a CSV. rows[0] is row 1. shown: not hidden. hidden: rows filtered out."""

    name: str
    rows: list[list[Any]]
    shown: bool = True
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()


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
    if _WEB_PAGE.search(raw[:4096].replace(b"\0", b"")):
        raise Refusal("tables.web-page", file=file)
    if file.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
        raise Refusal("tables.not-a-workbook", file=file)
    return Book(file, "csv", [Sheet("", _read_csv(raw, file))], raw)


def _read_workbook(raw: bytes, file: str, kind: str) -> Book:
    epoch_1904 = False
    looks: dict[str, _Look] = {}
    try:
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                if sum(member.file_size for member in packed.infolist()) > _LARGEST:
                    raise Refusal("tables.file-too-large", file=file)
                parts = _check_extent(packed, file)
                if "xl/workbook.xml" in packed.namelist():
                    about = packed.read("xl/workbook.xml")
                    looks = {name: parts[part] for name, part in _parts(packed, about) if part in parts}
                    epoch_1904 = bool(re.search(rb"date1904\s*=\s*[\"'](1|true)[\"']", about))
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = []
        for about_sheet in book.sheets_metadata:
            if about_sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about_sheet.name)
            shown = about_sheet.visible is python_calamine.SheetVisibleEnum.Visible
            rows = sheet.to_python(skip_empty_area=False)
            look = looks.get(about_sheet.name, _Look())
            for (row, column), text in look.broken.items():
                if row <= len(rows) and column <= len(rows[row - 1]):
                    rows[row - 1][column - 1] = Broken(text)
            merged = list(sheet.merged_cell_ranges or [])
            sheets.append(Sheet(about_sheet.name, rows, shown, merged, frozenset(look.hidden)))
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


_TAG = rb"""((?:[^<>"']|"[^"]*"|'[^']*')*)>"""
_PLACE = re.compile(rb"<(?:\w+:)?(row|c)\b" + _TAG)
# Where there are formulas or errors, these too: a formula (f), and a value (v) that is not empty.
_CLOSELY = re.compile(rb"<(?:\w+:)?(?:(row|c|f)\b" + _TAG + rb"|(v)\b[^<>]*>([^<]+))")
_FORMULA = re.compile(rb"""<(?:\w+:)?f\b|\bt=["']e["']""")
_AT = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,9})["']""")


@dataclass
class _Look:
    """What the reader of workbooks does not tell of a sheet: (row, column) of cells whose formula has no result or ends
    in an error, with what to show of them, and the rows that are hidden."""

    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](1|true)["']""")


def _check_extent(packed: zipfile.ZipFile, file: str) -> dict[str, _Look]:
    """How far right and down the cells of each sheet lie that say something, before anything makes room for them.

    A workbook may give its sheets any name, so every part is looked through. Raises Refusal "tables.cell-far-away".
    The answer: part -> what the reader does not tell of it.
    """
    looks: dict[str, _Look] = {}
    for member in packed.infolist():
        look = looks[member.filename] = _Look()
        row = column = furthest = across = 0
        formula, kind = False, b""
        for what, content in _places(packed, member, file):
            if what == b"v":
                if kind == b"e":
                    look.broken[row, across] = content.decode(errors="replace")[:20]
                formula = False
                continue
            if what == b"f":
                formula = kind != b"str"  # a text that is empty is a result
                continue
            if formula:
                look.broken[row, across] = "=…"
                formula = False
            at = _AT.search(content)
            if what == b"row":
                row, across = int(at[2]) if at else row + 1, 0
                if _HIDDEN.search(content):
                    look.hidden.add(row)
                continue
            row = int(at[2]) if at else row
            across = _column(at[1]) if at else across + 1
            typed = _TYPE.search(content)
            kind = typed[1] if typed else b""
            if content.endswith(b"/"):
                continue  # formatted and empty
            column = max(column, across if at else 0)
            furthest = max(furthest, row)
            if column * furthest > _CELLS:
                cell = (at[1] + at[2]).decode() if at else str(row)
                raise Refusal("tables.cell-far-away", file=file, cell=cell)
        if formula:
            look.broken[row, across] = "=…"
    return looks


_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def _parts(packed: zipfile.ZipFile, about: bytes) -> Iterator[tuple[str, str]]:
    """The name of every sheet and the part of the file it stands in."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in packed.namelist():
        return
    targets = {
        _said(tag, "Id"): _said(tag, "Target").lstrip("/").removeprefix("xl/")
        for tag in _RELATION.findall(packed.read(relations))
    }
    for tag in _SHEET.findall(about):
        yield _said(tag, "name"), f"xl/{targets.get(_said(tag, 'r:id'), '')}"


def _said(tag: bytes, name: str) -> str:
    """An attribute of a tag."""
    match = re.search(rf"""\s{name}\s*=\s*("[^"]*"|'[^']*')""", tag.decode(errors="replace"))
    return unescape(match[1][1:-1]) if match else ""


def _places(packed: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> Iterator[tuple[bytes, bytes]]:
    """(row, c or f, what its tag says) or (v, the value) of one part, piece by piece, no tag torn apart."""
    rest, before = b"", False
    with packed.open(member) as part:
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            whole = max(text.rfind(b"<"), 0)  # stands only where a tag begins
            has_formula = bool(_FORMULA.search(text))
            yield from _tags(
                text, whole, closely=has_formula or before
            )  # a formula's value may stand in the next piece
            rest, before = text[whole:], has_formula
            if len(rest) > 4 * _CHUNK:
                raise Refusal("tables.not-a-workbook", file=file)
    yield from _tags(rest, len(rest), closely=True)


def _tags(text: bytes, end: int, *, closely: bool) -> Iterator[tuple[bytes, bytes]]:
    if not closely:
        yield from ((place[1], place[2]) for place in _PLACE.finditer(text, 0, end))
        return
    for place in _CLOSELY.finditer(text, 0, end):
        yield (place[3], place[4]) if place[3] else (place[1], place[2])


def _column(letters: bytes) -> int:
    """A = 1, XFD = 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return min(number, _COLUMNS)


def _read_csv(raw: bytes, file: str) -> list[list[Any]]:
    text = _decode(raw, file)
    # A title has few signs, a name may have many: what stands in most rows parts the columns.
    head = [line for line in text.splitlines() if line.strip()][:HEADER_WITHIN]
    delimiter = max(",\t;", key=lambda sign: (sum(sign in line for line in head), "".join(head).count(sign)))
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
        start = error.start
        line = raw.count(b"\n", 0, start) + 1
        # Damaged UTF-8 would still pass as GB18030, as gibberish: go by what most of it is.
        mended = raw.decode("utf-8-sig", errors="replace")
        sound = sum("\u4e00" <= sign <= "\u9fff" for sign in mended)
        if sound > 4 * mended.count("\ufffd"):
            raise Refusal("tables.encoding", file=file, line=line) from None
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        # Whichever encoding gets further is the one it was meant to be in.
        line = raw.count(b"\n", 0, max(start, error.start)) + 1
        raise Refusal("tables.encoding", file=file, line=line) from None
