"""报表: every return of the campaigns one sees, and how far it has got."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiceng import clock
from jiceng.access import scope
from jiceng.reports import sent
from jiceng.web.navigation import SENDERS
from jiceng.web.pages import SignedIn, page


@require_safe
@page
def all_returns(request: SignedIn) -> HttpResponse:
    if not any(post.role in SENDERS for post in request.held):
        raise Http404
    campaigns = list(
        scope.campaigns(request.user, held=request.held)
        .for_list()
        .select_related("copy", "adoption__organisation")
    )
    summaries = sent.summaries(campaigns, scope.organisations(request.user, held=request.held), clock.today())
    groups = [
        (campaign, [each for each in summaries if each.campaign.pk == campaign.pk]) for campaign in campaigns
    ]
    return render(
        request,
        "pages/all_returns.html",
        {"section": "return", "groups": [group for group in groups if group[1]]},
    )
