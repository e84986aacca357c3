"""What day it is: the one place that asks the machine.

Whatever happens takes its day as an argument (`on=`); the ways in ask here once and hand it down. A rehearsal and the
tests set the day instead. Moments (a session, a code of a second factor, a stamp of the audit) are not days and go on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils.timezone import localdate

_set: list[
    date
] = []  # of the process, not of the thread: a rehearsal's server answers from threads of its own


def today() -> date:
    """The day it is, in the one time zone of the site."""
    return _set[-1] if _set else localdate()


def day_of(moment: datetime) -> date:
    """The day a moment lies in, in the one time zone of the site."""
    return localdate(moment)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Within this block it is that day, for the whole process. Blocks may stand in each other."""
    _set.append(day)
    try:
        yield
    finally:
        _set.pop()
