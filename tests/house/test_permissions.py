"""Every address, and what each kind of person gets there. An address that is not in the matrix fails the suite."""

import pytest
from django.urls import get_resolver, reverse

from tests.factories import County, secretary, user

pytestmark = pytest.mark.django_db

# officer: of the county. reviewer: of the town. secretary: of the branch. neighbour: reviewer of another town.
# postless: an account without a post. nobody: not signed in.
WHO = ("officer", "secretary", "neighbour", "postless", "nobody", "reviewer")
SIGN_IN = "sign-in"  # sent to sign in first

# What is not there and what one may not see answer alike: 404.
SEEN_BY_ALL = dict.fromkeys(WHO, 200) | {"nobody": SIGN_IN}
THEIRS = {
    "officer": 200,
    "secretary": 200,
    "neighbour": 404,
    "postless": 404,
    "nobody": SIGN_IN,
    "reviewer": 200,
}
CAMPAIGN = THEIRS | {"neighbour": 200}
ABOVE = THEIRS | {"secretary": 404}
FORMS = ABOVE | {"neighbour": 200}  # of their own organisations, see below
SCORES = {
    "officer": 404,
    "secretary": 404,
    "neighbour": 404,
    "postless": 404,
    "nobody": SIGN_IN,
    "reviewer": 200,
}
OWN = SCORES | {"secretary": 200, "reviewer": 404}
ALWAYS = dict.fromkeys(WHO, 302)

# (name, what is asked) -> method, arguments, what is sent, who gets what. s: subject, b: branch, t: town, c: campaign.
MATRIX = {
    ("desk", ""): ("get", "", {}, SEEN_BY_ALL),
    ("sign-in", ""): ("get", "", {}, ALWAYS | {"nobody": 200}),
    ("sign-out", ""): ("post", "", {}, ALWAYS),
    ("set-language", ""): ("post", "", {"language": "en"}, ALWAYS),
    ("mode", ""): ("post", "", {"mode": "elder"}, ALWAYS),
    ("me", ""): ("get", "", {}, SEEN_BY_ALL),
    ("organisations", ""): ("get", "", {}, SEEN_BY_ALL),
    ("organisation", "a branch"): ("get", "b", {}, THEIRS),
    ("organisation", "a town"): ("get", "t", {}, ABOVE),
    ("organisation-below", ""): ("get", "t", {}, ABOVE),
    ("campaigns", ""): ("get", "", {}, SEEN_BY_ALL),
    ("campaign", ""): ("get", "c", {}, CAMPAIGN),
    ("campaign-organisations", ""): ("get", "c", {}, CAMPAIGN),
    ("form-download", "summary"): ("get", ("c", "summary"), {}, FORMS),
    ("form-download", "list"): ("get", ("c", "list"), {}, FORMS),
    ("form-download", "template"): ("get", ("c", "template"), {}, FORMS),
    ("form-download", "no such form"): ("get", ("c", "another"), {}, dict.fromkeys(WHO, 404) | {"nobody": SIGN_IN}),
    ("score", "assessment"): ("get", ("s", "assessment"), {}, SCORES),
    ("score", "self"): ("get", ("s", "self"), {}, OWN),
    ("score", "saved"): ("post", ("s", "assessment"), {}, SCORES | {"reviewer": 302}),
    ("score-line", ""): ("post", ("s", "assessment"), {"item": "no-yearly-plan"}, SCORES),
    ("decide", ""): ("post", "s", {"grade": "好"}, SCORES | {"reviewer": 302}),
    ("withdraw", "not decided yet"): ("post", "s", {"reason": "x"}, SCORES | {"reviewer": 422}),
    ("explain", ""): ("post", "s", {"text": "有事实依据"}, SCORES | {"reviewer": 302}),
    ("trace", ""): ("get", "s", {}, THEIRS),
}  # fmt: skip


@pytest.fixture
def county():
    made = County(towns=2)
    made.self_assess(made.branch)
    made.score()
    made.secretary = secretary(made.branch)
    return made


def person(county, who):
    named = {
        "officer": lambda: county.officer,
        "reviewer": lambda: county.reviewer,
        "secretary": lambda: county.secretary,
        "neighbour": lambda: county.reviewers[1],
        "postless": user,
    }
    return named[who]() if who in named else None


def address(county, name, arguments):
    known = {"s": county.subject.pk, "b": county.branch.pk, "t": county.town.pk, "c": county.campaign.pk}
    return reverse(name, args=[known.get(one, one) for one in arguments])


def answer(client, county, who, name, method, arguments, sent):
    client.logout()
    somebody = person(county, who)
    if somebody:
        client.force_login(somebody)
    return getattr(client, method)(address(county, name, arguments), sent)


def test_every_address_is_in_the_matrix():
    addresses = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert addresses == {name for name, _ in MATRIX}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: " ".join(filter(None, row)))
def test_everybody_gets_what_the_matrix_says(client, county, row):
    name, _ = row
    method, arguments, sent, expected = MATRIX[row]

    found = {}
    for who in WHO:
        given = answer(client, county, who, name, method, arguments, sent)
        to_sign_in = given.status_code == 302 and given["Location"].startswith(reverse("sign-in") + "?")
        found[who] = SIGN_IN if to_sign_in else given.status_code

    assert found == expected


def test_what_one_may_not_see_looks_like_what_is_not_there(client, county):
    client.force_login(county.reviewers[1])

    forbidden = client.get(reverse("organisation", args=[county.branch.pk]))
    absent = client.get(reverse("organisation", args=[987654321]))

    assert (forbidden.status_code, forbidden.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize("who", ["neighbour", "postless"])
@pytest.mark.parametrize(
    "row", [row for row in MATRIX if MATRIX[row][0] == "get"], ids=lambda row: " ".join(filter(None, row))
)
def test_no_page_names_an_organisation_outside_ones_posts(client, county, row, who):
    name, _ = row
    method, arguments, sent, _ = MATRIX[row]

    given = answer(client, county, who, name, method, arguments, sent)

    assert county.branch.name not in given.content.decode(errors="ignore")
    assert county.branch.code not in given.content.decode(errors="ignore")


def test_a_neighbours_list_has_their_own_organisations_only(client, county):
    from io import BytesIO

    from openpyxl import load_workbook

    given = answer(client, county, "neighbour", "form-download", "get", ("c", "list"), {})

    cells = [
        str(cell.value) for row in load_workbook(BytesIO(given.content)).active.iter_rows() for cell in row
    ]
    assert county.branches[1].name in cells
    assert county.branch.name not in cells
