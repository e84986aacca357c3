"""One result and everything that became of it: versions, corrections, findings, not graded after all, own grades."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.refusal import Refusal
from jiceng.services import flag as findings
from jiceng.services import sheet as events
from jiceng.store.models import Correction, Flag, Outside, Subject, Track, Withdrawal
from jiceng.web import words
from jiceng.web.given import day, text_in
from jiceng.web.pages import SignedIn, page, whole_number


@require_safe
@page
def subject(request: SignedIn, pk: int) -> HttpResponse:
    return _shown(request, _subject(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def subject_aside(request: SignedIn, pk: int) -> HttpResponse:
    """Not graded after all, or graded again."""
    subject = _subject(request, pk)
    checks.check(request.user, "grade.decide", subject.organisation)
    if request.method != "POST":
        return redirect("subject", pk)
    try:
        if "again" in request.POST:
            events.take_up_again(subject=subject, by=request.user, on=clock.today())
        else:
            reason = text_in(request, "reason")
            events.set_aside(subject=subject, reason=reason, by=request.user, on=clock.today())
    except Refusal as refusal:
        return _shown(request, _subject(request, pk), "aside", refusal)
    messages.success(request, _("Kept. Shares and steps count it accordingly."))
    return redirect("subject", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correction_ask(request: SignedIn, pk: int) -> HttpResponse:
    subject = _subject(request, pk)
    checks.check(request.user, "correction.ask", subject.organisation)
    if request.method != "POST":
        return redirect("subject", pk)
    try:
        events.ask_correction(
            subject=subject, grade=request.POST.get("grade", ""), reason=text_in(request, "reason"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, _subject(request, pk), "correction", refusal)
    messages.success(request, _("Asked. The county officer answers; until then the result stays as it is."))
    return redirect("subject", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correction_answer(request: SignedIn, pk: int) -> HttpResponse:
    """Agree, or say no with the reason."""
    subjects = scope.subjects(request.user, held=request.held)
    correction = get_object_or_404(
        Correction.objects.filter(subject__in=subjects).select_related(
            "subject__organisation", "subject__committee", "subject__campaign__adoption", "asked_by__person"
        ),
        pk=pk,
    )
    checks.check(request.user, "correction.approve", correction.subject.organisation)
    if request.method != "POST":
        return redirect("subject", correction.subject_id)
    try:
        if request.POST.get("answer") == "approve":
            events.approve_correction(correction=correction, by=request.user, on=clock.today())
            messages.success(request, _("The result has a new version; the old one is kept beside it."))
        else:
            reason = text_in(request, "reason")
            events.refuse_correction(correction=correction, reason=reason, by=request.user, on=clock.today())
            messages.success(request, _("The correction is refused; the result stays as it is."))
    except Refusal as refusal:
        return _shown(request, _subject(request, correction.subject_id), "answer", refusal)
    return redirect("subject", correction.subject_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def flag_record(request: SignedIn, pk: int) -> HttpResponse:
    subject = _subject(request, pk)
    checks.check(request.user, "flag.record", subject.organisation)
    if request.method != "POST":
        return redirect("subject", pk)
    try:
        found_on = day(request.POST.get("found_on", ""), _("Found on"))
        if found_on is None:
            raise Refusal("contents.not-a-date", name=_("Found on"), value="")
        findings.record_flag(
            campaign=subject.campaign, organisation=subject.organisation, flag=request.POST.get("flag", ""),
            authority=text_in(request, "authority", most=128), found_on=found_on,
            document=text_in(request, "document", most=128), by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, _subject(request, pk), "flag", refusal)
    messages.success(request, _("The finding is recorded; the computed grade follows it."))
    return redirect("subject", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def flag_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    flag = get_object_or_404(
        Flag.objects.filter(
            organisation__in=scope.organisations(request.user, held=request.held)
        ).select_related("organisation", "campaign__adoption", "campaign__copy"),
        pk=pk,
    )
    checks.check(request.user, "flag.record", flag.organisation)
    graded = Subject.objects.filter(campaign=flag.campaign, organisation=flag.organisation).first()
    if flag.campaign.scheme.bands is None:
        graded = None  # nothing is graded in such a campaign, and there is no page of a result
    back = ("subject", graded.pk) if graded else ("finding-new", flag.campaign_id, flag.organisation_id)
    if request.method != "POST":
        return redirect(*back)
    try:
        reason = text_in(request, "reason")
        findings.withdraw_flag(flag=flag, reason=reason, by=request.user, on=clock.today())
    except Refusal as refusal:
        if graded is not None:
            return _shown(request, _subject(request, graded.pk), f"flag-{flag.pk}", refusal)
        messages.error(request, words.refusal(refusal))
    else:
        messages.success(request, _("The finding is taken back; it stays on record with the reason."))
    return redirect(*back)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def outside_grade(request: SignedIn, pk: int) -> HttpResponse:
    """A branch graded with its unit gets a grade of its own, or none again."""
    seen = scope.organisations(request.user, held=request.held)
    outside = get_object_or_404(
        Outside.objects.filter(organisation__in=seen).select_related(
            "organisation", "campaign__adoption", "campaign__copy"
        ),
        pk=pk,
    )
    checks.check(request.user, "grade.decide", outside.organisation)
    unit = get_object_or_404(Subject, campaign=outside.campaign, organisation=outside.organisation.parent_id)
    if request.method != "POST":
        return redirect("subject", unit.pk)
    try:
        events.decide_apart(
            outside=outside, grade=request.POST.get("grade", ""), reason=text_in(request, "reason"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, _subject(request, unit.pk), f"outside-{outside.pk}", refusal)
    messages.success(request, _("Kept. The list of results shows it."))
    return redirect("subject", unit.pk)


def _subject(request: SignedIn, pk: int) -> Subject:
    return get_object_or_404(scope.subjects(request.user, held=request.held).for_page(), pk=pk)


def _shown(
    request: SignedIn, subject: Subject, failed: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    campaign, posts, user = subject.campaign, request.held, request.user
    if not campaign.scheme.grades:
        raise Http404  # nothing is graded in such a campaign
    organisation = subject.organisation

    def may(verb: str) -> bool:
        return campaign.closed_on is None and checks.may(user, verb, organisation, held=posts)

    track = Track.objects.filter(campaign=campaign, committee=subject.committee_id).first()
    at = track.step if track else ""
    correcting = track is not None and events.may_correct(subject, at)
    sees_flags = checks.may(user, "flag.see", organisation, held=posts)
    known = findings.flags_of(campaign)
    corrections = list(
        subject.corrections.select_related(
            "asked_by__person", "approved_by__person", "refused_by__person"
        ).order_by("-number")
    )
    flags = Flag.objects.filter(campaign=campaign, organisation=organisation).select_related("by__person")
    apart = Outside.objects.filter(campaign=campaign, why="with-unit", organisation__parent=organisation)
    context: dict[str, Any] = {
        "section": "campaign",
        "subject": subject,
        "campaign": campaign,
        "track": track,
        "step": campaign.step_name(at) if at else "",
        "grades": campaign.scheme.grades,
        "corrections": corrections,
        "earlier": Withdrawal.objects.filter(subject=subject)
        .select_related("decided_by__person", "withdrawn_by__person")
        .order_by("-pk"),
        "may_ask": correcting and may("correction.ask") and not any(each.pending for each in corrections),
        "may_answer": may("correction.approve"),
        "own_ask": {each.pk for each in corrections if user.is_same_person(each.asked_by)},
        "may_aside": not subject.decided and not correcting and may("grade.decide"),
        "sees_flags": sees_flags,
        "flags": [(each, known.get(each.flag, each.flag)) for each in flags.order_by("-pk")]
        if sees_flags
        else [],
        "known_flags": known,
        "may_flag": bool(known) and may("flag.record"),
        "apart": apart.select_related("organisation").order_by("organisation__path"),
        "may_decide": may("grade.decide"),
        "on": clock.today(),
        "failed": failed,
        "failed_pk": whole_number(failed.rpartition("-")[2]),
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if refusal else {},
    }
    return render(request, "pages/subject.html", context, status=422 if refusal else 200)
