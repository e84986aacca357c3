"""What must hold before a count stands, and that nothing counted is ever written over (ballot.md 1.7-6)."""

from copy import deepcopy

import pytest

from jiceng.kernel.ballot import Counted
from jiceng.kernel.ballot.board import Opening
from jiceng.kernel.ballot.event import Entry
from jiceng.services import ballot as events
from jiceng.services.ballot import counting
from jiceng.store.models import (
    BallotEvent,
    BoardRow,
    Comment,
    Count,
    Measure,
)
from tests.meeting import Meeting
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


def test_paper_and_phones_are_one_count(closed):
    closed.count()

    counts = counting.counted_from_board(closed.now)
    assert counts["党员"] == Counted(4, 4, 4, 0, {"满意": 1, "基本满意": 1, "不满意": 2}, {})
    assert BoardRow.objects.filter(event=closed.event.pk).count() == 8


# -- the board --------------------------------------------------------------------------------------------------------


def changed(meeting, change):
    """What the browser counted, with a change made to it."""
    told = meeting.counted()
    change(meeting, told)
    return told


def drop(meeting, told):
    told["rows"]["党员"][ASKED].pop()


def add(meeting, told):
    told["rows"]["党员"][ASKED].append(meeting.row(ASKED, "满意"))


def repeat(meeting, told):
    told["rows"]["党员"][ASKED][1] = told["rows"]["党员"][ASKED][0]


def to_another_class(meeting, told):
    told["rows"]["群众代表"][ASKED].append(told["rows"]["党员"][ASKED].pop())


def say_something_else(meeting, told):
    c, value, nonce = told["rows"]["党员"][ASKED][0]
    told["rows"]["党员"][ASKED][0] = (c, "不满意" if value == "满意" else "满意", nonce)


def say_what_is_not_asked(meeting, told):
    one = Opening(ASKED, "很满意", "0" * 32)
    told["rows"]["党员"][ASKED][0] = (one.commitment(meeting.event.pk), one.value, one.nonce)


def forget_paper(meeting, told):
    rows = told["rows"]["党员"][ASKED]
    told["rows"]["党员"][ASKED] = [
        meeting.row(ASKED, "满意") if value == "不满意" else (c, value, nonce) for c, value, nonce in rows
    ]


def unreadable(meeting, told):
    told["rows"]["党员"][ASKED][0] = ("x", "满意", "0" * 32)


def of_no_class(meeting, told):
    told["rows"]["服务对象"] = {ASKED: []}


def no_reason(meeting, told):
    told["invalid"]["党员"] = {"late": 1}


def more_invalid_than_cast(meeting, told):
    told["invalid"]["党员"] = {"option": 4}


def minus(meeting, told):
    told["invalid"]["党员"] = {"option": -1}


def comments(meeting, told):
    told["comments"] = ["好"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop, "ballot.board-rows"),
        (add, "ballot.board-rows"),
        (repeat, "ballot.board-repeated"),
        (to_another_class, "ballot.board-rows"),
        (say_something_else, "ballot.board-opening"),
        (say_what_is_not_asked, "ballot.board-option"),
        (forget_paper, "ballot.board-paper"),
        (unreadable, "ballot.board-unreadable"),
        (of_no_class, "ballot.board-unreadable"),
        (no_reason, "ballot.invalid-unknown"),
        (more_invalid_than_cast, "ballot.invalid-beyond-box"),
        (minus, "ballot.invalid-beyond-box"),
        (comments, "ballot.comment-not-asked"),
    ],
)
def test_a_board_that_does_not_fit_is_refused_whole(closed, change, code):
    told = changed(closed, change)

    assert refused(closed.count, **told).code == code
    assert closed.now.state == "closed"
    assert not BoardRow.objects.filter(event=closed.event.pk).exists()


@pytest.mark.parametrize("change", [say_something_else, forget_paper])
def test_without_looking_at_the_board_it_would_stand(closed, change, monkeypatch):
    """The negative control. `forget_paper` is what two tellers' separate entry is for: no recount sees it."""
    told = changed(closed, change)
    monkeypatch.setattr(counting, "check_board", lambda *args: None)

    assert closed.count(**told).state == "counted"


def test_a_paper_that_breaks_the_rules_is_invalid_with_its_reason(made):
    meeting = Meeting(sizes=SIZES).to("open")
    spoilt = meeting.voters[0]
    meeting.vote(spoilt, "很满意")
    meeting.vote_all()
    meeting.close()
    meeting.count()

    assert meeting.now.invalid == {"党员": {"option": 1}}
    assert counting.counted_from_board(meeting.now)["党员"].invalid == 1


def test_an_empty_paper_abstains(made):
    meeting = Meeting(sizes=SIZES).to("open")
    meeting.vote_all("弃权")
    meeting.close()
    meeting.to("signed")

    counted = events.counted_of(Count.objects.for_page().get(event=meeting.event))
    assert counted["党员"] == Counted(
        4, 4, 4, 0, {"满意": 0, "基本满意": 0, "不满意": 0, "不了解": 0, "弃权": 4}
    )


def test_comments_are_kept_without_the_paper_they_came_with(made):
    meeting = Meeting(
        pack="commitments-and-reviews", mechanism="organisation-review", step="",
        sizes={"全镇党员和干部群众": 2, "下级党组织负责人": 1, "村社和服务对象代表": 1},
    )  # fmt: skip
    meeting.to("frozen")
    BallotEvent.objects.filter(pk=meeting.event.pk).update(sheet={**meeting.now.sheet, "comment": True})
    meeting.to("opening").tick()
    meeting.open()
    for at, voter in enumerate(meeting.voters):
        meeting.vote(voter, comment=f"意见{at}")
    meeting.close()
    meeting.count()

    assert sorted(Comment.objects.values_list("text", flat=True)) == [f"意见{at}" for at in range(4)]
    assert len(set(BoardRow.objects.values_list("item", flat=True))) == 4


# -- paper ------------------------------------------------------------------------------------------------------------


def test_nothing_is_counted_until_both_tellers_agree(meeting):
    meeting.enter("党员", Entry(1, 0, {ASKED: {"不满意": 1}}), by=meeting.teller1)
    assert refused(meeting.counted).code == "ballot.second-teller-missing"
    meeting.enter("党员", Entry(1, 0, {ASKED: {"满意": 1}}), by=meeting.teller2)

    refusal = refused(meeting.counted)

    assert refusal.code == "ballot.tellers-differ"
    assert refusal.facts["places"] == ["总体评价·满意", "总体评价·不满意"]  # where, and not how many


def test_a_teller_corrects_an_own_entry_until_both_agree(meeting):
    meeting.enter("党员", Entry(1, 0, {ASKED: {"满意": 1}}), by=meeting.teller1)
    meeting.enter_papers("党员", {ASKED: {"不满意": 1}})
    other = Entry(1, 0, {ASKED: {"满意": 1}})

    refusal = refused(meeting.enter, "党员", other, by=meeting.teller1)

    assert refusal.code == "ballot.papers-agreed"


def test_a_teller_enters_as_oneself_and_the_delegate_not_at_all(meeting):
    entry = Entry(1, 0, {ASKED: {"不满意": 1}})
    meeting.enter("党员", entry, by=meeting.teller1)
    meeting.enter("党员", entry, by=meeting.teller1)

    assert meeting.now.papers.count() == 1
    assert refused(meeting.enter, "党员", entry, by=meeting.delegate).code == "ballot.teller-only"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry(1, 2, {}), "ballot.paper-invalid"),
        (Entry(1, 0, {ASKED: {"满意": 2}}), "ballot.votes-beside-valid"),
        (Entry(1, 0, {"班子": {"满意": 1}}), "ballot.item-unknown"),
        (Entry(1, 0, {ASKED: {"很满意": 1}}), "ballot.option-unknown"),
        (Entry(-1, 0, {}), "ballot.negative"),
    ],
)
def test_a_tellers_figures_add_up(meeting, entry, code):
    refusal = refused(meeting.enter, "党员", entry, by=meeting.teller1)

    assert (refusal.code, refusal.facts.get("name", "党员")) == (code, "党员")


def test_on_paper_alone_every_class_is_entered():
    meeting = Meeting(sizes=SIZES, paper_only=True).to("closed")
    meeting.enter_papers("党员", {ASKED: {"满意": 4}})

    assert refused(meeting.counted).code == "ballot.papers-missing"


# -- returned, issued (B-13) ------------------------------------------------------------------------------------------


def test_more_papers_than_were_issued_void_the_vote(meeting):
    meeting.enter_papers("党员", {ASKED: {"满意": 2}})

    refusal = refused(meeting.count)

    assert (refusal.code, refusal.facts["issued"], refusal.facts["returned"]) == ("ballot.void", 4, 5)
    meeting.void("收回的票多于发出的票")
    assert refused(meeting.counted).code == "ballot.not-in-state"
    assert not Count.objects.filter(subject=meeting.subject).exists()
    assert not Measure.objects.exists()


def test_without_holding_returned_against_issued_they_would_be_counted(meeting, monkeypatch):
    meeting.enter_papers("党员", {ASKED: {"满意": 2}})
    monkeypatch.setattr(counting, "check_returned", lambda roll, returned: None)
    monkeypatch.setattr(counting.rules, "check_count", lambda *args: None)

    assert meeting.count().state == "counted"
