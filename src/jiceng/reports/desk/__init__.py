"""工作台: what is due from somebody, for whom, by when, and why, across all campaigns and nouns. Late first.

line      one line, and the band it stands in
running   the campaigns somebody works in, read once: owners of every gap, dates, rows
sheet awaited track ballot notice item duty keeping   the lines of each noun: `read` asks the database, `lines` does not

A line carries a code and facts; `jiceng.phrases` says it. Its action is the name of an address with what fills it, so
that this package knows no web page. `read` once for many people, then `lines` for each: a desk, a reminder and a
calendar are the same lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiceng.reports.desk import awaited, ballot, duty, item, keeping, notice, sheet, track
from jiceng.reports.desk.line import BANDS, LINE, Due
from jiceng.reports.desk.reminded import reminded
from jiceng.reports.desk.running import Running
from jiceng.store.models import Post

NOUNS = (sheet, awaited, track, ballot, duty, notice, item, keeping)

__all__ = ["BANDS", "LINE", "Due", "Seen", "due", "lines", "read", "reminded"]


@dataclass(frozen=True)
class Seen:
    """What was read for some posts on a day: of each noun what its lines need."""

    running: Running
    nouns: Sequence[Any]


def read(held: Sequence[Post], on: date) -> Seen:
    """Everything that the desks of these posts show; queries by the number of campaigns, never of organisations."""
    running = Running.of(held, on)
    return Seen(running, [noun.read(running, held) for noun in NOUNS])


def lines(seen: Seen, held: Sequence[Post]) -> list[Due]:
    """The desk of one person, whose posts are some of those read for; asks the database nothing."""
    kept: list[Due] = []
    for noun, known in zip(NOUNS, seen.nouns, strict=True):
        for post in held:
            for line in noun.lines(seen.running, known, post, held):
                if not any(line.within(other) for other in kept):
                    kept = [other for other in kept if not other.within(line)] + [line]
    return sorted(kept, key=Due.order)


def due(held: Sequence[Post], on: date) -> list[Due]:
    """What is due on a day from somebody with these posts (`access.scope.posts`)."""
    return lines(read(held, on), held) if held else []
