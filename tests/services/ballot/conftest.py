"""A meeting made once for a whole file of tests; each test goes on from there and leaves nothing behind."""

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """What is made under this is there for every test of the file, and gone after the last."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = (
            True  # a test's own, as those of a TestCase: what asks for a commit of its own may run
        )
        whole.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
