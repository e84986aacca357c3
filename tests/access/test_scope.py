"""What somebody sees. Every test first puts something there that must stay hidden."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from jiceng.access import scope
from jiceng.store.models import Campaign
from tests.factories import County, campaign, committee, in_post, organisation, reviewer, secretary, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County(towns=2, branches=2)


def seen(who):
    return set(scope.organisations(who)), set(scope.subjects(who).values_list("organisation", flat=True))


def test_a_reviewer_sees_the_own_town_and_not_the_next(county):
    organisations, subjects = seen(county.reviewer)

    assert organisations == {county.town, *county.branches[:2]}
    assert subjects == {one.pk for one in county.branches[:2]}


def test_a_secretary_sees_the_own_branch_only(county):
    organisations, subjects = seen(secretary(county.branch))

    assert (organisations, subjects) == ({county.branch}, {county.branch.pk})


def test_a_county_officer_sees_the_county_and_not_the_next(county):
    other = organisation(committee())

    organisations, subjects = seen(county.officer)

    assert other not in organisations
    assert organisations == {county.top, *county.towns, *county.branches}
    assert subjects == {one.pk for one in county.branches}


@pytest.mark.parametrize("nobody", [AnonymousUser, user, lambda: user(active=False)])
def test_nobody_sees_anything_without_a_post(county, nobody):
    who = nobody()

    assert seen(who) == (set(), set())
    assert list(scope.campaigns(who)) == []


def test_a_post_that_ended_shows_nothing_any_more(county):
    who = in_post("reviewer", county.town, until_on=date(2011, 12, 31))

    assert seen(who) == (set(), set())


def test_a_post_shows_until_its_last_day(county):
    who = in_post("reviewer", county.town, until_on=date(2012, 4, 6))

    assert [len(scope.posts(who, date(2012, 4, day))) for day in (6, 7)] == [1, 0]


def test_an_account_that_was_closed_shows_nothing(county):
    county.reviewer.is_active = False

    assert seen(county.reviewer) == (set(), set())


def test_two_posts_show_both_and_nothing_twice(county):
    who = in_post("secretary", county.branch, who=reviewer(county.town))
    in_post("reviewer", county.towns[1], who=who)

    found = list(scope.organisations(who))

    assert len(found) == len(set(found)) == 6


def test_a_branch_sees_the_campaign_of_its_county_and_not_of_the_next(county):
    next_county = committee()
    organisation(next_county)
    campaign(next_county, title="别县的活动")

    assert list(scope.campaigns(secretary(county.branch))) == [county.campaign]
    assert Campaign.objects.count() == 2


def test_scope_costs_two_queries_or_one_where_posts_are_at_hand(county, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(scope.subjects(county.officer))
    held = scope.posts(county.officer)
    with django_assert_num_queries(1):
        list(scope.subjects(county.officer, held=held))


@pytest.mark.parametrize("role", scope.ADMINISTRATORS)
def test_an_administrators_post_shows_no_content(county, role):
    who = in_post(role, county.top)

    assert seen(who) == (set(), set())
    assert list(scope.campaigns(who)) == []
    assert scope.content_posts(scope.posts(who)) == []


def test_content_posts_leave_out_the_administrators(county):
    who = in_post("auditor", county.top, who=secretary(county.branch))

    assert [post.role for post in scope.content_posts(scope.posts(who))] == ["secretary"]
    assert seen(who)[0] == {county.branch}


@pytest.mark.parametrize("role", ["inspector", "delegate", "committee-officer", "member"])
def test_everybody_else_sees_what_lies_at_and_below_the_post(county, role):
    assert seen(in_post(role, county.town))[0] == {county.town, *county.branches[:2]}


def test_holders_are_those_at_the_very_place_with_one_of_the_roles_on_that_day(
    county, django_assert_num_queries
):
    secretary(county.branch)  # below
    in_post("auditor", county.town)  # another role
    in_post("reviewer", county.town, until_on=date(2011, 12, 31))  # no longer

    with django_assert_num_queries(2):
        found = scope.holders(county.town.path, ["reviewer", "committee-officer"], date(2012, 4, 6))
        accounts = [[one.pk for one in post.person.users.all()] for post in found]

    assert [(post.role, post.person) for post in found] == [
        ("committee-officer", county.reviewer.person),
        ("reviewer", county.reviewer.person),
    ]
    assert accounts == [[county.reviewer.pk]] * 2
