"""未定级: an organisation that is not graded after all, with the reason; and one graded with its unit."""

from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.grade import inherit
from jiceng.services import audit, standing
from jiceng.services.door import check_running, enter_graded
from jiceng.services.sheet.holding import already_decided
from jiceng.store.models import Outside, Subject, User


@transaction.atomic
def set_aside(*, subject: Subject, reason: str, by: User, on: date) -> Subject:
    """Leave a subject ungraded in this campaign, with the reason; it counts in no share and keeps no step waiting.

    Raises Forbidden, or Refusal "sheet.aside-without-reason", "sheet.already-decided", "procedure.over",
    "campaign.closed".
    """
    subject, reason = _enter(subject, by), reason.strip()
    if subject.set_aside == reason and reason:
        return subject
    if subject.decided:
        raise already_decided(subject)
    if not has_reason(reason):
        raise Refusal("sheet.aside-without-reason", organisation=subject.organisation.name)
    columns = {"set_aside": reason, "set_aside_by": by, "set_aside_on": on}
    Subject.objects.filter(pk=subject.pk).update(**columns)
    subject.refresh_from_db()
    audit.record(
        "grade.set-aside",
        by=by,
        on=on,
        target=subject,
        path=subject.organisation.path,
        about={"reason": reason},
    )
    return subject


@transaction.atomic
def take_up_again(*, subject: Subject, by: User, on: date) -> Subject:
    """Grade a subject after all; what was recorded before is still there. One that is not set aside stays as it is.

    Raises Forbidden, or Refusal "procedure.over", "campaign.closed".
    """
    subject = _enter(subject, by)
    if not subject.set_aside:
        return subject
    columns = {"set_aside": "", "set_aside_by": None, "set_aside_on": None}
    Subject.objects.filter(pk=subject.pk).update(**columns)
    subject.refresh_from_db()
    audit.record("grade.taken-up-again", by=by, on=on, target=subject, path=subject.organisation.path)
    return subject


@transaction.atomic
def decide_apart(*, outside: Outside, grade: str, reason: str = "", by: User, on: date) -> Outside:
    """A branch that is graded with its general branch gets a grade of its own, or none again ("") (G-06).

    Raises Forbidden, or Refusal "sheet.not-with-unit", "sheet.unit-not-decided", "sheet.inheritance[-without-reason]",
    "procedure.not-now", "procedure.over", "campaign.closed".
    """
    branch, campaign, reason = outside.organisation, outside.campaign, reason.strip()
    checks.check(by, "grade.decide", branch)
    check_running(campaign)
    unit = (
        Subject.objects.select_related("committee", "organisation")
        .filter(campaign=campaign, organisation=branch.parent_id)
        .first()
    )
    if outside.why != "with-unit" or unit is None:
        raise Refusal("sheet.not-with-unit", organisation=branch.name)
    standing.hold_track(campaign, unit.committee)
    standing.check_now(campaign, unit.committee, standing.key_of(campaign, rules.Decision))
    unit.refresh_from_db(fields=["decided"])
    if not unit.decided:
        raise Refusal("sheet.unit-not-decided", organisation=branch.name, unit=unit.organisation.name)
    if grade:
        campaign.scheme.need_bands().place(grade)
    if grade == unit.decided:
        grade = ""  # as its unit, which is what it has without saying so
    inherit(campaign.scheme.same_grade, unit_grade=unit.decided, own_grade=grade, reason=reason)
    reason = reason if grade else ""
    if (outside.own_grade, outside.own_reason) == (grade, reason):
        return outside
    who = {"by": by, "on": on} if grade else {"by": None, "on": None}
    Outside.objects.filter(pk=outside.pk).update(own_grade=grade, own_reason=reason, **who)
    outside.refresh_from_db()
    audit.record(
        "grade.decided-apart", by=by, on=on, target=outside, path=branch.path, grade=grade, unit_grade=unit.decided,
        about={"reason": reason},
    )  # fmt: skip
    return outside


def _enter(subject: Subject, by: User) -> Subject:
    """Until the step of the decision is over."""
    decision = standing.key_of(subject.campaign, rules.Decision)
    return enter_graded(subject, decision, permission="grade.decide", by=by, when="not-over")
