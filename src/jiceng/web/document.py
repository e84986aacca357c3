"""公文登记: an organisation's own register of documents; a forwarding note adds its day to a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.duty import Return
from jiceng.kernel.link import Cited, Documents, by_number, read_number
from jiceng.kernel.refusal import Refusal
from jiceng.services.document import register_document
from jiceng.store.models import Campaign, Document, Organisation
from jiceng.store.register import ancestor_paths
from jiceng.web import words
from jiceng.web.asked import rule_of
from jiceng.web.given import day, text_in
from jiceng.web.ledger import campaign_of
from jiceng.web.pages import SignedIn, page, paged, whole_number


@dataclass(frozen=True)
class Named:
    """A document that a campaign's policy names. registered: here or above. asked: as its form is asked for."""

    campaign: Campaign
    key: str
    number: str
    cited: Cited
    registered: bool

    @property
    def asked(self) -> str:
        return f"{self.campaign.pk}:{self.key}:{self.number}"


@require_safe
@page
def documents_named(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """The register of whoever opened a campaign, at the documents that its policy names."""
    campaign = campaign_of(request, pk)
    rule_of(campaign, key, Documents)
    address = reverse("documents", args=[campaign.organisation_id])
    return redirect(f"{address}?{urlencode({'named': f'{pk}:{key}:'})}")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def documents(request: SignedIn, pk: int) -> HttpResponse:
    """What an organisation has registered; its officers register more."""
    seen = scope.organisations(request.user, held=request.held)
    organisation = get_object_or_404(seen, pk=pk)
    checks.check(request.user, "document.register", organisation)
    if request.method != "POST":
        return _shown(request, organisation)
    try:
        made = _register(request, organisation)
    except Refusal as refusal:
        return _shown(request, organisation, refusal)
    messages.success(request, _("%(number)s is registered.") % {"number": made.number})
    asked = request.POST.get("named", "").rpartition(":")[0]
    rest = f"?{urlencode({'named': f'{asked}:'})}" if asked else ""
    return redirect(reverse("documents", args=[pk]) + rest)


def _register(request: SignedIn, organisation: Organisation) -> Document:
    form = request.POST
    campaign_pk, _sep, key = form.get("binds", "").partition(":")
    campaign = _running(organisation).filter(pk=whole_number(campaign_pk)).first() if key else None
    forwards = whole_number(form.get("forwards", ""))
    return register_document(
        organisation=organisation,
        number=text_in(request, "number", most=64),
        issuer=text_in(request, "issuer", most=128),
        title=text_in(request, "title", most=200),
        issued_on=day(form.get("issued_on", ""), _("Issued on")),
        due_on=day(form.get("due_on", ""), _("Last day it sets")),
        recipients=text_in(request, "recipients"),
        forwards=_known(request, organisation).filter(pk=forwards).first() if forwards else None,
        bases=text_in(request, "bases").split("\n"),
        campaign=campaign,
        key=key,
        by=request.user,
        on=clock.today(),
    )


def _known(request: SignedIn, organisation: Organisation) -> Any:
    """Documents that can be forwarded from here: its own, and those of every level above."""
    return Document.objects.filter(organisation__path__in=ancestor_paths(organisation.path))


def _running(organisation: Organisation) -> Any:
    """Campaigns whose days may be set here: of this organisation, or of a level above."""
    return (
        Campaign.objects.running()
        .with_pack()
        .filter(organisation__path__in=ancestor_paths(organisation.path))
    )


def _named(running: Sequence[Campaign], organisation: Organisation) -> list[Named]:
    """What the policies of the campaigns opened here name by number, in their order."""
    entries = [
        (campaign, key, number, cited)
        for campaign in running
        if campaign.organisation_id == organisation.pk
        for key, rule in campaign.rules.items()
        if isinstance(rule, Documents)
        for number, cited in by_number(rule).items()
    ]
    above = Document.objects.filter(organisation__path__in=ancestor_paths(organisation.path))
    there = set(above.values_list("number", flat=True)) if entries else set()
    return [Named(campaign, key, number, cited, number in there) for campaign, key, number, cited in entries]


def _chosen(named: Sequence[Named], asked: str) -> Named | None:
    """The one whose form is asked for; without a number the first of its policy that is not registered yet."""
    return next((each for each in named if not each.registered and each.asked.startswith(asked)), None)


def _as_named(chosen: Named | None) -> dict[str, str]:
    """What the policy says of a document, to be completed by whoever has it before them."""
    if chosen is None:
        return {}
    bases = "\n".join(read_number(number) for number in chosen.cited.bases)
    return {
        "number": chosen.number,
        "issuer": chosen.cited.issuer,
        "title": chosen.cited.title,
        "bases": bases,
    }


def _shown(request: SignedIn, organisation: Organisation, refusal: Refusal | None = None) -> HttpResponse:
    binds = []
    running = list(_running(organisation))
    named = _named(running, organisation)
    asked = (request.POST if refusal else request.GET).get("named", "")
    chosen = _chosen(named, asked) if asked else None
    known = _known(request, organisation).order_by("-on", "-pk")[:50]
    for campaign in running:
        steps = [(each.key, each.name) for each in campaign.steps.steps] if campaign.steps else []
        steps += [
            (key, campaign.title_of(key)) for key, rule in campaign.rules.items() if isinstance(rule, Return)
        ]
        binds += [(f"{campaign.pk}:{key}", f"{campaign.title} · {name}") for key, name in steps]
    context = {
        "section": "register",
        "organisation": organisation,
        "found": paged(request, Document.objects.filter(organisation=organisation).for_list()),
        "query": "",
        "named": named,
        "chosen": chosen,
        "known": known,
        "binds": binds,
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if refusal else _as_named(chosen),
    }
    return render(request, "pages/documents.html", context, status=422 if refusal else 200)
