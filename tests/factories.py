"""The dullest valid thing of every kind. Names are made up; numbers only keep them apart."""

from datetime import date
from itertools import count

from jiceng import packs
from jiceng.services import sheet as services
from jiceng.store.models import (
    Adoption,
    Campaign,
    Line,
    Organisation,
    Person,
    Post,
    Record,
    Subject,
    Track,
    User,
)
from jiceng.store.register import add_organisation

ON = date(2012, 4, 6)
DUE = date(2012, 4, 20)
PACK = "jilin-2012-grading"
SETTINGS = {"good-quota": {"at_most": "0.20"}, "poor-share": {"about": "0.10"}}

_numbers = count(1)


def organisation(parent: Organisation | None = None, *, kind: str = "village", **facts) -> Organisation:
    """A branch; without a parent, under a county of its own."""
    number = next(_numbers)
    facts = {"form": "branch", "invented": True, "member_count": 20} | facts
    name = facts.pop("name", f"第{number}党支部")
    code = facts.pop("code", f"T{number}")
    return add_organisation(code=code, name=name, parent=parent or committee(), kind=kind, **facts)


def committee(parent: Organisation | None = None, **facts) -> Organisation:
    """A committee; without a parent, the top of a tree."""
    number = next(_numbers)
    facts = {"form": "committee", "invented": True} | facts
    name = facts.pop("name", f"第{number}党委")
    return add_organisation(code=facts.pop("code", f"T{number}"), name=name, parent=parent, **facts)


def user(*, active: bool = True) -> User:
    """Somebody with an account and no post."""
    number = next(_numbers)
    person = Person.objects.create(name=f"某{number}", invented=True)
    return User.objects.create(username=f"user-{number}", person=person, is_active=active)


def in_post(role: str, at: Organisation, *, who: User | None = None, until_on: date | None = None) -> User:
    """Somebody who holds a post there, since long ago."""
    held = who or user()
    Post.objects.create(
        person=held.person, organisation=at, role=role, since_on=date(2010, 1, 1), until_on=until_on
    )
    return held


def officer(at: Organisation) -> User:
    return in_post("county-officer", at)


def committee_officer(at: Organisation, *, who: User | None = None) -> User:
    return in_post("committee-officer", at, who=who)


def reviewer(at: Organisation, *, who: User | None = None) -> User:
    return in_post("reviewer", at, who=who)


def delegate(at: Organisation) -> User:
    return in_post("delegate", at)


def secretary(at: Organisation) -> User:
    return in_post("secretary", at)


def member(at: Organisation) -> User:
    return in_post("member", at)


def inspector(at: Organisation) -> User:
    return in_post("inspector", at)


def auditor(at: Organisation) -> User:
    return in_post("auditor", at)


def system_administrator(at: Organisation) -> User:
    return in_post("system-administrator", at)


def security_administrator(at: Organisation) -> User:
    return in_post("security-administrator", at)


def brought_first(subject: Subject, by: User) -> None:
    """The records that the document wants before a decision are there, whatever they say."""
    campaign, rule = subject.campaign, subject.campaign.scheme.decision
    for key in rule.after if rule else ():
        kept_at = subject.organisation if campaign.rules[key].of == "each" else subject.committee
        about = subject if kept_at == subject.organisation else None
        Record.objects.get_or_create(
            campaign=campaign, mechanism=key, organisation=kept_at, number=1,
            defaults={"subject": about, "held_on": ON, "said": {}, "by": by, "on": ON},
        )  # fmt: skip


def adoption(at: Organisation, *, pack: str = PACK) -> Adoption:
    """The pack adopted there, once."""
    facts = {"version": packs.load(pack).version, "settings": SETTINGS if pack == PACK else {}}
    adopted, _ = Adoption.objects.get_or_create(organisation=at, pack=pack, adopted_on=ON, defaults=facts)
    return adopted


def campaign(at: Organisation, *, pack: str = PACK, title: str = "分类定级", due_on: date = DUE) -> Campaign:
    """A campaign over everything below, opened by an officer there."""
    return services.open_campaign(
        adoption=adoption(at, pack=pack), title=title, by=officer(at), on=ON, due_on=due_on
    )


class County:
    """A county with towns and organ branches; a campaign under 000-4 runs in all of it.

    reviewers: one a town, who holds both posts there: scores as reviewer, decides as committee officer.
    """

    def __init__(self, *, towns: int = 1, branches: int = 1, kind: str = "organ-institution") -> None:
        self.top = committee(name="某县县委")
        self.towns = [committee(self.top) for _ in range(towns)]
        self.branches = [organisation(town, kind=kind) for town in self.towns for _ in range(branches)]
        self.officer = officer(self.top)
        self.reviewers = [committee_officer(town, who=reviewer(town)) for town in self.towns]
        self.campaign = campaign(self.top)
        self.stand_at("grading")

    def stand_at(self, step: str) -> None:
        """Every committee's track at a step, whatever the steps before it awaited."""
        Track.objects.filter(campaign=self.campaign).update(step=step)

    @property
    def town(self) -> Organisation:
        return self.towns[0]

    @property
    def branch(self) -> Organisation:
        return self.branches[0]

    @property
    def reviewer(self) -> User:
        return self.reviewers[0]

    @property
    def subject(self) -> Subject:
        """The first branch in the campaign, as it is now."""
        return self.subject_of(self.branch)

    def subject_of(self, branch: Organisation) -> Subject:
        return Subject.objects.for_page().get(campaign=self.campaign, organisation=branch)

    def record(self, item: str = "no-yearly-plan", value: str = "1", **facts) -> Line:
        """The reviewer records one line of the assessment."""
        facts = {"subject": self.subject, "scorer": "assessment", "by": self.reviewer, "on": ON} | facts
        facts = {"reason": "查档案，没有年度计划", "seen_version": 0} | facts
        return services.record_line(item=item, value=value, **facts)

    def score(self, branch: Organisation | None = None, **lines: str) -> Subject:
        """Record lines (key with _ for -) with a reason each, and finish the assessment."""
        one = branch or self.branch
        by = self.reviewers[self.towns.index(one.parent)]
        for item, value in lines.items():
            self.record(item.replace("_", "-"), value, subject=self.subject_of(one), by=by)
        services.complete_sheet(
            subject=self.subject_of(one), scorer="assessment", by=by, on=ON, nothing_else=True
        )
        return self.subject_of(one)

    def self_assess(self, branch: Organisation | None = None, opinion: str = "好") -> Subject:
        """The branch finishes its self-assessment, with nothing to deduct."""
        one = branch or self.branch
        services.complete_sheet(
            subject=self.subject_of(one),
            scorer="self",
            by=secretary(one),
            on=ON,
            opinion=opinion,
            nothing_else=True,
        )
        return self.subject_of(one)

    def decide(self, branch: Organisation | None = None, grade: str = "好", **facts) -> Subject:
        """The committee decides, after the self-assessment it must have before it."""
        one = branch or self.branch
        by = self.reviewers[self.towns.index(one.parent)]
        subject = self.subject_of(one)
        if not subject.decided and not subject.campaign.closed_on and not subject.sheet("self"):
            subject = self.self_assess(one)
        brought_first(subject, by)
        return services.decide(subject=subject, grade=grade, **{"by": by, "on": ON} | facts)
