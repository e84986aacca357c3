"""Exact decimals in the database."""

from decimal import Decimal

import pytest
from django.db.models import Max, Sum

from jiceng.kernel.refusal import Refusal
from jiceng.store.fields import storable
from jiceng.store.models import Subject
from tests.factories import County

pytestmark = pytest.mark.django_db


def keep(total):
    county = County()
    Subject.objects.update(total=total, computed="好")
    return county.subject


@pytest.mark.parametrize("text", ["89.995", "0", "100", "0.000001", "-5", "89.999999", "123456789.123456"])
def test_a_total_comes_back_exactly_as_it_was_kept(text):
    kept = keep(Decimal(text))

    assert (kept.total, str(kept.total)) == (Decimal(text), text)


def test_a_total_is_found_at_its_exact_boundary():
    keep(Decimal("89.995"))

    assert Subject.objects.filter(total__gte=Decimal("89.995"), total__lt=Decimal("89.995001")).count() == 1
    assert Subject.objects.filter(total__gt=Decimal("89.995")).count() == 0


def test_sums_in_the_database_stay_exact():
    County(branches=3)
    Subject.objects.update(total=Decimal("0.1"), computed="好")

    told = Subject.objects.aggregate(sum=Sum("total"), most=Max("total"))

    assert told == {"sum": Decimal("0.3"), "most": Decimal("0.1")}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("0.0000001"), "store.too-many-places"),
        (Decimal("1e30"), "store.number-too-large"),
        (Decimal("nan"), "store.number-too-large"),
    ],
)
def test_a_number_that_cannot_be_kept_exactly_is_refused(value, code):
    with pytest.raises(Refusal) as refused:
        keep(value)

    assert refused.value.code == code


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        keep(89.995)


def test_what_is_cut_never_reaches_the_next_grade():
    assert storable(Decimal("89.9999999")) == Decimal("89.999999")
