"""notice: a notice goes up with the words it was written with, and comes down with a reason.

posting    posted, taken down
places     who posts what for whom, and which committee's steps it belongs to
tables     what fills a notice's table: decided grades as they were, items as they are

A board of items (R-01) shows the ledger as it is today until it is taken down; what it then said is kept. Everything
else is kept as it went up. Posted again, a notice is a new number; the highest one that stands counts.
"""

from jiceng.services.notice.places import concerned, is_read_below, verb
from jiceng.services.notice.posting import post, take_down
from jiceng.services.notice.tables import board, preview_rows

__all__ = [
    "board",
    "concerned",
    "is_read_below",
    "post",
    "preview_rows",
    "take_down",
    "verb",
]
