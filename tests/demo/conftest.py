"""The demonstration county, loaded once for all the tests of a run that ask for it."""

from datetime import date

import pytest
from django.db import transaction

from jiceng.demo import load

ON = date(2026, 11, 22)
PASSWORDS = {name: f"{at:04}-{at * 7:04}" for at, name in enumerate(load.ACCOUNTS, 1111)}


@pytest.fixture(scope="package")
def said(django_db_setup, django_db_blocker):
    """The county, forgotten after the tests; what the loading said."""
    told = []
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own: a box that closes asks for no transaction around it
    with django_db_blocker.unblock(), around:
        load.load(on=ON, passwords=PASSWORDS, say=lambda code, facts: told.append((code, facts)))
        yield told
        transaction.set_rollback(True)
