"""days: dates as documents write them, and Chinese working days.

A document says 4月25日 without a year, 3月中旬 without a day; a campaign gives the year. Days off and worked weekends
are announced every year, so the calendar is an argument, never a constant.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiceng.kernel.refusal import Refusal

ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """off: weekdays that are holidays. worked: weekends that are working days (调休). known: years with a table.

    A year without a table counts Monday to Friday; whoever shows the answer says so (`knows`).
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known: frozenset[int] = field(default=frozenset())

    def knows(self, first: date, last: date) -> bool:
        return {first.year, last.year} <= self.known

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The last of `count` working days that begin the day after `day`; `day` itself for 0.

        >>> WorkingDays().after(date(2012, 4, 20), 2)
        datetime.date(2012, 4, 24)
        """
        while count > 0:
            day += ONE
            count -= self.is_working(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both included."""
        return sum(self.is_working(first + ONE * at) for at in range((last - first).days + 1))


_PRINTED = re.compile(r"(?:\+(1)-)?([0-9]{1,2})-([0-9]{1,2})")
_UNCLEAR = re.compile(r"\+[0-9]{1,2}-[0-9]{1,2}")


def in_year(text: str, year: int) -> date:
    """`04-25` in a year; `+1-01-05` is the fifth of January of the year after; `02-29` is the last of February.

    >>> in_year("04-25", 2012), in_year("+1-01-05", 2012), in_year("02-29", 2013)
    (datetime.date(2012, 4, 25), datetime.date(2013, 1, 5), datetime.date(2013, 2, 28))

    Raises Refusal "days.not-a-day", and "days.which-year" for `+01-05`, which does not say how many years on.
    """
    if _UNCLEAR.fullmatch(text):
        raise Refusal("days.which-year", value=text, instead=f"+1-{text[1:]}")
    printed = _PRINTED.fullmatch(text)
    if printed is None:
        raise Refusal("days.not-a-day", value=text[:20])
    years, month, day = (int(part or 0) for part in printed.groups())
    try:
        # The last of February in every year.
        last = monthrange(year + years, month)[1] if (month, day) == (2, 29) else day
        return date(year + years, month, last)
    except ValueError:
        raise Refusal("days.not-a-day", value=text[:20]) from None


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def periods(anchor: date, months: int, through: date) -> list[Period]:
    """Every stretch of so many months that has begun by a day; the n-th is counted from the anchor, not the last one.

    >>> [period.last.isoformat() for period in periods(date(2012, 1, 31), 1, date(2012, 4, 1))]
    ['2012-02-28', '2012-03-30', '2012-04-29']
    """
    stretches: list[Period] = []
    while (first := months_after(anchor, months * len(stretches))) <= through:
        stretches.append(Period(first, months_after(anchor, months * (len(stretches) + 1)) - ONE))
    return stretches


_YEAR = re.compile(r"\{year(?:-([1-9]))?\}")
_BRACED = re.compile(r"\{[^}]*\}")


def with_year(text: str, year: int | None) -> str:
    """A title with the years it speaks of, counted from a campaign's; where there is none, it says which it would be.

    >>> with_year("{year-2}年—{year}年活动公示牌", 2026), with_year("{year-1}年", None)
    ('2024年—2026年活动公示牌', '×-1年')
    """
    if year is None:
        return _YEAR.sub(lambda match: f"×-{match[1]}" if match[1] else "×", text)
    return _YEAR.sub(lambda match: str(year - int(match[1] or 0)), text)


def unknown_braces(text: str) -> list[str]:
    """What stands in braces and is no year."""
    return [part for part in _BRACED.findall(text) if not _YEAR.fullmatch(part)]


def months_after(day: date, months: int) -> date:
    """The same day some months on; the last day of a shorter month.

    >>> months_after(date(2012, 1, 31), 1), months_after(date(2012, 4, 25), 3)
    (datetime.date(2012, 2, 29), datetime.date(2012, 7, 25))
    """
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
