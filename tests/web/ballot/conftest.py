"""node, once for the scripts of a ballot; where there is none their tests are left out, except in CI."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.web.ballot.scripts import Node


@pytest.fixture(scope="package")
def node() -> Iterator[Node]:
    if not shutil.which("node") and not os.environ.get("CI"):
        pytest.skip("needs node 20")
    one = Node()
    yield one
    one.end()
