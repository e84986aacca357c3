"""B-10, the whole of it: three options, one to twelve papers in each of two classes, every smallest number."""

import pytest

from tests.services.ballot.test_small_groups import THREE, TWO, found, rule_of, small

pytestmark = pytest.mark.once


def test_every_outcome_of_three_options(figures):
    sizes = small(12)
    told = found(rule_of(THREE), sizes)
    figures(
        f"B-10: {len(told)} certain statements over all outcomes of {len(sizes)} pairs of classes, 1 to 12 papers"
    )
    assert told == []


def test_every_smallest_number_that_a_county_may_choose(figures):
    told = [
        one
        for smallest in range(5, 21)
        for one in found(rule_of(TWO, smallest=smallest), small(12, smallest))
    ]
    figures(f"B-10: {len(told)} certain statements for smallest numbers of 5 to 20")
    assert told == []


def test_four_options_with_one_paper_to_seven(figures):
    told = found(rule_of(("好", "较好", "差", "弃权")), small(7))
    figures(f"B-10: {len(told)} certain statements with four options, 1 to 7 papers")
    assert told == []
