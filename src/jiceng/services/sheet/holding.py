"""Taking hold of a subject before changing it: its row, as it is now, and whether it may still change."""

from jiceng.kernel.refusal import Refusal
from jiceng.services.sheet.judging import judge_or_missing
from jiceng.store.models import Campaign, Subject


def locked(subject: Subject) -> Subject:
    """The subject's row, held until the end of the transaction, as it is now."""
    held = Subject.objects.select_for_update(of=("self",)).with_pack()
    return held.select_related("organisation", "committee").get(pk=subject.pk)


def check_open(subject: Subject) -> None:
    check_running(subject.campaign)
    if subject.set_aside:
        raise Refusal("sheet.set-aside", organisation=subject.organisation.name, reason=subject.set_aside)
    if subject.decided:
        raise already_decided(subject)


def check_running(campaign: Campaign) -> None:
    if campaign.closed_on:
        raise Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())


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
