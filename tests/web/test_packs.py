"""A document's page and its adoption: what the document gives, and what the pack sets."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from jiceng import packs
from jiceng.store.models import Adoption
from jiceng.web.pack_words import FIELDS
from tests.factories import committee, officer
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["pack", "adopt"])
def test_only_what_the_document_prints_is_said_to_be_printed(client, page):
    top = committee()
    client.force_login(officer(top))
    name = "yichun-2012-grading"
    address = reverse("adopt", args=[top.pk, name]) if page == "adopt" else reverse("pack", args=[name])

    shown = words(client.get(address))

    printed = re.findall(r"文件所印：([^；）\s]+)", shown)
    assert "20%" in printed
    assert not [text for text in printed if "满意" in text or text == "8"]
    assert "本包所设：满意、基本满意、不满意、不了解；文件没有印" in shown


@pytest.mark.parametrize(
    "name", ["hunan-township-building-year", "commitments-and-reviews", "community-building"]
)
def test_no_year_is_printed_for_a_document_that_gives_none(client, name):
    client.force_login(officer(committee()))

    shown = words(client.get(reverse("pack", args=[name])))

    assert "没有写年份" in shown
    assert not re.search(r"文件 \S+（20\d\d", shown)


def test_every_setting_of_every_document_has_words():
    settings = {
        field
        for name in packs.names()
        for mechanism in packs.load(name).mechanisms.values()
        for field in mechanism.adjustable
    }

    assert settings - FIELDS.keys() == set()


def test_a_list_is_set_one_a_line_with_its_ground(client):
    top = committee()
    client.force_login(officer(top))
    address = reverse("adopt", args=[top.pk, "yichun-2012-grading"])

    client.post(
        address,
        {
            "value:county-leaders.local_posts": "市委常委\n 市政府顾问 \n",
            "reason:county-leaders.local_posts": "市委办公室通知",
        },
    )

    adoption = Adoption.objects.get()
    assert adoption.settings["county-leaders"]["local_posts"] == ["市委常委", "市政府顾问"]
    assert "市委常委\n市政府顾问" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("机关：30%\n教育卫生事业单位:0.4", [("机关", "0.3"), ("教育卫生事业单位", "0.4")]),
        ("机关、教育卫生事业单位：30", [("机关、教育卫生事业单位", "0.3")]),
    ],
)
def test_a_share_of_its_own_is_set_a_line_for_each_group_of_classes(client, typed, groups):
    top = committee()
    client.force_login(officer(top))
    address = reverse("adopt", args=[top.pk, "yichun-2012-grading"])
    name = "good-quota.apart_classes"

    client.post(address, {f"value:{name}": typed, f"reason:{name}": "县委组织部通知"})

    kept = Adoption.objects.get().settings["good-quota"]["apart_classes"]
    assert [("、".join(group["classes"]), group["at_most"]) for group in kept] == groups
    shown = "\n".join(f"{names}：{Decimal(share) * 100:.0f}%" for names, share in groups)
    assert shown in client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["机关 30%", "：30%", "机关：三成"])
def test_a_line_that_is_no_group_with_its_share_is_refused_as_it_was_typed(client, typed):
    top = committee()
    client.force_login(officer(top))
    name = "good-quota.apart_classes"

    answer = client.post(
        reverse("adopt", args=[top.pk, "yichun-2012-grading"]),
        {f"value:{name}": typed, f"reason:{name}": "县委组织部通知"},
    )

    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert not Adoption.objects.exists()


def test_another_levels_day_is_set_a_line_a_level(client):
    top = committee()
    client.force_login(officer(top))
    address = reverse("adopt", args=[top.pk, "corps-2012-grading"])
    name = "situation.levels"
    assert "兵直党工委：04-15" in words(client.get(address))

    answer = client.post(address, {f"value:{name}": "师市党工委：四月", f"reason:{name}": "转发通知"})
    assert answer.status_code == 422
    client.post(address, {f"value:{name}": "师市党工委：０４-18", f"reason:{name}": "转发通知"})

    assert Adoption.objects.get().settings["situation"]["levels"] == [
        {"level": "师市党工委", "due_on": "04-18"}
    ]
