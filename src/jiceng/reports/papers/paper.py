"""What stands on an official paper: plain frozen values, checked when they are made. No layout, no database.

Text is cleaned here, once, so that no writer of a format meets a character its format cannot hold.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from jiceng.kernel.refusal import Refusal

Cell = str | int | Decimal | date | None
Kind = Literal["text", "number", "share", "date"]

LEVELS = range(5)  # body, 一、 （一） 1. （1）
SIZES = ("A4", "A3")
MOST_COLUMNS = 63  # Word opens no table with more
MOST_ROWS = 100_000  # of a whole paper; above it nobody prints
_NUMBER = re.compile(r"^.+〔\d{4}〕[1-9]\d*号$")

# Not text: controls, marks that turn the direction of what follows (a name could hide behind them), non-characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_HALVES = re.compile("[\ud800-\udfff]")  # of a pair, alone
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text as it can be printed: one kind of line break, nothing invisible that a file format refuses.

    Letters of any script, rare characters and the middle dot of a name stay as they are.

    >>> clean("张\\x00三\\r\\n=1+1")
    '张三\\n=1+1'
    """
    if text.isascii() and text.isprintable():
        return text
    visible = _UNPRINTABLE.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", visible)


def one_line(text: str) -> str:
    """Cleaned and without line breaks, for a title, a name or a running head."""
    return clean(text).replace("\n", " ").strip()


@dataclass(frozen=True)
class Column:
    """A column of a table.

    group: a heading above several columns that stand side by side.
    width: how many Latin letters wide (a Chinese character counts two); 0 = as its content asks.
    kind: how its cells are set. A share is a per cent with one decimal.
    """

    title: str
    group: str = ""
    width: int = 0
    kind: Kind = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under headings. head: Columns, or plain titles. totals: a last row in bold. notes: lines under the table.

    Raises Refusal "paper.no-columns", "paper.too-many-columns" or "paper.row-length".
    """

    head: Sequence[Column | str]
    rows: Sequence[Sequence[Cell]] = ()
    totals: Sequence[Cell] | None = None
    notes: Sequence[str] = ()
    title: str = ""

    def __post_init__(self) -> None:
        keep = object.__setattr__
        columns = (Column(heading) if isinstance(heading, str) else heading for heading in self.head)
        cleaned = (
            replace(column, title=clean(column.title), group=one_line(column.group)) for column in columns
        )
        keep(self, "head", tuple(cleaned))
        keep(self, "rows", tuple(_cells(line) for line in self.rows))
        keep(self, "totals", None if self.totals is None else _cells(self.totals))
        keep(self, "notes", tuple(clean(note) for note in self.notes))
        keep(self, "title", one_line(self.title))
        count = len(self.head)
        if not count:
            raise Refusal("paper.no-columns", table=self.title)
        if count > MOST_COLUMNS:
            raise Refusal("paper.too-many-columns", table=self.title, found=count, most=MOST_COLUMNS)
        for at, line in enumerate(self.lines, 1):
            if len(line) != count:
                raise Refusal("paper.row-length", table=self.title, row=at, found=len(line), expected=count)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.head if isinstance(column, Column))

    @property
    def lines(self) -> tuple[Sequence[Cell], ...]:
        """The rows, and the totals after them."""
        return (*self.rows, *([] if self.totals is None else [self.totals]))

    @property
    def is_grouped(self) -> bool:
        return any(column.group for column in self.columns)

    @property
    def groups(self) -> tuple[tuple[str, int, int], ...]:
        """(heading, first column, how many): neighbours of one group together; "" always alone."""
        groups: list[tuple[str, int, int]] = []
        for at, column in enumerate(self.columns):
            if column.group and groups and groups[-1][0] == column.group:
                name, first, count = groups[-1]
                groups[-1] = (name, first, count + 1)
            else:
                groups.append((column.group, at, 1))
        return tuple(groups)


@dataclass(frozen=True)
class Block:
    """A paragraph. level: 0 body, 1 一、 2 （一） 3 1. 4 （1）; numbered by the engine unless the text has a number.

    Raises Refusal "paper.level-unknown".
    """

    text: str
    level: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        if self.level not in LEVELS:
            raise Refusal("paper.level-unknown", found=self.level, most=LEVELS[-1])


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One official paper: a notice (paragraphs, portrait) or a return (tables, usually landscape).

    issuer: 发文机关标志, printed red above a red line; "" for a paper without a masthead.
    to: 主送; the colon is added. attachments: their names; the tables are then the attachments, each on a new page.
    filled_above, filled_by: label -> value, over the first and under the last table; an empty value leaves room for pen
    or seal. qr: an address, printed as a QR code. stamp_line: on every page, as 演示数据, 样表 or an audit checkpoint.
    footer: at the foot of every page. lang: language of the words the engine adds.

    Raises Refusal "paper.document-number", "paper.size-unknown" or "paper.too-many-rows".
    """

    title: str
    subtitle: str = ""
    issuer: str = ""
    document_number: str = ""
    to: str = ""
    paragraphs: Sequence[Block] = ()
    tables: Sequence[Table] = ()
    attachments: Sequence[str] = ()
    signed_by: str = ""
    signed_on: date | None = None
    filled_above: Mapping[str, str] = field(default_factory=dict)
    filled_by: Mapping[str, str] = field(default_factory=dict)
    landscape: bool = False
    size: str = "A4"
    qr: str = ""
    stamp_line: str = ""
    footer: str = ""
    lang: str = "zh"

    def __post_init__(self) -> None:
        keep = object.__setattr__
        for attribute in fields(self):
            value = getattr(self, attribute.name)
            if isinstance(value, str) and attribute.name not in {"title", "subtitle"}:
                keep(self, attribute.name, one_line(value))
        # A long title may be broken by sense, as the standard asks; the line breaks are the writer's.
        keep(self, "title", clean(self.title).strip("\n "))
        keep(self, "subtitle", clean(self.subtitle).strip("\n "))
        keep(self, "paragraphs", tuple(self.paragraphs))
        keep(self, "tables", tuple(self.tables))
        keep(self, "attachments", tuple(one_line(title) for title in self.attachments))
        for name in ("filled_above", "filled_by"):
            blanks = {one_line(label): one_line(value) for label, value in getattr(self, name).items()}
            keep(self, name, blanks)
        if self.document_number:
            check_document_number(self.document_number)
        if self.size not in SIZES:
            raise Refusal("paper.size-unknown", found=self.size, sizes=SIZES)
        rows = sum(len(table.lines) for table in self.tables)
        if rows > MOST_ROWS:
            raise Refusal("paper.too-many-rows", found=rows, most=MOST_ROWS)


def check_document_number(number: str) -> None:
    """A 发文字号 as GB/T 9704 writes it: 梅市组通〔2012〕40号. Raises Refusal "paper.document-number".

    >>> check_document_number("梅市组通〔2012〕40号")
    """
    if not _NUMBER.fullmatch(number) or not number.isprintable():
        raise Refusal("paper.document-number", number=number)


def _cells(line: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(clean(cell) if isinstance(cell, str) else cell for cell in line)


def display_width(text: str) -> int:
    """How many Latin letters the text is wide: a full-width character counts two.

    >>> display_width("张三 ab")
    7
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
