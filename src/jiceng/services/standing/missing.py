"""What a step still awaits, named, counted, and with the way to where it is mended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from jiceng.kernel import notice
from jiceng.kernel.procedure import Step
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.facts import Facts
from jiceng.services.standing.gaps import Gap, Lack, Place, Way, gaps_of
from jiceng.store.models import Campaign, Organisation, Subject, Track

# Said of each organisation by itself: mended on its own page, and no list shows them together.
ONE_BY_ONE = frozenset({notice.UPHELD_WAITS})

NAMED = 3  # organisations that a sentence names before it counts the rest


def missing(track: Track, on: date) -> list[Lack]:
    """What the current step of a track still awaits; [] once it is over or finished."""
    facts = Facts(track.campaign, on, committees=[track.committee_id])
    return _missing(track, facts)


def missing_by_track(
    campaign: Campaign, tracks: Iterable[Track], on: date, facts: Facts | None = None
) -> dict[int, list[Lack]]:
    """Track -> what it awaits; as many queries for a thousand organisations as for one.

    facts: with what has been read already.
    """
    facts = facts or Facts(campaign, on)
    return {track.pk: _missing(track, facts, campaign) for track in tracks}


def missing_of(subject: Subject, on: date) -> list[Lack]:
    """What an organisation itself, its secretary, still has to do in the step its committee stands at."""
    campaign = subject.campaign
    track = Track.objects.filter(campaign=campaign, committee=subject.committee_id).first()
    if track is None or not track.step or campaign.steps is None:
        return []
    facts = Facts(campaign, on, committees=[subject.committee_id], subject=subject)
    step = campaign.steps.at(track.step)
    own = [key for key in step.awaits if key in campaign.rules and campaign.rules[key].is_own]
    return _grouped(campaign, step, own, track.committee, facts, own=True)


def done(
    campaign: Campaign,
    committee: Organisation | None,
    keys: Collection[str],
    on: date,
    subject: Subject | None = None,
) -> frozenset[str]:
    """Which of these mechanisms are there, for one committee, or for one graded organisation.

    committee: None = all that decide in the campaign. A mechanism that the pack does not know keeps nobody waiting.
    """
    if committee is None and subject is not None:
        committee = subject.committee
    deciding = [committee] if committee else _committees(campaign)
    facts = Facts(campaign, on, committees=[committee.pk] if committee else None, subject=subject)
    # Asked outside any step: a return is there once it is sent.
    step = Step(key="", name="", actor="secretary")
    return frozenset(
        key
        for key in keys
        if not any(
            gap for organisation in deciding for gap in gaps_of(campaign, step, key, organisation, facts)
        )
    )


def lacking(subject: Subject, keys: Collection[str], on: date) -> list[Refusal]:
    """What these mechanisms still lack of one organisation, whatever step it stands at, as sentences."""
    campaign = subject.campaign
    facts = Facts(campaign, on, committees=[subject.committee_id], subject=subject)
    step = Step(key="", name="", actor="secretary")
    return [gap.what for key in keys for gap in gaps_of(campaign, step, key, subject.committee, facts)]


def _committees(campaign: Campaign) -> list[Organisation]:
    return list(Organisation.objects.filter(decides_on__campaign=campaign).distinct().order_by("path"))


def _missing(track: Track, facts: Facts, campaign: Campaign | None = None) -> list[Lack]:
    campaign = campaign or track.campaign
    if not track.step or campaign.steps is None:
        return []
    step = campaign.steps.at(track.step)
    return _grouped(campaign, step, step.awaits, track.committee, facts)


def _grouped(
    campaign: Campaign,
    step: Step,
    keys: Sequence[str],
    committee: Organisation,
    facts: Facts,
    *,
    own: bool = False,
) -> list[Lack]:
    """One line for each mechanism and kind of gap, however many organisations lack it. own: by whom it is mended."""
    lacks = []
    for key in keys:
        kinds: dict[tuple[Any, ...], list[Gap]] = {}
        for gap in gaps_of(campaign, step, key, committee, facts):
            kinds.setdefault(_kind(gap), []).append(gap)
        lacks += [_lack(campaign, key, alike, committee, own=own) for alike in kinds.values()]
    return lacks


def _kind(gap: Gap) -> tuple[Any, ...]:
    """Gaps that one sentence says: the same code with the same facts."""
    alone = gap.place if gap.what.code in ONE_BY_ONE else None
    return gap.what.code, repr(sorted(gap.what.facts.items())), alone


def _lack(campaign: Campaign, key: str, alike: Sequence[Gap], committee: Organisation, *, own: bool) -> Lack:
    """Gaps of one kind as one line. A score sheet opens to its scorer alone, so everybody else is led to the list."""
    places = list(dict.fromkeys(gap.place for gap in alike))
    first, alone = alike[0], len(alike) == 1
    facts = {"name": campaign.title_of(key), "organisation": _names(places), "what": first.what}
    way = Way.of(campaign, key, first)
    if not alone or first.room == "one" or (first.room == "sheet" and not own):
        organisation = first.place.organisation if alone else None
        way = replace(way, room="all", organisation=organisation, committee=committee.pk)
    return Lack(key, "procedure.missing-of", facts, len(places), way)


def _names(places: Sequence[Place]) -> Any:
    if len(places) == 1:
        return places[0].name
    names = [place.name for place in places[:NAMED]]
    if len(places) <= NAMED:
        return names
    return Refusal("procedure.several", names=names, count=len(places))


class Ordered(Protocol):
    """A rule of sheets or grades that other mechanisms come before."""

    @property
    def after(self) -> tuple[str, ...]: ...

    def check_first(self, done: frozenset[str]) -> None: ...


def comes_first(subject: Subject, rule: Ordered, on: date) -> Refusal | None:
    """What has to be there before a sheet is begun or a grade decided (G-08, G-11, G-30), by title; None = it may."""
    if not rule.after:
        return None
    try:
        rule.check_first(done(subject.campaign, subject.committee, rule.after, on, subject=subject))
    except Refusal as refused:
        return Refusal(refused.code, first=[subject.campaign.title_of(key) for key in refused.facts["first"]])
    return None
