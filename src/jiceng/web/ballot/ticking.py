"""At the door: everybody present is ticked in one save, a class at a time with one tap; then slips are handed out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.kernel.ballot.event import TICKING, OnRoll
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot.event import on_roll
from jiceng.store.models import RollEntry
from jiceng.web import words
from jiceng.web.ballot.held import Held, held
from jiceng.web.given import text_in, typed_in
from jiceng.web.pages import SignedIn, page, whole_number


@dataclass(frozen=True)
class Listed:
    """One class at the door. waiting: who has nothing yet; ticked: whose box stands ticked."""

    at: int
    name: str
    all_of_them: bool
    on_roll: OnRoll
    waiting: list[RollEntry]
    issued: list[RollEntry]
    excused: list[RollEntry]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tick(request: SignedIn, event: str) -> HttpResponse:
    """The list with who has a slip, for who counts and judges; the delegate ticks."""
    ballot = held(request, event)
    if ballot.audience != "inside" or ballot.event.state == "draft" or not ballot.event.sheet:
        raise Http404  # without a sheet: void before its list was frozen
    if request.method != "POST":
        return _shown(request, ballot)
    if not ballot.delegate:
        raise Http404
    keys = {key for key in map(whole_number, request.POST.getlist("entry")) if key is not None}
    try:
        if request.POST.get("do") == "excuse":
            reason = text_in(request, "reason")
            events.tick(
                event=ballot.event,
                issued=(),
                excused=dict.fromkeys(keys, reason),
                by=request.user,
                on=clock.today(),
            )
        else:
            events.tick(event=ballot.event, issued=keys, by=request.user, on=clock.today())
    except Refusal as refused:
        return _shown(request, held(request, event), words.refusal(refused))
    sentence = (
        ngettext("%(number)s person is excused.", "%(number)s people are excused.", len(keys))
        if request.POST.get("do") == "excuse"
        else ngettext(
            "%(number)s person is ticked; hand out as many paper ballots, for slips no longer work.",
            "%(number)s people are ticked; hand out as many paper ballots, for slips no longer work.",
            len(keys),
        )
        if ballot.event.state == "closed"
        else ngettext(
            "%(number)s person is ticked; hand out as many slips or papers.",
            "%(number)s people are ticked; hand out as many slips or papers.",
            len(keys),
        )
    )
    messages.success(request, sentence % {"number": len(keys)} if keys else _("Nobody was ticked."))
    return redirect("ballot-tick", event)


def _shown(request: SignedIn, ballot: Held, note: str = "") -> HttpResponse:
    event = ballot.event
    entries = list(RollEntry.objects.filter(event=event).order_by("number"))
    roll = on_roll(event)
    every = set(request.GET.getlist("all"))
    classes = [
        _listed(at, name, ballot, roll[name], entries) for at, name in enumerate(event.sheet["classes"])
    ]
    context = {
        "section": "campaign",
        "one": ballot,
        "event": event,
        "subject": event.subject,
        "title": event.campaign.title_of(event.mechanism),
        "classes": classes,
        "ticked": any(listed.issued for listed in classes),
        "chosen": set(request.POST.getlist("entry")) if note else _all(classes, every),
        "may_tick": ballot.delegate and event.state in TICKING,
        "base": reverse("ballot-event", args=[event.pk]),
        "note": note,
        "excusing": bool(note) and request.POST.get("do") == "excuse",
        "reason": typed_in(request, "reason") if note else "",
    }
    return render(request, "pages/ballot_tick.html", context, status=422 if note else 200)


def _listed(at: int, name: str, ballot: Held, voters: OnRoll, entries: list[RollEntry]) -> Listed:
    mine = [entry for entry in entries if entry.voter_class == name]
    all_of_them = any(kind.name == name and kind.all_of_them for kind in ballot.rule.classes)
    by_state = {state: [entry for entry in mine if entry.state == state] for state in ("issued", "excused")}
    waiting = [entry for entry in mine if entry.state == "eligible"]
    return Listed(at, name, all_of_them, voters, waiting, by_state["issued"], by_state["excused"])


def _all(classes: list[Listed], every: set[str]) -> set[str]:
    """The keys of everybody in the chosen classes who has no slip yet: one tap ticks them all, without a script."""
    return {str(entry.pk) for listed in classes if str(listed.at) in every for entry in listed.waiting}
