"""What the database itself refuses, whoever writes."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from jiceng.kernel.sheet import Entry
from jiceng.store.models import Line, Outside, Sheet, Subject
from jiceng.store.sheet import entries_of
from tests.factories import ON, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


@pytest.mark.parametrize(
    "facts",
    [
        {"total": Decimal(90)},
        {"computed": "好"},
        {"total": Decimal(90), "computed": "好", "decided": "好"},
        {"total": Decimal(90), "computed": "好", "decided": "好", "decided_on": ON},
        {"total": Decimal(90), "computed": "好", "decision_reason": "没有定级先有理由"},
    ],
    ids=[
        "total-without-grade",
        "grade-without-total",
        "decided-by-nobody",
        "by-nobody-on-a-day",
        "reason-alone",
    ],
)
def test_half_a_result_is_refused_by_the_database(county, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.update(**facts)


def test_a_decision_without_a_score_is_refused_by_the_database(county):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.update(decided="好", decided_by=county.reviewer, decided_on=ON)


def test_a_whole_result_is_kept(county):
    facts = {"decided": "好", "decided_by": county.reviewer, "decided_on": ON}

    assert Subject.objects.update(total=Decimal(90), computed="好", **facts) == 1


def test_one_organisation_is_graded_once_in_a_campaign(county):
    subject = county.subject

    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.create(
            campaign=subject.campaign,
            organisation=subject.organisation,
            class_name="村",
            committee=county.town,
        )


def test_one_scorer_has_one_sheet_and_one_line_an_item(county):
    county.record()
    line = Line.objects.get()
    facts = {"filled_by": county.reviewer, "filled_on": ON}

    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(sheet=line.sheet, item=line.item, value="0", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(subject=line.sheet.subject, scorer=line.sheet.scorer, **facts)


def test_an_organisation_is_outside_a_campaign_once(county):
    facts = {"campaign": county.campaign, "organisation": county.branch}
    Outside.objects.create(why="no-class", **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        Outside.objects.create(why="form", **facts)


def test_stored_text_is_read_as_the_rules_read_it(county):
    form = county.subject.form
    lines = [
        Line(item="no-yearly-plan", value="1", reason="没有年度计划"),
        Line(item="members-under-24-hours", value="3", reason="3名党员"),
        Line(item="leader-other", value=""),
        Line(item="gone-from-the-form", value="1"),
    ]

    assert entries_of(form, lines) == {
        "no-yearly-plan": Entry(Decimal(1), "没有年度计划"),
        "members-under-24-hours": Entry(Decimal(3), "3名党员"),
        "gone-from-the-form": Entry("1"),
    }


def test_names_fit_every_database():
    named = [
        name
        for model in apps.get_app_config("store").get_models()
        for name in (
            model._meta.db_table,
            *(one.name for one in model._meta.constraints),
            *(one.name for one in model._meta.indexes),
            *(field.column for field in model._meta.local_concrete_fields if field.column),
        )
    ]

    assert [name for name in named if len(name) > 30] == []
