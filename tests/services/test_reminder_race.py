"""Two runs at once, on a database in a file: each reminder is made once, each e-mail goes out once."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from jiceng.kernel.refusal import Refusal
from jiceng.reports import ways
from jiceng.services import reminder
from jiceng.services.reminder import posting
from jiceng.store.models import AuditEvent, Reminder
from tests.factories import ON, County, secretary, user
from tests.files import at_once, database_in

AT = datetime(2012, 4, 6, tzinfo=UTC)
RUNS = 4


@pytest.fixture
def in_a_file(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), database_in(tmp_path / "race.sqlite3"):
        yield


def told(who, about="subject:1/x"):
    return reminder.Told(
        who.person_id, "reminder.soon", Refusal("desk.self-assess", name="甲"), about, ON, "desk"
    )


def readers(count):
    people = [user() for _ in range(count)]
    for number, one in enumerate(people):
        one.email = f"{number}@party.example.cn"
        one.save()
    return people


def send():
    return reminder.post(on=ON, at=AT, href=lambda one: one.action)


def test_each_reminder_is_made_once(in_a_file):
    people = readers(5)

    answers = at_once(*[lambda: reminder.make([told(one) for one in people], on=ON)] * RUNS)

    assert [one for one in answers if isinstance(one, Exception)] == []
    assert Reminder.objects.count() == 5


def test_each_e_mail_goes_out_once(in_a_file):
    reminder.make([told(one) for one in readers(5)], on=ON)

    answers = at_once(*[send] * RUNS)

    assert sum(one.people for one in answers) == 5
    assert sorted(one.to[0] for one in mail.outbox) == [f"{number}@party.example.cn" for number in range(5)]
    assert not Reminder.objects.not_yet_sent().exists()


def test_without_the_condition_of_the_claim_it_would_go_out_more_than_once(in_a_file, monkeypatch):
    """The negative control."""
    reminder.make([told(one) for one in readers(3)], on=ON)

    def everybodys(user, *, on, at):
        return list(Reminder.objects.filter(person=user.person_id).select_related("campaign"))

    monkeypatch.setattr(posting, "_claim", everybodys)
    monkeypatch.setattr(posting, "_readers", lambda on: list(readers_of()))
    at_once(*[send] * RUNS)

    assert len(mail.outbox) > 3


def readers_of():
    from jiceng.store.models import User

    return User.objects.exclude(email="").select_related("person")


def test_an_officer_who_presses_twice_at_once_reminds_nobody_twice(in_a_file):
    county = County(branches=2)
    for branch in county.branches:
        secretary(branch)
    facts = {
        "campaign": county.campaign, "mechanism": "self-assessment", "code": "procedure.not-self-assessed",
        "address": ways.address, "by": county.officer, "on": ON,
    }  # fmt: skip

    answers = at_once(*[lambda: reminder.remind_all(**facts)] * 2)

    assert sorted((one.people, one.already) for one in answers) == [(0, 2), (2, 0)]
    assert Reminder.objects.count() == 2
    assert AuditEvent.objects.filter(action="reminder.sent").count() == 1
