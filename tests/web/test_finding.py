"""Findings, figures and ratings are entered wherever a rule of the pack reads them, by those above and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiceng import clock
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import figure, procedure
from jiceng.services import flag as findings
from jiceng.services import item as items
from jiceng.store.models import Flag, Item, Measure, Notice
from tests.campaigns import Running
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db

GUILIN = "guilin-2018-standardisation"


@pytest.fixture
def county():
    """A campaign that grades nobody, opened today."""
    running = Running(GUILIN, kind="village")
    running.campaign = running.open(GUILIN, title="标准化规范化建设年", on=clock.today())
    return running


def enter(county, browser, place, **facts):
    address = reverse("finding-new", args=[county.campaign.pk, place.pk])
    sent = {
        "what": "flag",
        "source": "县委组织部",
        "found_on": clock.today().isoformat(),
        "document": "组发3号",
    }
    return browser.post(address, sent | facts)


def test_a_finding_is_entered_where_nothing_is_graded_and_named_in_chinese(county, seen_by):
    browser = seen_by(county.officer)
    page = browser.get(reverse("campaign", args=[county.campaign.pk])).content.decode()
    assert reverse("findings", args=[county.campaign.pk]) in page
    branch = county.branches[0]
    assert branch.name in words(browser.get(reverse("findings", args=[county.campaign.pk])))

    answer = enter(county, browser, branch, name="village-bully")

    assert answer.status_code == 302
    flag = Flag.objects.get()
    assert (flag.organisation, flag.flag, flag.authority, flag.document) == (
        branch, "village-bully", "县委组织部", "组发3号",
    )  # fmt: skip
    shown = words(browser.get(reverse("finding-new", args=[county.campaign.pk, branch.pk])))
    assert "村霸问题" in shown
    assert "village-bully" not in shown


def test_what_is_read_of_committees_is_found_about_committees_and_their_item_is_the_countys(county, seen_by):
    browser = seen_by(county.officer)
    assert enter(county, browser, county.town, name="measures-weak").status_code == 302
    assert enter(county, browser, county.town, name="village-bully").status_code == 422

    answer = browser.post(
        reverse("ledger-open", args=[county.campaign.pk, "criticised"]), {"committee": county.town.pk}
    )

    assert answer.status_code == 302
    assert Item.objects.get().organisation == county.town


def test_a_case_is_kept_from_those_it_is_about_and_is_the_work_of_whoever_closes_it(county, seen_by):
    branch, on, secretary = county.branches[0], clock.today(), county.who("secretary", county.branches[0])
    ledger = reverse("ledger", args=[county.campaign.pk, "village-bully"])
    enter(county, seen_by(county.officer), branch, name="village-bully")
    assert "没有列入" in words(seen_by(county.officer).get(ledger))
    assert "没有列入" not in words(seen_by(secretary).get(ledger))

    item = items.open_item(
        campaign=county.campaign, mechanism="village-bully", organisation=branch, title="强占集体土地",
        said={"认定机关": "县公安局", "专项斗争中的案号或线索": "无"}, owner="案例甲", due_on=on + timedelta(days=9),
        by=county.officer, on=on,
    )  # fmt: skip

    places = [reverse("desk"), ledger, reverse("organisation", args=[branch.pk])]
    above = [words(seen_by(county.officer).get(place)) for place in places]
    inside = [words(seen_by(secretary).get(place)) for place in places]
    assert all("强占集体土地" in text for text in above)
    assert not any("强占集体土地" in text for text in inside)
    assert seen_by(secretary).get(reverse("item", args=[item.pk])).status_code == 404


def test_an_organ_has_no_village_bully_and_every_village_is_looked_at(county, seen_by):
    organ = Running(GUILIN, kind="organ-institution")
    assert enter(organ, seen_by(organ.officer), organ.branches[0], name="village-bully").status_code == 422

    desk = words(seen_by(county.town_officer).get(reverse("desk")))
    assert "看有无村霸问题" in desk
    assert "看有无村霸问题" not in words(seen_by(organ.town_officer).get(reverse("desk")))


def test_a_branch_is_called_to_account_as_a_committee_is(county, seen_by):
    browser, branch = seen_by(county.officer), county.branches[0]
    assert enter(county, browser, branch, name="measures-weak").status_code == 302

    answer = browser.post(
        reverse("ledger-open", args=[county.campaign.pk, "branch-criticised"]), {"committee": county.town.pk}
    )

    assert answer.status_code == 302
    assert [(one.organisation, one.mechanism) for one in Item.objects.all()] == [
        (branch, "branch-criticised")
    ]
    circular = reverse("notice-post", args=[county.campaign.pk, "branch-criticism-circular", branch.pk])
    assert browser.get(circular).status_code == 200


def test_what_a_finding_asks_stands_on_the_desk_of_the_county_until_it_is_planned(county, seen_by):
    browser = seen_by(county.officer)
    ledger = reverse("ledger", args=[county.campaign.pk, "criticised"])
    assert ledger not in browser.get(reverse("desk")).content.decode()

    enter(county, browser, county.town, name="leaders-do-not-value")

    assert ledger in browser.get(reverse("desk")).content.decode()
    items.open_item(
        campaign=county.campaign, mechanism="criticised", organisation=county.town, title="限期整改",
        said={"整改要求": "一个月内补齐"}, owner="案例甲", due_on=clock.today() + timedelta(days=30), by=county.officer,
        on=clock.today(),
    )  # fmt: skip
    assert "还缺" not in words(browser.get(ledger))
    assert f"{ledger}?organisation" not in browser.get(reverse("desk")).content.decode()


def test_a_committee_without_a_finding_gets_no_item(county):
    with pytest.raises(Refusal) as refused:
        items.open_item(
            campaign=county.campaign, mechanism="accountability", organisation=county.town, title="问责",
            by=county.officer, on=clock.today(),
        )  # fmt: skip
    assert refused.value.code == "item.not-concerned"


def test_criticism_is_posted_by_the_county_and_not_by_the_criticised(county, seen_by):
    address = reverse("notice-post", args=[county.campaign.pk, "criticism-circular", county.town.pk])
    sent = {
        "entry:通报的情形": "措施不得力", "entry:整改要求": "一个月内补齐", "place": "县委文件", "scope": "各乡镇党委",
        "post": "1",
    }  # fmt: skip

    assert seen_by(county.town_officer).post(address, sent).status_code in (403, 404)
    assert seen_by(county.officer).post(address, sent).status_code == 302
    assert Notice.objects.get().organisation == county.town


def test_the_accused_committee_does_not_tick_off_its_own_accountability(county):
    on = clock.today()
    findings.record_flag(
        campaign=county.campaign, organisation=county.town, flag="serious-failure", authority="市纪委", found_on=on,
        by=county.officer, on=on,
    )  # fmt: skip
    item = items.open_item(
        campaign=county.campaign, mechanism="accountability", organisation=county.town, title="问责",
        by=county.officer, on=on,
    )  # fmt: skip

    with pytest.raises(Forbidden):
        items.pass_gate(item=item, gate="核实责任", note="已核实", by=county.town_officer, on=on)
    items.pass_gate(item=item, gate="核实责任", note="已核实", by=county.officer, on=on)


def test_everybody_can_be_drawn_where_nobody_is_graded(county):
    rule = county.campaign.rules["spot-check"]

    assert [subject.organisation for subject in procedure.frame(county.campaign, rule)] == county.branches


def test_a_finding_is_entered_by_those_above_and_its_form_says_what_is_missing(county, seen_by):
    browser = seen_by(county.who("secretary", county.branches[0]))
    assert enter(county, browser, county.branches[0], name="village-bully").status_code == 404
    later = (clock.today() + timedelta(days=1)).isoformat()

    answer = enter(county, seen_by(county.officer), county.branches[0], name="village-bully", found_on=later)

    assert answer.status_code == 422
    assert "还没有到" in alert(answer)


GATED = """
mechanisms:
  - { key: x-gate, uses: consequence.gate, title: 安全门槛, local: true, grades: [好], measure: 安全得分, at_least: 80 }
"""


def test_a_figure_from_elsewhere_is_entered_with_its_source_and_the_grade_follows(seen_by):
    from jiceng import packs
    from jiceng.store.models import Campaign, PackCopy
    from tests.factories import County

    world = County()
    files = packs.texts(world.campaign.adoption.pack) | {"x-gate.yaml": GATED}
    copy = PackCopy.objects.create(
        digest=packs.digest(files), pack=world.campaign.adoption.pack, version="x", files=files, kept_on=clock.today()
    )  # fmt: skip
    Campaign.objects.filter(pk=world.campaign.pk).update(copy=copy)
    world.campaign.refresh_from_db()
    assert world.score().computed == "较好"
    browser = seen_by(world.reviewer)
    sent = {
        "what": "measure",
        "name": "安全得分",
        "value": "八十",
        "source": "应急局",
        "found_on": "2012-04-02",
    }
    address = reverse("finding-new", args=[world.campaign.pk, world.branch.pk])
    assert browser.post(address, sent).status_code == 422

    assert browser.post(address, sent | {"value": "85"}).status_code == 302

    assert Measure.objects.get().source == "应急局（2012-04-02）"
    assert world.subject.computed == "好"
    assert figure.measures_of(world.campaign) == ["安全得分"]
