"""Ballots held here on a desk: one line each, for whoever's turn it is: delegate, teller, who freezes the list."""

from collections.abc import Iterator, Sequence

from django.db.models import Q

from jiceng.access import checks
from jiceng.access.scope import below
from jiceng.kernel.ballot import Evaluation
from jiceng.reports.desk.line import Due, line
from jiceng.reports.desk.running import Running
from jiceng.store.models import BallotEvent, Campaign, Post

# What the delegate does next, by state; whatever is asked of a teller waits for the teller.
DELEGATES = {
    "frozen": "desk.ballot-prepare",
    "opening": "desk.ballot-prepare",
    "open": "desk.ballot-open",
    "closed": "desk.ballot-count",
    "counted": "desk.ballot-sign",
    "signed": "desk.ballot-publish",
}
OVER = ("published", "archived")


def read(running: Running, held: Sequence[Post]) -> Sequence[BallotEvent]:
    """Those under way below the posts, with what tellers entered; nobody's where there is none."""
    seen = below(running.paths, "subject__organisation__path")
    if seen is None or not running.campaigns:
        return ()
    people = {post.person_id for post in held}
    named = Q(delegate__person__in=people) | Q(teller1__person__in=people) | Q(teller2__person__in=people)
    ballots = BallotEvent.objects.standing().exclude(state__in=OVER).filter(seen, named | Q(state="draft"))
    known = ballots.filter(campaign__in=[campaign.pk for campaign in running.campaigns]).select_related(
        "subject__organisation", "roll", "delegate", "teller1", "teller2"
    )
    return list(known.defer("sheet", "opened", "closed", "box_wrapped").prefetch_related("papers__teller"))


def lines(running: Running, known: Sequence[BallotEvent], post: Post, held: Sequence[Post]) -> Iterator[Due]:
    campaigns = {campaign.pk: campaign for campaign in running.campaigns}
    for event in known:
        campaign = campaigns.get(event.campaign_id)
        rule = campaign.rules.get(event.mechanism) if campaign else None
        if campaign is None or not isinstance(rule, Evaluation):
            continue
        code = _turn(event, rule, post, held)
        if code:
            yield _line(running, campaign, event, code)


def _turn(event: BallotEvent, rule: Evaluation, post: Post, posts: Sequence[Post]) -> str:
    """What waits for the person of this post; "" for nothing."""
    tellers = [teller for teller in (event.teller1, event.teller2) if teller is not None]
    if event.state == "draft":
        verb = "ballot.approve-roll" if rule.approved_by else "ballot.count"
        mine = bool(rule.approved_by) or event.delegate.person_id == post.person_id
        may = mine and checks.may(event.delegate, verb, event.subject.organisation, held=posts)
        return "desk.ballot-freeze" if may else ""
    if event.asked:
        asked = any(teller.person_id == post.person_id for teller in tellers)
        return f"desk.ballot-confirm-{event.asked}" if asked else ""
    if event.delegate.person_id == post.person_id:
        return DELEGATES.get(event.state, "")
    if event.state == "closed" and any(teller.person_id == post.person_id for teller in tellers):
        return "desk.ballot-papers" if _waits_for_figures(event, post) else ""
    return ""


def _waits_for_figures(event: BallotEvent, post: Post) -> bool:
    """Whether a teller has paper ballots to enter: of paper alone, what the other entered, or what differs."""
    by_class: dict[str, list[tuple[bool, str]]] = {}
    for paper in event.papers.all():
        mine = paper.teller.person_id == post.person_id
        by_class.setdefault(paper.voter_class, []).append((mine, str(paper.figures)))
    if event.paper_only and not by_class:
        return True
    return any(
        not any(mine for mine, _ in entries) or len({figures for _, figures in entries}) > 1
        for entries in by_class.values()
    )


def _line(running: Running, campaign: Campaign, event: BallotEvent, code: str) -> Due:
    organisation = event.subject.organisation
    mechanism = campaign.pack.mechanisms.get(event.mechanism)
    return line(
        code,
        {"name": campaign.title_of(event.mechanism), "organisation": organisation.name},
        whom=organisation.name,
        about=f"ballot:{event.pk}",
        due_on=running.dates.due(campaign, event.mechanism, organisation.path),
        on=running.on,
        since=event.roll.approved_on or event.roll.submitted_on,
        to=("ballot-event", (event.pk,), {}),
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        mechanism=event.mechanism,
    )
