"""Posting, taking down, handing on and answering, as the pages do it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from jiceng import clock
from jiceng.access import scope
from jiceng.reports import desk
from jiceng.services import notice as events
from jiceng.store.models import Holiday, Notice, Subject, Track
from tests.campaigns import Running
from tests.factories import ON, County, committee, organisation
from tests.noticed import Noticed
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Noticed()


@pytest.fixture
def today():
    """The day it is, and stays for the test: midnight may come."""
    day = clock.today()
    with clock.on(day):
        yield day


@pytest.fixture
def seen(client):
    def by(user):
        client.force_login(user)
        return client

    return by


def form(world, key, place):
    return reverse("notice-post", args=[world.campaign.pk, key, place.pk])


def fields(page):
    return {
        told["name"]
        for tag, told in tags(page)
        if tag in ("input", "textarea", "select") and told.get("name")
    }


# -- what there is ----------------------------------------------------------------------------------------------------


def test_every_kind_of_notice_is_listed_with_how_far_it_is_posted(world, seen, today):
    notice = world.post("results", on=today)
    world.object(notice, on=today, at=now())

    page = seen(world.county).get(reverse("campaign-notices", args=[world.campaign.pk]))

    kinds = {one.key: (one.posted, one.places, one.open) for one in page.context["kinds"]}
    assert kinds["results"] == (1, 2, 1)
    assert kinds["own-result"] == (0, 4, 0)
    assert kinds["county-wide"] == (0, 1, 0)
    assert kinds["board"] == (0, 2, 0)  # only those graded 一般
    told = words(page)
    for part in ("定级结果公示", "一定范围内公示"):
        assert part in told


def test_one_sees_the_places_of_ones_own_part(world, seen):
    def places(user, key):
        page = seen(user).get(reverse("notices", args=[world.campaign.pk, key]))
        return [row.organisation.name for row in page.context["rows"]]

    assert places(world.clerk, "own-result") == ["甲村党支部", "乙村党支部"]
    assert places(world.secretary, "own-result") == ["甲村党支部"]
    assert places(world.secretary, "results") == ["东镇党委"]  # of the committee above; only read
    assert places(world.secretary, "limited") == []
    assert places(world.county, "results") == ["东镇党委", "西镇党委"]


def test_a_circular_is_read_by_those_below_and_led_to_from_their_desks(seen):
    """003 §三(三): the leading group circulates; the branches it speaks to read it, and can do nothing to it."""
    run = Running("hunan-township-building-year")
    secretary = run.who("secretary", run.branches[0])
    notice = events.post(
        campaign=run.campaign, mechanism="report-circular", organisation=run.town, place="镇政府", scope="各村党组织",
        entries={"各村汇报的情况": "已汇报", "没有汇报的": "无", "研究部署的工作": "下季重点"},
        by=run.town_officer, on=ON,
    )  # fmt: skip

    page = seen(secretary).get(reverse("notice", args=[notice.pk]))

    assert "下季重点" in words(page)
    assert reverse("notice-take-down", args=[notice.pk]) not in page.text
    [row] = seen(secretary).get(reverse("notices", args=[run.campaign.pk, "report-circular"])).context["rows"]
    assert (row.notice, row.href) == (notice, "")
    [line] = [one for one in desk.due(scope.posts(secretary), ON) if one.code == "desk.notice-to-read"]
    assert line.args == (notice.token,)
    elsewhere = run.who("secretary", organisation(committee(run.county)))
    assert seen(elsewhere).get(reverse("notice", args=[notice.pk])).status_code == 404


def test_what_is_posted_about_a_committee_from_above_is_not_for_those_below_it(seen):
    """002 §四2: criticism within a limited scope; the committee's branches are told by its sheet, or not at all."""
    run = Running("guilin-2018-standardisation")
    notice = Notice.objects.create(
        campaign=run.campaign, mechanism="criticism-circular", organisation=run.town, number=1, title="通报批评",
        audience="limited", token="c" * 43, place="全县", from_on=ON, posted_by=run.officer, posted_on=ON,
    )  # fmt: skip
    secretary = run.who("secretary", run.branches[0])

    assert seen(secretary).get(reverse("notice", args=[notice.pk])).status_code == 404
    assert seen(run.town_officer).get(reverse("notice", args=[notice.pk])).status_code == 200
    assert not [one for one in desk.due(scope.posts(secretary), ON) if one.code == "desk.notice-to-read"]


def test_a_line_of_the_desk_leads_to_the_places_it_speaks_of(world, seen):
    address = reverse("notices", args=[world.campaign.pk, "own-result"])

    def places(**query):
        page = seen(world.county).get(address, query)
        return [row.organisation.name for row in page.context["rows"]]

    assert places(committee=world.towns[1].pk) == ["丙村党支部", "丁村党支部"]
    assert places(organisation=world.branch.pk) == ["甲村党支部"]
    assert len(places(organisation="x")) == 4


def test_each_place_says_how_its_notice_stands_and_what_can_be_done(world, seen, today):
    world.post("own-result", on=today)
    world.post("own-result", world.branches[1], on=today - timedelta(20))
    address = reverse("notices", args=[world.campaign.pk, "own-result"])

    def row(user, at):
        page = seen(user).get(address)
        return next(one for one in page.context["rows"] if one.organisation == world.branches[at])

    assert (row(world.secretary, 0).state, row(world.secretary, 0).href) == ("hanging", "")
    assert row(world.secretaries[1], 1).state == "over"
    assert row(world.secretaries[1], 1).href == form(world, "own-result", world.branches[1])
    assert (row(world.secretaries[2], 2).state, bool(row(world.secretaries[2], 2).href)) == ("", True)
    assert row(world.county, 2).href == ""


def test_where_it_is_not_the_time_the_place_says_when(seen):
    county = County()
    county.stand_at("grading")
    step = Track.objects.get().step
    rule = county.campaign.rules["results-notice"]
    meant = county.campaign.steps.awaiting("results-notice")

    page = seen(county.reviewer).get(reverse("notices", args=[county.campaign.pk, "results-notice"]))

    [row] = page.context["rows"]
    assert rule.by == "committee-officer"
    assert bool(row.note) != bool(row.href)
    assert bool(row.href) == any(one.key == step for one in meant)


@pytest.mark.parametrize("count", [1, 3, 500])
def test_a_list_of_places_costs_the_same_for_any_number(world, seen, today, count, django_assert_num_queries):
    made = [organisation(world.town, name=f"另{at}党支部", code=f"X{at}") for at in range(count)]
    Subject.objects.bulk_create(
        [
            Subject(campaign=world.campaign, organisation=one, class_name="农村", committee=world.town)
            for one in made
        ]
    )
    client = seen(world.clerk)
    address = reverse("notices", args=[world.campaign.pk, "own-result"])
    client.get(address)

    # session, user, posts; the campaign; places twice; notices, tracks, committees; reminders
    with django_assert_num_queries(10):
        client.get(address)


# -- posting ----------------------------------------------------------------------------------------------------------


def test_a_notice_is_filled_in_looked_at_and_posted(world, seen):
    client = seen(world.clerk)
    address = form(world, "results", world.town)
    typed = {"entry:说明": "经镇党委会研究", "place": "政务公开栏"}
    assert fields(client.get(address)) >= {"entry:说明", "entry:监督电话", "place", "until_on"}

    looked = client.post(address, typed | {"preview": "1"})
    assert not Notice.objects.exists()
    for part in ("经镇党委会研究", "甲村党支部", "政务公开栏"):
        assert part in words(looked)

    posted = client.post(address, typed | {"post": "1"}, follow=True)

    assert posted.redirect_chain[0][0] == reverse("notice", args=[Notice.objects.get().pk])
    assert "定级结果公示" in words(posted)


def test_a_refused_notice_says_why_and_loses_nothing(world, seen):
    page = seen(world.clerk).post(
        form(world, "results", world.town), {"entry:监督电话": "0000-1", "place": "公开栏", "post": "1"}
    )

    assert page.status_code == 422
    assert "还缺：说明" in alert(page)
    assert "0000-1" in page.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("day", "told"), [("昨天", "最后一天"), ("2012-01-01", "太早")])
def test_a_last_day_that_makes_no_sense_is_refused(world, seen, day, told):
    page = seen(world.clerk).post(
        form(world, "results", world.town),
        {"entry:说明": "经研究", "place": "公开栏", "until_on": day, "preview": "1"},
    )

    assert page.status_code == 422
    assert alert(page)


def test_a_limited_notice_asks_who_and_until_when(world, seen, today):
    client = seen(world.clerk)
    address = form(world, "limited", world.town)
    assert fields(client.get(address)) >= {"scope", "until_on", "place"}

    told = {
        "scope": "连队职工",
        "place": "会议室",
        "until_on": (today + timedelta(3)).isoformat(),
        "post": "1",
    }
    client.post(address, told)

    notice = Notice.objects.get()
    assert (notice.audience, notice.until_on) == ("limited", today + timedelta(3))


def test_what_the_last_notice_said_stands_in_the_next_form(world, seen, today):
    world.post("disclosure", on=today)

    page = seen(world.secretary).get(form(world, "disclosure", world.branch))

    assert page.content.decode().count("经会议研究") == 4


@pytest.mark.parametrize("what", ["preview", "post"])
def test_only_whoever_posts_it_sees_the_form(world, seen, what):
    for stranger in (world.other_clerk, world.secretary, world.inspector):
        client = seen(stranger)
        assert client.get(form(world, "results", world.town)).status_code == 404
        assert client.post(form(world, "results", world.town), {what: "1"}).status_code == 404


def test_days_off_that_nobody_entered_are_said_beside_the_last_day(world, seen, today):
    page = seen(world.clerk).get(form(world, "results", world.town))
    assert "没有录入" in words(page)

    def days_off(months):
        return [
            Holiday(on=date(year, month, day), name="放假")
            for year in (today.year, today.year + 1)
            for month in months
            for day in (1, 2)
        ]

    Holiday.objects.bulk_create(days_off([1]))
    assert "没有录入" in words(seen(world.clerk).get(form(world, "results", world.town)))
    Holiday.objects.bulk_create(days_off([2, 3, 4, 5, 6]))

    assert "没有录入" not in words(seen(world.clerk).get(form(world, "results", world.town)))


# -- taking down ------------------------------------------------------------------------------------------------------


def test_a_notice_is_taken_down_with_its_reason(world, seen, today):
    notice = world.post("results", on=today)
    client = seen(world.clerk)
    address = reverse("notice-take-down", args=[notice.pk])
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, "理由" in alert(refused)) == (422, True)

    page = client.post(address, {"reason": "把类别写错了"}, follow=True)

    assert "把类别写错了" in words(page)
    assert client.get(address).status_code == 302


def test_a_secretary_sees_the_own_notice_and_cannot_take_it_down(world, seen, today):
    notice = world.post("achievements", on=today)
    client = seen(world.secretary)

    page = client.get(reverse("notice", args=[notice.pk]))

    assert "创先争优" in words(page)
    assert reverse("notice-take-down", args=[notice.pk]) not in page.content.decode()
    assert (
        client.post(reverse("notice-take-down", args=[notice.pk]), {"reason": "不想贴了"}).status_code == 404
    )
