"""The ballots of the running campaign that are held here: slips, a sealed box, two tellers, a board for everybody.

Everything goes through the services, on the day it would have happened. Names are invented, and so are the
organisations. Every other count of the demonstration is typed in, in bulk, as of a meeting held on paper: it says so on
its page, and nobody can count it again.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiceng.demo import county, papers
from jiceng.demo.meeting import Meeting
from jiceng.demo.people import COUNTY, STREET, TOWN, People
from jiceng.demo.wording import ROOMS
from jiceng.kernel.ballot import OVERALL
from jiceng.services import ballot as events
from jiceng.store.models import BallotEvent, Campaign, Organisation, Subject

SHOWN = f"{COUNTY}-P016"  # published, both classes by themselves: the board to look at
SMALL = f"{COUNTY}-P060"  # published too; seven members voted, so classes are told together
READY = f"{COUNTY}-P017"  # the list is frozen: the accounts go on from here
REVIEWED = f"{COUNTY}-O001"  # 行风评议 on paper alone: counted, waits for a teller's signature

AWAY = ("外出务工", "住院治疗", "在外培训")
Teller = tuple[str, str]  # the code of an organisation and the role of a post there


@dataclass(frozen=True)
class Plan:
    """What happens at one organisation. held: days ago; grade: how content its voters are; away: of the first class.

    phones: the share of the voters with a slip who use it on a phone; the others vote on paper. spoilt: papers that say
    nothing; absent: of the last class, without a slip.
    """

    tellers: tuple[Teller, Teller]
    to: str
    held: int = 3
    grade: str = "较好"
    phones: float = 0.6
    away: int = 0
    absent: int = 0
    spoilt: int = 0


AT_TOWN: tuple[Teller, Teller] = ((TOWN, "reviewer"), (TOWN, "committee-officer"))
AT_FIRMS: tuple[Teller, Teller] = (
    (f"{COUNTY}-W05", "reviewer"),
    (f"{COUNTY}-W05", "committee-officer"),
)
AT_STREET: tuple[Teller, Teller] = ((COUNTY, "county-officer"), (STREET, "committee-officer"))

SATISFACTION, CONDUCT = "satisfaction", "conduct-review"
HELD: Mapping[tuple[str, str], Plan] = {
    (SATISFACTION, SHOWN): Plan(AT_TOWN, "published", away=2, absent=1, spoilt=1),
    (SATISFACTION, SMALL): Plan(AT_FIRMS, "published", grade="一般", away=1),
    (SATISFACTION, READY): Plan(AT_TOWN, "frozen", held=0),
    (CONDUCT, REVIEWED): Plan(AT_STREET, "counted", held=1, phones=0, absent=2, spoilt=1),
}
USERS_OF_A_SERVICE = 24  # who are asked at REVIEWED: the document gives no number


class Ballots:
    """The ballots while they are held. on: the day of the demonstration."""

    def __init__(self, campaign: Campaign, people: People, on: date) -> None:
        self.campaign, self.people, self.on = campaign, people, on
        self.meetings: list[Held] = []

    def list_voters(self, mechanism: str, subject: Subject, sizes: Mapping[str, int], on: date) -> None:
        """The list by name, handed in by the secretary and, where the document says so, approved."""
        meeting = Held(mechanism, subject, sizes, self.people, on)
        meeting.submit_roll()
        if events.rule_of(subject, mechanism).approved_by is not None:
            meeting.approve_roll()
        self.meetings.append(meeting)

    def hold(self) -> None:
        """Each to where it stands. Outside a transaction: see `services.ballot.rewrite`."""
        reviewed = Subject.objects.for_page().get(campaign=self.campaign, organisation__code=REVIEWED)
        sizes = {"服务对象": USERS_OF_A_SERVICE}
        self.list_voters(CONDUCT, reviewed, sizes, self.on - timedelta(days=2))
        for meeting in self.meetings:
            meeting.on = self.on - timedelta(days=meeting.plan.held)
            meeting.hold()

    def figures(self) -> dict[str, Any]:
        """How many stand where, for the sentence that says so."""
        at = Counter(meeting.plan.to for meeting in self.meetings)
        return {"held": len(self.meetings), "published": at["published"]}


class Held(Meeting):
    """One of HELD."""

    def __init__(
        self, mechanism: str, subject: Subject, sizes: Mapping[str, int], people: People, on: date
    ) -> None:
        super().__init__()
        place: Organisation = subject.organisation
        self.plan = HELD[mechanism, place.code]
        self.subject, self.mechanism, self.sizes, self.on = subject, mechanism, sizes, on
        self.secretary = people.at(place, "secretary")
        self.reviewer = people.at(subject.committee, "reviewer")
        self.delegate = people.account("delegate")
        self.teller1, self.teller2 = (people.posts[post] for post in self.plan.tellers)
        self.place = ROOMS[place.kind] + "（演示）"
        self.host = self.delegate.get_full_name()
        self.paper_only = not self.plan.phones
        self.rng = random.Random(f"{place.code}, {self.mechanism}")

    def names(self) -> Mapping[str, Sequence[events.Named]]:
        """Invented names; the secretary, who is in the register, leads the list of members."""
        drawn = county.names(self.rng)
        by_class = {
            name: [events.Named(next(drawn)) for _ in range(size)] for name, size in self.sizes.items()
        }
        if "党员" in by_class:
            by_class["党员"][0] = events.Named(self.secretary.get_full_name(), self.secretary.person)
        return by_class

    def hold(self) -> None:
        """From the list to where the plan says."""
        self.begin()
        self.freeze()
        if self.plan.to == "frozen":
            return
        self.set_key()
        if not self.paper_only:
            self.rehearse()
            self.draw_slips()
        self._tick()
        self.open()
        on_paper = self._vote()
        self.close()
        for name, votes in on_paper.items():
            last = name == self.classes[-1]
            self.enter_papers(name, {OVERALL: votes}, invalid=self.plan.spoilt * last)
        self.count()
        if self.plan.to == "counted":
            self.ask("sign")
            return
        self.sign()
        self.publish()

    def _tick(self) -> None:
        """Everybody gets a slip or a paper but the last of the first class and of the last."""
        first, last = self.entries(self.classes[0]), self.entries(self.classes[-1])
        away = first[len(first) - self.plan.away :]
        absent = last[len(last) - self.plan.absent :]
        present = [entry for entry in self.entries() if entry not in away and entry not in absent]
        self.tick(present, {entry.pk: AWAY[at % len(AWAY)] for at, entry in enumerate(away)})

    def _vote(self) -> dict[str, Counter[str]]:
        """On phones; what is left for paper, class by class."""
        left = {}
        for name in self.classes:
            present = [voter for voter in self.voters if voter.voter_class == name]
            spoilt = self.plan.spoilt * (name == self.classes[-1])
            wanted = list(Counter(papers.votes(len(present) - spoilt, self.plan.grade, self.rng)).elements())
            self.rng.shuffle(wanted)
            by_phone = round(len(wanted) * self.plan.phones)
            for voter, answer in zip(present, wanted[:by_phone], strict=False):
                self.vote(voter, answer)
            left[name] = Counter(wanted[by_phone:])
        return left


def shown() -> BallotEvent | None:
    """The board to look at, where it is there."""
    return _at(SHOWN, "published")


def ready() -> BallotEvent | None:
    """The ballot to go on with, as long as it waits."""
    return _at(READY, "frozen")


def _at(code: str, state: str) -> BallotEvent | None:
    ballot_events = BallotEvent.objects.for_page().filter(subject__organisation__code=code, state=state)
    return ballot_events.first()
