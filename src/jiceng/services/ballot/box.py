"""box: a sealed paper goes in, once for each slip. Nobody is signed in, and nothing but the envelope is written.

No account, no day, no log, no record in the audit, no address; what keeps a slip from being used twice is the key of
the table. The functions here take nothing that says who or when.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Semaphore
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import F

from jiceng.kernel.ballot.board import Asked, Opening, Paper, Spoilt, read_paper, write_paper
from jiceng.kernel.ballot.slip import digest, read_code, spent, stub
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import sealing, signature
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import BallotEvent, Envelope, Stub

TRIES = 3  # at a SQLite file that somebody else writes to, after its own twenty seconds
PAUSE = 0.2  # seconds
# By DO NOTHING, for a clash that raises stands in PostgreSQL's log, with its row.
INSERT = """
    WITH sent (event, h, eph, iv, ct) AS (VALUES {rows})
    INSERT INTO store_envelope (event, nullifier, voter_class, eph, iv, ct)
    SELECT slip.event, slip.h, slip.voter_class, sent.eph, sent.iv, sent.ct
    FROM sent
    JOIN store_stub AS slip ON slip.event = sent.event AND slip.h = sent.h
    JOIN store_ballotevent AS ballot ON ballot.id = slip.event
    WHERE ballot.state = 'open'
    ORDER BY slip.event, slip.h
    ON CONFLICT DO NOTHING
    RETURNING event, nullifier, eph, iv, ct
"""


@dataclass(frozen=True)
class Ack:
    """That this slip was used, signed by the installation; nothing in it depends on what the paper says."""

    nullifier: str
    signature: str


def cast(event_id: str, voter_class: str, code: str, eph: str, iv: str, ct: str) -> Ack:
    """A sealed paper for a slip. Sent again, it is the same paper and gets the same answer.

    Raises BallotEvent.DoesNotExist, or Refusal "ballot.envelope-unreadable", "ballot.code-unreadable",
    "ballot.not-open", "ballot.slip-unknown", "ballot.slip-spent".
    """
    sealed = Sealed(eph, iv, ct)
    try:
        sealing.check_sealed(sealed)
    except ValueError:
        raise Refusal("ballot.envelope-unreadable") from None
    return _cast(event_id, voter_class, read_code(code), sealed, here=False)


def cast_plain(
    event_id: str, voter_class: str, code: str, answers: Sequence[Sequence[str]], comment: str = ""
) -> Ack:
    """Cast a paper of a phone that cannot seal: it is sealed here, in memory; only the number of such papers is kept.

    answers: (question, option, the sixteen random bytes of the phone as hex). The envelope is drawn from the code and
    what the paper says, so that the same paper sent again is the same envelope; the phone's random numbers make it as
    hard to guess as any other. Raises as `cast`, and Refusal "ballot.paper-unreadable".
    """
    kept = read_code(code)
    event = _known(event_id)
    if not event.box_public:
        raise Refusal("ballot.not-open")
    sheet = [Asked(name, tuple(options)) for name, options in event.sheet["questions"]]
    try:
        plain = write_paper(Paper(tuple(Opening(*answer) for answer in answers), comment))
        if read_paper(plain, sheet).comment and not event.sheet["comment"]:
            raise Spoilt("comment")
    except (Spoilt, TypeError, UnicodeEncodeError):
        raise Refusal("ballot.paper-unreadable") from None
    seed = digest("jiceng/sealed-here/1", event.pk, voter_class, kept, plain)
    sealed = sealing.seal(plain, event.box_public, event.pk, voter_class, seed=seed)
    return _cast(event_id, voter_class, kept, sealed, here=True)


def returned(event_id: str) -> int:
    """How many papers are in the box; for everybody, and the only thing told before the count."""
    return Envelope.objects.filter(event=event_id).count()


def public_sheet(event_id: str) -> dict[str, Any]:
    """What a phone needs before it can vote. Raises BallotEvent.DoesNotExist."""
    event = _known(event_id)
    return {
        "sheet": event.sheet,
        "box_public": event.box_public,
        "state": event.state,
        "smallest": event.smallest,
    }


def shut(event_id: str) -> None:
    """Wait for papers that are on their way in and let no more begin, until the end of the caller's transaction.

    For closing, before it writes the new state. SQLite lets one write at a time anyway. PostgreSQL: a lock that is no
    row's, so that casting leaves no trace on the ballot's row. Take the row first, where both are taken.
    """
    _hold("pg_advisory_xact_lock", event_id)


def _hold(function: str, event_id: str) -> None:
    if connection.vendor == "postgresql":
        number = int.from_bytes(bytes.fromhex(event_id), "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [number])


def _check_number(event_id: str) -> None:
    if len(event_id) != 16 or not set(event_id) <= set("0123456789abcdef"):
        raise BallotEvent.DoesNotExist


def _known(event_id: str) -> BallotEvent:
    _check_number(event_id)
    return BallotEvent.objects.get(pk=event_id)


def _cast(event_id: str, voter_class: str, code: str, sealed: Sealed, *, here: bool) -> Ack:
    _check_number(event_id)
    nullifier = stub(event_id, voter_class, code)
    envelope = Envelope(
        event=event_id,
        nullifier=nullifier,
        voter_class=voter_class,
        eph=sealed.eph,
        iv=sealed.iv,
        ct=sealed.ct,
    )
    _again_if_busy(lambda: _put(envelope, here=here))
    # Only now that the paper is in: the same answer as often as it is asked for.
    return Ack(nullifier, signature.sign(spent(event_id, voter_class, nullifier)))


def _put(envelope: Envelope, *, here: bool) -> None:
    """State, slip and paper in one transaction; the table's key decides between two papers for one slip."""
    if not (_put_here(envelope) if here else _put_together(envelope)):
        _say_why_not(envelope)


def _put_here(envelope: Envelope) -> bool:
    """A paper that was sealed here is counted on the ballot's own row."""
    with transaction.atomic():
        event = BallotEvent.objects.select_for_update().get(pk=envelope.event)
        if not _insert([envelope])[0]:
            return False
        BallotEvent.objects.filter(pk=event.pk).update(sealed_here=F("sealed_here") + 1)
        return True


@dataclass(eq=False)
class _Waiting:
    """A paper at the box. put: whether it went in. wrong: why nobody could try. done: one of the two is known."""

    envelope: Envelope
    put: bool = False
    wrong: BaseException | None = None
    done: Event = field(default_factory=Event)


_waiting: list[_Waiting] = []
_look = Lock()
# How many at a time. SQLite lets one write; PostgreSQL syncs once for several that commit in the same moment.
_turns = {"sqlite": Semaphore(1), "postgresql": Semaphore(4)}


def _put_together(envelope: Envelope) -> bool:
    """Put the paper in with all that wait at this moment: one transaction and one sync, in the order of their keys.

    Whoever has the turn puts in everybody's; nobody waits for others to come. Of papers that share a transaction, not
    even the log of the database tells which came first.
    """
    if connection.in_atomic_block:  # of a test: it alone knows how it ends
        return _put_all([envelope])[0]
    mine = _Waiting(envelope)
    with _look:
        _waiting.append(mine)
    with _turns[connection.vendor]:
        with _look:
            taken = _waiting[:]
            _waiting.clear()
        try:
            # None, where another took mine along with theirs.
            for paper, put in zip(
                taken, _put_all([paper.envelope for paper in taken]) if taken else (), strict=True
            ):
                paper.put = put
        except BaseException as wrong:
            for paper in taken:
                paper.wrong = wrong
        finally:
            for paper in taken:
                paper.done.set()
    mine.done.wait()
    if mine.wrong is not None:
        raise mine.wrong
    return mine.put


def _put_all(envelopes: Sequence[Envelope]) -> list[bool]:
    """Put the papers in; which of them went in. Sorted by key (`INSERT`): no two transactions wait for each other."""
    with transaction.atomic():
        for event in sorted({envelope.event for envelope in envelopes}):
            _hold("pg_advisory_xact_lock_shared", event)
        return _insert(envelopes)


def _say_why_not(envelope: Envelope) -> None:
    """Do nothing where the same paper is in already; else raise BallotEvent.DoesNotExist or a Refusal."""
    stored = _in_box(envelope)
    if stored is None:
        state = BallotEvent.objects.values_list("state", flat=True).get(pk=envelope.event)
        known = Stub.objects.filter(event=envelope.event, h=envelope.nullifier).exists()
        raise Refusal("ballot.slip-unknown" if state == "open" and not known else "ballot.not-open")
    if not _same(stored, envelope):
        raise Refusal("ballot.slip-spent")


def _in_box(envelope: Envelope) -> Envelope | None:
    return Envelope.objects.filter(event=envelope.event, nullifier=envelope.nullifier).first()


def _insert(envelopes: Sequence[Envelope]) -> list[bool]:
    """Insert each paper whose ballot is open and whose slip was drawn and not spent, all at once; which went in."""
    papers = [
        (envelope.event, envelope.nullifier, envelope.eph, envelope.iv, envelope.ct) for envelope in envelopes
    ]
    with connection.cursor() as cursor:
        rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(papers))
        cursor.execute(INSERT.format(rows=rows), [part for paper in papers for part in paper])
        taken = set(cursor.fetchall())
    return [paper in taken for paper in papers]


def _same(envelope: Envelope, other: Envelope) -> bool:
    return (envelope.voter_class, envelope.eph, envelope.iv, envelope.ct) == (
        other.voter_class,
        other.eph,
        other.iv,
        other.ct,
    )


def _again_if_busy(act: Callable[[], None]) -> None:
    for left in reversed(range(TRIES)):
        try:
            return act()
        except OperationalError as error:
            busy = "locked" in str(error) or "busy" in str(error)
            if not busy or not left or connection.in_atomic_block:
                raise
        time.sleep(PAUSE)
