"""B-10: where a class has few papers nobody learns for certain what another voter said, whatever came out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiceng.kernel.ballot import Evaluation, VoterClass, satisfaction, view
from jiceng.kernel.ballot.view import published
from tests.inference import certain, pairs, shown_in_public, view_as_seen

TWO, THREE = ("好", "差"), ("好", "一般", "差")


def rule_of(options, **changes):
    classes = (VoterClass(name="党员"), VoterClass(name="群众"))
    return Evaluation(classes=classes, options=options, satisfied=options[:1], **changes)


def small(most, smallest=8):
    """Pairs of classes where one at least has fewer papers than may be shown."""
    return [one for one in pairs(most) if min(one.values()) < smallest]


def found(rule, sizes, shown=shown_in_public):
    return [one for each in sizes for one in certain(rule, each, shown)]


def test_nobody_is_certain_of_anything_below_the_smallest_number():
    """One to twelve papers a class, two options; three options up to eleven papers together."""
    assert found(rule_of(TWO), small(12)) == []
    assert found(rule_of(THREE), [one for one in small(8) if sum(one.values()) <= 11]) == []


@pytest.mark.parametrize("smallest", [5, 20])
def test_nor_where_a_county_chose_another_number(smallest):
    assert found(rule_of(TWO, smallest=smallest), small(12, smallest)) == []


def test_one_class_alone_likewise():
    rule = rule_of(THREE)

    assert [one for papers in range(1, 8) for one in certain(rule, {"党员": papers})] == []


def test_a_range_tells_nobody_anything_certain_above_it_either():
    """From eight papers on a number may be unanimous, as on a sheet of paper; who wants it shut says `range`."""
    sizes = [{"党员": papers, "群众": 8} for papers in (8, 12, 19)]

    assert found(rule_of(TWO, unanimous="range"), sizes) == []
    assert found(rule_of(TWO), sizes) != []


# -- the negative controls: what each part of the rule is for ---------------------------------------------------------


def test_without_the_smallest_number_votes_are_known():
    def by_class(rule, counts):
        return view_as_seen(published(replace(rule, smallest=1), counts, "public"))

    assert found(rule_of(TWO), small(4), by_class) != []


@pytest.mark.parametrize("within", [0, 1])
def test_shut_only_one_short_of_all_is_not_enough(monkeypatch, within):
    monkeypatch.setattr(view, "WITHIN", within)

    assert found(rule_of(TWO), [{"党员": 7, "群众": 2}]) != []


def test_a_percentage_beside_a_shut_column_gives_it_away():
    def with_percentage(rule, counts):
        return shown_in_public(rule, counts), satisfaction(rule, counts)

    assert found(rule_of(TWO), [{"党员": 3, "群众": 2}], with_percentage) != []
    assert found(rule_of(TWO), [{"党员": 7, "群众": 2}], with_percentage) != []


def test_one_class_shown_elsewhere_gives_the_other_away():
    """Two outputs: together, and by class on another page. The difference is the small class."""

    def both(rule, counts):
        return shown_in_public(rule, counts), tuple(counts["党员"].votes.items())

    assert found(rule_of(TWO), [{"党员": 8, "群众": 2}], both) != []


def test_the_grade_itself_can_tell_and_that_is_the_stated_limit():
    """Below the smallest number only the grade is shown. Where a gate hangs on the ballot, it may say that much."""

    def with_grade(rule, counts):
        return shown_in_public(rule, counts), satisfaction(rule, counts) >= Decimal(80)

    told = certain(rule_of(TWO), {"党员": 2, "群众": 1}, with_grade)

    assert {(mine, theirs) for _, _, mine, _, theirs in told} == {("好", "好")}
