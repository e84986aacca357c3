"""Where things stand on the sheet: GB/T 9704-2012 in millimetres, and how wide the columns of a table become."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiceng.reports.papers.paper import Paper, Table, display_width
from jiceng.reports.papers.words import shown

LINES, CHARACTERS = 22, 28  # of a page and of a line of body text
BODY, TITLE, MASTHEAD, PAGE_NUMBER = 16.0, 22.0, 36.0, 14.0  # 3号, 2号, and 4号, in points
POINTS_PER_MM = 72 / 25.4

# Faces in the order they are looked for; the first of each are what the standard names and are not free to ship.
# The last of each are free, and hold what is rare in names.
_FREE_SERIF, _FREE_SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FACES: dict[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", _FREE_SERIF, _FREE_SANS),
    "title": (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05",
        "STZhongsong",
        _FREE_SERIF,
        _FREE_SANS,
    ),
    "hei": ("SimHei", "黑体", "STHeiti", _FREE_SANS, _FREE_SERIF),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", _FREE_SERIF, _FREE_SANS),
    "song": ("SimSun", "宋体", "STSong", _FREE_SERIF, _FREE_SANS),
}

_SIZES = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
# A table is set in the largest of these (points) in which its columns find room; the last is for whatever does not.
_TABLE_SIZES = (12.0, 10.5, 9.0, 8.0)
_NARROWEST, _WIDEST = 4, 30  # letters, of a column that says nothing about its width
_ROWS_LOOKED_AT = 500
_SHORT = 8  # letters: a name of four characters
_PADDING = 1.6  # millimetres on each side of a cell's text, together with its line


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper in millimetres. A landscape sheet is the portrait one turned: 订口 above, 天头 to the right."""

    width: float
    height: float
    top: float = 37.0
    right: float = 26.0
    bottom: float = 35.0
    left: float = 28.0

    @property
    def area(self) -> tuple[float, float]:
        """Width and height of the type area (版心)."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


def sheet(paper: Paper) -> Sheet:
    """
    >>> sheet(Paper(title="")).area
    (156.0, 225.0)
    """
    short_side, long_side = _SIZES[paper.size]
    if paper.landscape:
        return Sheet(long_side, short_side, top=28.0, right=37.0, bottom=26.0, left=35.0)
    return Sheet(short_side, long_side)


def natural_widths(table: Table) -> list[int]:
    """Per column, in Latin letters: as it says, else as wide as its heading and content, within reason."""
    widths = []
    for at, column in enumerate(table.columns):
        if column.width > 0:
            widths.append(min(column.width, 200))
            continue
        texts = [column.title.replace("\n", "")] if len(column.title) <= 4 else []
        texts += [shown(line[at], column) for line in table.rows[:_ROWS_LOOKED_AT]]
        texts += [shown(table.totals[at], column)] if table.totals else []
        widest = max((display_width(part) for text in texts for part in text.split("\n")), default=0)
        # A long heading is broken over a few lines rather than making a column of figures wide.
        title = -(-display_width(column.title) // 4)
        widths.append(max(_NARROWEST, min(_WIDEST, max(widest, min(title, 10)))))
    return widths


def columns(table: Table, area: float) -> tuple[float, list[float]]:
    """(type size in points, widths in millimetres that fill the area) for a table."""
    natural = natural_widths(table)
    for size in _TABLE_SIZES:
        letter = size / 2 / POINTS_PER_MM
        asked = [letters * letter + 2 * _PADDING for letters in natural]
        if sum(asked) <= area:
            break
    return size, [area * width / sum(asked) for width in asked]


def centred(table: Table) -> list[bool]:
    """Per column: figures, dates and short words stand in the middle of their cells, sentences at the left."""
    middles = []
    for at, column in enumerate(table.columns):
        texts = [line[at] for line in table.rows[:_ROWS_LOOKED_AT] if isinstance(line[at], str)]
        is_long = any(display_width(str(text)) > _SHORT for text in texts)
        middles.append(column.kind != "text" or not is_long)
    return middles


def letters_in(width: float, size: float) -> int:
    """How many Latin letters of that size (points) a column of that width (mm) holds on one line."""
    return max(1, int((width - 2 * _PADDING) / (size / 2 / POINTS_PER_MM)))


def broken(text: str, letters: int, mark: str = "\u200b") -> str:
    """The text with places to break in runs longer than a line: a name of 300 letters must not run off the paper.

    >>> broken("abcdef 张三", 4, "|")
    'abcd|ef 张三'
    """
    if len(text) <= letters:
        return text
    out: list[str] = []
    run = 0
    for sign in text:
        # Chinese breaks anywhere, Latin at blanks; everything else is taken to be part of a word.
        run = 0 if sign.isspace() or "\u2e80" <= sign <= "\u9fff" or sign >= "\U00020000" else run + 1
        if run > letters:
            out.append(mark)
            run = 1
        out.append(sign)
    return "".join(out)


def header_cells(table: Table) -> Sequence[Sequence[tuple[str, int, int]]]:
    """One or two rows of headings, each cell as (text, columns, rows)."""
    if not table.is_grouped:
        return [[(column.title, 1, 1) for column in table.columns]]
    upper: list[tuple[str, int, int]] = []
    lower: list[tuple[str, int, int]] = []
    for name, first, count in table.groups:
        part = table.columns[first : first + count]
        if name:
            upper.append((name, count, 1))
            lower += [(column.title, 1, 1) for column in part]
        else:
            upper.append((part[0].title, 1, 2))
    return [upper, lower]
