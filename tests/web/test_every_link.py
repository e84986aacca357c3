"""Nobody is shown a way they cannot go: every shipped pack at once in a small county, every role, from the desk on."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from jiceng import packs
from jiceng.kernel.register import KINDS
from jiceng.services import sheet as services
from jiceng.store.models import Post, Subject
from jiceng.web import affairs
from tests.factories import DUE, ON, adoption, committee, in_post, organisation
from tests.house.permissions import CONTENT, signed_in
from tests.web.crawling import crawl

pytestmark = pytest.mark.django_db

# Who goes first at a place opens the page of every mechanism; who follows, every kind of page of every campaign.
AT_COUNTY = ("county-officer", "inspector", "auditor", "system-administrator", "security-administrator")
AT_TOWN = ("committee-officer", "reviewer", "delegate")
AT_BRANCH = ("secretary", "member")
PAPERS = {"form-download", "return-form"}  # alike in every campaign, and dear


class World:
    """A county of two towns and a branch of each kind; somebody in every role; a campaign of each of these packs."""

    def __init__(self, names):
        self.county = committee(name="某县县委")
        self.town = committee(self.county, name="某镇党委")
        self.branches = [organisation(self.town, kind=kind) for kind in KINDS]
        organisation(committee(self.county, name="邻镇党委"))
        places = ((AT_COUNTY, self.county), (AT_TOWN, self.town), (AT_BRANCH, self.branches[0]))
        self.people = [{role: in_post(role, place) for role in roles} for roles, place in places]
        self.campaigns = [
            services.open_campaign(
                adoption=adoption(self.county, pack=name),
                title=packs.load(name).title,
                by=self.people[0]["county-officer"],
                on=ON,
                due_on=DUE,
            )
            for name in names
        ]
        self.campaign_of = dict(Subject.objects.values_list("pk", "campaign"))

    def about(self, found, query):
        """The campaign a page is about; None where it is about none."""
        if found.url_name in PAPERS:
            return None
        if "campaign" in query:
            return int(query["campaign"])
        if found.route.startswith("campaigns/<"):
            return found.kwargs["pk"]
        return self.campaign_of.get(found.kwargs["pk"]) if found.route.startswith("subjects/<") else None


def followed(world, about):
    """The links that lead nowhere, and what each role came to. about: by what a follower tells pages apart."""
    broken, opened = [], {}
    for at_place in world.people:
        known = set()
        for number, (role, who) in enumerate(at_place.items()):
            crawled = crawl(signed_in(who), about if number else world.about, known)
            broken += [f"{role}: {line}" for line in crawled.broken]
            opened[role] = {urlsplit(address).path for address in crawled.answers}
    return broken, opened


def test_whoever_follows_a_link_comes_to_a_page():
    """Who goes first at a place opens the pages of every campaign; by day who follows, each kind of page of one."""
    broken, opened = followed(World(packs.names()), lambda found, query: None)

    assert broken == []
    assert set(opened) == set(Post.ROLES)


@pytest.mark.long
def test_whoever_follows_a_link_of_whichever_campaign_comes_to_a_page():
    world = World(packs.names())

    broken, opened = followed(world, world.about)

    assert broken == []
    pages = {reverse("campaign", args=[campaign.pk]) for campaign in world.campaigns}
    assert {role for role in opened if pages <= opened[role]} == {*CONTENT}


def test_a_link_that_leads_nowhere_is_noticed(monkeypatch):
    """The negative control: a link to pages that are not for who is shown it."""
    world = World(["meizhou-2012-lookback"])
    monkeypatch.setattr(affairs, "GUARDS", {})

    found = crawl(signed_in(world.people[2]["member"]), world.about)

    campaign = world.campaigns[0].pk
    pairs, page = reverse("pairs", args=[campaign, "pairing"]), reverse("campaign", args=[campaign])
    assert f"404 {pairs} on {page}" in found.broken
