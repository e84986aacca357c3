"""layout: where everything stands on a paper ballot, in millimetres; what is printed and what is read are one value.

Every paper of a class and page is the same to the last dot: the corner marks are the same on all paper, and the strip
at the foot says the ballot, the class and the page, never one paper. There is no box for 弃权: a row without a mark is
one, once a person has looked at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jiceng.kernel.ballot.board import Asked
from jiceng.kernel.ballot.slip import digest
from jiceng.kernel.refusal import Refusal

Size = Literal["A4", "A5"]
SIZES: tuple[Size, ...] = ("A4", "A5")
_SHEETS = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}

# Four marks of the published dictionary DICT_4X4_50, rows of their inner bits, 1 = white; clockwise from the top left.
CORNERS: tuple[tuple[str, ...], ...] = (
    ("1011", "0101", "0011", "0010"),
    ("0000", "1111", "1001", "1010"),
    ("0011", "0011", "0010", "1101"),
    ("1001", "1001", "0100", "0110"),
)
STRIP_CELLS = 40
_CELL = 1.6

_EDGE = 10.0  # which no printer reaches
_INSIDE = 12.0  # from the edge to the table
_QUIET = 4.0  # white around a mark
_HEAD = {"A4": 26.0, "A5": 24.0}  # between the upper marks: title, organisation, class
_TELLING = {"A4": 9.0, "A5": 12.0}  # the line that says how to mark
_COMMENT = {"A4": 42.0, "A5": 30.0}
# A row and its box. The tallest rows with which everything stands on one page, else the tallest of all.
_ROWS = {
    "A4": ((13.0, 8.0), (12.0, 7.0), (11.0, 6.5), (10.0, 6.0)),
    "A5": ((12.0, 7.0), (11.0, 6.5), (10.0, 6.0)),
}
_COLUMN = {"A4": 26.0, "A5": 17.0}  # of an option, where there is room
_NARROWEST = 11.0
_NAME = {"A4": 62.0, "A5": 44.0}  # of the question, kept free for it as long as options have room
_TEXT_LINE, _TEXT = 4.6, 3.2  # height of a line and width of a Chinese character of 9 points


@dataclass(frozen=True)
class Rect:
    """In millimetres from the upper left corner of the sheet."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Row:
    """One question. boxes: option -> where; labels: where its words stand, None where the head of the table says it."""

    number: int
    item: str
    area: Rect
    boxes: tuple[tuple[str, Rect], ...]
    labels: tuple[Rect, ...] = ()


@dataclass(frozen=True)
class Page:
    """One side. head: option -> where its words stand over the boxes; () where each row has its own."""

    number: int
    rows: tuple[Row, ...]
    head: tuple[tuple[str, Rect], ...] = ()
    comment: Rect | None = None


@dataclass(frozen=True)
class Layout:
    """Every page of a paper ballot. marks: the corner marks, clockwise from the top left; strip: its cells together;
    name_ends: up to where a question's words go."""

    size: Size
    width: float
    height: float
    title: Rect
    telling: Rect
    marks: tuple[Rect, ...]
    strip: Rect
    name_ends: float
    pages: tuple[Page, ...]

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(row.item for page in self.pages for row in page.rows)


def width_of(text: str) -> float:
    """How wide a text is, in Chinese characters."""
    return sum(1.0 if character >= "\u2e80" else 0.6 for character in text)


def lay_out(sheet: Sequence[Asked], *, size: Size = "A4", comment: bool = False) -> Layout:
    """The paper ballot of a sheet.

    Raises Refusal "ballot.too-many-options" where boxes would stand too close to be told apart.
    """
    width, height = _SHEETS[size]
    mark = 12.0 if size == "A4" else 10.0
    far, low = width - _EDGE - mark, height - _EDGE - mark
    beside = _EDGE + mark + _QUIET
    telling = Rect(_INSIDE, _EDGE + _HEAD[size], width - 2 * _INSIDE, _TELLING[size])
    across = max(len(asked.options) for asked in sheet)
    column = min(_COLUMN[size], (telling.width - _NAME[size]) / across)
    if column < _NARROWEST:
        raise Refusal("ballot.too-many-options", options=across, size=size)
    return Layout(
        size=size,
        width=width,
        height=height,
        title=Rect(beside, _EDGE, width - 2 * beside, _HEAD[size]),
        telling=telling,
        marks=tuple(
            Rect(x, y, mark, mark) for x, y in ((_EDGE, _EDGE), (far, _EDGE), (far, low), (_EDGE, low))
        ),
        strip=Rect((width - STRIP_CELLS * _CELL) / 2, height - _EDGE - 5.0, STRIP_CELLS * _CELL, 5.0),
        name_ends=telling.right - across * column,
        pages=_pages(sheet, column, size, comment, telling, low - _QUIET),
    )


def _pages(
    sheet: Sequence[Asked], column: float, size: Size, comment: bool, telling: Rect, foot: float
) -> tuple[Page, ...]:
    """Rows down to `foot`, as many pages as it takes; the comment's room on the last."""
    across = max(len(asked.options) for asked in sheet)
    name = telling.width - column * across
    same = len({asked.options for asked in sheet}) == 1
    words = max(_lines(option, column - 1) for asked in sheet for option in asked.options) * _TEXT_LINE
    begin = telling.bottom + (words + 2.0 if same else 0.0)
    above = 0.0 if same else words
    kept = _COMMENT[size] if comment else 0.0

    def heights(tall: float) -> list[float]:
        return [above + max(tall, _lines(asked.name, name - 9.0) * _TEXT_LINE + 3.0) for asked in sheet]

    fits = (row_size for row_size in _ROWS[size] if begin + sum(heights(row_size[0])) + kept <= foot)
    tall, box = next(fits, _ROWS[size][0])
    first = telling.x + name
    columns = [
        Rect(first + at * column, telling.bottom, column, begin - telling.bottom) for at in range(across)
    ]
    pages: list[tuple[list[Row], float]] = [([], begin)]
    for number, (asked, high) in enumerate(zip(sheet, heights(tall), strict=True), 1):
        rows, y = pages[-1]
        if rows and y + high > foot:
            rows, y = [], begin
            pages.append((rows, y))
        area = Rect(telling.x, y, telling.width, high)
        rows.append(_row(number, asked, area, columns, box, above))
        pages[-1] = (rows, y + high)
    if pages[-1][1] + kept > foot:
        pages.append(([], telling.bottom))
    heading = tuple(zip(sheet[0].options, columns, strict=True)) if same else ()
    end = pages[-1][1] + 4.0
    # What is left of the page is for words, within reason.
    room = Rect(telling.x, end, telling.width, min(foot - end, 2 * _COMMENT[size])) if comment else None
    return tuple(
        Page(at, tuple(rows), heading if rows else (), room if at == len(pages) else None)
        for at, (rows, _) in enumerate(pages, 1)
    )


def _row(number: int, asked: Asked, area: Rect, columns: Sequence[Rect], box: float, above: float) -> Row:
    middle = area.y + above + (area.height - above) / 2
    boxes = tuple(
        (option, Rect(at.x + (at.width - box) / 2, middle - box / 2, box, box))
        for option, at in zip(asked.options, columns, strict=False)
    )
    labels = tuple(Rect(at.x, area.y, at.width, above) for at in columns[: len(boxes)]) if above else ()
    return Row(number, asked.name, area, boxes, labels)


def strip_of(event: str, voter_class: str, layout: Layout, page: int) -> str:
    """The cells of the strip, 1 = black: which ballot, class and page this kind of paper is for.

    It rests on what is asked too: a paper printed before the sheet changed is not read as one of today's.
    """
    asked = [
        f"{row.item}\n" + "\n".join(option for option, _ in row.boxes)
        for each_page in layout.pages
        for row in each_page.rows
    ]
    fingerprint = digest("jiceng/paper/1", event, voter_class, layout.size, str(page), *asked)
    return f"{int.from_bytes(fingerprint[: STRIP_CELLS // 8]):0{STRIP_CELLS}b}"


def _lines(text: str, width: float) -> int:
    return max(1, -(-int(width_of(text) * _TEXT * 10) // max(1, int(width * 10))))
