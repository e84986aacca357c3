"""The county as plain rows: the published numbers, and nothing real that is said to be."""

import random
from collections import Counter
from decimal import Decimal

import pytest

from jiceng import packs
from jiceng.demo import county, scores
from jiceng.kernel.register import KINDS
from jiceng.kernel.sheet import score

UNITS = county.units(random.Random(2012))
GRADED = [one for one in UNITS if one.kind]
COMMITTEES = [one for one in UNITS if not one.kind and one.parent]


def test_the_county_has_the_published_numbers():
    kinds = Counter(one.kind for one in GRADED)

    assert kinds == {
        "village": 119,
        "community": 7,
        "state-firm": 16,
        "non-public-firm": 123,
        "organ-institution": 251,
        "social-organisation": 17,
    }
    assert set(kinds) == set(KINDS)
    assert (len(GRADED), len(COMMITTEES), sum(one.members for one in GRADED)) == (533, 38, 19_006)
    assert min(one.members for one in GRADED) >= 3


def test_every_organisation_comes_after_the_one_it_is_under():
    before = {""}
    for one in UNITS:
        assert one.parent in before
        before.add(one.code)

    assert len(before) == len(UNITS) + 1


def test_every_committee_has_somebody_to_decide_on():
    under = Counter(one.parent for one in GRADED)

    assert set(under) == {one.code for one in COMMITTEES}


def test_no_two_organisations_share_a_name():
    assert len({one.name for one in UNITS}) == len(UNITS)


def test_real_places_keep_their_codes_and_everything_else_is_marked_invented():
    real = {row["code"]: row["name"] for row in county.read("divisions.csv")}

    assert {one.code for one in UNITS if not one.invented} == set(real)
    assert all(one.code not in real for one in UNITS if one.invented)
    for one in UNITS:
        place = real.get(one.code, "").removesuffix("委会").removesuffix("居")
        assert place in one.name


def test_schools_and_hospitals_are_institutions_and_offices_are_not():
    classes = {one.name: one.own_class for one in GRADED if one.kind == "organ-institution"}

    assert classes["市妇幼保健所党支部"] == classes["临江镇中心小学党支部"] == "事业单位"
    assert classes["市委组织部党支部"] == ""


def test_the_same_seed_gives_the_same_county():
    assert county.units(random.Random(2012)) == UNITS
    assert county.units(random.Random(2013)) != UNITS


SCHEME, NOW = (packs.load(name).scheme() for name in ("jilin-2012-grading", "yichun-2012-grading"))
FORMS = [(scheme, class_name) for scheme in (SCHEME, NOW) for class_name in scheme.forms]


@pytest.mark.parametrize(("scheme", "class_name"), FORMS)
@pytest.mark.parametrize("low", [43, 61, 82, 94])
def test_drawn_lines_give_the_wished_total_on_every_form(scheme, class_name, low):
    form = scheme.form(class_name)
    facts = {"low": Decimal(low), "high": Decimal(low + 3), "members": 60, "words": scores.words(2012)}

    entries = scores.draw(form, class_name, rng=random.Random(1), **facts)

    assert low <= score(form, entries, class_name=class_name).total <= low + 3
    assert all(one.reason and "{" not in one.reason for one in entries.values())


def test_every_item_that_can_take_points_has_a_reason_of_its_own():
    known = scores.words(2012).by_item
    takes = {
        item.key
        for scheme in (SCHEME, NOW)
        for form in scheme.forms.values()
        for _, item in form.items()
        if list(scores._drawn(item, random.Random(1)))
    }

    assert sorted(takes - set(known)) == []


@pytest.mark.parametrize("class_name", NOW.forms)
def test_an_own_sheet_answers_every_item_and_takes_points_only_where_it_says_so(class_name):
    form = NOW.form(class_name)

    whole = scores.every_item(form, class_name, {})

    assert score(form, whole, class_name=class_name).total == 100
    NOW.self_assessment.check(form, whole, class_name=class_name)


def test_lines_that_cannot_be_are_said_to_be_impossible():
    form = SCHEME.form("机关")
    facts = {"low": Decimal("99.91"), "high": Decimal("99.92"), "members": 60, "words": scores.words(2012)}

    with pytest.raises(ValueError, match="no lines on"):
        scores.draw(form, "机关", rng=random.Random(1), **facts)
