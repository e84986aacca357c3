"""ballot: the list of voters, its approval, and the count that the superior's delegate types in after the meeting.

No paper and no voter is here: how many of each class, what was issued, what came back, how the valid papers voted.
The order of rows that are held is always track, then subject.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiceng.access import checks
from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import Counted, Evaluation
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.sheet.holding import already_decided, check_running, locked
from jiceng.services.sheet.judging import settle
from jiceng.store.fields import storable
from jiceng.store.models import (
    ClassCount,
    Count,
    CountWithdrawal,
    Measure,
    OptionCount,
    Roll,
    RollClass,
    Subject,
    User,
)


def rule_of(subject: Subject, mechanism: str) -> Evaluation:
    """The rule of a ballot. Raises KeyError for a key that is none: no page of ours names it."""
    rule = subject.campaign.rules[mechanism]
    if not isinstance(rule, Evaluation):
        raise KeyError(mechanism)
    return rule


# -- the list of voters -----------------------------------------------------------------------------------------------


@transaction.atomic
def submit_roll(
    *, subject: Subject, mechanism: str, sizes: Mapping[str, int], note: str = "", by: User, on: date
) -> Roll:
    """The organisation says how many of each class will vote. note: why, where the classes are not about as many.

    Until it is approved it may be submitted anew; the same content again changes nothing.
    Raises Forbidden, or Refusal "ballot.roll-approved", "ballot.not-concerned", and those of `kernel.check_roll`.
    """
    subject = _held(subject, mechanism, "ballot.roll", by)
    rule = rule_of(subject, mechanism)
    note = note.strip()
    rules.check_roll(rule, sizes, members=subject.organisation.member_count, reason=note)
    roll = _roll(subject, mechanism)
    if roll is not None and roll.note == note and _sizes(roll) == dict(sizes):
        return roll
    if roll is not None and roll.approved_on is not None:
        raise _approved(roll)
    if roll is None:
        roll = Roll.objects.create(
            campaign=subject.campaign, mechanism=mechanism, subject=subject, submitted_by=by,
            submitted_on=on, note=note,
        )  # fmt: skip
    else:
        Roll.objects.filter(pk=roll.pk).update(submitted_by=by, submitted_on=on, note=note)
        roll.refresh_from_db()
    RollClass.objects.filter(roll=roll).delete()
    RollClass.objects.bulk_create(
        [RollClass(roll=roll, voter_class=name, size=sizes[name]) for name in sizes]
    )
    roll = Roll.objects.prefetch_related("classes").get(pk=roll.pk)
    _record("ballot.roll-submitted", subject, mechanism, by, on, sizes=dict(sizes), about={"note": note})
    return roll


@transaction.atomic
def approve_roll(*, subject: Subject, mechanism: str, by: User, on: date) -> Roll:
    """The assessment team approves the list as it stands; nobody approves their own.

    Raises Forbidden, or Refusal "ballot.roll-missing", "ballot.roll-by-another".
    """
    subject = _held(subject, mechanism, "ballot.approve-roll", by)
    roll = _roll(subject, mechanism)
    if roll is None:
        raise Refusal("ballot.roll-missing", name=subject.campaign.title_of(mechanism))
    if roll.approved_on is not None:
        return roll
    if by.is_same_person(roll.submitted_by):
        raise Refusal("ballot.roll-by-another")
    Roll.objects.not_yet_approved().filter(pk=roll.pk).update(approved_by=by, approved_on=on)
    roll.refresh_from_db()
    _record("ballot.roll-approved", subject, mechanism, by, on, sizes=_sizes(roll))
    return roll


@transaction.atomic
def send_roll_back(*, subject: Subject, mechanism: str, reason: str, by: User, on: date) -> None:
    """The list goes back to the organisation, approved or not, as long as nobody has counted on it.

    Raises Forbidden, or Refusal "ballot.roll-missing", "ballot.roll-is-counted", "ballot.back-without-reason".
    """
    subject = _held(subject, mechanism, "ballot.approve-roll", by)
    roll = _roll(subject, mechanism)
    if roll is None:
        raise Refusal("ballot.roll-missing", name=subject.campaign.title_of(mechanism))
    if Count.objects.filter(subject=subject, mechanism=mechanism).exists():
        raise Refusal("ballot.roll-is-counted")
    if not has_reason(reason):
        raise Refusal("ballot.back-without-reason")
    sizes = _sizes(roll)
    RollClass.objects.filter(roll=roll).delete()
    roll.delete()
    about = {"reason": reason.strip()}
    _record("ballot.roll-sent-back", subject, mechanism, by, on, sizes=sizes, about=about)


# -- the count --------------------------------------------------------------------------------------------------------


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
    "ballot.held-in-future", "ballot.comes-after", "ballot.not-concerned", and those of `kernel.check_count`.
    """
    subject = _held(subject, mechanism, "ballot.count", by)
    campaign, rule = subject.campaign, rule_of(subject, mechanism)
    if held_on > on:
        raise Refusal("ballot.held-in-future", held_on=held_on.isoformat(), on=on.isoformat())
    roll = _roll(subject, mechanism)
    name = campaign.title_of(mechanism)
    if roll is None:
        raise Refusal("ballot.roll-missing", name=name)
    if rule.approved_by is not None and roll.approved_on is None:
        raise Refusal("ballot.roll-not-approved", name=name)
    _check_after(subject, rule, name, on)
    rules.check_count(rule, _sizes(roll), counts)
    stands = Count.objects.for_page().filter(subject=subject, mechanism=mechanism).first()
    facts = {"held_on": held_on, "place": place.strip(), "host": host.strip()}
    if stands is not None:
        if counted_of(stands) == _plain(rule, counts) and _is(stands, facts):
            return stands
        raise _already(stands)
    try:
        with transaction.atomic():
            count = Count.objects.create(
                campaign=campaign, mechanism=mechanism, subject=subject, by=by, on=on, **facts
            )
    except IntegrityError:  # somebody else was first, in a database that did not hold the subject's row
        raise _already(Count.objects.get(subject=subject, mechanism=mechanism)) from None
    for name_of_class, one in counts.items():
        kept = ClassCount.objects.create(
            count=count, voter_class=name_of_class, issued=one.issued, returned=one.returned,
            valid=one.valid, invalid=one.invalid,
        )  # fmt: skip
        OptionCount.objects.bulk_create(
            OptionCount(class_count=kept, option=option, votes=one.votes.get(option, 0))
            for option in rule.options
        )
    _measure(subject, rule, rules.satisfaction(rule, counts), name, by=by, on=on)
    _record(
        "ballot.counted", subject, mechanism, by, on, held_on=held_on.isoformat(), figures=_told(rule, counts)
    )
    return Count.objects.for_page().get(pk=count.pk)


@transaction.atomic
def ask_to_withdraw(*, count: Count, reason: str, by: User, on: date) -> Count:
    """Somebody who counts asks to withdraw a count, for a slip of the pen or a vote that must be held again.

    Raises Forbidden, or Refusal "ballot.withdrawal-without-reason", "ballot.withdrawal-asked-by-other",
    "sheet.already-decided".
    """
    subject = _held(count.subject, count.mechanism, "ballot.count", by)
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
    _record("ballot.withdrawal-asked", subject, count.mechanism, by, on, about=about)
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
    subject = _held(count.subject, count.mechanism, verb, by)
    stands = Count.objects.for_page().select_related("withdrawal_by__person").filter(pk=count.pk).first()
    if stands is None or stands.withdrawal_by is None or stands.withdrawal_on is None:
        raise Refusal("ballot.withdrawal-not-asked")
    if by.is_same_person(stands.withdrawal_by):
        raise Refusal("ballot.withdrawal-needs-another", who=stands.withdrawal_by.get_full_name())
    mechanism = stands.mechanism
    if not agrees:
        none: dict[str, Any] = {"withdrawal_by": None, "withdrawal_on": None, "withdrawal_reason": ""}
        Count.objects.filter(pk=stands.pk).update(**none)
        about = {"reason": stands.withdrawal_reason}
        _record("ballot.withdrawal-refused", subject, mechanism, by, on, about=about)
        return None
    _check_not_decided_on(subject, stands)
    rule = rule_of(subject, mechanism)
    told = counted_of(stands)
    gone = CountWithdrawal.objects.create(
        campaign=subject.campaign, mechanism=mechanism, subject=subject,
        figures={"held_on": stands.held_on.isoformat(), "place": stands.place, "host": stands.host,
                 "classes": _told(rule, told)},
        counted_by=stands.by, counted_on=stands.on, reason=stands.withdrawal_reason,
        asked_by=stands.withdrawal_by, asked_on=stands.withdrawal_on, agreed_by=by, agreed_on=on,
    )  # fmt: skip
    OptionCount.objects.filter(class_count__count=stands).delete()
    ClassCount.objects.filter(count=stands).delete()
    stands.delete()
    if rule.measure:
        Measure.objects.filter(subject=subject, name=rule.measure).delete()
        settle(Subject.objects.filter(pk=subject.pk))
    about = {"reason": gone.reason}
    _record(
        "ballot.count-withdrawn", subject, mechanism, by, on, figures=gone.figures["classes"], about=about
    )
    return gone


# -- reading ----------------------------------------------------------------------------------------------------------


def counted_of(count: Count) -> dict[str, Counted]:
    """A stored count as the rules read it; of `for_page()`."""
    return {
        one.voter_class: Counted(
            one.issued,
            one.returned,
            one.valid,
            one.invalid,
            {each.option: each.votes for each in one.options.all()},
        )
        for one in count.classes.all()
    }


def _held(subject: Subject, mechanism: str, verb: str, by: User) -> Subject:
    """Permission, then the rows, then whether it is done now and of this organisation at all."""
    checks.check(by, verb, subject.organisation)
    standing.hold_track(subject.campaign, subject.committee)
    subject = locked(subject)
    check_running(subject.campaign)
    standing.check_now(subject.campaign, subject.committee, mechanism)
    rule = rule_of(subject, mechanism)
    if subject.set_aside or (rule.grades and subject.grade not in rule.grades):
        facts = {"name": subject.campaign.title_of(mechanism), "organisation": subject.organisation.name}
        raise Refusal("ballot.not-concerned", grades=list(rule.grades), **facts)
    return subject


def _check_after(subject: Subject, rule: Evaluation, name: str, on: date) -> None:
    if not rule.after:
        return
    done = standing.done(subject.campaign, subject.committee, rule.after, on, subject)
    first = [subject.campaign.title_of(key) for key in rule.after if key not in done]
    if first:
        raise Refusal("ballot.comes-after", name=name, first=first)


def _check_not_decided_on(subject: Subject, count: Count) -> None:
    """What a decision rests on is not taken from under it."""
    if subject.decided_on is not None and count.on <= subject.decided_on:
        raise already_decided(subject)


def _roll(subject: Subject, mechanism: str) -> Roll | None:
    found = Roll.objects.filter(subject=subject, mechanism=mechanism)
    return found.select_related("approved_by__person", "submitted_by").prefetch_related("classes").first()


def _sizes(roll: Roll) -> dict[str, int]:
    return {one.voter_class: one.size for one in roll.classes.all()}


def _plain(rule: Evaluation, counts: Mapping[str, Counted]) -> dict[str, Counted]:
    """A count with every option named, as it is kept."""
    return {
        name: Counted(
            one.issued, one.returned, one.valid, one.invalid,
            {option: one.votes.get(option, 0) for option in rule.options},
        )
        for name, one in counts.items()
    }  # fmt: skip


def _told(rule: Evaluation, counts: Mapping[str, Counted]) -> dict[str, Any]:
    return {name: {**vars(one), "votes": dict(one.votes)} for name, one in _plain(rule, counts).items()}


def _is(count: Count, facts: Mapping[str, Any]) -> bool:
    return all(getattr(count, name) == value for name, value in facts.items())


def _measure(subject: Subject, rule: Evaluation, value: Any, source: str, *, by: User, on: date) -> None:
    """Keep the figure that gates read, and bring the computed grade up to it."""
    if not rule.measure or value is None:
        return
    Measure.objects.update_or_create(
        subject=subject,
        name=rule.measure,
        defaults={"value": storable(value), "source": source[:128], "by": by, "on": on},
    )
    settle(Subject.objects.filter(pk=subject.pk))


def _approved(roll: Roll) -> Refusal:
    who = roll.approved_by.get_full_name() if roll.approved_by else ""
    return Refusal(
        "ballot.roll-approved", who=who, on=roll.approved_on.isoformat() if roll.approved_on else ""
    )


def _already(count: Count) -> Refusal:
    return Refusal("ballot.already-counted", who=count.by.get_full_name(), on=count.on.isoformat())


def _asked(count: Count) -> Refusal:
    who = count.withdrawal_by.get_full_name() if count.withdrawal_by else ""
    when = count.withdrawal_on.isoformat() if count.withdrawal_on else ""
    facts = {"who": who, "on": when, "reason": count.withdrawal_reason}
    return Refusal("ballot.withdrawal-asked-by-other", **facts)


def _record(action: str, subject: Subject, mechanism: str, by: User, on: date, **facts: Any) -> None:
    audit.record(
        action, by=by, on=on, target=subject, path=subject.organisation.path, mechanism=mechanism, **facts
    )
