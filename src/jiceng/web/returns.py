"""Returns: who has sent, one put together beside its checks, one sent and answered, its forms as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel import duty as rules
from jiceng.kernel.duty import Return as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import round_evenly, shares
from jiceng.reports import campaign as campaigns
from jiceng.reports import papers
from jiceng.reports.returns import Made, paper, receipt, title
from jiceng.reports.returns.tables import TABLES
from jiceng.reports.returns.text import report
from jiceng.services import duty, standing
from jiceng.services.dates import Dates
from jiceng.services.duty import preparing
from jiceng.services.duty.rows import Content
from jiceng.services.zone import zone_of, zones
from jiceng.store.models import Campaign, Move, Organisation, Return, Subject, Track
from jiceng.web import words
from jiceng.web.asked import campaign_of, number_in, organisation_of, rule_of, stands_at
from jiceng.web.campaign import Gauge, gauges
from jiceng.web.from_desk import from_desk
from jiceng.web.given import text_in, typed_in
from jiceng.web.made_up import made_up
from jiceng.web.pages import SignedIn, page, paged, query_without
from jiceng.web.zone import zone_totals


@dataclass(frozen=True)
class Sender:
    """A committee that owes a return. last: the newest it sent, or None. late: due and nothing stands."""

    organisation: Organisation
    last: Return | None
    due_on: date | None
    late: bool
    zone: str
    may_see: bool
    may_send: bool


@dataclass(frozen=True)
class Form:
    """One form as a page shows it. table or text: what it says."""

    key: str
    title: str
    table: papers.Table | None
    text: Sequence[papers.Block] = ()


# -- who has sent -----------------------------------------------------------------------------------------------------


@require_safe
@page
def returns(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Every sender of a return below one's posts, by zone where it is collected by zone."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, Rule)
    senders = _senders(request, campaign, rule)
    wanted = number_in(request, "committee") or number_in(request, "organisation")
    line = from_desk(request)
    senders = [sender for sender in senders if line.keeps(sender.pk) and wanted in (None, sender.pk)]
    last: dict[int, Return] = {}
    kept = Return.objects.filter(
        campaign=campaign, mechanism=key, organisation__in=[sender.pk for sender in senders]
    )
    for sent in kept.order_by("number"):
        last[sent.organisation_id] = sent
    dates = Dates.of([campaign])
    due = {sender.pk: dates.due(campaign, key, sender.path) for sender in senders}
    members = zones(campaign.organisation) if rule.by_zone else {}
    today = clock.today()
    rows = [
        Sender(
            sender,
            last.get(sender.pk),
            due[sender.pk],
            late=_is_late(last.get(sender.pk), due[sender.pk], today),
            zone=zone_of(members, sender.path),
            may_see=checks.may(request.user, "forms.download", sender, held=request.held),
            may_send=campaign.closed_on is None
            and checks.may(request.user, "return.send", sender, held=request.held),
        )
        for sender in senders
    ]
    rows.sort(key=lambda row: (not row.zone, row.zone)) if rule.by_zone else None
    context = {
        "section": "return",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": campaign.pack.mechanisms[key],
        "rule": rule,
        "forms": [title(form, _lowest(campaign), words.lang()) for form in rule.forms],
        "found": paged(request, rows),
        "from_desk": line,
        "sent": sum(row.last is not None and row.last.state == "sent" for row in rows),
        "accepted": sum(row.last is not None and row.last.state == "accepted" for row in rows),
        "late": sum(row.late for row in rows),
        "zones": zone_totals(request, campaign, members) if rule.by_zone else {},
        "grades": campaign.scheme.grades,
        "query": query_without(request, "page"),
        "may_zones": checks.may(request.user, "link.set", campaign.organisation, held=request.held),
    }
    return render(request, "pages/returns.html", context)


# -- put together and sent --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def return_new(request: SignedIn, pk: int, key: str, organisation: int) -> HttpResponse:
    """A return as it would go up now, beside its checks; sent by the button below them."""
    campaign, place = asked(request, pk, key, organisation)
    note = ""
    if request.method == "POST":
        checks.check(request.user, "return.send", place)
        try:
            sent = duty.send(
                campaign=campaign, mechanism=key, organisation=place, seen=request.POST.get("seen", "")[:64],
                by=request.user, on=clock.today(),
            )  # fmt: skip
        except Refusal as refused:
            note = words.refusal(refused)
        else:
            facts = {"title": campaign.title_of(key), "receiver": sent.receiver.name}
            messages.success(
                request, _("“%(title)s” went up to %(receiver)s and waits for the answer.") % facts
            )
            return redirect("return", sent.pk)
    return _preview(request, campaign, key, place, note)


@require_POST
@page
def return_words(request: SignedIn, pk: int, key: str, organisation: int) -> HttpResponse:
    """What only the office can say: who filled it in, what was done."""
    campaign, place = asked(request, pk, key, organisation)
    checks.check(request.user, "return.send", place)
    texts = {part.name: typed_in(request, f"word-{at}") for at, part in enumerate(rules.OWN_WORDS)}
    try:
        duty.write_words(
            campaign=campaign,
            mechanism=key,
            organisation=place,
            said=texts,
            by=request.user,
            on=clock.today(),
        )
    except Refusal as refused:
        return _preview(request, campaign, key, place, words.refusal(refused), texts)
    messages.success(request, _("Kept. The forms below say it."))
    return redirect("return-new", pk, key, organisation)


@require_safe
@page
def return_form(
    request: SignedIn, pk: int, key: str, organisation: int, form: str, format: str
) -> HttpResponse:
    """One form of what would go up now, as a file."""
    campaign, place = asked(request, pk, key, organisation)
    prepared = duty.prepare(campaign=campaign, mechanism=key, organisation=place, on=clock.today())
    return _file(form, format, prepared.content, Made(clock.today()))


# -- sent and answered ------------------------------------------------------------------------------------------------


@require_safe
@page
def return_(request: SignedIn, pk: int) -> HttpResponse:
    return _sent(request, _return(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def return_answer(request: SignedIn, pk: int) -> HttpResponse:
    """The receiver accepts, or sends back with the reason."""
    sent = _return(request, pk)
    if not _may_answer(request, sent):
        checks.check(request.user, "return.answer", sent.organisation)
    if request.method != "POST":
        return redirect("return", pk)
    try:
        if request.POST.get("answer") == "accept":
            sent = duty.accept(sent=sent, by=request.user, on=clock.today())
            messages.success(request, _("Accepted; the receipt is %(receipt)s.") % {"receipt": sent.receipt})
        else:
            duty.send_back(sent=sent, reason=text_in(request, "reason"), by=request.user, on=clock.today())
            messages.success(
                request, _("Sent back to %(name)s with the reason.") % {"name": sent.organisation.name}
            )
    except Refusal as refused:
        return _sent(request, sent, words.refusal(refused), typed_in(request, "reason"))
    return redirect("return", pk)


@require_safe
@page
def return_paper(request: SignedIn, pk: int, form: str, format: str) -> HttpResponse:
    """A form of a sent return as a file: what was sent, whatever has changed since."""
    sent = _return(request, pk)
    return _file(form, format, Content.from_json(sent.figures), _made(request, sent))


@require_safe
@page
def return_receipt(request: SignedIn, pk: int, format: str) -> HttpResponse:
    """The receipt of an accepted return."""
    sent = _return(request, pk)
    if (
        sent.state != "accepted"
        or sent.receipt is None
        or sent.answered_on is None
        or format not in papers.FORMATS
    ):
        raise Http404
    made = Made(sent.answered_on, _address(request, sent), sent.digest)
    drawn = receipt(
        marked(Content.from_json(sent.figures)), made, number=sent.number, number_of_receipt=sent.receipt,
        sent_on=sent.sent_on, lang=words.lang(),
    )  # fmt: skip
    return _answer(*papers.render(drawn, format), where=sent.organisation.name)


# -- what is asked for ------------------------------------------------------------------------------------------------


def asked(request: SignedIn, pk: int, key: str, organisation: int) -> tuple[Campaign, Organisation]:
    """The campaign and a sender of this return; somebody who may see its forms."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, Rule)
    place = organisation_of(request, organisation)
    checks.check(request.user, "forms.download", place)
    if place.pk not in {sender.pk for sender in _senders(request, campaign, rule)}:
        raise Http404
    return campaign, place


def _senders(request: SignedIn, campaign: Campaign, rule: Rule) -> list[Organisation]:
    seen = scope.organisations(request.user, held=request.held)
    if rule.by == "county-officer":
        return list(seen.filter(pk=campaign.organisation_id))
    deciding = Subject.objects.filter(campaign=campaign).order_by().values("committee")
    return list(seen.filter(pk__in=deciding).select_related("parent").order_by("path"))


def _return(request: SignedIn, pk: int) -> Return:
    seen = scope.organisations(request.user, held=request.held)
    returns = Return.objects.filter(campaign__isnull=False, organisation__in=seen).select_related(
        "campaign__adoption", "campaign__copy", "campaign__organisation", "organisation", "receiver",
        "sent_by__person", "answered_by__person",
    )  # fmt: skip
    sent = get_object_or_404(returns.defer("campaign__copy__files"), pk=pk)
    checks.check(request.user, "forms.download", sent.organisation)
    return sent


def _may_answer(request: SignedIn, sent: Return) -> bool:
    verb = "return.send" if sent.receiver_id == sent.organisation_id else "return.answer"
    return checks.may(
        request.user, verb, sent.organisation, held=request.held
    ) and not request.user.is_same_person(sent.sent_by)


def _is_late(last: Return | None, due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today and (last is None or last.state == "back")


def _lowest(campaign: Campaign) -> str:
    return campaign.scheme.grades[-1] if campaign.scheme.grades else ""


# -- what the pages show ----------------------------------------------------------------------------------------------


def _preview(
    request: SignedIn, campaign: Campaign, key: str, place: Organisation, note: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    prepared = duty.prepare(campaign=campaign, mechanism=key, organisation=place, on=clock.today())
    at = stands_at(campaign)
    not_now = ""
    if prepared.rule.by != "county-officer" and place.pk in at:
        why = standing.why_not(campaign, at[place.pk], key)
        not_now = words.refusal(why) if why else ""
    later = None if not_now or prepared.stands else duty.sent_after(campaign, key, place, clock.today())
    if later is not None:
        not_now = words.refusal(later)
    texts = typed if typed is not None else prepared.content.words
    may_send = (
        checks.may(request.user, "return.send", place, held=request.held) and campaign.closed_on is None
    )
    context = {
        "section": "return",
        "campaign": campaign,
        "key": key,
        "organisation": place,
        "one": prepared,
        "mechanism": campaign.pack.mechanisms[key],
        "forms": _forms(prepared.content),
        "formats": papers.FORMATS,
        "looked": [(each.holds, words.sentence(each.code, **each.facts)) for each in prepared.looked],
        "own_words": [(at, part.name, texts.get(part.name, "")) for at, part in enumerate(rules.OWN_WORDS)],
        "late": prepared.due_on is not None and prepared.due_on < clock.today() and prepared.stands is None,
        "not_now": not_now,
        "may_send": may_send,
        "may_fill": may_send and prepared.stands is None,
        "back": Return.objects.filter(campaign=campaign, mechanism=key, organisation=place, state="back")
        .select_related("answered_by__person")
        .order_by("-number"),
        "note": note,
    }
    return render(request, "pages/return_new.html", context, status=422 if note else 200)


@dataclass(frozen=True)
class Review:
    """The standard, the procedure and the shares of one committee, with the reasons it gave (G-20).

    forms: (title, whether it is only a sample). bands: (grade, points from). moves: (step that was left, how).
    """

    forms: list[tuple[str, bool]]
    bands: list[tuple[str, Decimal]]
    moves: list[tuple[str, Move]]
    gauges: list[Gauge]


def _sent(request: SignedIn, sent: Return, note: str = "", typed: str = "") -> HttpResponse:
    campaign = sent.campaign
    assert campaign is not None
    content = Content.from_json(sent.figures)
    figures = preparing.figures_of(content)
    counts = list(figures.grades.values())
    rule = campaign.rules.get(sent.mechanism)
    looked = rules.look_over(rule, figures) if isinstance(rule, Rule) else []
    may_answer = _may_answer(request, sent) and sent.state == "sent" and campaign.closed_on is None
    context = {
        "section": "return",
        "campaign": campaign,
        "return": sent,
        "content": content,
        "figures": figures,
        "rounds_evenly": round_evenly(counts),
        "spread": list(zip(figures.grades, counts, shares(counts), strict=True)),
        "forms": _forms(content),
        "formats": papers.FORMATS,
        "looked": [(each.holds, words.sentence(each.code, **each.facts)) for each in looked],
        # What the receiver reviews first (G-20): the grades the document names, in its order.
        "focus": [(grade, content.graded(grade), content.apart(grade)) for grade in content.focus],
        "grades": content.grades,
        "others": Return.objects.filter(
            campaign=campaign, mechanism=sent.mechanism, organisation=sent.organisation
        )
        .exclude(pk=sent.pk)
        .order_by("-number"),
        "listed": isinstance(rule, Rule),
        "may_answer": may_answer,
        "track": Track.objects.filter(campaign=campaign, committee=sent.organisation).first()
        if may_answer
        else None,
        "own": request.user.is_same_person(sent.sent_by),
        "review": _review(sent) if content.focus else None,
        "note": note,
        "typed": typed,
    }
    return render(request, "pages/return.html", context, status=422 if note else 200)


def _review(sent: Return) -> Review | None:
    """What the receiver compares a return with (G-20); None where its sender is no committee that decides."""
    campaign = sent.campaign
    track = Track.objects.filter(campaign=campaign, committee=sent.organisation).first()
    if campaign is None or track is None or campaign.scheme.bands is None:
        return None
    scheme = campaign.scheme
    rows = [
        row for row in campaigns.rows(campaign, Subject.objects.filter(campaign=campaign, committee=sent.organisation))
        if not row.set_aside
    ]  # fmt: skip
    forms = {
        form.title: form for name, form in scheme.forms.items() if any(row.class_name == name for row in rows)
    }
    moves = track.moves.select_related("by__person").order_by("number")
    return Review(
        forms=[(form.title, form.sample) for form in forms.values()],
        bands=[(band.grade, band.at_least) for band in scheme.need_bands().bands],
        moves=[(campaign.step_name(move.from_step), move) for move in moves],
        gauges=gauges(campaigns.quotas(scheme, rows), rows, scheme.grades),
    )


def _forms(content: Content) -> list[Form]:
    lang = words.lang()
    forms = []
    for key in content.forms:
        name = title(key, content.lowest, lang)
        if key in TABLES:
            forms.append(Form(key, name, TABLES[key](content, lang)))
        else:
            forms.append(Form(key, name, None, report(content, lang)))
    return forms


# -- files ------------------------------------------------------------------------------------------------------------


def _address(request: SignedIn, sent: Return) -> str:
    return request.build_absolute_uri(reverse("return", args=[sent.pk]))


def _made(request: SignedIn, sent: Return) -> Made:
    return Made(sent.sent_on, _address(request, sent), sent.digest)


def _file(form: str, format: str, content: Content, made: Made) -> HttpResponse:
    if form not in content.forms or format not in papers.FORMATS:
        raise Http404
    drawn = paper(form, marked(content), made, words.lang())
    return _answer(*papers.render(drawn, format), where=content.sender)


def marked(content: Content) -> Content:
    """As it is printed: in the demonstration every paper says that it is made up, also one sent before."""
    return replace(content, invented=content.invented or made_up())


def _answer(data: bytes, content_type: str, name: str, *, where: str) -> HttpResponse:
    """A download whose Chinese name arrives on every browser (RFC 5987); the sender first, so that many sort well."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, f"{where} {name}")
    return answer
