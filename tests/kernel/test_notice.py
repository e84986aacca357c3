"""What is posted, for how long, and what may be said against it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.contents import Part
from jiceng.kernel.days import WorkingDays
from jiceng.kernel.notice import (
    CHECKS,
    WEIGHTS,
    Column,
    Notice,
    Posted,
    answer_due,
    check_answer,
    check_no_citizen_number,
    check_objecting,
    check_post,
    last_day,
    missing_notice,
)
from jiceng.kernel.refusal import Refusal

ON = date(2012, 4, 20)  # a Friday
RULE = Notice(
    entries=(Part(name="结果说明"),),
    columns=(Column(name="名称", means="organisation"), Column(name="等级", means="grade")),
    table="grades",
    days=2,
    objections=True,
    answer_days=5,
    after=("decision",),
    clause="§三4",
)
ROWS = [["甲村党支部", "好"], ["乙村党支部", "一般"]]
WEEKDAYS = WorkingDays()
DAYS = st.dates(date(2005, 1, 1), date(2030, 1, 1))


def post(rule=RULE, **changed):
    facts = {"name": "定级结果公示", "place": "政务公开栏", "rows": ROWS, "done": frozenset({"decision"})}
    entries = changed.pop("entries", {"结果说明": "经党委会研究"})
    check_post(rule, entries, **facts | changed)


def refused(call, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        call(*args, **facts)
    return refusal.value


# -- posting ----------------------------------------------------------------------------------------------------------


def test_a_notice_with_everything_is_posted():
    post()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"done": frozenset()}, "notice.comes-after"),
        ({"place": " "}, "notice.place-missing"),
        ({"entries": {}}, "contents.missing"),
        ({"rows": []}, "notice.rows-missing"),
        ({"rows": [["甲村党支部", "无"]]}, "notice.row-incomplete"),
    ],
)
def test_a_notice_that_lacks_something_is_refused(changed, code):
    assert refused(post, **changed).code == code


def test_the_row_and_the_column_that_are_empty_are_named():
    wrong = refused(post, rows=[*ROWS, ["丙村党支部", ""]])

    assert (wrong.facts["row"], wrong.facts["missing"]) == (3, ["等级"])


def test_a_limited_notice_says_who_is_to_see_it_and_a_public_one_need_not():
    limited = replace(RULE, audience="limited")

    assert refused(post, limited).code == "notice.scope-missing"
    post(limited, scope="连队党员、职工代表")
    post(RULE)


def number_with_check(first):
    figures = zip(first, WEIGHTS, strict=True)
    return first + CHECKS[sum(int(one) * weight for one, weight in figures) % 11]


@given(st.text("0123456789", min_size=17, max_size=17), st.sampled_from(["", " ", "-"]))
def test_an_identity_number_is_never_posted_however_it_is_written(first, gap):
    number = number_with_check(first)
    written = gap.join((number[:6], number[6:14], number[14:]))

    for text in (f"张三（{written}）", f"身份证{written}", written.lower()):
        assert refused(check_no_citizen_number, "公示", [text]).code == "notice.citizen-number"


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(1, 10))
def test_another_number_of_eighteen_digits_is_no_identity_number(first, off):
    right = number_with_check(first)[17]
    wrong = CHECKS[(CHECKS.index(right) + off) % 11]

    check_no_citizen_number("公示", [f"编号{first}{wrong}"])


def test_an_identity_number_is_found_in_a_row_an_entry_and_the_place():
    number = number_with_check("11010519491231002")

    for changed in (
        {"rows": [[number, "好"]]}, {"entries": {"结果说明": number}}, {"place": f"{number}门口"},
    ):  # fmt: skip
        assert refused(post, **changed).code == "notice.citizen-number"


# -- how long ---------------------------------------------------------------------------------------------------------


def test_days_are_working_days_unless_the_document_says_otherwise():
    assert last_day(RULE, ON, WEEKDAYS) == date(2012, 4, 23)
    assert last_day(replace(RULE, working=False), ON, WEEKDAYS) == date(2012, 4, 21)


def test_a_board_hangs_until_it_is_taken_down():
    assert last_day(replace(RULE, standing=True, days=None), ON, WEEKDAYS) is None


def test_where_nobody_says_how_long_whoever_posts_it_does():
    open_ended = replace(RULE, days=None)

    assert refused(last_day, open_ended, ON, WEEKDAYS).code == "notice.days-not-set"
    assert last_day(open_ended, ON, WEEKDAYS, chosen=date(2012, 4, 27)) == date(2012, 4, 27)
    assert refused(last_day, open_ended, ON, WEEKDAYS, chosen=ON - timedelta(1)).code == (
        "notice.ends-too-early"
    )


@given(DAYS, st.integers(1, 30), st.booleans(), st.integers(-40, 40))
def test_a_chosen_day_is_never_earlier_than_the_documents(from_on, days, working, off):
    rule = replace(RULE, days=days, working=working)
    least = last_day(rule, from_on, WEEKDAYS)
    chosen = least + timedelta(off)

    if chosen < least:
        assert refused(last_day, rule, from_on, WEEKDAYS, chosen=chosen).facts["least"] == least.isoformat()
    else:
        assert last_day(rule, from_on, WEEKDAYS, chosen=chosen) == chosen


@given(DAYS, st.integers(1, 30))
def test_the_day_of_posting_is_the_first(from_on, days):
    assert WEEKDAYS.count(from_on, last_day(replace(RULE, days=days), from_on, WEEKDAYS)) == days


# -- objections -------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(-5, 5), st.booleans())
def test_an_objection_is_taken_until_the_end_of_the_last_day_of_a_standing_notice(until_on, off, taken_down):
    on = until_on + timedelta(off)
    told = ""
    try:
        check_objecting(RULE, until_on=until_on, taken_down=taken_down, on=on)
    except Refusal as refusal:
        told = refusal.code

    assert told == ("notice.down-already" if taken_down else "notice.objections-over" if off > 0 else "")


def test_a_board_without_end_takes_objections_as_long_as_it_hangs():
    check_objecting(RULE, until_on=None, taken_down=False, on=date(2013, 1, 1))


def test_a_notice_that_takes_none_says_so():
    silent = replace(RULE, objections=False)

    assert refused(check_objecting, silent, until_on=None, taken_down=False, on=ON).code == (
        "notice.takes-no-objections"
    )


def test_an_answer_is_due_in_working_days_or_not_at_all():
    assert answer_due(RULE, ON, WEEKDAYS) == date(2012, 4, 27)
    assert answer_due(replace(RULE, answer_days=None), ON, WEEKDAYS) is None


def test_an_answer_says_what_was_found_and_what_is_replied():
    check_answer(finding="核对三会一课记录本", reply="记录属实，结果不变")

    assert refused(check_answer, finding="无", reply="").facts["missing"] == ["核实情况", "答复"]


# -- what a step waits for --------------------------------------------------------------------------------------------


def missing(posted, on=ON, rule=RULE):
    found = missing_notice(rule, posted, mechanism="result-notice", name="定级结果公示", on=on)
    return [(one.code, one.count) for one in found]


def test_a_compulsory_notice_is_waited_for_and_an_optional_one_is_not():
    assert missing(None) == [("notice.not-posted", 1)]
    assert missing(None, rule=replace(RULE, optional=True)) == []


def test_a_posted_notice_is_waited_for_until_its_last_day_is_over_and_its_objections_are_answered():
    until_on = date(2012, 4, 24)

    assert missing(Posted(ON, until_on), until_on) == [("notice.still-hanging", 1)]
    assert missing(Posted(ON, until_on, 2), date(2012, 4, 25)) == [("notice.objections-open", 2)]
    assert missing(Posted(ON, until_on, upheld=2), date(2012, 4, 25)) == [("notice.upheld-waits", 2)]
    assert missing(Posted(ON, until_on), date(2012, 4, 25)) == []


def test_an_optional_notice_that_was_posted_is_waited_for_like_any_other():
    rule = replace(RULE, optional=True)

    assert missing(Posted(ON, date(2012, 4, 24), 1), date(2012, 4, 24), rule) == [
        ("notice.still-hanging", 1),
        ("notice.objections-open", 1),
    ]


def test_a_board_is_there_as_soon_as_it_hangs():
    assert missing(Posted(ON, None), rule=replace(RULE, standing=True)) == []


def test_what_is_posted_again_and_again_is_owed_in_the_present_stretch_and_in_none_that_is_over():
    rule, opened = replace(RULE, standing=True, every_months=3), date(2012, 8, 1)

    def owed(posted, on):
        found = missing_notice(rule, posted, mechanism="", name="党务公开", on=on, since=opened)
        return [(one.code, one.facts["from_on"], one.facts["until_on"]) for one in found]

    second = [("notice.not-posted-in", "2012-11-01", "2013-01-31")]
    assert owed(None, date(2012, 11, 15)) == second
    assert owed(Posted(date(2012, 10, 31), None), date(2012, 11, 15)) == second
    assert owed(Posted(date(2012, 11, 1), None), date(2013, 1, 31)) == []


@given(DAYS, st.integers(0, 20), st.integers(-30, 30), st.integers(0, 3))
def test_nothing_is_missing_exactly_when_the_notice_is_over_and_nothing_is_open(
    from_on, days, off, open_ones
):
    until_on = from_on + timedelta(days)
    on = until_on + timedelta(off)

    done = missing(Posted(from_on, until_on, open_ones), on) == []

    assert done == (on > until_on and not open_ones)
