"""Returns answered: accepted with a receipt or sent back with a reason, by another; what two do at once."""

from datetime import date

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import duty
from jiceng.services.duty import returns
from jiceng.services.duty.preparing import figures_of
from jiceng.services.duty.rows import Content
from jiceng.store.models import (
    AuditEvent,
    Return,
)
from tests.factories import ON, committee_officer, officer
from tests.filing import RETURN, Filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """Five branches of one committee: 好, 较好, 较好, 一般, 较差."""
    made = Filing(branches=5)
    made.all_graded("好", "较好", "较好", "一般", "较差")
    return made


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value


# -- answering --------------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(county):
    return county.send()


def test_a_return_is_accepted_with_a_numbered_receipt(county, sent):
    duty.accept(sent=sent, by=county.officer, on=ON)

    sent.refresh_from_db()
    assert (sent.state, sent.receipt, sent.answered_by) == ("accepted", "收〔2012〕1号", county.officer)


def test_receipts_of_a_year_are_numbered_one_after_another():
    county = Filing(towns=3)
    county.all_graded("较好")

    receipts = [
        duty.accept(sent=county.send(town), by=county.officer, on=ON).receipt for town in county.towns
    ]

    assert receipts == ["收〔2012〕1号", "收〔2012〕2号", "收〔2012〕3号"]
    other = Filing()
    other.all_graded("较好")
    assert duty.accept(sent=other.send(), by=other.officer, on=date(2013, 1, 2)).receipt == "收〔2013〕1号"


def test_accepting_twice_gives_one_receipt(county, sent):
    first = duty.accept(sent=sent, by=county.officer, on=ON).receipt
    again = duty.accept(sent=sent, by=officer(county.top), on=ON).receipt

    assert first == again
    assert AuditEvent.objects.filter(action="return.accepted").count() == 1


def test_a_return_sent_back_says_why_and_may_be_sent_anew(county, sent):
    assert refused(duty.send_back, sent=sent, reason="无", by=county.officer, on=ON).code == (
        "duty.return-back-without-reason"
    )
    duty.send_back(sent=sent, reason="一览表说明情况过于笼统", by=county.officer, on=ON)
    county.graded(county.branches[3], "一般", "70", "阵地不达标，整改方案已公示")

    again = county.send()

    assert (again.number, again.state) == (2, "sent")
    assert Return.objects.get(number=1).reason == "一览表说明情况过于笼统"


def test_what_was_accepted_is_neither_sent_back_nor_sent_again(county, sent):
    duty.accept(sent=sent, by=county.officer, on=ON)

    back = refused(duty.send_back, sent=sent, reason="晚了", by=county.officer, on=ON)
    county.graded(county.branches[1], "一般", "70", "有事实")
    again = refused(county.send)

    assert (back.code, back.facts["state"]) == ("duty.return-already-answered", "已接收")
    assert (again.code, again.facts["receipt"]) == ("duty.return-already-accepted", "收〔2012〕1号")


def test_nobody_accepts_what_they_sent(county):
    both = officer(county.top)
    sent = county.send()
    Return.objects.filter(pk=sent.pk).update(sent_by=both)

    assert refused(duty.accept, sent=sent, by=both, on=ON).code == "duty.return-own-answer"


@pytest.mark.parametrize("who", ["reviewer", "secretary", "delegate"])
def test_only_the_county_answers(county, sent, who):
    for act in (duty.accept, lambda **facts: duty.send_back(reason="不行", **facts)):
        with pytest.raises(Forbidden):
            act(sent=sent, by=getattr(county, who), on=ON)


# -- the office's own words -------------------------------------------------------------------------------------------


def say(county, said, **facts):
    facts = {"campaign": county.campaign, "mechanism": RETURN, "organisation": county.town, "on": ON} | facts
    return duty.write_words(said=said, **{"by": county.reviewer} | facts)


def test_the_offices_words_are_kept_and_part_of_what_is_sent(county):
    say(county, {"填表人": "张三", "主要做法": "一村一策"})
    say(county, {"填表人": "张三", "主要做法": "一村一策，挂图作战"})

    assert county.send().figures["words"] == {"填表人": "张三", "主要做法": "一村一策，挂图作战"}


def test_the_same_words_again_are_kept_once(county):
    assert say(county, {"填表人": "张三"}) == say(county, {"填表人": " 张三 ", "审核人": ""})


def test_the_office_says_nothing_new_once_the_return_is_sent(county):
    county.send()

    assert refused(say, county, {"填表人": "李四"}).code == "duty.return-already-sent"


@pytest.mark.parametrize(
    ("said", "code"),
    [({"密码": "x"}, "contents.unknown"), ({"主要做法": "长" * 4001}, "contents.too-long")],
)
def test_words_that_have_no_place_are_refused(county, said, code):
    assert refused(say, county, said).code == code


# -- a list that comes back -------------------------------------------------------------------------------------------


def fill(county, *changes, keep=True, **facts):
    return duty.fill(changes=changes, keep=keep, **{"by": county.reviewer, "on": ON} | facts)


def test_filled_in_explanations_are_kept_as_if_typed_here(county):
    subject = county.subject_of(county.branches[3])

    assert fill(county, duty.Change(subject.pk, "explanation", "补充：已整改")) == []

    assert county.subject_of(county.branches[3]).explanation == "补充：已整改"


def test_tried_only_nothing_is_kept(county):
    subject = county.subject_of(county.branches[3])

    assert fill(county, duty.Change(subject.pk, "explanation", "补充"), keep=False) == []

    assert county.subject_of(county.branches[3]).explanation == "已说明情况"


def test_one_cell_refused_leaves_all_as_they_were(county):
    good, owed = (county.subject_of(county.branches[at]) for at in (2, 3))

    found = fill(
        county, duty.Change(good.pk, "explanation", "补充"), duty.Change(owed.pk, "explanation", "无")
    )

    assert [(one.subject, refusal.code) for one, refusal in found] == [(owed.pk, "sheet.explanation-missing")]
    assert county.subject_of(county.branches[2]).explanation == "已说明情况"


def test_a_list_of_others_fills_nothing(county):
    subject = county.subject_of(county.branches[3])

    with pytest.raises(Forbidden):
        fill(county, duty.Change(subject.pk, "explanation", "x"), by=committee_officer(Filing().town))


# -- two at once ------------------------------------------------------------------------------------------------------


def test_of_two_who_send_at_once_one_is_kept_and_the_other_is_told(county, monkeypatch):
    """The second has looked before the first was kept: UNIQUE settles it."""
    county.send()
    plain = returns.prepare
    monkeypatch.setattr(returns, "prepare", lambda **facts: _unseen(plain(**facts)))
    county.graded(county.branches[1], "一般", "70", "有事实")

    refusal = refused(county.send)

    assert refusal.code == "duty.return-already-sent"
    assert Return.objects.count() == 1


def test_of_two_who_send_the_same_at_once_both_hear_of_one(county, monkeypatch):
    first = county.send()
    plain = returns.prepare
    monkeypatch.setattr(returns, "prepare", lambda **facts: _unseen(plain(**facts)))

    # The number is taken as well, and the one that stands is given back.
    assert county.send() == first


def _unseen(one):
    from dataclasses import replace

    return replace(one, stands=None)


def test_of_two_who_answer_at_once_one_is_told(county, sent, monkeypatch):
    """Both have read the row as sent: the conditional update settles it."""
    stale = Return.objects.select_related("organisation").get(pk=sent.pk)
    duty.accept(sent=sent, by=county.officer, on=ON)
    monkeypatch.setattr(returns, "_answering", lambda one, by: stale)

    refusal = refused(duty.send_back, sent=stale, reason="不符", by=county.officer, on=ON)

    assert (refusal.code, refusal.facts["state"]) == ("duty.return-already-answered", "已接收")
    assert Return.objects.get().state == "accepted"


def test_a_receipt_taken_meanwhile_gives_the_next_number(monkeypatch):
    county = Filing(towns=2)
    county.all_graded("较好")
    one, other = (county.send(town) for town in county.towns)
    duty.accept(sent=one, by=county.officer, on=ON)
    given = iter(["收〔2012〕1号", "收〔2012〕2号"])
    monkeypatch.setattr(returns, "_next_receipt", lambda year: next(given))

    assert duty.accept(sent=other, by=county.officer, on=ON).receipt == "收〔2012〕2号"


def test_figures_are_counted_off_the_list_that_is_kept(county):
    """What is sent is looked over as it is kept, not as it stands in the register."""
    sent = county.send()

    told = figures_of(Content.from_json(sent.figures))

    assert (told.due, told.grades) == (5, {"好": 1, "较好": 2, "一般": 1, "较差": 1})


def test_what_is_kept_is_read_again_when_a_field_is_not_known_any_more(county):
    sent = county.send()
    kept = sent.figures | {"a-later-field": 1}
    kept["rows"][0]["another"] = 2

    assert len(Content.from_json(kept).rows) == 5
