"""signing: a counted ballot becomes the result a campaign goes on with; later it is published, and the box emptied."""

from datetime import date

from django.db import transaction

from jiceng.kernel.ballot.event import check_move
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot import record, signature
from jiceng.services.ballot.counting import check_board, check_box, counted_from_board, kept_board
from jiceng.services.ballot.event import at, claim, held_by_delegate, held_by_teller, state_of
from jiceng.services.ballot.holding import rule_of, told
from jiceng.services.ballot.keeping import keep, plain
from jiceng.services.ballot.papers import agreed
from jiceng.store.models import BallotEvent, Envelope, PaperEntry, ScannedPaper, User


@transaction.atomic
def sign(*, event: BallotEvent, by: User, on: date) -> BallotEvent:
    """A teller signs what was counted, after the delegate asked: the figures and the measure that gates read are kept.

    Everything that held at the count is looked at once more, from the rows as they are kept. Pictures of paper ballots
    are destroyed: what they said is on the tally both tellers signed.
    Raises Forbidden, or Refusal "ballot.not-asked", "ballot.already-counted", and those of `counting.count`.
    """
    event = held_by_teller(event, by)
    if event.state == "signed":
        return event
    check_move(state_of(event), "signed")
    if event.asked != "sign":
        raise Refusal("ballot.not-asked")
    rule, counts = rule_of(event.subject, event.mechanism), counted_from_board(event)
    check_box(event)
    check_board(event, kept_board(event), counts, agreed(event))
    closed = record.closing(event, counts)
    claim(
        event, "counted", state="signed", asked="", signed_on=on, closed=closed,
        closed_signature=signature.sign(closed.encode()),
    )  # fmt: skip
    assert event.held_on is not None  # since it was opened
    keep(
        subject=event.subject, mechanism=event.mechanism, rule=rule, counts=counts, event=event,
        by=event.delegate, on=on, held_on=event.held_on, place=event.place, host=event.host,
    )  # fmt: skip
    ScannedPaper.objects.filter(event=event).delete()
    audit.record("ballot.signed", by=by, on=on, **at(event), figures=told(plain(rule, counts)))
    return event


@transaction.atomic
def publish(*, event: BallotEvent, by: User, on: date) -> BallotEvent:
    """The board and everything somebody needs to count it again are there for everybody to see, as the view allows.

    Raises Forbidden, or Refusal "ballot.delegate-only", "ballot.state".
    """
    event = held_by_delegate(event, by, now=False)
    if event.state == "published":
        return event
    check_move(state_of(event), "published")
    claim(event, "signed", state="published", published_on=on)
    audit.record("ballot.published", by=by, on=on, **at(event))
    return event


@transaction.atomic
def archive(*, event: BallotEvent, by: User, on: date) -> BallotEvent:
    """Once nobody objects any more: what was sealed and the key that opens it are destroyed. Slips used stay public.

    Raises Forbidden, or Refusal "ballot.delegate-only", "ballot.state".
    """
    event = held_by_delegate(event, by, now=False)
    if event.state == "archived":
        return event
    check_move(state_of(event), "archived")
    claim(event, "published", state="archived", box_wrapped="", destroyed_on=on)
    emptied = empty(event)
    audit.record("ballot.archived", by=by, on=on, **at(event), envelopes=emptied)
    return event


def empty(event: BallotEvent) -> int:
    """Destroy what the envelopes hold, and what tellers read off paper, where one paper may stand by itself.

    That a slip was used stays, and how many papers there were. How many envelopes there were.
    """
    for entry in PaperEntry.objects.filter(event=event):
        entry.figures = entry.figures | {"votes": {}}
        entry.save(update_fields=["figures"])
    return Envelope.objects.filter(event=event.pk).update(eph="", iv="", ct="")
