"""Returns, objections, notices, items, and what administrators keep."""

from datetime import timedelta

import pytest
from django.db import connection

from jiceng import phrases
from jiceng.access import scope
from jiceng.reports import desk
from jiceng.store import models as m
from jiceng.store.audit import TRIGGERS
from tests import factories
from tests.factories import ON, committee_officer, secretary
from tests.store.rows import Rows

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def here():
    return Rows()


def lines(who, on=ON):
    return desk.due(scope.posts(who), on)


def codes(who, on=ON):
    return {line.code for line in lines(who, on)}


# -- returns -------------------------------------------------------------------------------------------------------


def sent(here, **facts):
    told = {
        "mechanism": "four-tables", "campaign": here.campaign, "organisation": here.town, "receiver": here.top,
        "number": 1, "figures": {}, "digest": "0" * 64, "sent_by": here.reviewer, "sent_on": ON,
    } | facts  # fmt: skip
    return m.Return.objects.create(**told)


def test_a_return_waits_for_its_receiver_and_once_sent_back_for_its_sender(here):
    sender = committee_officer(here.town)
    one = sent(here)

    [waiting] = [line for line in lines(here.officer) if line.code == "desk.return-waits"]
    assert (waiting.action, waiting.own) == ("returns", True)
    assert "desk.return-back" not in codes(sender)

    one.state, one.pending, one.reason = "back", None, "缺少说明"
    one.answered_by, one.answered_on = here.officer, ON
    one.save()
    [back] = [line for line in lines(sender) if line.code == "desk.return-back"]
    assert back.facts["reason"] == "缺少说明"
    assert "desk.return-waits" not in codes(here.officer)


def test_sent_again_it_is_no_longer_with_its_sender(here):
    sender = committee_officer(here.town)
    facts = {"state": "back", "pending": None, "reason": "缺", "answered_by": here.officer, "answered_on": ON}
    sent(here, **facts)

    sent(here, number=2)

    assert "desk.return-back" not in codes(sender)


# -- objections and notices ----------------------------------------------------------------------------------------


def test_an_objection_is_assigned_above_and_then_its_handlers(here):
    one = here.make(m.Objection)
    concerned = one.notice.organisation if one.notice else one.flag.organisation

    assert "desk.objection-assign" in codes(here.officer)
    assert "desk.objection-assign" not in codes(committee_officer(concerned))

    handler = factories.inspector(here.top)
    one.handler, one.assigned_by, one.assigned_on, one.due_on = handler, here.officer, ON, ON + WEEK
    one.save()
    [line] = [line for line in lines(handler) if line.code == "desk.objection-answer"]
    assert (line.due_on, line.action, line.args) == (ON + WEEK, "objection", (one.pk,))
    assert "desk.objection-assign" not in codes(here.officer)


def test_a_member_is_led_to_what_the_own_organisations_have_posted(here):
    member = factories.member(here.county.branch)
    mine = here.make(
        m.Notice, organisation=here.county.branch, audience="members", from_on=ON, until_on=ON + WEEK
    )
    here.make(
        m.Notice, organisation=here.county.branches[1], audience="members", from_on=ON, until_on=ON + WEEK
    )

    told = [line for line in lines(member) if line.code == "desk.notice-to-read"]

    assert [line.args for line in told] == [(mine.token,)]
    assert not lines(member, on=ON + 2 * WEEK)


# -- ledgers -------------------------------------------------------------------------------------------------------


def item(here, number=1, **facts):
    told = {
        "mechanism": "plans", "campaign": here.campaign, "organisation": here.county.branch, "number": number,
        "title": f"第{number}项", "due_on": ON + WEEK, "opened_by": here.officer, "opened_on": ON,
        "owner_name": "李",
    } | facts  # fmt: skip
    return m.Item.objects.create(**told)


def test_an_item_is_its_owners_then_its_verifiers(here):
    who, above = secretary(here.county.branch), committee_officer(here.town)
    one = item(here)

    assert "desk.item-to-do" in codes(who)
    assert "desk.item-verify" not in codes(above)
    one.state, one.claimed_by, one.claimed_on = "claimed", who, ON
    one.save()
    assert "desk.item-to-do" not in codes(who)
    assert "desk.item-verify" in codes(above)


def test_what_is_late_below_is_shown_above_and_not_as_own_work(here):
    item(here, due_on=ON - WEEK)

    [line] = [line for line in lines(here.officer) if line.code == "desk.item-late"]

    assert (line.band, line.own) == ("late", False)


def test_of_many_items_those_that_are_near_have_a_line_each_and_the_rest_one(here):
    who = secretary(here.county.branch)
    for number in range(1, 10):
        item(here, number, due_on=ON + timedelta(days=4 * number))

    told = [(line.code, line.count) for line in lines(who) if line.code.startswith("desk.item")]

    assert told == [("desk.item-to-do", 1), ("desk.items-to-do", 8)]


def test_a_secretary_sees_no_item_of_a_neighbour(here):
    item(here, organisation=here.county.branches[1])

    assert "desk.item-to-do" not in codes(secretary(here.county.branch))


# -- administrators ------------------------------------------------------------------------------------------------


def test_a_change_of_posts_waits_for_another_administrator(here):
    approver, asker = (factories.security_administrator(here.top) for _ in range(2))
    m.PostChange.objects.create(
        person=factories.user().person, organisation=here.town, role="reviewer", kind="grant", reason="调入",
        asked_by=asker, asked_on=ON,
    )  # fmt: skip

    assert codes(approver) == {"desk.post-grant"}
    assert codes(asker) == set()
    assert codes(factories.system_administrator(here.top)) == set()


def test_an_auditor_is_told_of_a_record_that_was_changed_behind_the_databases_back(here):
    auditor = factories.auditor(here.top)
    here.county.record(subject=here.county.subject)
    assert codes(auditor) == set()

    guards = TRIGGERS[connection.vendor]
    with connection.cursor() as cursor:
        for _, drop in reversed(guards):
            cursor.execute(drop)
        cursor.execute("UPDATE store_auditevent SET action = 'grade.forged'")
        for make, _ in guards:
            cursor.execute(make)

    [line] = lines(auditor)
    assert (line.code, line.band) == ("desk.audit-broken", "week")
    assert "被改动过" in phrases.sentence(line.code, line.facts)


def test_administrators_see_nothing_of_the_work(here):
    item(here, due_on=ON - WEEK)
    sent(here)

    for make in (factories.auditor, factories.system_administrator, factories.security_administrator):
        assert lines(make(here.top)) == []
