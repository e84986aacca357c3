"""The second factor, sessions, invitations, and the pages of the three administrators."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now

from jiceng.services import account, factor, signing
from jiceng.store.models import AuditEvent, PostChange, SignIn
from jiceng.web import sessions
from tests.factories import (
    ON,
    County,
    auditor,
    delegate,
    in_post,
    officer,
    secretary,
    security_administrator,
    system_administrator,
    user,
)
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-river-under-pines"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
WECHAT = "Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 Chrome/99.0 MicroMessenger/8.0"


def with_password(who):
    who.set_password(PASSWORD)
    who.save()
    return who


def sign_in(who, agent=EDGE, **more):
    client = Client(headers={"user-agent": agent})
    client.post(reverse("sign-in"), {"username": who.username, "password": PASSWORD} | more)
    return client


def code_of(who, steps=0):
    return account.code_now(factor.begin(who).secret, now() + timedelta(seconds=30 * steps))


def show_code(client, who, steps=0, **more):
    return client.post(reverse("second-factor"), {"code": code_of(who, steps)} | more)


def asked_for_the_code(answer):
    return answer.status_code == 302 and answer["Location"].startswith(reverse("second-factor"))


# -- the second factor ---------------------------------------------------------------------------------

MUST = ("system-administrator", "security-administrator", "auditor", "delegate")


def test_a_code_in_full_width_digits_is_a_code(county):
    who = with_password(in_post("auditor", county.top))
    client = sign_in(who)
    client.post(reverse("second-factor-begin"))
    typed = code_of(who, 0).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

    client.post(reverse("second-factor"), {"code": f"\u202a{typed[:3]}　{typed[3:]}\u202c"})

    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("role", MUST)
def test_who_must_show_a_code_sees_no_page_before(county, role):
    who = with_password(in_post(role, county.top))
    client = sign_in(who)

    before = [asked_for_the_code(client.get(address)) for address in ("/", "/me/", "/accounts/", "/audit/")]
    client.post(reverse("second-factor-begin"))
    shown = show_code(client, who, next="/me/")

    assert before == [True] * 4
    assert (shown.status_code, shown["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("role", MUST)
def test_with_the_demand_taken_away_the_pages_would_open(county, role, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(factor, "ROLES", ())

    assert sign_in(with_password(in_post(role, county.top))).get("/me/").status_code == 200


def test_a_post_that_demands_it_is_noticed_in_a_running_session(county, client):
    who = secretary(county.branch)
    client.force_login(who)
    before = client.get("/me/").status_code
    in_post("delegate", county.top, who=who)

    assert before == 200
    assert asked_for_the_code(client.get("/me/"))


def test_a_piece_of_a_page_is_led_to_the_code_too(county, client):
    client.force_login(delegate(county.top))

    answer = client.get("/organisations/", headers={"hx-request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith(reverse("second-factor"))


def test_who_set_up_a_phone_of_their_own_will_is_asked_at_the_next_sign_in(county):
    who = with_password(secretary(county.branch))
    client = sign_in(who)
    client.post(reverse("second-factor-begin"))
    show_code(client, who)

    assert client.get("/").status_code == 200
    assert asked_for_the_code(sign_in(who).get("/"))


def test_the_phone_is_shown_its_secret_only_until_it_is_confirmed(county):
    who = with_password(auditor(county.top))
    client = sign_in(who)
    client.post(reverse("second-factor-begin"))
    secret = factor.of(who).secret[:4]

    page = client.get(reverse("second-factor")).content.decode()
    show_code(client, who)
    later = sign_in(who)
    later.post(reverse("second-factor-begin"))

    assert (secret in page, "<svg" in page, "<script" in page) == (True, True, False)
    assert secret not in later.get(reverse("second-factor")).content.decode()


def test_a_code_used_before_is_refused_in_words(county):
    who = with_password(auditor(county.top))
    first, second = sign_in(who), sign_in(who)
    first.post(reverse("second-factor-begin"))
    show_code(first, who)

    replay = show_code(second, who)

    assert replay.status_code == 422
    assert "已经用过" in alert(replay)
    assert asked_for_the_code(second.get("/"))
    assert show_code(second, who, steps=1).status_code == 302


def test_after_ten_wrong_codes_the_right_one_waits_but_not_on_the_owners_computer(county):
    who = with_password(auditor(county.top))
    own = sign_in(who)
    own.post(reverse("second-factor-begin"))
    show_code(own, who)
    own.post(reverse("sign-out"))
    thief = sign_in(who)
    for _ in range(signing.TRIES):
        thief.post(reverse("second-factor"), {"code": "000000"})

    stopped = show_code(thief, who, steps=1)
    own.post(reverse("sign-in"), {"username": who.username, "password": PASSWORD})

    assert "动态码输错了 10 次" in alert(stopped)
    assert show_code(own, who, steps=1).status_code == 302


def test_signing_in_again_gives_a_thief_no_new_tries(county):
    """The password alone makes no device known for codes."""
    who = with_password(auditor(county.top))
    factor.begin(who)
    for _ in range(signing.TRIES):
        sign_in(who).post(reverse("second-factor"), {"code": "000000"})

    assert "动态码输错了" in alert(show_code(sign_in(who), who))


def test_the_code_leads_to_no_other_site(county):
    who = with_password(auditor(county.top))
    client = sign_in(who)
    client.post(reverse("second-factor-begin"))

    assert show_code(client, who, next="https://evil.example/")["Location"] == "/"


def test_outside_the_demonstration_the_page_shows_no_code(county):
    who = with_password(auditor(county.top))
    client = sign_in(who)
    client.post(reverse("second-factor-begin"))

    assert code_of(who) not in client.get(reverse("second-factor")).content.decode()


def test_the_demonstration_shows_the_code_of_its_own_accounts_only(county, settings, tmp_path):
    who, other = with_password(auditor(county.top)), with_password(auditor(county.top))
    settings.DEMONSTRATION, settings.DATA = True, tmp_path
    (tmp_path / "accounts.json").write_text(json.dumps({who.username: PASSWORD}))
    pages = []
    for one in (who, other):
        client = sign_in(one)
        client.post(reverse("second-factor-begin"))
        pages.append(code_of(one) in words(client.get(reverse("second-factor"))))

    assert pages == [True, False]


# -- many organisations in one file --------------------------------------------------------------------


def summary(county):
    return reverse("form-download", args=[county.campaign.pk, "summary"])


def test_a_file_about_many_organisations_asks_for_the_code_first(county, client, monkeypatch):
    monkeypatch.setattr(factor, "MANY", 0)
    client.force_login(county.officer)

    before = client.get(summary(county))
    client.post(reverse("second-factor-begin"))
    shown = show_code(client, county.officer, next=summary(county))

    assert asked_for_the_code(before)
    assert shown["Location"] == summary(county)
    assert client.get(summary(county)).status_code == 200


def test_a_file_about_a_hundred_does_not(county, client):
    client.force_login(county.officer)

    assert factor.MANY == 100
    assert client.get(summary(county)).status_code == 200


def test_a_code_shown_too_long_ago_is_asked_again(county, client, monkeypatch):
    monkeypatch.setattr(factor, "MANY", 0)
    client.force_login(county.officer)
    session = client.session
    session["factor"] = (now() - factor.GOOD_FOR).isoformat()
    session.save()

    assert asked_for_the_code(client.get(summary(county)))


# -- sessions ------------------------------------------------------------------------------------------


def marked(client, **marks):
    session = client.session
    session.update({name: (now() - ago).isoformat() for name, ago in marks.items()})
    session.save()


def is_signed_out(answer):
    return answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in"))


def test_signing_in_and_showing_the_code_each_give_a_new_session(county):
    who = with_password(auditor(county.top))
    client = Client()
    client.get(reverse("sign-in"))
    client.cookies["sessionid"] = "chosen-by-somebody-else"
    client.post(reverse("sign-in"), {"username": who.username, "password": PASSWORD})
    first = client.cookies["sessionid"].value
    client.post(reverse("second-factor-begin"))
    show_code(client, who)
    second = client.cookies["sessionid"].value

    assert len({"chosen-by-somebody-else", first, second}) == 3
    assert SignIn.objects.get().session_key == second
    assert not Session.objects.filter(session_key=first).exists()


def test_signing_in_again_begins_anew_and_forgets_the_code(county, client):
    who = secretary(county.branch)
    client.force_login(who)
    marked(client, factor=timedelta(0))
    first = client.session.session_key
    client.force_login(who)

    assert client.session.session_key != first
    assert "factor" not in client.session
    assert [one.session_key for one in who.sign_ins.open()] == [client.session.session_key]


@pytest.mark.parametrize(
    ("role", "since", "seen", "over"),
    [
        ("secretary", 11, 7, False),
        ("secretary", 11, 8, True),
        ("secretary", 12, 0, True),
        ("auditor", 1, 0, False),
        ("auditor", 1, 0.5, True),
    ],
)
def test_a_session_is_over_when_idle_or_old(county, client, role, since, seen, over):
    client.force_login(in_post(role, county.branch))
    marked(client, factor=timedelta(0), since=timedelta(hours=since), seen=timedelta(hours=seen))

    assert is_signed_out(client.get("/me/")) is over


def test_a_session_without_marks_is_nobodys(county, client):
    client.force_login(secretary(county.branch))
    session = client.session
    del session["since"]
    session.save()

    assert is_signed_out(client.get("/me/"))


def test_use_keeps_a_session_and_is_written_down_once_a_minute(county, client):
    who = secretary(county.branch)
    client.force_login(who)
    marked(client, seen=timedelta(hours=7))
    SignIn.objects.update(at=now() - timedelta(hours=7), seen_at=now() - timedelta(hours=7))

    client.get("/me/")
    [one] = SignIn.objects.all()
    client.get("/me/")

    assert now() - one.seen_at < timedelta(minutes=1)
    assert SignIn.objects.get().seen_at == one.seen_at
    assert now() - datetime.fromisoformat(client.session["seen"]) < timedelta(minutes=1)


def test_me_lists_where_i_am_signed_in_and_nobody_else(county):
    who = with_password(secretary(county.branch))
    sign_in(with_password(secretary(county.branch)), agent="Macintosh Firefox")
    sign_in(who, agent=WECHAT)

    page = words(sign_in(who).get("/me/"))

    assert "Windows · Edge" in page
    assert "HarmonyOS · 微信" in page
    assert "Macintosh" not in page


@pytest.mark.parametrize(
    ("agent", "said"),
    [(EDGE, "Windows · Edge"), (WECHAT, "HarmonyOS · 微信"), ("", ""), ("<script>", ""),
     ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "iPhone · Safari")],
)  # fmt: skip
def test_a_device_is_called_by_a_few_words(agent, said):
    assert sessions.device_words(agent) == said


def test_ending_one_session_puts_that_device_out_at_once(county):
    who = with_password(secretary(county.branch))
    phone, desk = sign_in(who, agent=WECHAT), sign_in(who)

    desk.post(reverse("session-end", args=[SignIn.objects.get(device="HarmonyOS · 微信").pk]))

    assert is_signed_out(phone.get("/"))
    assert desk.get("/").status_code == 200


def test_ending_all_others_leaves_this_one(county):
    who = with_password(secretary(county.branch))
    others, here = [sign_in(who), sign_in(who)], sign_in(who)

    here.post(reverse("sessions-end"))

    assert [is_signed_out(one.get("/")) for one in [*others, here]] == [True, True, False]


def test_ending_the_own_session_signs_out(county):
    client = sign_in(with_password(secretary(county.branch)))

    client.post(reverse("session-end", args=[SignIn.objects.get().pk]))

    assert is_signed_out(client.get("/"))
    assert SignIn.objects.get().ended_at


def test_a_session_taken_from_the_database_is_over_after_signing_out(county):
    client = sign_in(with_password(secretary(county.branch)))
    stolen = client.cookies["sessionid"].value
    client.post(reverse("sign-out"))
    thief = Client()
    thief.cookies["sessionid"] = stolen

    assert is_signed_out(thief.get("/"))


@pytest.mark.parametrize("act", [account.close_account, account.invite_again])
def test_every_session_of_a_closed_account_is_over_at_the_next_request(county, act):
    who = with_password(secretary(county.branch))
    clients = [sign_in(who) for _ in range(3)]
    before = [one.get("/").status_code for one in clients]

    act(user=who, reason="离任", by=system_administrator(county.top), on=ON, at=now())

    assert before == [200] * 3
    assert [is_signed_out(one.get("/")) for one in clients] == [True] * 3


def test_a_post_that_was_ended_is_gone_at_the_next_request(county, client):
    who = in_post("reviewer", county.town)
    client.force_login(who)
    address = reverse("organisation", args=[county.branch.pk])
    before = client.get(address).status_code
    ended = account.end_post(
        post=who.person.posts.get(), reason="调离", by=system_administrator(county.top), on=now().date()
    )

    account.answer_post(change=ended, granted=True, by=security_administrator(county.top), on=now().date())

    assert (before, client.get(address).status_code) == (200, 404)


# -- the administrators' pages -------------------------------------------------------------------------


@pytest.fixture
def by(county):
    """Somebody's browser, the code shown: by("auditor")."""

    def browser(role, at=None):
        client = Client()
        client.force_login(in_post(role, at or county.top))
        marked(client, factor=timedelta(0))
        return client

    return browser


def test_from_a_new_account_to_the_first_page(county, by):
    """The whole way: made, granted, opened, seen."""
    told = {
        "username": "wang",
        "name": "王某",
        "organisation": county.branch.code,
        "role": "secretary",
        "reason": "新任",
    }
    made = by("system-administrator").post(reverse("account-make"), told)
    [code] = re.findall(r"<b>([A-Z2-9-]{19})</b>", made.content.decode())
    [change] = PostChange.objects.all()
    by("security-administrator").post(reverse("post-change-answer", args=[change.pk]), {"answer": "grant"})
    owner = Client()

    opened = owner.post(
        reverse("invitation"),
        {"username": "wang", "code": code.lower(), "password": PASSWORD, "again": PASSWORD},
    )

    assert opened.status_code == 302
    assert owner.get(reverse("organisation", args=[county.branch.pk])).status_code == 200
    assert sign_in(type("Who", (), {"username": "wang"})).get("/").status_code == 200


def test_guessing_invitations_is_limited_like_passwords(county):
    made, code = account.make_account(
        username="wang", name="王某", organisation=county.branch, role="member", reason="x",
        by=system_administrator(county.top), on=now().date(),
    )  # fmt: skip
    guesser, told = Client(), {"username": "wang", "password": PASSWORD, "again": PASSWORD}
    for _ in range(signing.TRIES):
        guesser.post(reverse("invitation"), told | {"code": "ABCD"})

    assert guesser.post(reverse("invitation"), told | {"code": code}).status_code == 429
    assert not type(made).objects.get(pk=made.pk).has_usable_password()


@pytest.mark.parametrize(
    ("change", "said"), [({"again": "another-long-one"}, "不"), ({"password": "123", "again": "123"}, "密码")]
)
def test_two_different_or_weak_passwords_are_refused_in_words(county, change, said):
    _, code = account.make_account(
        username="wang", name="王某", organisation=county.branch, role="member", reason="x",
        by=system_administrator(county.top), on=now().date(),
    )  # fmt: skip
    told = {"username": "wang", "code": code, "password": PASSWORD, "again": PASSWORD} | change

    answer = Client().post(reverse("invitation"), told)

    assert answer.status_code == 422
    assert alert(answer)


def test_a_request_that_cannot_be_is_refused_beside_what_was_typed(county, by):
    who = auditor(county.town)
    told = {"organisation": county.branch.name, "role": "member", "reason": "任命文件"}

    answer = by("system-administrator").post(reverse("account-act", args=[who.pk, "ask"]), told)

    assert answer.status_code == 422
    assert "三个不同的人" in alert(answer)
    assert county.branch.name in answer.content.decode()


@pytest.mark.parametrize("said", ["", "没有这个", "T"])
def test_an_organisation_that_is_not_there_is_asked_for_again(county, by, said):
    told = {"organisation": said, "role": "member", "reason": "任命文件"}

    answer = by("system-administrator").post(reverse("account-act", args=[county.officer.pk, "ask"]), told)

    assert "没有找到" in alert(answer)


def test_an_administrator_of_a_town_sees_the_posts_of_the_town_only(county, by):
    who = secretary(county.branch)
    elsewhere = County()
    in_post("member", elsewhere.branch, who=who)
    client = by("system-administrator", county.town)

    page = words(client.get(reverse("account", args=[who.pk])))

    assert county.branch.name in page
    assert elsewhere.branch.name not in page
    assert elsewhere.officer.username not in words(client.get(reverse("accounts")))


def test_an_administrators_page_offers_nothing_about_oneself(county, client):
    who = system_administrator(county.top)
    client.force_login(who)
    marked(client, factor=timedelta(0))

    assert "account-act" not in client.get(reverse("account", args=[who.pk])).content.decode()
    assert client.post(reverse("account-act", args=[who.pk, "close"]), {"reason": "x"}).status_code == 422


@pytest.mark.parametrize("address", ["accounts", "post-changes", "audit"])
def test_lists_cost_the_same_for_any_number_of_rows(county, by, address, django_assert_max_num_queries):
    client = by("auditor" if address == "audit" else "security-administrator")
    for number in range(30):
        who = user()
        account.ask_post(
            person=who.person, organisation=county.branch, role="member", reason=f"第{number}号",
            by=system_administrator(county.top), on=ON,
        )  # fmt: skip
    client.get("/me/")

    with django_assert_max_num_queries(12):
        assert client.get(reverse(address)).status_code == 200


# -- the record ----------------------------------------------------------------------------------------


def test_the_auditor_reads_what_happened_newest_first_and_no_content(county, by):
    county.self_assess()
    county.record(reason="张三说没有年度计划")

    page = words(by("auditor").get(reverse("audit")))

    assert page.index("登记评分") < page.index("开展活动")
    assert "张三" not in page
    assert "no-yearly-plan" not in page


def test_the_record_of_another_county_is_not_there(county, by):
    foreign = County()
    foreign.self_assess()

    page = words(by("auditor").get(reverse("audit")))

    assert foreign.top.name in words(by("auditor", foreign.top).get(reverse("audit")))
    assert foreign.officer.username not in page


def test_the_record_is_narrowed_by_place_account_and_what_it_is_about(county, by):
    county.self_assess()
    client, event = by("auditor"), AuditEvent.objects.get(action="sheet.completed")
    asked = [{"organisation": county.branch.code}, {"actor": event.actor}, {"target": event.target},
             {"organisation": county.branch.name}, {"action": "sheet."}]  # fmt: skip

    pages = [words(client.get(reverse("audit"), one)) for one in asked]

    assert all("完成评分表" in page and "开展活动" not in page for page in pages)
    assert "完成评分表" not in words(client.get(reverse("audit"), {"organisation": "没有"}))


def test_the_record_tells_local_time_and_says_in_words_what_it_is_about(county, by):
    county.self_assess()
    client, event = by("auditor"), AuditEvent.objects.get(action="sheet.completed")
    local = date_format(localtime(datetime.fromisoformat(event.at)), "DATETIME_FORMAT")

    page = words(client.get(reverse("audit")))
    about = event.target.replace("subject:", "定级对象 ")
    narrowed = words(client.get(reverse("audit"), {"target": about}))

    assert local in page
    assert event.at[:19] not in page
    assert about in page
    assert "subject:" not in page
    assert "完成评分表" in narrowed
    assert "开展活动" not in narrowed


def test_an_event_changed_behind_the_guard_is_marked(county, by):
    client = by("auditor")
    before = words(client.get(reverse("audit")))
    event = AuditEvent.objects.get(action="campaign.opened")
    guards = {
        "sqlite": "DROP TRIGGER audit_no_update",
        "postgresql": "DROP TRIGGER audit_no_change ON store_auditevent",
    }
    with connection.cursor() as cursor:
        cursor.execute(guards[connection.vendor])
        cursor.execute("UPDATE store_auditevent SET actor = 'somebody-else'")

    page = client.get(reverse("audit")).content.decode()

    assert 'class="mark late"' in page
    assert "somebody-else" in page
    assert event.actor in before


def test_nobody_but_the_three_finds_these_pages(county, client):
    client.force_login(officer(county.top))

    assert [client.get(reverse(name)).status_code for name in ("accounts", "post-changes", "audit")] == [
        404
    ] * 3
