"""Opening what was handed in: workbooks of either kind, CSV in UTF-8 or GB 18030. Nothing is judged here."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine

from jiceng.kernel.refusal import Refusal

# How far down a header row is looked for.
HEADER_WITHIN = 10

# A workbook unpacks to its whole size in memory; a small file made to unpack to gigabytes is not a county's table.
_LARGEST = 1 << 30
# Its reader makes room for every cell up to the last that says something, so one stray cell far away takes gigabytes.
_CELLS = 10_000_000
_COLUMNS = 16_384
_CHUNK = 1 << 20

_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
                _check_extent(packed, file)
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


_PLACE = re.compile(rb"""<(?:\w+:)?(row|c)\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_AT = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,9})["']""")


def _check_extent(packed: zipfile.ZipFile, file: str) -> None:
    """How far right and down the cells of each sheet lie that say something, before anything makes room for them.

    A workbook may give its sheets any name, so every part is looked through. Raises Refusal "tables.cell-far-away".
    """
    for one in packed.infolist():
        row = column = furthest = 0
        for what, told in _places(packed, one, file):
            at = _AT.search(told)
            if what == b"row":
                row = int(at[2]) if at else row + 1
                continue
            if told.endswith(b"/"):
                continue  # formatted and empty
            column = max(column, _column(at[1]) if at else 0)
            furthest = max(furthest, int(at[2]) if at else row)
            if column * furthest > _CELLS:
                cell = (at[1] + at[2]).decode() if at else str(row)
                raise Refusal("tables.cell-far-away", file=file, cell=cell)


def _places(packed: zipfile.ZipFile, one: zipfile.ZipInfo, file: str) -> Iterator[tuple[bytes, bytes]]:
    """(row or c, what its tag says) of one part, piece by piece, no tag torn apart."""
    rest = b""
    with packed.open(one) as part:
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            whole = max(text.rfind(b"<"), 0)  # stands only where a tag begins
            yield from ((found[1], found[2]) for found in _PLACE.finditer(text, 0, whole))
            rest = text[whole:]
            if len(rest) > 4 * _CHUNK:
                raise Refusal("tables.not-a-workbook", file=file)
    yield from ((found[1], found[2]) for found in _PLACE.finditer(rest))


def _column(letters: bytes) -> int:
    """A = 1, XFD = 16384."""
    number = 0
    for one in letters:
        number = number * 26 + one - 64
    return min(number, _COLUMNS)


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
