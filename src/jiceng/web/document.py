"""公文登记: an organisation's own register of documents; a forwarding note adds its day to a campaign."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.duty import Return
from jiceng.kernel.refusal import Refusal
from jiceng.services.document import register_document
from jiceng.store.models import Campaign, Document, Organisation
from jiceng.store.register import ancestor_paths
from jiceng.web import words
from jiceng.web.given import day, text_in
from jiceng.web.pages import SignedIn, page, paged, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@page
def documents(request: SignedIn, pk: int) -> HttpResponse:
    """What an organisation has registered; its officers register more."""
    seen = scope.organisations(request.user, held=request.held)
    one = get_object_or_404(seen, pk=pk)
    checks.check(request.user, "document.register", one)
    if request.method != "POST":
        return _shown(request, one)
    try:
        made = _register(request, one)
    except Refusal as refusal:
        return _shown(request, one, refusal)
    messages.success(request, _("%(number)s is registered.") % {"number": made.number})
    return redirect("documents", pk)


def _register(request: SignedIn, one: Organisation) -> Document:
    told = request.POST
    campaign_pk, _sep, key = told.get("binds", "").partition(":")
    campaign = _running(one).filter(pk=whole_number(campaign_pk)).first() if key else None
    forwards = whole_number(told.get("forwards", ""))
    return register_document(
        organisation=one,
        number=text_in(request, "number", most=64),
        issuer=text_in(request, "issuer", most=128),
        title=text_in(request, "title", most=200),
        issued_on=day(told.get("issued_on", ""), _("Issued on")),
        due_on=day(told.get("due_on", ""), _("Last day it sets")),
        recipients=text_in(request, "recipients"),
        forwards=_known(request, one).filter(pk=forwards).first() if forwards else None,
        bases=text_in(request, "bases").split("\n"),
        campaign=campaign,
        key=key,
        by=request.user,
        on=clock.today(),
    )


def _known(request: SignedIn, one: Organisation) -> Any:
    """Documents that can be forwarded from here: its own, and those of every level above."""
    return Document.objects.filter(organisation__path__in=ancestor_paths(one.path))


def _running(one: Organisation) -> Any:
    """Campaigns whose days may be set here: of this organisation, or of a level above."""
    return Campaign.objects.running().with_pack().filter(organisation__path__in=ancestor_paths(one.path))


def _shown(request: SignedIn, one: Organisation, refusal: Refusal | None = None) -> HttpResponse:
    binds = []
    for campaign in _running(one):
        steps = [(each.key, each.name) for each in campaign.steps.steps] if campaign.steps else []
        steps += [
            (key, campaign.title_of(key)) for key, rule in campaign.rules.items() if isinstance(rule, Return)
        ]
        binds += [(f"{campaign.pk}:{key}", f"{campaign.title} · {name}") for key, name in steps]
    context = {
        "section": "register",
        "organisation": one,
        "found": paged(request, Document.objects.filter(organisation=one).for_list()),
        "query": "",
        "known": _known(request, one).order_by("-on", "-pk")[:50],
        "binds": binds,
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if refusal else {},
    }
    return render(request, "pages/documents.html", context, status=422 if refusal else 200)
