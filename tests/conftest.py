"""What every test may rely on. Factories and data live beside the tests that use them."""

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what only PostgreSQL can show when the suite runs on SQLite."""
    if os.environ.get("JICENG_DATABASE_URL"):
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: set JICENG_DATABASE_URL")
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(skip)
