"""What the linter finds in sheets before anybody fills them."""

from decimal import Decimal as D

import pytest

from jiceng.kernel.sheet import Band, Bands, Form, Head, Scorer, Scorers
from jiceng.kernel.sheet.lint import check_bands, check_form, check_scorers
from jiceng.kernel.sheet.shapes import (
    CountStep,
    DeductOnce,
    DeductPerOccurrence,
    MeasureBand,
    MeasureBands,
    Options,
    Rank,
    Rate,
    Steps,
)
from tests.kernel.test_grade import BANDS


def printed(**changes):
    """The bands as real documents print them: 90分以上, 80-89, 60-79, 60分以下."""
    ends = {"较好": D(89), "一般": D(79), "较差": D(59)} | changes
    return Bands(
        bands=tuple(
            Band(grade=one.grade, at_least=one.at_least, at_most=ends.get(one.grade)) for one in BANDS.bands
        )
    )


def codes(found):
    return [one.code for one in found]


@pytest.mark.parametrize("decimals", [1, 2, 3])
def test_printed_bands_have_gaps_as_soon_as_scores_have_decimals(decimals):
    found = list(check_bands(printed(), decimals=decimals, maximum=D(100)))

    assert codes(found) == ["lint.bands-gap"] * 3
    assert [(one.facts["low"], one.facts["high"]) for one in found] == [(89, 90), (79, 80), (59, 60)]


def test_printed_bands_fit_whole_points_or_totals_rounded_to_them():
    rounded = Bands(bands=printed().bands, round_to=0)

    assert codes(check_bands(printed(), decimals=0, maximum=D(100))) == []
    assert codes(check_bands(rounded, decimals=2, maximum=D(100))) == []


def test_bands_that_overlap_are_found():
    found = list(check_bands(printed(一般=D(80)), decimals=0, maximum=D(100)))

    assert codes(found) == ["lint.bands-overlap"]


def test_bands_that_leave_the_ends_open_are_found():
    bands = Bands(
        bands=(
            Band(grade="好", at_least=D(90), at_most=D(99)),
            Band(grade="一般", at_least=D(60), below=D(90)),
        )
    )

    assert set(codes(check_bands(bands, decimals=0, maximum=D(100)))) == {
        "lint.bands-end-early",
        "lint.bands-start-above-zero",
    }


def sheet(*items, maximum=D(10), start="full", **head):
    return Form(
        key="f",
        title="f",
        maximum=D(10),
        heads=(Head(key="h", name="h", maximum=maximum, start=start, items=items, **head),),
    )


def steps(*told, **kwargs):
    return Steps(key="i", name="i", steps=tuple(CountStep(**one) for one in told), **kwargs)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (sheet(DeductOnce(key="i", name="i", points=D(5)), maximum=D(9)), "lint.heads-do-not-add-up"),
        (
            sheet(DeductOnce(key="i", name="i", points=D(11)), stops_at_zero=True),
            "lint.deducts-more-than-item",
        ),
        (
            sheet(DeductOnce(key="i", name="i", points=D(6), maximum=D(5)), start="zero"),
            "lint.deducts-more-than-item",
        ),
        (
            sheet(DeductPerOccurrence(key="i", name="i", points=D(2), cap=D(12)), stops_at_zero=True),
            "lint.cap-above-item",
        ),
        (sheet(DeductPerOccurrence(key="i", name="i", points=D(4), cap=D(2))), "lint.cap-below-one"),
        (
            sheet(DeductOnce(key="i", name="i", points=D(6)), DeductOnce(key="j", name="j", points=D(6))),
            "lint.deductions-exceed-head",
        ),
        (sheet(DeductOnce(key="i", name="i", points=D(-3))), "lint.not-positive"),
        (
            sheet(DeductOnce(key="i", name="i", points=D(1)), DeductOnce(key="i", name="j", points=D(1))),
            "lint.item-twice",
        ),
        (
            sheet(DeductOnce(key="i", name="i", points=D(1), maximum=D(4)), start="zero"),
            "lint.items-do-not-add-up",
        ),
        (sheet(DeductOnce(key="i", name="i", points=D(1), maximum=D(4))), "lint.maximum-in-full-head"),
        (sheet(), "lint.head-without-items"),
        (
            sheet(
                steps(
                    {"count": 2, "deduct": D(3), "or_more": True},
                    {"count": 3, "deduct": D(5), "or_more": True},
                )
            ),
            "lint.steps-overlap",
        ),
        (
            sheet(steps({"count": 1, "deduct": D(3)}, {"count": 3, "deduct": D(5), "or_more": True})),
            "lint.steps-gap",
        ),
        (sheet(steps({"count": 1, "deduct": D(3)})), "lint.steps-gap"),
        (
            sheet(steps({"count": 1, "deduct": D(5)}, {"count": 2, "deduct": D(3), "or_more": True})),
            "lint.steps-not-rising",
        ),
        (sheet(steps({"count": 1, "or_more": True})), "lint.step-says-nothing"),
        (sheet(Options(key="i", name="i", options={})), "lint.empty"),
        (
            sheet(MeasureBands(key="i", name="i", bands=(MeasureBand(at_least=D(1)),))),
            "lint.measure-band-unclear",
        ),
        (
            sheet(MeasureBands(key="i", name="i", bands=(MeasureBand(at_least=D(1), low=D(5), high=D(2)),))),
            "lint.range-upside-down",
        ),
        (
            sheet(Rate(key="i", name="i", target=D(1), points=D(1), step=D(0)), start="zero"),
            "lint.not-positive",
        ),
        (sheet(Rank(key="i", name="i", places=()), start="zero"), "lint.empty"),
        (sheet(DeductOnce(key="i", name="i", points=D(1)), floor=D(-3)), "lint.floor-inside"),
    ],
)
def test_the_linter_finds(form, code):
    assert code in codes(check_form(form))


def test_a_head_that_says_it_stops_at_zero_may_hold_more_deductions():
    form = sheet(
        DeductOnce(key="i", name="i", points=D(6)),
        DeductOnce(key="j", name="j", points=D(6)),
        stops_at_zero=True,
    )

    assert codes(check_form(form)) == []


def test_weights_of_scorers_add_up_to_one():
    short = Scorers(
        scorers=(Scorer(key="a", name="a", weight=D("0.35")), Scorer(key="b", name="b", weight=D("0.6")))
    )

    assert codes(check_scorers(short)) == ["lint.weights-do-not-add-up"]
    assert codes(check_scorers(Scorers(scorers=(Scorer(key="a", name="a"),)))) == ["lint.nobody-counts"]
