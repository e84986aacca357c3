"""Every change leaves an event in the same transaction, and no event can be changed afterwards."""

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services import sheet as services
from jiceng.store.audit import TRIGGERS, salted
from jiceng.store.models import AuditEvent, AuditValue, Line, Subject
from tests.factories import ON, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def record(county, **changes):
    facts = {"subject": county.subject, "scorer": "assessment", "item": "term-overdue", "value": Decimal(1),
             "reason": "张三说没有换届", "by": county.reviewer, "on": ON} | changes  # fmt: skip
    return services.record_line(**facts)


def test_a_recorded_line_leaves_an_event_that_says_who_what_and_where(county):
    record(county)

    event = AuditEvent.objects.get(action="sheet.line-recorded")
    assert event.actor == county.reviewer.username
    assert event.target == f"subject:{county.subject.pk}"
    assert event.org_path == county.subject.organisation.path
    assert f"reviewer@{county.town.code}" in event.role.split()
    body = json.loads(event.body)
    assert {name: body[name] for name in ("item", "value", "version")} == {
        "item": "term-overdue", "value": "1", "version": 1,
    }  # fmt: skip
    assert event.holds


def test_words_about_people_stand_beside_the_event_and_can_be_erased(county):
    record(county)
    event = AuditEvent.objects.get(action="sheet.line-recorded")
    [value] = event.values.all()

    assert "张三" not in event.body
    assert json.loads(event.body)["reason"] == salted(bytes(value.salt), value.value)
    AuditValue.objects.all().delete()
    assert AuditEvent.objects.get(pk=event.pk).holds


def test_the_same_content_again_is_no_second_event(county):
    record(county)
    record(county)

    assert AuditEvent.objects.filter(action="sheet.line-recorded").count() == 1


def test_a_refused_line_leaves_no_event(county):
    with pytest.raises(Refusal):
        record(county, reason="")

    assert not AuditEvent.objects.filter(action="sheet.line-recorded").exists()


def test_without_its_event_no_change_stays(county, monkeypatch):
    def fail(*args, **facts):
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(DatabaseError), transaction.atomic():
        record(county)

    assert not Line.objects.filter(item="term-overdue").exists()


def test_opening_completing_deciding_and_taking_back_are_all_told(county):
    county.self_assess()
    county.score()
    county.decide()
    services.explain(subject=Subject.objects.get(), text="有表彰", by=county.reviewer, on=ON)
    services.withdraw_decision(subject=Subject.objects.get(), reason="复核", by=county.reviewer, on=ON)

    told = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert told == [
        "campaign.opened", "sheet.completed", "sheet.completed", "grade.decided", "grade.explained", "grade.withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change", ["UPDATE store_auditevent SET actor = 'somebody'", "DELETE FROM store_auditevent"]
)
def test_the_database_refuses_to_change_an_event(county, change):
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert AuditEvent.objects.get(action="campaign.opened").holds


def test_with_the_guard_taken_away_a_change_goes_through_and_shows(county):
    """The negative control: the same statement, and what still tells that it happened."""
    with connection.cursor() as cursor:
        for _, drop in reversed(TRIGGERS[connection.vendor]):
            cursor.execute(drop)
        cursor.execute("UPDATE store_auditevent SET actor = 'somebody'")

    assert not AuditEvent.objects.get(action="campaign.opened").holds


def test_ids_of_events_rise_with_time(county):
    record(county)
    record(county, seen_version=1, reason="李四也这样说")

    first, second = AuditEvent.objects.filter(action="sheet.line-recorded").order_by("at", "id")
    assert first.id < second.id
    assert first.id.version == 7
