"""While the box is open nobody learns anything but how many papers it holds, whatever their role (B-12)."""

import json
from copy import deepcopy

import pytest
from django.apps import apps
from django.db import connection

from jiceng.access.checks import Forbidden
from jiceng.kernel.ballot.board import Spoilt
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot import box, sealing
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import Envelope, Post
from tests.factories import ON, in_post
from tests.meeting import Meeting, new_key
from tests.services.ballot.asked import refused

pytestmark = pytest.mark.django_db
SIZES = {"党员": 2, "群众代表": 2}
SAID = "不了解"


@pytest.fixture(scope="module")
def made(kept):
    """Three of four have voted, all the same: whoever learns one answer of the table has learnt something."""
    meeting = Meeting(sizes=SIZES).to("open")
    for voter in meeting.voters[:3]:
        meeting.vote(voter, SAID)
    return meeting


@pytest.fixture
def meeting(made):
    return deepcopy(made)


def dump():
    """Everything the database holds, as somebody reads it who has all of it."""
    found = []
    for model in apps.get_app_config("store").get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found += [(model.__name__, row) for row in cursor.fetchall()]
    return found


def test_the_number_returned_is_all_there_is(meeting):
    assert box.returned(meeting.event.pk) == 3
    told = box.public_sheet(meeting.event.pk)
    assert SAID not in json.dumps({**told, "sheet": ""}, ensure_ascii=False)


def everybody(meeting):
    """One of every role, at the branch and above it, and those who hold the ballot."""
    places = (meeting.branch, meeting.town, meeting.top)
    found = [in_post(role, place) for role in Post.ROLES for place in places]
    return [*found, meeting.delegate, meeting.teller1, meeting.teller2, meeting.reviewer]


def test_no_role_is_given_what_is_in_the_box(meeting):
    acts = [
        lambda by: events.envelopes(event=meeting.event, by=by),
        lambda by: events.count(event=meeting.event, rows={}, invalid={}, by=by, on=ON),
        lambda by: events.sign(event=meeting.event, by=by, on=ON),
        lambda by: events.publish(event=meeting.event, by=by, on=ON),
    ]
    for by in everybody(meeting):
        for act in acts:
            with pytest.raises((Forbidden, Refusal)) as caught:
                act(by)
            assert SAID not in str(caught.value)
    assert meeting.now.state == "open"


def opened(rows, private):
    """What somebody reads out of envelopes with a key they have."""
    found = []
    for one in rows:
        try:
            sealed = Sealed(one.eph, one.iv, one.ct)
            found.append(sealing.open_sealed(sealed, private, one.event, one.voter_class))
        except Spoilt:
            pass
    return found


def test_the_whole_database_tells_nothing_of_any_paper(meeting):
    """Contents decrypt with the delegate's key alone, and that is here only wrapped."""
    rows = list(Envelope.objects.filter(event=meeting.event.pk))
    asked = {
        "RollClass",
        "PackCopy",
        "BallotEvent",
        "Campaign",
        "Adoption",
    }  # where the sheet's options stand
    text = repr([row for table, row in dump() if table not in asked])

    assert SAID not in text
    for voter in meeting.voters[:3]:
        assert voter.code not in repr(dump())
        assert all(one.nonce not in text for one in voter.answers)
    assert len({len(one.ct) for one in rows}) == 1
    assert meeting.key.private.hex() not in repr(dump()).lower()
    assert opened(rows, new_key().private) == []


def test_with_the_delegates_key_the_same_reading_succeeds(meeting):
    """The negative control: what the test above cannot read is there to be read."""
    rows = list(Envelope.objects.filter(event=meeting.event.pk))

    assert [json.loads(raw)["items"][0][1] for raw in opened(rows, meeting.key.private)] == [SAID] * 3


def test_without_sealing_the_database_would_tell(meeting, monkeypatch):
    import base64

    monkeypatch.setattr(
        sealing, "seal",
        lambda raw, public, event, voter_class: Sealed("", "", base64.b64encode(raw).decode()),
    )  # fmt: skip
    monkeypatch.setattr(sealing, "check_sealed", lambda sealed: None)
    meeting.vote(meeting.voters[3], SAID)

    plain = [base64.b64decode(one.ct) for one in Envelope.objects.filter(event=meeting.event.pk)]
    assert any(SAID.encode() in raw for raw in plain)


def test_after_the_close_only_the_delegate_is_given_the_envelopes(meeting):
    meeting.close()

    for by in everybody(meeting):
        if by == meeting.delegate:
            continue
        with pytest.raises((Forbidden, Refusal)):
            events.envelopes(event=meeting.event, by=by)
    assert len(events.envelopes(event=meeting.event, by=meeting.delegate)["envelopes"]) == 3


def test_a_box_that_is_open_is_not_opened_early(meeting):
    assert refused(events.envelopes, event=meeting.event, by=meeting.delegate).code == "ballot.not-in-state"
    assert isinstance(refused(meeting.ask, "sign"), Refusal)
