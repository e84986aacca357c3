"""moving: the box opens and closes. The delegate asks, a teller beside them confirms; neither does it alone.

Whatever is asked for and confirmed stands on one row, which is written only as it was seen: of two who confirm at once
one opens the box.
"""

from datetime import date
from typing import Literal

from django.db import transaction

from jiceng.kernel.ballot.event import Ready, State, check_move, check_opening
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot import box, rewrite, signature, signing
from jiceng.services.ballot.event import (
    at,
    claim,
    held_by_delegate,
    held_by_teller,
    held_event,
    is_teller,
    on_roll,
    state_of,
)
from jiceng.services.ballot.holding import check_after, rule_of
from jiceng.store.models import BallotEvent, Stub, User

What = Literal["open", "close", "sign"]
LEADS_TO: dict[What, State] = {"open": "open", "close": "closed", "sign": "signed"}
FROM: dict[What, State] = {"open": "opening", "close": "open", "sign": "counted"}


@transaction.atomic
def ask(*, event: BallotEvent, what: What, by: User, on: date) -> BallotEvent:
    """The delegate asks a teller to open the box, to close it, or to sign what was counted.

    Raises Forbidden, or Refusal "ballot.state", "ballot.comes-after" and, before opening, those of `check_opening`.
    """
    event = held_by_delegate(event, by)
    if event.asked == what:
        return event
    check_move(state_of(event), LEADS_TO[what])
    if what == "open":
        _check_opening(event, on)
    claim(event, FROM[what], asked=what)
    audit.record("ballot.asked", by=by, on=on, **at(event), what=what)
    return event


def confirm(*, event: BallotEvent, by: User, on: date, what: What | None = None) -> BallotEvent:
    """A teller confirms what the delegate asked for, and it is done: the box opens, closes, or the result is signed.

    what: what the teller saw asked for; the same again, once it is done, changes nothing.
    Raises Forbidden, or Refusal "ballot.not-asked", "ballot.teller-only", "ballot.changed-meanwhile", and those of
    `check_opening` and `signing.sign`.
    """
    with transaction.atomic():
        event = held_by_teller(event, by)
        if what is not None and event.state == LEADS_TO[what]:
            return event
        if not event.asked or (what is not None and event.asked != what):
            raise Refusal("ballot.not-asked")
        if event.asked == "open":
            return _open(event, by, on)
        if event.asked == "sign":
            return signing.sign(event=event, by=by, on=on)
        _close(event, by, on)
    # The box is written anew after the commit: a database file can only be made anew outside a transaction.
    return _written_anew(event, by, on)


def rewrite_again(*, event: BallotEvent, by: User, on: date) -> BallotEvent:
    """The delegate or a teller has a closed box written anew, where that was interrupted or the file was in use.

    Raises Forbidden, or Refusal "ballot.delegate-or-teller-only", "ballot.box-open", "ballot.rewrite-busy".
    """
    with transaction.atomic():
        verb = "ballot.tell" if is_teller(event, by) else "ballot.count"
        event = held_event(event, verb, by, now=False)
        if not is_teller(event, by) and not by.is_same_person(event.delegate):
            raise Refusal("ballot.delegate-or-teller-only")
    if event.rewritten:
        return event
    left = rewrite.rewrite(event.pk)
    _record_rewritten(event, by, on, left)
    event.refresh_from_db()
    return event


def _open(event: BallotEvent, by: User, on: date) -> BallotEvent:
    from jiceng.services.ballot import record

    check_move(state_of(event), "open")
    _check_opening(event, on)
    event.held_on = on
    opened = record.opening(event)
    claim(
        event, "opening", state="open", asked="", held_on=on, opened=opened,
        opened_signature=signature.sign(opened.encode()),
    )  # fmt: skip
    audit.record("ballot.opened", by=by, on=on, **at(event), issued=_issued(event))
    return event


def _close(event: BallotEvent, by: User, on: date) -> None:
    box.shut(event.pk)
    check_move(state_of(event), "closed")
    claim(event, "open", state="closed", asked="")
    audit.record("ballot.closed", by=by, on=on, **at(event), returned=box.returned(event.pk))


def _written_anew(event: BallotEvent, by: User, on: date) -> BallotEvent:
    """A box that somebody else's reading keeps from being written anew is closed all the same; it is tried again."""
    try:
        left = rewrite.rewrite(event.pk)
    except Refusal:
        return event
    _record_rewritten(event, by, on, left)
    event.refresh_from_db()
    return event


@transaction.atomic
def _record_rewritten(event: BallotEvent, by: User, on: date, left: tuple[str, ...]) -> None:
    audit.record("ballot.rewritten", by=by, on=on, **at(event), by_hand=list(left))


def _check_opening(event: BallotEvent, on: date) -> None:
    rule = rule_of(event.subject, event.mechanism)
    check_after(event.subject, rule, event.campaign.title_of(event.mechanism), on)
    stubs: dict[str, int] = {}
    for name in Stub.objects.filter(event=event.pk).values_list("voter_class", flat=True):
        stubs[name] = stubs.get(name, 0) + 1
    tellers = {
        teller.person_id or -teller.pk for teller in (event.teller1, event.teller2) if teller is not None
    }
    ready = Ready(
        key=bool(event.box_public), rehearsed=event.rehearsed, stubs=stubs, roll=on_roll(event),
        tellers=len(tellers), paper_only=event.paper_only,
    )  # fmt: skip
    check_opening(rule, ready)


def _issued(event: BallotEvent) -> dict[str, int]:
    return {name: voters.issued for name, voters in on_roll(event).items()}
