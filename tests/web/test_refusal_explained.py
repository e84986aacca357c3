"""A refusal that no page has caught is a page that says it, in the reader's language, and never a fault."""

import pytest
from django.urls import reverse

from jiceng.kernel.refusal import Refusal
from jiceng.web import public, register
from tests.factories import County, officer
from tests.web.reading import alert

pytestmark = pytest.mark.django_db
ZH, EN = "这个制度包没有等级分数段", "This pack has no grade bands"


def refuse(*args, **kwargs):
    raise Refusal("sheet.no-bands")


@pytest.fixture
def reader(client, monkeypatch):
    county = County()
    client.force_login(officer(county.top))
    monkeypatch.setattr(register, "_with_grades", refuse)
    return client


def test_page_that_is_refused_says_why_and_is_kept_by_no_cache(reader):
    answer = reader.get(reverse("organisations"))

    assert (answer.status_code, alert(answer)[: len(ZH)]) == (422, ZH)
    assert "no-store" in answer["Cache-Control"]


def test_piece_of_a_page_that_is_refused_leads_to_the_page_that_says_why(reader):
    address = reverse("organisations") + "?q="

    answer = reader.get(address, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (422, address)


def test_public_page_that_is_refused_says_so_in_the_language_of_its_address(client, monkeypatch):
    monkeypatch.setattr(public, "paged", refuse)

    said = {lang: alert(client.get(f"{reverse('public-notices')}?lang={lang}")) for lang in ("zh", "en")}

    assert (said["zh"][: len(ZH)], said["en"][: len(EN)]) == (ZH, EN)


def test_what_is_no_refusal_stays_a_fault(reader, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(register, "_with_grades", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        reader.get(reverse("organisations"))
