"""Every address x every role x every place of a post, as tests/house/permissions says. How to add one stands there."""

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, reverse
from openpyxl import load_workbook

from jiceng.access import checks, scope
from jiceng.store.models import Organisation, Subject
from tests.house.permissions import EVERYBODY, NOBODY, OUTSIDE, POSTLESS, SIGN_IN, Row, rows, world

pytestmark = pytest.mark.django_db
MATRIX = rows()
ASKED_FOR = [key for key, row in MATRIX.items() if row.of and row.who != EVERYBODY]


def name(key):
    return " ".join(filter(None, key))


@pytest.fixture(scope="module")
def here(django_db_setup, django_db_blocker):
    """One world for all lines, gone afterwards; each request is undone on its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)


def ask(here, actor, key, args=None):
    """The answer to one request, and nothing of what it changed."""
    row = MATRIX[key]
    client = here.clients[actor]
    cookies = client.cookies.copy()
    kept = transaction.savepoint()
    try:
        address = reverse(key[0], args=here.args(row) if args is None else args)
        return getattr(client, row.method)(address, here.sent(row))
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(kept)
        client.cookies = cookies


def said(answer):
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in") + "?")
    return SIGN_IN if to_sign_in else answer.status_code


def differences(here, key):
    """actor -> what they got, where it is not what the matrix says."""
    row = MATRIX[key]
    found = {actor: said(ask(here, actor, key)) for actor in here.clients}
    return {actor: got for actor, got in found.items() if got != row.expected(actor)}


def unlisted(names, matrix):
    return names - {address for address, _ in matrix}


def addresses():
    return {one for one in get_resolver().reverse_dict if isinstance(one, str)}


def test_every_address_is_in_the_matrix_and_nothing_else():
    assert unlisted(addresses(), MATRIX) == set()
    assert {address for address, _ in MATRIX} - addresses() == set()


def test_an_address_that_is_missing_from_the_matrix_is_named():
    """The negative control."""
    assert unlisted({"desk", "back-door"}, MATRIX) == {"back-door"}


@pytest.mark.parametrize("key", MATRIX, ids=name)
def test_everybody_gets_what_the_matrix_says(here, key):
    assert differences(here, key) == {}


@pytest.mark.parametrize("key", ASKED_FOR, ids=name)
def test_what_one_may_not_see_looks_like_what_is_not_there(here, key):
    """For one of every role who may not, and for somebody without a post."""
    row = MATRIX[key]
    refused = {role: (role, place) for role, place in here.clients if (role, place) not in row.who}
    for actor in {**refused, "": POSTLESS}.values():
        forbidden, absent = ask(here, actor, key), ask(here, actor, key, here.absent(row))
        assert (forbidden.status_code, forbidden.content) == (absent.status_code, absent.content), actor
        assert forbidden.headers.keys() == absent.headers.keys(), actor


@pytest.mark.parametrize("key", [key for key, row in MATRIX.items() if not row.public], ids=name)
def test_no_answer_names_the_branch_to_somebody_it_is_no_business_of(here, key):
    told = []
    for actor in here.clients:
        if actor[1] in OUTSIDE | {"nobody"}:
            content = ask(here, actor, key).content.decode(errors="ignore")
            told += [actor for word in (here.branch.name, here.branch.code) if word in content]

    assert told == []


def test_without_the_checks_the_matrix_fails(here, monkeypatch):
    """The negative control: everybody may do everything they see."""
    monkeypatch.setattr(checks, "may", lambda *args, **kwargs: True)

    wrong = differences(here, ("decide", ""))

    assert wrong[("secretary", "own")] == 302
    assert ("committee-officer", "above") not in wrong


def test_without_the_scope_the_matrix_fails(here, monkeypatch):
    """The negative control: everybody sees everything."""
    monkeypatch.setattr(scope, "organisations", lambda *args, **kwargs: Organisation.objects.all())
    monkeypatch.setattr(scope, "subjects", lambda *args, **kwargs: Subject.objects.all())

    assert ("reviewer", "foreign") in differences(here, ("organisation", "a branch"))
    assert ("secretary", "sibling") in differences(here, ("trace", ""))


def test_a_line_says_who_gets_what():
    row = Row("get", "branch", {}, frozenset({("member", "own")}), 200)

    answers = [row.expected(actor) for actor in (("member", "own"), ("member", "above"), POSTLESS, NOBODY)]

    assert answers == [200, 404, 404, SIGN_IN]


def test_a_neighbours_list_has_their_own_organisations_only(here):
    given = ask(here, ("reviewer", "cousin"), ("form-download", "list"))

    sheet = load_workbook(BytesIO(given.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert here.county.branches[2].name in cells
    assert here.branch.name not in cells
