"""One county for all tests of a file: each test changes rows in a savepoint of its own, which is then undone."""

import pytest
from django.db import transaction

from tests.store.rows import Rows


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Rows()
        transaction.set_rollback(True)
