"""Records, returns and figures that add up: what a duty asks, and what per cents can be."""

from datetime import date

import pytest

from jiceng.kernel.contents import Part
from jiceng.kernel.duty import (
    Figures,
    Record,
    Return,
    check_record,
    check_return,
    look_over,
    missing_records,
    owed_records,
)
from jiceng.kernel.refusal import Refusal

INTERVIEW = Record(
    by="reviewer",
    at_least=2,
    contents=(
        Part(name="谈话人"),
        Part(name="对象", kind="choice", one_of=("党员", "群众")),
        Part(name="内容"),
    ),
    covers={"内容": ("领导班子好", "党员队伍好")},
)


def said(**parts):
    return {"谈话人": "张三", "对象": "党员", "内容": "领导班子好"} | parts


def refused(function, *args, **facts):
    with pytest.raises(Refusal) as caught:
        function(*args, **facts)
    return caught.value


# -- records ----------------------------------------------------------------------------------------------------------


def test_a_record_that_says_everything_passes():
    assert check_record(INTERVIEW, said(), name="谈话") is None


def test_a_record_names_every_part_it_lacks_at_once():
    refusal = refused(check_record, INTERVIEW, said(谈话人="无", 内容=" "), name="谈话")

    assert (refusal.code, refusal.facts["missing"]) == ("contents.missing", ["谈话人", "内容"])


def test_a_record_that_comes_after_something_names_what_is_not_there():
    rule = Record(by="secretary", after=("study", "gaps"))

    refusal = refused(check_record, rule, {}, name="自评会", done=frozenset({"study"}))

    assert (refusal.code, refusal.facts["first"]) == ("duty.comes-after", ["gaps"])


def test_three_plans_made_on_different_days_are_not_in_step():
    """同步规划、同步部署、同步实施 (P-10)."""
    days = tuple(Part(name=f"{one}规划日期", kind="date") for one in ("党务", "村务", "政务"))
    rule = Record(by="committee-officer", contents=days, same=(tuple(one.name for one in days),))
    same = {one.name: "2012-03-15" for one in days}

    assert check_record(rule, same, name="配套衔接") is None
    refusal = refused(check_record, rule, same | {"政务规划日期": "2012-04-15"}, name="配套衔接")
    assert (refusal.code, refusal.facts["values"]) == ("duty.parts-differ", ["2012-03-15", "2012-04-15"])


@pytest.mark.parametrize(
    ("facts", "owed"),
    [
        ({"class_name": "农村", "grade": "较差"}, True),
        ({"class_name": "机关", "grade": "较差"}, False),
        ({"class_name": "农村", "grade": "好"}, False),
    ],
)
def test_a_record_is_owed_only_where_class_and_grade_say_so(facts, owed):
    assert Record(by="secretary", classes=("农村",), grades=("一般", "较差")).owed(**facts) is owed


def test_a_finding_alone_makes_a_record_owed():
    rule = Record(by="secretary", flags=("three-strikes",))

    assert rule.owed(flags=frozenset({"three-strikes", "other"}))
    assert not rule.owed(flags=frozenset({"other"}))


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "duty.records-too-few"),
        ([said()], "duty.records-too-few"),
        ([said(), said()], "duty.topics-not-covered"),
        ([said(), said(内容="说到党员队伍好")], None),
    ],
)
def test_records_are_missing_until_there_are_enough_and_they_cover_the_topics(records, code):
    found = missing_records(INTERVIEW, records, mechanism="talks", name="谈话")

    assert [one.code for one in found] == ([code] if code else [])


def owed(rule, *records, since, on):
    found = owed_records(rule, records, mechanism="reports", name="汇报", since=since, on=on)
    return [(one.period.last if one.period else None, one.what.code) for one in found]


def test_every_period_of_a_record_that_recurs_is_owed_with_its_own_day():
    rule = Record(by="secretary", every_months=3)
    records = [(date(2012, 3, 31), {"工作情况": "甲"}), (date(2012, 9, 30), {"工作情况": "乙"})]

    assert owed(rule, *records, since=date(2012, 1, 1), on=date(2012, 11, 30)) == [
        (date(2012, 6, 30), "duty.record-missing-in"),
        (date(2012, 12, 31), "duty.record-missing-in"),
    ]


def test_a_record_counts_for_the_period_of_the_day_it_is_about():
    rule = Record(by="secretary", every_months=1, at_least=2)
    records = [(date(2012, 2, 28), {}), (date(2012, 2, 29), {})]

    assert owed(rule, *records, since=date(2012, 1, 31), on=date(2012, 2, 29)) == [
        (date(2012, 2, 28), "duty.records-too-few-in"),
        (date(2012, 3, 30), "duty.records-too-few-in"),
    ]


def test_what_has_no_interval_is_owed_once():
    assert owed(Record(by="secretary"), since=date(2012, 1, 1), on=date(2014, 1, 1)) == [
        (None, "duty.record-missing")
    ]


# -- returns ----------------------------------------------------------------------------------------------------------

RULE = Return(forms=("summary", "list"), checks=("adds-up", "explained", "nothing-open"))
GRADES = {"好": 2, "较好": 7, "一般": 1, "较差": 1}
WELL = Figures(due=12, grades=GRADES, listed=dict(GRADES), not_graded={"某支部": "新建不满半年"})


def test_a_return_that_adds_up_may_leave_and_says_so():
    assert check_return(RULE, WELL) is None
    assert [(one.check, one.holds) for one in look_over(RULE, WELL)] == [
        ("adds-up", True), ("lists", True), ("shares", True), ("explained", True), ("nothing-open", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due": 13}, "duty.return-does-not-add-up"),
        ({"listed": GRADES | {"好": 3}}, "duty.return-lists-differ"),
        ({"listed": {**GRADES, "优": 1}}, "duty.return-lists-differ"),
        ({"undecided": ("甲",)}, "duty.return-not-decided"),
        ({"unexplained": ("甲", "乙")}, "duty.return-not-explained"),
        ({"open_objections": 1}, "duty.return-has-open-objections"),
    ],
)
def test_a_return_does_not_leave_with_anything_amiss(change, code):
    figures = Figures(**{**vars(WELL), **change})

    assert refused(check_return, RULE, figures).code == code
    assert [one.code for one in look_over(RULE, figures) if not one.holds] == [code]


def test_a_return_is_held_against_no_check_its_document_does_not_name():
    amiss = Figures(due=99, grades={"好": 1}, listed={}, unexplained=("甲",), open_objections=4)

    assert check_return(Return(forms=("summary",), checks=()), amiss) is None
    assert look_over(Return(forms=("summary",), checks=()), amiss) == []
