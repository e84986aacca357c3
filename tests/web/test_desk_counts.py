"""A count on the desk is the count of the list behind it: one query answers both."""

import pytest
from django.urls import reverse

from jiceng.access import scope
from jiceng.reports import desk, ways
from jiceng.services import sheet as services
from jiceng.store.models import Track
from tests.campaigns import Running
from tests.factories import ON, County, committee_officer, in_post, reviewer

pytestmark = pytest.mark.django_db
STEPS = [
    *(("yichun-2012-grading", step) for step in ("self-assessment", "assessment", "notice")),
    *(("jilin-2012-grading", step) for step in ("survey", "grading", "plan")),
    *(("meizhou-2012-lookback", step) for step in ("rectification", "acceptance")),
]


@pytest.fixture(autouse=True)
def _on(monkeypatch):
    monkeypatch.setattr("jiceng.clock.today", lambda: ON)


def counted(user):
    """The lines of somebody's desk that stand for several."""
    return [line for line in desk.due(scope.posts(user), ON) if line.count > 1]


def shown(answer):
    """How many rows a page lists."""
    told = answer.context
    if told["from_desk"].of == "organisation" and ("report" in told or "places" in told):
        if "committees" in told and hasattr(told["committees"], "lines"):
            return len(told["committees"].lines) + len(told["committees"].rest)
        return len(told["from_desk"].organisations)
    return len(told["rows"]) if "draw" in told else told["found"].paginator.count


def check(client, users):
    """Every counted line leads to exactly as many; how many lines there were."""
    checked = 0
    for user in users:
        client.force_login(user)
        for line in counted(user):
            answer = client.get(address(line))
            assert (answer.status_code, shown(answer)) == (200, line.count), line
            assert answer.context["from_desk"].text
            checked += 1
    return checked


def address(line):
    return ways.href(line.way)


def mixed(*, towns=2, branches=6):
    """Of every town: one decided, two scored, one begun, one set aside, the rest untouched."""
    county = County(towns=towns, branches=branches)
    for at, officer in enumerate(county.reviewers):
        own = county.branches[at * branches : (at + 1) * branches]
        for branch in own[:3]:
            county.score(branch)
        county.decide(own[0])
        county.record(subject=county.subject_of(own[3]), by=officer)
        services.set_aside(subject=county.subject_of(own[4]), reason="新成立，不满半年", by=officer, on=ON)
    return county


def test_every_counted_line_of_a_mixed_county_opens_exactly_its_rows(client):
    county = mixed()
    both = reviewer(county.towns[1], who=reviewer(county.towns[0]))
    users = [county.officer, *county.reviewers, committee_officer(county.town), both]

    assert check(client, users) >= 8


@pytest.mark.parametrize(("pack", "step"), STEPS)
def test_every_counted_line_opens_exactly_its_rows_at_every_step(client, pack, step):
    run = Running(pack, branches=5)
    run.stand_at(step)
    for branch in run.branches[:2]:
        run.decided(branch, "较差")

    checked = check(client, [run.officer, run.town_officer, run.reviewer, in_post("delegate", run.town)])

    assert checked


def test_a_committee_at_another_step_is_in_neither_the_count_nor_the_list(client):
    county = County(towns=2, branches=3)
    Track.objects.filter(campaign=county.campaign, committee=county.towns[1]).update(step="plan")
    client.force_login(county.officer)

    [line] = [line for line in counted(county.officer) if line.code == "desk.others-assess"]
    answer = client.get(address(line))

    assert line.count == 3
    assert {row.committee for row in answer.context["found"]} == {county.town.pk}


def test_somebody_with_two_towns_reads_what_waits_in_each(client):
    county = County(towns=2, branches=3)
    both = reviewer(county.towns[1], who=reviewer(county.towns[0]))

    assert sorted(line.count for line in counted(both) if line.code == "desk.assess") == [3, 3]


def test_who_is_set_aside_is_counted_nowhere_and_listed_where_it_is_asked_for(client):
    county = mixed(towns=1)
    client.force_login(county.officer)
    page = client.get(reverse("campaign", args=[county.campaign.pk]))
    listed = reverse("campaign-organisations", args=[county.campaign.pk])

    assert page.context["report"].whole.size == client.get(listed).context["found"].paginator.count == 5
    assert client.get(f"{listed}?state=set-aside").context["found"].paginator.count == 1


def test_a_line_that_is_done_opens_the_whole_list_and_says_so(client):
    county = County(branches=3)
    client.force_login(county.officer)
    [line] = [line for line in counted(county.officer) if line.code == "desk.others-assess"]
    for branch in county.branches:
        county.score(branch)

    answer = client.get(address(line))

    assert answer.context["from_desk"].asked
    assert answer.context["from_desk"].text == ""
