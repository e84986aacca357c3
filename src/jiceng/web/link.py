"""Help and teams of a campaign: who lacks a helper, the helpers of one organisation with visits, pairs, teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel import link as rules
from jiceng.kernel.contents import as_date
from jiceng.kernel.refusal import Refusal
from jiceng.reports import ledger as reports
from jiceng.services import link as events
from jiceng.store.models import Campaign, Link, Organisation, Subject, Team
from jiceng.web import words
from jiceng.web.affairs import may_pair
from jiceng.web.asked import rule_of
from jiceng.web.from_desk import from_desk
from jiceng.web.given import text_in, typed_in
from jiceng.web.ledger import campaign_of
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number
from jiceng.web.register import crumbs

SPARE = 2  # empty rows a team's form offers for a seat that takes any number

# -- who has help ------------------------------------------------------------------------------------------------------


@require_safe
@page
def links(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Everybody a kind of help is for: who has whom, and who lacks somebody. One organisation asked for leads there."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Links)
    where = whole_number(request.GET.get("organisation", ""))
    if where is not None:
        return redirect("helpers", pk, where)
    subjects = scope.subjects(request.user, held=request.held)
    every = reports.help_coverage(campaign, key, subjects)
    committee = whole_number(request.GET.get("committee", ""))
    lacking = request.GET.get("state") == "lacking"
    line = from_desk(request)
    chosen = [
        row
        for row in every
        if committee in (None, row.committee)
        and (row.missing or not lacking)
        and line.keeps(row.organisation)
    ]
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "found": paged(request, chosen),
        "from_desk": line,
        "query": query_without(request, "page"),
        "size": len(every),
        "lacking": sum(bool(row.missing) for row in every),
        "only_lacking": lacking,
        "committee": committee,
        "committees": {row.committee: row.committee_name for row in every},
        "grades": campaign.scheme.grades,
        "kinds": [kind.name for kind in rule.kinds],
        "haves": bool(reports.five_haves(campaign, key)),
    }
    return render(request, "pages/links.html", context)


@dataclass(frozen=True)
class Kind:
    """One kind of help as the organisation's page shows it. link: who helps now, None for nobody."""

    key: str
    title: str
    clause: str
    rule: rules.LinkKind
    link: Link | None
    required: bool
    may: bool
    posts: tuple[str, ...]
    places: Sequence[Organisation]
    team: Sequence[rules.InSeat] = ()

    @property
    def closed(self) -> bool:
        """Whether the register has no organisation that could be this helper: then there is nothing to choose."""
        return self.rule.holder == "organisation" and not self.places

    @property
    def chosen(self) -> str:
        """Who is offered first: somebody of the team who helps nobody yet."""
        return self.team[0].name if self.team else ""

    @property
    def failing(self) -> str:
        return f"set:{self.key}:{self.rule.name}"

    @property
    def visiting(self) -> str:
        return f"visit:{self.link.pk}" if self.link else ""


@require_safe
@page
def helpers(request: SignedIn, pk: int, organisation: int) -> HttpResponse:
    return show_helpers(request, pk, organisation)


def show_helpers(
    request: SignedIn, pk: int, organisation: int, failed: str = "", note: str = ""
) -> HttpResponse:
    """Who helps one organisation, kind by kind, with visits; who did before."""
    campaign = campaign_of(request, pk)
    subject = _subject(request, campaign, organisation)
    place = subject.organisation
    every = list(
        Link.objects.filter(campaign=campaign, organisation=place)
        .select_related("other", "holder")
        .prefetch_related("visits__by__person")
        .order_by("-since_on", "-pk")
    )
    current = {(link.mechanism, link.kind): link for link in every if link.current}
    may = checks.may(request.user, "link.set", place, held=request.held)
    flags = subject.flags()
    kinds = [
        Kind(
            key, campaign.title_of(key), rule.clause, kind, current.pop((key, kind.name), None),
            kind.name in rule.required(subject.class_name), may, rule.posts_of(kind),
            _holders(campaign, kind, place) if may else (), _idle_first(campaign, key, rule) if may else (),
        )
        for key, rule in campaign.rules.items()
        if isinstance(rule, rules.Links)
        and rule.concerns(class_name=subject.class_name, grade=subject.grade, flags=flags)
        for kind in rule.kinds
        if not kind.classes or subject.class_name in kind.classes
    ]  # fmt: skip
    context: dict[str, Any] = {
        "section": "campaign",
        "campaign": campaign,
        "organisation": place,
        "subject": subject,
        "grades": campaign.scheme.grades,
        "crumbs": crumbs(request, place),
        "kinds": kinds,
        "pairs": [(link, f"visit:{link.pk}") for link in current.values()],
        "pair_forms": next((r.forms for r in campaign.rules.values() if isinstance(r, rules.Pairing)), ()),
        "ended": [link for link in every if not link.current],
        "may_end": may,
        "may_visit": may or checks.may(request.user, "record.own", place, held=request.held),
        "today": clock.today(),
        "failed": failed,
        "note": note,
        "typed": request.POST if failed else {},
    }
    return render(request, "pages/helpers.html", context, status=422 if failed else 200)


def _idle_first(campaign: Campaign, key: str, rule: rules.Links) -> list[rules.InSeat]:
    """The team from which the helpers come; first those who help nobody yet."""
    team = events.team_of(campaign, rule)
    current = Link.objects.current().filter(campaign=campaign, mechanism=key) if team else Link.objects.none()
    helping = set(current.values_list("holder_name", flat=True))
    return sorted(team, key=lambda member: member.name in helping)


def _holders(campaign: Campaign, kind: rules.LinkKind, helped: Organisation) -> Sequence[Organisation]:
    """The organisations of the county that can be named as this kind of helper."""
    if kind.holder != "organisation":
        return ()
    under = Organisation.objects.under(campaign.organisation).exclude(pk=helped.pk)
    if kind.holder_kinds:
        under = under.filter(kind__in=kind.holder_kinds)
    return list(under.order_by("path"))


def _subject(request: SignedIn, campaign: Campaign, organisation: int) -> Subject:
    mine = scope.subjects(request.user, held=request.held).filter(campaign=campaign)
    return get_object_or_404(mine.select_related("organisation", "committee"), organisation=organisation)


@require_POST
@page
def link_set(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Who helps one organisation in one kind, from now on."""
    campaign = campaign_of(request, pk)
    where = whole_number(request.POST.get("organisation", "")) or 0
    subject = _subject(request, campaign, where)
    kind = request.POST.get("kind", "")
    # Of another county nothing is known here, not even the name.
    below = Organisation.objects.under(campaign.organisation)
    other = below.filter(pk=whole_number(request.POST.get("other", "")) or 0).first()
    try:
        made = events.set_link(
            campaign=campaign, mechanism=key, organisation=subject.organisation, kind=kind,
            holder_name=text_in(request, "holder_name"), holder_post=_post(request),
            other=other, by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return show_helpers(request, pk, where, f"set:{key}:{kind}", words.refusal(refusal))
    facts = {"kind": made.kind, "name": subject.organisation.name}
    messages.success(request, _("“%(kind)s” of %(name)s is entered.") % facts)
    return redirect(f"{reverse('helpers', args=[pk, where])}#page")


def _post(request: SignedIn) -> str:
    """Which office of the document a helper holds, and beside it the post as it is called here."""
    return "、".join(filter(None, (text_in(request, "holder_post"), text_in(request, "own_post"))))


@require_POST
@page
def link_act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """A visit is logged, or the help ends."""
    mine = scope.organisations(request.user, held=request.held).order_by().values("pk")
    links = Link.objects.filter(organisation__in=mine).exclude(campaign=None)
    link = get_object_or_404(
        links.select_related("organisation", "campaign__adoption", "campaign__copy"), pk=pk
    )
    assert link.campaign_id is not None
    if act not in ("visit", "end"):
        raise Http404
    try:
        if act == "visit":
            events.add_visit(
                link=link, held_on=as_date(request.POST.get("held_on", ""), name=_("Day of the visit")),
                note=text_in(request, "note"), form=text_in(request, "form"), by=request.user, on=clock.today(),
            )  # fmt: skip
            messages.success(request, _("The visit is logged."))
        else:
            events.end_link(link=link, by=request.user, on=clock.today())
            messages.success(request, _("The help has ended; it stays to be read, with its visits."))
    except Refusal as refusal:
        return show_helpers(
            request, link.campaign_id, link.organisation_id, f"{act}:{pk}", words.refusal(refusal)
        )
    return redirect(f"{reverse('helpers', args=[link.campaign_id, link.organisation_id])}#page")


# -- pairs ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def pairs(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Pairs as the rules propose them, for a person to accept one by one; those there are stand below."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Pairing)
    if not may_pair(campaign, request.held):
        raise Http404
    note = ""
    if request.method == "POST":
        try:
            _accept(request, campaign, key)
        except Refusal as refusal:
            note = words.refusal(refusal)
        else:
            return redirect("pairs", pk, key)
    mine = [post.organisation for post in scope.content_posts(request.held)]

    def within(subject: Subject) -> bool:
        return any(subject.organisation.is_under(place) for place in mine)

    proposed = [
        pair
        for pair in events.propose_pairs(campaign=campaign, mechanism=key)
        if within(pair.lagging) and within(pair.advanced)
    ]
    organisations = scope.organisations(request.user, held=request.held).order_by().values("pk")
    there = Link.objects.current().filter(campaign=campaign, mechanism=key, organisation__in=organisations)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "found": paged(request, proposed),
        "query": query_without(request, "page"),
        "there": list(there.for_list()),
        "note": note,
    }
    return render(request, "pages/pairs.html", context, status=422 if note else 200)


def _accept(request: SignedIn, campaign: Campaign, key: str) -> None:
    seen = scope.organisations(request.user, held=request.held)
    organisation = get_object_or_404(seen, pk=whole_number(request.POST.get("organisation", "")) or 0)
    helper = get_object_or_404(seen, pk=whole_number(request.POST.get("helper", "")) or 0)
    events.accept_pair(
        campaign=campaign,
        mechanism=key,
        organisation=organisation,
        helper=helper,
        by=request.user,
        on=clock.today(),
    )
    facts = {"helper": helper.name, "name": organisation.name}
    messages.success(request, _("%(helper)s now helps %(name)s.") % facts)


# -- teams ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def teams(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """The teams a document asks for: those there are, and one to be set up or filled anew."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, rules.Team)
    places = _places(request, campaign, rule)
    note = ""
    if request.method == "POST":
        where = whole_number(request.POST.get("organisation", ""))
        place = next((candidate for candidate in places if candidate.pk == where), None)
        if place is None:
            raise Http404
        try:
            made = events.make_team(
                campaign=campaign, mechanism=key, organisation=place, name=text_in(request, "name"),
                members=_members(request), by=request.user, on=clock.today(),
            )  # fmt: skip
        except Refusal as refusal:
            note = words.refusal(refusal)
        else:
            messages.success(request, _("“%(name)s” stands with its members.") % {"name": made.name})
            return redirect("teams", pk, key)
    organisations = scope.organisations(request.user, held=request.held).order_by().values("pk")
    every = Team.objects.standing().filter(campaign=campaign, mechanism=key)
    county = (
        {"organisation": campaign.organisation_id}
        if rule.of == "county"
        else {"organisation__in": organisations}
    )
    listing = every.filter(**county).for_page().order_by("organisation__path", "name")
    changed = next(
        (
            team
            for team in listing
            if str(team.pk) == request.GET.get("change") and _may(request, rule, team.organisation)
        ),
        None,
    )
    asked = whole_number(request.GET.get("organisation", ""))
    context = {
        "section": "campaign",
        "from_desk": from_desk(request),
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "found": paged(request, listing),
        "query": query_without(request, "page"),
        "changeable": {team.pk for team in listing if _may(request, rule, team.organisation)},
        "places": places,
        "chosen": whole_number(request.POST.get("organisation", ""))
        or (changed.organisation_id if changed else asked),
        "name": typed_in(request, "name") or (changed.name if changed else campaign.title_of(key)),
        "rows": _rows(request, rule, changed),
        "changed": changed,
        "note": note,
    }
    return render(request, "pages/teams.html", context, status=422 if note else 200)


@dataclass(frozen=True)
class SeatRow:
    """One row of a team's form. needed: the seat may not stay empty. posts: offices to choose from; empty = any."""

    seat: str
    name: str
    post: str
    needed: bool
    posts: tuple[str, ...]


def _rows(request: SignedIn, rule: rules.Team, changed: Team | None) -> list[SeatRow]:
    """The rows of the form, seat by seat: what was typed or who sits there now, then empty ones while there is room."""
    if request.method == "POST":
        sitting = _members(request)
    elif changed is not None:
        sitting = [
            rules.InSeat(member.name, member.capacity, member.post_name) for member in changed.members.all()
        ]
    else:
        sitting = []
    rows = []
    for seat in rule.seats:
        members = [member for member in sitting if member.seat == seat.name and member.name]
        size = max(seat.at_least, len(members) + SPARE if seat.at_most is None else seat.at_most)
        members += [rules.InSeat("", seat.name)] * (size - len(members))
        posts = rule.posts_of(seat)
        rows += [
            SeatRow(seat.name, member.name, member.post, number < seat.at_least, posts)
            for number, member in enumerate(members)
        ]
    return rows


def _members(request: SignedIn) -> list[rules.InSeat]:
    names, seats, posts = (request.POST.getlist(name) for name in ("member", "seat", "post"))
    return [rules.InSeat(*cells) for cells in zip(names, seats, posts, strict=False)][:100]


def _places(request: SignedIn, campaign: Campaign, rule: rules.Team) -> list[Organisation]:
    """The organisations whose team the reader may set up."""
    mine = scope.organisations(request.user, held=request.held)
    if rule.of == "each":
        mine = mine.filter(pk__in=campaign.subjects.standing().values("organisation"))
    elif rule.of == "committee":
        mine = mine.filter(pk__in=events.committees_of(campaign, rule))
    else:
        mine = mine.filter(pk=campaign.organisation_id)
    return [place for place in mine.order_by("path") if _may(request, rule, place)]


def _may(request: SignedIn, rule: rules.Team, organisation: Organisation) -> bool:
    verb = "record.own" if rule.by == "secretary" else "team.set"
    return checks.may(request.user, verb, organisation, held=request.held)


@require_POST
@page
def team_dissolve(request: SignedIn, pk: int) -> HttpResponse:
    mine = scope.organisations(request.user, held=request.held).order_by().values("pk")
    teams = Team.objects.filter(organisation__in=mine).exclude(campaign=None)
    team = get_object_or_404(
        teams.select_related("organisation", "campaign__adoption", "campaign__copy"), pk=pk
    )
    try:
        events.dissolve_team(team=team, by=request.user, on=clock.today())
    except Refusal as refusal:
        messages.warning(request, words.refusal(refusal))
    else:
        messages.success(request, _("“%(name)s” is dissolved; it stays to be read.") % {"name": team.name})
    return redirect("teams", team.campaign_id, team.mechanism)
