"""Every thing a pack asks for has its page, and the campaign leads there."""

import re

import pytest
from django.urls import reverse

from jiceng.access import scope
from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.procedure import Steps
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet import Adopted, Bands, ClassSheet, Quota
from jiceng.web.affairs import affairs
from tests.campaigns import WITH_STEPS, Running
from tests.web.reading import words

pytestmark = pytest.mark.django_db

# What speaks on other pages: on sheets, on steps, on results.
ELSEWHERE = (
    Objects, Bands, ClassSheet, Quota, Adopted, Consequence, Gate, Steps,
)  # fmt: skip


@pytest.mark.parametrize("pack", WITH_STEPS)
def test_whatever_can_be_done_under_a_pack_is_one_tap_away(pack):
    running = Running(pack)
    campaign = running.campaign

    named = {
        title for group in affairs(campaign, scope.posts(running.officer)) for title, _, _ in group.links
    }

    owed = {campaign.title_of(key) for key, rule in campaign.rules.items() if not isinstance(rule, ELSEWHERE)}
    assert named == owed


@pytest.mark.parametrize("pack", WITH_STEPS)
def test_every_page_it_leads_to_answers(client, pack):
    running = Running(pack)
    client.force_login(running.officer)

    found = {
        address: client.get(address, follow=True).status_code
        for group in affairs(running.campaign, scope.posts(running.officer))
        for _, address, _ in group.links
    }

    assert set(found.values()) == {200}, found


def test_the_campaign_names_its_things_by_step(client):
    running = Running()
    client.force_login(running.officer)

    said = words(client.get(reverse("campaign", args=[running.campaign.pk])))

    assert "党员大会" in said
    assert "不分步骤" in said


def test_who_may_not_draw_or_pair_is_led_to_neither():
    running = Running("meizhou-2012-lookback")
    jilin = Running("jilin-2012-grading")

    def pages(one, role):
        held = scope.posts(one.who(role, one.town))
        return [href for group in affairs(one.campaign, held) for _, href, _ in group.links]

    assert not any("/draws/" in href for href in pages(jilin, "reviewer"))
    assert not any("/pairs/" in href for href in pages(running, "reviewer"))
    assert any("/pairs/" in href for href in pages(running, "committee-officer"))


def test_each_thing_says_of_how_many_it_is_missing_below_the_reader(client):
    """What no step awaits too: 000-1 §四3 asks for it once a grade is decided."""
    running = Running(branches=2)
    running.decided(grade="较差")
    client.force_login(running.officer)
    way = reverse("campaign", args=[running.campaign.pk])

    page = client.get(way).content.decode()

    title = running.campaign.title_of("poor-items")
    assert re.search(f'{title} <span class="mark">还缺 1</span>', page)
    assert re.search(f'{running.campaign.title_of("help-plan")} <span class="mark">还缺 1</span>', page)
    client.force_login(running.who("secretary", running.branches[1]))
    assert f"{title} <span" not in client.get(way).content.decode()
