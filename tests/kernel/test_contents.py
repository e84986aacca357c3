"""What something written down must say."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.contents import NIL, Part, as_date, as_number, check_said, missing_parts
from jiceng.kernel.firmness import NOT_A_REASON
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import people

MEETING = (
    Part(name="时间", kind="date"),
    Part(name="参加人员", kind="people", at_least=Decimal(3)),
    Part(name="投入资金", kind="number", unit="元", at_least=Decimal(1000)),
    Part(name="形式", kind="choice", one_of=("党员大会", "支委会")),
    Part(name="存在问题", nil=True),
    Part(name="备注", optional=True),
)
SAID = {
    "时间": "2012-04-12",
    "参加人员": "张三、李四、王五",
    "投入资金": "1000.00",
    "形式": "党员大会",
    "存在问题": "道路没有硬化",
}


def refused(said, parts=MEETING):
    with pytest.raises(Refusal) as refusal:
        check_said(parts, said, what="会议记录")
    return refusal.value


def test_everything_said_is_taken():
    check_said(MEETING, SAID, what="会议记录")


def test_everything_that_is_missing_is_named_at_once_and_in_order():
    wrong = refused({"形式": "支委会"})

    assert (wrong.code, wrong.facts["missing"]) == (
        "contents.missing",
        ["时间", "参加人员", "投入资金", "存在问题"],
    )


def test_nothing_may_be_declared_only_where_the_part_allows_it():
    check_said(MEETING, SAID | {"存在问题": NIL}, what="会议记录")

    assert refused(SAID | {"参加人员": NIL}).facts["missing"] == ["参加人员"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"时间": "4月12日"}, "contents.not-a-date"),
        ({"时间": "2012-02-30"}, "contents.not-a-date"),
        ({"参加人员": "张　三、李四"}, "contents.too-few"),
        ({"投入资金": "999.99"}, "contents.too-little"),
        ({"投入资金": "一千"}, "contents.not-a-number"),
        ({"投入资金": "NaN"}, "contents.not-a-number"),
        ({"投入资金": "1e99"}, "contents.not-a-number"),
        ({"形式": "座谈会"}, "contents.not-a-choice"),
        ({"费用": "3"}, "contents.unknown"),
    ],
)
def test_one_part_that_does_not_fit_is_refused(changed, code):
    assert refused(SAID | changed).code == code


def test_an_optional_part_that_is_said_is_still_read():
    parts = (Part(name="日期", kind="date", optional=True),)

    check_said(parts, {}, what="记录")

    assert refused({"日期": "昨天"}, parts).code == "contents.not-a-date"


@given(st.sampled_from(sorted(NOT_A_REASON)), st.sampled_from(["", "。", "（", " ", "——"]))
def test_what_stands_for_nothing_is_nothing_whatever_signs_are_around_it(word, sign):
    part = Part(name="问题")

    assert missing_parts([part], {"问题": f"{sign}{word}{sign}"}) == ["问题"]


@given(st.dictionaries(st.sampled_from([one.name for one in MEETING]), st.text(max_size=12)))
def test_whatever_is_typed_is_taken_or_refused_with_a_reason(said):
    """Never anything but an answer; and what is taken has every part."""
    told = ""
    try:
        check_said(MEETING, said, what="会议记录")
    except Refusal as refusal:
        told = refusal.code

    assert told.startswith("contents.") or missing_parts(MEETING, said) == []


@given(st.lists(st.text("张李王赵钱孙·一二", min_size=2, max_size=4), max_size=8), st.data())
def test_names_come_back_whatever_parts_them(names, data):
    marks = [data.draw(st.sampled_from("、，,;；/ \n　")) for _ in names]
    text = "".join(name + mark for name, mark in zip(names, marks, strict=True))

    assert people(text) == names


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_is_read_exactly(value):
    assert as_number(str(value), name="数") == value


@given(st.dates())
def test_a_date_is_read_as_it_is_written(day):
    assert as_date(day.isoformat(), name="日期") == day


def test_a_date_is_a_date():
    assert as_date("2012-04-12", name="日期") == date(2012, 4, 12)
