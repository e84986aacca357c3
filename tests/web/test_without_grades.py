"""A document that grades nobody, by itself and beside one that grades: the register's pages stay what they are."""

import pytest
from django.urls import reverse

from jiceng import clock
from jiceng.services import notice
from tests import factories
from tests.campaigns import Running
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


def test_a_campaign_that_grades_nobody_shows_what_each_still_lacks_and_no_scores(client):
    """000-5 §三: progress organisation by organisation; there is nothing to assess, to score or to decide."""
    run = Running("hunan-township-building-year", branches=2)
    client.force_login(run.town_officer)
    address = reverse("campaign-organisations", args=[run.campaign.pk])

    whole, listed = page(client, "campaign", run.campaign.pk), client.get(address)

    for scored in ("已自评", "已打分", "已定级", "应定级"):
        assert scored not in words(whole)
        assert scored not in words(listed)
    before = listed.context["lacking"]
    assert min(before[branch.pk] for branch in run.branches) > 0
    assert whole.context["lacking_by_committee"][run.town.pk] > sum(
        before[branch.pk] for branch in run.branches
    )

    secretary = run.who("secretary", run.branches[0])
    said = dict.fromkeys(
        ["党组织成员的分工和职责", "党组织决策程序和办法", "重大决策的过程", "群众反映问题的整改情况"],
        "见附页",
    )
    notice.post(
        campaign=run.campaign, mechanism="party-affairs", organisation=run.branches[0], place="公开栏", entries=said,
        by=secretary, on=clock.today(),
    )  # fmt: skip
    after = client.get(address).context["lacking"]
    assert [before[branch.pk] - after[branch.pk] for branch in run.branches] == [1, 0]
