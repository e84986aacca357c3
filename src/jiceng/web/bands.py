"""The bands of an organisation's page beside its grade: what is due, where its campaign stands, the years, open items,
who helps, and where it means to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiceng.access import checks, scope
from jiceng.kernel.item import Ledger, Movement
from jiceng.kernel.link import Links
from jiceng.reports import procedure
from jiceng.reports.ledger import open_items_of
from jiceng.services import standing
from jiceng.services.ballot.shown import OUT
from jiceng.services.dates import Dates
from jiceng.store.models import BallotEvent, Item, Link, Organisation, Subject, Track, Upgrade
from jiceng.web import where
from jiceng.web.pages import SignedIn
from jiceng.web.use import lines_of


@dataclass(frozen=True)
class Year:
    """One campaign in an organisation's past. judged_as: its name then, where it differs now.

    pack: title and version it was judged under. accepted: the rectification that was accepted last.
    """

    subject: Subject
    grades: Sequence[str]
    pack: str
    accepted: Upgrade | None
    judged_as: str


@dataclass(frozen=True)
class OpenItem:
    """One item that is not closed. ledger: its title."""

    item: Item
    ledger: str
    overdue: bool


def of_organisation(
    request: SignedIn, one: Organisation, subjects: Sequence[Subject], subject: Subject | None, on: date
) -> dict[str, Any]:
    """What the page shows whatever campaign is chosen, and of the chosen one. subjects: all of it, the newest first."""
    accepted: dict[int, Upgrade] = {
        upgrade.subject_id: upgrade
        for upgrade in Upgrade.objects.filter(subject__in=[row.pk for row in subjects])
        .select_related("by__person")
        .order_by("number")
    }
    items = scope.items(request.user, held=request.held).exclude(campaign=None)
    context: dict[str, Any] = {
        "years": [
            Year(
                row,
                row.campaign.scheme.grades,
                f"{row.campaign.pack.title} {row.campaign.pack.version}",
                accepted.get(row.pk),
                row.organisation_name if row.organisation_name not in ("", one.name) else "",
            )
            for row in subjects
        ],
        "open_items": [
            OpenItem(item, item.campaign.title_of(item.mechanism), item.is_overdue(on))
            for item in open_items_of(one.pk, items.select_related("campaign__copy"))
            if item.campaign
        ],
        "ballots": [
            (event.campaign.title_of(event.mechanism), event)
            for event in BallotEvent.objects.filter(subject__in=[row.pk for row in subjects], state__in=OUT)
            .select_related("campaign__adoption", "campaign__copy")
            .order_by("-published_on", "pk")
        ],
        "helpers": list(
            Link.objects.current()
            .filter(organisation=one)
            .select_related("other", "campaign")
            .order_by("kind", "pk")
        ),
    }
    if subject is not None:
        context |= _of_campaign(request, subject, accepted.get(subject.pk), on)
    return context


def _of_campaign(request: SignedIn, subject: Subject, accepted: Upgrade | None, on: date) -> dict[str, Any]:
    campaign, organisation = subject.campaign, subject.organisation
    running = campaign.closed_on is None
    missing = standing.missing_of(subject, on) if running else []
    movement = next((rule for rule in campaign.rules.values() if isinstance(rule, Movement)), None)
    grade = accepted.new_grade if accepted else subject.decided

    def may(verb: str) -> bool:
        return checks.may(request.user, verb, organisation, held=request.held)

    return {
        "due": where.own_lines(request, subject, missing),
        "steps": _steps(subject, on),
        "ledgers": [
            (key, campaign.title_of(key))
            for key, rule in campaign.rules.items()
            if isinstance(rule, Ledger)
            and rule.of == "each"
            and (rule.opens == "by-hand" or rule.opens == "list" or grade in rule.grades)
        ],
        "has_helpers": any(
            isinstance(rule, Links)
            and rule.concerns(
                class_name=subject.class_name,
                grade=subject.grade,
                flags=subject.flags() if rule.flags else frozenset(),
            )
            for rule in campaign.rules.values()
        ),
        "uses": lines_of(request, campaign, [subject]),
        "accepted": accepted,
        "movement": movement,
        "goal": movement.goals.get(grade, "") if movement else "",
        "grade_now": grade,
        "may_target": bool(movement and grade) and running and may("item.plan"),
        "may_accept": bool(movement and grade) and may("item.close"),
        "accepting": "accept" in request.GET,
        "higher": _higher(subject, grade) if movement and grade else (),
    }


def _higher(subject: Subject, grade: str) -> Sequence[str]:
    bands = subject.campaign.scheme.need_bands()
    return [higher for higher in bands.grades() if bands.place(higher) < bands.place(grade)]


def _steps(subject: Subject, on: date) -> Sequence[procedure.StepLine]:
    """The steps of its committee's way; () where the document has none."""
    campaign = subject.campaign
    if campaign.steps is None:
        return ()
    track = Track.objects.filter(campaign=campaign, committee=subject.committee_id).first()
    if track is None:
        return ()
    dates = Dates.of([campaign])
    windows = procedure.windows_of(campaign, dates)
    late = dates.step_late(campaign, track.step, subject.committee.path, on) and campaign.closed_on is None
    line = procedure.TrackLine(track, campaign.steps.at(track.step) if track.step else None, late)
    return procedure.step_lines(campaign.steps, windows, [line], on)
