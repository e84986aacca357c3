"""A result that was closed is put right by a new version: one asks, another agrees, the old one is kept (G-37)."""

from datetime import date

from django.db import transaction

from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.correction import check_correction
from jiceng.services import audit, standing
from jiceng.services.door import enter_graded
from jiceng.services.sheet.judging import judge
from jiceng.store.models import Correction, Subject, Track, User, Withdrawal


@transaction.atomic
def ask_correction(*, subject: Subject, grade: str, reason: str, by: User, on: date) -> Correction:
    """Ask for another grade than the one that was closed. The same request again changes nothing.

    Only after the step of the decision; before that the committee takes its decision back itself.
    Raises Forbidden, or Refusal "sheet.correction-too-early", "sheet.correction-pending", "sheet.not-decided",
    "campaign.closed", what the rules refuse ("sheet.bound-by-rule"), and those of
    `check_correction`.
    """
    subject = enter_graded(subject, "", permission="correction.ask", by=by)
    _check_in_time(subject)
    name, reason = subject.organisation.name, reason.strip()
    if not subject.decided:
        raise Refusal("sheet.not-decided", organisation=name)
    waiting = Correction.objects.open().filter(subject=subject).select_related("asked_by__person").first()
    if waiting is not None and (waiting.new_grade, waiting.reason, waiting.asked_by_id) == (
        grade,
        reason,
        by.pk,
    ):
        return waiting
    if waiting is not None:
        who = waiting.asked_by.get_full_name()
        raise Refusal("sheet.correction-pending", organisation=name, new=waiting.new_grade, who=who)
    _check(subject, grade, reason)
    asked = Correction.objects.create(
        subject=subject,
        number=subject.corrections.count() + 1,
        old_grade=subject.decided,
        new_grade=grade,
        reason=reason,
        asked_by=by,
        asked_on=on,
    )
    audit.record(
        "correction.asked", by=by, on=on, target=asked, path=subject.organisation.path, old=asked.old_grade, new=grade,
        about={"reason": reason},
    )  # fmt: skip
    return asked


@transaction.atomic
def approve_correction(*, correction: Correction, by: User, on: date) -> Correction:
    """Agree: the result gets its next version; grade, reason and names of the old one are kept beside it.

    Raises Forbidden, or Refusal "sheet.correction-needs-another", "sheet.correction-answered",
    "sheet.correction-overtaken", "campaign.closed".
    """
    subject = enter_graded(correction.subject, "", permission="correction.approve", by=by)
    _check_in_time(subject)
    if _answered_by(correction, by, approved=True):
        correction.refresh_from_db()
        return correction
    if by.is_same_person(correction.asked_by):
        raise Refusal("sheet.correction-needs-another", who=by.get_full_name())
    if not _answer(correction, approved_by=by, approved_on=on):
        raise _answered(correction)
    _check_not_overtaken(subject, correction)
    _next_version(subject, correction, by=by, on=on)
    audit.record(
        "correction.approved", by=by, on=on, target=correction, path=subject.organisation.path,
        old=correction.old_grade, new=correction.new_grade, version=subject.version + 1,
    )  # fmt: skip
    correction.refresh_from_db()
    return correction


@transaction.atomic
def refuse_correction(*, correction: Correction, reason: str, by: User, on: date) -> Correction:
    """Say no, with the reason; the result stays as it is.

    Raises Forbidden, or Refusal "sheet.refusal-without-reason", "sheet.correction-answered", "campaign.closed".
    """
    subject = enter_graded(correction.subject, "", permission="correction.approve", by=by)
    reason = reason.strip()
    if not has_reason(reason):
        raise Refusal("sheet.refusal-without-reason", organisation=subject.organisation.name)
    if _answered_by(correction, by, approved=False):
        correction.refresh_from_db()
        return correction
    if not _answer(correction, refused_by=by, refused_on=on, refused_reason=reason):
        raise _answered(correction)
    audit.record(
        "correction.refused", by=by, on=on, target=correction, path=subject.organisation.path,
        old=correction.old_grade, new=correction.new_grade, about={"reason": reason},
    )  # fmt: skip
    correction.refresh_from_db()
    return correction


def may_correct(subject: Subject, at: str) -> bool:
    """Whether a committee that stands at this step corrects, and no longer takes back; asked of a page."""
    campaign = subject.campaign
    if not subject.decided or campaign.closed_on:
        return False
    refused = standing.why_not(campaign, at, standing.key_of(campaign, rules.Decision))
    return refused is not None and refused.code.startswith("procedure.over")


def _check_in_time(subject: Subject) -> None:
    """A correction is the way once the step of the decision is over. Raises Refusal "sheet.correction-too-early"."""
    steps = Track.objects.filter(campaign=subject.campaign, committee=subject.committee)
    at = steps.values_list("step", flat=True).first()
    if at is None or (subject.decided and not may_correct(subject, at)):
        raise Refusal("sheet.correction-too-early", organisation=subject.organisation.name)


def _check(subject: Subject, grade: str, reason: str) -> None:
    """What the committee itself could not decide, it cannot correct to either."""
    scheme = subject.campaign.scheme
    scheme.need_bands().place(grade)
    check_correction(old=subject.decided, new=grade, reason=reason)
    judged = judge(subject)
    if judged is not None:
        scheme.decide(judged, grade, reason=reason)


def _answer(correction: Correction, **columns: object) -> bool:
    """Of two who answer at once, one changes the row and the other does not."""
    return bool(Correction.objects.open().filter(pk=correction.pk).update(pending=None, **columns))


def _check_not_overtaken(subject: Subject, correction: Correction) -> None:
    """Whoever agrees agrees to what was asked: not once the committee has taken its decision back and decided anew."""
    if subject.decided != correction.old_grade:
        facts = {"organisation": subject.organisation.name, "old": correction.old_grade}
        raise Refusal("sheet.correction-overtaken", now=subject.decided or "—", **facts)


def _answered_by(correction: Correction, by: User, *, approved: bool) -> bool:
    """Whether the same person has given the same answer already."""
    who = {"approved_by": by} if approved else {"refused_by": by}
    return Correction.objects.filter(pk=correction.pk, **who).exists()


def _answered(correction: Correction) -> Refusal:
    now = Correction.objects.select_related("approved_by__person", "refused_by__person").get(pk=correction.pk)
    who = now.approved_by or now.refused_by
    code = "sheet.correction-approved-already" if now.approved_by else "sheet.correction-refused-already"
    return Refusal(code, who=who.get_full_name() if who else "—")


def _next_version(subject: Subject, correction: Correction, *, by: User, on: date) -> None:
    if subject.decided_by is None or subject.decided_on is None:
        raise Refusal("sheet.not-decided", organisation=subject.organisation.name)
    Withdrawal.objects.create(
        subject=subject,
        decided=subject.decided,
        decision_reason=subject.decision_reason,
        decided_by=subject.decided_by,
        decided_on=subject.decided_on,
        reason=correction.reason,
        withdrawn_by=by,
        withdrawn_on=on,
    )
    Subject.objects.filter(pk=subject.pk).update(
        decided=correction.new_grade,
        decision_reason=correction.reason,
        decided_by=correction.asked_by,
        decided_on=on,
        version=subject.version + 1,
    )
