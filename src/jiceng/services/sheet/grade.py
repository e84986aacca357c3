"""The committee decides, takes back, explains. The computed grade stays beside the decided one."""

from datetime import date
from typing import Any

from django.db import transaction

from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule
from jiceng.services import audit, standing
from jiceng.services.door import check_running, check_step, enter_graded
from jiceng.services.sheet.holding import already_decided, check_open, not_yet_scored
from jiceng.services.sheet.judging import affected_by, judge, settle
from jiceng.store.models import Subject, User, Withdrawal


@transaction.atomic
def decide(*, subject: Subject, grade: str, reason: str = "", by: User, on: date) -> Subject:
    """Record the grade the committee's meeting decided. The computed grade stays as it is beside it (G-01, G-14).

    The same decision again changes nothing and succeeds. One that a finding does not allow any more is taken back
    with it, for the finding's sake (G-27).
    Raises Forbidden, or Refusal "sheet.not-yet-scored", "sheet.already-decided", "campaign.closed", "sheet.deviation…",
    "sheet.bound-by-rule…", "sheet.decision-needs", "sheet.decision-comes-after".
    """
    decision = standing.key_of(subject.campaign, rules.Decision)
    subject = enter_graded(subject, decision, permission="grade.decide", by=by, when="any", closed=True)
    reason = reason.strip()
    bound = against_finding(subject)
    if (subject.decided, subject.decision_reason) == (grade, reason) and grade and bound is None:
        return subject
    check_running(subject.campaign)
    check_step(subject.campaign, subject.committee, decision)
    if bound is not None:
        _take_back(subject, reason=bound.name, by=by, on=on)
    check_open(subject)
    judged = judge(subject)
    if judged is None:
        raise not_yet_scored(subject)
    subject.campaign.scheme.decide(judged, grade, reason=reason)
    first = decided_after(subject, on)
    if first is not None:
        raise first
    facts = {"decided": grade, "decision_reason": reason, "decided_by": by, "decided_on": on}
    if not _claim(subject, **facts):
        subject.refresh_from_db()
        raise already_decided(subject)
    subject.refresh_from_db()
    audit.record(
        "grade.decided", by=by, on=on, target=subject, path=subject.organisation.path, grade=grade,
        computed=judged.grade, total=judged.total, about={"reason": reason},
    )  # fmt: skip
    return subject


def against_finding(subject: Subject) -> rules.Bound | None:
    """What a finding that stands binds the decided grade to; None = it may stay."""
    scheme = subject.campaign.scheme
    if not subject.decided or not scheme.consequences:
        return None
    return scheme.against(subject.decided, class_name=subject.class_name, flags=subject.flags())


def decided_after(subject: Subject, on: date) -> Refusal | None:
    """What has to be there before a grade is decided (G-30), as a refusal; None = it may be."""
    rule = subject.campaign.scheme.decision
    return None if rule is None else standing.comes_first(subject, rule, on)


def _claim(subject: Subject, **decision: Any) -> bool:
    """Of two who decide at once, one changes a row and the other does not."""
    return bool(Subject.objects.filter(pk=subject.pk, decided="").update(**decision))


@transaction.atomic
def withdraw_decision(*, subject: Subject, reason: str, by: User, on: date) -> Subject:
    """Take a decision back, so that the sheet can be mended and the committee decide anew. What was decided is kept.

    Raises Forbidden, or Refusal "sheet.not-decided", "sheet.withdrawal-without-reason", "campaign.closed".
    """
    subject = _enter(subject, rules.Decision, "grade.decide", by)
    if not subject.decided or subject.decided_by is None or subject.decided_on is None:
        raise Refusal("sheet.not-decided", organisation=subject.organisation.name)
    if not has_reason(reason):
        raise Refusal("sheet.withdrawal-without-reason", organisation=subject.organisation.name)
    _take_back(subject, reason=reason.strip(), by=by, on=on)
    return subject


def _take_back(subject: Subject, *, reason: str, by: User, on: date) -> None:
    """The decision is gone, what it was is kept; the computed grade follows."""
    assert subject.decided_by is not None
    assert subject.decided_on is not None
    Withdrawal.objects.create(
        subject=subject,
        decided=subject.decided,
        decision_reason=subject.decision_reason,
        decided_by=subject.decided_by,
        decided_on=subject.decided_on,
        reason=reason,
        withdrawn_by=by,
        withdrawn_on=on,
    )
    Subject.objects.filter(pk=subject.pk).update(
        decided="", decision_reason="", decided_by=None, decided_on=None
    )
    settle(affected_by(subject))
    was = subject.decided
    subject.refresh_from_db()
    audit.record(
        "grade.withdrawn", by=by, on=on, target=subject, path=subject.organisation.path, grade=was,
        about={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def explain(*, subject: Subject, text: str, by: User, on: date) -> Subject:
    """Write 说明情况 beside a grade; empty text takes it away where the document does not ask for it (G-19).

    Raises Forbidden, or Refusal "sheet.not-yet-scored", "sheet.explanation-missing", "campaign.closed".
    """
    subject = _enter(subject, rules.Explanations, "grade.explain", by)
    if not subject.grade:
        raise not_yet_scored(subject)
    text = text.strip()
    if text and text == subject.explanation:
        return subject
    owed = subject.campaign.scheme.explanations
    if owed is not None:
        owed.check(
            name=subject.organisation.name, class_name=subject.class_name, grade=subject.grade, text=text
        )
    subject.explanation, subject.explained_by, subject.explained_on = text, by, on
    subject.save(update_fields=["explanation", "explained_by", "explained_on"])
    audit.record(
        "grade.explained", by=by, on=on, target=subject, path=subject.organisation.path, grade=subject.grade,
        about={"explanation": text},
    )  # fmt: skip
    return subject


def _enter(subject: Subject, word: type[Rule], permission: str, by: User) -> Subject:
    """In the step of the pack's one rule of a word."""
    return enter_graded(subject, standing.key_of(subject.campaign, word), permission=permission, by=by)
