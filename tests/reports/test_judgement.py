"""One organisation's result, explained."""

from decimal import Decimal

import pytest

from jiceng import phrases
from jiceng.reports.judgement import judgement, sheets
from jiceng.store.models import Line
from tests.factories import County

pytestmark = pytest.mark.django_db


def test_a_judgement_can_be_read_aloud_in_both_languages():
    county = County()
    county.score(no_yearly_plan="1")

    judged = judgement(county.subject)

    assert judged.total == Decimal(95)
    for lang in ("zh", "en"):
        said = " ".join(text for _, text, _, _ in phrases.trace_lines(judged.trace, lang))
        assert "没有年度计划" in said


def test_sheets_stand_in_the_order_of_the_document_with_their_state():
    county = County()
    county.record()

    told = [
        (one.scorer.key, one.counts, one.state, one.score and one.score.total)
        for one in sheets(county.subject)
    ]

    assert told == [("assessment", True, "begun", Decimal(95)), ("self", False, "none", None)]


def test_a_line_the_form_no_longer_has_is_named_and_not_hidden():
    county = County()
    county.record()
    Line.objects.update(item="gone-from-the-form")

    assessment, _ = sheets(county.subject)

    assert (assessment.score, assessment.refusal.code) == (None, "sheet.item-unknown")


@pytest.mark.parametrize("lines", [1, 3])
def test_an_explanation_costs_the_same_for_any_number_of_lines(lines, django_assert_num_queries):
    county = County()
    county.score(**dict.fromkeys(["no_yearly_plan", "no_room", "no_funds"][:lines], "1"))

    with django_assert_num_queries(4):  # the subject, its sheets, their lines, its findings
        subject = county.subject
        judgement(subject)
        sheets(subject)
