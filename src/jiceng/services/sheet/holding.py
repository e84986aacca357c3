"""Whether a graded organisation may still change, and how it is said that it may not."""

from jiceng.kernel.refusal import Refusal
from jiceng.services.door import check_running
from jiceng.services.sheet.judging import judge_or_missing
from jiceng.store.models import Subject


def check_open(subject: Subject) -> None:
    check_running(subject.campaign)
    if subject.set_aside:
        raise Refusal("sheet.set-aside", organisation=subject.organisation.name, reason=subject.set_aside)
    if subject.decided:
        raise already_decided(subject)


def already_decided(subject: Subject) -> Refusal:
    decided_on = subject.decided_on.isoformat() if subject.decided_on else ""
    return Refusal(
        "sheet.already-decided",
        organisation=subject.organisation.name,
        decided=subject.decided,
        decided_on=decided_on,
        committee=subject.committee.name,
    )


def not_yet_scored(subject: Subject) -> Refusal:
    _, missing = judge_or_missing(subject, frozenset(), {})
    return Refusal("sheet.not-yet-scored", organisation=subject.organisation.name, missing=missing)
