"""A complaint: with slip and passing key inspectors see one paper and whether it was counted as cast (B-08)."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.urls import reverse

from jiceng.access.checks import Forbidden
from jiceng.kernel.ballot.board import write_paper
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import sealing
from jiceng.services.ballot.complaint import look_into
from jiceng.store.models import AuditEvent
from tests.factories import ON, in_post
from tests.meeting import Meeting
from tests.web.reading import words

pytestmark = pytest.mark.django_db

SEED = bytes(range(32))


def secret_of(seed):
    """The passing key that a seed gives, as a phone shows it."""
    drawn = HKDF(hashes.SHA256(), 48 + sealing.IV, salt=None, info=b"jiceng/seal/1").derive(seed)
    d = int.from_bytes(drawn[:48], "big") % (sealing.ORDER - 1) + 1
    return b64encode(d.to_bytes(32, "big")).decode()


@pytest.fixture
def meeting():
    """The first voter says 满意 and keeps the key."""
    one = Meeting(sizes={"党员": 3, "群众代表": 5}).to("open")
    voter, paper = one.voters[0], one.paper_of("满意")
    one.cast(
        voter,
        sealing.seal(write_paper(paper), one.now.box_public, one.event.pk, voter.voter_class, seed=SEED),
    )
    voter.answers = paper.answers
    one.to("closed")
    return one


def altered(meeting):
    """What the delegate would send instead: 不满意 in place of the first voter's answer."""
    told = meeting.counted()
    item, c = meeting.voters[0].answers[0].item, meeting.voters[0].answers[0].commitment(meeting.event.pk)
    column = told["rows"][meeting.voters[0].voter_class][item]
    column[[row[0] for row in column].index(c)] = meeting.row(item, "不满意")
    column.sort()
    return {"rows": told["rows"]}


def looked(meeting, by=None, *, secret=None, nullifier=None):
    return look_into(
        event=meeting.now, nullifier=nullifier or meeting.voters[0].ack.nullifier, secret=secret or secret_of(SEED),
        by=by or in_post("inspector", meeting.top), on=ON,
    )  # fmt: skip


def test_an_altered_paper_is_proved_and_an_honest_one_is_too(meeting):
    meeting.count(**altered(meeting))
    meeting.to("published")

    found = looked(meeting)

    assert [(value, there) for _, value, there in found.answers] == [("满意", False)]
    assert not found.counted


def test_a_paper_that_was_counted_as_cast_is_found_on_the_board(meeting):
    meeting.to("published")

    assert looked(meeting).counted


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"secret": secret_of(bytes(32))}, "ballot.evidence-wrong"),
        ({"secret": "not a key"}, "ballot.evidence-wrong"),
        ({"nullifier": "00" * 32}, "ballot.evidence-unknown"),
    ],
)
def test_what_does_not_fit_is_refused(meeting, wrong, code):
    meeting.to("published")

    with pytest.raises(Refusal) as refused:
        looked(meeting, **wrong)

    assert refused.value.code == code


def test_before_publication_and_after_archiving_no_paper_is_opened(meeting):
    codes = []
    for state in ("closed", "archived"):
        with pytest.raises(Refusal) as refused:
            looked(meeting.to(state))
        codes.append(refused.value.code)

    assert codes == ["ballot.complaint-not-now"] * 2


def test_only_inspectors_look_and_the_record_says_that_they_did_and_not_what_they_saw(meeting):
    meeting.to("published")
    for who in (meeting.delegate, meeting.reviewer, meeting.secretary, meeting.officer):
        with pytest.raises(Forbidden):
            looked(meeting, who)

    looked(meeting)

    [kept] = AuditEvent.objects.filter(action="ballot.looked-into")
    assert "满意" not in kept.body.replace("满意度", "")
    assert meeting.voters[0].ack.nullifier not in kept.body


def test_the_page_shows_it_to_the_inspector(client, meeting):
    meeting.count(**altered(meeting))
    meeting.to("published")
    client.force_login(in_post("inspector", meeting.top))
    address = reverse("ballot-complaint", args=[meeting.event.pk])
    assert address in client.get(reverse("ballot-event", args=[meeting.event.pk])).content.decode()

    page = client.post(
        address,
        {"nullifier": meeting.voters[0].ack.nullifier, "secret": secret_of(SEED)},
    )

    assert page.status_code == 200
    assert page.context["found"].counted is False
    assert "没有按所投计入" in words(page)
    assert "no-store" in page["Cache-Control"]
