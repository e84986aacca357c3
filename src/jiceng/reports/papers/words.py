"""What the engine itself prints: dates, numerals, the few words around a form, the name of the file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from jiceng import phrases
from jiceng.kernel.share import rounded
from jiceng.kernel.trace import short
from jiceng.reports.papers.paper import Block, Cell, Column, Paper, display_width

_WORDS: Mapping[str, tuple[str, str]] = {
    "attachment": ("附件", "Attachment"),
    "colon": ("：", ": "),
    "text": ("正文", "Text"),
    "table": ("表", "Table"),
    "file": ("公文", "paper"),
    "page-of": ("第 &P 页 共 &N 页", "Page &P of &N"),
}
_BLANK = "　" * 8  # room for pen or seal
_DIGITS = "零一二三四五六七八九"
_HAS_NUMBER = {
    1: re.compile("[一二三四五六七八九十百]+、"),
    2: re.compile("[（(][一二三四五六七八九十百]+[）)]"),
    3: re.compile(r"\d+[.．、]"),
    4: re.compile(r"[（(]\d+[）)]"),
}


def word(key: str, lang: str = "zh") -> str:
    return _WORDS[key][phrases.side(lang)]


def chinese_date(on: date) -> str:
    """
    >>> chinese_date(date(2012, 4, 5))
    '2012年4月5日'
    """
    return f"{on.year}年{on.month}月{on.day}日"


def chinese_numeral(number: int) -> str:
    """From 1 to 99 in Chinese; above that in digits.

    >>> [chinese_numeral(one) for one in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every line a paragraph of its own, headings numbered 一、（一）1.（1）; what has a number keeps it."""
    counts = [0] * 5
    for block in blocks:
        for text in block.text.split("\n"):
            level = block.level
            if level:
                counts[level] += 1
                counts[level + 1 :] = [0] * (4 - level)
                if not _HAS_NUMBER[level].match(text):
                    text = _number(level, counts[level]) + text
            yield Block(text, level)


def _number(level: int, count: int) -> str:
    numeral = chinese_numeral(count) if level < 3 else str(count)
    return {1: f"{numeral}、", 2: f"（{numeral}）", 3: f"{numeral}.", 4: f"（{numeral}）"}[level]


def shown(value: Cell, column: Column) -> str:
    """A cell as it is printed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return chinese_date(value)
    number = Decimal(value)
    if not number.is_finite():
        return ""
    if abs(number.adjusted()) > 30 and number:
        return f"{number:.6E}"  # not a figure of any form; never a line of a million noughts
    if column.kind == "share":
        return f"{rounded(number):f}"
    return short(number)


def told(labels: Mapping[str, str], lang: str = "zh") -> tuple[str, ...]:
    """`填表人：李四` for each; an empty value leaves room for the pen."""
    return tuple(f"{label}{word('colon', lang)}{value or _BLANK}" for label, value in labels.items())


def addressed(paper: Paper) -> str:
    """主送 with its full-width colon, or ""."""
    return paper.to.rstrip("：:") + "：" if paper.to else ""


def attachment_lines(paper: Paper) -> tuple[str, ...]:
    """`附件：1.…`, the further ones without the word; one alone has no number."""
    head = word("attachment", paper.lang) + word("colon", paper.lang)
    if len(paper.attachments) == 1:
        return (head + paper.attachments[0],)
    return tuple(f"{head if at == 1 else ''}{at}.{name}" for at, name in enumerate(paper.attachments, 1))


def attachment_mark(paper: Paper, at: int) -> str:
    """`附件1` over the table at place `at` (from 0), or "" when the tables are not attachments."""
    if not paper.attachments:
        return ""
    gap = " " if phrases.side(paper.lang) else ""
    alone = len(paper.attachments) == 1 and len(paper.tables) == 1
    return word("attachment", paper.lang) + ("" if alone else f"{gap}{at + 1}")


def table_title(paper: Paper, at: int) -> str:
    """What stands over a table; an attachment without a title of its own has the name it is listed under."""
    named = paper.attachments[at] if at < len(paper.attachments) else ""
    return paper.tables[at].title or named


def signature(paper: Paper) -> tuple[tuple[str, float], ...]:
    """署名 and 成文日期, each with how many characters it stands from the right edge.

    The date stands four in (room for the seal), the name is centred over it; a longer name stands two in and the
    date is centred below it (GB/T 9704, 7.3.5).
    """
    name, day = paper.signed_by, chinese_date(paper.signed_on) if paper.signed_on else ""
    over = (display_width(name) - display_width(day)) / 4  # half the difference, in Chinese characters
    at = 4.0
    if day and name:
        at = max(4.0, 2 + over)
    lines = [(name, max(0.0, at - over) if day else at), (day, at)]
    return tuple((text, indent) for text, indent in lines if text)


def file_name(paper: Paper, suffix: str) -> str:
    """From the title, safe on every desk: no separators, no leading dot, at most 80 characters.

    >>> file_name(Paper(title="../汇总表 2012"), "pdf")
    '汇总表 2012.pdf'
    """
    kept = re.sub(r'[\\/:*?"<>|\n\u200b-\u200f]+', "", paper.title).strip(" .")
    return f"{kept[:80].strip(' .') or word('file', paper.lang)}.{suffix}"
