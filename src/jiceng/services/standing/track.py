"""Where a committee stands in a campaign's steps, and whether something is to be done now."""

from jiceng.kernel.item import Movement
from jiceng.kernel.procedure import FINISHED
from jiceng.kernel.procedure import check_now as check_at
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import WORDS, Rule
from jiceng.store.models import Campaign, Organisation, Track


def hold_track(campaign: Campaign, committee: Organisation | None) -> Track | None:
    """The committee's track, held until the end of the transaction, so that nobody moves it meanwhile.

    None for what is the county's, and in a campaign without steps. Take the track before any other row.
    """
    if committee is None:
        return None
    tracks = Track.objects.select_for_update(of=("self",)).filter(campaign=campaign, committee=committee)
    return tracks.select_related("committee").first()


def check_now(campaign: Campaign, committee: Organisation | None, key: str) -> None:
    """Whether a mechanism is done in the step the committee stands at; what no step awaits is always done.

    committee: None for what the county does once; it may as long as one committee stands at such a step.
    Raises Refusal "procedure.not-now", "procedure.over", "procedure.over-and-filed", "procedure.no-track".
    """
    steps = campaign.steps
    if steps is None or not steps.awaiting(key):
        return
    tracks = dict(Track.objects.filter(campaign=campaign).values_list("committee", "step"))
    if not tracks:
        return  # opened before there were steps
    if committee is not None and committee.pk not in tracks:
        raise Refusal("procedure.no-track", committee=committee.name, campaign=campaign.title)
    asked = set(tracks.values()) if committee is None else {tracks[committee.pk]}
    places = [*steps.keys(), ""]
    refused = [why_not(campaign, at, key) for at in sorted(asked, key=places.index)]
    first = refused[0]
    if first is not None and None not in refused:
        raise first


def check_not_over(campaign: Campaign, committee: Organisation | None, key: str) -> None:
    """As `check_now`, but what belongs to a later step may be done already: only what is over stays.

    Raises Refusal "procedure.over", "procedure.over-and-filed".
    """
    try:
        check_now(campaign, committee, key)
    except Refusal as refused:
        if refused.code.startswith("procedure.over"):
            raise


def check_late(campaign: Campaign, committee: Organisation | None, key: str) -> None:
    """As `check_now`, but a track that is finished does not bind what may still come to be owed: what an upgrade needs,
    as accepting it is not bound either, and what follows from a grade, which may be corrected (R-18).

    Raises Refusal "procedure.not-now", "procedure.over", "procedure.over-and-filed", "procedure.no-track".
    """
    try:
        check_now(campaign, committee, key)
    except Refusal as refused:
        if refused.code != "procedure.over-and-filed" or not outlives(campaign, key):
            raise


def outlives(campaign: Campaign, key: str) -> bool:
    """Whether a mechanism may still come to be owed once everything is filed."""
    before_a_rise = (
        key in (*rule.upgrade_needs, *rule.upgrade_awaits)
        for rule in campaign.rules.values()
        if isinstance(rule, Movement)
    )
    return bool(getattr(campaign.rules.get(key), "grades", ())) or any(before_a_rise)


def key_of(campaign: Campaign, word: type[Rule] | str) -> str:
    """The key of the campaign's mechanism of a word, the first where there are several; "" = it has none.

    word: its class, or its name as packs write it (`sheet.decision`).
    """
    rule = WORDS.get(word) if isinstance(word, str) else word
    return next((key for key, each in campaign.rules.items() if type(each) is rule), "")


def why_not_late(campaign: Campaign, at: str, key: str) -> Refusal | None:
    """As `why_not`, of what may still come to be owed once a track is finished."""
    return None if at == FINISHED and outlives(campaign, key) else why_not(campaign, at, key)


def why_not(campaign: Campaign, at: str, key: str) -> Refusal | None:
    """As `check_now`, asked of a known step and without a query; None = it may be done."""
    try:
        check_at(campaign.steps, mechanism=key, name=campaign.title_of(key), at=at)
    except Refusal as refused:
        return refused
    return None
