"""Pages asked in ways that no page of ours offers."""

import pytest
from django.urls import reverse

from jiceng.kernel.link import InSeat
from jiceng.services import link as links
from jiceng.store.models import Campaign, Link
from tests.factories import DUE, ON, County
from tests.items import PLAN, Ledgers
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    county = Ledgers()
    county.graded("较差")
    return county


@pytest.mark.parametrize("seen", ["9" * 5000, "٣" * 5000, "-1", "²"])
def test_a_plan_that_names_a_version_nobody_saw_is_told_so(world, client, seen):
    item = world.planned()
    client.force_login(world.above)

    answer = client.post(
        reverse("item-act", args=[item.pk, "plan"]),
        {
            "seen": seen,
            "part-1": "换一种做法",
            "part-2": PLAN["量化目标"],
            "owner": "李某",
            "due_on": DUE.isoformat(),
        },
    )

    assert answer.status_code == 422
    assert "改" in alert(answer)


def test_an_organisation_of_another_county_is_not_even_named_as_a_helper(world, client):
    foreign = County()
    client.force_login(world.above)
    told = {"organisation": world.branch.pk, "kind": "挂扶部门", "other": foreign.branch.pk}

    answer = client.post(reverse("link-set", args=[world.campaign.pk, "x-helpers"]), told)

    assert answer.status_code == 422
    assert foreign.branch.name not in words(answer)
    assert not Link.objects.exists()


def test_a_team_of_a_closed_campaign_is_not_dissolved_and_the_page_says_why(world, client):
    team = links.make_team(
        campaign=world.campaign, mechanism="x-team", organisation=world.top, name="第一组",
        members=[InSeat("案例甲", "组长", "县委组织部长"), InSeat("案例乙", "成员")], by=world.officer, on=ON,
    )  # fmt: skip
    Campaign.objects.update(closed_on=ON)
    client.force_login(world.officer)

    answer = client.post(reverse("team-dissolve", args=[team.pk]), follow=True)

    team.refresh_from_db()
    assert team.dissolved_on is None
    assert "结束" in words(answer)
