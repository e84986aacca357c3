"""complaint: a voter whose answers are not on the board shows inspectors the slip's number and the phone's passing key.

With both the inspectors see what was in that one envelope, and whether it stands on the board. Nobody else's is opened.
"""

import binascii
from base64 import b64decode
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.ballot.board import Asked, Spoilt, read_paper
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot import sealing
from jiceng.services.ballot.event import at
from jiceng.store.models import BallotEvent, BoardRow, Envelope, User

SECRET = 32  # bytes


@dataclass(frozen=True)
class Found:
    """What was in an envelope. answers: question, what was said, if the board has it; spoilt: why it is invalid."""

    voter_class: str
    answers: tuple[tuple[str, str, bool], ...] = ()
    spoilt: str = ""

    @property
    def counted(self) -> bool:
        return not self.spoilt and all(there for _, _, there in self.answers)


@transaction.atomic
def look_into(*, event: BallotEvent, nullifier: str, secret: str, by: User, on: date) -> Found:
    """Open one envelope by its voter's own key and compare it with the board. secret: base64, as the phone shows it.

    That somebody looked is on record; what was in it is not.
    Raises Forbidden, or Refusal "ballot.complaint-not-now", "ballot.evidence-unknown", "ballot.evidence-wrong".
    """
    checks.check(by, "ballot.look-into", event.subject.organisation)
    if event.state != "published":
        raise Refusal("ballot.complaint-not-now")
    envelope = Envelope.objects.filter(event=event.pk, nullifier=nullifier.strip().lower()).first()
    if envelope is None:
        raise Refusal("ballot.evidence-unknown")
    sealed = sealing.Sealed(envelope.eph, envelope.iv, envelope.ct)
    name = envelope.voter_class
    try:
        plain = sealing.open_by_voter(sealed, _secret(secret), event.box_public, event.pk, name)
    except Spoilt:
        raise Refusal("ballot.evidence-wrong") from None
    finding = _found(event, name, plain)
    audit.record("ballot.looked-into", by=by, on=on, **at(event), counted=finding.counted)
    return finding


def _found(event: BallotEvent, voter_class: str, plain: bytes) -> Found:
    sheet = [Asked(name, tuple(options)) for name, options in event.sheet["questions"]]
    try:
        paper = read_paper(plain, sheet)
    except Spoilt as spoilt:
        return Found(voter_class, spoilt=spoilt.why)
    rows = BoardRow.objects.filter(event=event.pk, voter_class=voter_class)
    there = set(rows.values_list("item", "c", "value"))
    return Found(
        voter_class,
        tuple(
            (answer.item, answer.value, (answer.item, answer.commitment(event.pk), answer.value) in there)
            for answer in paper.answers
        ),
    )


def _secret(typed: str) -> bytes:
    """Raises Refusal "ballot.evidence-wrong"."""
    try:
        raw = b64decode("".join(typed.split()), validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != SECRET:
        raise Refusal("ballot.evidence-wrong")
    return raw
