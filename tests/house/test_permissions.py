"""Every address x every role x every place of a post, as tests/house/permissions says. How to add one stands there."""

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, reverse
from openpyxl import load_workbook

from jiceng.access import checks, scope
from jiceng.store.models import Organisation, Subject
from tests.house.permissions import (
    BY_DAY,
    EVERYBODY,
    NOBODY,
    OUTSIDE,
    PLACES,
    POSTLESS,
    ROLES,
    SIGN_IN,
    Row,
    asked_by_day,
    rows,
    world,
)

pytestmark = pytest.mark.django_db
MATRIX = rows()
STRANGERS = OUTSIDE | {"nobody"}


def name(key):
    return " ".join(filter(None, key))


@pytest.fixture(scope="module")
def here(django_db_setup, django_db_blocker):
    """One world for all lines, gone afterwards; each request is undone on its own."""
    whole = transaction.atomic()
    whole._from_testcase = True  # as Django's own tests do: what asks for a transaction of its own is let in
    with django_db_blocker.unblock(), whole:
        yield world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def everybody(here, django_db_blocker):
    """The same world, with every role at every place signed in."""
    with django_db_blocker.unblock():
        here.let_in(sorted(EVERYBODY))
    return [*sorted(EVERYBODY), NOBODY]


def ask(here, actor, key, args=None):
    """The answer to one request, and nothing of what it changed."""
    row = MATRIX[key]
    client = here.clients[actor]
    cookies = client.cookies.copy()
    kept = transaction.savepoint()
    try:
        address = reverse(key[0], args=here.args(row) if args is None else args)
        kind = {"content_type": "application/json"} if row.json else {}
        given = getattr(client, row.method)(address, here.sent(row), **kind)
        if given.streaming:
            b"".join(given.streaming_content)  # a file is closed once it is sent
        return given
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
    found = {actor: said(ask(here, actor, key)) for actor in BY_DAY}
    return {actor: got for actor, got in found.items() if got != row.expected(actor)}


def names_the_branch(here, answer):
    content = answer.content.decode(errors="ignore")
    return here.branch.name in content or here.branch.code in content


def shown(answer):
    return answer.status_code, answer.content, answer.headers.keys()


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


def test_who_is_asked_by_day_tells_every_line_every_role_and_every_place_apart():
    """Of every line somebody gets the answer and somebody does not, wherever that is so of anybody."""
    asked = {key: asked_by_day(row, turn) for turn, (key, row) in enumerate(MATRIX.items())}
    lost = [
        key
        for key, row in MATRIX.items()
        if {row.expected(actor) for actor in asked[key] if actor != NOBODY}
        != {row.expected(actor) for actor in EVERYBODY}
    ]

    assert lost == []
    assert {actor for actors in asked.values() for actor in actors} == set(BY_DAY)
    assert {role for role, _ in BY_DAY} == {*ROLES, ""}
    assert {place for _, place in BY_DAY} == {*PLACES, "postless", "nobody"}


@pytest.mark.parametrize(("turn", "key"), list(enumerate(MATRIX)), ids=[*map(name, MATRIX)])
def test_whoever_asks_gets_what_the_matrix_says_and_learns_nothing_else(here, turn, key):
    hold_against_the_matrix(here, key, asked_by_day(MATRIX[key], turn), alike=1)


@pytest.mark.long
@pytest.mark.parametrize("key", MATRIX, ids=name)
def test_everybody_gets_what_the_matrix_says_and_learns_nothing_else(here, everybody, key):
    hold_against_the_matrix(here, key, everybody, alike=len(ROLES) + 1)


def hold_against_the_matrix(here, key, actors, *, alike):
    """Statuses; who it is no business of is not told the branch's name; forbidden and absent are the same bytes.

    alike: for how many of the roles that are refused the bytes are compared.
    """
    row = MATRIX[key]
    answers = {actor: ask(here, actor, key) for actor in actors}

    wrong = {actor: said(one) for actor, one in answers.items() if said(one) != row.expected(actor)}
    told = [actor for actor in answers if actor[1] in STRANGERS and names_the_branch(here, answers[actor])]
    refused = {actor[0]: actor for actor, one in answers.items() if one.status_code == 404}
    unlike = [
        actor
        for actor in list(refused.values())[:alike]
        if row.of and shown(answers[actor]) != shown(ask(here, actor, key, here.absent(row)))
    ]
    assert (wrong, [] if row.public else told, unlike) == ({}, [], [])


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

    assert ("county-officer", "foreign") in differences(here, ("organisation", "a branch"))
    assert ("secretary", "sibling") in differences(here, ("trace", ""))


def test_a_page_that_names_the_branch_to_a_stranger_is_noticed(here):
    """The negative control of the names."""
    theirs = ask(here, ("secretary", "own"), ("organisation", "a branch"))
    strangers = ask(here, ("secretary", "sibling"), ("organisation", "a branch"))

    assert (names_the_branch(here, theirs), names_the_branch(here, strangers)) == (True, False)


def test_a_line_says_who_gets_what():
    row = Row("get", "branch", {}, frozenset({("member", "own")}), 200)

    answers = [row.expected(actor) for actor in (("member", "own"), ("member", "above"), POSTLESS, NOBODY)]

    assert answers == [200, 404, 404, SIGN_IN]


def test_a_neighbours_list_has_their_own_organisations_only(here):
    given = ask(here, ("committee-officer", "cousin"), ("form-download", "list"))

    sheet = load_workbook(BytesIO(given.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert here.county.branches[2].name in cells
    assert here.branch.name not in cells
