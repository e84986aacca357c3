"""活动: progress, shares and limits, and the forms to download."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jiceng.store.models import Outside, Subject
from tests.factories import County, campaign, committee, officer, organisation, secretary
from tests.web.reading import tags, words

pytestmark = pytest.mark.django_db


FIFTEEN_OFF = {"term_overdue": "1", "body_incomplete": "1", "no_yearly_plan": "1"}


@pytest.fixture
def graded():
    """A town of five with two 好: one over the limit of a fifth."""
    county = County(branches=5)
    for at, branch in enumerate(county.branches):
        county.score(branch, **({} if at < 2 else FIFTEEN_OFF))
    return county


def page(client, county, query=""):
    return client.get(reverse("campaign", args=[county.campaign.pk]) + query)


def test_a_limit_that_is_exceeded_names_the_fewest_changes(seen_by, graded):
    answer = page(seen_by(graded.officer), graded)

    said = words(answer)
    assert "上限 20" in said
    assert "最少调整：复核" in said
    assert "由“好”到“较好”" in said


def test_a_chart_stands_under_the_table_it_is_drawn_from(seen_by, graded):
    found = tags(page(seen_by(graded.officer), graded))

    [chart] = [told for tag, told in found if "data-chart" in told]
    [table] = [told for tag, told in found if told.get("id") == chart["data-chart"]]
    assert table["class"] == "ledger dense"
    series = [told["data-series"] for _, told in found if "data-series" in told]
    assert series == ["好", "较好", "一般", "较差", "未定级"]
    assert not [told for tag, told in found if "echarts" in told.get("src", "")]


def test_the_desk_leads_to_the_committees_over_the_limit(seen_by):
    county = County(towns=2, branches=2)
    county.score(county.branches[0])
    county.score(county.branches[2], **FIFTEEN_OFF)

    said = words(page(seen_by(county.officer), county, "?over=" + quote("好")))

    assert "超出上限的党（工）委" in said
    assert county.towns[0].name in said
    assert county.towns[1].name not in said


def test_a_secretary_sees_how_it_stands_without_shares_of_others(seen_by, graded):
    answer = page(seen_by(secretary(graded.branches[4])), graded)

    said = words(answer)
    assert "应定级（我负责的范围）\n1" in said
    assert "上限" not in said
    assert "下载汇总表" not in said


def test_who_is_outside_the_document_is_listed_with_the_reason(seen_by, graded):
    lonely = organisation(graded.town, kind="")
    Outside.objects.create(campaign=graded.campaign, organisation=lonely, why="no-class")

    said = words(page(seen_by(graded.officer), graded))

    assert f"{lonely.name}\n文件没有对应的类别。" in said


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 5),
        ({"grade": "好"}, 2),
        ({"state": "decided"}, 0),
        ({"class": "机关"}, 5),
        ({"committee": "x"}, 5),
        ({"q": "没有"}, 0),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(seen_by, graded, query, number):
    answer = seen_by(graded.officer).get(reverse("campaign-organisations", args=[graded.campaign.pk]), query)

    assert f"{number} 个党组织" in words(answer)


@pytest.mark.parametrize(
    ("form", "name"),
    [("summary", "分类定级情况汇总表"), ("list", "分类定级情况一览表"), ("template", "填报空表")],
)
def test_a_form_arrives_as_a_workbook_under_its_chinese_name(seen_by, graded, form, name):
    answer = seen_by(graded.officer).get(reverse("form-download", args=[graded.campaign.pk, form]))

    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''" + quote(f"分类定级 {name}.xlsx")
    assert load_workbook(BytesIO(answer.content)).worksheets


def test_the_list_says_what_is_stored(seen_by, graded):
    answer = seen_by(graded.officer).get(reverse("form-download", args=[graded.campaign.pk, "list"]))

    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    named = {row[1]: row for row in rows if row[1]}
    assert named[graded.branches[0].name][9] == "好"
    assert named[graded.branches[4].name][6] == 85


# -- many committees, one organisation --------------------------------------------------------------------------------


def shown_and_folded(client, county):
    """Names of committees that stand open on the page, and of those folded."""
    page_ = page(client, county).content.decode()
    shown, _, folded = page_.partition('class="unfold more"')
    shown = shown[shown.index('id="committees"') :]
    return ([town.name for town in county.towns if town.name in part] for part in (shown, folded))


def test_of_many_committees_those_with_something_to_do_stand_open(seen_by):
    county = County(towns=12, branches=1)
    for branch in county.branches[:11]:
        county.score(branch, **FIFTEEN_OFF)
        county.decide(branch, grade="较好")
    client = seen_by(county.officer)

    shown, folded = shown_and_folded(client, county)

    assert shown == [county.towns[11].name]
    assert len(folded) == 11
    assert "另外 11 个党（工）委，没有超出比例，也没有要办的" in words(page(client, county))


def test_of_many_with_something_to_do_those_over_a_limit_stand_first(seen_by):
    county = County(towns=12, branches=1)
    county.score(county.branches[11])  # its only branch is 好: over a fifth

    shown, folded = shown_and_folded(seen_by(county.officer), county)

    assert county.towns[11].name in shown
    assert (len(shown), len(folded)) == (10, 2)
    assert "另外 2 个党（工）委，其中 2 个还有要办的" in words(page(seen_by(county.officer), county))


def test_ten_committees_stay_in_their_order(seen_by):
    county = County(towns=10, branches=1)
    county.score(county.branches[9])

    shown, folded = shown_and_folded(seen_by(county.officer), county)

    assert (len(shown), list(folded)) == (10, [])


def test_somebody_with_one_organisation_is_led_to_it_without_tables_of_one(seen_by, graded):
    branch = graded.branches[4]
    answer = page(seen_by(secretary(branch)), graded)

    assert (
        f"{reverse('organisation', args=[branch.pk])}?campaign={graded.campaign.pk}"
        in answer.content.decode()
    )
    assert "各类别的等次" not in words(answer)
    assert branch.name in words(answer)


def test_classes_counted_apart_without_a_figure_show_no_limit_of_others(client):
    """000-1 lets organs have more than 20 % and says not how much: no mark, and no number made up."""
    county = committee(name="某县县委")
    town = committee(county)
    organisation(town, kind="organ-institution")
    one = campaign(county, pack="yichun-2012-grading")
    subject = Subject.objects.get(campaign=one)
    Subject.objects.filter(pk=subject.pk).update(total=95, computed="好")
    client.force_login(officer(county))

    page = client.get(reverse("campaign", args=[one.pk])).content.decode()

    assert "机关" in page
    assert "None" not in page
