"""A ballot goes its way, one state after the other, and leaves a count that the campaign goes on with."""

import pytest

from jiceng.services import ballot as events
from jiceng.store.models import AuditEvent, Count, Envelope, Measure
from tests.meeting import WAY, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return Meeting(sizes={"党员": 4, "群众代表": 4})


def test_from_the_list_to_the_archive(meeting):
    meeting.to("archived")

    count = Count.objects.for_page().get()
    assert (count.event_id, count.by) == (meeting.event.pk, meeting.delegate)
    assert {one.valid for one in events.counted_of(count).values()} == {4}
    assert Measure.objects.get().name == "群众满意度"


def test_on_paper_alone():
    meeting = Meeting(sizes={"党员": 4, "群众代表": 4}, paper_only=True).to("published")

    assert meeting.now.state == "published"
    assert not Envelope.objects.exists()


@pytest.mark.parametrize("state", WAY)
def test_every_state_is_on_the_record(meeting, state):
    meeting.to(state)

    assert meeting.now.state == state
    assert AuditEvent.objects.filter(target=f"ballotevent:{meeting.event.pk}").exists()
