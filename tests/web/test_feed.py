"""The own calendar: made, shown once, read without signing in, ended."""

import re

import pytest
from django.urls import reverse

from jiceng import clock
from jiceng.store.models import AuditEvent, Feed
from tests.factories import ON, County, secretary
from tests.reports.test_calendar import plain, read
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on():
    with clock.on(ON):
        yield


def make(client):
    """The address as its owner copies it."""
    answer = client.post(reverse("feed-make"))
    return re.search(r"http://testserver(/feed/[\w-]{43}\.ics)", answer.content.decode())[1]


def test_the_calendar_says_what_the_own_desk_says_and_nothing_of_others(client):
    county = County(branches=2)
    client.force_login(secretary(county.branch))
    address = make(client)
    client.logout()

    answer = client.get(address)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    [event] = read(answer.content)
    assert plain(event["SUMMARY"]) == f"“{county.branch.name}”还没有自评"
    assert event["DTSTART;VALUE=DATE"] == "20120410"
    assert event["URL"] == f"http://testserver/subjects/{county.subject.pk}/score/self/"
    assert county.branches[1].name not in answer.content.decode()


def test_in_english_where_it_was_made_in_english(client):
    county = County()
    client.force_login(secretary(county.branch))

    [event] = read(client.get(make(client), {"lang": "en"}).content)

    assert "has not assessed itself yet" in event["SUMMARY"]


def test_the_address_is_shown_once_and_not_kept(client):
    county = County()
    client.force_login(secretary(county.branch))

    token = make(client).removeprefix("/feed/").removesuffix(".ics")

    assert token not in client.get(reverse("feed")).content.decode()
    assert Feed.objects.get().token != token
    assert not AuditEvent.objects.filter(body__contains=token).exists()


def test_a_new_address_ends_the_old_one(client):
    county = County()
    client.force_login(secretary(county.branch))
    old = make(client)

    new = make(client)

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_an_ended_address_answers_as_one_that_never_was(client):
    county = County()
    who = secretary(county.branch)
    client.force_login(who)
    address = make(client)

    client.post(reverse("feed-end"))

    ended, never = client.get(address), client.get("/feed/" + "x" * 43 + ".ics")
    assert (ended.status_code, never.status_code) == (404, 404)
    assert ended.content == never.content
    assert list(AuditEvent.objects.filter(action__startswith="feed.").values_list("action", flat=True)) == [
        "feed.made",
        "feed.ended",
    ]


def test_of_a_closed_account_there_is_no_calendar(client):
    county = County()
    who = secretary(county.branch)
    client.force_login(who)
    address = make(client)
    who.is_active = False
    who.save()

    assert client.get(address).status_code == 404


def test_what_is_stored_opens_nothing(client):
    """Whoever reads the database has no address."""
    county = County()
    client.force_login(secretary(county.branch))
    make(client)

    assert client.get(reverse("feed-read", args=[Feed.objects.get().token])).status_code == 404


def test_the_page_says_whether_there_is_one(client):
    county = County()
    client.force_login(secretary(county.branch))
    before = client.get(reverse("feed"))
    make(client)

    after = client.get(reverse("feed"))

    assert reverse("feed-end") not in before.content.decode()
    assert reverse("feed-end") in after.content.decode()
    assert words(before) != words(after)


@pytest.mark.parametrize("size", [1, 3])
def test_a_calendar_costs_the_same_for_any_number(client, size, django_assert_max_num_queries):
    county = County(branches=size)
    client.force_login(county.reviewer)
    address = make(client)

    with django_assert_max_num_queries(30):
        client.get(address)
