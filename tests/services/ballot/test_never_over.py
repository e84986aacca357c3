"""Ballots from nowhere are noticed, and nothing that was counted is ever written over (B-15, ballot.md 1.7-6)."""

from copy import deepcopy

import pytest

from jiceng.kernel.ballot import Counted
from jiceng.kernel.ballot.event import Entry
from jiceng.services import ballot as events
from jiceng.services.ballot import counting
from jiceng.services.ballot import event as holding
from jiceng.store.models import (
    AuditEvent,
    BallotEvent,
    BoardRow,
    Count,
    Envelope,
    Measure,
    RollEntry,
    Stub,
)
from tests.factories import ON, delegate
from tests.meeting import BALLOT, Meeting
from tests.services.ballot.asked import refused

pytestmark = pytest.mark.django_db
SIZES = {"党员": 4, "群众代表": 4}
ASKED = "总体评价"


@pytest.fixture(scope="module")
def made(kept):
    """A closed box: three members and four others voted by phone, one member on paper."""
    meeting = Meeting(sizes=SIZES).to("open")
    on_paper = meeting.voters[0]
    meeting.voters.remove(on_paper)
    meeting.vote_all()
    meeting.close()
    return meeting


@pytest.fixture
def meeting(made):
    return deepcopy(made)


@pytest.fixture
def closed(meeting):
    meeting.enter_papers("党员", {ASKED: {"不满意": 1}})
    return meeting


def say_something_else(meeting, told):
    c, value, nonce = told["rows"]["党员"][ASKED][0]
    told["rows"]["党员"][ASKED][0] = (c, "不满意" if value == "满意" else "满意", nonce)


# -- ballots from nowhere (B-15) --------------------------------------------------------------------------------------


def stuff(meeting):
    """Somebody with the whole database puts in an envelope for which there is no slip."""
    one = Envelope.objects.filter(event=meeting.event.pk).first()
    Envelope.objects.create(
        event=meeting.event.pk, nullifier="f" * 64, voter_class="党员", eph=one.eph, iv=one.iv, ct=one.ct
    )


def stuff_with_a_slip(meeting):
    Stub.objects.create(event=meeting.event.pk, h="f" * 64, voter_class="党员")
    stuff(meeting)


def enlarge(meeting):
    Stub.objects.create(event=meeting.event.pk, h="f" * 64, voter_class="党员")


def swap(meeting):
    """Spent slips of one class are passed off as the other's."""
    one = Envelope.objects.filter(event=meeting.event.pk, voter_class="党员").first()
    Envelope.objects.filter(event=meeting.event.pk, nullifier=one.nullifier).update(voter_class="群众代表")


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (stuff, "ballot.spent-without-stub"),
        (swap, "ballot.spent-without-stub"),
        (stuff_with_a_slip, "ballot.stubs-changed"),
        (enlarge, "ballot.stubs-changed"),
    ],
)
def test_slips_of_after_the_opening_are_noticed(meeting, attack, code):
    RollEntry.objects.create(event=meeting.event, voter_class="党员", number=5, name="多一人", state="issued")
    attack(meeting)

    assert refused(meeting.count).code == code


def test_without_the_signed_root_a_box_would_be_stuffed(meeting, monkeypatch):
    RollEntry.objects.create(event=meeting.event, voter_class="党员", number=5, name="多一人", state="issued")
    stuff_with_a_slip(meeting)
    monkeypatch.setattr(counting, "check_box", lambda event: None)

    assert meeting.count().state == "counted"


def test_another_sheet_with_another_signature_does_not_help(meeting):
    enlarge(meeting)
    from jiceng.services.ballot import record

    BallotEvent.objects.filter(pk=meeting.event.pk).update(opened=record.opening(meeting.now))

    assert refused(meeting.count).code == "ballot.stubs-changed"


# -- never over -------------------------------------------------------------------------------------------------------


def test_the_same_count_again_changes_nothing(closed):
    told = closed.counted()
    closed.count(**told)
    closed.count(**told)

    assert AuditEvent.objects.filter(action="ballot.board-written").count() == 1


def test_what_is_counted_is_not_counted_over(closed):
    told = closed.counted()
    closed.count(**told)
    say_something_else(closed, told)

    assert refused(closed.count, **told).code == "ballot.counted-already"
    assert refused(closed.counted).code == "ballot.not-in-state"


def test_papers_are_not_entered_after_the_count(closed):
    closed.count()

    refusal = refused(closed.enter, "党员", Entry(2, 0, {ASKED: {"满意": 2}}), by=closed.teller1)
    assert refusal.code == "ballot.not-in-state"


@pytest.mark.parametrize("state", ["counted", "signed", "published"])
def test_whatever_is_counted_is_never_typed_over(closed, state):
    closed.to(state)
    counts = {name: Counted(4, 4, 4, 0, {"满意": 4}) for name in SIZES}

    refusal = refused(
        events.type_count,
        subject=closed.subject, mechanism=BALLOT, counts=counts, held_on=ON, by=closed.delegate, on=ON,
    )  # fmt: skip

    assert refusal.code == "ballot.has-event"


def test_what_came_out_of_a_box_is_not_withdrawn(closed):
    closed.to("signed")
    count = Count.objects.get(event=closed.event)

    refusal = refused(events.ask_to_withdraw, count=count, reason="抄错一格", by=delegate(closed.town), on=ON)
    assert refusal.code == "ballot.counted-from-box"
    # Nor where somebody wrote the request into the row itself.
    Count.objects.filter(pk=count.pk).update(
        withdrawal_by=closed.delegate, withdrawal_on=ON, withdrawal_reason="抄错一格"
    )
    refusal = refused(events.answer_withdrawal, count=count, agrees=True, by=closed.reviewer, on=ON)
    assert refusal.code == "ballot.counted-from-box"


def test_a_board_changed_between_count_and_signature_is_not_signed(closed):
    closed.count()
    row = BoardRow.objects.filter(event=closed.event.pk).exclude(value="不了解").first()
    BoardRow.objects.filter(event=row.event, item=row.item, c=row.c).update(value="不了解")

    assert refused(closed.sign).code == "ballot.board-opening"


def test_what_is_signed_is_what_gates_read(closed):
    closed.to("signed")

    assert Measure.objects.get().name == "群众满意度"
    assert str(Measure.objects.get().value) == "50"  # four of eight
    assert closed.now.closed_signature


def test_a_count_waits_until_the_box_is_in_order(closed):
    BallotEvent.objects.filter(pk=closed.event.pk).update(rewritten=False)

    assert refused(closed.counted).code == "ballot.not-rewritten"
    events.rewrite_again(event=closed.event, by=closed.teller1, on=ON)
    assert closed.count().state == "counted"


def test_only_the_delegate_gets_what_is_in_the_box(closed):
    refusal = refused(events.envelopes, event=closed.event, by=delegate(closed.town))

    assert refusal.code == "ballot.delegate-only"
    assert holding.on_roll(closed.now)["党员"].issued == 4
