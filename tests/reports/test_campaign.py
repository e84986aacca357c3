"""A campaign as its rows."""

from decimal import Decimal

import pytest

from jiceng.access import scope
from jiceng.reports import campaign as reports
from jiceng.services import sheet as services
from jiceng.store.models import Campaign, Organisation, Outside, Subject
from jiceng.store.register import add_organisations
from tests.factories import ON, County, secretary

pytestmark = pytest.mark.django_db


def told(county, who=None):
    opened = Campaign.objects.for_page().get(pk=county.campaign.pk)
    return reports.report(opened, scope.subjects(who or county.officer))


@pytest.fixture
def county():
    """Two towns of five: the first scored 100 85 85 55, one begun; the second has nothing yet."""
    county = County(towns=2, branches=5)
    first = county.branches
    county.score(first[0])
    county.score(first[1], no_room="1", no_funds="1")
    county.score(first[2], no_room="1", no_funds="1")
    poor = {
        "no_room": "1",
        "no_funds": "1",
        "ranked_low": "1",
        "satisfaction_low": "1",
        "many_complaints": "1",
    }
    county.score(first[3], **poor)
    county.record(subject=county.subject_of(first[4]))
    return county


def test_progress_counts_every_committee_in_tree_order(county):
    lines = told(county).progress

    assert [(one.name, one.size, one.begun, one.scored, one.not_scored, one.decided) for one in lines] == [
        (county.towns[0].name, 5, 1, 4, 1, 0),
        (county.towns[1].name, 5, 0, 0, 5, 0),
    ]
    assert lines[0].spread.counts == {"好": 1, "较好": 2, "一般": 0, "较差": 1}


def test_shares_are_of_the_graded_and_add_up(county):
    whole = told(county).whole

    assert (whole.size, whole.graded, whole.without) == (10, 4, 6)
    assert whole.shares == {
        "好": Decimal("25.0"),
        "较好": Decimal("50.0"),
        "一般": Decimal("0.0"),
        "较差": Decimal("25.0"),
    }


def test_nobody_graded_gives_no_shares(county):
    assert set(told(county).progress[1].spread.shares.values()) == {None}


def test_the_decided_grade_counts_before_the_computed(county):
    county.decide(county.branches[1], "好", reason="会议研究提高一个等次")

    report = told(county)

    assert report.whole.counts["好"] == 2
    assert [row.name for row in report.departures] == [county.branches[1].name]
    assert (report.scored, report.decided) == (4, 1)


def test_classes_and_kinds_keep_their_own_order(county):
    report = told(county)

    assert [(one.name, one.size) for one in report.by_class] == [("机关", 10)]
    assert [(one.name, one.size, one.members) for one in report.by_kind] == [("organ-institution", 10, 200)]


def test_a_quota_that_is_exceeded_names_who_could_change(county):
    county.decide(county.branches[1], "好", reason="会议研究提高一个等次")

    report = told(county)

    town = report.progress[0].quotas
    [good, poor] = town.standings
    assert (good.quota.grade, good.count, good.most, good.over) == ("好", 2, 1, 1)
    assert (poor.quota.grade, poor.code) == ("较差", "quota.about")
    [change] = reports.named(town, report.rows)
    assert (change.row.name, change.from_grade, change.to_grade) == (county.branches[1].name, "好", "较好")
    assert [one.over for one in report.progress] == [1, 0]


def test_a_limit_is_a_share_of_all_that_are_due_and_not_of_those_scored_so_far(county):
    """Four of five are scored: a fifth of five may be 好, and one is."""
    [good, _] = told(county).progress[0].quotas.standings

    assert (good.size, good.open, good.count, good.most, good.over) == (5, 1, 1, 1, 0)


def test_what_somebody_sees_is_of_their_scope_only(county):
    report = told(county, county.reviewers[1])

    assert [row.organisation for row in report.rows] == [one.pk for one in county.branches[5:]]
    assert [one.name for one in report.progress] == [county.towns[1].name]


def test_a_row_says_how_far_each_sheet_is(county):
    own = secretary(county.branch)
    county.record(scorer="self", by=own)
    services.complete_sheet(
        subject=county.subject, scorer="self", by=own, on=ON, opinion="好", nothing_else=True
    )

    rows = told(county).rows

    states = [(row.own, row.assessment) for row in rows[:6]]
    assert states == [
        ("complete", "complete"), ("none", "complete"), ("none", "complete"), ("none", "complete"),
        ("none", "begun"), ("none", "none"),
    ]  # fmt: skip
    assert (rows[0].own_total, rows[0].own_grade, rows[0].total) == (Decimal(95), "好", Decimal(100))


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"state": "not-scored"}, [4, 5, 6, 7, 8, 9]),
        ({"state": "begun"}, [4]),
        ({"state": "not-decided"}, [0, 1, 2, 3]),
        ({"state": "decided"}, []),
        ({"state": "what"}, list(range(10))),
        ({"grade": "较好"}, [1, 2]),
        ({"class_name": "村"}, []),
    ],
)
def test_rows_are_narrowed_by_what_is_asked(county, asked, places):
    rows = reports.narrowed(told(county).rows, **asked)

    assert [row.organisation for row in rows] == [county.branches[at].pk for at in places]


def test_rows_are_narrowed_to_a_committee_and_to_words(county):
    rows = told(county).rows

    assert len(reports.narrowed(rows, committee=county.town.pk)) == 5
    assert reports.narrowed(rows, words=county.branch.name)[0].organisation == county.branch.pk


def test_who_is_outside_is_counted_by_reason(county):
    Outside.objects.create(campaign=county.campaign, organisation=county.town, why="no-class")

    assert told(county).outside == {"no-class": 1}


@pytest.mark.parametrize("size", [1, 3, 500])
def test_a_report_costs_the_same_for_any_number(size, django_assert_num_queries):
    county = County(branches=1)
    town = county.town
    more = add_organisations(
        (town.code, Organisation(code=f"M{at}", name=f"支部{at}", kind="village")) for at in range(size - 1)
    )
    Subject.objects.bulk_create(
        [
            Subject(
                campaign=county.campaign, organisation=one, class_name="村", committee=town,
                total=Decimal(91 - at % 40), computed=("好", "较好", "一般")[min(2, at % 40 // 2)],
            )
            for at, one in enumerate(more)
        ]
    )  # fmt: skip
    county.score()
    opened = Campaign.objects.for_page().get()
    seen = scope.subjects(county.officer)

    with django_assert_num_queries(3):  # rows, sheets, who is outside
        report = reports.report(opened, seen)

    assert len(report.rows) == size
