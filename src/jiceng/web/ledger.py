"""台账: all ledgers, one ledger with its lines, new items by hand, for everybody concerned and from a list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.access.checks import Forbidden
from jiceng.kernel import item as rules
from jiceng.kernel.refusal import Refusal
from jiceng.reports import ledger as reports
from jiceng.reports.handed import MOST, read_handed
from jiceng.reports.papers import FORMATS
from jiceng.reports.papers import render as render_paper
from jiceng.services import item as events
from jiceng.services.dates import effect_on
from jiceng.services.item import Handed
from jiceng.services.item.files import said
from jiceng.services.item.holding import ledger_at, to_take_up
from jiceng.store.models import Campaign, Organisation
from jiceng.web import words
from jiceng.web.asked import rule_of
from jiceng.web.from_desk import from_desk
from jiceng.web.given import text_in
from jiceng.web.item import fields, plan_of, plans_beside, seen
from jiceng.web.made_up import made_up
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number

NARROWED = {
    "unfinished": gettext_lazy("not closed"),
    "not-planned": gettext_lazy("without a plan"),
    "overdue": gettext_lazy("overdue"),
    "claimed": gettext_lazy("await the superior"),
    "closed": gettext_lazy("verified and closed"),
}
LISTED = 12  # organisations without an item that are named before the rest is counted


@require_safe
@page
def ledgers(request: SignedIn) -> HttpResponse:
    """Every ledger of the campaigns one sees, the newest first, and what is still open in one's reach."""
    on = clock.today()
    campaigns = list(scope.campaigns(request.user, held=request.held).for_list().select_related("copy"))
    summaries = reports.summaries(campaigns, seen(request), on)
    by_campaign = [
        (campaign, [summary for summary in summaries if summary.campaign.pk == campaign.pk])
        for campaign in campaigns
    ]
    context = {"section": "ledger", "groups": [group for group in by_campaign if group[1]]}
    return render(request, "pages/ledgers.html", context)


@require_safe
@page
def ledger(request: SignedIn, pk: int, key: str) -> HttpResponse:
    return show_ledger(request, pk, key)


def show_ledger(request: SignedIn, pk: int, key: str, note: str = "") -> HttpResponse:
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Ledger)
    report = _report(request, campaign, key, rule)
    asked: dict[str, Any] = {
        "state": request.GET.get("state", "unfinished"),
        "committee": whole_number(request.GET.get("committee", "")),
        "organisation": whole_number(request.GET.get("organisation", "")),
        "words": request.GET.get("q", "").strip()[:100],
    }
    line = from_desk(request)
    kept = [
        row
        for row in reports.narrowed(report.lines, **asked)
        if line.keeps(row.item, "item") and line.keeps(row.organisation)
    ]
    shown = paged(request, kept)
    committees = _openable(request, campaign, rule, report)
    context: dict[str, Any] = {
        "section": "ledger",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "report": report,
        "found": shown,
        "from_desk": line,
        "committees": report.committees,
        "states": [(name, title, report.counts[name]) for name, title in NARROWED.items()],
        "asked": asked,
        "organisation": next(
            (row.name for row in report.lines if row.organisation == asked["organisation"]), ""
        ),
        "query": query_without(request, "page"),
        "lacking": bool(report.lacking),
        "lacking_names": [name for _organisation, name, _committee in report.lacking[:LISTED]],
        "lacking_more": max(0, len(report.lacking) - LISTED),
        "openable": committees,
        "may_new": bool(_places(request, campaign, rule, limit=1)),
        "may_import": rule.opens == "list" and rule.of == "each" and _is_above(request),
        "may_download": _is_above(request),
        "formats": FORMATS,
        "note": note,
    }
    return render(request, "pages/ledger.html", context, status=422 if note else 200)


@require_safe
@page
def ledger_paper(request: SignedIn, pk: int, key: str, format: str) -> HttpResponse:
    """The ledger as an official form, of those organisations that lie below one's posts."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Ledger)
    if format not in FORMATS or not _is_above(request):
        raise Http404
    on = clock.today()
    report = _report(request, campaign, key, rule)
    posts = [post.organisation for post in request.held]
    unit = next((place.name for place in posts if place.is_committee), posts[0].name)
    stamp = _("demonstration data") if made_up(campaign.organisation) else ""
    paper = reports.paper(report, report.lines, unit=unit, on=on, stamp=stamp, lang=words.lang())
    content, kind, name = render_paper(paper, format)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _report(request: SignedIn, campaign: Campaign, key: str, rule: rules.Ledger) -> reports.Report:
    """The ledger as one sees it; of a withheld one nothing about one's own organisation, not even that it lacks."""
    subjects = scope.subjects(request.user, held=request.held)
    if rule.withheld:
        subjects = subjects.exclude(organisation__in=scope.tops(scope.content_posts(request.held)))
    return reports.ledger(campaign, key, seen(request), subjects, clock.today())


# -- by hand ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def item_new(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """A new item: where, what the matter is, and the plan with it or later."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Ledger)
    places = _places(request, campaign, rule)
    if not places:
        raise Forbidden("item.open", campaign.organisation)
    refused = None
    if request.method == "POST":
        where = whole_number(request.POST.get("organisation", ""))
        place = next((candidate for candidate in places if candidate.pk == where), None)
        try:
            if place is None:
                raise Refusal("item.organisation-outside", organisation="—", name=campaign.title_of(key))
            texts, owner, due_on = plan_of(rule, request)
            made = events.open_item(
                campaign=campaign, mechanism=key, organisation=place, title=text_in(request, "title"),
                said=texts, owner=owner, due_on=due_on, by=request.user, on=clock.today(),
            )  # fmt: skip
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("“%(title)s” stands in the ledger.") % {"title": made.title})
            return redirect("item", made.pk)
    chosen = whole_number(request.POST.get("organisation", "") or request.GET.get("organisation", ""))
    if chosen is None and len(places) == 1:
        chosen = places[0].pk
    # What an item may take up is another thing at each organisation, so that is chosen first.
    owing = None
    if rule.answers and chosen is None and request.method == "GET":
        left = to_take_up(campaign, key)
        owing = [(place, left[place.pk]) for place in places if place.pk in left]
    context = {
        "section": "ledger",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "places": places,
        "owing": owing,
        "chosen": chosen,
        "fields": fields(
            ledger_at(campaign, key, chosen),
            request.POST,
            typed=True,
            refused=refused,
            plans=plans_beside(campaign, key, chosen) if rule.covers or rule.answers else (),
        ),
        "latest": rules.latest_due(rule, clock.today()),
        "latest_in_document": rules.latest_due(rule, clock.today()),
        "effect": effect_on(campaign, key, clock.today()),
        "typed": request.POST,
        "note": words.refusal(refused) if refused else "",
    }
    return render(request, "pages/item_new.html", context, status=422 if refused else 200)


def _places(
    request: SignedIn, campaign: Campaign, rule: rules.Ledger, limit: int | None = None
) -> list[Organisation]:
    """The organisations where the reader may open an item of a ledger. limit: stop after so many."""
    mine = scope.organisations(request.user, held=request.held)
    if rule.of == "each":
        graded = campaign.subjects.standing()
        if rule.opens == "grade":
            graded = graded.filter(decided__in=rule.grades)
        if rule.classes:
            graded = graded.filter(class_name__in=rule.classes)
        places = mine.filter(pk__in=graded.values("organisation"))
    elif rule.of == "committee":
        places = mine.filter(pk__in=campaign.subjects.values("committee"))
    else:
        places = mine.filter(pk=campaign.organisation_id)
    kept = []
    for place in places.order_by("path"):
        if events.may_open(request.user, rule, place, request.held):
            kept.append(place)
            if limit and len(kept) >= limit:
                break
    return kept


# -- for everybody concerned ------------------------------------------------------------------------------------------


@require_POST
@page
def ledger_open(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """One item for everybody of a committee that the ledger concerns and that has none yet."""
    campaign = campaign_of(request, pk)
    rule_of(campaign, key, rules.Ledger)
    where = whole_number(request.POST.get("committee", "")) or 0
    committee = get_object_or_404(scope.organisations(request.user, held=request.held), pk=where)
    try:
        made = events.open_concerned(
            campaign=campaign, mechanism=key, committee=committee, by=request.user, on=clock.today(),
            title=text_in(request, "title"),
        )  # fmt: skip
    except Refusal as refusal:
        return show_ledger(request, pk, key, words.refusal(refusal))
    sentence = ngettext(
        "%(number)s item stands in the ledger. Plans come next.",
        "%(number)s items stand in the ledger. Plans come next.",
        len(made),
    )
    messages.success(request, sentence % {"number": len(made)})
    return redirect("ledger", pk, key)


def _openable(
    request: SignedIn, campaign: Campaign, rule: rules.Ledger, report: reports.Report
) -> list[tuple[int, str, int]]:
    """Committees in the reader's reach under which organisations still lack their item: (key, name, how many)."""
    if rule.opens not in ("grade", "flag") or not report.lacking:
        return []
    counts: dict[int, int] = {}
    for _organisation, _name, committee in report.lacking:
        counts[committee] = counts.get(committee, 0) + 1
    mine = scope.organisations(request.user, held=request.held).filter(pk__in=counts)
    return [
        (place.pk, place.name, counts[place.pk])
        for place in mine.order_by("path")
        if any(post.role in checks.OFFICERS and place.is_under(post.organisation) for post in request.held)
    ]


# -- from a list ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """A row of a list after the dry run. note: what is wrong with it, "" for nothing."""

    handed: Handed
    note: str


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ledger_import(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """A list is read and tried first; only what was tried without a fault is opened, all of it or nothing."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Ledger)
    if rule.of != "each" or rule.opens != "list" or not _is_above(request):
        raise Forbidden("item.open", campaign.organisation)
    context: dict[str, Any] = {
        "section": "ledger",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "note": "",
    }
    try:
        if request.method == "POST" and "rows" in request.POST:
            made = events.open_listed(
                campaign=campaign,
                mechanism=key,
                rows=_sent(request.POST["rows"]),
                by=request.user,
                on=clock.today(),
            )
            sentence = ngettext(
                "%(number)s item of the list stands in the ledger.",
                "%(number)s items of the list stand in the ledger.",
                len(made),
            )
            messages.success(request, sentence % {"number": len(made)})
            return redirect("ledger", pk, key)
        if request.method == "POST":
            context |= _try(request, campaign, key, request.FILES.get("file"))
    except Refusal as refusal:
        context["note"] = words.refusal(refusal)
    faults = bool(context["note"] or context.get("faults"))
    return render(request, "pages/ledger_import.html", context, status=422 if faults else 200)


def _try(request: SignedIn, campaign: Campaign, key: str, file: "UploadedFile[Any] | None") -> dict[str, Any]:
    if file is None:
        raise Refusal("item.list-empty")
    if (file.size or 0) > MOST:
        raise Refusal("item.list-file-too-large", file=file.name, most=said(MOST))
    rows, faults, noticed = read_handed(file.read(), file.name or "")
    for remark in noticed:
        messages.info(request, remark.line(words.lang()))
    listing = events.read_list(campaign=campaign, mechanism=key, rows=rows, by=request.user)
    notes: dict[int, str] = {row: words.refusal(refused) for row, refused in listing.faults}
    notes |= {fault.row: fault.said(words.lang()) for fault in faults}
    tried = [Tried(handed, notes.get(handed.row, "")) for handed in rows]
    return {
        "tried": [attempt for attempt in tried if attempt.note] or tried,
        "faults": len(notes),
        "ready": len(listing.ready),
        "already": listing.already,
        "rows": json.dumps(
            [[handed.row, handed.code, handed.name, handed.title] for handed in rows], ensure_ascii=False
        ),
    }


def _sent(text: str) -> Sequence[Handed]:
    """The rows as they were tried, back from the form. Raises Refusal "item.list-empty" for what no page sent."""
    try:
        rows = [(int(row), str(code), str(name), str(title)) for row, code, name, title in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        raise Refusal("item.list-empty") from None
    return [Handed(*row) for row in rows]


# -- what several pages ask -------------------------------------------------------------------------------------------


def campaign_of(request: SignedIn, pk: int) -> Campaign:
    mine = scope.campaigns(request.user, held=request.held)
    return get_object_or_404(mine.for_page().select_related("copy"), pk=pk)


def _is_above(request: SignedIn) -> bool:
    """Whether somebody has a post over others, and not only one's own branch."""
    return any(post.role in (*checks.OFFICERS, "reviewer", "inspector") for post in request.held)
