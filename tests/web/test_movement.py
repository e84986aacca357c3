"""The matrix with names behind every figure; targets and acceptance on the organisation's page; its bands."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiceng.store.models import Campaign, Record, Subject, Upgrade
from tests.factories import ON, adoption, committee, member, officer
from tests.items import LATER, Ledgers
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return Ledgers()


@pytest.fixture
def above(county, seen_by):
    return seen_by(county.above)


def next_round(county, grade="一般"):
    later = Campaign.objects.create(
        adoption=adoption(county.top), organisation=county.top, title="下一年", follows=county.campaign,
        opened_on=ON + timedelta(days=365), due_on=ON + timedelta(days=400),
    )  # fmt: skip
    for branch in county.branches:
        Subject.objects.create(
            campaign=later, organisation=branch, class_name="机关", committee=county.town, total=70, computed=grade,
            decided=grade, decided_by=county.above, decided_on=ON, organisation_name="原来的名称",
        )  # fmt: skip
    return later


# -- the matrix -------------------------------------------------------------------------------------------------------


def test_figures_stand_in_their_cells_and_lead_to_the_names(county, above):
    one, two = county.branches
    county.graded("较差", one)
    county.graded("好", two)
    later = next_round(county)
    address = reverse("movement", args=[later.pk])

    page = above.get(address).content.decode()
    assert page.count("▲") == 2  # in the head, and in one cell
    assert page.count("▼") == 2
    names = words(above.get(address, {"row": 4, "column": 3}))
    assert (one.name in names, two.name in names) == (True, False)
    assert above.get(address, {"row": 9, "column": "x"}).status_code == 200


def test_within_one_campaign_accepted_rectification_is_what_moves(county, above):
    county.graded("较差")
    Upgrade.objects.create(
        subject=county.subject, number=1, old_grade="较差", new_grade="一般", by=county.above, on=LATER
    )

    answer = above.get(reverse("movement", args=[county.campaign.pk]), {"row": 4, "column": 3})

    assert county.branch.name in words(answer)


def test_a_matrix_is_of_those_below_ones_posts(county, seen_by):
    county.graded("较差", county.branches[1])
    later = next_round(county)
    address = reverse("movement", args=[later.pk])

    assert county.branches[1].name not in words(
        seen_by(county.secretary).get(address, {"row": 4, "column": 3})
    )
    assert seen_by(officer(committee())).get(address).status_code == 404


# -- targets and acceptance -------------------------------------------------------------------------------------------


def test_a_target_is_said_and_a_low_one_is_refused_beside_its_form(county, seen_by):
    county.graded("较差")
    client = seen_by(county.secretary)
    address = reverse("target", args=[county.subject.pk])

    wrong = client.post(address, {"target": "较差"})
    assert wrong.status_code == 422
    assert "要“换面貌”" in alert(wrong)
    assert client.post(address, {"target": "一般"}).status_code == 302
    assert county.subject.target == "一般"
    assert client.get(address).status_code == 302


def test_acceptance_is_the_superiors_and_waits_for_items_and_opinions(county, above, seen_by):
    county.graded("较差")
    address = reverse("accept", args=[county.subject.pk])
    sent = {"grade": "一般", "note": "逐项看过"}

    assert "还缺：同级领导小组意见" in alert(above.post(address, sent))
    Record.objects.create(
        mechanism="x-opinion", campaign=county.campaign, organisation=county.branch, number=1, held_on=LATER,
        said={"意见": "成效显著"}, by=county.above, on=LATER,
    )  # fmt: skip
    assert seen_by(county.secretary).post(address, sent).status_code == 404
    assert seen_by(county.above).post(address, sent).status_code == 302
    assert Upgrade.objects.get().new_grade == "一般"


# -- the organisation's bands -----------------------------------------------------------------------------------------


def shown(client, county):
    return client.get(reverse("organisation", args=[county.branch.pk]))


def test_the_page_has_its_bands(county, above):
    county.graded("较差")
    county.planned(title="路灯不亮")

    answer = shown(above, county)

    bands = [told["id"] for tag, told in tags(answer) if tag == "h2" and "id" in told]
    assert [one for one in bands if one in ("who", "year", "grade", "rising", "items", "helpers", "years")] == [
        "who", "year", "grade", "rising", "items", "helpers", "years",
    ]  # fmt: skip
    assert "路灯不亮" in words(answer)
    assert "换面貌" in words(answer)


def test_the_years_say_under_what_name_and_rules_each_grade_was_given(county, above):
    county.graded("较差")
    next_round(county)

    said = words(shown(above, county))

    assert "原来的名称" in said
    assert county.campaign.pack.title in said


def test_what_the_organisation_itself_still_owes_is_listed_with_the_way_there(county, seen_by):
    county.stand_at(county.campaign.steps.steps[0].key)

    answer = shown(seen_by(county.secretary), county)

    due = [told["id"] for tag, told in tags(answer) if told.get("id") == "due"]
    owes = any(rule for rule in county.campaign.steps.steps[0].awaits)
    assert bool(due) <= owes


def test_a_member_changes_nothing(county, seen_by):
    county.graded("较差")

    forms = [
        told["action"] for tag, told in tags(shown(seen_by(member(county.branch)), county)) if tag == "form"
    ]

    assert not [one for one in forms if "/subjects/" in one]


@pytest.mark.parametrize("items", [1, 3, 40])
def test_the_page_costs_the_same_for_any_number_of_items(county, above, django_assert_max_num_queries, items):
    county.graded("较差")
    for number in range(items):
        county.open(title=f"第{number}件")

    with django_assert_max_num_queries(32):
        assert shown(above, county).status_code == 200


@pytest.mark.parametrize("branches", [1, 3, 50])
def test_the_matrix_costs_the_same_for_any_number(seen_by, django_assert_max_num_queries, branches):
    county = Ledgers(branches=branches)
    for branch in county.branches:
        county.graded("较差", branch)
    later = next_round(county)
    client = seen_by(county.officer)

    with django_assert_max_num_queries(11):
        assert client.get(reverse("movement", args=[later.pk])).status_code == 200
