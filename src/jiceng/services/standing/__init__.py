"""standing: where a campaign stands. What is there, what a step still awaits, and whether something is done now.

track     where a committee stands; whether a mechanism's step is now
facts     what is there, each kind of thing read once
gaps      what one rule asks of one committee; a reader for each word, in sheet duty notice ballot item link draw use
missing   what a step awaits, grouped, with the way to where it is mended

Reads only: no event, no permission, nothing written. Every service and report may ask.
"""

from jiceng.services.standing import ballot, draw, duty, item, link, notice, sheet, use  # noqa: F401 (each registers)
from jiceng.services.standing.duty import named, owed_at
from jiceng.services.standing.facts import Facts, Member
from jiceng.services.standing.gaps import Lack, Way
from jiceng.services.standing.missing import comes_first, done, lacking, missing, missing_by_track, missing_of
from jiceng.services.standing.sheet import against_finding
from jiceng.services.standing.track import (
    check_late,
    check_not_over,
    check_now,
    hold_track,
    key_of,
    why_not,
    why_not_late,
)

__all__ = [
    "Facts",
    "Lack",
    "Member",
    "Way",
    "against_finding",
    "check_late",
    "check_not_over",
    "check_now",
    "comes_first",
    "done",
    "hold_track",
    "key_of",
    "lacking",
    "missing",
    "missing_by_track",
    "missing_of",
    "named",
    "owed_at",
    "why_not",
    "why_not_late",
]
