"""投诉核查: with the key that its voter shows them, inspectors see one sealed paper and whether it was counted."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.access import checks
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot.complaint import look_into
from jiceng.web import words
from jiceng.web.ballot.held import held
from jiceng.web.given import text_in, typed_in
from jiceng.web.pages import SignedIn, page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@page
def complaint(request: SignedIn, event: str) -> HttpResponse:
    """For inspectors alone. What was found stands in the answer to the form and in no address."""
    ballot = held(request, event).event
    if not checks.may(request.user, "ballot.look-into", ballot.subject.organisation, held=request.held):
        raise Http404
    context = {
        "section": "campaign",
        "event": ballot,
        "subject": ballot.subject,
        "title": ballot.campaign.title_of(ballot.mechanism),
        "typed": typed_in(request, "nullifier"),
    }
    status = 200
    if request.method == "POST":
        try:
            context["found"] = look_into(
                event=ballot,
                nullifier=text_in(request, "nullifier"),
                secret=text_in(request, "secret"),
                by=request.user,
                on=clock.today(),
            )
        except Refusal as refused:
            context["note"], status = words.refusal(refused), 422
    return render(request, "pages/ballot_complaint.html", context, status=status)
