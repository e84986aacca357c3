"""A county seen by somebody who is signed in."""

import pytest

from tests.factories import County, secretary


@pytest.fixture
def county():
    return County()


@pytest.fixture
def seen_by(client):
    """Somebody's browser."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def office(county, seen_by):
    """The reviewer's browser."""
    return seen_by(county.reviewer)


@pytest.fixture
def branch(county, seen_by):
    """The secretary's browser."""
    return seen_by(secretary(county.branch))
