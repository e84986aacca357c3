"""A county with ledgers; files of a test in a folder of its own."""

import pytest

from tests.items import Ledgers


@pytest.fixture
def county():
    return Ledgers()


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
