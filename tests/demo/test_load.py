"""The demonstration in the store, judged again line by line."""

import io
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from jiceng.access import scope
from jiceng.demo import load
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import KINDS
from jiceng.reports import campaign as reports
from jiceng.reports import desk, forms, pages
from jiceng.services import sheet as services
from jiceng.store.models import Campaign, Line, Organisation, Person, Sheet, Subject, User

ON = date(2026, 11, 22)
PASSWORDS = {"county": "1111-2222", "town": "3333-4444", "branch": "5555-6666"}


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """The county, loaded once for all tests here and forgotten after them; what the loading said."""
    told = []
    with django_db_blocker.unblock(), transaction.atomic():
        load.load(on=ON, passwords=PASSWORDS, say=lambda code, facts: told.append((code, facts)))
        yield told
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def loaded(said, db):
    """Every test sees the loaded county."""


@pytest.fixture
def finished():
    return Campaign.objects.for_page().get(title=load.FINISHED)


@pytest.fixture
def running():
    return Campaign.objects.for_page().running().get()


def test_the_decided_result_is_the_published_one(finished):
    decided = Counter(finished.subjects.values_list("decided", flat=True))

    assert decided == load.PUBLISHED
    whole = reports.report(finished, scope.subjects(User.objects.get(username="county"))).whole
    assert whole.counts == {"好": 54, "较好": 323, "一般": 107, "较差": 49}
    assert [str(one) for one in whole.shares.values()] == ["10.1", "60.6", "20.1", "9.2"]
    assert (whole.size, whole.members) == (533, 19_006)


def test_the_printed_summary_equals_the_published_one_cell_for_cell(finished):
    report = reports.report(finished, scope.subjects(User.objects.get(username="county")))

    printed = forms.summary_xlsx(
        pages.summary(report),
        report.grades,
        forms.Heading(unit="中共樟树市委员会"),
        by_kind=pages.summary_by_kind(report, KINDS),
    )

    workbook = openpyxl.load_workbook(io.BytesIO(printed))
    by_class, by_kind = (
        {row[0]: row for row in sheet.iter_rows(min_row=5, values_only=True)} for sheet in workbook
    )
    # Organisations by kind, grades and their shares, members: the figures of the published table.
    published = ("合计", 533, 533, 0, 54, 10.1, 323, 60.6, 107, 20.1, 49, 9.2, 19006)
    assert by_class["合计"] == published
    assert by_kind["合计"] == published
    assert {name: row[1] for name, row in by_kind.items() if name in KINDS.values()} == {
        "村": 119,
        "社区": 7,
        "国有企业": 16,
        "非公有制企业": 123,
        "机关事业单位": 251,
        "社会组织": 17,
    }


@pytest.mark.parametrize("title", [load.FINISHED, "2026年基层党组织分类定级（演示）"])
def test_every_total_and_grade_is_what_the_rules_give(title):
    subjects = list(
        Subject.objects.filter(campaign__title=title)
        .select_related("campaign__adoption")
        .prefetch_related("sheets__lines")
    )

    kept = {one.pk: (one.total, one.computed) for one in subjects}
    judged = {one.pk: services.judge_or_missing(one, frozenset(), {})[0] for one in subjects}

    assert len(kept) == 533
    assert kept == {pk: (one.total, one.grade) if one else (None, "") for pk, one in judged.items()}
    for one in subjects:
        for sheet in one.sheets.all():
            assert sheet.total == services.score_sheet(one, sheet.scorer).total


def test_every_deduction_has_its_reason(said):
    assert [line.item for line in Line.objects.all() if not has_reason(line.reason)] == []


def test_nine_were_decided_otherwise_than_computed_each_with_a_reason(finished):
    departures = [one for one in finished.subjects.all() if one.decided != one.computed]

    assert len(departures) == 9
    assert all(has_reason(one.decision_reason) for one in departures)


def test_some_committees_are_over_the_quota_and_most_are_not(finished):
    progress = reports.progress(finished.scheme, reports.rows(finished, Subject.objects.all()))

    over = [one.name for one in progress if one.over]
    assert len(progress) == 38
    assert 2 <= len(over) <= 8


def test_explanations_stand_beside_part_of_the_best_and_the_poorest(finished):
    explained = Counter(finished.subjects.exclude(explanation="").values_list("decided", flat=True))

    assert set(explained) == {"好", "较差"}
    assert 0 < explained["好"] < 54
    assert 0 < explained["较差"] < 49


def test_the_finished_campaign_is_closed_and_the_running_one_has_thirty_days(finished, running):
    assert finished.closed_on == date(2012, 4, 25)
    assert (running.due_on, running.closed_on) == (ON + timedelta(days=30), None)
    assert not Sheet.objects.filter(subject__campaign=running, filled_on__gt=ON).exists()


def test_about_six_in_ten_are_scored_in_the_running_campaign(running):
    scored = running.subjects.scored().count()

    assert 0.5 < scored / 533 < 0.7
    assert 0 < running.subjects.decided().count() < scored
    assert Sheet.objects.filter(subject__campaign=running, scorer="assessment", complete=False).exists()


@pytest.mark.parametrize(
    ("username", "wanted"),
    [
        ("county", {"desk.others-self-assess", "desk.others-assess", "desk.others-decide"}),
        ("town", {"desk.assess", "desk.decide"}),
        ("branch", {"desk.self-assessment-begun"}),
    ],
)
def test_everybody_who_can_sign_in_has_something_to_do(running, username, wanted):
    who = authenticate(username=username, password=PASSWORDS[username])

    codes = {line.code for line in desk.due(scope.posts(who, ON), ON)}

    assert codes >= wanted


def test_only_the_three_accounts_can_sign_in(said):
    able = [user.username for user in User.objects.all() if user.has_usable_password()]

    assert sorted(able) == ["branch", "county", "town"]
    assert authenticate(username="county", password="1111-2223") is None


def test_the_accounts_are_shown_from_the_county_down(said):
    told = [(username, post.role, post.organisation.code) for post, username in load.accounts()]

    assert told == [
        ("county", "county-officer", "360982"),
        ("town", "reviewer", "360982100"),
        ("branch", "secretary", "360982100200"),
    ]


def test_the_branch_lies_in_the_town(said):
    places = {username: post.organisation for post, username in load.accounts()}

    assert places["branch"].is_under(places["town"])


def test_everybody_is_marked_invented(said):
    assert not Person.objects.filter(invented=False).exists()
    assert Person.objects.count() == 1 + 38 + 533


def test_the_reviewer_can_go_on_where_the_demonstration_stops(running):
    town = User.objects.get(username="town")
    waiting = scope.subjects(town).filter(campaign=running).not_yet_scored()[0]

    services.complete_sheet(subject=waiting, scorer="assessment", by=town, on=ON)

    waiting.refresh_from_db()
    assert waiting.total is not None


def test_what_the_loading_says_has_sentences(said):
    from jiceng import phrases

    told = [phrases.sentence(code, facts) for code, facts in said]

    assert "533" in told[0]
    assert "好 54、较好 323、一般 107、较差 49" in told[1]
    assert len(told) == 3


def test_a_loaded_store_is_not_loaded_again(said):
    assert load.is_loaded()
    with pytest.raises(Refusal) as refused:
        load.load(on=ON, passwords=PASSWORDS)

    assert refused.value.code == "demo.store-in-use"
    assert Organisation.objects.filter(kind="").count() == 39


def test_a_store_of_somebody_else_is_left_alone(said):
    Campaign.objects.filter(title=load.FINISHED).update(title="别的活动")

    with pytest.raises(Refusal) as refused:
        load.is_loaded()

    assert refused.value.code == "demo.store-in-use"


def test_totals_lie_in_the_band_of_their_grade(finished):
    least = {"好": 90, "较好": 80, "一般": 60, "较差": 0}
    most = {"好": 101, "较好": 90, "一般": 80, "较差": 60}

    assert all(
        Decimal(least[one.computed]) <= one.total < most[one.computed] for one in finished.subjects.all()
    )
