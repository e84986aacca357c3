"""The grade that the register shows: the decided one, and a computed one only as such."""

import pytest
from django.urls import reverse

from tests.factories import County, campaign
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def listed(client, county):
    return words(client.get(reverse("organisations"), {"q": county.branch.name}))


def test_a_computed_grade_is_shown_as_computed(seen_by):
    county = County()
    county.score()

    assert "计算得出，未定级" in listed(seen_by(county.officer), county)


def test_a_new_campaign_leaves_the_grade_that_was_decided_in_its_place(seen_by):
    county = County()
    county.score()
    county.decide()
    campaign(county.top, title="下一年定级")

    page = listed(seen_by(county.officer), county)

    assert "好" in page
    assert "计算得出，未定级" not in page


def test_a_grade_decided_otherwise_is_not_explained_as_if_it_were_computed(seen_by):
    county = County()
    county.score()
    county.decide(grade="较好", reason="会议研究降低一个等次")

    page = words(seen_by(county.officer).get(reverse("organisation", args=[county.branch.pk])))

    assert "为什么按规则是“好”" in page
    assert "党委定的是“较好”" in page
