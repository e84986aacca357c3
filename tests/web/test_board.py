"""公示板: what everybody may see of a ballot, before and after it is published, and files that hold together."""

import io
import zipfile

import pytest
from django.urls import reverse

from jiceng.kernel.ballot.board import commitment
from jiceng.services.ballot import record, signature
from jiceng.services.ballot.counting import counted_from_board
from jiceng.store.models import BallotEvent, BoardRow, Stub
from tests.factories import secretary
from tests.made_ballots import verifier
from tests.meeting import Meeting
from tests.web.reading import words

pytestmark = pytest.mark.django_db

EN = {"lang": "en"}


def board(client, meeting, **asked):
    return client.get(reverse("ballot-board", args=[meeting.event.pk]), EN | asked)


def unpacked(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def published():
    return Meeting(sizes={"党员": 9, "群众代表": 10}).to("published")


def test_before_publication_only_the_state_and_the_number_returned_are_told(client):
    meeting = Meeting(sizes={"党员": 9, "群众代表": 10}).to("open")
    meeting.vote(meeting.voters[0], "好")

    page = board(client, meeting)
    files = [client.get(reverse(name, args=[meeting.event.pk, *more])).status_code for name, *more in
             (("ballot-record",), ("ballot-file", "opening.json"), ("ballot-file", "board.json"))]  # fmt: skip

    assert (page.status_code, files) == (200, [404, 404, 404])
    assert "One paper was returned by phone so far." in words(page)
    assert "较好" not in page.content.decode()
    assert not page.cookies


def test_published_it_shows_the_counts_and_where_to_check_them(client, published):
    page = board(client, published)

    told = words(page)
    assert "All together" in told
    assert "党员" in told
    assert "verify_ballot.py" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not page.cookies


def test_published_it_stands_on_the_page_of_its_organisation_and_before_it_does_not(client, published):
    place = published.event.subject.organisation
    client.force_login(secretary(place))
    address = reverse("organisation", args=[place.pk])

    after = client.get(address).content.decode()
    BallotEvent.objects.update(state="signed")
    before = client.get(address).content.decode()

    link = reverse("ballot-board", args=[published.event.pk])
    assert (link in after, link in before) == (True, False)


def test_the_record_as_it_is_fetched_holds_and_stays_the_same_after_archiving(client, published):
    address = reverse("ballot-record", args=[published.event.pk])
    files = unpacked(client.get(address))
    one_by_one = {
        name: client.get(reverse("ballot-file", args=[published.event.pk, name])).content for name in files
    }

    published.archive()

    assert verifier().verify(files) == []
    assert one_by_one == files == unpacked(client.get(address))


def test_a_row_changed_after_signing_takes_the_record_down(client, published):
    """The negative control: as long as nothing was changed the same page stands."""
    assert board(client, published).status_code == 200
    row = BoardRow.objects.filter(event=published.event.pk).first()
    BoardRow.objects.filter(pk=row.pk).update(value="一般" if row.value != "一般" else "好")

    page = board(client, published)

    assert page.status_code == 409
    assert client.get(reverse("ballot-record", args=[published.event.pk])).status_code == 404
    assert "no longer fits the closing sheet" in words(page)


def test_a_closing_sheet_written_anew_in_the_database_is_not_published(client, published, monkeypatch):
    """Rows and sheet agree again; only the signature is of what was signed. Without looking at it the page stands."""
    row = BoardRow.objects.filter(event=published.event.pk).first()
    value = "满意" if row.value != "满意" else "不满意"
    c = commitment(row.event, row.item, value, row.nonce)
    BoardRow.objects.filter(pk=row.pk).delete()
    BoardRow.objects.create(
        event=row.event, item=row.item, c=c, voter_class=row.voter_class, value=value, nonce=row.nonce
    )
    anew = record.closing(published.now, counted_from_board(published.now))
    BallotEvent.objects.filter(pk=row.event).update(closed=anew)

    assert board(client, published).status_code == 409
    monkeypatch.setattr(signature, "verify", lambda *given: True)
    assert board(client, published).status_code == 200


def test_a_slip_taken_away_after_signing_takes_it_down_too(client, published):
    Stub.objects.filter(event=published.event.pk).first().delete()

    assert board(client, published).status_code == 409


def test_a_void_ballot_says_so_and_neither_why_nor_by_whom(client):
    meeting = Meeting(sizes={"党员": 9, "群众代表": 10}).to("closed")
    meeting.void("多出三张没人认领的纸票")

    page = board(client, meeting)

    told = page.content.decode()
    assert "The reason is on record." in words(page)
    assert "没人认领" not in told
    assert meeting.delegate.get_full_name() not in told


def test_a_draft_is_not_there(client):
    meeting = Meeting(sizes={"党员": 9, "群众代表": 10}).to("draft")

    assert board(client, meeting).status_code == 404


def test_who_is_signed_in_is_shown_the_public_view_on_the_board_all_the_same(client):
    meeting = Meeting(sizes={"党员": 3, "群众代表": 9}).to("published")
    client.force_login(meeting.reviewer)

    told = words(board(client, meeting))

    assert "All voters" in told
    assert "党员" not in told


# -- machines ----------------------------------------------------------------------------------------------------------


def test_machines_of_the_organisation_get_the_public_view_and_those_above_every_class(client):
    meeting = Meeting(sizes={"党员": 3, "群众代表": 9}).to("published")

    def asked(who):
        client.force_login(who)
        return client.get(reverse("api-ballot", args=[meeting.event.pk])).json()

    own, above = asked(secretary(meeting.branch)), asked(meeting.reviewer)

    assert (own["view"], [one["name"] for one in own["groups"]]) == ("merged", [""])
    assert (above["view"], [one["name"] for one in above["groups"]]) == ("classes", ["党员", "群众代表"])
    assert own["record"] == reverse("ballot-record", args=[meeting.event.pk])


def test_machines_are_told_no_result_before_it_is_published(client):
    meeting = Meeting(sizes={"党员": 9, "群众代表": 9}).to("signed")
    client.force_login(secretary(meeting.branch))

    told = client.get(reverse("api-ballot", args=[meeting.event.pk])).json()

    assert (told["state"], told["view"], told["groups"], told["returned"]) == ("signed", "", [], 18)


@pytest.mark.parametrize(
    ("mechanism", "sizes"),
    [
        ("organisation-review", {"全镇党员和干部群众": 8, "下级党组织负责人": 8, "村社和服务对象代表": 8}),
        ("member-review", {"党员": 3, "村社干部群众": 8}),
    ],
)
def test_several_questions_and_members_by_name_are_shown_and_count_again(client, mechanism, sizes):
    """A document without bands: no page asks it for grades."""
    meeting = Meeting(
        pack="commitments-and-reviews", mechanism=mechanism, step="", sizes=sizes, paper_only=True
    )

    page = board(client, meeting.to("published"))

    files = unpacked(client.get(reverse("ballot-record", args=[meeting.event.pk])))
    assert (page.status_code, verifier().verify(files)) == (200, [])
    assert meeting.sheet[-1].name in words(page)
