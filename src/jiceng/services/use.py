"""use: what follows from a grade (A-07) is recorded by whoever applies it, and for nobody without that grade.

It is kept as a record of its mechanism at the organisation; so it stands with everything else that happened there.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from jiceng.access import checks, scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.consequence import POINTS, Use, check_named, check_use
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.services import audit
from jiceng.services.door import check_running, locked
from jiceng.services.item.holding import readable
from jiceng.services.item.target import grade_now
from jiceng.store.models import Campaign, Organisation, Post, Record, Subject, User

NOTE = "说明"  # the part of the record, as people read it


def uses_of(campaign: Campaign) -> Mapping[str, Use]:
    """What the grades of a campaign are good for, by key."""
    return {key: rule for key, rule in campaign.rules.items() if isinstance(rule, Use)}


def granted(campaign: Campaign, subjects: Iterable[int]) -> Mapping[tuple[str, int], Record]:
    """(key, organisation) -> the record that stands, of these graded organisations; one query, none without uses."""
    keys = uses_of(campaign)
    if not keys:
        return {}
    records = Record.objects.standing().filter(campaign=campaign, mechanism__in=keys, subject__in=subjects)
    return {
        (record.mechanism, record.organisation_id): record for record in records.select_related("by__person")
    }


def may_grant(by: User, rule: Use, organisation: Organisation, held: Iterable[Post]) -> bool:
    """Whether somebody holds the role that applies a use, strictly above the organisation."""
    posts = list(held)
    applies = any(post.role == rule.by and organisation.is_under(post.organisation) for post in posts)
    return applies and checks.may(by, "use.grant", organisation, held=posts)


@transaction.atomic
def grant(*, subject: Subject, mechanism: str, by: User, on: date, note: str = "") -> Record:
    """Record that an organisation has what its grade is good for. The same again is the same record.

    Raises Forbidden, or Refusal "consequence.granted-already", "campaign.closed" and those of
    `kernel.consequence.check_use` and `check_named`.
    """
    campaign = subject.campaign
    rule = uses_of(campaign)[mechanism]
    if not may_grant(by, rule, subject.organisation, scope.posts(by)):
        raise Forbidden("use.grant", subject.organisation)
    subject = locked(subject)
    check_running(campaign)
    rule = check_use([rule], what=rule.what, grade=grade_now(subject))
    texts = {POINTS: short(rule.points)} if rule.points is not None else {}
    note = readable(note)
    check_named(rule, note)
    if note:
        texts[rule.names or NOTE] = note
    records = Record.objects.filter(campaign=campaign, mechanism=mechanism, organisation=subject.organisation)
    there = records.standing().select_related("by__person").first()
    if there is not None:
        if there.by_id == by.pk and there.said == texts:
            return there
        facts = {"what": rule.what, "who": there.by.get_full_name(), "on": there.on.isoformat()}
        raise Refusal("consequence.granted-already", **facts)
    record = Record.objects.create(
        mechanism=mechanism, campaign=campaign, organisation=subject.organisation, subject=subject,
        number=records.count() + 1, held_on=on, said=texts, by=by, on=on,
    )  # fmt: skip
    audit.record(
        "use.granted",
        by=by,
        on=on,
        target=record,
        path=subject.organisation.path,
        mechanism=mechanism,
        about=texts,
    )
    return record


@transaction.atomic
def take_back(*, record: Record, reason: str, by: User, on: date) -> Record:
    """It was granted in error, or the grade was corrected: taken back with the reason, and kept beside.

    Raises Forbidden, or Refusal "duty.withdrawal-without-reason", "campaign.closed".
    """
    campaign = record.campaign
    assert campaign is not None
    assert record.subject is not None
    rule = uses_of(campaign)[record.mechanism]
    if not may_grant(by, rule, record.organisation, scope.posts(by)):
        raise Forbidden("use.grant", record.organisation)
    locked(record.subject)
    check_running(campaign)
    reason = readable(reason)
    if not reason:
        raise Refusal("duty.withdrawal-without-reason")
    facts = {"withdrawn_by": by, "withdrawn_on": on, "withdrawn_reason": reason}
    if Record.objects.standing().filter(pk=record.pk).update(**facts):
        audit.record(
            "use.taken-back", by=by, on=on, target=record, path=record.organisation.path,
            mechanism=record.mechanism, about={"reason": reason},
        )  # fmt: skip
    record.refresh_from_db()
    return record
