"""One ballot as cards in order: who votes, the ballot held here, and what was counted as whoever reads may see it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks
from jiceng.kernel.ballot import Evaluation, out_of_balance
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services import standing
from jiceng.services.ballot.holding import names_of, naming, questions_of
from jiceng.services.ballot.shown import out, rule_at
from jiceng.store.models import BallotEvent, Campaign, Count, CountWithdrawal, Roll, RollEntry, Subject
from jiceng.web import words
from jiceng.web.asked import rule_of, stands_at, subject_of
from jiceng.web.ballot import beginning, roll, typed
from jiceng.web.ballot.result import audience_of, result_of
from jiceng.web.ballot.words import STATES
from jiceng.web.pages import SignedIn, page


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
    verb, do, done = ACTS[act]
    checks.check(request.user, verb(request, subject, rule), subject.organisation)
    if request.method != "POST":
        return redirect("ballot", pk, key)
    if act == "count" and request.POST.get("do") == "sum":
        return _shown(request, subject, key, rule, act)
    try:
        made = do(request, subject, key, rule)
    except Refusal as refused:
        return _shown(request, subject, key, rule, act, words.refusal(refused))
    messages.success(request, str(done) % {"name": subject.organisation.name})
    return redirect("ballot-event", made.pk) if act == "begin" else redirect("ballot", pk, key)


Verb = Callable[[SignedIn, Subject, Evaluation], str]
Act = tuple[Verb, Callable[..., Any], Any]


def _always(verb: str) -> Verb:
    return lambda request, subject, rule: verb


ACTS: Mapping[str, Act] = {
    "roll": (
        lambda request, subject, rule: naming(rule),
        roll.submit,
        gettext_lazy("The list of voters of %(name)s is submitted."),
    ),
    "approve": (
        _always("ballot.approve-roll"),
        roll.approve,
        gettext_lazy("The list of voters of %(name)s is approved."),
    ),
    "back": (
        _always("ballot.approve-roll"),
        roll.send_back,
        gettext_lazy("The list of voters of %(name)s went back."),
    ),
    "begin": (
        _always("ballot.count"),
        beginning.begin,
        gettext_lazy("The ballot of %(name)s is begun."),
    ),
    "count": (
        _always("ballot.count"),
        typed.count,
        gettext_lazy("The count of %(name)s is kept. It no longer changes."),
    ),
    "withdraw": (
        _always("ballot.count"),
        typed.ask,
        gettext_lazy("Asked to withdraw the count of %(name)s; another person answers."),
    ),
    "answer": (
        typed.answering,
        typed.answer,
        gettext_lazy("The request about the count of %(name)s is answered."),
    ),
}


def _shown(
    request: SignedIn, subject: Subject, key: str, rule: Evaluation, failed: str = "", note: str = ""
) -> HttpResponse:
    """failed: the card whose form was sent and is shown again as typed; note: why it was refused."""
    campaign = subject.campaign
    sent = request.POST if failed else QueryDict()
    listed = (
        Roll.objects.filter(subject=subject, mechanism=key)
        .select_related("submitted_by__person", "approved_by__person")
        .prefetch_related("classes", "names")
        .first()
    )
    sizes = {row.voter_class: row.size for row in listed.classes.all()} if listed else {}
    attempts = list(BallotEvent.objects.filter(subject=subject, mechanism=key).for_page().order_by("attempt"))
    event = next((attempt for attempt in attempts if attempt.state != "void"), None)
    count = (
        Count.objects.for_page()
        .select_related("withdrawal_by__person")
        .filter(subject=subject, mechanism=key)
        .first()
    )
    audience = audience_of(request, subject.organisation)
    counted_here = event if count and count.event_id else None
    is_out = count is not None and out(counted_here, audience)
    now = _now(campaign, subject, key)

    def may(verb: str) -> bool:
        return now == "" and checks.may(request.user, verb, subject.organisation, held=request.held)

    ready = listed is not None and (rule.approved_by is None or listed.approved_on is not None)
    may_count = may("ballot.count") and ready and count is None
    may_submit = may(naming(rule)) and (listed is None or listed.approved_on is None)
    by_name = listed is not None and bool(sizes) and len(names_of(listed)) == len(sizes)
    questions = questions_of(rule, listed) if listed and (may_count or failed == "count") else {}
    lines_of_roll = roll.lines(
        rule,
        listed,
        roll.people_of(subject) if may_submit or failed == "roll" else {},
        sent,
        members=subject.organisation.member_count,
        failed=failed == "roll",
    )
    context = {
        "section": "campaign",
        "campaign": campaign,
        "subject": subject,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": campaign.pack.mechanisms[key],
        "rule": rule,
        "not_now": now,
        "roll": listed,
        "lines_of_roll": lines_of_roll,
        "doubtful_names": roll.doubtful(lines_of_roll) if failed != "roll" else (),
        "names_seen": audience == "inside"
        or checks.may(request.user, naming(rule), subject.organisation, held=request.held),
        "by_name": by_name,
        "ratio": roll.ratio(rule, sizes),
        "out_of_balance": out_of_balance(rule, sizes) is not None,
        "event": event,
        "state": STATES[event.state] if event else "",
        "voided": [attempt for attempt in attempts if attempt.state == "void"],
        "own": _own(request, event),
        "tellers": beginning.tellers(request, subject) if may_count and by_name and event is None else (),
        "count": count,
        "counted_here": counted_here,
        "result": result_of(rule_at(rule, counted_here), events.counted_of(count), audience)
        if count and is_out
        else None,
        "audience": audience,
        "lines": typed.lines(rule, questions, sizes, sent if failed == "count" else {}) if questions else [],
        "grades": campaign.scheme.grades,
        "gone": CountWithdrawal.objects.filter(subject=subject, mechanism=key)
        .select_related("asked_by__person", "agreed_by__person")
        .order_by("pk"),
        "may_submit": may_submit,
        "may_approve": may("ballot.approve-roll")
        and listed is not None
        and not request.user.is_same_person(listed.submitted_by),
        "may_begin": may_count and event is None,
        "may_count": may_count and not attempts,
        "may_ask": may("ballot.count")
        and count is not None
        and count.event_id is None
        and count.withdrawal_on is None,
        "may_answer": count is not None
        and count.withdrawal_by is not None
        and not request.user.is_same_person(count.withdrawal_by)
        and (may("ballot.count") or may("ballot.approve-roll")),
        "ready": ready,
        "failed": failed,
        "note": note,
        "typed": sent,
        "today": clock.today(),
    }
    return render(request, "pages/ballot.html", context, status=422 if note else 200)


def _own(request: SignedIn, event: BallotEvent | None) -> RollEntry | None:
    """Whoever reads, on the frozen list: they see whether they were ticked, and so that nobody else was for them."""
    if event is None or request.user.person_id is None:
        return None
    return RollEntry.objects.filter(event=event, person=request.user.person_id).first()


def _now(campaign: Campaign, subject: Subject, key: str) -> str:
    """Why nothing is done about it now; "" when it may."""
    at = stands_at(campaign).get(subject.committee_id)
    why = standing.why_not_late(campaign, at, key) if at is not None else None
    if why is None and campaign.closed_on is not None:
        why = Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())
    return words.refusal(why) if why else ""
