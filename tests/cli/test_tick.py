"""What the calendar does by itself, and that it does it once."""

from datetime import date, timedelta

import pytest
from django.core import mail

from jiceng import cli
from jiceng.cli import tick as command
from jiceng.cli.holidays import years
from jiceng.cli.site import day
from jiceng.kernel.refusal import Refusal
from jiceng.reports import morning
from jiceng.store.models import Campaign, Move, Reminder, Track, Window
from tests.factories import ON, County, secretary

pytestmark = pytest.mark.django_db
ENDS = date(2012, 4, 10)  # of the grading step


def with_mail(who, address="li@party.example.cn"):
    who.email = address
    who.save()
    return who


def said(done, on=ON):
    return [line.code for line in done.sentences(on)]


def test_somebody_is_told_before_the_day_and_once_more_after_it():
    county = County()
    who = with_mail(secretary(county.branch))

    codes = []
    for on in (
        ENDS - timedelta(days=4),
        ENDS - timedelta(days=3),
        ENDS,
        ENDS + timedelta(days=1),
        ENDS + timedelta(days=2),
    ):
        done = command.tick(on)
        mine = Reminder.objects.filter(person=who.person).order_by("pk").values_list("code", flat=True)
        codes.append((list(mine), done.posted.people))

    assert codes == [
        ([], 0),
        (["reminder.soon"], 1),
        (["reminder.soon"], 0),
        (["reminder.soon", "reminder.late"], 1),
        (["reminder.soon", "reminder.late"], 0),
    ]


def test_a_second_run_on_the_same_day_makes_and_sends_nothing():
    county = County(branches=3)
    for number, branch in enumerate(county.branches):
        with_mail(secretary(branch), f"{number}@party.example.cn")
    first = command.tick(ENDS)
    kept = list(Reminder.objects.order_by("pk").values())
    sent = len(mail.outbox)

    second = command.tick(ENDS)

    assert (first.morning.reminders, first.posted.people, sent) == (4, 3, 3)
    assert (second.morning.reminders, second.moved, second.morning.settled) == (0, {}, 0)
    assert second.posted.people == 0
    assert list(Reminder.objects.order_by("pk").values()) == kept
    assert len(mail.outbox) == sent


@pytest.mark.parametrize(("part", "stops_at"), [(morning, "remind"), (command, "_post")])
def test_stopped_half_way_the_next_run_does_the_rest_and_nothing_twice(monkeypatch, part, stops_at):
    county = County()
    with_mail(secretary(county.branch))

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(part, stops_at, stop)
        with pytest.raises(KeyboardInterrupt):
            command.tick(ENDS)
    command.tick(ENDS)
    command.tick(ENDS)

    assert len(mail.outbox) == 1
    assert Reminder.objects.filter(person__users__email="li@party.example.cn").count() == 1


def test_what_is_done_is_not_mentioned_again():
    county = County()
    who = with_mail(secretary(county.branch))
    command.tick(ENDS)

    from jiceng.services import sheet

    sheet.complete_sheet(
        subject=county.subject, scorer="self", by=who, on=ENDS, opinion="好", nothing_else=True
    )
    done = command.tick(ENDS)

    assert done.morning.settled >= 1
    gone = Reminder.objects.filter(person=who.person, about=f"subject:{county.subject.pk}/self-assessment")
    assert gone.unread().count() == 0


def test_a_step_that_is_complete_moves_on_when_the_next_has_begun(monkeypatch):
    county = County()
    monkeypatch.setattr(
        "jiceng.services.standing.missing_by_track", lambda one, tracks, on: {t.pk: [] for t in tracks}
    )
    monkeypatch.setattr("jiceng.services.standing.missing", lambda track, on: [])
    Window.objects.filter(campaign=county.campaign, step="return").update(from_on=None)

    first = command.tick(ENDS)
    again = command.tick(ENDS)

    assert first.moved == {"分类定级": 1}
    assert (again.moved, said(again)[1]) == ({}, "tick.none-moved")
    assert set(Track.objects.values_list("step", flat=True)) == {"plan"}
    assert Move.objects.get().by is None


def test_a_closed_campaign_moves_and_reminds_nobody():
    county = County()
    with_mail(secretary(county.branch))
    Campaign.objects.update(closed_on=ON)

    done = command.tick(ENDS)

    assert (done.moved, done.morning.reminders) == ({}, 0)


def test_without_a_mail_server_reminders_stay_on_desks(settings):
    settings.MAILS = False
    county = County()
    with_mail(secretary(county.branch))

    done = command.tick(ENDS)

    assert "tick.no-mail" in said(done)
    assert Reminder.objects.not_yet_sent().exists()
    assert mail.outbox == []


def test_the_way_in_an_e_mail_begins_with_the_installations_address(settings):
    settings.ADDRESS = "https://party.example.cn"
    county = County()
    with_mail(secretary(county.branch))

    command.tick(ENDS)

    assert f"https://party.example.cn/subjects/{county.subject.pk}/score/self/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("on", "ahead", "code"),
    [
        (ON + timedelta(days=1), False, "tick.future"),
        (ON + timedelta(days=1), True, ""),
        (ON + timedelta(days=400), True, "tick.future"),
        (ON, False, ""),
        (ON - timedelta(days=2), False, "tick.before-last"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(on, ahead, code):
    County()
    command.tick(ON)
    Reminder.objects.all().delete()
    county = County()
    Reminder.objects.create(
        person=county.officer.person, code="reminder.soon", about="x", action="desk", due_on=ON,
        made_on=ON - timedelta(days=1), facts={"said": "x"},
    )  # fmt: skip

    if not code:
        command.check_day(on, today=ON, ahead=ahead)
    else:
        with pytest.raises(Refusal) as refused:
            command.check_day(on, today=ON, ahead=ahead)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["", "2012-13-01", "2012-02-30", "20120401", "heute", "2012-4-1", "٢٠١٢-٠٤-٠١"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Refusal) as refused:
        day(text)

    assert refused.value.code == "cli.not-a-day"


@pytest.mark.parametrize(("text", "found"), [("2012", [2012]), ("2012..2014", [2012, 2013, 2014])])
def test_years_are_one_or_from_to(text, found):
    assert list(years(text)) == found


@pytest.mark.parametrize("text", ["12", "2014..2012", "2012-2014", "2012..", "x"])
def test_what_is_no_year_is_refused(text):
    with pytest.raises(Refusal):
        years(text)


def test_the_command_refuses_before_it_touches_anything(capsys, tmp_path):
    assert cli.main(["tick", "--on", "heute"]) == 2
    assert cli.main(["tick", "--demo", "--data", str(tmp_path)]) == 2
    assert cli.main(["tick", "--data", str(tmp_path)]) == 2

    told = capsys.readouterr().err
    assert "不是日期" in told
    assert "没有演示数据" in told
    assert "请同时写 --demo" in told


@pytest.mark.parametrize("size", [1, 4])
def test_a_run_costs_the_same_for_any_number_of_people(size, django_assert_max_num_queries, settings):
    """E-mails aside: they cost a few queries each."""
    settings.MAILS = False
    county = County(towns=2, branches=size)
    for branch in county.branches:
        secretary(branch)

    with django_assert_max_num_queries(60):
        command.tick(ENDS)
