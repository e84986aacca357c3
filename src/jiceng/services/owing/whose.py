"""Every gap with its owner: the role that mends it, and the organisation that role must hold its post at or above.

What a step awaits is owed while a committee stands at it. What no step awaits, and everything in a campaign without
steps, is owed from the first day of the campaign to the last; what follows from a grade or a finding, once it is there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiceng.kernel.consequence import Use
from jiceng.kernel.procedure import Step
from jiceng.services.standing import Facts, Way
from jiceng.services.standing.gaps import READERS, Gap, gaps_of
from jiceng.store.models import Campaign, Organisation, Subject, Track

# What no step awaits is asked as if in a step without a name: what is to be sent is the sender's.
BESIDE = Step(key="", name="", actor="secretary")


@dataclass(frozen=True)
class Owing:
    """One thing that somebody can do today.

    role: whose it is. organisation, path, name: the place it is missing at; a secretary's post is at it, everybody
    else's at or above it. track: None for what no step awaits.
    """

    campaign: Campaign
    track: Track | None
    step: Step
    key: str
    role: str
    organisation: int
    path: str
    name: str
    gap: Gap

    @property
    def code(self) -> str:
        return self.gap.what.code

    @property
    def identity(self) -> tuple[object, ...]:
        """The same thing asked at the same place, whichever committee's step asks."""
        return self.key, self.organisation, self.code, self.gap.what.facts.get("scorer"), self.gap.due_on

    @property
    def clause(self) -> str:
        mechanism = self.campaign.pack.mechanisms.get(self.key)
        return (mechanism.clause if mechanism else "") or self.step.clause

    @property
    def way(self) -> Way:
        """To where it is mended: the very form, where there is one."""
        return Way.of(self.campaign, self.key, self.gap)

    @property
    def way_to_all(self) -> Way:
        """To where it is shown beside the same of others."""
        return replace(self.way, room="all", organisation=None)


@dataclass(frozen=True)
class Owed:
    """now: what can be done today, in tree order of the committees. ready: tracks whose step awaits nothing more."""

    now: Sequence[Owing]
    ready: frozenset[int] = frozenset()


def owing(
    campaign: Campaign,
    on: date,
    *,
    paths: Collection[str] | None = None,
    tracks: Collection[Track] | None = None,
    facts: Facts | None = None,
) -> Owed:
    """Who owes what in a running campaign: what the current step of each committee awaits, and what no step awaits.

    paths: only committees at, above or below one of them; None = everywhere. tracks: all of the campaign's, finished
    ones too, where they are fetched already. facts: with what has been read already. As many queries for any number of
    organisations: the tracks or the committees, the graded, and each kind of thing that is asked.
    """
    steps = campaign.steps
    if steps is None:
        committees: Iterable[Organisation] = Organisation.objects.filter(
            pk__in=Subject.objects.filter(campaign=campaign).values("committee")
        ).order_by("path")
        at_step: Mapping[int, Track] = {}
    else:
        if tracks is None:
            tracks = Track.objects.filter(campaign=campaign).for_list()
        committees = [track.committee for track in tracks]
        at_step = {track.committee_id: track for track in tracks if track.step}
    committees = [committee for committee in committees if paths is None or _near(committee.path, paths)]
    if not committees:
        return Owed(())
    if facts is None:
        facts = Facts(
            campaign, on, committees=None if paths is None else [committee.pk for committee in committees]
        )
    beside = unawaited(campaign)
    owings: dict[tuple[object, ...], Owing] = {}
    waiting: set[tuple[object, ...]] = set()
    ready: set[int] = set()
    for committee in committees:
        track = at_step.get(committee.pk)
        owed: list[tuple[Owing, bool]] = []
        if track is not None and steps is not None:
            step = steps.at(track.step)
            gaps = _gaps(campaign, step, step.awaits, committee, facts)
            if not any(gaps.values()):
                ready.add(track.pk)
            owed += _owned(campaign, track, step, gaps, committee, facts)
        gaps = _gaps(campaign, BESIDE, beside, committee, facts)
        due = {
            key: [gap for gap in those if _is_due(campaign, key, gap, facts, committee)]
            for key, those in gaps.items()
        }
        owed += _owned(campaign, None, BESIDE, due, committee, facts)
        for owing_, is_later in owed:
            # Asked of the county once, however many committees wait for it, and not while one of them is not so far.
            if is_later:
                waiting.add(owing_.identity)
            else:
                owings.setdefault(owing_.identity, owing_)
    now = [owing_ for identity, owing_ in owings.items() if identity not in waiting]
    return Owed(now, frozenset(ready))


def unawaited(campaign: Campaign) -> list[str]:
    """Keys of what somebody owes and no step awaits, in the order of the document; without steps, all of them."""
    steps = campaign.steps
    return [
        key
        for key, rule in campaign.rules.items()
        if type(rule) in READERS and not (steps and steps.awaiting(key))
    ]


def _near(path: str, paths: Collection[str]) -> bool:
    return any(path.startswith(other) or other.startswith(path) for other in paths)


def _is_due(campaign: Campaign, key: str, gap: Gap, facts: Facts, committee: Organisation) -> bool:
    """What follows from a grade is owed once the grade is decided, not while it is only computed.

    What was given for a former grade is taken back from whoever has another now, so a use looks at that itself.
    """
    rule = campaign.rules[key]
    grades = getattr(rule, "grades", ())
    if not grades or isinstance(rule, Use):
        return True
    if facts.flags.get(gap.place.organisation, frozenset()) & set(getattr(rule, "flags", ())):
        return True
    about = [gap.place.member] if gap.place.member else facts.by_committee.get(committee.pk, ())
    return any(member.decided in grades for member in about)


def _gaps(
    campaign: Campaign, step: Step, keys: Collection[str], committee: Organisation, facts: Facts
) -> dict[str, list[Gap]]:
    return {key: list(gaps_of(campaign, step, key, committee, facts)) for key in keys}


def _owned(
    campaign: Campaign,
    track: Track | None,
    step: Step,
    gaps: Mapping[str, Collection[Gap]],
    committee: Organisation,
    facts: Facts,
) -> Iterator[tuple[Owing, bool]]:
    """Every gap that somebody mends, and whether something that comes before it is still missing."""
    for key, key_gaps in gaps.items():
        if not key_gaps:
            continue
        rule = campaign.rules[key]
        before = [earlier_key for earlier_key in getattr(rule, "after", ()) if earlier_key not in gaps]
        earlier = {**gaps, **_gaps(campaign, step, before, committee, facts)}
        first = [
            earlier[earlier_key] for earlier_key in getattr(rule, "after", ()) if earlier.get(earlier_key)
        ]
        for gap in key_gaps:
            role = rule.mended_by(gap.what.code)
            if role:
                path = gap.place.member.path if gap.place.member else _path(gap, committee, campaign)
                owing_ = Owing(
                    campaign, track, step, key, role, gap.place.organisation, path, gap.place.name, gap
                )
                yield owing_, _comes_later(gap, first)


def _path(gap: Gap, committee: Organisation, campaign: Campaign) -> str:
    return str((committee if gap.place.organisation == committee.pk else campaign.organisation).path)


def _comes_later(gap: Gap, first: Collection[Collection[Gap]]) -> bool:
    """Whether what comes before is still missing: of the same organisation or its committee; of any for a committee."""
    if gap.what.code == "procedure.not-decided" and gap.place.member and not gap.place.member.computed:
        return True  # nothing to decide on before it is scored
    return any(
        gap.place.member is None
        or earlier.place.member is None
        or earlier.place.organisation == gap.place.organisation
        for gaps in first
        for earlier in gaps
    )
