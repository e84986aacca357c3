"""公示: what a campaign has posted and what it still owes; a notice filled in, looked at, posted, taken down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.notice import Notice as Rule
from jiceng.kernel.notice import last_day
from jiceng.kernel.refusal import Refusal
from jiceng.reports import notices as reports
from jiceng.services import days, standing
from jiceng.services import notice as events
from jiceng.services.notice import is_read_below
from jiceng.services.notice.posting import LONGEST, PLACE
from jiceng.services.notice.tables import preview_rows
from jiceng.store.models import Campaign, Notice, Organisation, Subject, Track
from jiceng.store.register import OrganisationQuerySet
from jiceng.web import words
from jiceng.web.from_desk import from_desk
from jiceng.web.given import text_in, typed_in
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number


@dataclass(frozen=True)
class Kind:
    """One kind of notice of a campaign. posted: at how many of `places` in sight one stands. open: objections."""

    key: str
    title: str
    rule: Rule
    places: int
    posted: int
    open: int


@dataclass(frozen=True)
class Row:
    """One place a notice is posted for. state: as `reports.State`, "" for not posted. href: where it is posted, "" for
    who may not; note: why not now."""

    organisation: Organisation
    notice: Notice | None
    state: str
    open: int
    href: str
    note: str


# -- what there is -----------------------------------------------------------------------------------------------------


@require_safe
@page
def campaign_notices(request: SignedIn, pk: int) -> HttpResponse:
    """Every kind of notice the document knows, and how far it is posted in the reader's part of the county."""
    campaign = _campaign(request, pk)
    rules = _rules(campaign)
    seen = scope.organisations(request.user, held=request.held)
    # What those above post is read too, unless it is for a limited scope; objections stay with one's own part.
    readable = Q(organisation__in=scope.readable(request.user, held=request.held))
    readable &= Q(mechanism__in=[key for key, rule in rules.items() if rule.is_read_below])
    counted = Notice.objects.standing().filter(Q(organisation__in=seen) | readable, campaign=campaign)
    posted = dict(counted.values_list("mechanism").annotate(Count("organisation", distinct=True)).order_by())
    waiting = Q(objections__isnull=False, objections__answered_on=None)
    every = Notice.objects.filter(waiting, campaign=campaign, organisation__in=seen)
    unanswered = dict(every.values_list("mechanism").annotate(Count("objections")).order_by())
    kinds = [
        Kind(
            key=key,
            title=campaign.title_of(key),
            rule=rule,
            places=_places(request, campaign, rule).count(),
            posted=posted.get(key, 0),
            open=unanswered.get(key, 0),
        )
        for key, rule in rules.items()
    ]
    context = {"section": "notice", "campaign": campaign, "kinds": kinds}
    return render(request, "pages/campaign_notices.html", context)


@require_safe
@page
def notices(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """One kind of notice, place by place: what hangs until when, what is not posted, why not yet."""
    campaign = _campaign(request, pk)
    rule = _rules(campaign).get(key)
    if rule is None:
        raise Http404
    places = _narrowed(request, campaign, rule, _places(request, campaign, rule))
    line = from_desk(request)
    if line.rows is not None:
        places = places.filter(pk__in=line.rows)
    shown = paged(request, places.order_by("path"))
    context = {
        "section": "notice",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "found": shown,
        "rows": _rows(request, campaign, key, rule, list(shown.object_list)),
        "from_desk": line,
        "query": query_without(request, "page"),
        "narrowed": "organisation" in request.GET or "committee" in request.GET,
    }
    return render(request, "pages/notices.html", context)


def _rules(campaign: Campaign) -> dict[str, Rule]:
    return {key: rule for key, rule in campaign.rules.items() if isinstance(rule, Rule)}


def _campaign(request: SignedIn, pk: int) -> Campaign:
    return get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)


def _places(request: SignedIn, campaign: Campaign, rule: Rule) -> OrganisationQuerySet:
    """Where it is posted, as far as the reader sees; what those above post for them is only read."""
    reach = scope.readable if rule.is_read_below else scope.organisations
    seen = reach(request.user, held=request.held)
    about = Subject.objects.standing().filter(campaign=campaign)
    if rule.of == "county":
        return seen.filter(pk=campaign.organisation_id)
    if rule.of == "committee":
        return seen.filter(pk__in=about.values("committee"))
    if rule.grades:
        about = about.filter(Q(decided__in=rule.grades) | Q(decided="", computed__in=rule.grades))
    return seen.filter(pk__in=about.values("organisation"))


def _narrowed(
    request: SignedIn, campaign: Campaign, rule: Rule, places: OrganisationQuerySet
) -> OrganisationQuerySet:
    """The places that a line of the desk asks for: one organisation, or those that one committee decides on."""
    organisation = whole_number(request.GET.get("organisation", ""))
    committee = whole_number(request.GET.get("committee", ""))
    if organisation is not None:
        places = places.filter(pk=organisation)
    if committee is not None and rule.of == "each":
        graded = Subject.objects.filter(campaign=campaign, committee=committee)
        places = places.filter(pk__in=graded.values("organisation"))
    elif committee is not None:
        places = places.filter(pk=committee)
    return places


def _rows(
    request: SignedIn, campaign: Campaign, key: str, rule: Rule, places: Sequence[Organisation]
) -> list[Row]:
    """Three queries, however many places."""
    on = clock.today()
    last: dict[int, Notice] = {}
    unanswered: dict[int, int] = {}
    posted = Notice.objects.filter(campaign=campaign, mechanism=key, organisation__in=places)
    waiting = Count("objections", filter=Q(objections__isnull=False, objections__answered_on=None))
    notices: Any = posted.annotate(waiting=waiting).order_by("number")
    for notice in notices:
        last[notice.organisation_id] = notice
        unanswered[notice.organisation_id] = unanswered.get(notice.organisation_id, 0) + notice.waiting
    tracks = dict(Track.objects.filter(campaign=campaign).values_list("committee", "step"))
    committees = {}
    if rule.of == "each":
        graded = Subject.objects.filter(campaign=campaign, organisation__in=places)
        committees = dict(graded.values_list("organisation", "committee"))
    rows = []
    for place in places:
        notice = last.get(place.pk)
        state = reports.state(notice, on) if notice else ""
        may = checks.may(request.user, events.verb(rule), place, held=request.held)
        may = may and (state in ("", "over", "down") or rule.is_renewed)
        may = may and (not campaign.closed_on or rule.standing)
        refused = None
        at = tracks.get(committees.get(place.pk, place.pk))
        if may and at is not None:
            refused = standing.why_not(campaign, at, key)
        href = reverse("notice-post", args=[campaign.pk, key, place.pk]) if may and not refused else ""
        note = words.refusal(refused) if refused else ""
        rows.append(Row(place, notice, state, unanswered.get(place.pk, 0), href, note))
    return rows


# -- posting -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def notice_post(request: SignedIn, pk: int, key: str, organisation: int) -> HttpResponse:
    """The form; the sheet as it would hang; posted."""
    campaign = _campaign(request, pk)
    rule = _rules(campaign).get(key)
    if rule is None:
        raise Http404
    place = get_object_or_404(_places(request, campaign, rule), pk=organisation)
    checks.check(request.user, events.verb(rule), place)
    typed = _typed(request, campaign, key, rule, place)
    note, status = "", 200
    sheet = None
    if request.method == "POST":
        try:
            until_on = _day(typed["until_on"])
            if "post" in request.POST:
                posted = events.post(
                    campaign=campaign, mechanism=key, organisation=place, entries=typed["entries"],
                    place=typed["place"], scope=typed["scope"], until_on=until_on, by=request.user,
                    on=clock.today(),
                )  # fmt: skip
                messages.success(request, _posted(posted))
                return redirect("notice", posted.pk)
            sheet = _preview(campaign, key, rule, place, typed, until_on)
        except Refusal as refusal:
            note, status = words.refusal(refusal), 422
    context = {
        "section": "notice",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "organisation": place,
        "typed": typed,
        "parts": [(part, typed["entries"].get(part.name, "")) for part in rule.entries],
        "until": _until(rule),
        "note": note,
        "sheet": sheet,
        "longest": LONGEST,
        "longest_place": PLACE,
    }
    return render(request, "pages/notice_post.html", context, status=status)


def _typed(
    request: SignedIn, campaign: Campaign, key: str, rule: Rule, place: Organisation
) -> dict[str, Any]:
    """What was typed; on a first look what the last notice of the kind said here, so that only changes are typed."""
    names = [part.name for part in rule.entries]
    if request.method == "POST":
        texts = {name: typed_in(request, f"entry:{name}").strip() for name in names}
        fields = {name: request.POST.get(name, "").strip() for name in ("place", "scope", "until_on")}
        return fields | {"entries": texts}
    earlier = (
        Notice.objects.filter(campaign=campaign, mechanism=key, organisation=place)
        .order_by("-number")
        .first()
    )
    entries: Mapping[str, Any] = earlier.entries if earlier else {}
    return {
        "entries": {name: str(entries.get(name, "")) for name in names},
        "place": earlier.place if earlier else "",
        "scope": str(entries.get("公示范围", "")),
        "until_on": "",
    }


def _day(text: str) -> date | None:
    """Raises Refusal "contents.not-a-date"."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("contents.not-a-date", name=_("last day"), value=text[:20]) from None


def _until(rule: Rule) -> dict[str, Any]:
    """Until when it hangs as far as the document says, and what to say where days off are not entered."""
    on = clock.today()
    calendar = days.calendar(on)
    try:
        until_on = last_day(rule, on, calendar)
    except Refusal:
        return {"on": None, "asked": True, "note": ""}
    unknown = days.unknown(calendar, on, until_on) if rule.working and until_on else None
    return {"on": until_on, "asked": False, "note": words.refusal(unknown) if unknown else ""}


def _preview(
    campaign: Campaign,
    key: str,
    rule: Rule,
    place: Organisation,
    typed: Mapping[str, Any],
    chosen: date | None,
) -> reports.Sheet:
    """The sheet as it would hang. What the service would refuse is said when it is posted; the table is real."""
    on = clock.today()
    rows, _subjects = preview_rows(campaign, rule, place, on)
    until_on = last_day(rule, on, days.calendar(on), chosen=chosen)
    entries = {name: text for name, text in typed["entries"].items() if text}
    if rule.audience == "limited":
        entries["公示范围"] = typed["scope"]
    draft = Notice(
        mechanism=key, campaign=campaign, organisation=place, number=0, title=campaign.title_of(key),
        audience=rule.audience, place=typed["place"], entries=entries, head=rule.headings(), rows=rows,
        from_on=on, until_on=until_on, posted_on=on,
    )  # fmt: skip
    return reports.sheet(draft, on)


def _posted(notice: Notice) -> str:
    title = {"title": notice.title, "name": notice.organisation.name}
    if notice.until_on is None:
        return _("“%(title)s” of %(name)s hangs from today until it is taken down.") % title
    facts = title | {"day": date_format(notice.until_on, "DATE_FORMAT")}
    return _("“%(title)s” of %(name)s hangs from today to %(day)s.") % facts


# -- one notice --------------------------------------------------------------------------------------------------------


@require_safe
@page
def notice(request: SignedIn, pk: int) -> HttpResponse:
    return show_notice(request, _notice(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def notice_take_down(request: SignedIn, pk: int) -> HttpResponse:
    """Down with the reason. Opened by itself, it leads back to the notice."""
    notice = _notice(request, pk)
    if request.method != "POST":
        return redirect("notice", pk)
    try:
        events.take_down(notice=notice, reason=text_in(request, "reason"), by=request.user, on=clock.today())
    except Refusal as refusal:
        return show_notice(
            request, _notice(request, pk), note=words.refusal(refusal), typed=typed_in(request, "reason")
        )
    messages.success(request, _("The notice is taken down. Readers see your reason in its place."))
    return redirect("notice", pk)


def _notice(request: SignedIn, pk: int) -> Notice:
    seen = scope.readable(request.user, held=request.held)
    notices = Notice.objects.filter(organisation__in=seen).select_related(
        "organisation", "campaign__adoption", "campaign__copy", "posted_by__person", "taken_down_by__person"
    )
    notice: Notice = get_object_or_404(notices.defer("campaign__copy__files"), pk=pk)
    own = any(notice.organisation.is_under(post.organisation) for post in scope.content_posts(request.held))
    if not own and not is_read_below(notice):
        raise Http404
    return notice


def show_notice(request: SignedIn, one: Notice, *, note: str = "", typed: str = "") -> HttpResponse:
    """The sheet beside what can be done with it, and the objections in numbers."""
    objections = one.objections.aggregate(
        put=Count("pk"),
        open=Count("pk", filter=Q(answered_on=None)),
        upheld=Count("pk", filter=Q(upheld=True)),
    )
    sheet = reports.sheet(one, clock.today())
    may = checks.may(request.user, "notice.take-down", one.organisation, held=request.held)
    context = {
        "section": "notice",
        "notice": one,
        "sheet": sheet,
        "public": request.build_absolute_uri(reverse("public-notice", args=[one.token])),
        "objections": objections,
        "handles": checks.may(request.user, "objection.handle", one.organisation, held=request.held),
        "may_take_down": may and sheet.state != "down",
        "note": note,
        "typed": typed,
    }
    return render(request, "pages/notice.html", context, status=422 if note else 200)
