"""Day by day: the morning comes, then everybody for whom something has changed opens the desk and works.

Who is visited is decided from the same lines that the desks show, read once for everybody: that saves pages and is
never evidence. Evidence is only what a page offered and what its form brought about.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.urls import reverse

from jiceng import clock, packs
from jiceng.kernel.procedure import Steps
from jiceng.packs import lint
from jiceng.rehearsal import county, filling
from jiceng.rehearsal.occasions import FROM_OUTSIDE, Occasions, leads_on, order
from jiceng.rehearsal.page import DeskLine, Form, Page, path_of
from jiceng.rehearsal.robot import REFUSING, Robot, Sent
from jiceng.reports import desk, morning
from jiceng.reports.desk import Due
from jiceng.services.days import load_holidays, published
from jiceng.store.models import Campaign, Notice, Post, Track, Window

DAY = timedelta(days=1)
ROUNDS = 12  # of a day, before it is left for the next one
LASTS = 300  # days of a campaign whose document does not say how long it lasts
POSTED_ANEW = (
    "/notice.not-posted-in@"  # in what a line is about: a notice that is posted anew in every stretch
)
LATE_AFTER = timedelta(days=20)  # what has no day is put off so long by those who are late
CAMPAIGN = re.compile(r"/campaigns/\d+/")
# With these, other things come to be asked for: a step is over, a grade or a finding stands.
MOVING = frozenset({"track.on", "grade.decide", "flag.record", "item.close", "item.accept", "figure.enter"})
LOOKED_AT = frozenset({"desk.over-quota", "desk.notice-to-read"})  # lines that ask to look, not to do
COLUMNS = "lint.column-"
REFUSED = (409, 422)  # a rule said no, or somebody was first; the page says so
FORBIDDEN = (401, 403, 404)
WALK = 300  # pages of one walk over a campaign
WALKS = 8  # of one rehearsal
Say = Callable[[date, int], None]


Identity = tuple[str, str, str]  # of a line of a desk
NO_LINE: Identity = ("", "", "")


@dataclass(frozen=True)
class Deed:
    """One form that somebody sent. line: the identity of the line of their desk that led to it, NO_LINE for none.

    refused: code and sentence. pressed: the words of the button.
    """

    on: date
    role: str
    place: str
    name: str
    line: Identity
    mechanism: str
    event: str
    holder: str
    address: str
    fields: int
    taken: bool
    refused: tuple[str, str]
    pressed: str = ""


@dataclass
class Asked:
    """That a mechanism stood on somebody's desk as their own work. roles: whose.

    lines: by their identity. ended: those that were gone after whoever they stood for followed them, and a form of the
    mechanism that they led to was taken.
    """

    first_on: date
    text: str
    roles: set[str] = field(default_factory=set)
    lines: set[Identity] = field(default_factory=set)
    ended: set[Identity] = field(default_factory=set)


@dataclass(frozen=True)
class Looked:
    """What a desk showed as own work when its owner last left it, after so many deeds and moves of the calendar."""

    lines: Mapping[Identity, DeskLine] = field(default_factory=dict)
    deeds: int = 0
    moved: int = 0


@dataclass(frozen=True)
class Finding:
    """Something that must not be. kind: of `jiceng.rehearsal.findings`."""

    kind: str
    mechanism: str
    on: date
    who: str
    text: str
    address: str = ""


@dataclass
class Played:
    """What a rehearsal saw. applied: mechanism -> the first page that showed its rule applied."""

    packs: tuple[str, ...]
    opened_on: date
    until: date
    deeds: list[Deed] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)
    applied: dict[str, tuple[date, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    requests: int = 0
    days: int = 0

    def find(self, kind: str, mechanism: str, on: date, who: str, text: str, address: str = "") -> None:
        finding = Finding(kind, mechanism, on, who, text, address)
        same = (kind, mechanism, address.split("?")[0])
        if same not in {(each.kind, each.mechanism, each.address.split("?")[0]) for each in self.findings}:
            self.findings.append(finding)


@dataclass
class Play:
    """A rehearsal under way. start: the day it opens. until: None = as long as the campaign runs.

    at_dawn: is told of each day before anybody is visited; a checkpoint can be taken there.
    is_enough: asked after each visit, whether the rest of the day tells nothing more.
    is_over: asked before each day, whether the rehearsal ends before it.
    """

    names: Sequence[str]
    start: date
    until: date | None = None
    seed: str = "1"
    temperament: str = "diligent"
    county_file: Path = county.USUAL
    say: Say = lambda on, count: None
    at_dawn: "Callable[[Play, date], None] | None" = None
    is_enough: Callable[[Played], bool] = lambda played: False
    is_over: Callable[[date], bool] = lambda day: False

    def __post_init__(self) -> None:
        ends = self.until or self.start + timedelta(days=LASTS)
        self.played = Played(tuple(self.names), self.start, ends)
        self.robots: list[Robot] = []
        self.seen: dict[str, tuple[object, ...]] = {}
        self.looked: dict[str, Looked] = {}
        self.moved = 0  # steps that the calendar has moved on
        self.tried: dict[tuple[str, Identity], tuple[date, str]] = {}
        self.walked: set[date] = set()
        self.walked_after = (
            -1
        )  # deeds: a walk over pages on which nobody has done anything since finds nothing new
        self.occasions = Occasions([packs.load(name) for name in self.names])

    # -- the whole ------------------------------------------------------------------------------------------------

    def run(self) -> Played:
        with clock.on(self.start):
            self._begin()
        day: date | None = self.start
        while day is not None and day <= self.played.until and not self.is_over(day):
            with clock.on(day):
                self.day(day)
                day = self._next(day)
        with clock.on(self.played.until):
            self._end(self.played.until)
        self.played.requests = sum(robot.requests for robot in self.robots)
        return self.played

    def _begin(self) -> None:
        load_holidays(year for year in (self.start.year, self.start.year + 1) if year in published())
        accounts = county.load(self.county_file, on=self.start)
        graded = sorted({str(each.organisation) for each in accounts if each.role == "secretary"}, key=int)
        levels = (0, 1, 2, 1, 3) if len(graded) > 1 else (3,)  # the only one does badly: more is asked of it
        level = {organisation: levels[at % len(levels)] for at, organisation in enumerate(graded)}
        self.robots = [
            Robot(account, self.seed, lambda holder: level.get(holder, 0), self.temperament)
            for account in accounts
            if not (self.temperament == "absent" and self._is_absent(account))
        ]
        for robot in self.robots:
            robot.on = self.start
            page = robot.sign_in()
            if not page.ok:
                self.played.find("page-failed", "", self.start, robot.account.name, "sign-in", page.address)
        for name in self.names:
            self._open(name)
        for robot in self.robots:
            self._check_pages(robot, "", self.start)

    def _is_absent(self, account: county.Account) -> bool:
        """Whether this branch secretary never comes: one in three by the seed."""
        if account.role != "secretary":
            return False
        return hashlib.sha256(f"{self.seed}|{account.username}".encode()).digest()[0] % 3 == 0

    def _open(self, name: str) -> None:
        """The county's officer takes the document into use and opens the campaign, by the pages."""
        for fault in lint.check_pack(packs.load(name)):
            if fault.level == "error" and fault.code.startswith(COLUMNS):
                key = fault.key.split(".")[0]
                self.played.find(
                    "columns-missing", f"{name}/{key}", self.start, "", str(fault.facts.get("name", ""))
                )
        officer = next(robot for robot in self.robots if robot.account.role == "county-officer")
        pack = packs.load(name)
        page = officer.get(reverse("pack", args=[name]))
        adopt = next((link for link in page.links() if "/adopt/" in link), "")
        if not adopt:
            self.played.find(
                "nothing-offered", f"{name}/", self.start, officer.account.name, "adopt", page.address
            )
            return
        page = officer.get(adopt)
        form = next((each for each in page.forms if each.event == "pack.adopt"), None)
        if form is None or not self._send(officer, form, page).taken:
            self.played.find("only-refused", f"{name}/", self.start, officer.account.name, "adopt", adopt)
            return
        page = officer.get(reverse("campaign-new"))
        choose = [link for link in page.links() if "adoption=" in link]
        page = officer.get(choose[0]) if choose else page
        form = next((each for each in page.forms if each.event == "campaign.open"), None)
        if form is None:
            self.played.find(
                "nothing-offered", f"{name}/", self.start, officer.account.name, "open", page.address
            )
            return
        filled = filling.fill(form, filling.Hand(self.seed, self.start))
        ends = {"title": f"{self.start.year}年{pack.title}", "due_on": self.played.until.isoformat()}
        filled.data = [(field, ends.get(field, value)) for field, value in filled.data]
        answer = officer.send(form, filled)
        refused = answer.refusals[0] if answer.status == 422 and answer.refusals else ("", "")
        self._note(
            officer, NO_LINE, Sent(form, page.address, filled.fields, answer.status, refused, filled.pressed)
        )
        if answer.status != 200:
            self.played.find(
                "only-refused", f"{name}/", self.start, officer.account.name, refused[1], page.address
            )

    # -- a day ----------------------------------------------------------------------------------------------------

    def day(self, day: date) -> None:
        """One day: the morning, then everybody for whom something has changed."""
        self.played.days += 1
        brought = morning.Morning()
        morning.move_on(day, brought)
        self.moved += sum(brought.moved.values())
        morning.remind(day, brought)
        for robot in self.robots:
            robot.on = day
        if self.at_dawn is not None:
            self.at_dawn(self, day)
        for _ in range(ROUNDS):
            before = len(self.played.deeds)
            for robot in self._to_visit(day):
                self._visit(robot, day)
                if self.is_enough(self.played):
                    return
            if len(self.played.deeds) == before:
                break
        if day == self.start or (day.day == 1 and day.month % 6 == 1):
            self._look_around(day)
        if day != self.start and (not self.walked or day.day == 1):
            self._happen(day)
        self.say(day, len(self.played.deeds))

    def _to_visit(self, day: date) -> Iterator[Robot]:
        """Everybody whose desk is not as it was when they were last visited, or who by now does what they put off."""
        lines = self._lines(day)
        for robot in self.robots:
            state = tuple(
                sorted(
                    (
                        line.code,
                        line.about,
                        line.band,
                        line.count,
                        self._is_time(_address(line), line.about, line.due_on, day),
                    )
                    for line in lines.get(robot.account.username, ())
                )
            )
            if self.seen.get(robot.account.username) != state:
                self.seen[robot.account.username] = state
                yield robot

    def _lines(self, day: date) -> dict[str, list[Due]]:
        posts = list(
            Post.objects.current(day)
            .filter(person__users__is_active=True)
            .select_related("organisation", "person")
            .prefetch_related("person__users")
            .order_by("organisation__path", "role", "pk")
        )
        seen = desk.read(posts, day)
        return {post.person.users.all()[0].username: desk.lines(seen, [post]) for post in posts}

    def _visit(self, robot: Robot, day: date) -> None:
        """Open the desk, follow each own line whose time has come; look again after each."""
        page = self._desk(robot, day)
        for _ in range(40):
            line = self._next_line(robot, page, day)
            if line is None:
                return
            self.tried[robot.account.username, line.identity] = (day, line.text)
            robot.pages.clear()
            sent = robot.work(line)
            self._check_pages(robot, line.mechanism, day)
            if not sent:
                self.played.find("nothing-offered", line.mechanism, day, _who(robot), line.text, line.href)
            for each in sent:
                self._note(robot, line.identity, each)
                if each.taken and each.form.event in REFUSING:
                    self.tried.pop((robot.account.username, line.identity), None)  # it is to be done again
            page = self._desk(robot, day)

    def _next_line(self, robot: Robot, page: Page, day: date) -> DeskLine | None:
        """The next one not tried today, unless it says something else by now."""
        for line in page.lines:
            due_on = date.fromisoformat(line.due) if line.due else None
            if not line.own or not line.href or line.code in LOOKED_AT:
                continue
            if not self._is_time(line.mechanism, line.about, due_on, day):
                continue
            if self.tried.get((robot.account.username, line.identity)) != (day, line.text):
                return line
        return None

    def _is_time(self, mechanism: str, about: str, due_on: date | None, day: date) -> bool:
        """Whether people of this temperament do by now what is asked of them. mechanism, about: the line's."""
        if self.temperament != "late":
            return True
        if due_on is not None and POSTED_ANEW in about:
            return due_on <= day  # nobody can post it for a stretch that is over
        # Due when the campaign ends says no more than no day at all, and afterwards would be too late.
        if due_on is not None and due_on < self.played.until:
            return due_on < day
        asked = self.played.asked.get(mechanism)
        return asked is None or day >= asked.first_on + LATE_AFTER

    def _desk(self, robot: Robot, day: date) -> Page:
        """The desk, and what has come to it and gone from it since the last look."""
        robot.pages.clear()
        page = robot.desk()
        self._check_pages(robot, "", day)
        own = {
            line.identity: line
            for line in page.lines
            if line.own and line.mechanism and line.code not in LOOKED_AT
        }
        for identity, line in own.items():
            asked = self.played.asked.setdefault(line.mechanism, Asked(day, line.text))
            asked.roles.add(robot.account.role)
            asked.lines.add(identity)
            if line.due and date.fromisoformat(line.due) < self.start:
                text = f"{line.text} {line.due}"
                self.played.find("due-before-opened", line.mechanism, day, _who(robot), text)
        looked = self.looked.get(robot.account.username, Looked())
        since = self.played.deeds[looked.deeds :]
        for identity, line in looked.lines.items():
            if identity in own:
                continue
            asked = self.played.asked[line.mechanism]
            served = [deed for deed in self.played.deeds if deed.taken and deed.mechanism == line.mechanism]
            moving = any(deed.taken and deed.event in MOVING for deed in since) or looked.moved != self.moved
            # What was done for another line, of another organisation or in another period, has not served it.
            if any(deed.name == robot.account.name and deed.line == identity for deed in served):
                asked.ended.add(identity)
            elif not served and not moving:
                # A stretch that is over is asked for no more; what was not posted in it stays missing.
                is_over = POSTED_ANEW in line.about and date.fromisoformat(line.due) < day
                kind = "stretch-missed" if is_over else "met-by-something-else"
                self.played.find(kind, line.mechanism, day, _who(robot), line.text, line.href)
        self.looked[robot.account.username] = Looked(own, len(self.played.deeds), self.moved)
        return page

    def _send(self, robot: Robot, form: Form, page: Page) -> Sent:
        sent = robot.try_to_send(form, page)
        self._note(robot, NO_LINE, sent)
        return sent

    def _note(self, robot: Robot, line: Identity, sent: Sent) -> None:
        account = robot.account
        if sent.wrongly:
            if sent.taken:
                self.played.find(
                    "wrong-taken", sent.form.mechanism, robot.on, _who(robot), sent.form.event, sent.address
                )
            return
        self.played.deeds.append(
            Deed(
                robot.on, account.role, account.place, account.name, line, sent.form.mechanism, sent.form.event,
                sent.form.holder, sent.address, sent.fields, sent.taken, sent.refused, sent.pressed,
            )
        )  # fmt: skip

    def _check_pages(self, robot: Robot, mechanism: str, day: date) -> None:
        for page in robot.pages:
            if page.status >= 400 and page.status not in REFUSED:
                kind = "asked-who-may-not" if page.status in FORBIDDEN else "page-failed"
                self.played.find(kind, mechanism, day, _who(robot), str(page.status), page.address)
            elif page.is_html and page.ok:
                for applied, _ in page.applied:
                    self.played.applied.setdefault(applied, (day, page.address))

    def _happen(self, day: date) -> None:
        """What no desk asks for: officers walk over the campaign's pages and do each such thing once."""
        wanted = self.occasions.wanted()
        if not wanted or (wanted <= FROM_OUTSIDE and len(self.walked) > 1) or len(self.walked) >= WALKS:
            return
        if len(self.played.deeds) == self.walked_after:
            return
        self.walked.add(day)
        self.occasions.walks += 1
        for robot in self.robots:
            if robot.account.role in ("county-officer", "committee-officer"):
                robot.pages.clear()
                self._walk(robot, wanted, day)
                self._check_pages(robot, "", day)
        self.walked_after = len(self.played.deeds)

    def _walk(self, robot: Robot, wanted: set[str], day: date) -> None:
        page = robot.get(reverse("campaigns"))
        waiting = [link for link in page.links() if CAMPAIGN.fullmatch(path_of(link))]
        seen: set[str] = set()
        while waiting and len(seen) < WALK:
            address = waiting.pop(0)
            if path_of(address) in seen:
                continue
            seen.add(path_of(address))
            page = robot.get(address)
            if not (page.ok and page.is_html):
                continue
            for form in page.forms:
                if form.event in wanted and self.occasions.concerns(form):
                    # One a walk; what is refused must not keep the next from happening.
                    any(
                        self._bring(robot, form, page, name, value, day)
                        for name, value in list(self.occasions.choices(form))
                    )
            waiting += [link for link in page.links() if path_of(link) not in seen and leads_on(link)]
            waiting.sort(key=order)

    def _bring(self, robot: Robot, form: Form, page: Page, name: str, value: str, day: date) -> bool:
        """One thing that happens, by the form of the page; whether it was taken."""
        filled = filling.fill(form, filling.Hand(self.seed, day, robot.spread, insist=True))
        if name:
            filled.data = [(field, value if field == name else given) for field, given in filled.data]
        answer = robot.send(form, filled)
        refused = answer.refusals[0] if answer.status == 422 and answer.refusals else ("", "")
        sent = Sent(form, page.address, filled.fields, answer.status, refused, filled.pressed)
        self._note(robot, NO_LINE, sent)
        if sent.taken:
            self.occasions.note(form, value)
        return sent.taken

    def _look_around(self, day: date) -> None:
        """Twice a year one of each role opens every place of the frame, each campaign, and where it stands there."""
        for robot in {robot.account.role: robot for robot in self.robots}.values():
            robot.pages.clear()
            page = robot.desk()
            for address in dict.fromkeys(page.tree.xpath("//nav//a/@href")):
                if not address.startswith(("#", "http")):
                    robot.get(address)
            page = robot.get(reverse("campaigns"))
            for address in dict.fromkeys(link for link in page.links() if CAMPAIGN.fullmatch(path_of(link))):
                page = robot.get(address)
                tracks = [link for link in page.links() if path_of(link).startswith("/tracks/")]
                for link in dict.fromkeys(tracks[:2]):
                    robot.get(link)
            self._check_pages(robot, "", day)

    # -- which day comes next -------------------------------------------------------------------------------------

    def _next(self, day: date) -> date | None:
        """The next day on which something opens, falls due or changes for somebody."""
        marks = {(day.replace(day=1) + timedelta(days=32)).replace(day=1)}
        if any(deed.on == day and deed.taken for deed in self.played.deeds):
            marks.add(day + DAY)
        for lines in self._lines(day).values():
            for line in lines:
                if line.due_on is not None:
                    marks |= {line.due_on - timedelta(days=7), line.due_on, line.due_on + DAY}
        if self.temperament == "late":
            marks |= {asked.first_on + LATE_AFTER for asked in self.played.asked.values()}
        for first, last in Window.objects.values_list("from_on", "until_on"):
            marks |= {each for each in (first, last and last + DAY) if each is not None}
        for last in Notice.objects.filter(taken_down_on=None).values_list("until_on", flat=True):
            if last is not None:
                marks |= {last + DAY}
        return min((each for each in marks if each > day), default=None)

    # -- the end --------------------------------------------------------------------------------------------------

    def _end(self, day: date) -> None:
        """What is still open, and which steps nobody could leave."""
        for robot in self.robots:
            robot.on = day
            page = self._desk(robot, day)
            for line in page.lines:
                if line.own and line.mechanism and line.code not in LOOKED_AT:
                    self.played.find("never-met", line.mechanism, day, _who(robot), line.text, line.href)
        for campaign in Campaign.objects.filter(closed_on=None).for_page():
            steps: Steps | None = campaign.steps
            if steps is None:
                continue
            for track in Track.objects.running().filter(campaign=campaign).select_related("committee"):
                text = f"{track.committee.name}：{steps.at(track.step).name}"
                key = next((key for key, rule in campaign.rules.items() if rule is steps), "steps")
                mechanism = f"{campaign.adoption.pack}/{key}"
                self.played.find("step-never-left", mechanism, day, track.committee.name, text)


def _address(line: Due) -> str:
    """The address of the mechanism that a line asks for, as its page says it; "" for none."""
    return f"{line.campaign.adoption.pack}/{line.mechanism}" if line.campaign and line.mechanism else ""


def _who(robot: Robot) -> str:
    return f"{robot.account.place} {robot.account.role} {robot.account.name}"
