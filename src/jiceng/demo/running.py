"""The campaign that is under way: what the first three steps asked is there where a committee has left them behind.

Sheets, records, boards and ballots are written in bulk; every committee then moves on through the service that moves
committees, which refuses while anything is missing. What stands where is planned in `stages`.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from jiceng import packs
from jiceng.demo import ballots, papers, scores, sheets
from jiceng.demo.finished import grades
from jiceng.demo.people import BRANCH, STREET, VILLAGE, People
from jiceng.demo.stages import AHEAD, DUE_IN, OPENED_AGO, Days, Stage, days_of, is_past, stage_of
from jiceng.kernel.link import InSeat
from jiceng.services import procedure
from jiceng.services import sheet as services
from jiceng.store.models import Adoption, Campaign, Organisation, Subject, Track, User

PACK = "yichun-2012-grading"
# How many are drawn, and what a bonus is worth: the document leaves both to the county.
SETTINGS = {"spot-check": {"size": 8}, "bonus": {"points": "2"}}
REASONS = dict.fromkeys(("spot-check.size", "bonus.points"), "演示：虚构的市委组织部办公会纪要")

SOURCES = ("年度考核", "信访", "综治", "计生")
TALKS = (("党员", "领导班子、党员队伍"), ("群众", "工作业绩、群众反映"), ("服务对象", "工作机制"))

# What of the second step is there at the organisations of a late committee, in turn.
LATE = tuple(
    frozenset(line.split())
    for line in (
        "opinions interviews roll approved counted scored",
        "opinions interviews roll approved counted scored",
        "opinions interviews roll approved counted begun",
        "opinions interviews roll approved",
        "opinions roll approved scored",
        "opinions interviews roll",
        "roll",
        "",
    )
)
# What of the first step is there at those whose committee is not through it.
EARLY = tuple(
    frozenset(line.split())
    for line in (
        "board assembly scored declared",
        "board assembly scored",
        "board assembly begun",
        "board",
        "",
    )
)
BEGUN = EARLY[2]


@dataclass
class Graded:
    """One organisation on its way. computed: the grade that its assessment gives; found: what the assessment found."""

    subject: Subject
    secretary: User
    reviewer: User
    officer: User
    days: Days
    stage: Stage
    computed: str
    found: sheets.Entries
    own: sheets.Entries

    @property
    def complete(self) -> dict[str, sheets.Entries]:
        return {"self": self.own, "assessment": self.found}


class Running:
    """The campaign while it is written."""

    def __init__(
        self, top: Organisation, people: People, follows: Campaign, on: date, rng: random.Random
    ) -> None:
        self.people, self.on, self.rng = people, on, rng
        opened = on - timedelta(days=OPENED_AGO)
        adoption = Adoption.objects.create(
            organisation=top,
            pack=PACK,
            version=packs.load(PACK).version,
            settings=SETTINGS,
            reasons=REASONS,
            adopted_on=opened,
        )
        self.campaign = services.open_campaign(
            adoption=adoption, title=f"{on.year}年基层党组织分类定级（演示）", by=people.account("county"), on=opened,
            due_on=on + timedelta(days=DUE_IN), follows=follows,
        )  # fmt: skip
        self.scheme = self.campaign.scheme
        self.papers = papers.Papers(self.campaign, rng)
        self.ballots = ballots.Ballots(self.campaign, people, on)
        self.committees = {
            track.committee.code: track.committee
            for track in Track.objects.filter(campaign=self.campaign).select_related("committee")
        }
        subjects = self.campaign.subjects.select_related("organisation", "committee")
        self.graded = self._graded(list(subjects.order_by("organisation__path")))

    def _graded(self, subjects: list[Subject]) -> list[Graded]:
        size = len(subjects)
        good, poor, ordinary = size * 12 // 100, size * 8 // 100, size * 20 // 100
        counts = {"好": good, "较好": size - good - poor - ordinary, "一般": ordinary, "较差": poor}
        computed = grades(subjects, counts, self.rng) | _planned(subjects)
        words = scores.words(self.campaign.opened_on.year)
        graded = []
        for subject in subjects:
            subject.campaign = self.campaign
            entries = sheets.drawn(self.scheme, subject, computed[subject.pk], words, self.rng)
            code = subject.committee.code
            graded.append(
                Graded(
                    subject, self.people.at(subject.organisation, "secretary"),
                    self.people.at(subject.committee, "reviewer"),
                    self.people.at(subject.committee, "committee-officer"),
                    days_of(code, self.campaign.opened_on), stage_of(code), computed[subject.pk], entries,
                    sheets.own(self.scheme, subject, entries, self.rng),
                )
            )  # fmt: skip
        return graded

    def at(self, *stages: Stage) -> list[Graded]:
        return [graded for graded in self.graded if graded.stage in stages]

    def past(self, step: Stage) -> list[Graded]:
        return [graded for graded in self.graded if is_past(graded.stage, step)]

    # -- moving ---------------------------------------------------------------------------------------------------

    def move(self, step: Stage, day: str, *, ahead: bool = False) -> None:
        """Every committee that has left a step behind, through the service that refuses while anything is missing."""
        for code, committee in self.committees.items():
            if is_past(stage_of(code), step):
                days = days_of(code, self.campaign.opened_on)
                early = ahead or stage_of(code) in ("notice", "sent", "filed")
                self.move_one(committee, getattr(days, day), AHEAD if early else "")

    def move_one(
        self, committee: Organisation, on: date, reason: str = "", *, by: User | None = None
    ) -> None:
        track = Track.objects.select_related("committee").get(campaign=self.campaign, committee=committee)
        track.campaign = self.campaign
        procedure.move_on(
            track=track, by=by or self.people.at(committee, "committee-officer"), on=on, reason=reason
        )

    # -- the first step -------------------------------------------------------------------------------------------

    def assess_themselves(self) -> None:
        """自评申报: teams; boards first, then assemblies, sheets and declarations."""
        for committee in self.committees.values():
            officer, reviewer = (
                self.people.at(committee, role) for role in ("committee-officer", "reviewer")
            )
            seated = [InSeat(person.get_full_name(), "成员") for person in (officer, reviewer)]
            self.papers.team("guidance-team", committee, seated, officer, self.campaign.opened_on)
        filled = []
        for at, graded in enumerate(self.graded):
            there = EARLY[0] if graded.stage != "self-assessment" else EARLY[at % len(EARLY)]
            if graded.subject.organisation.code == VILLAGE:
                there = BEGUN
            own_on, by = graded.days.own, graded.secretary
            if "board" in there:
                self.papers.board("results-board", graded.subject, by, self.campaign.opened_on)
            if "assembly" in there:
                apart = random.Random(graded.subject.organisation.code) if "begun" in there else None
                self.papers.record("members-assembly", graded.subject, by, own_on, rng=apart)
            if there & {"scored", "begun"}:
                whole = "scored" in there
                filled.append(sheets.Filled(graded.subject, "self", graded.own, by, own_on, complete=whole))
            if "declared" in there:
                grade = sheets.preliminary(self.scheme, graded.subject, graded.own)
                self.papers.record(
                    "declaration", graded.subject, by, own_on, done=["self-assessment"], 自评结果=grade
                )
        sheets.keep(self.scheme, filled)
        self.papers.keep()

    # -- the second step ------------------------------------------------------------------------------------------

    def assess(self) -> None:
        """组织考核: opinions, talks, the ballot, the sheet; of late committees only a part."""
        filled = []
        late = 0
        for graded in self.past("self-assessment"):
            there = LATE[0]
            if graded.stage == "assessment":
                there = frozenset() if graded.subject.organisation.code == BRANCH else LATE[late % len(LATE)]
                late += 1
            self._asked(graded, there)
            self._voted(graded, there)
            if there & {"scored", "begun"}:
                whole = "scored" in there
                filled.append(
                    sheets.Filled(
                        graded.subject,
                        "assessment",
                        graded.found,
                        graded.reviewer,
                        graded.days.assessed,
                        complete=whole,
                    )
                )
                if whole:
                    sheets.compute(self.scheme, graded.subject, graded.complete, graded.computed)
        sheets.keep(self.scheme, filled)
        sheets.save([graded.subject for graded in self.graded if graded.subject.computed])
        self.papers.keep()

    def _asked(self, graded: Graded, there: frozenset[str]) -> None:
        day = graded.days.assessed
        if "opinions" in there:
            for source in SOURCES:
                self.papers.record("outside-opinions", graded.subject, graded.reviewer, day, 来源=source)
        elif there:
            self.papers.record("outside-opinions", graded.subject, graded.reviewer, day, 来源=SOURCES[0])
        if "interviews" in there:
            for who, about in TALKS:
                self.papers.record(
                    "interviews", graded.subject, graded.reviewer, day, 对象=who, 围绕的方面=about
                )

    def _voted(self, graded: Graded, there: frozenset[str]) -> None:
        if "roll" not in there:
            return
        sizes = self.papers.sizes(graded.subject)
        if (ballots.SATISFACTION, graded.subject.organisation.code) in ballots.HELD:
            self.ballots.list_voters(ballots.SATISFACTION, graded.subject, sizes, graded.days.rolls)
            return
        approver = graded.reviewer if "approved" in there else None
        self.papers.roll(
            "satisfaction", graded.subject, sizes, graded.secretary, graded.days.rolls, approved_by=approver
        )
        if "counted" in there:
            delegate = self.people.account("delegate")
            self.papers.count(
                "satisfaction", graded.subject, sizes, graded.computed, delegate, graded.days.counted
            )

    # -- the third step -------------------------------------------------------------------------------------------

    def decide(self) -> None:
        """党委研究: those ahead have decided; of the others some have met, some have decided on a part."""
        place = {code: at for at, code in enumerate(c for c in self.committees if stage_of(c) == "committee")}
        for code, committee in self.committees.items():
            if is_past(stage_of(code), "assessment") and (place.get(code, 1) % 3 or code == STREET):
                officer, reviewer = (
                    self.people.at(committee, role) for role in ("committee-officer", "reviewer")
                )
                present = "、".join(person.get_full_name() for person in (officer, reviewer))
                day = days_of(code, self.campaign.opened_on).decided
                self.papers.record("enlarged-meeting", committee, officer, day, 参加人员=present)
        for at, graded in enumerate(self.past("assessment")):
            turn = place.get(graded.subject.committee.code, -1)
            if turn == -1 or turn % 6 == 1 or (turn % 6 == 2 and at % 2):
                self._decided(graded)
        sheets.save([graded.subject for graded in self.past("assessment") if graded.subject.decided])
        self.papers.keep()

    def _decided(self, graded: Graded) -> None:
        grade, reason = graded.computed, ""
        if graded.stage == "committee" and graded.computed == "好" and self.rng.random() < 0.15:
            grade, reason = "较好", "“好”的名额已满，按总分排序后调整"
        sheets.decide(
            self.scheme, graded.subject, graded.complete, grade, reason, graded.officer, graded.days.decided
        )


def _planned(subjects: list[Subject]) -> dict[int, str]:
    """The two committees that are furthest have one 好 and several that are to be put right."""
    planned: dict[int, str] = {}
    for stage in ("sent", "filed"):
        own = [subject for subject in subjects if stage_of(subject.committee.code) == stage]
        wanted = ["好", "一般", "一般", "较差", "较差", "一般"]
        planned |= {subject.pk: wanted[at] if at < len(wanted) else "较好" for at, subject in enumerate(own)}
    return planned
