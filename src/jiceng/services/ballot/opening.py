"""opening: the box's key, its trial, the slips. All of it before the first paper, and by the delegate alone.

The private key is made in the delegate's browser and comes here wrapped under a passphrase that does not; slips come
here as digests. So nobody who holds this server opens a paper or makes a slip.
"""

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from jiceng.kernel.ballot.event import check_move, check_stubs
from jiceng.kernel.ballot.slip import digest
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot import sealing
from jiceng.services.ballot.event import at, check_state, claim, held_by_delegate, on_roll, state_of
from jiceng.store.models import BallotEvent, Stub, User

WRAPPED = {"salt": 16, "iv": 12, "ct": 48}  # bytes of each part: 32 of the key and 16 that seal it
HEX = frozenset("0123456789abcdef")


@transaction.atomic
def set_key(*, event: BallotEvent, public: str, wrapped: str, by: User, on: date) -> BallotEvent:
    """The key that papers are sealed with, and the one that opens them as the browser wrapped it.

    Another key may take its place until the box opens: the first paper is sealed later. It has to be tried anew.
    Raises Forbidden, or Refusal "ballot.key-unreadable", "ballot.paper-only", "ballot.state", "ballot.not-in-state".
    """
    event = held_by_delegate(event, by)
    if event.paper_only:
        raise Refusal("ballot.paper-only")
    kept = _wrapped(wrapped)
    try:
        sealing.read_point(public)
    except ValueError:
        raise Refusal("ballot.key-unreadable") from None
    if (event.state, event.box_public, event.box_wrapped) == ("opening", public, kept):
        return event
    if event.state != "opening":
        check_move(state_of(event), "opening")
    claim(
        event, "frozen", "opening", state="opening", box_public=public, box_wrapped=kept, rehearsal={},
        rehearsed=False, asked="",
    )  # fmt: skip
    audit.record("ballot.key-set", by=by, on=on, **at(event), key=digest("jiceng/key/1", public).hex()[:16])
    return event


@transaction.atomic
def begin_opening(*, event: BallotEvent, by: User, on: date) -> BallotEvent:
    """A ballot on paper alone has neither key nor slips: from the frozen list straight to the opening.

    Raises Forbidden, or Refusal "ballot.key-missing", "ballot.state".
    """
    event = held_by_delegate(event, by)
    if not event.paper_only:
        raise Refusal("ballot.key-missing")
    if event.state == "opening":
        return event
    check_move(state_of(event), "opening")
    claim(event, "frozen", state="opening")
    audit.record("ballot.opening-begun", by=by, on=on, **at(event))
    return event


@transaction.atomic
def set_stubs(
    *, event: BallotEvent, stubs: Mapping[str, Sequence[str]], by: User, on: date
) -> dict[str, int]:
    """Keep the digests of the slips that the browser drew, class by class; only once. The answer: how many there are.

    Raises Forbidden, or Refusal "ballot.stubs-number", "ballot.stubs-unreadable", "ballot.stubs-set",
    "ballot.class-unknown", "ballot.paper-only", "ballot.not-in-state".
    """
    event = held_by_delegate(event, by)
    if event.paper_only:
        raise Refusal("ballot.paper-only")
    check_state(event, "opening")
    numbers = {name: len(digests) for name, digests in stubs.items()}
    check_stubs(numbers, {name: voters.size for name, voters in on_roll(event).items()})
    every = sorted((stub, name) for name, digests in stubs.items() for stub in digests)
    if not all(len(stub) == 64 and HEX.issuperset(stub) for stub, _ in every):
        raise Refusal("ballot.stubs-unreadable")
    if len({stub for stub, _ in every}) != len(every):
        raise Refusal("ballot.stubs-unreadable")
    there = sorted(Stub.objects.filter(event=event.pk).values_list("h", "voter_class"))
    if there == every:
        return numbers
    if there:
        raise Refusal("ballot.stubs-set", number=len(there))
    Stub.objects.bulk_create(Stub(event=event.pk, h=stub, voter_class=name) for stub, name in every)
    audit.record("ballot.stubs-set", by=by, on=on, **at(event), numbers=numbers)
    return numbers


@transaction.atomic
def trial(*, event: BallotEvent, by: User) -> dict[str, str]:
    """A random word sealed with the box's key; whoever has the key and its passphrase at hand can read it.

    Raises Forbidden, or Refusal "ballot.key-missing", "ballot.not-in-state".
    """
    event = held_by_delegate(event, by)
    if event.paper_only or (event.state in ("frozen", "opening") and not event.box_public):
        raise Refusal("ballot.key-missing")
    check_state(event, "opening")
    word, voter_class = secrets.token_hex(16), event.sheet["classes"][0]
    sealed = sealing.seal(word.encode(), event.box_public, event.pk, voter_class)
    challenge = {"class": voter_class, "eph": sealed.eph, "iv": sealed.iv, "ct": sealed.ct}
    claim(event, "opening", rehearsal=challenge | {"answer": _answer(event, word)})
    return challenge


@transaction.atomic
def answer_trial(*, event: BallotEvent, answer: str, by: User, on: date) -> BallotEvent:
    """What the browser read with the key from the paper copy. Only after a right answer does the box open (B-18).

    Raises Forbidden, or Refusal "ballot.trial-missing", "ballot.trial-failed", "ballot.not-in-state".
    """
    event = held_by_delegate(event, by)
    check_state(event, "opening")
    if event.rehearsed:
        return event
    if not event.rehearsal:
        raise Refusal("ballot.trial-missing")
    if not hmac.compare_digest(event.rehearsal["answer"], _answer(event, answer.strip().lower())):
        raise Refusal("ballot.trial-failed")
    claim(event, "opening", rehearsed=True)
    audit.record("ballot.rehearsed", by=by, on=on, **at(event))
    return event


def _answer(event: BallotEvent, word: str) -> str:
    return digest("jiceng/trial/1", event.pk, event.box_public, word).hex()


def _wrapped(wrapped: str) -> str:
    """The wrapped key, always written the same way. Raises Refusal "ballot.key-unreadable"."""
    try:
        parts: Any = json.loads(wrapped)
        sizes = {name: len(sealing.read_exactly(parts[name])) for name in WRAPPED}
        version = parts["v"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal("ballot.key-unreadable") from None
    if version != 1 or sizes != WRAPPED or set(parts) != {"v", *WRAPPED}:
        raise Refusal("ballot.key-unreadable")
    return json.dumps(parts, sort_keys=True, separators=(",", ":"))
