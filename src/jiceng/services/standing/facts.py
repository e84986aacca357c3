"""What is there, read once for a whole campaign or for some of its committees: each kind of thing in one query.

Only what somebody asks for is read: a step costs the queries of what it awaits, however many organisations there are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Value

from jiceng.kernel.contents import Said
from jiceng.kernel.link import InSeat
from jiceng.kernel.notice import Posted
from jiceng.services.zone import zone_of
from jiceng.store import models as store
from jiceng.store.models import Campaign, Organisation, Subject
from jiceng.store.register import ancestor_paths, under_path

At = tuple[str, int]  # a mechanism's key and an organisation (or a subject, where it says so)


@dataclass(frozen=True)
class Member:
    """A graded organisation as its step sees it. grade: decided, until then computed."""

    subject: int
    organisation: int
    name: str
    path: str
    class_name: str
    committee: int
    decided: str
    computed: str
    explanation: str
    kind: str

    @property
    def grade(self) -> str:
        return self.decided or self.computed


class Facts:
    """committees: their keys; None = every committee of the campaign. subject: only this one of the graded.

    members, sheets: where whoever asks has read them already.
    """

    def __init__(
        self,
        campaign: Campaign,
        on: date,
        *,
        committees: Collection[int] | None = None,
        subject: Subject | None = None,
        members: Sequence[Member] | None = None,
        sheets: frozenset[tuple[int, str]] | None = None,
    ) -> None:
        self.campaign, self.on = campaign, on
        self.committees, self.subject = committees, subject
        if members is not None:
            self.members = members
        if sheets is not None:
            self.sheets = sheets

    @cached_property
    def members(self) -> Sequence[Member]:
        """Whoever is graded, in tree order; those set aside wait for nothing."""
        subjects = Subject.objects.standing().filter(campaign=self.campaign)
        if self.committees is not None:
            subjects = subjects.filter(committee__in=self.committees)
        if self.subject is not None:
            subjects = subjects.filter(pk=self.subject.pk)
        rows = subjects.order_by("organisation__path").values_list(
            "pk", "organisation", "organisation__name", "organisation__path", "class_name", "committee",
            "decided", "computed", "explanation", "organisation__kind",
        )  # fmt: skip
        return [Member(*row) for row in rows]

    @cached_property
    def by_committee(self) -> Mapping[int, Sequence[Member]]:
        members: dict[int, list[Member]] = defaultdict(list)
        for member in self.members:
            members[member.committee].append(member)
        return members

    def _of_subjects(self, path: str = "subject") -> Q:
        """A condition for rows about the graded asked about: of the whole campaign, of some committees, or one."""
        condition = Q(**{f"{path}__campaign": self.campaign.pk})
        if self.committees is not None:
            condition &= Q(**{f"{path}__committee__in": self.committees})
        if self.subject is not None:
            condition &= Q(**{path: self.subject.pk})
        return condition

    @cached_property
    def sheets(self) -> frozenset[tuple[int, str]]:
        """Finished sheets: (subject, scorer)."""
        sheets = store.Sheet.objects.filter(self._of_subjects(), complete=True)
        return frozenset(sheets.values_list("subject", "scorer"))

    @cached_property
    def targets(self) -> Mapping[int, str]:
        """Subject -> the grade it means to reach, where that is said."""
        subjects = Subject.objects.filter(campaign=self.campaign).exclude(target="")
        return dict(subjects.values_list("pk", "target"))

    @cached_property
    def accepted(self) -> Mapping[int, str]:
        """Subject -> the grade that was accepted last."""
        rows = store.Upgrade.objects.filter(subject__campaign=self.campaign).order_by("number")
        return dict(rows.values_list("subject", "new_grade"))

    @cached_property
    def measures(self) -> Mapping[tuple[int, str], Decimal]:
        """(subject, name) -> a figure that is known about it."""
        rows: Any = store.Measure.objects.filter(subject__campaign=self.campaign)
        return {
            (subject, name): value for subject, name, value in rows.values_list("subject", "name", "value")
        }

    @cached_property
    def flags(self) -> Mapping[int, frozenset[str]]:
        """Organisation -> the findings that stand."""
        findings: dict[int, set[str]] = defaultdict(set)
        rows = store.Flag.objects.standing().filter(campaign=self.campaign)
        for organisation, flag in rows.values_list("organisation", "flag"):
            findings[organisation].add(flag)
        return {key: frozenset(flags) for key, flags in findings.items()}

    @cached_property
    def records(self) -> Mapping[At, Sequence[tuple[date, Said]]]:
        """The records that stand, with the day each is about."""
        records: dict[At, list[tuple[date, Said]]] = defaultdict(list)
        rows = store.Record.objects.standing().filter(campaign=self.campaign).order_by("held_on", "number")
        if self.committees is not None:
            graded = Subject.objects.filter(campaign=self.campaign, committee__in=self.committees)
            above = [*self.committees, self.campaign.organisation_id]
            rows = rows.filter(
                Q(organisation__in=graded.order_by().values("organisation")) | Q(organisation__in=above)
            )
        for key, organisation, day, texts in rows.values_list("mechanism", "organisation", "held_on", "said"):
            records[key, organisation].append((day, texts))
        return records

    @cached_property
    def returns(self) -> Mapping[At, str]:
        """The state of the return that stands: sent or accepted."""
        rows = store.Return.objects.filter(campaign=self.campaign, pending=True)
        return {
            (key, organisation): state
            for key, organisation, state in rows.values_list("mechanism", "organisation", "state")
        }

    @cached_property
    def notices(self) -> Mapping[At, Posted]:
        """The last notice that stands, with the open objections to it and to those it took the place of.

        One that was taken down answers nothing: whoever objected to it still waits.
        """
        waiting = Count("objections", filter=Q(objections__answered_on=None))
        rows = (
            store.Notice.objects.filter(campaign=self.campaign).annotate(waiting=waiting).order_by("number")
        )
        notices: dict[At, Posted] = {}
        before: dict[At, int] = defaultdict(int)
        columns = ("mechanism", "organisation", "from_on", "until_on", "taken_down_on", "waiting")
        for key, organisation, from_on, until_on, down_on, count in rows.values_list(*columns):
            before[key, organisation] += count
            if down_on is None:
                notices[key, organisation] = Posted(from_on, until_on, before[key, organisation])
        return notices

    @cached_property
    def upheld(self) -> Mapping[At, Sequence[int]]:
        """The subjects that an objection to a notice was right about, until their results are looked at again."""
        subjects: dict[At, list[int]] = defaultdict(list)
        rows: Any = store.Objection.objects.of_campaign(self.campaign.pk).upheld_waits().order_by("pk")
        for key, organisation, subject in rows.values_list(
            "notice__mechanism", "notice__organisation", "result"
        ):
            subjects[key, organisation].append(subject)
        return subjects

    @cached_property
    def ballots(self) -> tuple[Mapping[At, bool], frozenset[At]]:
        """Of (mechanism, subject): whether the list of voters is approved; what has been counted. One query."""
        about = Q(self._of_subjects(), campaign=self.campaign)
        rolls = store.Roll.objects.filter(about).annotate(what=Value("roll"))
        counts = store.Count.objects.filter(about).annotate(what=Value("count"))
        columns = ("what", "mechanism", "subject")
        rows: Any = rolls.values_list(*columns, "approved_on").union(
            counts.values_list(*columns, "held_on"), all=True
        )
        approved, counted = {}, set()
        for what, key, subject, day in rows:
            if what == "roll":
                approved[key, subject] = day is not None
            else:
                counted.add((key, subject))
        return approved, frozenset(counted)

    @cached_property
    def _items(self) -> Sequence[tuple[str, int, Said, date | None, str]]:
        rows = store.Item.objects.filter(campaign=self.campaign).order_by("number")
        return list(rows.values_list("mechanism", "organisation", "said", "due_on", "state"))

    @cached_property
    def items(self) -> Mapping[At, Sequence[Said | None]]:
        """The items of a ledger, closed ones too, as what their plans say; None for one that has no plan yet."""
        plans: dict[At, list[Said | None]] = defaultdict(list)
        for key, organisation, plan, due_on, _state in self._items:
            plans[key, organisation].append(None if due_on is None else plan)
        return plans

    @cached_property
    def unplanned(self) -> Mapping[At, int]:
        """How many items of a ledger are open and have no plan yet."""
        return Counter(
            (key, organisation)
            for key, organisation, _said, due_on, state in self._items
            if due_on is None and state != "closed"
        )

    @cached_property
    def unclosed(self) -> frozenset[int]:
        """The organisations of which some item of whatever ledger is not closed."""
        return frozenset(
            organisation for _key, organisation, _said, _due, state in self._items if state != "closed"
        )

    def plans(self, key: str, organisation: int) -> Sequence[Said]:
        """What the plans in a ledger say; an item without one is a title."""
        return [plan for plan in self.items.get((key, organisation), ()) if plan is not None]

    @cached_property
    def links(self) -> Mapping[At, frozenset[str]]:
        """The kinds of helpers an organisation has; of the campaign, or such as outlive campaigns."""
        helpers: dict[At, set[str]] = defaultdict(set)
        rows = store.Link.objects.current().filter(Q(campaign=self.campaign) | Q(campaign=None))
        for key, organisation, kind in rows.values_list("mechanism", "organisation", "kind"):
            helpers[key, organisation].add(kind)
        return {at: frozenset(kinds) for at, kinds in helpers.items()}

    @cached_property
    def visits(self) -> Counter[At]:
        """How often a helper of the campaign came, those who help no longer too."""
        rows = store.Visit.objects.filter(link__campaign=self.campaign)
        return Counter(rows.values_list("link__mechanism", "link__organisation"))

    @cached_property
    def holders(self) -> Mapping[str, frozenset[str]]:
        """A mechanism -> the names of those who help under it."""
        holders: dict[str, set[str]] = defaultdict(set)
        rows = store.Link.objects.current().filter(campaign=self.campaign)
        for key, holder in rows.values_list("mechanism", "holder_name"):
            holders[key].add(holder)
        return {key: frozenset(names) for key, names in holders.items()}

    @cached_property
    def pairs(self) -> Mapping[str, Mapping[int, tuple[int, int]]]:
        """A mechanism -> who is helped -> the organisation that helps it now, and how often they have met."""
        pairs: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
        rows: Any = store.Link.objects.current().filter(campaign=self.campaign).exclude(other=None)
        met = rows.annotate(met=Count("visits"))
        for key, helped, helper, times in met.values_list("mechanism", "organisation", "other", "met"):
            pairs[key][helped] = helper, times
        return pairs

    @cached_property
    def helpers(self) -> Mapping[int, frozenset[str]]:
        """Organisation -> the kinds of helpers it has, whatever mechanism asked for them."""
        helpers: dict[int, set[str]] = defaultdict(set)
        for (_, organisation), kinds in self.links.items():
            helpers[organisation] |= kinds
        return {organisation: frozenset(kinds) for organisation, kinds in helpers.items()}

    @cached_property
    def teams(self) -> Mapping[At, Sequence[Sequence[InSeat]]]:
        seated: dict[At, dict[int, list[InSeat]]] = defaultdict(lambda: defaultdict(list))
        rows = store.Team.objects.standing().filter(Q(campaign=self.campaign) | Q(campaign=None))
        seats: Any = rows.order_by("pk").values_list(
            "mechanism", "organisation", "pk", "members__name", "members__capacity", "members__post_name"
        )
        for key, organisation, team, name, seat, post in seats:
            sitting = seated[key, organisation][team]
            if name is not None:
                sitting.append(InSeat(name, seat, post))
        return {at: list(teams.values()) for at, teams in seated.items()}

    @cached_property
    def registered(self) -> frozenset[str]:
        """Numbers of the documents registered by whoever opened the campaign, or above."""
        above = ancestor_paths(self.county().path)
        documents = store.Document.objects.filter(organisation__path__in=above)
        return frozenset(documents.values_list("number", flat=True))

    @cached_property
    def _zones(self) -> Mapping[str, str]:
        """Path of a member -> its co-operation zone, whoever in the tree set it; the nearest who did counts."""
        county = self.campaign.organisation.path
        set_by = Q(zone__organisation__path__in=ancestor_paths(county)) | under_path(
            county, "zone__organisation__path"
        )
        rows = store.ZoneMember.objects.filter(set_by).order_by("zone__organisation__path", "pk")
        return dict(rows.values_list("organisation__path", "zone__name"))

    @cached_property
    def _paths(self) -> Mapping[int, Sequence[str]]:
        """Organisation or committee -> the paths of the graded it answers for."""
        paths = {key: [member.path for member in members] for key, members in self.by_committee.items()}
        for member in self.members:
            paths.setdefault(member.organisation, [member.path])
        return paths

    def zones(self, organisation: int) -> Sequence[str]:
        """The co-operation zones of a graded organisation, or of all that a committee grades."""
        names = [zone_of(self._zones, path) for path in self._paths.get(organisation, ())]
        return [name for name in dict.fromkeys(names) if name]

    @cached_property
    def draws(self) -> Mapping[str, int]:
        """A sample's mechanism -> how many of the drawn nobody has looked at yet."""
        waiting = Count("rows", filter=Q(rows__outcome=""))
        rows = store.Draw.objects.filter(campaign=self.campaign).annotate(waiting=waiting)
        return dict(rows.order_by("pk").values_list("mechanism", "waiting"))

    def county(self) -> Organisation:
        return self.campaign.organisation
