"""Shares: each half up by itself, and the check of other people's per cents says the same."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.footing import true_share
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import check_shares, counts_behind, per_cent, round_evenly, shares


def refused(function, *args):
    with pytest.raises(Refusal) as caught:
        function(*args)
    return caught.value


def test_three_of_seven_is_the_same_share_whatever_stands_beside_it():
    assert per_cent(3, 7) == shares([3, 2, 2])[0] == shares([3, 4])[0] == Decimal("42.9")


def test_a_third_each_is_a_third_each_and_the_table_is_told_to_say_so():
    assert shares([1, 1, 1]) == (Decimal("33.3"),) * 3
    assert not round_evenly([1, 1, 1])


def test_the_published_county_reads_as_published_and_adds_up():
    assert shares([54, 323, 107, 49]) == tuple(map(Decimal, ("10.1", "60.6", "20.1", "9.2")))
    assert round_evenly([54, 323, 107, 49])


def test_shares_of_nobody_are_empty_rather_than_nought():
    assert shares([0, 0, 0]) == (None, None, None)


counts = st.lists(st.integers(0, 5000), min_size=1, max_size=7).filter(any)


@given(counts)
def test_no_share_of_ours_is_called_impossible_by_our_own_checks(counted):
    ours = dict(zip(map(str, counted), shares(counted), strict=True))
    size = sum(counted)

    assert all(true_share(Decimal(count), Decimal(size), ours[str(count)]) for count in counted)
    assert all(int(count) in counts_behind(share, size) for count, share in ours.items())


@given(counts)
def test_equal_counts_have_equal_shares_and_who_has_more_never_the_smaller_one(counted):
    ours = shares(counted)

    for count, share in zip(counted, ours, strict=True):
        for other, others in zip(counted, ours, strict=True):
            assert share == others if count == other else count < other or share >= others


@given(st.integers(1, 200), st.integers(0, 1000))
def test_counts_behind_a_share_are_those_that_round_to_it(size, tenths):
    share = Decimal(tenths) / 10

    brute = [
        count
        for count in range(size + 1)
        if (Decimal(100 * count) / size).quantize(Decimal("0.1"), ROUND_HALF_UP) == share
    ]

    assert list(counts_behind(share, size)) == brute


@given(st.lists(st.integers(0, 60), min_size=2, max_size=5).filter(any))
def test_shares_made_of_counts_are_always_found_possible(found):
    """By plain rounding, as most reports do it."""
    size = sum(found)
    told = {
        str(at): (Decimal(100 * count) / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
        for at, count in enumerate(found)
    }

    behind = check_shares(told, size)

    assert all(count in behind[str(at)] for at, count in enumerate(found))


def published(*told):
    return dict(zip(("好", "较好", "一般", "较差"), map(Decimal, told), strict=True))


def test_the_published_county_is_possible():
    """533 organisations: 54, 323, 107, 49."""
    found = check_shares(published("10.1", "60.6", "20.1", "9.2"), 533)

    assert [list(one) for one in found.values()] == [[54], [323], [107], [49]]


def test_the_published_shares_cannot_come_from_one_organisation_less():
    refusal = refused(check_shares, published("10.1", "60.6", "20.1", "9.2"), 532)

    assert (refusal.code, refusal.facts["name"]) == ("duty.share-impossible", "好")


def test_shares_that_miss_a_hundred_by_more_than_rounding_are_wrong():
    refusal = refused(check_shares, published("10.1", "60.6", "20.1", "9.6"), 533)

    assert (refusal.code, refusal.facts["total"]) == ("duty.shares-sum-wrong", Decimal("100.4"))


def test_shares_each_possible_but_not_together_are_refused():
    """Of 1,500, each of 49.9 and 50.0 is a count; 748 or 749 and 749 to 750 are not 1,500."""
    refusal = refused(check_shares, {"a": Decimal("49.9"), "b": Decimal("50.0")}, 1500)

    assert refusal.code == "duty.shares-no-counts"
