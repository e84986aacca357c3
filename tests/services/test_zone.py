"""Co-operation zones: nobody is in two, and what is in them lies below."""

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import zone
from jiceng.services.duty.rows import zones
from jiceng.store.models import AuditEvent, Zone
from tests.factories import ON, County, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County(towns=3)


def put(county, name, *members, by=None):
    return zone.set_zone(organisation=county.top, name=name, members=members, by=by or county.officer, on=ON)


def refused(*args, **facts):
    with pytest.raises(Refusal) as caught:
        put(*args, **facts)
    return caught.value


def test_a_zone_has_the_members_it_was_last_given(county):
    first, second, third = county.towns
    put(county, "第一协作区", first, second)
    put(county, "第一协作区", second, third)

    assert set(Zone.objects.get().members.values_list("organisation", flat=True)) == {second.pk, third.pk}
    assert zones(county.top) == {second.path: "第一协作区", third.path: "第一协作区"}


def test_the_same_members_again_leave_one_event(county):
    put(county, "第一协作区", county.towns[0])
    put(county, "第一协作区", county.towns[0])

    assert AuditEvent.objects.filter(action="zone.set").count() == 1


def test_nobody_is_in_two_zones(county):
    put(county, "第一协作区", county.towns[0])

    refusal = refused(county, "第二协作区", county.towns[0], county.towns[1])

    assert (refusal.code, refusal.facts["zone"]) == ("duty.zone-member-elsewhere", "第一协作区")
    assert Zone.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  "])
def test_a_zone_has_a_name(county, name):
    assert refused(county, name, county.towns[0]).code == "duty.zone-without-name"


def test_a_zone_has_members_and_they_lie_below(county):
    assert refused(county, "甲").code == "duty.zone-empty"
    assert refused(county, "甲", county.top).code == "duty.zone-member-outside"
    assert refused(county, "甲", County().town).code == "duty.zone-member-outside"


def test_a_dissolved_zone_is_gone_and_its_members_may_join_another(county):
    made = put(county, "第一协作区", county.towns[0])
    zone.dissolve_zone(zone=made, by=county.officer, on=ON)

    assert put(county, "第二协作区", county.towns[0]).name == "第二协作区"


def test_zones_are_set_by_officers_of_the_organisation(county):
    for who in (secretary(county.branch), county.reviewers[0]):
        with pytest.raises(Forbidden):
            put(county, "甲", county.towns[0], by=who)
