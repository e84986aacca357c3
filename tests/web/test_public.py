"""What everybody reads, without signing in; and what they do not."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from jiceng import clock
from jiceng.services import notice as notices
from jiceng.services import objection as objections
from jiceng.services.objection.putting import A_NOTICE
from jiceng.store.models import Knock, Notice, Objection, Organisation
from tests.factories import member, secretary
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


def at(notice, name="public-notice", *args):
    return reverse(name, args=[notice.token, *args])


def form_key(page):
    return next(told["value"] for tag, told in tags(page) if tag == "input" and told.get("name") == "key")


# -- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_what_hangs_for_everybody_and_nothing_else(client, world, today):
    hanging = world.post("results", on=today)
    board = world.post("achievements", on=today)
    over = world.post("own-result", on=today - timedelta(20))
    limited = world.post("limited", on=today, until_on=today + timedelta(3))
    inside = world.post("inside", on=today)
    down = world.post("county-wide", on=today)
    notices.take_down(notice=down, reason="名称写错", by=world.county, on=today)

    page = client.get(reverse("public-notices"))

    shown = [one for one in Notice.objects.all() if one.token in page.content.decode()]
    assert shown == [hanging, board]
    assert {over, limited, inside, down} & set(shown) == set()


def test_the_list_is_searched_by_title_and_organisation(client, world, today):
    world.post("results", on=today)
    world.post("achievements", on=today)

    def found(words_):
        page = client.get(reverse("public-notices"), {"q": words_})
        return [one.title for one in Notice.objects.all() if one.token in page.content.decode()]

    assert found("东镇") == ["定级结果公示"]
    assert found("甲村 公示牌") == ["创先争优活动情况公示牌"]
    assert found("没有这个") == []
    assert "没有这个" in words(client.get(reverse("public-notices"), {"q": "没有这个"}))


@pytest.mark.parametrize("count", [1, 3, 500])
def test_the_list_costs_the_same_for_any_number(client, world, today, count, django_assert_num_queries):
    facts = {
        "mechanism": "results", "campaign": world.campaign, "organisation": world.town, "title": "公示",
        "audience": "public", "from_on": today, "posted_by": world.clerk, "posted_on": today,
    }  # fmt: skip
    Notice.objects.bulk_create([Notice(token=f"t{at}", number=at, **facts) for at in range(count)])

    with django_assert_num_queries(2):  # how many, and a page of them
        assert client.get(reverse("public-notices")).status_code == 200


# -- one notice -------------------------------------------------------------------------------------------------------


def test_a_notice_says_what_it_says_until_when_and_how_to_object(client, world, today):
    notice = world.post("results", on=today)

    page = client.get(at(notice))

    told = words(page)
    for part in (
        "定级结果公示",
        "东镇党委",
        "甲村党支部",
        "一般",
        "经会议研究",
        "张贴处：政务公开栏",
        "演示数据",
    ):
        assert part in told
    assert at(notice, "public-notice-object") in page.content.decode()
    assert 'class="qr only-print"' in page.content.decode()


def test_reading_leaves_no_cookie_and_a_cache_may_keep_it_for_a_minute(client, world, today):
    notice = world.post("results", on=today)

    for address in (reverse("public-notices"), at(notice)):
        page = client.get(address)
        assert not page.cookies
        assert page["Cache-Control"] == "public, max-age=60"
        assert "Cookie" in page["Vary"]


def test_for_somebody_signed_in_nothing_is_kept_by_a_cache(client, world, today):
    client.force_login(world.clerk)

    page = client.get(at(world.post("results", on=today)))

    assert "no-store" in page["Cache-Control"]
    assert "public" not in page["Cache-Control"]
    assert reverse("desk") in page.content.decode()  # inside the frame


def test_no_page_for_everybody_asks_anything_of_another_site(client, world, today):
    notice = world.post("results", on=today)
    for address in (
        reverse("public-notices"),
        at(notice),
        at(notice, "public-notice-object"),
        reverse("objection-track"),
    ):
        for tag, told in tags(client.get(address)):
            for name in ("href", "src", "action"):
                assert not re.match(r"(https?:)?//", told.get(name, "")), (address, tag)


def test_a_limited_notice_is_read_by_its_address_and_found_by_nobody(client, world, today):
    page = client.get(at(world.post("limited", on=today, until_on=today + timedelta(3))))

    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "X-Robots-Tag" not in client.get(at(world.post("results", on=today)))


def test_what_is_for_members_is_read_by_those_who_belong_there(client, world, today):
    notice = world.post("inside", on=today)
    absent = client.get(reverse("public-notice", args=["x" * 43]))
    assert (client.get(at(notice)).status_code, client.get(at(notice)).content) == (404, absent.content)

    for who, status in (
        (member(world.branch), 200),
        (world.clerk, 200),
        (world.other_clerk, 404),
        (secretary(world.branches[3]), 404),
    ):
        client.force_login(who)
        assert client.get(at(notice)).status_code == status


def test_a_notice_taken_down_says_why_and_nothing_of_what_it_said(client, world, today):
    notice = world.post("results", on=today)
    notices.take_down(notice=notice, reason="把类别写错了", by=world.clerk, on=today)

    page = client.get(at(notice))

    assert "把类别写错了" in words(page)
    for gone in ("甲村党支部", "经会议研究", "农村"):
        assert gone not in page.content.decode()
    assert client.get(at(notice, "public-notice-paper", "a4")).status_code == 404


def test_a_board_shows_the_ledger_as_it_is_today(client, world, today):
    item = world.item()
    notice = world.post("board", world.branches[1], on=today)
    assert "整改中" in words(client.get(at(notice)))

    type(item).objects.update(state="closed", closed_by=world.clerk, closed_on=today)

    assert "已完成" in words(client.get(at(notice)))


def test_answers_stand_below_without_the_words_of_the_objection(client, world, today):
    notice = world.post("results", on=today)
    one, _ = world.object(notice, on=today, at=now(), text="王二说记录是补写的", contact="村口小卖部")
    world.object(notice, on=today, at=now(), text="另一件没有答复")
    world.answered(world.assigned(one, on=today), on=today, finding="问过文书李四", reply="记录是当时写的")

    page = client.get(at(notice))

    assert "记录是当时写的" in words(page)
    for hidden in ("王二", "村口小卖部", "李四", "另一件", world.county.get_full_name()):
        assert hidden not in page.content.decode()


def test_language_and_size_are_chosen_in_the_address_and_stay_on_every_link(client, world, today):
    notice = world.post("results", on=today)

    page = client.get(at(notice), {"lang": "en", "size": "large"})

    assert "I disagree" in words(page)
    html = next(told for tag, told in tags(page) if tag == "html")
    assert (html["lang"], html["class"]) == ("en", "elder")
    link = next(
        told["href"]
        for tag, told in tags(page)
        if told.get("href", "").startswith(at(notice, "public-notice-object"))
    )
    assert link.endswith("?lang=en&size=large")
    assert not page.cookies


@pytest.mark.parametrize(("answers", "rows"), [(1, 2), (3, 2), (12, 2)])
def test_a_notice_costs_the_same_however_many_objected(
    client, world, today, answers, rows, django_assert_num_queries
):
    notice = world.post("results", on=today)
    for _ in range(answers):
        one, _code = world.object(notice, on=today, at=now())
        world.answered(world.assigned(one, on=today), on=today)
    client.get(at(notice))

    with django_assert_num_queries(3):  # the notice with its campaign, its answers, how many wait
        client.get(at(notice))


# -- on paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "points"), [("a4", b"595"), ("a3", b"841")])
def test_the_sheet_is_printed_on_a4_and_a3(client, world, today, size, points):
    page = client.get(at(world.post("results", on=today), "public-notice-paper", size))

    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF")
    assert points in page.content
    assert page["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_sheet_of_a_demonstration_says_so_on_paper(
    client, world, today, settings, monkeypatch, demonstration
):
    Organisation.objects.update(invented=False)
    settings.DEMONSTRATION = demonstration
    drawn = []
    monkeypatch.setattr(
        "jiceng.reports.notices.render", lambda one, _: drawn.append(one) or (b"%PDF", "application/pdf", "n")
    )

    client.get(at(world.post("results", on=today), "public-notice-paper", "a4"))

    assert [one.stamp_line for one in drawn] == ["演示数据" if demonstration else ""]


def test_there_is_no_other_size(client, world, today):
    assert client.get(f"/n/{world.post('results', on=today).token}/b5.pdf").status_code == 404


# -- objecting --------------------------------------------------------------------------------------------------------


def put(client, notice, **told):
    page = client.get(at(notice, "public-notice-object"))
    told = {"key": form_key(page), "text": "会议记录是补写的", "contact": "", "place": ""} | told
    return client.post(at(notice, "public-notice-object"), told)


def code_on(page):
    return re.search(r'class="code"[^>]*>([^<]+)<', page.content.decode())[1]


def test_an_objection_is_put_and_its_code_opens_the_answer(client, world, today):
    notice = world.post("results", on=today)

    page = put(client, notice, place="2", contact="村口小卖部")

    assert page.status_code == 200
    kept = Objection.objects.get()
    assert (kept.subject, kept.contact) == (world.subjects[1], "村口小卖部")
    code = code_on(page)
    state = client.post(reverse("objection-track"), {"code": code})
    assert "定级结果公示" in words(state)
    world.answered(world.assigned(kept, on=today), on=today)
    assert "结果不变" in words(
        client.post(reverse("objection-track"), {"code": code.lower().replace("-", " ")})
    )


def test_a_form_sent_again_is_the_same_objection_with_the_same_code(client, world, today):
    notice = world.post("results", on=today)
    key = form_key(client.get(at(notice, "public-notice-object")))

    first, again = put(client, notice, key=key), put(client, notice, key=key)

    assert code_on(first) == code_on(again)
    assert Objection.objects.count() == 1


def test_the_form_of_another_reader_has_another_key(client, world, today):
    notice = world.post("results", on=today)

    keys = {form_key(client.get(at(notice, "public-notice-object"))) for _ in range(3)}

    assert len(keys) == 3


def test_a_refused_objection_says_what_to_do_and_loses_nothing(client, world, today):
    page = put(client, world.post("results", on=today), text=" ", contact="村口小卖部")

    assert page.status_code == 422
    assert "哪一点有异议" in alert(page)
    assert 'value="村口小卖部"' in page.content.decode()


@pytest.mark.parametrize("place", ["3", "0", "x", "-1"])
def test_a_row_that_is_not_there_is_refused(client, world, today, place):
    page = put(client, world.post("results", on=today), place=place)

    assert page.status_code == 422
    assert not Objection.objects.exists()


def test_a_flood_is_answered_with_when_to_come_back(client, world, today):
    notice = world.post("results", on=today)
    Knock.objects.bulk_create(
        [Knock(kind="objection", about=str(notice.pk), at=now()) for _ in range(A_NOTICE)]
    )

    page = put(client, notice)

    assert page.status_code == 429
    assert "15 分钟" in alert(page)
    assert "会议记录是补写的" in page.content.decode()


def test_objecting_needs_the_cookie_that_guards_forms(world, today):
    strict = Client(enforce_csrf_checks=True)
    notice = world.post("results", on=today)
    assert strict.post(at(notice, "public-notice-object"), {"text": "记录是补写的"}).status_code == 403

    page = strict.get(at(notice, "public-notice-object"))
    told = {
        told["name"]: told.get("value", "") for tag, told in tags(page) if tag == "input" and told.get("name")
    }

    assert set(page.cookies) == {settings.CSRF_COOKIE_NAME}
    assert strict.post(at(notice, "public-notice-object"), told | {"text": "记录是补写的"}).status_code == 200
    assert settings.SESSION_COOKIE_NAME not in strict.cookies


def test_forms_are_kept_by_no_cache_and_found_by_no_engine(client, world, today):
    notice = world.post("results", on=today)
    for page in (
        client.get(at(notice, "public-notice-object")),
        put(client, notice),
        client.get(reverse("objection-track")),
    ):
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_what_takes_no_objections_has_no_form(client, world, today):
    assert client.get(at(world.post("achievements", on=today), "public-notice-object")).status_code == 404


def test_wrong_codes_are_answered_alike_and_then_slowed_down(client, world):
    def ask(code):
        page = client.post(reverse("objection-track"), {"code": code})
        return page.status_code, alert(page)

    mistyped, never = ask("7K3M"), ask(objections.shown("0" * 17))
    assert mistyped == never
    assert mistyped[0] == 422

    Knock.objects.bulk_create([Knock(kind="code", about="?", at=now()) for _ in range(40)])

    assert ask("7K3M")[0] == 429
    assert ask("")[0] == 429


def test_a_zero_byte_is_unreadable_here_too(client, world, today):
    notice = world.post("results", on=today)

    assert client.post(at(notice, "public-notice-object"), {"text": "a\0b"}).status_code == 400
    assert client.get(reverse("public-notices"), {"q": "\0"}).status_code == 400
