"""What no page of ours sends is answered in words, never with a fault of the server."""

import json

import pytest
from django.urls import reverse

from jiceng.store.models import Line
from tests.factories import County, secretary
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db

PLAN = "no-yearly-plan"
DIGITS = ["²", "①", "-1", "9" * 30, "9" * 5000, "1e3"]


@pytest.fixture
def send(county, office):
    """One item with some of its fields as somebody made them up."""
    address = reverse("score-line", args=[county.subject.pk, "assessment"])

    def line(sent="", **parts):
        told = {"value": "1", "reason": "查档案，没有计划", "seen": "0"} | parts
        facts = {f"{part}:{PLAN}": value for part, value in told.items()}
        return office.post(address, {"item": PLAN, "sent": sent, **facts})

    return line


@pytest.mark.parametrize("number", DIGITS)
def test_a_number_in_an_address_that_is_none_is_passed_over(county, office, number):
    branch = reverse("organisation", args=[county.branch.pk])
    rows = reverse("campaign-organisations", args=[county.campaign.pk])

    assert office.get(branch, {"campaign": number}).status_code == 200
    assert "1 个党组织" in words(office.get(rows, {"committee": number, "page": number}))


@pytest.mark.parametrize("number", DIGITS)
def test_a_version_nobody_saw_is_none(send, number):
    assert send(seen=number)["X-Line"] == "saved"


@pytest.mark.parametrize("sent", ["[" * 100_000, "[1]", "null", '{"value": 1}', "x"])
def test_what_was_sent_before_and_cannot_be_read_counts_for_nothing(send, sent):
    assert send(sent=sent)["X-Line"] == "saved"


@pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "1e-999999999", "NaN", "sNaN", "Infinity"])
@pytest.mark.parametrize("part", ["value", "points"])
def test_a_number_beyond_anything_real_is_refused_beside_its_item(send, part, number):
    answer = send(**{part: number})

    assert answer["X-Line"] == "refused"
    assert len(alert(answer)) < 200
    assert not Line.objects.exists()


def test_a_search_of_any_length_finds_nothing(office):
    answer = office.get(reverse("organisations"), {"q": "村" * 60_000})

    assert "没有名称含" in words(answer)
    assert len(words(answer)) < 3_000


def test_a_zero_byte_is_unreadable(county, office):
    explain = reverse("explain", args=[county.subject.pk])

    assert office.post(explain, {"text": "有\0据"}).status_code == 400
    assert office.get(reverse("organisations"), {"q": "村\0"}).status_code == 400


def test_a_reason_that_nobody_would_read_is_refused_with_its_length(send, county, office):
    county.score()
    decide = reverse("decide", args=[county.subject.pk])

    assert "有 2001 字，最多 2000 字" in alert(send(reason="因" * 2001))
    assert "最多 2000 字" in alert(office.post(decide, {"grade": "好", "reason": "因" * 2001}))


@pytest.mark.parametrize("form", ["decide", "withdraw", "explain"])
def test_a_refused_form_reloaded_leads_back_to_its_page(county, office, form):
    """The address of a refused form stays in the phone's history, and the language switch comes back to it."""
    address = reverse(form, args=[county.subject.pk])

    answer = office.get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("organisation", args=[county.branch.pk]))


def test_a_form_of_another_branch_leads_nowhere(county, client):
    client.force_login(secretary(County().branch))

    assert client.get(reverse("decide", args=[county.subject.pk])).status_code == 404


def test_a_grade_whose_sheet_no_longer_fits_is_said_to_machines_too(county, office):
    county.score(no_yearly_plan="1")
    Line.objects.update(value="x")

    answer = office.get(reverse("trace", args=[county.subject.pk]))

    assert answer.status_code == 409
    assert json.loads(answer.content)["refused"]
