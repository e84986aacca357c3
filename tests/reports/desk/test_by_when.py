"""By when: desk, return page, reminder, calendar and step page say the same day; what recurs has a day a period."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.notice import Notice as NoticeRule
from jiceng.reports import desk, ways
from jiceng.services import duty, procedure, reminder
from jiceng.services.dates import due_on
from jiceng.store.models import Adoption, Campaign, Notice, Record, Reminder
from tests.campaigns import Running
from tests.factories import ON
from tests.items import Ledgers
from tests.reports.test_calendar import read
from tests.web.test_feed import make

pytestmark = pytest.mark.django_db

RETURNS = {
    "yichun-2012-grading": ("returns", "notice"),
    "corps-2012-grading": ("situation", "total"),
    "meizhou-2012-lookback": ("recheck-return", "re-examination"),
}
OPENED = [
    (date(2012, 4, 12), "as printed"),
    (date(2024, 2, 29), "before every printed day"),
    (date(2026, 12, 31), "after every printed day"),
]


@pytest.fixture
def county():
    return Ledgers()


def lines_of(who, on):
    return desk.due(scope.posts(who, on), on)


def bring_first(run, campaign, keys, on):
    """What comes before a return: records, and notices whose days are over."""
    for key in keys:
        if isinstance(campaign.rules[key], NoticeRule):
            over = on - timedelta(days=1)
            Notice.objects.create(
                campaign=campaign, mechanism=key, organisation=run.branches[0], number=1, title="公示", token="t" * 43,
                audience="public", from_on=over, until_on=over, posted_by=run.officer, posted_on=over,
            )  # fmt: skip
        else:
            said = {"总评意见": "同意评定结果"} if key == "total-evaluation" else {}
            Record.objects.create(
                campaign=campaign, mechanism=key, organisation=run.town, number=1, held_on=on, said=said,
                by=run.officer, on=on,
            )  # fmt: skip


@pytest.mark.parametrize("opened", [day for day, _ in OPENED], ids=[name for _, name in OPENED])
@pytest.mark.parametrize("pack", RETURNS)
def test_every_surface_says_the_same_day_for_the_same_duty(client, pack, opened):
    run = Running("yichun-2012-grading", kind="organ-institution")
    campaign = run.open(pack, title="另一年", on=opened)
    key, step = RETURNS[pack]
    track = campaign.tracks.get()
    campaign.tracks.update(step=step)
    bring_first(run, campaign, campaign.rules[key].after, opened)
    told = due_on(campaign, key, run.town.path)

    assert told is None or told >= opened
    assert duty.prepare(campaign=campaign, mechanism=key, organisation=run.town, on=opened).due_on == told

    with clock.on(opened):
        mine = [line for line in lines_of(run.town_officer, opened) if line.mechanism == key and line.own]
        client.force_login(run.town_officer)
        page = client.get(reverse("track", args=[track.pk])).context["dues"]
        listed = client.get(reverse("returns", args=[campaign.pk, key])).context["found"].object_list
        events = [event["DTSTART;VALUE=DATE"] for event in read(client.get(make(client)).content)]
        reminder.remind_all(
            campaign=campaign,
            mechanism=key,
            code="procedure.return-not-sent",
            address=ways.address,
            by=run.officer,
            on=opened,
        )
    assert {line.due_on for line in mine} == {told}
    assert told in [line["day"] for line in page if line["name"] == campaign.title_of(key)]
    assert [sender.due_on for sender in listed] == [told]
    assert all(line.band != "late" for line in mine)
    assert told is None or f"{told:%Y%m%d}" in events
    sent = Reminder.objects.get()
    assert (sent.code, sent.due_on) == (
        ("reminder.asked", told) if told else ("reminder.asked-open", campaign.due_on)
    )


def test_a_printed_day_that_has_passed_is_on_the_countys_desk_until_it_is_given():
    run = Running("yichun-2012-grading", kind="organ-institution")
    opened = date(2026, 9, 1)
    campaign = run.open("meizhou-2012-lookback", title="九月", on=opened)

    def asked():
        return [line for line in lines_of(run.officer, opened) if line.code.startswith("desk.day")]

    assert [(line.facts["count"], line.due_on) for line in asked()] == [(3, None)]
    for key in ("re-examination", "recheck-return", "recheck-upward"):
        procedure.set_window(
            campaign=campaign, step=key, from_on=None, until_on=date(2026, 9, 20), by=run.officer, on=opened
        )
    assert asked() == []


def test_each_period_without_a_report_stands_on_the_desk_with_its_own_day():
    run = Running("yichun-2012-grading", kind="village")
    adoption = Adoption.objects.create(
        organisation=run.county, pack="hunan-township-building-year", adopted_on=date(2012, 8, 1),
        version="2012.1", settings={"work-reports": {"every_months": 3}},
    )  # fmt: skip
    campaign = run.open("hunan-township-building-year", title="建设年", on=date(2012, 8, 1))
    assert campaign.adoption == adoption
    Campaign.objects.update(due_on=date(2013, 7, 31))
    campaign.tracks.update(step="work")
    branch = run.branches[0]
    secretary = run.who("secretary", branch)
    Record.objects.create(
        campaign=campaign, organisation=branch, mechanism="work-reports", number=1, held_on=date(2013, 1, 31),
        said={"工作情况": "甲"}, by=secretary, on=date(2013, 2, 3),
    )  # fmt: skip

    lines = [line for line in lines_of(secretary, date(2013, 7, 1)) if line.mechanism == "work-reports"]

    assert [(line.due_on, line.band) for line in lines] == [
        (date(2012, 10, 31), "late"), (date(2013, 4, 30), "late"), (date(2013, 7, 31), "later"),
    ]  # fmt: skip
    # Written down late, it is still about its own period: the form takes no later day, and leaves it to the writer.
    assert [line.query for line in lines] == [
        {"held_on": "2012-10-31"}, {"held_on": "2013-04-30"}, {"held_on": "2013-07-31"},
    ]  # fmt: skip


def test_a_first_effect_is_due_before_the_whole_until_a_piece_of_evidence_shows_it(county):
    item = county.planned()
    secretary = county.secretary
    found = [line for line in lines_of(secretary, ON) if line.code == "desk.item-effect"]

    assert [(line.due_on, line.args) for line in found] == [(date(2012, 7, 1), (item.pk,))]
    item.evidence.create(text="路已修好一半", by=secretary, on=ON)
    assert not [line for line in lines_of(secretary, ON) if line.code == "desk.item-effect"]


def test_the_opening_page_asks_for_a_printed_day_that_has_passed_and_keeps_what_is_typed(client):
    run = Running("yichun-2012-grading", kind="organ-institution")
    opened = date(2026, 9, 1)
    adoption = Adoption.objects.create(
        organisation=run.county, pack="meizhou-2012-lookback", adopted_on=opened, version="2012.1"
    )
    client.force_login(run.officer)
    with clock.on(opened):
        page = client.get(reverse("campaign-new"), {"adoption": adoption.pk}).content.decode()
        typed = {"adoption": adoption.pk, "title": "九月", "due_on": "2026-12-31"}
        early = client.post(reverse("campaign-new"), typed | {"day-recheck-return": "2026-08-31"})
        client.post(reverse("campaign-new"), typed | {"day-recheck-return": "2026-09-18"})

    assert 'name="day-recheck-return"' in page
    assert early.status_code == 422
    made = Campaign.objects.get(title="九月")
    assert due_on(made, "recheck-return", run.town.path) == date(2026, 9, 18)
