"""Tables from outside: every slip is found, and named by its row and column."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.footing import Pasted, foot, is_total
from jiceng.kernel.share import shares

COLUMNS = (
    "应定级数",
    "已定级数",
    "未定级数",
    "好",
    "好%",
    "较好",
    "较好%",
    "一般",
    "一般%",
    "较差",
    "较差%",
    "党员数",
)


def line(name, *counts, ungraded=0, due=None, graded=None, told=None, members=40):
    graded = sum(counts) if graded is None else graded
    due = graded + ungraded if due is None else due
    per_cent = [Decimal(one) for one in told] if told else shares(counts)
    pairs = [cell for pair in zip(counts, per_cent, strict=True) for cell in pair]
    return name, tuple(Decimal(one) for one in (due, graded, ungraded, *pairs, members))


def codes(*rows, columns=COLUMNS):
    return [one.code for one in foot(Pasted(columns, rows))]


def test_the_published_county_adds_up():
    """54, 323, 107, 49 of 533 as 10.1, 60.6, 20.1 and 9.2 per cent."""
    assert codes(line("全县", 54, 323, 107, 49, told=["10.1", "60.6", "20.1", "9.2"])) == []


def test_one_organisation_less_is_found_with_its_row_column_and_right_share():
    wrong = line("全县", 54, 323, 107, 48, graded=533, told=["10.1", "60.6", "20.1", "9.2"])

    found = foot(Pasted(COLUMNS, (wrong,)))

    assert [(one.code, one.facts["row"], one.facts["column"]) for one in found] == [
        ("duty.row-does-not-add", "全县", "已定级数"),
        ("duty.share-not-of-count", "全县", "较差%"),
    ]
    assert found[1].facts["right"] == Decimal("9.0")


def test_a_row_whose_parts_do_not_make_its_whole_is_named():
    found = foot(Pasted(("合计", "好", "较好"), (("甲镇", (Decimal(9), Decimal(4), Decimal(4))),)))

    assert [one.facts for one in found] == [
        {"row": "甲镇", "column": "合计", "found": Decimal(9), "parts": "4 + 4", "sum": Decimal(8)}
    ]


def test_a_column_that_does_not_make_its_total_is_named():
    rows = [line("村", 1, 2, 0, 0), line("社区", 2, 2, 0, 0), line("合计", 4, 4, 0, 0, members=80)]

    found = foot(Pasted(COLUMNS, tuple(rows)))

    assert {(one.code, one.facts["column"]) for one in found} == {
        ("duty.column-does-not-add", "好"),
        ("duty.column-does-not-add", "已定级数"),
        ("duty.column-does-not-add", "应定级数"),
    }


def test_a_column_with_a_gap_is_not_added():
    rows = (("村", (None,)), ("社区", (Decimal(2),)), ("合计", (Decimal(9),)))

    assert codes(*rows, columns=("党员数",)) == []


def test_shares_of_a_row_that_are_no_whole_are_named():
    rows = (("村", (Decimal("20.0"), Decimal("70.0"))),)

    assert codes(*rows, columns=("好%", "较好%")) == ["duty.row-shares-sum"]


def test_a_share_above_a_hundred_is_no_share():
    assert "duty.share-cannot-be" in codes(("村", (Decimal(4), Decimal("120"))), columns=("好", "好%"))


def test_some_shares_of_a_whole_need_not_sum():
    """A report that gives only the share of the best."""
    row = ("村", (Decimal(10), Decimal(2), Decimal("20.0"), Decimal(8)))

    assert codes(row, columns=("合计", "好", "好%", "较好")) == []


@pytest.mark.parametrize("name", ["合计", "总计", " Total", "全县"])
def test_rows_of_totals_are_known_by_their_names(name):
    assert is_total(name)


towns = st.lists(st.tuples(*[st.integers(0, 80)] * 4).filter(any), min_size=1, max_size=6)


@given(towns, st.integers(0, 5))
def test_every_table_made_of_counts_adds_up(rows, ungraded):
    lines = [line(f"镇{at}", *counts, ungraded=ungraded) for at, counts in enumerate(rows)]
    total = [sum(one) for one in zip(*rows, strict=True)]
    lines.append(line("合计", *total, ungraded=ungraded * len(rows), members=40 * len(rows)))

    assert codes(*lines) == []


@given(towns, st.data())
def test_any_one_count_changed_is_found(rows, data):
    lines = [line(f"镇{at}", *counts) for at, counts in enumerate(rows)]
    total = [sum(one) for one in zip(*rows, strict=True)]
    lines.append(line("合计", *total, members=40 * len(rows)))
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.sampled_from([3, 5, 7, 9]))
    name, cells = lines[row]
    lines[row] = (name, (*cells[:column], cells[column] + 1, *cells[column + 1 :]))

    found = foot(Pasted(COLUMNS, tuple(lines)))

    assert any(one.facts.get("row") == name for one in found)
