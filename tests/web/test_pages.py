"""What holds on every page: its language, its policy, its weight, the number of its queries."""

import gzip
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from scripts import messages
from tests.factories import County, member, organisation, secretary, user
from tests.web.reading import tags, words

pytestmark = pytest.mark.django_db

LONG = "中共樟树市张家山街道工业园区第一联合有限责任公司联合支部委员会"


def addresses(county):
    """Every page somebody can look at, by who looks: reviewer or secretary."""
    branch, subject, campaign = county.branch.pk, county.subject.pk, county.campaign.pk
    return {
        "reviewer": [
            reverse("desk"),
            reverse("me"),
            reverse("organisations"),
            reverse("organisations") + "?q=支部",
            reverse("organisations") + "?q=没有",
            reverse("organisation", args=[branch]),
            reverse("organisation", args=[county.town.pk]),
            reverse("organisation-below", args=[county.town.pk]),
            reverse("campaigns"),
            reverse("campaign", args=[campaign]),
            reverse("campaign-organisations", args=[campaign]),
            reverse("campaign-organisations", args=[campaign]) + "?grade=较差",
            reverse("score", args=[subject, "assessment"]),
        ],
        "officer": [reverse("desk"), reverse("campaign", args=[campaign])],
        "secretary": [
            reverse("desk"),
            reverse("score", args=[subject, "self"]),
            reverse("campaign", args=[campaign]),
        ],
    }


def every_page(client, county):
    """(address, answer) for every page that somebody sees."""
    people = {"reviewer": county.reviewer, "officer": county.officer, "secretary": secretary(county.branch)}
    yield "sign-in", client.get(reverse("sign-in"))
    for who, found in addresses(county).items():
        client.force_login(people[who])
        for address in found:
            answer = client.get(address)
            assert answer.status_code == 200, address
            yield address, answer
    yield "absent", client.get("/no-such-page/")


# -- languages ------------------------------------------------------------------------------------------------------


def test_chinese_pages_have_no_english_left(client):
    county = County(branches=2)
    county.self_assess(county.branch)
    county.score(no_yearly_plan="1")
    known = {"English", "JSON", county.reviewer.username}

    for address, answer in every_page(client, county):
        left = set(re.findall(r"[A-Za-z]{3,}", words(answer))) - known
        assert left == set(), address
        assert ("html", {"lang": "zh-Hans"}) in tags(answer), address


def test_english_pages_have_no_chinese_sentence_of_ours_left(client, county):
    county.score(no_yearly_plan="1")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    ours = [
        message.string for message in messages.committed() if message.id and isinstance(message.string, str)
    ]
    sentences = [text for text in ours if "。" in text and "%" not in text]

    for address, answer in every_page(client, county):
        said = words(answer)
        assert [text for text in sentences if text in said] == [], address
        assert ("html", {"lang": "en"}) in tags(answer), address


def test_dates_are_written_as_their_readers_write_them(county, seen_by):
    client = seen_by(county.officer)

    assert "2012年4月20日" in client.get(reverse("campaigns")).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "April 20, 2012" in client.get(reverse("campaigns")).content.decode()


# -- safety ---------------------------------------------------------------------------------------------------------


def test_the_policy_lets_no_script_in_and_no_page_needs_one(client, county):
    county.score(no_yearly_plan="1")

    for address, answer in every_page(client, county):
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert "unsafe" not in policy.get("script-src", "") + policy["default-src"]
        for tag, told in tags(answer):
            assert "style" not in told, f"{address}: {tag}"
            assert not [name for name in told if name.startswith(("on", "hx-on"))], f"{address}: {tag}"
            assert tag != "script" or told["src"].startswith("/static/"), address
            assert not told.get("href", "").startswith("javascript:"), address


def test_no_page_stays_in_a_cache(client, county):
    for address, answer in every_page(client, county):
        if address not in ("sign-in", "absent"):
            assert "no-store" in answer["Cache-Control"], address


def test_a_name_is_text_and_never_markup(office, county):
    wicked = organisation(county.town, name="<script>alert(1)</script>支部")

    page = office.get(reverse("organisation", args=[wicked.pk])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;支部" in page


# -- queries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("branches", [1, 3, 40])
@pytest.mark.parametrize(
    ("name", "arguments", "query", "most"),
    [
        ("desk", "", "", 29),
        ("organisations", "", "", 8),
        ("organisations", "", "?q=支部", 8),
        ("organisation-below", "t", "", 9),
        ("organisation", "b", "", 30),
        ("campaigns", "", "", 7),
        ("campaign", "c", "", 19),
        ("campaign-organisations", "c", "", 8),
        ("form-download", ("c", "summary"), "", 9),
        ("form-download", ("c", "list"), "", 9),
        ("score", ("s", "assessment"), "", 9),
        ("trace", "s", "", 8),
    ],
)
def test_a_page_costs_the_same_for_any_number_of_organisations(
    seen_by, django_assert_max_num_queries, branches, name, arguments, query, most
):
    county = County(branches=branches)
    county.self_assess(county.branch)
    county.score(no_yearly_plan="1")
    client = seen_by(county.reviewer)
    known = {"s": county.subject.pk, "b": county.branch.pk, "t": county.town.pk, "c": county.campaign.pk}
    address = reverse(name, args=[known.get(one, one) for one in arguments]) + query

    with django_assert_max_num_queries(most):
        answer = client.get(address)

    assert answer.status_code == 200


# -- none, one, many ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["desk", "organisations", "campaigns", "me"])
def test_somebody_without_a_post_is_told_whom_to_ask_or_what_comes(seen_by, name):
    said = words(seen_by(user()).get(reverse(name)))

    assert re.search("请组织部登记您的职务|下一次活动开始后|还没有开始过活动", said)


def test_a_desk_with_nothing_due_says_what_runs_and_until_when(county, seen_by):
    said = words(seen_by(member(county.branch)).get(reverse("desk")))

    assert "现在没有要您办的事" in said
    assert "“分类定级”到2012年4月20日截止" in said


def test_many_rows_come_a_page_at_a_time_and_keep_the_question(seen_by):
    county = County(branches=45)
    client = seen_by(county.officer)
    address = reverse("campaign-organisations", args=[county.campaign.pk])

    first = client.get(address, {"state": "not-scored", "class": "机关"})
    second = client.get(address, {"state": "not-scored", "class": "机关", "page": 2})
    beyond = client.get(address, {"page": 99})

    assert first.content.decode().count('role="rowheader"') == 40
    assert f"?state=not-scored&amp;class={quote('机关')}&amp;page=2" in first.content.decode()
    assert second.content.decode().count('role="rowheader"') == 5
    assert "第 2 页，共 2 页" in words(beyond)


def test_a_name_of_thirty_characters_is_shown_whole(seen_by):
    county = County()
    long = organisation(county.town, name=LONG)
    client = seen_by(county.officer)

    for address in (reverse("organisation", args=[long.pk]), reverse("organisations") + f"?q={LONG[5:12]}"):
        assert LONG in words(client.get(address))


def test_a_search_that_finds_nothing_says_how_to_ask(office):
    said = words(office.get(reverse("organisations"), {"q": "不存在的名字"}))

    assert "没有名称含“不存在的名字”" in said
    assert "请只写名称中特别的几个字再试" in said


# -- frame ----------------------------------------------------------------------------------------------------------


def test_large_type_stays_until_it_is_switched_off(office):
    office.post(reverse("mode"), {"mode": "elder", "next": "/me/"})
    assert ("html", {"lang": "zh-Hans", "class": "elder"}) in tags(office.get("/"))

    office.post(reverse("mode"), {"mode": "usual"})
    assert ("html", {"lang": "zh-Hans"}) in tags(office.get("/"))


def test_a_switch_never_leads_to_another_site(office):
    answer = office.post(reverse("mode"), {"mode": "elder", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_signing_in_wrongly_says_what_to_check(client):
    answer = client.post(reverse("sign-in"), {"username": "nobody", "password": "wrong"})

    assert "账号和密码对不上" in words(answer)
    assert "请检查大小写和全角字符" in words(answer)


def test_somebody_without_an_account_finds_the_notices_and_the_answers_from_the_sign_in_page(client):
    page = client.get(reverse("sign-in")).content.decode()

    for name in ("public-notices", "objection-track"):
        assert f'href="{reverse(name)}"' in page
        assert client.get(reverse(name)).status_code == 200


def test_accounts_are_named_on_the_page_of_a_demonstration_only(client, county, settings, tmp_path):
    who = secretary(county.branch)
    (tmp_path / "accounts.json").write_text(f'{{"{who.username}": "1234-5678"}}')
    settings.DATA = tmp_path

    assert "1234-5678" not in words(client.get(reverse("sign-in")))

    settings.DEMONSTRATION = True
    said = words(client.get(reverse("sign-in")))
    assert "1234-5678" in said
    assert county.branch.name in said


def test_a_piece_of_a_page_after_signing_out_leads_to_signing_in(client, county):
    answer = client.get(reverse("organisation-below", args=[county.town.pk]), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in/?next=%2F"


# -- weight ---------------------------------------------------------------------------------------------------------


def weight(path):
    with open(finders.find(path), "rb") as file:
        return len(gzip.compress(file.read()))


def test_the_heaviest_first_page_arrives_within_170_kilobytes(seen_by):
    county = County(branches=40)
    client = seen_by(county.reviewer)
    for address in (
        reverse("score", args=[county.subject.pk, "assessment"]),
        reverse("campaign-organisations", args=[county.campaign.pk]),
        reverse("campaign", args=[county.campaign.pk]),
    ):
        answer = client.get(address)
        files = [told["href"] for tag, told in tags(answer) if tag == "link" and told["rel"] == "stylesheet"]
        files += [told["src"] for tag, told in tags(answer) if tag == "script"]

        whole = len(gzip.compress(answer.content)) + sum(
            weight(one.removeprefix("/static/")) for one in files
        )

        assert whole <= 170_000, address


@pytest.mark.parametrize("name", ["score.js", "chart.js"])
def test_our_scripts_are_small_and_plain(name):
    with open(finders.find(f"jiceng/{name}"), encoding="utf-8") as file:
        script = file.read()

    assert len(script.encode()) <= 6 * 1024
    assert not re.search(r"\?\.[a-zA-Z(\[]|\?\?|\beval\b|new Function|=>", script)


def test_after_a_wrong_password_the_account_stays_and_the_password_is_asked(client):
    def asked(answer):
        return {
            told["name"]: (told.get("value", ""), "autofocus" in told)
            for tag, told in tags(answer)
            if tag == "input" and told.get("id", "").startswith("id_")
        }

    assert asked(client.get(reverse("sign-in"))) == {"username": ("", True), "password": ("", False)}
    again = client.post(reverse("sign-in"), {"username": "某人", "password": "wrong"})
    assert asked(again) == {"username": ("某人", False), "password": ("", True)}


@pytest.mark.parametrize("made_up", [True, False])
@pytest.mark.parametrize("name", ["desk", "public-notices"])
def test_every_page_of_a_demonstration_says_that_its_figures_are_made_up(client, settings, name, made_up):
    settings.DEMONSTRATION = made_up
    client.force_login(County().officer)

    page = client.get(reverse(name)).content.decode()

    assert ('class="made-up' in page) is made_up
