"""The page on which slips are drawn and printed. Their codes are made in the delegate's browser and never leave it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiceng.web.ballot.held import held, standing_of
from jiceng.web.pages import SignedIn, page


@require_safe
@page
def slips(request: SignedIn, event: str) -> HttpResponse:
    """For the delegate alone, while the ballot is being made ready."""
    ballot = held(request, event)
    if not ballot.delegate or ballot.event.paper_only or ballot.event.state != "opening":
        raise Http404
    context = {
        "section": "campaign",
        "event": ballot.event,
        "subject": ballot.event.subject,
        "title": ballot.event.campaign.title_of(ballot.event.mechanism),
        "stubs": dict(standing_of(ballot.event).stubs),
        "base": reverse("ballot-event", args=[ballot.event.pk]),
    }
    return render(request, "pages/ballot_slips.html", context)
