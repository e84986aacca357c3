"""days: the calendar's exceptions, kept by hand and read when working days are counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import chinese_calendar
from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.days import WorkingDays
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.store.models import Holiday, Organisation, User

# The names the package gives, as the announcements say them.
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
WORKED = "{name}调休"


def calendar(on: date) -> WorkingDays:
    """Working days around a day: of the year before it and the three years after; one query."""
    rows = Holiday.objects.filter(on__year__gte=on.year - 1, on__year__lte=on.year + 3)
    days = list(rows.values_list("on", "working"))
    return WorkingDays(
        off=frozenset(day for day, working in days if not working),
        worked=frozenset(day for day, working in days if working),
        known=known_years(day for day, working in days if not working),
    )


# 《全国年节及纪念日放假办法》 gives everybody 11 days (13 since 2025); one that falls on a weekend is made up for, so
# no year has fewer weekdays off. A table with fewer is only begun.
FEWEST = 11


def known_years(off: Iterable[date]) -> frozenset[int]:
    """The years whose table of days off is whole, as far as can be told from how many are entered."""
    counted = Counter(day.year for day in off)
    return frozenset(year for year, count in counted.items() if count >= FEWEST)


def unknown(found: WorkingDays, first: date, last: date | None) -> Refusal | None:
    """What to say beside a day that was counted without the table of its year; None when there is nothing to say."""
    years = [str(year) for year in range(first.year, (last or first).year + 1) if year not in found.known]
    return Refusal("days.not-entered", years=years) if years else None


def published() -> range:
    """The years that the package knows."""
    years = {day.year for day in chinese_calendar.holidays}
    return range(min(years), max(years) + 1)


@transaction.atomic
def load_holidays(years: Iterable[int]) -> dict[int, int]:
    """Enter what was announced for these years: year -> how many days were new. A day entered by hand stays as it is.

    Raises Refusal "days.year-not-published" before anything is entered.
    """
    wanted = sorted(set(years))
    for year in wanted:
        if year not in published():
            raise Refusal("days.year-not-published", year=year)
    announced = {
        day: Holiday(on=day, working=False, name=NAMES.get(name, name))
        for day, name in chinese_calendar.holidays.items()
        if day.weekday() < 5
    } | {
        day: Holiday(on=day, working=True, name=WORKED.format(name=NAMES.get(name, name)))
        for day, name in chinese_calendar.workdays.items()
        if day.weekday() >= 5
    }
    kept = set(Holiday.objects.values_list("on", flat=True))
    new = [row for day, row in sorted(announced.items()) if day.year in wanted and day not in kept]
    Holiday.objects.bulk_create(new, batch_size=500)
    return {year: sum(row.on.year == year for row in new) for year in wanted}


@transaction.atomic
def set_holiday(
    *, day: date, working: bool, name: str, organisation: Organisation, by: User, on: date
) -> Holiday:
    """Enter a day off, or a weekend day that is worked. The same day again changes it.

    organisation: the county whose officer enters it; days off are the same for everybody.
    Raises Forbidden, or Refusal "days.name-missing", "days.weekend-already", "days.weekday-already".
    """
    checks.check(by, "campaign.windows", organisation)
    name = name.strip()
    if not has_reason(name):
        raise Refusal("days.name-missing", day=day.isoformat())
    if working and day.weekday() < 5:
        raise Refusal("days.weekday-already", day=day.isoformat())
    if not working and day.weekday() >= 5:
        raise Refusal("days.weekend-already", day=day.isoformat())
    row, made = Holiday.objects.get_or_create(on=day, defaults={"working": working, "name": name})
    if not made:
        if (row.working, row.name) == (working, name):
            return row
        row.working, row.name = working, name
        row.save(update_fields=["working", "name"])
    audit.record(
        "days.entered", by=by, on=on, target=row, path=organisation.path, day=day.isoformat(), working=working,
        name=name,
    )  # fmt: skip
    return row


@transaction.atomic
def remove_holiday(*, day: date, organisation: Organisation, by: User, on: date) -> None:
    """Take an entered day out again; Monday to Friday then counts for it. A day that is not entered changes nothing.

    Raises Forbidden.
    """
    checks.check(by, "campaign.windows", organisation)
    row = Holiday.objects.filter(on=day).first()
    if row is None:
        return
    audit.record(
        "days.removed", by=by, on=on, target=row, path=organisation.path, day=day.isoformat(),
        working=row.working, name=row.name,
    )  # fmt: skip
    row.delete()
