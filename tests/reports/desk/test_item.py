"""Items on the desks of whoever plans, answers, verifies and closes them."""

import pytest

from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.services import item as events
from jiceng.store.models import Flag, Item
from tests.campaigns import Running
from tests.factories import ON

pytestmark = pytest.mark.django_db


def codes(who):
    return [
        line.code for line in desk.due(scope.posts(who), ON) if line.own and line.code.startswith("desk.item")
    ]


def test_what_is_claimed_done_stands_with_whoever_the_document_lets_close_it():
    """002 §三3: the county closes what the town opened."""
    run = Running("guilin-2018-standardisation")
    secretary, town = run.who("secretary", run.branches[0]), run.town_officer
    item = events.open_item(
        campaign=run.campaign, mechanism="weak", organisation=run.branches[0], title="软弱涣散", by=town, on=ON,
        said={"整顿措施": "甲"}, owner="案例甲", due_on=ON,
    )  # fmt: skip
    assert codes(secretary) == ["desk.item-to-do"]

    events.claim_done(item=item, by=secretary, on=ON)

    assert codes(run.officer) == ["desk.item-verify"]
    assert codes(town) == []
    events.pass_gate(item=item, gate="star", note="三星级", by=run.officer, on=ON)
    events.pass_gate(item=item, gate="effect", note="看过", by=run.officer, on=ON)
    events.close(item=item, by=run.officer, on=ON)
    assert codes(run.officer) == []


def test_a_question_stands_with_the_county_as_soon_as_it_is_asked_and_its_answer_closes_it(client):
    """000-1 §五2, through the pages: the committee asks, the county answers."""
    run = Running()
    client.force_login(run.town_officer)
    told = {"organisation": run.town.pk, "title": "是否随总支定级", "part-1": "支部是否随总支定级"}
    client.post(f"/campaigns/{run.campaign.pk}/ledger/questions/new/", told)
    item = Item.objects.get()

    assert codes(run.town_officer) == []
    assert codes(run.officer) == ["desk.item-answer"]
    client.force_login(run.officer)
    client.post(f"/items/{item.pk}/close/", {"answer": "一般随总支"})
    item.refresh_from_db()
    assert (item.state, item.answer) == ("closed", "一般随总支")
    assert codes(run.officer) == []


def test_a_committees_own_item_stands_on_its_officers_desk():
    """002 §四2: the criticised committee puts it right."""
    run = Running("guilin-2018-standardisation")
    Item.objects.create(
        mechanism="criticised", campaign=run.campaign, organisation=run.town, number=1, title="限期整改",
        opened_by=run.officer, opened_on=ON,
    )  # fmt: skip

    assert codes(run.town_officer) == ["desk.item-to-do"]


def test_what_is_done_to_somebody_is_asked_of_whoever_does_it_and_never_of_them(client):
    """000-3 §二(二)2: the actions against a leading body stand on the county's desk from the plan to the closing."""
    run = Running("meizhou-2012-lookback")
    run.stand_at(next(s.key for s in run.campaign.steps.steps if "wrongdoing" in s.awaits))
    branch = run.branches[0]
    secretary = run.who("secretary", branch)
    Flag.objects.create(
        organisation=branch, campaign=run.campaign, flag="leaders-involved", authority="县纪委", found_on=ON
    )
    item = events.open_item(
        campaign=run.campaign, mechanism="wrongdoing", organisation=branch, title="班子成员违纪",
        by=run.town_officer, on=ON, owner="案例甲", due_on=ON,
    )  # fmt: skip

    assert codes(secretary) == []
    assert codes(run.officer) == ["desk.item-act"]
    with pytest.raises(Refusal) as refused:
        events.claim_done(item=item, by=secretary, on=ON)
    assert refused.value.code == "item.done-from-above"
    client.force_login(secretary)
    assert "claim/" not in client.get(f"/items/{item.pk}/").text
    for action in item.campaign.rules["wrongdoing"].actions:
        assert codes(run.officer) == ["desk.item-act"]
        events.pass_gate(item=item, gate=action, note="已办", by=run.officer, on=ON)
    events.close(item=item, by=run.officer, on=ON)
    assert codes(run.officer) == []
