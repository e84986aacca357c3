"""One ballot from the approved list to its publication, with a real key, real slips and phones that seal.

Made on a county under 000-1 at the step of the satisfaction ballot; another pack and mechanism by name. What the
delegate's browser and the voters' phones do is `jiceng.demo.meeting`, in the same bytes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiceng.demo import meeting
from jiceng.demo.meeting import Voter, new_code, new_key
from jiceng.services import ballot as events
from jiceng.store.models import BallotEvent, Envelope, Organisation, Person, Subject, Track
from tests.factories import (
    ON,
    campaign,
    committee,
    committee_officer,
    delegate,
    in_post,
    officer,
    organisation,
    reviewer,
    secretary,
)

__all__ = ["BALLOT", "PACK", "PASSPHRASE", "SIZES", "STEP", "WAY", "Meeting", "Voter", "new_code", "new_key"]

PACK, BALLOT, STEP = "yichun-2012-grading", "satisfaction", "assessment"
SIZES: Mapping[str, int] = {"党员": 12, "群众代表": 12}
PASSPHRASE = "春天的田野 2012 年"

# Every state, and the step of `Meeting` that leads there.
WAY = ("draft", "frozen", "opening", "open", "closed", "counted", "signed", "published", "archived")


class Meeting(meeting.Meeting):
    """A county, a branch, a ballot. sizes: class -> voters. registered: how many of the first class the register knows.

    Everybody is somebody: delegate, teller1, teller2, reviewer, secretary, officer.
    """

    place, host = "村部二楼", "镇党委副书记"

    def __init__(
        self,
        *,
        pack: str = PACK,
        mechanism: str = BALLOT,
        step: str = STEP,
        sizes: Mapping[str, int] = SIZES,
        paper_only: bool = False,
        registered: int = 0,
        on: date = ON,
    ) -> None:
        super().__init__()
        self.mechanism, self.sizes, self.paper_only, self.on = mechanism, dict(sizes), paper_only, on
        self.registered = registered
        self.top = committee(name="某县县委")
        self.town = committee(self.top, name="某镇党委")
        self.branch: Organisation = organisation(
            self.town, kind="organ-institution", member_count=next(iter(self.sizes.values()))
        )
        self.officer = officer(self.top)
        self.reviewer = reviewer(self.town)
        self.secretary = secretary(self.branch)
        self.delegate = delegate(self.town)
        self.teller1, self.teller2 = delegate(self.town), in_post("reviewer", self.town)
        self.campaign = campaign(self.top, pack=pack)
        Track.objects.filter(campaign=self.campaign).update(step=step)

    @property
    def now(self) -> BallotEvent:
        """The ballot as it is; what it points at is read when a test asks."""
        return BallotEvent.objects.get(pk=self.event.pk)

    @property
    def subject(self) -> Subject:
        return Subject.objects.for_page().get(campaign=self.campaign, organisation=self.branch)

    def names(self) -> dict[str, list[events.Named]]:
        found = {name: list(people) for name, people in super().names().items()}
        first = self.classes[0]
        for number in range(self.registered):
            person = Person.objects.create(name=f"{first}{number + 1}", invented=True)
            found[first][number] = events.Named(person.name, person)
        return found

    def submit_roll(self, **facts: Any) -> None:
        """By the branch, or by the superior that invites where the document says so."""
        named_by = events.rule_of(self.subject, self.mechanism).named_by
        by = self.secretary if named_by == "secretary" else committee_officer(self.town)
        super().submit_roll(**{"by": by} | facts)

    def void(self, reason: str = "发出的票数与名单对不上") -> BallotEvent:
        events.ask_void(event=self.event, reason=reason, by=self.delegate, on=self.on)
        events.confirm_void(event=self.event, by=self.reviewer, on=self.on)
        return self.now

    # -- the whole way

    def to(self, state: str) -> "Meeting":
        """On to this state, by whatever lies between; everybody is present, and votes by phone where there are any."""
        at = WAY.index(self.now.state) + 1 if self.event else 0
        for step in WAY[at : WAY.index(state) + 1]:
            getattr(self, f"_to_{step}")()
        return self

    def to_open_and_closed(self) -> BallotEvent:
        """Whoever is ticked votes by phone."""
        self.open()
        self.vote_all()
        return self.close()

    def _to_draft(self) -> None:
        if not self.subject.rolls.filter(mechanism=self.mechanism).exists():
            self.submit_roll()
            self.approve_roll()
        self.begin()

    def _to_frozen(self) -> None:
        self.freeze()

    def _to_opening(self) -> None:
        self.set_key()
        if not self.paper_only:
            self.rehearse()
            self.draw_slips()

    def _to_open(self) -> None:
        self.tick()
        self.open()

    def _to_closed(self) -> None:
        if not self.paper_only:
            self.vote_all()
        self.close()

    def _to_counted(self) -> None:
        if self.paper_only and not self.papers:
            for name, size in self.sizes.items():
                self.enter_papers(name, {one.name: {one.options[0]: size} for one in self.sheet})
        self.count()

    def _to_signed(self) -> None:
        self.sign()

    def _to_published(self) -> None:
        self.publish()

    def _to_archived(self) -> None:
        self.archive()

    def spent(self) -> list[str]:
        return list(Envelope.objects.filter(event=self.event.pk).values_list("nullifier", flat=True))
