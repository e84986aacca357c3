"""The tree: fixed-width paths, one range for everything below."""

import pytest
from django.db import IntegrityError, connection, transaction

from jiceng.kernel.refusal import Refusal
from jiceng.store.models import Organisation, Person
from jiceng.store.register import DEEPEST, add_organisation, add_organisations, ancestor_paths, segment
from tests.factories import committee, organisation

pytestmark = pytest.mark.django_db


def names(found):
    return [one.name for one in found.order_by("path")]


def test_paths_are_assigned_in_order_below_the_parent():
    county = committee()

    first, second = organisation(county), organisation(county)
    below = organisation(first)

    assert [first.path, second.path, below.path] == [
        f"{county.path}0000",
        f"{county.path}0001",
        f"{county.path}00000000",
    ]


def test_below_an_organisation_is_one_range_that_leaves_out_its_neighbours():
    county, other = committee(name="甲县"), committee(name="乙县")
    town, next_town = committee(county, name="甲镇"), committee(county, name="丙镇")
    organisation(town, name="甲村")
    organisation(next_town, name="丙村")
    organisation(other, name="乙村")

    assert names(Organisation.objects.under(town)) == ["甲镇", "甲村"]
    assert names(Organisation.objects.under(county)) == ["甲县", "甲镇", "甲村", "丙镇", "丙村"]


def test_the_range_holds_past_the_digits_that_sort_last():
    county = committee()
    town = Organisation.objects.create(code="z", name="末镇", form="committee", path=county.path + "zzzz")
    village = organisation(town, name="末村")

    assert village.path == f"{county.path}zzzz0000"
    assert names(Organisation.objects.under(county)) == [county.name, "末镇", "末村"]


def test_the_range_uses_the_index_of_the_path():
    county = committee()

    plan = Organisation.objects.under(county).explain()

    assert "USING INDEX" in plan.upper() if connection.vendor == "sqlite" else plan


def test_above_an_organisation_is_topmost_first():
    county = committee(name="县")
    village = organisation(committee(county, name="镇"), name="村")

    assert names(Organisation.objects.above(village)) == ["县", "镇"]
    assert ancestor_paths(village.path)[-1] == village.path


def test_two_counties_do_not_share_a_path():
    assert committee().path != committee().path


def test_a_path_cannot_be_taken_twice():
    county = committee()

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(code="twice", name="另一个", path=county.path)


def test_a_code_cannot_be_taken_twice():
    county = committee(code="360982")

    with pytest.raises(Refusal) as refused:
        add_organisation(code="360982", name="另一个", parent=county)

    assert (refused.value.code, refused.value.facts) == ("register.code-taken", {"taken": "360982"})


def test_a_tree_ends_at_its_deepest_level():
    one = committee()
    for _ in range(DEEPEST - 1):
        one = committee(one)

    with pytest.raises(Refusal) as refused:
        committee(one)

    assert refused.value.code == "register.too-deep"


def test_a_level_holds_so_many_and_no_more():
    assert segment(36**4 - 1) == "zzzz"
    with pytest.raises(Refusal):
        segment(36**4)


def unit(code):
    return Organisation(code=code, name=f"{code}支部")


def test_many_at_once_get_the_places_they_would_have_had_one_by_one():
    rows = [("", "a"), ("a", "b"), ("b", "c"), ("b", "d"), ("a", "e"), ("e", "f")]

    add_organisations((above, unit(code)) for above, code in rows)

    kept = {one.code: (one.path, one.parent.code if one.parent else "") for one in Organisation.objects.all()}
    assert kept == {
        "a": ("0000", ""),
        "b": ("00000000", "a"),
        "c": ("000000000000", "b"),
        "d": ("000000000001", "b"),
        "e": ("00000001", "a"),
        "f": ("000000010000", "e"),
    }


def test_many_at_once_stand_after_those_already_there():
    county = committee(code="county")
    committee(county)

    add_organisations([("county", unit("x")), ("x", unit("y"))])

    assert Organisation.objects.get(code="x").path == f"{county.path}0001"
    assert Organisation.objects.get(code="y").path == f"{county.path}00010000"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("nobody", "x")], "register.parent-unknown"),
        ([("", "x"), ("", "x")], "register.code-taken"),
        ([("", "county")], "register.code-taken"),
    ],
)
def test_many_at_once_are_refused_together(rows, code):
    committee(code="county")

    with pytest.raises(Refusal) as refused:
        add_organisations((above, unit(name)) for above, name in rows)

    assert refused.value.code == code
    assert Organisation.objects.count() == 1


def test_search_asks_every_word_of_the_name_or_the_start_of_the_code():
    county = committee(name="某县", code="360982")
    organisation(county, name="临江镇双洲村党支部", code="360982100201")
    organisation(county, name="临江镇渚塘村党支部", code="360982100202")

    assert names(Organisation.objects.named_like("临江 双洲")) == ["临江镇双洲村党支部"]
    assert names(Organisation.objects.named_like("360982100202")) == ["临江镇渚塘村党支部"]


def test_a_person_without_a_name_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="")
