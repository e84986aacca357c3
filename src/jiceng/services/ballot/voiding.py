"""voiding: a ballot that cannot stand is declared void by two people, like a box that burnt; then another may begin."""

from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.ballot.event import BEFORE_SIGNED, check_move
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot import box, rewrite
from jiceng.services.ballot.event import at, claim, held_event, is_teller, state_of
from jiceng.services.ballot.signing import empty
from jiceng.store.models import BallotEvent, BoardRow, Comment, ScannedPaper, User


@transaction.atomic
def ask_void(*, event: BallotEvent, reason: str, by: User, on: date) -> BallotEvent:
    """Somebody who holds the ballot or approves its list asks to declare it void, with the reason.

    Raises Forbidden, or Refusal "ballot.void-without-reason", "ballot.void-asked-by-other", "ballot.signed-already".
    """
    event = _held(event, by)
    check_move(state_of(event), "void")
    if not has_reason(reason):
        raise Refusal("ballot.void-without-reason")
    reason = reason.strip()
    if event.void_asked_by is not None:
        if (event.void_asked_by, event.void_reason) == (by, reason):
            return event
        raise Refusal("ballot.void-asked-by-other", who=event.void_asked_by.get_full_name())
    claim(event, *BEFORE_SIGNED, void_asked_by=by, void_reason=reason)
    audit.record("ballot.void-asked", by=by, on=on, **at(event), about={"reason": reason})
    return event


def confirm_void(*, event: BallotEvent, agrees: bool = True, by: User, on: date) -> BallotEvent:
    """Another person agrees: the ballot is void, what was said is destroyed, no grade can use it. Or refuses.

    Raises Forbidden, or Refusal "ballot.void-not-asked", "ballot.void-needs-another", "ballot.signed-already".
    """
    with transaction.atomic():
        event = _held(event, by)
        if event.state == "void":
            return event
        check_move(state_of(event), "void")
        if event.void_asked_by is None:
            raise Refusal("ballot.void-not-asked")
        if by.is_same_person(event.void_asked_by):
            raise Refusal("ballot.void-needs-another", who=event.void_asked_by.get_full_name())
        about = {"reason": event.void_reason}
        if not agrees:
            claim(event, *BEFORE_SIGNED, void_asked_by=None, void_reason="")
            audit.record("ballot.void-refused", by=by, on=on, **at(event), about=about)
            return event
        was = event.state
        if was == "open":
            box.shut(event.pk)
        returned = box.returned(event.pk)
        claim(event, *BEFORE_SIGNED, state="void", asked="", void_by=by, void_on=on, box_wrapped="")
        empty(event)
        for opened in (BoardRow, Comment):
            opened._default_manager.filter(event=event.pk).delete()
        ScannedPaper.objects.filter(event=event).delete()
        audit.record("ballot.voided", by=by, on=on, **at(event), was=was, returned=returned, about=about)
    if was == "open":
        # The order of arrival is taken out of the files here too, though nobody will ever open what arrived.
        try:
            rewrite.rewrite(event.pk)
        except Refusal:
            return event
        event.refresh_from_db()
    return event


def _held(event: BallotEvent, by: User) -> BallotEvent:
    """For the delegate, the tellers, and whoever approves lists of voters there; at whatever step."""
    organisation = event.subject.organisation
    if checks.may(by, "ballot.approve-roll", organisation):
        return held_event(event, "ballot.approve-roll", by, now=False)
    if is_teller(event, by):
        return held_event(event, "ballot.tell", by, now=False)
    event = held_event(event, "ballot.count", by, now=False)
    if not by.is_same_person(event.delegate):
        raise Refusal("ballot.delegate-or-teller-only")
    return event
