"""All returns of one's campaigns at a glance."""

from datetime import date, timedelta

import pytest

from jiceng.access import scope
from jiceng.reports import sent
from jiceng.store.models import Return
from tests.factories import ON, County

pytestmark = pytest.mark.django_db


def summaries(county, who, on=ON):
    return sent.summaries([county.campaign], scope.organisations(who), on)


def send(county, town, **facts):
    told = {
        "mechanism": "four-tables", "campaign": county.campaign, "organisation": town, "receiver": county.top,
        "number": 1, "figures": {}, "digest": "0" * 64, "sent_by": county.reviewer, "sent_on": ON,
    } | facts  # fmt: skip
    return Return.objects.create(**told)


def test_it_counts_who_has_sent_and_what_became_of_it():
    county = County(towns=4)
    answer = {"answered_by": county.officer, "answered_on": ON}
    send(county, county.towns[0])
    send(county, county.towns[1], state="accepted", receipt="R-1", **answer)
    send(county, county.towns[2], state="back", pending=None, reason="缺", **answer)

    one, of_the_county = summaries(county, county.officer)

    assert of_the_county.expected == 1
    assert (one.title, one.expected) == (county.campaign.title_of("four-tables"), 4)
    assert (one.sent, one.accepted, one.back, one.missing) == (1, 1, 1, 1)


def test_of_a_sender_the_last_one_counts():
    county = County()
    answer = {"answered_by": county.officer, "answered_on": ON}
    send(county, county.town, state="back", pending=None, reason="缺", **answer)
    send(county, county.town, number=2)

    one, _ = summaries(county, county.officer)

    assert (one.sent, one.back, one.missing) == (1, 0, 0)


def test_somebody_sees_the_own_senders_only():
    county = County(towns=3)

    [one] = summaries(county, county.reviewer)

    assert one.expected == 1


def test_it_is_late_once_its_day_has_passed_and_something_is_missing():
    county = County()
    one, _ = summaries(county, county.officer)
    after = one.due_on + timedelta(days=1)

    assert not one.late
    assert summaries(county, county.officer, after)[0].late
    send(county, county.town)
    assert not summaries(county, county.officer, after)[0].late


@pytest.mark.parametrize("towns", [1, 3])
def test_it_costs_the_same_for_any_number(towns, django_assert_max_num_queries):
    county = County(towns=towns)
    seen = scope.organisations(county.officer)

    with django_assert_max_num_queries(6):
        sent.summaries([county.campaign], seen, date(2012, 4, 6))
