"""ticking: who was given a slip or a paper at the door, and who is excused; many in one save, never one by one.

Which of the two somebody was given is not kept: one tick a person, whatever the medium (B-04).
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from jiceng.kernel.ballot.event import check_absence, check_tick
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot.event import at, held_by_delegate, on_roll, state_of
from jiceng.store.models import BallotEvent, RollEntry, User

LONGEST_REASON = 200
NO_REASONS: Mapping[int, str] = {}


@transaction.atomic
def tick(
    *,
    event: BallotEvent,
    issued: Collection[int],
    excused: Mapping[int, str] = NO_REASONS,
    by: User,
    on: date,
) -> BallotEvent:
    """One save for everybody present. issued, excused: keys of the entries on the list; a reason for who is excused.

    Somebody who was ticked already refuses the whole save. Whoever was excused and came after all is ticked.
    Raises Forbidden, or Refusal "ballot.already-issued", "ballot.issued-and-excused", "ballot.not-on-roll",
    "ballot.absence-needs-reason", "ballot.roll-shut-while-open", "ballot.tick-not-now".
    """
    event = held_by_delegate(event, by)
    check_tick(state_of(event))
    given, away = set(issued), {key: " ".join(reason.split()) for key, reason in excused.items()}
    for reason in away.values():
        check_absence(reason)
        if len(reason) > LONGEST_REASON:
            raise Refusal("store.text-too-long", length=len(reason), most=LONGEST_REASON)
    _check_listed(event, given, set(away))
    stand = dict(
        RollEntry.objects.filter(event=event, state="excused", pk__in=away).values_list("pk", "reason")
    )
    away = {key: reason for key, reason in away.items() if stand.get(key) != reason}
    if not given and not away:
        return event
    if not _save(event, given, away):
        raise _issued_already(event, {*given, *away})
    figures = {name: [voters.issued, voters.excused] for name, voters in on_roll(event).items()}
    audit.record(
        "ballot.ticked", by=by, on=on, **at(event), issued=len(given), excused=len(away), together=figures
    )
    return event


def _save(event: BallotEvent, given: Collection[int], away: Mapping[int, str]) -> bool:
    """All of it or nothing: whether every row was there to be changed, and else none is."""
    with transaction.atomic():
        changed = _issue(event, given)
        for reason in sorted(set(away.values())):
            changed += _excuse(event, [key for key, text in away.items() if text == reason], reason)
        if changed == len(given) + len(away):
            return True
        transaction.set_rollback(True)
    return False


def _issue(event: BallotEvent, keys: Collection[int]) -> int:
    """How many rows it changed: who was ticked before is not among them."""
    entries = RollEntry.objects.filter(event=event, pk__in=keys, state__in=("eligible", "excused"))
    return entries.update(state="issued", reason="")


def _excuse(event: BallotEvent, keys: Collection[int], reason: str) -> int:
    entries = RollEntry.objects.filter(event=event, pk__in=keys, state__in=("eligible", "excused"))
    return entries.update(state="excused", reason=reason)


def _check_listed(event: BallotEvent, given: set[int], away: set[int]) -> None:
    known = set(RollEntry.objects.filter(event=event).values_list("pk", flat=True))
    if not (given | away) <= known:
        raise Refusal("ballot.not-on-roll")
    if given & away:
        raise Refusal("ballot.issued-and-excused", names=_names(event, given & away))


def _issued_already(event: BallotEvent, keys: Collection[int]) -> Refusal:
    ticked = RollEntry.objects.filter(event=event, pk__in=keys, state="issued").values_list("pk", flat=True)
    return Refusal("ballot.already-issued", names=_names(event, set(ticked)))


def _names(event: BallotEvent, keys: Collection[int]) -> list[str]:
    entries = RollEntry.objects.filter(event=event, pk__in=keys).order_by("voter_class", "number")
    return list(entries.values_list("name", flat=True))
