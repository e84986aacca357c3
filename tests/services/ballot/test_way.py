"""A ballot goes its way, one state after the other, and leaves a count that the campaign goes on with."""

import pytest

from jiceng.services import ballot as events
from jiceng.store.models import AuditEvent, Count, Envelope, Measure
from tests.meeting import Meeting

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


def test_every_step_is_on_the_record_and_says_nothing_of_a_paper(meeting):
    meeting.to("archived")

    told = AuditEvent.objects.filter(target=f"ballotevent:{meeting.event.pk}").order_by("id")
    assert [one.action.removeprefix("ballot.") for one in told] == [
        "begun", "frozen", "key-set", "rehearsed", "stubs-set", "ticked", "asked", "opened", "asked", "closed",
        "rewritten", "board-written", "asked", "signed", "published", "archived",
    ]  # fmt: skip
    # Votes stand in one of them alone, which is written with the result.
    assert [one.action for one in told if "基本满意" in one.body] == ["ballot.signed"]
