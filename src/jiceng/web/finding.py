"""认定、数字和评级: what rules of the pack read about an organisation and somebody outside the campaign found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.services import figure as figures
from jiceng.services import flag as findings
from jiceng.store.models import Campaign, Flag, Measure, Organisation, Rating, Subject
from jiceng.store.register import OrganisationQuerySet
from jiceng.web import words
from jiceng.web.given import day, readable, text_in
from jiceng.web.pages import SignedIn, page, paged, query_without


@dataclass(frozen=True)
class Entered:
    """One thing that was found. flag: its key, where it can be taken back."""

    organisation: Organisation
    name: str
    value: str
    source: str
    on: date
    flag: Flag | None = None


def has_findings(campaign: Campaign) -> bool:
    """Whether a rule of the campaign reads something that is found outside it."""
    return bool(findings.flags_of(campaign) or figures.measures_of(campaign) or figures.ratings_of(campaign))


@require_safe
@page
def findings_list(request: SignedIn, pk: int) -> HttpResponse:
    """What was found so far, and the organisations about which something can be entered."""
    campaign = _campaign(request, pk)
    asked = request.GET.get("q", "").strip()[:100]
    places = _places(request, campaign)
    if asked:
        places = places.filter(Q(name__icontains=asked) | Q(code__iexact=asked))
    shown = paged(request, places.order_by("path"))
    context = {
        "section": "campaign",
        "campaign": campaign,
        "found": shown,
        "rows": [(place, _may(request, place)) for place in shown],
        "entered": _entered(campaign, _seen(request, _places(request, campaign))),
        "flags": findings.flags_of(campaign),
        "asked": asked,
        "query": query_without(request, "page"),
    }
    return render(request, "pages/findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def finding_new(request: SignedIn, pk: int, organisation: int) -> HttpResponse:
    """Enter what was found about one organisation."""
    campaign = _campaign(request, pk)
    place = get_object_or_404(_places(request, campaign), pk=organisation)
    checks.check(request.user, "flag.record", place)
    subject = Subject.objects.filter(campaign=campaign, organisation=place).first()
    refusal = None
    what = request.POST.get("what", "")
    if request.method == "POST":
        try:
            message = _record(request, campaign, place, subject, what)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, message)
            return redirect("finding-new", pk, organisation)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "organisation": place,
        "subject": subject,
        "flags": findings.flags_at(campaign, place),
        "measures": figures.measures_of(campaign) if subject else [],
        "ratings": figures.ratings_of(campaign) if subject else {},
        "entered": _entered(campaign, [place]),
        "open": campaign.closed_on is None,
        "failed": what if refusal else "",
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if refusal else {},
    }
    return render(request, "pages/finding_new.html", context, status=422 if refusal else 200)


def _record(
    request: SignedIn, campaign: Campaign, place: Organisation, subject: Subject | None, what: str
) -> str:
    """What the form says; the sentence about it."""
    typed = {name: text_in(request, name, most=128) for name in ("name", "value", "source", "document")}
    found_on = day(request.POST.get("found_on", ""), _("Found on"))
    if found_on is None:
        raise Refusal("contents.not-a-date", name=_("Found on"), value="")
    who: dict[str, Any] = {"found_on": found_on, "by": request.user, "on": clock.today()}
    if what == "flag":
        findings.record_flag(
            campaign=campaign, organisation=place, flag=typed["name"], authority=typed["source"],
            document=typed["document"], **who,
        )  # fmt: skip
        return _("The finding is recorded.")
    if subject is None or what not in ("measure", "rating"):
        raise Http404
    source = readable("，".join(filter(None, (typed["source"], typed["document"]))), _("Source"), most=128)
    if what == "measure":
        figures.record_measure(
            subject=subject, name=typed["name"], value=typed["value"], source=source, **who
        )
    else:
        figures.record_rating(
            subject=subject, name=typed["name"], rating=typed["value"], source=source, **who
        )
    return _("Kept, with where it comes from; the computed grade follows it.")


def _campaign(request: SignedIn, pk: int) -> Campaign:
    """For those above: findings are not shown to those they are about."""
    campaign = get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)
    if not has_findings(campaign) or not sees_findings(request):
        raise Http404
    return campaign


def sees_findings(request: SignedIn) -> bool:
    """Whether somebody holds a post to which findings about others are shown."""
    return any(post.role in (*checks.OFFICERS, "inspector") for post in request.held)


def _places(request: SignedIn, campaign: Campaign) -> OrganisationQuerySet:
    """Whom the campaign speaks of, and the committees that decide in it."""
    seen = scope.organisations(request.user, held=request.held)
    subjects = Subject.objects.filter(campaign=campaign).order_by()
    return seen.filter(Q(pk__in=subjects.values("organisation")) | Q(pk__in=subjects.values("committee")))


def _may(request: SignedIn, place: Organisation) -> bool:
    return checks.may(request.user, "flag.record", place, held=request.held)


def _seen(request: SignedIn, places: OrganisationQuerySet) -> list[Organisation]:
    may: Callable[[Organisation], bool] = lambda place: checks.may(  # noqa: E731
        request.user, "flag.see", place, held=request.held
    )
    return [place for place in places.order_by("path") if may(place)]


def _entered(campaign: Campaign, places: list[Organisation]) -> list[Entered]:
    """Everything found about these, the newest first; three queries."""
    by_key = {place.pk: place for place in places}
    names = findings.flags_of(campaign)
    entered = [
        Entered(
            by_key[flag.organisation_id], names.get(flag.flag, flag.flag), "",
            "，".join(filter(None, (flag.authority, flag.document))), flag.found_on, flag,
        )
        for flag in Flag.objects.filter(campaign=campaign, organisation__in=by_key)
    ]  # fmt: skip
    about = {"subject__campaign": campaign, "subject__organisation__in": by_key}
    for measure in Measure.objects.filter(**about).select_related("subject"):
        place = by_key[measure.subject.organisation_id]
        entered.append(
            Entered(place, measure.name, short(Decimal(measure.value)), measure.source, measure.on)
        )
    for rating in Rating.objects.filter(**about).select_related("subject"):
        place = by_key[rating.subject.organisation_id]
        entered.append(Entered(place, rating.name, rating.rating, rating.source, rating.on))
    return sorted(entered, key=lambda entry: entry.on, reverse=True)
