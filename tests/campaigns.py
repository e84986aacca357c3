"""A campaign under any pack with steps: a county, a town that decides, branches; somebody for every role."""

from datetime import date

from django.db.models import F

from jiceng import packs
from jiceng.kernel.procedure import Steps
from jiceng.kernel.register import KINDS
from jiceng.services import sheet as services
from jiceng.store.models import Adoption, Campaign, Organisation, Post, Subject, Track, User
from tests import factories
from tests.factories import ON, in_post

ROLES = tuple(Post.ROLES)
WITH_STEPS = [
    name
    for name in packs.names()
    if any(isinstance(one.rule, Steps) for one in packs.load(name).mechanisms.values())
    and any(one.uses == "register.objects" for one in packs.load(name).mechanisms.values())
]


def kind_for(pack: str) -> str:
    """A kind of the register that the document has a class for."""
    objects = packs.load(pack).scheme().objects
    assert objects is not None
    return next(kind for kind in KINDS if objects.class_of(kind))


class Running:
    """A campaign that has just been opened. kind: of every branch; the first that the document grades."""

    def __init__(self, pack: str = "yichun-2012-grading", *, branches: int = 1, kind: str = "") -> None:
        self.county = factories.committee(name="某县县委")
        self.town = factories.committee(self.county, name="某镇党委")
        kind = kind or kind_for(pack)
        self.branches = [factories.organisation(self.town, kind=kind) for _ in range(branches)]
        self.people: dict[tuple[str, Organisation], User] = {}
        self.officer = self.who("county-officer", self.county)
        self.campaign = self.open(pack)

    def who(self, role: str, at: Organisation) -> User:
        """Somebody with this role there; the same one every time."""
        if (role, at) not in self.people:
            self.people[role, at] = in_post(role, at)
        return self.people[role, at]

    def open(self, pack: str, *, title: str = "分类定级", on: date = ON, **facts) -> Campaign:
        adopted, _ = Adoption.objects.get_or_create(
            organisation=self.county, pack=pack, adopted_on=on, defaults={"version": packs.load(pack).version}
        )
        made = services.open_campaign(
            adoption=adopted, title=title, by=self.officer, on=on, due_on=date(on.year, 12, 31), **facts
        )
        return Campaign.objects.for_page().get(pk=made.pk)

    @property
    def town_officer(self) -> User:
        return self.who("committee-officer", self.town)

    @property
    def reviewer(self) -> User:
        return self.who("reviewer", self.town)

    @property
    def track(self) -> Track:
        return Track.objects.select_related("committee").get(campaign=self.campaign, committee=self.town)

    @property
    def subject(self) -> Subject:
        return self.subject_of(self.branches[0])

    def subject_of(self, branch: Organisation) -> Subject:
        return Subject.objects.for_page().get(campaign=self.campaign, organisation=branch)

    def stand_at(self, step: str) -> Track:
        """Wherever the track was, now it is here, and its version says that it moved."""
        Track.objects.filter(campaign=self.campaign).update(step=step, version=F("version") + 1)
        return self.track

    def decided(self, branch: Organisation | None = None, grade: str = "好") -> Subject:
        """Decided, whatever was recorded."""
        Subject.objects.filter(campaign=self.campaign, organisation=branch or self.branches[0]).update(
            total=90, computed="好", decided=grade, decided_by=self.town_officer, decided_on=ON
        )
        return self.subject_of(branch or self.branches[0])
