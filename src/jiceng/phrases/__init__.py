"""Words for codes: every refusal, trace step and finding in Chinese and English, side by side.

Rules speak in codes and facts; only here do they become sentences. Both languages stand beside each other so that a
reviewer sees both, and no catalogue has to be compiled for the command line. Page strings are gettext's.
Standard library only; every layer may import it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import Step, short

AREAS = (
    "sheet", "packs", "services", "tables", "procedure", "notice", "item", "link", "duty", "ballot", "desk", "papers",
    "accounts", "demo", "rehearsal",
)  # fmt: skip

SPACED_DAY = re.compile(r" ?(\d{4}年\d{1,2}月\d{1,2}日) ?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

# Facts whose values are words of the product, not of a document: said in the reader's language.
WORD_FACTS = frozenset({"of", "why", "firmness", "state", "to"})
WORDS: Mapping[str, tuple[str, str]] = {
    "best": ("最高值", "the best value"),
    "mean": ("平均值", "the mean"),
    "no-class": ("本文件没有这一类别", "the document has no such class"),
    "form": ("不属于本文件规定的组织形式", "not a form of organisation the document grades"),
    "not-independent": ("不是独立党组织", "not an independent organisation"),
    "must": ("必须", "must"),
    "in-principle": ("原则上", "in principle"),
    "normally": ("一般", "normally"),
    "about": ("左右", "about"),
    "draft": ("刚开始，名单未定", "begun"),
    "frozen": ("名单已定", "list fixed"),
    "opening": ("准备开箱", "being made ready"),
    "open": ("正在投票", "box open"),
    "closed": ("已封箱", "box closed"),
    "counted": ("已计票", "counted"),
    "signed": ("已签字", "signed"),
    "published": ("已公布", "published"),
    "archived": ("已公布，票已销毁", "published, papers destroyed"),
    "void": ("已作废", "void"),
}


@dataclass(frozen=True)
class Both:
    """A fact that is called otherwise in each language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


def _collect() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for area in AREAS:
        sentences = import_module(f"jiceng.phrases.{area}").SENTENCES
        twice = found.keys() & sentences.keys()
        if twice:
            raise ValueError(f"said twice: {', '.join(sorted(twice))}")
        found |= sentences
    return found


SENTENCES = _collect()


def side(lang: str) -> int:
    """0 for Chinese, 1 for English; `zh-hans`, `zh_CN` and the like are Chinese."""
    return 1 if lang.lower().startswith("en") else 0


def sentence(code: str, facts: Mapping[str, Any] | None = None, lang: str = "zh") -> str:
    """The sentence for a code with its facts filled in. An unknown code is a fault of the project: KeyError."""
    at = side(lang)
    told = {
        name: WORDS[value][at] if name in WORD_FACTS and value in WORDS else _said(value, at)
        for name, value in (facts or {}).items()
    }
    said = SENTENCES[code][at].format_map(told)
    return SPACED_DAY.sub(r"\1", said) if at == 0 else said  # Chinese sets no blanks around a day


def refusal(refused: Refusal, lang: str = "zh") -> str:
    """What a refusal says: what is wrong, then what to do."""
    return sentence(refused.code, refused.facts, lang)


def trace_lines(step: Step, lang: str = "zh") -> list[tuple[int, str, Decimal | None, str]]:
    """An explanation to be read: (depth, sentence, points or None, clause), top down."""
    return [
        (depth, sentence(one.code, one.facts, lang), one.points, one.clause) for depth, one in step.walk()
    ]


def _said(value: Any, at: int) -> str:
    if value is None:
        return ("未规定", "not given")[at]
    if isinstance(value, Decimal):
        return short(value)
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return _day(str(value), at)
    if isinstance(value, Both):
        return (value.zh, value.en)[at]
    if isinstance(value, Refusal):
        return sentence(value.code, value.facts, ("zh", "en")[at])
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, Refusal) for one in value):
        return ("", " ")[at].join(_said(one, at) for one in value)  # each is a sentence of its own
    if isinstance(value, (list, tuple, set, frozenset)):
        return ("、", ", ")[at].join(_said(one, at) for one in value)
    return str(value)


def _day(text: str, at: int) -> str:
    """2012-04-05 as people write it: 2012年4月5日, 5 April 2012."""
    year, month, day = (int(one) for one in text.split("-"))
    if not 1 <= month <= 12:
        return text
    return (f"{year}年{month}月{day}日", f"{day} {MONTHS[month - 1]} {year}")[at]
