"""Records on their pages: who owes what, one written part by part, one taken back."""

from datetime import date

import pytest
from django.urls import reverse

from jiceng import clock
from jiceng.services import duty
from jiceng.store.models import Record
from tests.factories import ON, reviewer, secretary
from tests.filing import Filing
from tests.house.permissions import signed_in
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by():
    """Somebody's browser, the second factor shown where one is asked for."""
    return signed_in


SENT = {
    "held_on": "2012-04-05",
    "part-0": "党员",
    "part-1": "领导班子、党员队伍",
    "part-2": "希望多开会研究产业",
}


@pytest.fixture
def county():
    return Filing(branches=2)


def listed(county, key="interviews"):
    return reverse("records", args=[county.campaign.pk, key])


def new(county, key="interviews", where=None):
    return reverse("record-new", args=[county.campaign.pk, key, (where or county.branch).pk])


def write(county):
    said = {"对象": "党员", "围绕的方面": "领导班子", "情况和意见": "希望多开会研究产业"}
    return duty.record(
        campaign=county.campaign, mechanism="interviews", organisation=county.branch, said=said, held_on=ON,
        by=county.reviewer, on=ON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "latest", "filled_in"),
    [("", ON, ON.isoformat()), ("?held_on=2012-03-31", date(2012, 3, 31), ""),
     ("?held_on=2013-03-31", ON, ON.isoformat()), ("?held_on=x", ON, ON.isoformat())],
)  # fmt: skip
def test_the_day_of_a_period_that_is_over_is_left_to_the_writer_and_may_not_be_later(
    county, seen_by, query, latest, filled_in
):
    with clock.on(ON):
        page = seen_by(county.reviewer).get(new(county) + query)

    [day] = [told for tag, told in tags(page) if tag == "input" and told.get("name") == "held_on"]
    assert (day["max"], day["value"]) == (latest.isoformat(), filled_in)
    assert ("为止的这一期" in words(page)) == (filled_in == "")


def test_a_record_is_written_in_the_words_of_the_document(county, seen_by):
    browser = seen_by(county.reviewer)
    shown = words(browser.get(new(county)))

    answer = browser.post(new(county), SENT, follow=True)

    assert all(part in shown for part in ("对象", "围绕的方面", "情况和意见", "服务对象"))
    assert Record.objects.get().said["对象"] == "党员"
    assert "希望多开会研究产业" in words(answer)


def test_a_record_refused_keeps_what_was_typed_and_marks_the_field(county, seen_by):
    answer = seen_by(county.reviewer).post(new(county), SENT | {"part-1": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "围绕的方面" in alert(answer)
    assert "希望多开会研究产业" in page
    assert page.count('aria-invalid="true"') == 1
    assert 'id="amiss-1"' in page


@pytest.mark.parametrize("day", ["", "2012-13-45", "昨天", "2099-01-01"])
def test_a_day_that_is_none_is_refused(county, seen_by, day):
    answer = seen_by(county.reviewer).post(new(county), SENT | {"held_on": day})

    assert answer.status_code == 422
    assert not Record.objects.exists()


def test_the_list_says_what_is_still_owed_and_leads_to_writing_it(county, seen_by):
    write(county)

    answer = seen_by(county.reviewer).get(listed(county))

    assert "群众" in words(answer)  # a topic nobody was asked about yet
    assert new(county) in answer.content.decode()


def test_the_secretary_sees_the_own_records_and_writes_none_of_the_teams(county, seen_by):
    write(county)

    page = seen_by(county.secretary).get(listed(county)).content.decode()

    assert county.branch.name in page
    assert county.branches[1].name not in page
    assert new(county) not in page


def test_a_record_is_taken_back_with_a_reason(county, seen_by):
    one = write(county)
    browser = seen_by(county.reviewer)

    refused = browser.post(reverse("record-withdraw", args=[one.pk]), {"reason": "无"})
    done = browser.post(reverse("record-withdraw", args=[one.pk]), {"reason": "记错了支部"}, follow=True)

    assert refused.status_code == 422
    assert "记错了支部" in words(done)


def test_a_record_of_somebody_else_is_not_found(county, seen_by):
    one = write(county)
    stranger = seen_by(reviewer(Filing().town))

    for address in (reverse("record", args=[one.pk]), listed(county), new(county)):
        assert stranger.get(address).status_code == 404
    assert seen_by(secretary(county.branches[1])).get(reverse("record", args=[one.pk])).status_code == 404


@pytest.mark.parametrize("key", ["grades", "no-such", "returns"])
def test_a_key_that_is_no_record_is_not_found(county, seen_by, key):
    assert seen_by(county.reviewer).get(listed(county, key)).status_code == 404


def test_a_committees_record_is_listed_at_the_committee(county, seen_by):
    page = words(seen_by(county.reviewer).get(listed(county, "enlarged-meeting")))

    assert county.town.name in page
    assert county.branch.name not in page


@pytest.mark.parametrize("rows", [1, 3, 500])
def test_the_list_of_records_costs_the_same_for_any_number(rows, seen_by, django_assert_num_queries):
    county = Filing(branches=rows)
    write(county)
    browser = seen_by(county.reviewer)
    browser.get(listed(county))

    with django_assert_num_queries(8):
        browser.get(listed(county))
