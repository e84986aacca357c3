"""Between two campaigns everybody is in one cell or in one list; accepted rectification moves within one."""

from datetime import timedelta

import pytest

from jiceng.reports import movement as reports
from jiceng.store.models import Campaign, Subject, Upgrade
from tests.factories import ON, adoption, organisation
from tests.items import Ledgers

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return Ledgers(branches=4)


def next_round(county, grades, *, title="下一年", follows=None):
    """A later campaign in which these branches have these grades."""
    later = Campaign.objects.create(
        adoption=adoption(county.top), organisation=county.top, title=title, follows=follows,
        opened_on=ON + timedelta(days=365), due_on=ON + timedelta(days=400),
    )  # fmt: skip
    decided = {"total": 80, "decided_by": county.above, "decided_on": ON}
    for branch, grade in grades.items():
        Subject.objects.create(
            campaign=later, organisation=branch, class_name="机关", committee=county.town,
            **(decided | {"computed": grade, "decided": grade} if grade else {}),
        )  # fmt: skip
    return later


def upgrade(county, branch, new):
    subject = county.subject_of(branch)
    Upgrade.objects.create(
        subject=subject, number=1, old_grade=subject.decided, new_grade=new, by=county.above, on=ON
    )


def between(later, county):
    return reports.between(later, county.campaign, Subject.objects.all())


def test_who_rose_held_and_fell_stands_in_its_cell(county):
    one, two, three, four = county.branches
    for branch, grade in zip(county.branches, ("较差", "一般", "好", "好"), strict=True):
        county.graded(grade, branch)
    later = next_round(county, {one: "一般", two: "一般", three: "较好", four: "好"})

    found = between(later, county)

    assert (found.rose, found.held, found.fell, found.compared) == (1, 2, 1, 4)
    assert [moved.name for moved in found.cells["较差"]["一般"]] == [one.name]
    assert [moved.name for moved in found.cells["好"]["较好"]] == [three.name]
    assert sum(len(cell) for row in found.cells.values() for cell in row.values()) == 4


def test_nobody_is_dropped_who_came_who_is_gone_who_waits(county):
    one, two, three, four = county.branches
    for branch in (one, two, three):
        county.graded("一般", branch)
    new = organisation(county.town)
    later = next_round(county, {one: "一般", two: "", four: "好", new: "较好"})

    found = between(later, county)

    assert [moved.organisation for moved in found.waiting] == [two.pk]
    assert [moved.organisation for moved in found.gone] == [three.pk]
    assert [moved.organisation for moved in found.came] == [four.pk, new.pk]
    assert found.compared == 1


def test_an_accepted_upgrade_is_the_grade_one_starts_from(county):
    one = county.branch
    county.graded("较差", one)
    upgrade(county, one, "一般")
    later = next_round(county, {one: "一般"})

    assert (between(later, county).held, between(later, county).rose) == (1, 0)
    inside = reports.within(county.campaign, Subject.objects.all())
    assert (inside.rose, inside.held, len(inside.waiting)) == (1, 0, 3)
    assert [moved.name for moved in inside.cells["较差"]["一般"]] == [one.name]


def test_a_grade_the_other_document_does_not_know_is_listed_apart(county):
    county.graded("较差")
    Subject.objects.filter(organisation=county.branch).update(decided="合格", computed="合格")
    later = next_round(county, {county.branch: "好"})

    assert [moved.old for moved in between(later, county).other] == ["合格"]


def test_the_campaign_that_is_followed_comes_first(county):
    newest = next_round(county, {}, title="去年")
    Campaign.objects.filter(pk=newest.pk).update(opened_on=ON + timedelta(days=30))
    look_back = next_round(county, {}, title="回头看", follows=county.campaign)
    every = list(Campaign.objects.all())

    assert [one.title for one in reports.earlier_ones(look_back, every)] == [county.campaign.title, "去年"]
    assert reports.earlier_ones(county.campaign, every) == []


@pytest.mark.parametrize("branches", [1, 3, 60])
def test_a_matrix_costs_the_same_for_any_number(django_assert_num_queries, branches):
    county = Ledgers(branches=branches)
    for branch in county.branches:
        county.graded("较差", branch)
    later = next_round(county, dict.fromkeys(county.branches, "一般"))
    assert later.rules

    with django_assert_num_queries(4):
        assert between(later, county).rose == branches
