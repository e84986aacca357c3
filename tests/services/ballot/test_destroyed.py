"""Void or archived, nothing is left that says what one voter said: one paper among phones stands by itself."""

import pytest

from jiceng.services.ballot import record
from jiceng.store.models import BoardRow, Comment, PaperEntry
from tests.house.permissions import signed_in
from tests.meeting import Meeting

pytestmark = pytest.mark.django_db


def counted():
    """Three phones, and the only villager on paper."""
    meeting = Meeting(sizes={"党员": 3, "群众代表": 1}).to("open")
    for voter in meeting.voters[:3]:
        meeting.vote(voter)
    meeting.close()
    name = meeting.voters[3].voter_class
    meeting.enter_papers(name, {one.name: {one.options[2]: 1} for one in meeting.sheet})
    return meeting.to("counted")


def on_paper(meeting):
    return [one.figures for one in PaperEntry.objects.filter(event=meeting.event.pk)]


def test_a_ballot_void_after_it_was_counted_keeps_no_answer():
    meeting = counted()
    Comment.objects.create(id="0" * 32, event=meeting.event.pk, text="路修好")

    meeting.void()

    assert not BoardRow.objects.filter(event=meeting.event.pk).exists()
    assert not Comment.objects.filter(event=meeting.event.pk).exists()
    assert on_paper(meeting) == [{"returned": 1, "invalid": 0, "votes": {}}] * 2


def test_archived_the_only_paper_is_told_by_no_row_and_the_record_stands():
    meeting = counted().to("published")
    before = record.files(meeting.now, "public")
    assert on_paper(meeting)[0]["votes"]

    meeting.archive()

    assert on_paper(meeting) == [{"returned": 1, "invalid": 0, "votes": {}}] * 2
    assert record.files(meeting.now, "public") == before
    for who, name in ((meeting.delegate, ""), (meeting.teller1, ""), (meeting.teller1, "papers/")):
        assert signed_in(who).get(f"/ballots/{meeting.event.pk}/{name}").status_code == 200
