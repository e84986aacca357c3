"""Tables and shares as people paste them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.footing import foot
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import check_shares
from jiceng.reports.returns import pasted

COUNTY = """类别\t应定级数\t已定级数\t好\t好%\t较好\t较好%\t一般\t一般%\t较差\t较差%
全县\t533\t533\t54\t10.1\t323\t60.6\t107\t20.1\t49\t9.2"""


@pytest.mark.parametrize("mark", ["\t", ",", "，", " ", "|"])
def test_a_table_is_read_whatever_parts_its_cells(mark):
    assert foot(pasted.table(COUNTY.replace("\t", mark))) == []


def test_full_width_digits_and_per_cent_signs_are_read():
    found = pasted.table("类别\t好\t好％\n村\t５４\t１０．１％")

    assert found.rows == (("村", (Decimal(54), Decimal("10.1"))),)


def test_a_table_whose_corner_was_not_copied_is_read():
    assert pasted.table("好\t较好\n村\t1\t2").columns == ("好", "较好")


def test_the_published_county_with_one_less_is_found():
    assert [one.code for one in foot(pasted.table(COUNTY.replace("\t49\t", "\t48\t")))] == [
        "duty.row-does-not-add", "duty.share-not-of-count",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "duty.table-unreadable"),
        ("只有一行", "duty.table-unreadable"),
        ("类别\t好\n村\t1\t2\n社区\t1", "duty.row-length"),
        ("类别\t好\n村\t很多", "duty.figure-unreadable"),
        ("类别\t好\n村\t1e400", "duty.figure-unreadable"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text, code):
    with pytest.raises(Refusal) as refused:
        pasted.table(text)

    assert refused.value.code == code


def test_shares_are_read_line_by_line_and_can_come_from_the_county():
    found = pasted.shares("好 10.1%\n较好：60.6\n一般　20.1％\n9.2")

    assert found == {
        "好": Decimal("10.1"),
        "较好": Decimal("60.6"),
        "一般": Decimal("20.1"),
        "4": Decimal("9.2"),
    }
    assert check_shares(found, pasted.size("５３３"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "duty.no-shares"), ("好 很多", "duty.share-not-a-number"), ("好 101", "duty.share-not-a-number"),
     ("好 NaN", "duty.share-not-a-number"), ("好 1e-999999", "duty.share-not-a-number")],
)  # fmt: skip
def test_a_share_that_is_none_is_named(text, code):
    with pytest.raises(Refusal) as refused:
        pasted.shares(text)

    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "0", "-5", "5.5", "一百", "99999999999", "1e3"])
def test_a_whole_that_is_none_is_refused(text):
    with pytest.raises(Refusal) as refused:
        pasted.size(text)

    assert refused.value.code == "duty.size-not-a-number"


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_refused(text):
    for reader in (pasted.table, pasted.shares, pasted.size):
        with suppress(Refusal):
            assert reader(text)
