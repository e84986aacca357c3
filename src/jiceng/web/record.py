"""Records: who has written down what a document asks for, one written, one read, one taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.contents import Known, Part, uncovered
from jiceng.kernel.duty import Record as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.services import duty, standing
from jiceng.services.duty.records import VERBS, is_asked_before_an_upgrade, known_of
from jiceng.services.duty.returns import LONGEST
from jiceng.store.models import Campaign, Flag, Organisation, Record, Subject
from jiceng.web import words
from jiceng.web.asked import (
    as_day,
    campaign_of,
    day_in,
    number_in,
    organisation_of,
    rule_of,
    stands_at,
)
from jiceng.web.from_desk import from_desk
from jiceng.web.given import readable, text_in, typed_in
from jiceng.web.pages import SignedIn, page, paged, query_without


@dataclass
class Place:
    """An organisation that keeps records of a mechanism. missing: what is still owed, in words; "" = nothing.

    may_write: the reader may, and it is the time for it.
    """

    organisation: Organisation
    records: list[Record] = field(default_factory=list)
    owed: bool = True
    missing: str = ""
    may_write: bool = False


@dataclass(frozen=True)
class Field:
    """One part as a form asks for it. at: its place, for names and ids. amiss: what is wrong with it.

    topics: what all records together must name in it and none names yet.
    """

    at: int
    part: Part
    value: str = ""
    amiss: bool = False
    topics: Sequence[str] = ()

    @property
    def name(self) -> str:
        return f"part-{self.at}"


@require_safe
@page
def records(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Every organisation that keeps records of a mechanism, and what is still owed; as far as one's posts reach."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, Rule)
    line = from_desk(request)
    every = [pair for pair in _places(request, campaign, rule) if line.keeps(pair[0].organisation.pk)]
    places = [place for place, _committee in every]
    tracks = stands_at(campaign)
    by_place: dict[int, list[Record]] = {}
    kept = Record.objects.standing().filter(campaign=campaign, mechanism=key)
    for record in kept.filter(organisation__in=[place.organisation.pk for place in places]).order_by(
        "held_on", "number"
    ):
        by_place.setdefault(record.organisation_id, []).append(record)
    title = campaign.title_of(key)
    before_rising = is_asked_before_an_upgrade(campaign, key)
    facts = standing.Facts(campaign, clock.today())
    for place, committee in every:
        place.records = by_place.get(place.organisation.pk, [])
        if place.owed:
            written = [(record.held_on, record.said) for record in place.records]
            gaps = standing.owed_at(rule, written, facts, key=key, organisation=place.organisation.pk)
            place.missing = " ".join(words.sentence(gap.what.code, **gap.what.facts) for gap in gaps)
        at = tracks.get(committee) if committee is not None else None
        now = campaign.closed_on is None and (at is None or standing.why_not_late(campaign, at, key) is None)
        may = checks.may(request.user, VERBS[rule.by], place.organisation, held=request.held)
        place.may_write = now and may and (place.owed or before_rising)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": title,
        "mechanism": campaign.pack.mechanisms[key],
        "rule": rule,
        "found": paged(request, places),
        "from_desk": line,
        "waiting": sum(bool(place.missing) for place in places),
        "query": query_without(request, "page"),
        "not_now": _not_now(campaign, key, tracks),
    }
    return render(request, "pages/records.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record_new(request: SignedIn, pk: int, key: str, organisation: int) -> HttpResponse:
    """One record written down, part by part as the document names them."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, Rule)
    place = organisation_of(request, organisation)
    checks.check(request.user, VERBS[rule.by], place)
    note, refusal = "", None
    known = _known(campaign, place)
    texts = {part.name: known[part.known][0] for part in rule.contents if len(known.get(part.known, ())) == 1}
    # A line for a period that is over leads here with its last day; only the writer knows on which day it was held.
    latest = min(as_day(request.GET.get("held_on", "")) or clock.today(), clock.today())
    held_on = latest if latest == clock.today() else None
    if request.method == "POST":
        texts = {part.name: typed_in(request, f"part-{at}") for at, part in enumerate(rule.contents)}
        held_on = day_in(request, "held_on")
        try:
            kept = _keep(request, campaign, key, place, texts, held_on)
        except Refusal as refused:
            note, refusal = words.refusal(refused), refused
        else:
            messages.success(request, _("Recorded: %(title)s, no. %(number)s.") % {
                "title": campaign.title_of(key), "number": kept.number,
            })  # fmt: skip
            return redirect("record", kept.pk)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": campaign.pack.mechanisms[key],
        "rule": rule,
        "organisation": place,
        "fields": _fields(rule, texts, refusal, _open_topics(campaign, key, place, rule), known),
        "held_on": held_on,
        "latest": latest,
        "is_late": latest < clock.today(),
        "note": note,
    }
    return render(request, "pages/record_new.html", context, status=422 if note else 200)


@require_safe
@page
def record(request: SignedIn, pk: int) -> HttpResponse:
    return _shown(request, _record(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    record = _record(request, pk)
    if not _may_withdraw(request, record):
        checks.check(request.user, VERBS[_rule(record).by], record.organisation)
    if request.method != "POST":
        return redirect("record", pk)
    try:
        reason = text_in(request, "reason")
        duty.withdraw_record(record=record, reason=reason, by=request.user, on=clock.today())
    except Refusal as refused:
        return _shown(request, record, note=words.refusal(refused), typed=typed_in(request, "reason"))
    messages.success(request, _("The record is taken back. It stays here, marked as such."))
    return redirect("record", pk)


def _keep(
    request: SignedIn,
    campaign: Campaign,
    key: str,
    place: Organisation,
    texts: Mapping[str, str],
    held_on: date | None,
) -> Record:
    if held_on is None:
        raise Refusal("contents.not-a-date", name=_("Held on"), value=request.POST.get("held_on", "")[:40])
    return duty.record(
        campaign=campaign, mechanism=key, organisation=place, held_on=held_on, by=request.user, on=clock.today(),
        said={name: readable(text, name, most=LONGEST) for name, text in texts.items()},
    )  # fmt: skip


def _open_topics(
    campaign: Campaign, key: str, place: Organisation, rule: Rule
) -> Mapping[str, Sequence[str]]:
    """Part -> the topics that the organisation's records do not name yet."""
    if not rule.covers and not rule.each_zone:
        return {}
    records = Record.objects.standing().filter(campaign=campaign, mechanism=key, organisation=place)
    written = list(records.values_list("said", flat=True))
    topics = uncovered(rule.covers, written)
    if rule.each_zone:
        done = {texts.get(rule.each_zone) for texts in written}
        zones = standing.Facts(campaign, clock.today()).zones(place.pk)
        topics[rule.each_zone] = [zone for zone in zones if zone not in done]
    return topics


def _fields(
    rule: Rule,
    typed: Mapping[str, str],
    refused: Refusal | None,
    topics: Mapping[str, Sequence[str]],
    known: Known,
) -> list[Field]:
    """The parts as fields; those the refusal speaks of are marked. What is known is chosen and not typed."""
    facts = refused.facts if refused else {}
    named = {facts.get("name"), *facts.get("missing", ()), *facts.get("parts", ())}
    return [
        Field(
            at, _asked(part, known), typed.get(part.name, ""), part.name in named, topics.get(part.name, ())
        )
        for at, part in enumerate(rule.contents)
        if part.name not in rule.sums  # worked out, not typed
    ]


def _known(campaign: Campaign, place: Organisation) -> Known:
    subject = Subject.objects.for_page().filter(campaign=campaign, organisation=place).first()
    return known_of(campaign, place, subject)


def _asked(part: Part, known: Known) -> Part:
    values = tuple(known.get(part.known, ()))
    return replace(part, kind="choice", one_of=values) if part.kind == "text" and values else part


def _places(request: SignedIn, campaign: Campaign, rule: Rule) -> Iterator[tuple[Place, int | None]]:
    """The organisations the reader sees that keep records of a rule, each with the committee whose step counts."""
    subjects = scope.subjects(request.user, held=request.held).standing().filter(campaign=campaign)
    organisation, committee = number_in(request, "organisation"), number_in(request, "committee")
    if rule.of == "county":
        if scope.organisations(request.user, held=request.held).filter(pk=campaign.organisation_id).exists():
            yield Place(campaign.organisation), None
    elif rule.of == "committee":
        seen = scope.organisations(request.user, held=request.held)
        deciding = Subject.objects.filter(campaign=campaign).order_by().values("committee")
        committees = seen.filter(pk__in=deciding).order_by("path")
        if wanted := organisation or committee:
            committees = committees.filter(pk=wanted)
        for each in committees:
            yield Place(each), each.pk
    else:
        flags = _flags(campaign) if rule.flags else {}
        if committee:
            subjects = subjects.filter(committee=committee)
        if organisation:
            subjects = subjects.filter(organisation=organisation)
        for subject in subjects.select_related("organisation").order_by("organisation__path"):
            own_flags = frozenset(flags.get(subject.organisation_id, ()))
            owed = rule.owed(class_name=subject.class_name, grade=subject.grade, flags=own_flags)
            yield Place(subject.organisation, owed=owed), subject.committee_id


def _flags(campaign: Campaign) -> dict[int, set[str]]:
    flags: dict[int, set[str]] = {}
    for organisation, flag in (
        Flag.objects.standing().filter(campaign=campaign).values_list("organisation", "flag")
    ):
        flags.setdefault(organisation, set()).add(flag)
    return flags


def _not_now(campaign: Campaign, key: str, tracks: Mapping[int, str]) -> str:
    """Why nothing is written now, where every committee stands elsewhere."""
    why = [standing.why_not_late(campaign, at, key) for at in dict.fromkeys(tracks.values())]
    return words.refusal(why[0]) if why and why[0] is not None and all(why) else ""


def _record(request: SignedIn, pk: int) -> Record:
    seen = scope.organisations(request.user, held=request.held)
    records = Record.objects.filter(campaign__isnull=False, organisation__in=seen).select_related(
        "campaign__adoption", "campaign__copy", "campaign__organisation", "organisation", "by__person",
        "withdrawn_by__person",
    )  # fmt: skip
    return get_object_or_404(records.defer("campaign__copy__files"), pk=pk)


def _rule(record: Record) -> Rule:
    assert record.campaign is not None
    return rule_of(record.campaign, record.mechanism, Rule)


def _may_withdraw(request: SignedIn, record: Record) -> bool:
    rule = record.campaign.rules.get(record.mechanism) if record.campaign else None
    return (
        isinstance(rule, Rule)
        and record.withdrawn_on is None
        and checks.may(request.user, VERBS[rule.by], record.organisation, held=request.held)
    )


def _shown(request: SignedIn, record: Record, note: str = "", typed: str = "") -> HttpResponse:
    campaign = record.campaign
    assert campaign is not None
    rule = campaign.rules.get(record.mechanism)
    order = [part.name for part in getattr(rule, "contents", ())]
    units = {part.name: part.unit for part in getattr(rule, "contents", ())}
    parts = sorted(
        record.said.items(), key=lambda part: order.index(part[0]) if part[0] in order else len(order)
    )
    context = {
        "section": "campaign",
        "campaign": campaign,
        "record": record,
        "title": campaign.title_of(record.mechanism),
        "mechanism": campaign.pack.mechanisms.get(record.mechanism),
        "said": [(name, text, units.get(name, "")) for name, text in parts],
        "listed": isinstance(rule, Rule),
        "may_withdraw": _may_withdraw(request, record),
        "note": note,
        "typed": typed,
    }
    return render(request, "pages/record.html", context, status=422 if note else 200)
