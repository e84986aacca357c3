"""Objections as they are handed on and answered, and findings contested."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from jiceng import clock
from jiceng.store.models import Flag, Notice, Objection
from tests.factories import secretary
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


@pytest.fixture
def objection(world, today):
    return world.object(world.post("results", on=today), on=today, at=now(), contact="村口小卖部")[0]


def test_an_objection_is_handed_on_and_answered(world, seen, objection, today):
    client = seen(world.county)
    here = reverse("objection", args=[objection.pk])
    assert "会议记录是补写的" in words(client.get(reverse("objections")))

    client.post(reverse("objection-assign", args=[objection.pk]), {"handler": world.county.pk})
    assert reverse("objection-answer", args=[objection.pk]) in client.get(here).content.decode()
    told = {"finding": "核对了原始记录本", "reply": "记录属实", "upheld": "no"}
    page = client.post(reverse("objection-answer", args=[objection.pk]), told, follow=True)

    kept = Objection.objects.get()
    assert (kept.upheld, kept.answered_by) == (False, world.county)
    assert "记录属实" in words(page)
    assert "会议记录是补写的" in words(client.get(reverse("objections"), {"show": "answered"}))
    assert "会议记录是补写的" not in words(client.get(reverse("objections")))


def test_an_incomplete_answer_keeps_what_was_typed(world, seen, objection, today):
    world.assigned(objection, on=today)

    page = seen(world.county).post(
        reverse("objection-answer", args=[objection.pk]), {"finding": "核对了原始记录本", "upheld": "yes"}
    )

    assert page.status_code == 422
    assert "答复" in alert(page)
    assert "核对了原始记录本" in page.content.decode()
    assert Objection.objects.open().exists()


def test_nobody_of_the_organisation_concerned_sees_it(world, seen, objection):
    for involved in (world.clerk, world.secretary, world.other_clerk):
        client = seen(involved)
        assert "会议记录是补写的" not in words(client.get(reverse("objections")))
        assert client.get(reverse("objection", args=[objection.pk])).status_code == 404
        for address in ("objection-assign", "objection-answer"):
            assert (
                client.post(
                    reverse(address, args=[objection.pk]), {"finding": "一", "reply": "一"}
                ).status_code
                == 404
            )


def test_only_those_who_may_are_offered(world, seen, objection):
    page = seen(world.county).get(reverse("objection", args=[objection.pk]))

    offered = {told["value"] for tag, told in tags(page) if tag == "option" and told.get("value")}

    assert offered == {str(world.county.pk), str(world.inspector.pk)}


def test_an_objection_that_was_right_leads_to_the_result(world, seen, today):
    notice = world.post("results", on=today)
    one, _ = world.object(notice, on=today, at=now(), place=1)
    world.answered(world.assigned(one, on=today), on=today, upheld=True)

    page = seen(world.county).get(reverse("objection", args=[one.pk]))

    assert (
        f"{reverse('organisation', args=[world.branch.pk])}?campaign={world.campaign.pk}"
        in page.content.decode()
    )


def test_a_late_one_is_marked_and_first(world, seen, today):
    late = world.object(world.post("results", on=today), on=today, at=now())[0]
    other = world.object(Notice.objects.get(), on=today, at=now(), text="另一件")[0]
    for one, day in ((late, today - timedelta(1)), (other, today + timedelta(5))):
        Objection.objects.filter(pk=one.pk).update(
            handler=world.county, assigned_by=world.county, assigned_on=today, due_on=day
        )

    page = seen(world.county).get(reverse("objections"))

    assert [one for one, _ in page.context["rows"]] == [late, other]
    assert "mark late" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3, 500])
def test_the_list_of_objections_costs_the_same_for_any_number(
    world, seen, today, count, django_assert_num_queries
):
    notice = world.post("results", on=today)
    Objection.objects.bulk_create(
        [
            Objection(notice=notice, text="有不同意见", code_digest=f"d{at}", put_on=today)
            for at in range(count)
        ]
    )
    client = seen(world.county)
    client.get(reverse("objections"))

    # session, user, posts; how many of three kinds; how many, a page of them; reminders
    with django_assert_num_queries(9):
        client.get(reverse("objections"))


# -- findings ---------------------------------------------------------------------------------------------------------


def test_a_secretary_contests_a_finding_about_the_own_organisation(world, seen, today):
    flag = Flag.objects.create(
        organisation=world.branch, campaign=world.campaign, flag="违纪", authority="县纪委", found_on=today
    )
    address = reverse("flag-object", args=[flag.pk])
    page = seen(world.secretary).get(address)
    assert "县纪委" in words(page)
    key = next(told["value"] for tag, told in tags(page) if told.get("name") == "key")

    put = seen(world.secretary).post(address, {"text": "该同志去年已调走", "key": key})

    assert 'class="code"' in put.content.decode()
    assert Objection.objects.get().flag == flag
    assert seen(world.secretary).post(address, {"text": " "}).status_code == 422
    for stranger in (world.secretaries[1], world.clerk, secretary(world.town)):
        assert seen(stranger).get(address).status_code == 404
