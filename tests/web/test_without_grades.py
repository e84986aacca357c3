"""A document that grades nobody, by itself and beside one that grades: the register's pages stay what they are."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import County, in_post
from tests.web.reading import words

pytestmark = pytest.mark.django_db

GRADES_NOBODY = "guilin-2018-standardisation"


@pytest.fixture
def county():
    """A county in which something is decided, and then another campaign begins under a document without grades."""
    made = County(kind="village")
    made.score()
    made.decide(grade="好")
    made.second = factories.campaign(made.top, pack=GRADES_NOBODY, title="标准化规范化")
    return made


def page(client, name, *args, query=""):
    return client.get(reverse(name, args=args) + query)


def test_tree_keeps_the_decided_grade_when_a_campaign_without_grades_opens(client, county):
    client.force_login(county.officer)

    answer = page(client, "organisation-below", county.town.pk)

    assert answer.status_code == 200
    assert "好" in words(answer).splitlines()


def test_organisation_shows_its_grade_first_and_the_other_campaign_beside(client, county):
    client.force_login(county.officer)

    answer = page(client, "organisation", county.branch.pk)

    assert reverse("subject", args=[county.subject.pk]) in answer.content.decode()
    assert "标准化规范化" in words(answer)


def test_organisation_in_a_campaign_without_grades_has_no_sheet_and_no_grade(client, county):
    client.force_login(county.officer)

    answer = page(client, "organisation", county.branch.pk, query=f"?campaign={county.second.pk}")

    assert answer.status_code == 200
    assert reverse("subject", args=[county.second.subjects.first().pk]) not in answer.content.decode()


def test_whoever_helps_is_shown_in_a_campaign_without_grades(client, county):
    client.force_login(in_post("secretary", county.branch))

    answer = page(client, "helpers", county.second.pk, county.branch.pk)

    assert answer.status_code == 200
