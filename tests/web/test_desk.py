"""The desk as a page: lines with their way, reminders, the button that reminds; and the frame around every page."""

from datetime import date

import pytest
from django.urls import get_resolver, reverse

from jiceng import clock
from jiceng.cli import tick
from jiceng.reports import ways
from jiceng.reports.ways import PAGES
from jiceng.services import reminder
from jiceng.store.models import Post, Reminder
from jiceng.web import navigation
from jiceng.web.desk import ACTIONS, QUIET
from tests.factories import ON, County, brought_first, in_post, secretary, user
from tests.web.reading import tags, words

pytestmark = pytest.mark.django_db
ASK = {"ask": "self-assessment procedure.not-self-assessed"}


@pytest.fixture(autouse=True)
def _on():
    with clock.on(ON):
        yield


def remind(client, county, **sends):
    return client.post(reverse("remind", args=[county.campaign.pk]), sends or ASK, follow=True)


def forms(answer):
    return [told["action"] for tag, told in tags(answer) if tag == "form" and "action" in told]


# -- lines ---------------------------------------------------------------------------------------------------------


def test_a_line_says_what_for_whom_by_when_and_why_and_leads_there(county, branch):
    answer = branch.get(reverse("desk"))

    said = words(answer)
    assert f"“{county.branch.name}”还没有自评" in said
    assert "2012年4月10日" in said
    assert "§三(二)" in said
    assert ("a", reverse("score", args=[county.subject.pk, "self"])) in [
        (tag, told.get("href")) for tag, told in tags(answer)
    ]


def test_only_the_work_of_others_has_a_button_that_reminds(county, seen_by, branch):
    own = forms(branch.get(reverse("desk")))
    others = forms(seen_by(county.officer).get(reverse("desk")))

    address = reverse("remind", args=[county.campaign.pk])
    assert address not in own
    assert others.count(address) == 3  # self-assessments, scores, and the team of a department


def test_one_band_has_the_red_buttons(seen_by):
    """A reviewer with a late and a later campaign is shown in red what is late."""
    county = County(branches=2)
    county.score(county.branch)
    brought_first(county.subject, county.reviewer)

    with clock.on(date(2012, 4, 11)):
        answer = seen_by(county.reviewer).get(reverse("desk"))

    red = [told for tag, told in tags(answer) if tag == "a" and "btn-primary" in told.get("class", "")]
    assert len(red) == 2  # to score and to decide, both late
    assert "已过期限" in words(answer)


# -- one reminder to all -------------------------------------------------------------------------------------------


def test_one_button_reminds_them_all_and_says_how_many_and_whom_it_did_not_reach(seen_by):
    county = County(branches=3)
    people = [secretary(branch) for branch in county.branches[:2]]

    said = words(remind(seen_by(county.officer), county))

    assert "已提醒 2 人" in said
    assert "2 人没有登记邮箱" in said
    assert all(one.person.name in said for one in people)
    assert f"1 个党组织没有人担任这个职务，提醒不到：{county.branches[2].name}" in said


def test_pressed_twice_it_reminds_nobody_twice(county, seen_by):
    secretary(county.branch)
    client = seen_by(county.officer)
    remind(client, county)

    said = words(remind(client, county))

    assert "1 人今天已经提醒过" in said
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize("ask", ["", "x", "self-assessment", "no such-thing", "self-assessment other.code"])
def test_what_no_button_would_send_reminds_nobody(county, seen_by, ask):
    secretary(county.branch)

    answer = remind(seen_by(county.officer), county, ask=ask)

    assert answer.status_code == 200
    assert "现在没有人要提醒" in words(answer)
    assert not Reminder.objects.exists()


def test_a_secretary_reminds_nobody(county, branch):
    assert branch.post(reverse("remind", args=[county.campaign.pk]), ASK).status_code == 404


# -- reminders -----------------------------------------------------------------------------------------------------


def test_a_reminder_stands_on_the_desk_and_beside_its_name_until_it_is_read(county, seen_by):
    who = secretary(county.branch)
    reminder.remind_all(
        campaign=county.campaign, mechanism="self-assessment", code="procedure.not-self-assessed", address=ways.address,
        by=county.officer, on=ON,
    )  # fmt: skip
    client = seen_by(who)

    before = client.get(reverse("desk"))
    elsewhere = client.get(reverse("organisations"))
    keys = [told["value"] for tag, told in tags(before) if told.get("name") == "reminder"]
    client.post(reverse("reminders-read"), {"reminder": keys})
    after = client.get(reverse("desk"))

    assert county.officer.get_full_name() in words(before)
    assert 'class="unread"' in elsewhere.content.decode()
    assert 'class="unread"' not in after.content.decode()
    assert county.officer.get_full_name() not in words(after)


def test_nobody_reads_the_reminders_of_somebody_else(county, seen_by):
    other = user()
    said = reminder.Told(other.person_id, "reminder.soon", _said(), "x", ON, "desk")
    reminder.make([said], on=ON)

    seen_by(county.officer).post(
        reverse("reminders-read"), {"reminder": [Reminder.objects.get().pk, "x", "9" * 40]}
    )

    assert Reminder.objects.unread().count() == 1


def test_a_reminder_whose_page_has_another_name_by_now_leads_to_the_desk(county, seen_by):
    who = secretary(county.branch)
    reminder.make(
        [reminder.Told(who.person_id, "reminder.soon", _said(), "x", ON, "page-of-old", (1,))], on=ON
    )

    answer = seen_by(who).get(reverse("desk"))

    assert answer.status_code == 200
    assert tick.address(Reminder.objects.get()).endswith(reverse("desk"))


def _said():
    from jiceng.kernel.refusal import Refusal

    return Refusal("desk.self-assess", name="甲")


# -- the frame -----------------------------------------------------------------------------------------------------


def places(role):
    county = County()
    at = county.branch if role in ("secretary", "member") else county.top
    return {place.section for place in navigation.of(_posts(in_post(role, at))).places}


def _posts(who):
    return list(Post.objects.filter(person=who.person).select_related("organisation"))


@pytest.mark.parametrize(
    ("role", "has", "lacks"),
    [
        ("secretary", {"ledger", "notice", "return", "pack"}, {"admin"}),
        ("member", {"notice", "campaign"}, {"admin", "return"}),
        ("county-officer", {"ledger", "notice", "return", "pack"}, {"admin"}),
        ("auditor", {"admin"}, {"ledger", "return", "notice"}),
        ("system-administrator", {"admin"}, {"ledger", "return", "notice"}),
        ("security-administrator", {"admin"}, {"ledger", "return", "notice"}),
    ],
)
def test_the_frame_leads_where_somebody_can_do_something(role, has, lacks):
    found = places(role)

    assert has <= found
    assert not lacks & found
    assert {"desk", "me"} <= found


@pytest.mark.parametrize("role", list(Post.ROLES))
def test_every_place_of_the_frame_opens(seen_by, role):
    county = County()
    at = county.branch if role in ("secretary", "member") else county.top
    who = in_post(role, at)
    client = seen_by(who)
    _shown(client)

    for place in navigation.of(_posts(who)).places:
        assert client.get(place.href).status_code == 200, place.address


def _shown(client):
    """As after the second code."""
    from django.utils.timezone import now

    session = client.session
    session["factor"] = now().isoformat()
    session.save()


def test_every_page_a_line_can_lead_to_is_there():
    pages = {page for word in PAGES.values() for page in (word.all, *word.one.values())} | set(ACTIONS)
    pages |= {"subject", "organisation", "campaign", "ledgers", "post-changes", "audit"}

    assert pages - set(get_resolver().reverse_dict) == set()


def test_where_one_is_is_marked_once_on_the_rail_and_once_on_the_bar(county, office):
    answer = office.get(reverse("campaigns"))

    marked = [told["href"] for tag, told in tags(answer) if told.get("aria-current") == "page"]
    assert marked == [reverse("campaigns")] * 2


def test_the_bar_opens_without_a_script(county, office):
    answer = office.get(reverse("desk"))

    names = [tag for tag, _ in tags(answer)]
    assert "details" in names
    assert "summary" in names


@pytest.mark.parametrize("role", ["auditor", "system-administrator", "security-administrator"])
def test_an_administrators_empty_desk_speaks_of_what_they_keep(seen_by, role):
    client = seen_by(in_post(role, County().top))
    _shown(client)

    answer = client.get(reverse("desk"))

    assert str(QUIET[role]) in words(answer)
    assert "下一次活动开始后" not in words(answer)


def test_somebody_without_a_post_is_led_nowhere_they_would_find_nothing(seen_by):
    assert [place.section for place in navigation.of([]).places] == ["desk", "me"]
    assert seen_by(user()).get(reverse("desk")).status_code == 200


def test_a_reminder_leaves_its_day_on_the_line_of_both_and_goes_once_the_thing_is_done(county, seen_by):
    who = secretary(county.branch)
    remind(seen_by(county.officer), county)
    officers = words(seen_by(county.officer).get(reverse("desk")))
    own = words(seen_by(who).get(reverse("desk")))
    asked = Reminder.objects.unread().filter(person=who.person)
    before = asked.count()

    county.self_assess(county.branch)
    seen_by(who).get(reverse("desk"))

    assert "已提醒 4月6日" in officers
    assert "已提醒 4月6日" in own
    assert (before, asked.count()) == (1, 0)
