"""node, once for the scripts of a ballot."""

from collections.abc import Iterator

import pytest

from tests.web.ballot.scripts import Node


@pytest.fixture(scope="package")
def node() -> Iterator[Node]:
    one = Node()
    yield one
    one.end()
