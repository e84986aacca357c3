"""What stands in a cell, as people and Excel leave it there: digits of any width, dates, broken codes."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from jiceng.kernel.written import narrow, plain

# What people write into a cell that they leave empty.
EMPTY = frozenset({"无", "—", "－", "-", "–", "--", "——", "/", "／", "\\"})


class Broken(str):
    """What is shown of a cell that has no value: a formula that was never calculated (=…), or an error (#REF!)."""

    __slots__ = ()


_ERROR = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!)|Err:\d{3}", re.IGNORECASE)


def broken(value: Any) -> str:
    """Why a cell says nothing that could be read: "", or the code of the fault.

    >>> broken("#REF!"), broken(Broken("=…")), broken("#1")
    ('tables.cell-error', 'tables.formula-without-result', '')
    """
    if not isinstance(value, str):
        return ""
    if _ERROR.fullmatch(value.strip()):
        return "tables.cell-error"
    return "tables.formula-without-result" if isinstance(value, Broken) else ""


def loose(text: str) -> str:
    """A text for comparing: narrow, in small letters, without blanks."""
    return narrow(text).replace(" ", "").lower()


_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')


def text_of(value: Any) -> str:
    """A cell as its text: numbers as Excel shows them (15 digits, no needless .0), dates as 2012-04-05."""
    if isinstance(value, str):
        text = plain(value).strip()
        # ="0045" keeps its noughts in a CSV for Excel, which would show 45.
        kept = _KEPT_AS_TEXT.fullmatch(text)
        return kept[1] if kept else text
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


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?", re.ASCII)
_TIME = re.compile(r"(?<=\d)(日?)\s*[ T]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})?", re.ASCII)
_SERIAL = re.compile(r"\d{1,5}(\.\d+)?", re.ASCII)


def parse_date(value: Any, *, epoch_1904: bool = False) -> str:
    """A date as ISO text, to the day or, where only the month was given, to the month; "" when it is none.

    Read: 2012-4-5, 2012/4/5, 2012.4.5, 2012年4月5日, 20120405, 2012.04, Excel's day numbers from 1900 and from 1904.

    >>> parse_date("2012年4月5日"), parse_date("2012.04"), parse_date(41004), parse_date(39542, epoch_1904=True)
    ('2012-04-05', '2012-04', '2012-04-05', '2012-04-05')
    >>> parse_date("2012/4/5 0:00"), parse_date("2012-04-05 08:30:00"), parse_date("2012-04-05T00:00:00")
    ('2012-04-05', '2012-04-05', '2012-04-05')
    >>> parse_date("2012-13-1"), parse_date("去年")
    ('', '')
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _TIME.sub(r"\1", narrow(text_of(value)).strip()).replace(" ", "")
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
