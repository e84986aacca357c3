"""Two at one ballot in the same moment: one wins, decided by the row; the same again changes nothing (B-04)."""

from contextlib import nullcontext, suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import transaction

from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot import event as holding
from jiceng.services.ballot import moving, ticking
from jiceng.store.models import AuditEvent, BallotEvent, BoardRow, Count, RollEntry, Stub
from tests.factories import ON
from tests.files import at_once, database_in
from tests.meeting import Meeting

pytestmark = pytest.mark.long

SIZES = {"党员": 3, "群众代表": 3}


@pytest.fixture
def meeting(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), database_in(tmp_path / "race.sqlite3"):
        yield Meeting(sizes=SIZES)


def recorded(action):
    return AuditEvent.objects.filter(action=action).count()


def done(answers):
    return [one for one in answers if not isinstance(one, Exception)]


def codes(answers):
    return sorted(one.code for one in answers if isinstance(one, Refusal))


def test_of_eight_who_tick_one_person_one_does(meeting):
    meeting.to("frozen")
    for one in meeting.entries()[:3]:
        answers = at_once(*[lambda one=one: meeting.tick([one]) for _ in range(8)])

        assert len(done(answers)) == 1
        assert codes(answers) == ["ballot.already-issued"] * 7
    assert RollEntry.objects.filter(state="issued").count() == recorded("ballot.ticked") == 3


def test_without_the_row_count_several_would(meeting, monkeypatch):
    """The negative control: who is eligible is read first and written afterwards, and nothing holds in between."""
    meeting.to("frozen")
    monkeypatch.setattr(ticking, "_save", lambda event, given, away: True)

    answers = at_once(*[lambda: meeting.tick(meeting.entries()[:1]) for _ in range(4)])

    assert len(done(answers)) == recorded("ballot.ticked") == 4


def test_of_two_tellers_who_confirm_at_once_one_opens_the_box(meeting):
    meeting.to("opening").tick()
    meeting.ask("open")

    answers = at_once(
        lambda: meeting.confirm(by=meeting.teller1), lambda: meeting.confirm(by=meeting.teller2)
    )

    assert len(done(answers)) == 1
    assert codes(answers) in (["ballot.not-asked"], ["ballot.changed-meanwhile"])
    assert (meeting.now.state, recorded("ballot.opened")) == ("open", 1)


def test_of_two_who_close_it_at_once_one_does(meeting):
    meeting.to("open").ask("close")

    answers = at_once(
        lambda: meeting.confirm(by=meeting.teller1, what="close"),
        lambda: meeting.confirm(by=meeting.teller2, what="close"),
    )

    assert [one.state for one in done(answers)] == ["closed", "closed"]  # both are told that it is
    assert (recorded("ballot.closed"), meeting.now.rewritten) == (1, True)


def test_of_two_counts_at_once_one_stands_whole(meeting):
    meeting.to("closed")
    told, other = meeting.counted(), meeting.counted()
    # The second count has another paper row in it, as from another window with paper entered in between.
    other["rows"]["党员"]["总体评价"][0] = meeting.row("总体评价", "满意")

    answers = at_once(lambda: meeting.count(**told), lambda: meeting.count(**other))

    assert len(done(answers)) == 1
    assert codes(answers) == ["ballot.counted-already"]
    assert (BoardRow.objects.count(), recorded("ballot.board-written")) == (6, 1)


def test_the_same_count_at_once_is_one_count(meeting):
    meeting.to("closed")
    told = meeting.counted()

    answers = at_once(lambda: meeting.count(**told), lambda: meeting.count(**told))

    assert len(done(answers)) == 2
    assert (BoardRow.objects.count(), recorded("ballot.board-written")) == (6, 1)


def test_of_two_who_sign_at_once_one_does(meeting):
    meeting.to("counted").ask("sign")

    answers = at_once(
        lambda: events.sign(event=meeting.event, by=meeting.teller1, on=ON),
        lambda: events.sign(event=meeting.event, by=meeting.teller2, on=ON),
    )

    assert [one.state for one in done(answers)] == ["signed", "signed"]
    assert (Count.objects.count(), recorded("ballot.signed")) == (1, 1)


def test_of_two_who_draw_slips_at_once_one_set_is_kept(meeting):
    meeting.to("frozen").set_key()

    at_once(meeting.draw_slips, meeting.draw_slips)

    assert (Stub.objects.count(), recorded("ballot.stubs-set")) == (8, 1)


def test_signed_and_void_at_once_is_one_of_the_two(meeting):
    meeting.to("counted").ask("sign")
    events.ask_void(event=meeting.event, reason="收回多于发出", by=meeting.delegate, on=ON)

    at_once(
        lambda: events.sign(event=meeting.event, by=meeting.teller1, on=ON),
        lambda: events.confirm_void(event=meeting.event, by=meeting.reviewer, on=ON),
    )

    signed = meeting.now.state == "signed"
    assert signed or meeting.now.state == "void"
    assert Count.objects.exists() == signed == bool(recorded("ballot.signed"))
    assert recorded("ballot.voided") == (not signed)


# -- negative controls ------------------------------------------------------------------------------------------------


@pytest.fixture
def heedless(monkeypatch):
    """Nobody holds a row, nobody asks in which state it is written to, and no transaction keeps others waiting."""

    def plain(event, verb, by, *, now=True):
        return BallotEvent.objects.for_page().get(pk=event.pk)

    def at_a_time(*args, **facts):
        return nullcontext()

    monkeypatch.setattr(holding, "held_event", plain)
    monkeypatch.setattr(
        holding,
        "_claim",
        lambda event, *states, **to: bool(BallotEvent.objects.filter(pk=event.pk).update(**to)),
    )
    return at_a_time


def both_read_first(monkeypatch, module, name, number=2):
    """Everybody has read the ballot before anybody writes to it."""
    plain, gate = getattr(module, name), Barrier(number)

    def waits(*args, **facts):
        with suppress(BrokenBarrierError):
            gate.wait(5)
        return plain(*args, **facts)

    monkeypatch.setattr(module, name, waits)


def test_without_the_claim_both_would_open_it(meeting, monkeypatch, heedless):
    meeting.to("opening").tick()
    meeting.ask("open")
    monkeypatch.setattr(transaction, "atomic", heedless)
    both_read_first(monkeypatch, moving, "_check_opening")

    at_once(lambda: meeting.confirm(by=meeting.teller1), lambda: meeting.confirm(by=meeting.teller2))

    assert recorded("ballot.opened") == 2


def test_with_the_claim_and_nothing_else_one_opens_it(meeting, monkeypatch):
    """Neither rows held nor a transaction: the one conditional update decides."""
    meeting.to("opening").tick()
    meeting.ask("open")
    monkeypatch.setattr(
        holding, "held_event",
        lambda event, verb, by, *, now=True: BallotEvent.objects.for_page().get(pk=event.pk),
    )  # fmt: skip
    monkeypatch.setattr(transaction, "atomic", lambda *args, **facts: nullcontext())
    both_read_first(monkeypatch, moving, "_check_opening")

    answers = at_once(
        lambda: meeting.confirm(by=meeting.teller1), lambda: meeting.confirm(by=meeting.teller2)
    )

    assert codes(answers) == ["ballot.changed-meanwhile"]
    assert recorded("ballot.opened") == 1
