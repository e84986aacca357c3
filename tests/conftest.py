"""What every test may rely on. Factories and data live beside the tests that use them."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.signals import connection_created
from hypothesis import settings

from jiceng.store.audit import TRIGGERS
from tests import migrated
from tests.left_out import ELSEWHERE, pytest_runtest_makereport  # noqa: F401

# A busy machine is no fault. Where CI is set, Hypothesis repeats the same examples for the same commit; kept here.
settings.register_profile("jiceng", parent=settings.default, deadline=None)
settings.load_profile("jiceng")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what only PostgreSQL can show when the suite runs on SQLite."""
    if os.environ.get("JICENG_DATABASE_URL"):
        return
    skip = pytest.mark.skip(reason=f"{ELSEWHERE}on PostgreSQL: set JICENG_DATABASE_URL")
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The suite's database in memory begins with the tables that were kept; `migrate` finds nothing left to do."""

    def begin(connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite" and connection.settings_dict["NAME"].startswith("file:memorydb"):
            connection_created.disconnect(begin)
            migrated.fill(connection.connection)

    connection_created.connect(begin)
    yield
    connection_created.disconnect(begin)


@pytest.fixture(autouse=True, scope="session")
def emptied_with_the_audit() -> Iterator[None]:
    """Tests with transactions of their own empty every table afterwards; only the suite may lift the audit's guard."""
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, statements: list[str]) -> None:
        guards = TRIGGERS[self.connection.vendor]
        lifted = any("store_auditevent" in one for one in statements)
        drops, makes = [drop for _, drop in reversed(guards)], [make for make, _ in guards]
        plain(self, [*drops, *statements, *makes] if lifted else statements)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]
