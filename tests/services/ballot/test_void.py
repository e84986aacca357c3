"""A ballot that cannot stand is declared void by two people, and another may begin; what was sealed is gone unread."""

from copy import deepcopy

import pytest

from jiceng.access.checks import Forbidden
from jiceng.services import ballot as events
from jiceng.services.ballot import rewrite
from jiceng.store.models import AuditEvent, Count, Envelope
from tests.factories import ON, committee_officer, secretary
from tests.meeting import Meeting
from tests.services.ballot.asked import refused

pytestmark = pytest.mark.django_db
SIZES = {"党员": 3, "群众代表": 3}


@pytest.fixture(scope="module")
def made(kept):
    meeting = Meeting(sizes=SIZES).to("open")
    meeting.vote(meeting.voters[0], "满意")
    return meeting


@pytest.fixture
def meeting(made):
    return deepcopy(made)


def ask(meeting, reason="票签丢失一盒", **facts):
    return events.ask_void(event=meeting.event, reason=reason, **{"by": meeting.delegate, "on": ON} | facts)


def confirm(meeting, **facts):
    return events.confirm_void(event=meeting.event, **{"by": meeting.teller1, "on": ON} | facts)


def test_two_people_declare_it_void_and_what_was_sealed_is_gone(meeting):
    ask(meeting)
    confirm(meeting)

    void = meeting.now
    assert (void.state, void.void_asked_by, void.void_by) == ("void", meeting.delegate, meeting.teller1)
    assert (void.box_wrapped, void.rewritten) == ("", True)
    [envelope] = Envelope.objects.filter(event=void.pk)
    assert (envelope.eph, envelope.iv, envelope.ct) == ("", "", "")  # that the slip was used stays


def test_nobody_does_it_alone(meeting):
    ask(meeting)

    assert refused(confirm, meeting, by=meeting.delegate).code == "ballot.void-needs-another"
    assert meeting.now.state == "open"


def test_it_is_asked_for_and_has_a_reason(meeting):
    assert refused(confirm, meeting).code == "ballot.void-not-asked"
    assert refused(ask, meeting, reason="无").code == "ballot.void-without-reason"


def test_a_second_request_is_told_of_the_first_and_the_same_again_changes_nothing(meeting):
    ask(meeting)
    ask(meeting)

    assert refused(ask, meeting, by=meeting.teller1).code == "ballot.void-asked-by-other"
    assert AuditEvent.objects.filter(action="ballot.void-asked").count() == 1


def test_it_may_be_refused(meeting):
    ask(meeting)
    confirm(meeting, agrees=False)

    assert (meeting.now.state, meeting.now.void_asked_by, meeting.now.void_reason) == ("open", None, "")


@pytest.mark.parametrize("who", ["of the branch", "officer"])
def test_only_who_holds_it_or_approves_lists_has_a_say(meeting, who):
    by = secretary(meeting.branch) if who == "of the branch" else committee_officer(meeting.town)

    with pytest.raises(Forbidden):
        ask(meeting, by=by)


def test_a_signed_ballot_is_not_void_any_more(meeting):
    meeting.to("signed")

    assert refused(ask, meeting).code == "ballot.signed-already"


def test_asked_before_the_signature_and_agreed_after_it_changes_nothing(meeting):
    meeting.to("counted")
    ask(meeting)
    meeting.sign()

    assert refused(confirm, meeting).code == "ballot.signed-already"
    assert Count.objects.get(event=meeting.event)


def test_after_a_void_ballot_another_is_held(meeting):
    ask(meeting)
    confirm(meeting)
    first = meeting.event.pk
    meeting.event = None

    meeting.to("signed")

    assert (meeting.now.attempt, meeting.now.pk == first) == (2, False)
    assert Count.objects.get(subject=meeting.subject).event_id == meeting.now.pk


def test_a_busy_file_does_not_keep_a_box_from_closing_or_being_void(meeting, monkeypatch):
    from jiceng.kernel.refusal import Refusal

    def busy(event):
        raise Refusal("ballot.rewrite-busy")

    with monkeypatch.context() as patched:
        patched.setattr(rewrite, "rewrite", busy)
        closed = meeting.close()
    assert (closed.state, closed.rewritten) == ("closed", False)

    with pytest.raises(Forbidden):
        events.rewrite_again(event=meeting.event, by=meeting.reviewer, on=ON)
    events.rewrite_again(event=meeting.event, by=meeting.delegate, on=ON)
    assert meeting.now.rewritten


def test_publishing_and_archiving_are_the_delegates_whatever_the_step(meeting):
    meeting.to("signed").campaign.tracks.update(step="notice")

    meeting.to("archived")

    assert (meeting.now.box_wrapped, meeting.now.destroyed_on) == ("", ON)
    assert set(Envelope.objects.filter(event=meeting.event.pk).values_list("ct", flat=True)) == {""}
    assert len(meeting.spent()) == 6
