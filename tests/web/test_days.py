"""The page of days off."""

import pytest
from django.urls import reverse

from jiceng.services import days as calendar
from jiceng.store.models import Holiday
from tests.noticed import Noticed
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Noticed()


@pytest.fixture
def seen(client):
    def by(user):
        client.force_login(user)
        return client

    return by


def test_days_off_are_listed_by_year_and_entered_by_the_county(world, seen):
    calendar.load_holidays([2026])
    client = seen(world.county)
    assert "国庆节" in words(client.get(reverse("days"), {"year": "2026"}))

    empty = client.get(reverse("days"), {"year": "2027"})
    assert 'class="say wrong"' in empty.content.decode()
    assert 'class="say wrong"' not in client.get(reverse("days"), {"year": "2026"}).content.decode()
    client.post(f"{reverse('days')}?year=2027", {"day": "2027-01-01", "working": "no", "name": "元旦"})
    assert Holiday.objects.get(on="2027-01-01").name == "元旦"

    refused = client.post(reverse("days"), {"day": "2027-01-02", "working": "no", "name": "元旦"})
    assert (refused.status_code, "周末" in alert(refused)) == (422, True)
    client.post(reverse("days-remove"), {"day": "2027-01-01"})
    assert not Holiday.objects.filter(on="2027-01-01").exists()


def test_others_read_the_days_off_and_enter_none(world, seen):
    client = seen(world.clerk)

    page = client.get(reverse("days"))

    assert page.status_code == 200
    assert reverse("days-remove") not in page.content.decode()
    assert client.post(reverse("days"), {"day": "2027-01-01", "name": "元旦"}).status_code == 404
    assert client.post(reverse("days-remove"), {"day": "2027-01-01"}).status_code == 404


@pytest.mark.parametrize("year", ["", "x", "1", "99999999999999999999", "2003"])
def test_a_year_that_makes_no_sense_shows_one_that_does(world, seen, year):
    assert seen(world.county).get(reverse("days"), {"year": year}).status_code == 200
