"""Paper ballots from a teller's pictures: read, decided by a person, taken over; and by hand by the other teller."""

import re
import sys
from functools import lru_cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiceng.kernel.ballot.event import Entry
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot import scanning
from jiceng.store.models import BallotEvent, PaperEntry, ScannedPaper
from tests.ballots.photographs import photograph
from tests.factories import ON
from tests.house.permissions import signed_in
from tests.meeting import Meeting
from tests.web.reading import alert, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EVENT = "0123456789abcdef"


@pytest.fixture
def meeting(monkeypatch):
    """A ballot on paper, closed. Its number is always the same, so that pictures of it are made once."""
    monkeypatch.setitem(vars(BallotEvent._meta.get_field("id")), "_get_default", lambda: EVENT)
    made = Meeting(sizes={"党员": 9, "群众代表": 9}, paper_only=True).to("open")
    made.close()
    return made


@lru_cache
def taken(number, kind, option, voter_class, sheet):
    """A picture of one paper with one question."""
    questions, *rest = sheet
    told = {"title": rest[0], "organisation": rest[1], "classes": ["党员", "群众代表"], "comment": False}
    told["questions"] = [[name, list(options)] for name, options in questions]
    marks = {questions[0][0]: (kind, option)}
    facts = {"event": EVENT, "sheet": ("A5", told), "voter_class": voter_class, "marks": marks}
    return photograph(number, megapixels=2, turn=0, hand=False, **facts).jpeg


def picture(number, kind="tick", option="满意", voter_class="党员"):
    sheet = BallotEvent.objects.get().sheet
    questions = tuple((name, tuple(options)) for name, options in sheet["questions"])
    return taken(number, kind, option, voter_class, (questions, "测评", "支部"))


def at(meeting, number=0):
    return f"{reverse('ballot-scan', args=[meeting.event.pk])}?class={number}"


def send(meeting, who, *pictures, voter_class=0):
    files = [SimpleUploadedFile(f"{number}.jpg", raw) for number, raw in enumerate(pictures, 1)]
    told = {"do": "read", "class": str(voter_class), "pictures": files}
    return signed_in(who).post(at(meeting), told, follow=True)


def act(meeting, who, do, **more):
    return signed_in(who).post(at(meeting), {"do": do, "class": "0", **more}, follow=True)


def test_pictures_are_read_rows_in_doubt_decided_and_the_sums_taken_over(meeting):
    who, other = meeting.teller1, meeting.teller2

    sent = send(meeting, who, picture(1), picture(2, option="不满意"), picture(3, "blank"), picture(4, "two"))

    assert len(re.findall('<fieldset class="row-of"', sent.content.decode())) == 2
    assert "data:image/png;base64," in sent.content.decode()
    fields = re.findall(r'name="(row-\d+-\d+)"', sent.content.decode())
    blank, two = dict.fromkeys(fields)
    assert "还有 2 行没有看定" in alert(act(meeting, who, "take-over"))

    act(meeting, who, "decide", **{blank: "弃权", two: "基本满意"})
    assert act(meeting, who, "take-over").status_code == 200

    [kept] = PaperEntry.objects.all()
    votes = {"满意": 1, "基本满意": 1, "不满意": 1, "不了解": 0, "弃权": 1}
    assert (kept.scanned, kept.figures) == (True, {"returned": 4, "invalid": 0, "votes": {"总体评价": votes}})
    with pytest.raises(Refusal) as refused:
        events.agreed(meeting.now)
    assert refused.value.code == "ballot.second-teller-missing"
    meeting.enter("党员", Entry(4, 0, {"总体评价": votes}), by=other)
    assert len({str(one.figures) for one in PaperEntry.objects.all()}) == 1


def test_a_spoilt_paper_counts_as_invalid_and_its_rows_wait_for_nobody(meeting):
    send(meeting, meeting.teller1, picture(1), picture(4, "two"))
    spoilt = ScannedPaper.objects.order_by("pk").last()

    bare = act(meeting, meeting.teller1, "spoil", picture=spoilt.pk, reason="")
    act(meeting, meeting.teller1, "spoil", picture=spoilt.pk, reason="同一行选了两项")
    act(meeting, meeting.teller1, "take-over")

    assert bare.status_code == 422
    [kept] = PaperEntry.objects.all()
    assert (kept.figures["returned"], kept.figures["invalid"]) == (2, 1)
    assert sum(kept.figures["votes"]["总体评价"].values()) == 1

    act(meeting, meeting.teller1, "restore", picture=spoilt.pk)
    assert act(meeting, meeting.teller1, "take-over").status_code == 422
    assert not ScannedPaper.objects.exclude(spoilt="").exists()


def test_the_same_picture_twice_is_refused_and_counted_once_until_it_is_removed(meeting):
    send(meeting, meeting.teller1, picture(1))

    again = send(meeting, meeting.teller1, picture(1), picture(2))

    assert again.status_code == 422
    assert "已经读过" in words(again)
    assert ScannedPaper.objects.count() == 2
    act(meeting, meeting.teller1, "remove", picture=ScannedPaper.objects.order_by("pk")[0].pk)
    assert send(meeting, meeting.teller1, picture(1)).status_code == 200
    assert ScannedPaper.objects.count() == 2


def test_a_bad_file_is_named_with_what_to_do_and_the_others_are_kept(meeting):
    sent = send(
        meeting, meeting.teller1, b"%PDF-1.7", picture(1), b"\xff\xd8\xff", picture(2, voter_class="群众代表")
    )

    told = words(sent)
    assert sent.status_code == 422
    assert ScannedPaper.objects.count() == 1
    assert [name for name in ("1.jpg", "2.jpg", "3.jpg", "4.jpg") if name in told] == [
        "1.jpg",
        "3.jpg",
        "4.jpg",
    ]
    assert "PDF 或 HEIC 请先存成 JPEG" in told
    assert "这张票是“群众代表”的" in told


def test_both_tellers_never_count_by_pictures(meeting):
    send(meeting, meeting.teller1, picture(1))
    act(meeting, meeting.teller1, "take-over")

    page = signed_in(meeting.teller2).get(at(meeting))
    sent = send(meeting, meeting.teller2, picture(2))

    assert 'type="file"' not in page.content.decode()
    assert sent.status_code == 422
    assert "两人各算各的" in words(sent)
    assert ScannedPaper.objects.count() == 1
    with pytest.raises(Refusal) as refused:
        meeting.enter("党员", Entry(1, 0, {"总体评价": {"满意": 1}}), by=meeting.teller2, scanned=True)
    assert refused.value.code == "ballot.both-scanned"
    # The other class is another stack: there the other teller may.
    assert 'type="file"' in signed_in(meeting.teller2).get(at(meeting, 1)).content.decode()


def test_one_teller_sees_nothing_of_the_others_pictures(meeting):
    send(meeting, meeting.teller1, picture(3, "blank"))

    told = signed_in(meeting.teller2).get(at(meeting)).content.decode()

    assert "data:image/png" not in told
    assert signed_in(meeting.delegate).get(at(meeting)).status_code == 404
    assert signed_in(meeting.secretary).get(at(meeting)).status_code == 404


def test_before_the_box_has_closed_no_picture_is_taken():
    meeting = Meeting(sizes={"党员": 9, "群众代表": 9}, paper_only=True).to("open")

    page = signed_in(meeting.teller1).get(at(meeting))

    assert 'type="file"' not in page.content.decode()
    with pytest.raises(Refusal) as refused:
        scanning.add_picture(
            event=meeting.now, voter_class="党员", digest="0" * 64, reading={}, crops={}, by=meeting.teller1
        )
    assert refused.value.code == "ballot.not-in-state"


def test_without_opencv_the_page_says_what_to_install(meeting, monkeypatch):
    monkeypatch.setitem(sys.modules, "jiceng.analytics.ballot", None)  # as where it cannot be imported

    page = signed_in(meeting.teller1).get(at(meeting))

    assert 'pip install "jiceng[scan]"' in page.content.decode().replace("&quot;", '"')
    assert 'type="file"' not in page.content.decode()


def test_signed_nothing_of_the_pictures_is_left(meeting):
    send(meeting, meeting.teller1, picture(3, "blank"))
    meeting.to("counted")
    assert ScannedPaper.objects.exists()

    meeting.to("signed")

    assert not ScannedPaper.objects.exists()


# -- a paper on several pages ------------------------------------------------------------------------------------------


@pytest.fixture
def two_pages(meeting):
    sheet = meeting.now.sheet | {"questions": [["甲", ["优秀", "合格"]], ["乙", ["优秀", "合格"]]]}
    BallotEvent.objects.update(sheet=sheet)
    return meeting


def add(meeting, digest, reading):
    return scanning.add_picture(
        event=meeting.now,
        voter_class="党员",
        digest=digest * 64,
        reading=reading,
        crops={},
        by=meeting.teller1,
    )


def take_over(meeting):
    return scanning.take_over(event=meeting.now, voter_class="党员", by=meeting.teller1, on=ON)


def test_pages_of_a_paper_are_counted_together_and_each_must_be_there_as_often(two_pages):
    add(two_pages, "1", {"甲": "优秀"})
    with pytest.raises(Refusal) as missing:
        take_over(two_pages)
    add(two_pages, "2", {"乙": "合格"})
    add(two_pages, "3", {"甲": "弃权"})
    with pytest.raises(Refusal) as uneven:
        take_over(two_pages)
    last = add(two_pages, "4", {"乙": "优秀"})
    scanning.spoil_picture(
        event=two_pages.now, voter_class="党员", number=last.pk, reason="写了姓名", by=two_pages.teller1
    )
    with pytest.raises(Refusal) as half_spoilt:
        take_over(two_pages)
    scanning.spoil_picture(
        event=two_pages.now, voter_class="党员", number=last.pk, reason="", by=two_pages.teller1
    )

    kept = take_over(two_pages)

    codes = [one.value.code for one in (missing, uneven, half_spoilt)]
    assert codes == ["ballot.page-missing", "ballot.pages-uneven", "ballot.pages-spoilt-uneven"]
    assert kept.figures["returned"] == 2
    assert kept.figures["votes"]["甲"] == {"优秀": 1, "合格": 0, "弃权": 1}


def test_only_rows_that_wait_for_a_person_can_be_decided(two_pages):
    one = add(two_pages, "1", {"甲": "优秀"})

    with pytest.raises(Refusal) as refused:
        scanning.decide_rows(
            event=two_pages.now, voter_class="党员", said={(one.pk, "甲"): "合格"}, by=two_pages.teller1
        )

    assert refused.value.code == "ballot.picture-gone"
    assert ScannedPaper.objects.get().reading == {"甲": "优秀"}
