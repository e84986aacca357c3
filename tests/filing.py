"""A county under 000-1, whose committees ballot, record and send returns."""

from datetime import timedelta
from decimal import Decimal

from jiceng.kernel.ballot import Counted
from jiceng.services import ballot, duty
from jiceng.store.models import Notice, Organisation, Record, Return, Roll, Subject, Track, User
from tests.factories import (
    ON,
    County,
    campaign,
    committee,
    committee_officer,
    delegate,
    officer,
    organisation,
    reviewer,
    secretary,
)

PACK = "yichun-2012-grading"
ROLL = {"党员": 20, "群众代表": 20}
RETURN, BALLOT = "returns", "satisfaction"


def counted(
    first: int = 15, second: int = 3, third: int = 1, fourth: int = 0, *, invalid: int = 1
) -> Counted:
    votes = dict(zip(("满意", "基本满意", "不满意", "不了解"), (first, second, third, fourth), strict=True))
    valid = sum(votes.values())
    return Counted(20, valid + invalid, valid, invalid, votes)


class Filing(County):
    """Towns with branches of one kind under 000-1. reviewers: one a town, reviewer and committee officer at once."""

    def __init__(self, *, towns: int = 1, branches: int = 1, kind: str = "organ-institution") -> None:
        self.top = committee(name="某县县委")
        self.towns = [committee(self.top) for _ in range(towns)]
        self.branches = [organisation(town, kind=kind) for town in self.towns for _ in range(branches)]
        self.officer = officer(self.top)
        self.reviewers = [committee_officer(town, who=reviewer(town)) for town in self.towns]
        self.campaign = campaign(self.top, pack=PACK)
        self.stand_at("assessment")
        self.delegate = delegate(self.town)
        self.secretary = secretary(self.branch)

    def stand_at(self, step: str) -> None:
        Track.objects.filter(campaign=self.campaign).update(step=step)

    def graded(self, branch: Organisation, grade: str, total: str = "85", explanation: str = "") -> Subject:
        """The grade as decided, whatever led to it."""
        found = Subject.objects.filter(campaign=self.campaign, organisation=branch)
        found.update(
            total=Decimal(total), computed=grade, decided=grade, decided_by=self.reviewer, decided_on=ON,
            explanation=explanation,
        )  # fmt: skip
        return found.get()

    def all_graded(self, *grades: str) -> None:
        """Every branch in turn; the last grade for the rest. Everything that comes before the return is there."""
        for at, branch in enumerate(self.branches):
            self.graded(branch, grades[min(at, len(grades) - 1)], explanation="已说明情况")
            self.posted(branch)
        for town, by in zip(self.towns, self.reviewers, strict=True):
            for mechanism in ("circulation", "summary-report"):
                Record.objects.create(
                    campaign=self.campaign, mechanism=mechanism, organisation=town, number=1, held_on=ON, by=by, on=ON
                )  # fmt: skip
        self.stand_at("notice")

    def posted(self, branch: Organisation) -> Notice:
        """The notice of a branch's grade, whose days are over."""
        first = ON - timedelta(days=4)
        return Notice.objects.create(
            campaign=self.campaign, mechanism="results-notice", organisation=branch, number=1, title="定级结果公示",
            token=f"{branch.pk:043d}", audience="public", place="公开栏", from_on=first,
            until_on=first + timedelta(days=1), posted_by=self.officer, posted_on=first,
        )  # fmt: skip

    # -- ballot

    def submit(self, sizes: dict[str, int] | None = None, **facts) -> Roll:
        facts = {"subject": self.subject, "mechanism": BALLOT, "by": self.secretary, "on": ON} | facts
        return ballot.submit_roll(sizes=sizes or ROLL, **facts)

    def approve(self, **facts) -> Roll:
        facts = {"subject": self.subject, "mechanism": BALLOT, "by": self.reviewer, "on": ON} | facts
        return ballot.approve_roll(**facts)

    def count(self, counts: dict[str, Counted] | None = None, **facts):
        facts = {
            "subject": self.subject,
            "mechanism": BALLOT,
            "by": self.delegate,
            "on": ON,
            "held_on": ON,
        } | facts
        return ballot.type_count(counts=counts or {"党员": counted(), "群众代表": counted(12, 6)}, **facts)

    # -- returns

    def prepared(self, town: Organisation | None = None) -> duty.Prepared:
        facts = {"campaign": self.campaign, "mechanism": RETURN, "organisation": town or self.town}
        return duty.prepare(on=ON, **facts)

    def send(self, town: Organisation | None = None, *, by: User | None = None, **facts) -> Return:
        town = town or self.town
        by = by or self.reviewers[self.towns.index(town)]
        facts = {"campaign": self.campaign, "mechanism": RETURN, "organisation": town, "on": ON} | facts
        return duty.send(by=by, **facts)
