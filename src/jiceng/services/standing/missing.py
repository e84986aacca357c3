"""What a step still awaits, named, counted, and with the page where it is mended."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from jiceng.kernel import ballot, duty, item, link, notice, procedure
from jiceng.kernel import sheet as rules
from jiceng.kernel.consequence import Use
from jiceng.kernel.procedure import Missing, Step
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.ballot import ballots
from jiceng.services.standing.draw import draws
from jiceng.services.standing.duty import SENDERS, records, returns
from jiceng.services.standing.facts import Facts
from jiceng.services.standing.gaps import Asked, Gap, Place, Reader
from jiceng.services.standing.item import ledgers, rises, targets
from jiceng.services.standing.link import documents, links, pairs, teams
from jiceng.services.standing.notice import notices
from jiceng.services.standing.sheet import decisions, explanations, scorers, self_assessments
from jiceng.services.standing.use import uses
from jiceng.store.models import Campaign, Organisation, Subject, Track


def movements(asked: Asked) -> Iterator[Gap]:
    """Grades to be reached that are not said, and rises that wait for nothing but being accepted."""
    yield from targets(asked)
    campaign, facts = asked.facts.campaign, asked.facts
    yield from rises(asked, lambda key: _gaps(campaign, asked.step, key, asked.committee, facts))


# The kind of a rule -> who reads what it lacks, and the name of the page of its mechanism.
READERS: Mapping[type, tuple[Reader, str]] = {
    rules.SelfAssessment: (self_assessments, "campaign-organisations"),
    rules.Scorers: (scorers, "campaign-organisations"),
    rules.Decision: (decisions, "campaign-organisations"),
    rules.Explanations: (explanations, "campaign-organisations"),
    duty.Record: (records, "records"),
    duty.Return: (returns, "returns"),
    notice.Notice: (notices, "notices"),
    ballot.Evaluation: (ballots, "ballots"),
    item.Ledger: (ledgers, "ledger"),
    item.Movement: (movements, "campaign-organisations"),
    link.Links: (links, "links"),
    link.Pairing: (pairs, "pairs"),
    link.Team: (teams, "teams"),
    link.Documents: (documents, "documents-named"),
    procedure.Sample: (draws, "draws"),
    Use: (uses, "uses"),
}

# Rows of the campaign's list of organisations that show a gap of the sheet.
STATES: Mapping[str, str] = {
    "procedure.not-self-assessed": "not-self-assessed",
    "procedure.not-scored": "not-scored",
    "procedure.not-decided": "not-decided",
    "procedure.decided-against-finding": "against-finding",
    "procedure.not-explained": "not-explained",
    "item.target-missing": "no-target",
}

# Said of each organisation by itself: mended on its own page, and no list shows them together.
ONE_BY_ONE = frozenset({notice.UPHELD_WAITS})

NAMED = 3  # organisations that a sentence names before it counts the rest


def missing(track: Track, on: date) -> list[Missing]:
    """What the current step of a track still awaits; [] once it is over or finished."""
    facts = Facts(track.campaign, on, committees=[track.committee_id])
    return _missing(track, facts)


def missing_by_track(
    campaign: Campaign, tracks: Iterable[Track], on: date, facts: Facts | None = None
) -> dict[int, list[Missing]]:
    """Track -> what it awaits; as many queries for a thousand organisations as for one.

    facts: with what has been read already.
    """
    facts = facts or Facts(campaign, on)
    return {one.pk: _missing(one, facts, campaign) for one in tracks}


def missing_of(subject: Subject, on: date) -> list[Missing]:
    """What an organisation itself, its secretary, still has to do in the step its committee stands at."""
    campaign = subject.campaign
    track = Track.objects.filter(campaign=campaign, committee=subject.committee_id).first()
    if track is None or not track.step or campaign.steps is None:
        return []
    facts = Facts(campaign, on, committees=[subject.committee_id], subject=subject)
    step = campaign.steps.at(track.step)
    own = [key for key in step.awaits if _is_own(campaign.rules.get(key))]
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
        if not any(gap for one in deciding for gap in _gaps(campaign, step, key, one, facts))
    )


def lacking(subject: Subject, keys: Collection[str], on: date) -> list[Refusal]:
    """What these mechanisms still lack of one organisation, whatever step it stands at, as sentences."""
    campaign = subject.campaign
    facts = Facts(campaign, on, committees=[subject.committee_id], subject=subject)
    step = Step(key="", name="", actor="secretary")
    return [gap.what for key in keys for gap in _gaps(campaign, step, key, subject.committee, facts)]


def _committees(campaign: Campaign) -> list[Organisation]:
    return list(Organisation.objects.filter(decides_on__campaign=campaign).distinct().order_by("path"))


def _missing(track: Track, facts: Facts, campaign: Campaign | None = None) -> list[Missing]:
    campaign = campaign or track.campaign
    if not track.step or campaign.steps is None:
        return []
    step = campaign.steps.at(track.step)
    return _grouped(campaign, step, step.awaits, track.committee, facts)


def _gaps(campaign: Campaign, step: Step, key: str, committee: Organisation, facts: Facts) -> Iterator[Gap]:
    rule = campaign.rules.get(key)
    reader = READERS.get(type(rule))
    if reader is not None:
        yield from reader[0](Asked(key, campaign.title_of(key), rule, step, committee, facts))


def _grouped(
    campaign: Campaign,
    step: Step,
    keys: Sequence[str],
    committee: Organisation,
    facts: Facts,
    *,
    own: bool = False,
) -> list[Missing]:
    """One line for each mechanism and kind of gap, however many organisations lack it. own: by whom it is mended."""
    found = []
    for key in keys:
        kinds: dict[tuple[Any, ...], list[Gap]] = {}
        for gap in _gaps(campaign, step, key, committee, facts):
            kinds.setdefault(_kind(gap), []).append(gap)
        found += [_told(campaign, key, gaps, committee, own=own) for gaps in kinds.values()]
    return found


def _kind(gap: Gap) -> tuple[Any, ...]:
    """Gaps that one sentence says: the same code with the same facts."""
    alone = gap.place if gap.what.code in ONE_BY_ONE else None
    return gap.what.code, repr(sorted(gap.what.facts.items())), alone


def _told(
    campaign: Campaign, key: str, gaps: Sequence[Gap], committee: Organisation, *, own: bool
) -> Missing:
    places = list(dict.fromkeys(gap.place for gap in gaps))
    first = gaps[0]
    facts = {"name": campaign.title_of(key), "organisation": _names(places), "what": first.what}
    return Missing(
        key, "procedure.missing-of", facts, len(places), _where(campaign, key, gaps, committee, own)
    )


def _names(places: Sequence[Place]) -> Any:
    if len(places) == 1:
        return places[0].name
    names = [one.name for one in places[:NAMED]]
    if len(places) <= NAMED:
        return names
    return Refusal("procedure.several", names=names, count=len(places))


def _where(
    campaign: Campaign, key: str, gaps: Sequence[Gap], committee: Organisation, own: bool
) -> tuple[Any, ...]:
    """The page where it is mended: of the one organisation, or the list of those that are meant.

    A score sheet opens to its scorer alone, so everybody else is led to the list.
    """
    if len(gaps) == 1 and gaps[0].where and (own or gaps[0].where[0] != "score"):
        return gaps[0].where
    page = READERS[type(campaign.rules[key])][1]
    code = gaps[0].what.code
    if code in STATES:
        return page, (campaign.pk,), {"committee": committee.pk, "state": STATES[code]}
    place = gaps[0].place
    whose = {"organisation": place.organisation} if len(gaps) == 1 else {"committee": committee.pk}
    return page, (campaign.pk, key), whose


def _is_own(rule: Any) -> bool:
    """Whether the organisation itself does it."""
    if isinstance(rule, (rules.SelfAssessment, ballot.Evaluation)):
        return True
    if isinstance(rule, duty.Return):
        return SENDERS.get(rule.by) == "each"
    return (
        isinstance(rule, (duty.Record, notice.Notice, item.Ledger))
        and rule.by == "secretary"
        and rule.of == "each"
    )


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
