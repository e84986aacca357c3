"""A campaign is opened, its days are set, it is closed: what the county's officer does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiceng import clock, packs
from jiceng.access import checks, scope
from jiceng.kernel.dates import Calendar
from jiceng.kernel.days import in_year
from jiceng.kernel.procedure import Window
from jiceng.kernel.refusal import Refusal
from jiceng.services import procedure
from jiceng.services import sheet as events
from jiceng.store.models import Adoption, Campaign
from jiceng.web import words
from jiceng.web.campaign import show_campaign
from jiceng.web.given import day, text_in
from jiceng.web.pages import SignedIn, page, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@page
def campaign_new(request: SignedIn) -> HttpResponse:
    """Choose what has been taken into use, give it a title; the days are shown before it begins."""
    adopted = _adopted(request)
    if not any(post.role == "county-officer" for post in request.held):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    chosen = next((adoption for adoption in adopted if str(adoption.pk) == asked.get("adoption", "")), None)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _open(request, chosen)
        except Refusal as refused:
            refusal = refused
    context = {
        "section": "campaign",
        "adopted": [(adoption, packs.load(adoption.pack).title) for adoption in adopted],
        "chosen": chosen,
        "title": packs.load(chosen.pack).title if chosen else "",
        "lines": _preview(chosen, clock.today(), asked) if chosen else [],
        "follows": Campaign.objects.filter(organisation=chosen.organisation).order_by("-opened_on")
        if chosen
        else [],
        "note": words.refusal(refusal) if refusal else "",
        "typed": asked,
    }
    return render(request, "pages/campaign_new.html", context, status=422 if refusal else 200)


def _open(request: SignedIn, chosen: Adoption | None) -> HttpResponse:
    if chosen is None:
        raise Refusal("campaign.nothing-chosen")
    due_on = day(request.POST.get("due_on", ""), _("Last day"))
    if due_on is None:
        raise Refusal("contents.not-a-date", name=_("Last day"), value="")
    earlier = whole_number(request.POST.get("follows", ""))
    made = events.open_campaign(
        adoption=chosen,
        title=text_in(request, "title", most=128),
        by=request.user,
        on=clock.today(),
        due_on=due_on,
        follows=Campaign.objects.filter(pk=earlier, organisation=chosen.organisation).first()
        if earlier
        else None,
        days=_days(request, chosen),
    )
    messages.success(
        request, _("“%(title)s” is open; every committee stands at the first step.") % {"title": made.title}
    )
    return redirect("campaign", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def windows_set(request: SignedIn, pk: int) -> HttpResponse:
    """The days of one step."""
    campaign = _campaign(request, pk, "campaign.windows")
    if request.method != "POST":
        return redirect("campaign", pk)
    try:
        procedure.set_window(
            campaign=campaign,
            step=request.POST.get("step", ""),
            from_on=day(request.POST.get("from_on", ""), _("First day")),
            until_on=day(request.POST.get("until_on", ""), _("Last day")),
            by=request.user,
            on=clock.today(),
        )
    except Refusal as refusal:
        return show_campaign(request, pk, "windows", refusal)
    messages.success(request, _("The days are set."))
    return redirect("campaign", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def campaign_close(request: SignedIn, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk, "campaign.close")
    if request.method != "POST":
        return redirect("campaign", pk)
    try:
        events.close_campaign(campaign=campaign, by=request.user, on=clock.today())
    except Refusal as refusal:
        return show_campaign(request, pk, "close", refusal)
    messages.success(request, _("The campaign is closed; its results stay as they are."))
    return redirect("campaign", pk)


def _campaign(request: SignedIn, pk: int, verb: str) -> Campaign:
    campaign = get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)
    checks.check(request.user, verb, campaign.organisation)
    return campaign


def _adopted(request: SignedIn) -> list[Adoption]:
    """What has been taken into use where one opens campaigns, the newest of each document first."""
    places = [
        post.organisation
        for post in request.held
        if checks.may(request.user, "campaign.open", post.organisation, held=request.held)
    ]
    adoptions = Adoption.objects.filter(organisation__in=places).select_related("organisation")
    return [
        adoption
        for adoption in adoptions.order_by("-adopted_on", "-pk")
        if adoption.scheme.objects is not None
    ]


@dataclass(frozen=True)
class DayLine:
    """A step, or something else with a printed day, as it would stand if the campaign were opened now.

    printed: the document's day in its own words' order, where it has passed and the officer is asked for another.
    """

    key: str
    name: str
    window: Window
    printed: date | None = None
    given: str = ""


def _calendar(chosen: Adoption, on: date) -> Calendar:
    return Calendar(chosen.rules, on, packs.load(chosen.pack).year)


def _preview(chosen: Adoption, on: date, typed: Mapping[str, str]) -> list[DayLine]:
    """The steps with the days they would have if it were opened today, and every day that has passed by then."""
    calendar, pack = _calendar(chosen, on), packs.load(chosen.pack)
    windows = calendar.windows()
    names = {step.key: step.name for step in calendar.steps.steps} if calendar.steps else {}
    lines = []
    for key in dict.fromkeys([*windows, *calendar.dated()]):
        days = calendar.printed(key)
        passed = bool(days) and not any(day.on for day in days)
        if key not in windows and not passed:
            continue
        lines.append(
            DayLine(
                key=key,
                name=names.get(key) or pack.mechanisms[key].title_in(on.year) or key,
                window=windows.get(key, Window()),
                printed=in_year(days[0].text, on.year) if passed else None,
                given=typed.get(f"day-{key}", ""),
            )
        )
    return lines


def _days(request: SignedIn, chosen: Adoption) -> dict[str, date]:
    """The days typed for what the document prints a day that has passed."""
    days = {
        line.key: day(line.given, line.name)
        for line in _preview(chosen, clock.today(), request.POST)
        if line.printed and line.given.strip()
    }
    return {key: value for key, value in days.items() if value is not None}
