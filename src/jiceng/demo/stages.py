"""Where each committee of the running campaign stands on the day, and on which days it did what.

The campaign opened nine days ago, so that the day lies in the third step of the document's calendar, moved as the
kernel moves it. Most committees keep to it, some are late, a few went ahead with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from jiceng.demo.people import COUNTY, TOWN

OPENED_AGO = 9  # days
DUE_IN = 21

Stage = Literal["self-assessment", "assessment", "committee", "notice", "sent", "filed"]

# Committee -> where it stands; everybody else is at the third step.
STAGES: dict[str, Stage] = {
    f"{COUNTY}-W18": "self-assessment",
    "360982202": "self-assessment",
    TOWN: "assessment",
    f"{COUNTY}-W05": "assessment",
    f"{COUNTY}-W15": "assessment",
    "360982102": "assessment",
    "360982105": "assessment",
    "360982201": "assessment",
    f"{COUNTY}-W09": "notice",
    f"{COUNTY}-W13": "notice",
    "360982104": "notice",
    "360982106": "notice",
    "360982107": "sent",
    "360982108": "filed",
}
ORDER: Sequence[Stage] = ("self-assessment", "assessment", "committee", "notice", "sent", "filed")

AHEAD = "经市委组织部同意，作为先行单位提前进行（演示）"


@dataclass(frozen=True)
class Pace:
    """The days of a committee, counted from the opening. to_…: when it entered a step."""

    own: int = 1
    to_assessment: int = 3
    rolls: int = 3
    assessed: int = 4
    counted: int = 6
    to_committee: int = 8
    decided: int = 9
    to_notice: int = 99
    sent: int = 99
    to_filing: int = 99
    filed: int = 99


PACES: dict[Stage, Pace] = {
    "notice": Pace(counted=5, to_committee=6, decided=7, to_notice=8),
    # Its notices hang for two working days from the third day on, so at most until the sixth.
    "sent": Pace(
        own=0, to_assessment=1, rolls=1, assessed=1, counted=2, to_committee=2, decided=3, to_notice=3, sent=7,
        to_filing=8,
    ),
    "filed": Pace(
        own=0, to_assessment=1, rolls=1, assessed=1, counted=2, to_committee=2, decided=3, to_notice=3, sent=7,
        to_filing=7, filed=7,
    ),
}  # fmt: skip
USUAL = Pace()


def stage_of(code: str) -> Stage:
    return STAGES.get(code, "committee")


@dataclass(frozen=True)
class Days:
    """A pace in the calendar of a campaign."""

    pace: Pace
    opened_on: date

    def __getattr__(self, name: str) -> date:
        return self.opened_on + timedelta(days=getattr(self.pace, name))


def days_of(code: str, opened_on: date) -> Days:
    return Days(PACES.get(stage_of(code), USUAL), opened_on)


def is_past(stage: Stage, step: Stage) -> bool:
    """Whether somebody at a stage has left a step behind."""
    return ORDER.index(stage) > ORDER.index(step)
