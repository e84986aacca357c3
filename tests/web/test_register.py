"""The grade that the register shows: the decided one, and a computed one only as such."""

import pytest
from django.urls import reverse

from jiceng.store.models import Outside
from tests.factories import ON, County, campaign, organisation, secretary
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


def test_a_branch_of_a_general_branch_shows_the_grade_of_its_unit_or_its_own_and_why(seen_by):
    county = County()
    county.score()
    branch = organisation(county.branch, name="第一支部")
    outside = Outside.objects.create(campaign=county.campaign, organisation=branch, why="with-unit")
    browser, address = seen_by(secretary(branch)), reverse("organisation", args=[branch.pk])
    assert "随党总支，还没有定级" in words(browser.get(address))

    county.decide(grade="好")
    assert words(browser.get(address)).count("随党总支") == 2

    told = {"own_grade": "一般", "own_reason": "半年没有开展活动", "by": county.officer, "on": ON}
    Outside.objects.filter(pk=outside.pk).update(**told)
    page = words(browser.get(address))
    assert "一般" in page
    assert "半年没有开展活动" in page
    assert "没有活动对这个党组织定级" not in page
