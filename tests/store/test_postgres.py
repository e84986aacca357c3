"""What only PostgreSQL can show: its own collations, and two people who write in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jiceng.kernel.refusal import Refusal
from jiceng.store.models import Line, Organisation
from tests.factories import County, committee

pytestmark = pytest.mark.postgres


@pytest.mark.django_db
def test_paths_are_compared_byte_by_byte_whatever_the_language_of_the_server():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'store_organisation' AND column_name = 'path'"
        )
        assert cursor.fetchall() == [("C",)]

    county = committee()
    Organisation.objects.create(code="z", name="末镇", path=county.path + "zzzz")
    assert Organisation.objects.under(county).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_people_writing_at_once_one_is_kept_and_one_is_told():
    county = County()
    county.record("members-under-24-hours", "1")
    ready = Barrier(2)

    def write(value):
        try:
            ready.wait()
            return county.record("members-under-24-hours", value, seen_version=1).value
        except Refusal as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(write, ("2", "3")))

    kept = Line.objects.get()
    assert answers == [kept.value, "sheet.line-changed-meanwhile"]
    assert kept.version == 2


@pytest.mark.django_db(transaction=True)
def test_organisations_added_at_once_take_different_places():
    county = committee()
    ready = Barrier(4)

    def add(number):
        try:
            ready.wait()
            return committee(county, code=f"at-once-{number}").path
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as all_four:
        paths = list(all_four.map(add, range(4)))

    assert len(set(paths)) == 4
