"""A ledger that takes up what records name: where first, since each organisation's records name something else."""

import pytest
from django.urls import reverse

from jiceng.services.item.holding import to_take_up
from jiceng.store.models import Item, Record
from tests.campaigns import Running
from tests.factories import ON
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db

PACK, LEDGER = "jilin-2012-grading", "base-ledger"
PROBLEMS = ("没有活动室", "会议没有记录")


@pytest.fixture
def running():
    """Three branches; the first two wrote one problem each in their survey, the third none."""
    running = Running(PACK, branches=3)
    for branch, problem in zip(running.branches, (*PROBLEMS, "无"), strict=True):
        Record.objects.create(
            campaign=running.campaign, mechanism="survey", organisation=branch, number=1, said={"问题": problem},
            held_on=ON, by=running.town_officer, on=ON,
        )  # fmt: skip
    return running


def new(client, running, **query):
    client.force_login(running.town_officer)
    return client.get(reverse("item-new", args=[running.campaign.pk, LEDGER]), query)


def test_what_the_records_name_and_no_plan_takes_up_is_counted_by_organisation(running):
    first, second, _ = running.branches
    taken_up = to_take_up(running.campaign, LEDGER)

    assert [PROBLEMS[0] in taken_up[first.pk][0], PROBLEMS[1] in taken_up[second.pk][0]] == [True, True]
    assert set(taken_up) == {first.pk, second.pk}


def test_several_organisations_are_offered_one_by_one_with_what_each_has_to_take_up(client, running):
    page = new(client, running)

    assert all(problem in words(page) for problem in PROBLEMS)
    assert f"organisation={running.branches[0].pk}" in page.content.decode()
    assert f"organisation={running.branches[2].pk}" not in page.content.decode()
    assert 'name="title"' not in page.content.decode()


def test_what_is_chosen_there_can_be_entered_at_once(client, running):
    branch = running.branches[0]
    [problem] = to_take_up(running.campaign, LEDGER)[branch.pk]
    page = new(client, running, organisation=branch.pk)
    assert problem in words(page)

    answer = client.post(
        reverse("item-new", args=[running.campaign.pk, LEDGER]),
        {
            "organisation": branch.pk, "title": "修活动室", "part-1": problem, "part-2": "修好", "owner": "张某",
            "due_on": "2099-03-30",
        },
    )  # fmt: skip

    assert answer.status_code == 302, alert(answer)
    assert Item.objects.get().said["问题"] == problem
    assert branch.pk not in to_take_up(running.campaign, LEDGER)
