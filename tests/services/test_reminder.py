"""Somebody is told once: what the calendar tells, what an officer asks, what goes out by e-mail."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.reports import ways
from jiceng.services import reminder
from jiceng.services.reminder import making, posting
from jiceng.store.models import AuditEvent, Reminder
from tests.factories import ON, County, committee, committee_officer, officer, secretary, user

pytestmark = pytest.mark.django_db
AT = datetime(2012, 4, 6, 0, 0, tzinfo=UTC)
SELF = {"address": ways.address, "mechanism": "self-assessment", "code": "procedure.not-self-assessed"}


def told(who, *, about="subject:1/self-assessment", code="reminder.soon", due_on=ON, **facts):
    said = Refusal("desk.self-assess", name="甲支部")
    return reminder.Told(who.person_id, code, said, about, due_on, "desk", **facts)


def with_mail(who, address="li@party.example.cn"):
    who.email = address
    who.save()
    return who


def send(at=AT, on=ON):
    return reminder.post(on=on, at=at, href=lambda one: f"https://party.example.cn/{one.action}")


# -- made once -----------------------------------------------------------------------------------------------------


def test_the_same_thing_is_told_once_however_often_it_is_made():
    who = user()

    first = reminder.make([told(who)], on=ON)
    again = reminder.make([told(who), told(who)], on=ON + timedelta(days=1))

    assert (len(first), len(again), Reminder.objects.count()) == (1, 0, 1)


def test_another_kind_day_or_matter_is_another_reminder():
    who = user()
    reminder.make([told(who)], on=ON)

    others = [
        told(who, code="reminder.late"),
        told(who, due_on=ON + timedelta(days=1)),
        told(who, about="subject:2/x"),
        told(user()),
    ]

    assert len(reminder.make(others, on=ON)) == 4


def test_of_two_runs_at_once_each_reminder_is_made_by_one(monkeypatch):
    """The second run looks before the first has written; the database keeps one."""
    who = user()
    reminder.make([told(who)], on=ON)
    monkeypatch.setattr(making, "_there", lambda people, days: set())

    reminder.make([told(who)], on=ON)

    assert Reminder.objects.count() == 1


def test_a_long_matter_fits_and_stays_apart_from_its_neighbour():
    who = user()
    long = "organisation:1/" + "x" * 200

    made = reminder.make([told(who, about=long + "a"), told(who, about=long + "b")], on=ON)

    assert len({one.about for one in made}) == 2
    assert max(len(one.about) for one in made) <= making.LONGEST


@pytest.mark.parametrize(
    ("due_on", "kind"),
    [
        (ON - timedelta(days=1), ("reminder.late", ON - timedelta(days=1))),
        (ON, ("reminder.soon", ON)),
        (ON + timedelta(days=3), ("reminder.soon", ON + timedelta(days=3))),
        (ON + timedelta(days=4), None),
        (None, ("reminder.new", date(2012, 4, 1))),
    ],
)
def test_somebody_is_told_a_few_days_before_and_once_when_it_is_late(due_on, kind):
    assert reminder.kind(due_on, date(2012, 4, 1), on=ON, ahead=3) == kind


def test_a_kept_sentence_is_said_again_with_what_stood_in_it():
    who = user()
    inner = Refusal("duty.record-missing", name="党员大会", count=0, at_least=1)
    one = reminder.Told(
        who.person_id, "reminder.soon", Refusal("desk.owed", what=inner, on=ON), "x", ON, "records",
        args=(3, "meeting"), query={"organisation": 4},
    )  # fmt: skip

    [made] = reminder.make([one], on=ON)
    kept = Reminder.objects.get(pk=Reminder.objects.get().pk)

    from jiceng import phrases

    assert phrases.refusal(reminder.sentence_of(kept)) == (
        "2012年4月6日到期：还没有“党员大会”的记录。请补记。"
    )
    assert ways.href_of_reminder(kept) == reverse("records", args=[3, "meeting"]) + "?organisation=4"
    assert made.person == who.person


# -- read, settled -------------------------------------------------------------------------------------------------


def test_one_reads_the_own_reminders_only():
    mine, other = user(), user()
    reminder.make([told(mine), told(other)], on=ON)
    keys = list(Reminder.objects.values_list("pk", flat=True))

    assert reminder.read(person=mine.person, keys=keys, on=ON) == 1
    assert Reminder.objects.unread().get().person == other.person


def test_what_is_done_meanwhile_is_read_and_what_still_stands_is_not():
    who = user()
    reminder.make([told(who, about="a"), told(who, about="b")], on=ON)

    assert reminder.settle(standing={(who.person_id, "a")}, on=ON) == 1
    assert Reminder.objects.unread().get().about == "a"


def test_what_an_officer_asked_stays_while_anything_of_the_matter_is_missing():
    who = user()
    asked = "campaign:3/meeting/duty.record-missing@2012-04-06"
    reminder.make([told(who, about=asked)], on=ON, by=user())

    assert reminder.settle(standing={(who.person_id, "campaign:3/meeting")}, on=ON) == 0
    assert reminder.settle(standing={(who.person_id, "campaign:3/interviews")}, on=ON, person=-1) == 0
    assert reminder.settle(standing={(who.person_id, "campaign:3/interviews")}, on=ON) == 1


# -- one reminder to all -------------------------------------------------------------------------------------------


def test_an_officer_reminds_everybody_who_has_not_done_it_and_nobody_else():
    county = County(towns=2, branches=2)
    people = [secretary(branch) for branch in county.branches]
    county.self_assess(county.branches[3])

    asked = reminder.remind_all(campaign=county.campaign, by=county.officer, on=ON, **SELF)

    assert asked.people == 3
    assert set(Reminder.objects.values_list("person", flat=True)) == {one.person_id for one in people[:3]}
    assert set(asked.without_mail) == {one.person.name for one in people[:3]}


def test_it_says_where_nobody_holds_the_post():
    county = County(branches=2)
    secretary(county.branches[0])

    asked = reminder.remind_all(campaign=county.campaign, by=county.officer, on=ON, **SELF)

    assert (asked.people, asked.nobody) == (1, [county.branches[1].name])


def test_twice_on_one_day_reminds_nobody_twice_and_the_next_day_again():
    county = County()
    secretary(county.branch)
    facts = {"campaign": county.campaign, "by": county.officer, **SELF}
    reminder.remind_all(on=ON, **facts)

    again = reminder.remind_all(on=ON, **facts)
    tomorrow = reminder.remind_all(on=ON + timedelta(days=1), **facts)

    assert (again.people, again.already) == (0, 1)
    assert tomorrow.people == 1
    assert AuditEvent.objects.filter(action="reminder.sent").count() == 2


def test_a_committee_officer_reminds_the_own_branches_only():
    county = County(towns=2, branches=1)
    people = [secretary(branch) for branch in county.branches]

    reminder.remind_all(campaign=county.campaign, by=committee_officer(county.town), on=ON, **SELF)

    assert list(Reminder.objects.values_list("person", flat=True)) == [people[0].person_id]


def test_for_several_organisations_one_person_gets_one_reminder():
    county = County(branches=3)

    reminder.remind_all(
        campaign=county.campaign,
        mechanism="scorers",
        code="procedure.not-scored",
        address=ways.address,
        by=county.officer,
        on=ON,
    )

    [one] = Reminder.objects.all()
    assert one.person == county.reviewer.person
    assert reminder.sentence_of(one).facts["said"].facts["count"] == 3


@pytest.mark.parametrize("who", [secretary, committee_officer])
def test_whoever_is_not_over_them_may_not(who):
    county = County()
    stranger = who(county.branch) if who is secretary else who(committee(name="别县县委"))

    with pytest.raises(Forbidden):
        reminder.remind_all(campaign=county.campaign, by=stranger, on=ON, **SELF)

    assert not Reminder.objects.exists()


def test_where_nobody_owes_it_that_is_said():
    county = County()
    secretary(county.branch)
    county.self_assess()

    with pytest.raises(Refusal) as refused:
        reminder.remind_all(campaign=county.campaign, by=county.officer, on=ON, **SELF)

    assert refused.value.code == "reminder.nobody-owes"


def test_in_a_closed_campaign_nobody_is_reminded():
    county = County()
    county.campaign.closed_on = ON
    county.campaign.save()

    with pytest.raises(Refusal) as refused:
        reminder.remind_all(campaign=county.campaign, by=county.officer, on=ON, **SELF)

    assert refused.value.code == "campaign.closed"


@pytest.mark.parametrize("size", [1, 3])
def test_reminding_costs_the_same_for_any_number(size, django_assert_max_num_queries):
    county = County(towns=2, branches=size)
    for branch in county.branches:
        secretary(branch)

    with django_assert_max_num_queries(25):
        asked = reminder.remind_all(campaign=county.campaign, by=county.officer, on=ON, **SELF)

    assert asked.people == 2 * size


# -- by e-mail -----------------------------------------------------------------------------------------------------


def test_everything_new_of_one_person_goes_out_in_one_e_mail():
    who = with_mail(user())
    reminder.make([told(who, about="a"), told(who, about="b", code="reminder.late")], on=ON)

    posted = send()

    [message] = mail.outbox
    assert (posted.people, posted.reminders, posted.failed) == (1, 2, ())
    assert (message.to, message.subject) == (["li@party.example.cn"], "工作提醒：2 件，其中 1 件已到期")
    assert message.body.count("“甲支部”还没有自评") == 2
    assert "https://party.example.cn/desk" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_second_run_sends_nothing():
    reminder.make([told(with_mail(user()))], on=ON)
    send()

    assert send() == posting.Posted()
    assert len(mail.outbox) == 1


def test_whoever_has_no_e_mail_reads_it_on_the_desk():
    reminder.make([told(user())], on=ON)

    assert send() == posting.Posted()
    assert Reminder.objects.unread().count() == 1


@pytest.mark.parametrize("change", ["closed", "read", "old"])
def test_nothing_is_sent_to_a_closed_account_or_about_what_is_read_or_long_past(change):
    who = with_mail(user())
    reminder.make([told(who)], on=ON)
    if change == "closed":
        who.is_active = False
        who.save()
    elif change == "read":
        Reminder.objects.update(read_on=ON)
    on = ON + timedelta(days=15) if change == "old" else ON

    assert send(on=on).people == 0


def test_while_another_run_is_sending_it_nobody_else_does():
    reminder.make([told(with_mail(user()))], on=ON)
    Reminder.objects.update(claim="another", claimed_at=AT)

    assert send(at=AT + timedelta(minutes=59)).people == 0


def test_after_a_run_was_killed_the_next_takes_over_with_the_same_number():
    """Killed between sending and marking: the second copy carries the number of the first."""
    reminder.make([told(with_mail(user()))], on=ON)
    send()
    Reminder.objects.update(sent_on=None)

    assert send(at=AT + timedelta(minutes=61)).people == 1
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_without_the_claim_two_runs_would_send_twice(monkeypatch):
    """The negative control: a claim that everybody gets."""
    who = with_mail(user())
    reminder.make([told(who)], on=ON)
    Reminder.objects.update(claim="another", claimed_at=AT)
    monkeypatch.setattr(posting, "_claim", lambda user, *, on, at: list(Reminder.objects.all()))

    assert send().people == 1


def test_an_address_that_does_not_work_is_tried_again_and_keeps_nobody_else_waiting(monkeypatch):
    bad, good = with_mail(user(), "gone@party.example.cn"), with_mail(user())
    reminder.make([told(bad), told(good)], on=ON)
    plain = posting.EmailMessage.send

    def fail(self, *args, **kwargs):
        if self.to == ["gone@party.example.cn"]:
            raise smtplib.SMTPRecipientsRefused({})
        return plain(self, *args, **kwargs)

    monkeypatch.setattr(posting.EmailMessage, "send", fail)
    first = send()
    monkeypatch.setattr(posting.EmailMessage, "send", plain)

    assert (first.people, first.failed) == (1, (bad.username,))
    assert send().people == 1


def test_a_mail_server_that_is_away_ends_the_run_early(monkeypatch):
    for number in range(6):
        reminder.make([told(with_mail(user(), f"{number}@party.example.cn"))], on=ON)
    monkeypatch.setattr(posting.EmailMessage, "send", lambda self: (_ for _ in ()).throw(ConnectionError()))

    assert len(send().failed) == posting.PATIENCE


def test_a_name_with_a_line_end_adds_no_header():
    who = with_mail(user())
    who.person.name = "李\nBcc: all@party.example.cn"
    who.person.save()
    reminder.make([told(who)], on=ON)

    send()

    assert "\nBcc:" not in str(mail.outbox[0].message()).split("\n\n")[0]


def test_officers_of_other_counties_are_not_reached():
    county = County()
    away = officer(committee(name="别县县委"))
    secretary(county.branch)

    reminder.remind_all(campaign=county.campaign, by=county.officer, on=ON, **SELF)

    assert not Reminder.objects.filter(person=away.person).exists()
