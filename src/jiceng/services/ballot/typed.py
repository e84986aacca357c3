"""typed: the count of a meeting held on paper alone, as the superior's delegate types it in; nobody can count it again.

Where a ballot was begun here, its figures come from the box and nothing is typed in for it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import Counted, Evaluation
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot.holding import (
    already_counted,
    at,
    check_after,
    check_approved,
    counted_of,
    held,
    questions_of,
    rule_of,
    sizes_of,
    told,
)
from jiceng.services.ballot.keeping import keep, plain
from jiceng.services.sheet.holding import already_decided
from jiceng.services.sheet.judging import settle
from jiceng.store.models import (
    BallotEvent,
    ClassCount,
    Count,
    CountWithdrawal,
    Measure,
    OptionCount,
    Roll,
    Subject,
    User,
)


@transaction.atomic
def type_count(
    *,
    subject: Subject,
    mechanism: str,
    counts: Mapping[str, Counted],
    held_on: date,
    place: str = "",
    host: str = "",
    by: User,
    on: date,
) -> Count:
    """The superior's delegate types in what was counted at the meeting: once, and it stands.

    The measure that follows is kept, and the computed grade brought up to it. The same content again changes nothing.
    Raises Forbidden, or Refusal "ballot.roll-missing", "ballot.roll-not-approved", "ballot.already-counted",
    "ballot.held-in-future", "ballot.comes-after", "ballot.not-concerned", "ballot.has-event", "ballot.items-missing",
    "ballot.item-unknown", and those of `kernel.check_count`.
    """
    subject = held(subject, mechanism, "ballot.count", by)
    rule = rule_of(subject, mechanism)
    if held_on > on:
        raise Refusal("ballot.held-in-future", held_on=held_on.isoformat(), on=on.isoformat())
    roll = check_approved(subject, mechanism, rule)
    name = subject.campaign.title_of(mechanism)
    check_after(subject, rule, name, on)
    if BallotEvent.objects.filter(subject=subject, mechanism=mechanism).exists():
        raise Refusal("ballot.has-event", name=name)
    rules.check_count(rule, sizes_of(roll), counts)
    _check_items(rule, roll, counts)
    stands = Count.objects.for_page().filter(subject=subject, mechanism=mechanism).first()
    facts = {"held_on": held_on, "place": place.strip(), "host": host.strip()}
    if stands is not None:
        if counted_of(stands) == plain(rule, counts) and _is(stands, facts):
            return stands
        raise already_counted(stands)
    count = keep(
        subject=subject, mechanism=mechanism, rule=rule, counts=counts, event=None, by=by, on=on, **facts
    )
    audit.record(
        "ballot.counted", by=by, on=on, **at(subject, mechanism), held_on=held_on.isoformat(),
        figures=told(plain(rule, counts)),
    )  # fmt: skip
    return count


@transaction.atomic
def ask_to_withdraw(*, count: Count, reason: str, by: User, on: date) -> Count:
    """Somebody who counts asks to withdraw a count, for a slip of the pen or a vote that must be held again.

    Raises Forbidden, or Refusal "ballot.withdrawal-without-reason", "ballot.withdrawal-asked-by-other",
    "ballot.counted-from-box", "sheet.already-decided".
    """
    subject = held(count.subject, count.mechanism, "ballot.count", by)
    _check_typed(count)
    _check_not_decided_on(subject, count)
    if not has_reason(reason):
        raise Refusal("ballot.withdrawal-without-reason")
    facts = {"withdrawal_by": by, "withdrawal_on": on, "withdrawal_reason": reason.strip()}
    if not Count.objects.filter(pk=count.pk, withdrawal_by=None).update(**facts):
        count.refresh_from_db()
        if (count.withdrawal_by_id, count.withdrawal_reason) == (by.pk, reason.strip()):
            return count
        raise _asked(count)
    count.refresh_from_db()
    about = {"reason": reason.strip()}
    audit.record("ballot.withdrawal-asked", by=by, on=on, **at(subject, count.mechanism), about=about)
    return count


@transaction.atomic
def answer_withdrawal(*, count: Count, agrees: bool, by: User, on: date) -> CountWithdrawal | None:
    """Another person agrees: the count is gone, what it said is kept, and it may be typed in anew. Or refuses.

    Raises Forbidden, or Refusal "ballot.withdrawal-not-asked", "ballot.withdrawal-needs-another",
    "sheet.already-decided".
    """
    verb = (
        "ballot.count"
        if checks.may(by, "ballot.count", count.subject.organisation)
        else "ballot.approve-roll"
    )
    subject = held(count.subject, count.mechanism, verb, by)
    stands = Count.objects.for_page().select_related("withdrawal_by__person").filter(pk=count.pk).first()
    if stands is None or stands.withdrawal_by is None or stands.withdrawal_on is None:
        raise Refusal("ballot.withdrawal-not-asked")
    if by.is_same_person(stands.withdrawal_by):
        raise Refusal("ballot.withdrawal-needs-another", who=stands.withdrawal_by.get_full_name())
    mechanism = stands.mechanism
    _check_typed(stands)
    if not agrees:
        none: dict[str, Any] = {"withdrawal_by": None, "withdrawal_on": None, "withdrawal_reason": ""}
        Count.objects.filter(pk=stands.pk).update(**none)
        about = {"reason": stands.withdrawal_reason}
        audit.record("ballot.withdrawal-refused", by=by, on=on, **at(subject, mechanism), about=about)
        return None
    _check_not_decided_on(subject, stands)
    rule = rule_of(subject, mechanism)
    gone = CountWithdrawal.objects.create(
        campaign=subject.campaign, mechanism=mechanism, subject=subject,
        figures={"held_on": stands.held_on.isoformat(), "place": stands.place, "host": stands.host,
                 "classes": told(plain(rule, counted_of(stands)))},
        counted_by=stands.by, counted_on=stands.on, reason=stands.withdrawal_reason,
        asked_by=stands.withdrawal_by, asked_on=stands.withdrawal_on, agreed_by=by, agreed_on=on,
    )  # fmt: skip
    OptionCount.objects.filter(class_count__count=stands).delete()
    ClassCount.objects.filter(count=stands).delete()
    stands.delete()
    if rule.measure:
        Measure.objects.filter(subject=subject, name=rule.measure).delete()
        settle(Subject.objects.filter(pk=subject.pk))
    audit.record(
        "ballot.count-withdrawn", by=by, on=on, **at(subject, mechanism), figures=gone.figures["classes"],
        about={"reason": gone.reason},
    )  # fmt: skip
    return gone


def _check_items(rule: Evaluation, roll: Roll, counts: Mapping[str, Counted]) -> None:
    """Every question has its figures, in every class; where members are voted on, each who is on the list by name."""
    wanted = set(questions_of(rule, roll)) - {rules.OVERALL}
    for name, counted in counts.items():
        missing = sorted(wanted - set(counted.items))
        if missing:
            raise Refusal("ballot.items-missing", name=name, missing=missing)
        foreign = sorted(set(counted.items) - wanted)
        if foreign and (wanted or not rule.of_members):
            raise Refusal("ballot.item-unknown", item=foreign[0], items=sorted(wanted))


def _check_typed(count: Count) -> None:
    """What came out of a box stands; before it is signed the whole ballot can be declared void, and never after."""
    if count.event_id is not None:
        raise Refusal("ballot.counted-from-box")


def _check_not_decided_on(subject: Subject, count: Count) -> None:
    """What a decision rests on is not taken from under it."""
    if subject.decided_on is not None and count.on <= subject.decided_on:
        raise already_decided(subject)


def _is(count: Count, facts: Mapping[str, Any]) -> bool:
    return all(getattr(count, name) == value for name, value in facts.items())


def _asked(count: Count) -> Refusal:
    who = count.withdrawal_by.get_full_name() if count.withdrawal_by else ""
    when = count.withdrawal_on.isoformat() if count.withdrawal_on else ""
    facts = {"who": who, "on": when, "reason": count.withdrawal_reason}
    return Refusal("ballot.withdrawal-asked-by-other", **facts)
