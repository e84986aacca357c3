"""One committee's way through the steps: where it stands, what is still awaited, on and back, by when."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.refusal import Refusal
from jiceng.reports import campaign as reports
from jiceng.reports import procedure as progress
from jiceng.services import procedure, standing
from jiceng.services.dates import Dates, dated
from jiceng.store.models import Correction, Move, Subject, Track
from jiceng.web import where, words
from jiceng.web.campaign import gauges
from jiceng.web.given import day, text_in
from jiceng.web.pages import SignedIn, page


@require_safe
@page
def track(request: SignedIn, pk: int) -> HttpResponse:
    return _shown(request, _track(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def track_on(request: SignedIn, pk: int) -> HttpResponse:
    """The step is over."""
    track = _track(request, pk)
    checks.check(request.user, "track.move", track.committee)
    if request.method != "POST":
        return redirect("track", pk)
    seen = _as_seen(request, track)
    try:
        procedure.move_on(track=seen, by=request.user, on=clock.today(), reason=text_in(request, "reason"))
    except Refusal as refusal:
        return _shown(request, _track(request, pk), "on", refusal)
    return _moved(request, _track(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def track_back(request: SignedIn, pk: int) -> HttpResponse:
    """Back to a former step, with the reason."""
    track = _track(request, pk)
    checks.check(request.user, "track.send-back", track.committee)
    if request.method != "POST":
        return redirect("track", pk)
    seen = _as_seen(request, track)
    try:
        procedure.send_back(
            track=seen, to=request.POST.get("to", ""), reason=text_in(request, "reason"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, _track(request, pk), "back", refusal)
    return _moved(request, _track(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def deadline_set(request: SignedIn, pk: int) -> HttpResponse:
    """The committee's own, earlier day for itself and everybody below."""
    track = _track(request, pk)
    checks.check(request.user, "deadline.set", track.committee)
    if request.method != "POST":
        return redirect("track", pk)
    try:
        due_on = day(request.POST.get("due_on", ""), _("Own last day"))
        if due_on is None:
            raise Refusal("contents.not-a-date", name=_("Own last day"), value="")
        procedure.set_deadline(
            campaign=track.campaign, organisation=track.committee, key=request.POST.get("key", ""), due_on=due_on,
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, track, "deadline", refusal)
    messages.success(request, _("The day is set, for the committee and everybody below it."))
    return redirect("track", pk)


def _track(request: SignedIn, pk: int) -> Track:
    """A track of a campaign one sees, of a committee at, above or below one's posts."""
    track = get_object_or_404(Track.objects.select_related("committee"), pk=pk)
    track.campaign = get_object_or_404(
        scope.campaigns(request.user, held=request.held).for_page(), pk=track.campaign_id
    )
    if not progress.sees(track, request.held) or track.campaign.steps is None:
        raise Http404
    return track


def _as_seen(request: SignedIn, track: Track) -> Track:
    """The track as the page showed it, so that of two people who act, the second is told."""
    version, step = request.POST.get("version", ""), request.POST.get("step", "")
    if version.isascii() and version.isdigit() and len(version) < 10 and track.campaign.steps is not None:
        known = {*track.campaign.steps.keys(), ""}
        track.version, track.step = int(version), step if step in known else track.step
    return track


def _moved(request: SignedIn, track: Track) -> HttpResponse:
    facts = {"committee": track.committee.name, "step": track.campaign.step_name(track.step)}
    text = (
        _("%(committee)s now stands at “%(step)s”.")
        if track.step
        else _("%(committee)s is through and filed.")
    )
    messages.success(request, text % facts)
    return redirect("track", track.pk)


def _shown(request: SignedIn, track: Track, failed: str = "", refusal: Refusal | None = None) -> HttpResponse:
    campaign, on, posts = track.campaign, clock.today(), request.held
    steps = campaign.steps
    if steps is None:
        raise Http404
    dates = Dates.of([campaign])
    windows = progress.windows_of(campaign, dates)
    whole = progress.sees_whole(track, posts)
    step = steps.at(track.step) if track.step else None
    late = dates.step_late(campaign, track.step, track.committee.path, on) and not campaign.closed_on
    if whole and not campaign.closed_on:
        missing = standing.missing(track, on)
        awaits = where.lines(missing)
    else:
        own = [(subject, standing.missing_of(subject, on)) for subject in _own(request, track)]
        missing = [gap for _, gaps in own for gap in gaps]
        awaits = [line for subject, gaps in own for line in where.own_lines(request, subject, gaps)]
    line = progress.TrackLine(track, step, late, missing)
    subjects = scope.subjects(request.user, held=posts).filter(committee=track.committee)
    rows = reports.rows(campaign, subjects) if whole and campaign.scheme.quotas else []
    running = not campaign.closed_on
    context: dict[str, Any] = {
        "section": "campaign",
        "track": track,
        "campaign": campaign,
        "line": line,
        "lines": progress.step_lines(steps, windows, [line], on),
        "whole": whole,
        "awaits": awaits,
        "next": steps.at(steps.after(track.step)) if step and steps.after(track.step) else None,
        "early": bool(
            step and steps.after(track.step) and windows[steps.after(track.step)].state(on) == "before"
        ),
        "may_move": running
        and step is not None
        and _holds(request, track, procedure.movers(campaign, track)),
        "backs": [steps.at(key) for key in step.back_to]
        if running and step and _holds(request, track, procedure.senders_back(campaign, track))
        else [],
        "movers": [str(words.ROLES[role]) for role in procedure.movers(campaign, track)],
        "gauges": gauges(reports.quotas(campaign.scheme, rows), rows, campaign.scheme.grades) if rows else [],
        "dues": _dues(track, dates) if whole else [],
        "may_set": running and checks.may(request.user, "deadline.set", track.committee, held=posts),
        "keys": dated(campaign),
        "moves": _moves(track) if whole else [],
        "steps_ahead": campaign.steps is not None and track.step == campaign.steps.keys()[0],
        "corrections": Correction.objects.filter(
            subject__campaign=campaign, subject__committee=track.committee
        )
        .select_related(
            "subject__organisation", "asked_by__person", "approved_by__person", "refused_by__person"
        )
        .order_by("-asked_on", "-pk")
        if whole
        else [],
        "failed": failed,
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if refusal else {},
    }
    return render(request, "pages/track.html", context, status=422 if refusal else 200)


def _own(request: SignedIn, track: Track) -> list[Subject]:
    """Organisations below the reader's posts, whose own work is shown; other organisations are not named."""
    if track.campaign.closed_on:
        return []
    subjects = scope.subjects(request.user, held=request.held).filter(
        campaign=track.campaign, committee=track.committee
    )
    return list(subjects.with_pack().select_related("organisation", "committee")[:3])


def _holds(request: SignedIn, track: Track, roles: tuple[str, ...]) -> bool:
    """Whether the reader holds one of these roles over the committee; a county officer, over the campaign."""
    for post in request.held:
        place = track.campaign.organisation if post.role == "county-officer" else track.committee
        if post.role in roles and place.is_under(post.organisation):
            return True
    return False


def _dues(track: Track, dates: Dates) -> list[dict[str, Any]]:
    """By when, for everything that can have a day of its own; None = nobody has set one."""
    return [
        {
            "name": name,
            "day": dates.due(track.campaign, key, track.committee.path),
        }
        for key, name in dated(track.campaign)
    ]


def _moves(track: Track) -> list[dict[str, Any]]:
    moves = Move.objects.filter(track=track).select_related("by__person").order_by("-number")
    return [
        {
            "move": move,
            "from": track.campaign.step_name(move.from_step),
            "to": track.campaign.step_name(move.to_step) if move.to_step else "",
            "who": move.by.get_full_name() if move.by else "",
        }
        for move in moves
    ]
