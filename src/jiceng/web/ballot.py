"""测评: where each ballot of a document stands, and one ballot as cards in order: list, approval, count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jiceng.access import checks, scope
from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import Counted, Evaluation
from jiceng.kernel.duty import shares
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.shapes import quotient
from jiceng.services import ballot as events
from jiceng.services import standing
from jiceng.store.models import Campaign, Count, CountWithdrawal, Roll, Subject
from jiceng.web import words
from jiceng.web.asked import campaign_of, day_in, number_in, rule_of, stands_at, subject_of, text_in
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number

FIGURES = ("issued", "returned", "valid", "invalid")
NAMES = {
    "issued": gettext_lazy("Issued"),
    "returned": gettext_lazy("Returned"),
    "valid": gettext_lazy("Valid"),
    "invalid": gettext_lazy("Invalid"),
}


@dataclass(frozen=True)
class State:
    """Where one ballot stands. said: in words; done: counted."""

    subject: Subject
    said: str
    done: bool = False
    satisfaction: Decimal | None = None
    opinion: str = ""


@dataclass
class Line:
    """One class of voters in the form of the count. cells: (name of the field, heading, what stands in it)."""

    name: str
    size: int
    figures: list[tuple[str, str, str]]
    options: list[tuple[str, str, str]]
    sums: list[str] = field(default_factory=list)


@require_safe
@page
def ballots(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Every ballot of one evaluation, as far as one's posts reach; six queries for any number."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, Evaluation)
    subjects = scope.subjects(request.user, held=request.held).standing().filter(campaign=campaign)
    organisation, committee = number_in(request, "organisation"), number_in(request, "committee")
    if organisation:
        subjects = subjects.filter(organisation=organisation)
    if committee:
        subjects = subjects.filter(committee=committee)
    chosen = [
        one
        for one in subjects.select_related("organisation", "committee").order_by("organisation__path")
        if not rule.grades or one.grade in rule.grades
    ]
    shown = paged(request, chosen)
    on_page = [one.pk for one in shown]
    rolls = {one.subject_id: one for one in Roll.objects.filter(mechanism=key, subject__in=on_page)}
    counts = {
        one.subject_id: one
        for one in Count.objects.filter(mechanism=key, subject__in=on_page).prefetch_related(
            "classes__options"
        )
    }
    every = Count.objects.filter(mechanism=key, campaign=campaign).values_list("subject", flat=True)
    waiting = {one.pk for one in chosen} - set(every)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": campaign.pack.mechanisms[key],
        "found": shown,
        "states": [_state(one, rule, rolls.get(one.pk), counts.get(one.pk)) for one in shown],
        "waiting": len(waiting),
        "grades": campaign.scheme.need_bands().grades(),
        "query": query_without(request, "page"),
    }
    return render(request, "pages/ballots.html", context)


@require_safe
@page
def ballot(request: SignedIn, pk: int, key: str) -> HttpResponse:
    subject = subject_of(request, pk)
    return _shown(request, subject, key, rule_of(subject.campaign, key, Evaluation))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ballot_act(request: SignedIn, pk: int, key: str, act: str) -> HttpResponse:
    """One thing done to a ballot; what a rule does not allow stands at the card it belongs to."""
    subject = subject_of(request, pk)
    rule = rule_of(subject.campaign, key, Evaluation)
    if act not in ACTS:
        raise Http404
    if request.method != "POST":
        verb, _act, _done = ACTS[act]
        checks.check(request.user, verb(request, subject), subject.organisation)
        return redirect("ballot", pk, key)
    verb, do, done = ACTS[act]
    checks.check(request.user, verb(request, subject), subject.organisation)
    if act == "count" and request.POST.get("do") == "sum":
        return _shown(request, subject, key, rule, act, typed=request.POST)
    try:
        do(request, subject, key, rule)
    except Refusal as refused:
        return _shown(request, subject, key, rule, act, words.refusal(refused), request.POST)
    messages.success(request, str(done) % {"name": subject.organisation.name})
    return redirect("ballot", pk, key)


# -- what is done -----------------------------------------------------------------------------------------------------


def _submit(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    sizes = {}
    for at, one in enumerate(rule.classes):
        text = request.POST.get(f"size-{at}", "").strip()
        sizes[one.name] = _figure(text, one.name, _("People")) if text else 0
    events.submit_roll(
        subject=subject,
        mechanism=key,
        sizes=sizes,
        note=text_in(request, "note"),
        by=request.user,
        on=localdate(),
    )


def _approve(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    events.approve_roll(subject=subject, mechanism=key, by=request.user, on=localdate())


def _send_back(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    reason = text_in(request, "reason")
    events.send_roll_back(subject=subject, mechanism=key, reason=reason, by=request.user, on=localdate())


def _count(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    held_on = day_in(request, "held_on")
    if held_on is None:
        raise Refusal("contents.not-a-date", name=_("Held on"), value=request.POST.get("held_on", "")[:40])
    events.type_count(
        subject=subject, mechanism=key, counts=_counts(request.POST, rule), held_on=held_on,
        place=text_in(request, "place")[:128], host=text_in(request, "host")[:64], by=request.user, on=localdate(),
    )  # fmt: skip


def _ask(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    count = get_object_or_404(
        Count.objects.select_related("subject__organisation"), subject=subject, mechanism=key
    )
    events.ask_to_withdraw(count=count, reason=text_in(request, "reason"), by=request.user, on=localdate())


def _answer(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    count = get_object_or_404(
        Count.objects.select_related("subject__organisation"), subject=subject, mechanism=key
    )
    agrees = request.POST.get("answer") == "agree"
    events.answer_withdrawal(count=count, agrees=agrees, by=request.user, on=localdate())


def _answering(request: SignedIn, subject: Subject) -> str:
    """Another delegate or the assessment team agrees to a withdrawal."""
    delegate = checks.may(request.user, "ballot.count", subject.organisation, held=request.held)
    return "ballot.count" if delegate else "ballot.approve-roll"


ACTS: Mapping[str, tuple[Any, Any, Any]] = {
    "roll": (
        lambda request, subject: "ballot.roll",
        _submit,
        gettext_lazy("The list of voters of %(name)s is submitted."),
    ),
    "approve": (
        lambda request, subject: "ballot.approve-roll",
        _approve,
        gettext_lazy("The list of voters of %(name)s is approved."),
    ),
    "back": (
        lambda request, subject: "ballot.approve-roll",
        _send_back,
        gettext_lazy("The list of voters of %(name)s went back."),
    ),
    "count": (
        lambda request, subject: "ballot.count",
        _count,
        gettext_lazy("The count of %(name)s is kept. It no longer changes."),
    ),
    "withdraw": (
        lambda request, subject: "ballot.count",
        _ask,
        gettext_lazy("Asked to withdraw the count of %(name)s; another person answers."),
    ),
    "answer": (_answering, _answer, gettext_lazy("The request about the count of %(name)s is answered.")),
}


# -- reading what a browser sends -------------------------------------------------------------------------------------


def _figure(text: str, name: str, figure: str) -> int:
    """Raises Refusal "ballot.figure-missing"."""
    number = whole_number(text.strip())
    if number is None or number > rules.MOST * 10:
        raise Refusal("ballot.figure-missing", name=name, figure=figure, value=text.strip()[:20] or "—")
    return number


def _counts(told: Mapping[str, str], rule: Evaluation) -> dict[str, Counted]:
    """Every figure of the tally sheet. Raises Refusal "ballot.figure-missing" for the first that is none."""
    found = {}
    for at, one in enumerate(rule.classes):
        figures = {
            name: _figure(told.get(f"{name}-{at}", ""), one.name, str(NAMES[name])) for name in FIGURES
        }
        votes = {
            option: _figure(told.get(f"vote-{at}-{place}", ""), one.name, option)
            for place, option in enumerate(rule.options)
        }
        found[one.name] = Counted(**figures, votes=votes)
    return found


# -- what the page shows ----------------------------------------------------------------------------------------------


def _state(subject: Subject, rule: Evaluation, roll: Roll | None, count: Count | None) -> State:
    if count is not None:
        counted = events.counted_of(count)
        share, thinks = rules.satisfaction(rule, counted), rules.opinion(rule, counted)
        asked = _(" · asked to be withdrawn") if count.withdrawal_on else ""
        said = _("valid papers: %(valid)s") % {"valid": sum(one.valid for one in counted.values())}
        return State(subject, said + asked, True, share, thinks)
    if roll is None:
        return State(subject, _("no list of voters yet"))
    if rule.approved_by and roll.approved_on is None:
        return State(subject, _("the list waits for approval"))
    return State(subject, _("the list stands; to be held and counted"))


def _shown(
    request: SignedIn,
    subject: Subject,
    key: str,
    rule: Evaluation,
    failed: str = "",
    note: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    campaign = subject.campaign
    typed = typed or {}
    roll = (
        Roll.objects.filter(subject=subject, mechanism=key)
        .select_related("submitted_by__person", "approved_by__person")
        .prefetch_related("classes")
        .first()
    )
    sizes = {one.voter_class: one.size for one in roll.classes.all()} if roll else {}
    stands = Count.objects.for_page().select_related("withdrawal_by__person")
    count = stands.filter(subject=subject, mechanism=key).first()
    counted = events.counted_of(count) if count else {}
    now = _now(campaign, subject, key)

    def may(verb: str) -> bool:
        return now == "" and checks.may(request.user, verb, subject.organisation, held=request.held)

    ready = roll is not None and (rule.approved_by is None or roll.approved_on is not None)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "subject": subject,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": campaign.pack.mechanisms[key],
        "rule": rule,
        "not_now": now,
        "roll": roll,
        "sizes": [
            (at, one, typed.get(f"size-{at}", "") if failed == "roll" else sizes.get(one.name, ""))
            for at, one in enumerate(rule.classes)
        ],
        "ratio": _ratio(rule, sizes),
        "count": count,
        "lines": [] if count else _lines(rule, sizes, typed if failed == "count" else {}),
        "counted": [
            (name, one, [one.votes.get(option, 0) for option in rule.options])
            for name, one in counted.items()
        ],
        "tally": _tally(rule, counted),
        "satisfaction": rules.satisfaction(rule, counted) if counted else None,
        "opinion": rules.opinion(rule, counted) if counted else "",
        "grades": campaign.scheme.need_bands().grades(),
        "gone": CountWithdrawal.objects.filter(subject=subject, mechanism=key)
        .select_related("asked_by__person", "agreed_by__person")
        .order_by("pk"),
        "may_submit": may("ballot.roll") and (roll is None or roll.approved_on is None),
        "may_approve": may("ballot.approve-roll")
        and roll is not None
        and not request.user.is_same_person(roll.submitted_by),
        "may_count": may("ballot.count") and ready and count is None,
        "may_ask": may("ballot.count") and count is not None and count.withdrawal_on is None,
        "may_answer": count is not None
        and count.withdrawal_by is not None
        and not request.user.is_same_person(count.withdrawal_by)
        and (may("ballot.count") or may("ballot.approve-roll")),
        "ready": ready,
        "failed": failed,
        "note": note,
        "typed": typed,
        "today": localdate(),
    }
    return render(request, "pages/ballot.html", context, status=422 if note else 200)


def _tally(rule: Evaluation, counted: Mapping[str, Counted]) -> list[tuple[str, int, Decimal]]:
    """Every option with its votes of all classes and its share; the shares sum to 100.0."""
    votes = rules.tally(rule, counted) if counted else {}
    return list(zip(votes, votes.values(), shares(list(votes.values())), strict=True))


def _now(campaign: Campaign, subject: Subject, key: str) -> str:
    """Why nothing is done about it now; "" when it may."""
    at = stands_at(campaign).get(subject.committee_id)
    why = standing.why_not(campaign, at, key) if at is not None else None
    if why is None and campaign.closed_on is not None:
        why = Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())
    return words.refusal(why) if why else ""


def _ratio(rule: Evaluation, sizes: Mapping[str, int]) -> Decimal | None:
    """The first class to the second, where they should be about as many."""
    if len(rule.one_to_one) != 2 or not all(sizes.get(name) for name in rule.one_to_one):
        return None
    first, second = (Decimal(sizes[name]) for name in rule.one_to_one)
    return round(quotient(first, second), 2)


def _lines(rule: Evaluation, sizes: Mapping[str, int], typed: Mapping[str, str]) -> list[Line]:
    found = []
    for at, one in enumerate(rule.classes):
        figures = [(f"{name}-{at}", str(NAMES[name]), typed.get(f"{name}-{at}", "")) for name in FIGURES]
        options = [
            (f"vote-{at}-{place}", option, typed.get(f"vote-{at}-{place}", ""))
            for place, option in enumerate(rule.options)
        ]
        line = Line(one.name, sizes.get(one.name, 0), figures, options)
        if typed:
            line.sums = _sums(line)
        found.append(line)
    return found


def _sums(line: Line) -> list[str]:
    """What the figures typed so far come to, and what is still missing, in sentences."""
    issued, returned, valid, invalid = (
        whole_number(value.strip()) or 0 for _name, _title, value in line.figures
    )
    votes = sum(whole_number(value.strip()) or 0 for _name, _title, value in line.options)
    found = []
    if valid + invalid != returned:
        told = {"valid": valid, "invalid": invalid, "sum": valid + invalid, "returned": returned}
        found.append(_("Valid %(valid)s + invalid %(invalid)s = %(sum)s; returned are %(returned)s.") % told)
    if votes != valid:
        found.append(
            _("The options have %(votes)s votes; valid are %(valid)s.") % {"votes": votes, "valid": valid}
        )
    if returned > issued:
        found.append(_("Returned are more than issued: the vote would be void."))
    if issued > line.size:
        found.append(_("Issued are more than the %(size)s on the list.") % {"size": line.size})
    return found or [_("It adds up.")]
