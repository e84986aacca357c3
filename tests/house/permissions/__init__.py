"""The permission matrix, in pieces: one module a noun, each with ROWS. Every address of the site stands in one of them.

To add an address, write a line into the module of its noun (or a new module; it is found by itself):

    ("notice", "of the branch"): get("notice", who=of("own above county", "secretary", "committee-officer")),
    ("notice-post", ""): post("branch", {"title": "公示"}, who=of("own", "secretary"), gets=302),

The key is the address's name and what is special about this line; the first argument is what stands in the address,
by its name in `World.known` or as written. `who` is everybody who gets the answer; all others get 404, and who has not
signed in is sent to sign in. What must exist for it, the module's `make(world)` adds: `world.known["notice"] = one.pk`.

Where somebody's post is, seen from the branch it is all about:

    own      at the branch             sibling   at another branch of the same committee
    below    at a group in the branch  cousin    at another committee
    above    at its committee          foreign   at another county
    county   at the county             postless  an account without a post, whose role is ""
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.test import Client
from django.utils.timezone import now

from jiceng.store.models import Organisation, Post, User
from tests.factories import County, brought_first, committee, in_post, organisation, user

ROLES = tuple(Post.ROLES)
ADMINISTRATORS = ("auditor", "system-administrator", "security-administrator")
CONTENT = tuple(role for role in ROLES if role not in ADMINISTRATORS)
OFFICERS = ("county-officer", "committee-officer")

PLACES = ("own", "below", "above", "county", "sibling", "cousin", "foreign")
IN_COUNTY = "own below above county sibling cousin"
AT_BRANCH, OVER_BRANCH = "own above county", "above county"  # at the branch or over it, strictly over it
AT_TOWN, OVER_TOWN = "above county", "county"
OUTSIDE = {"sibling", "cousin", "foreign", "postless"}  # to whom the branch is never named

Actor = tuple[str, str]  # role, place
POSTLESS: Actor = ("", "postless")
NOBODY: Actor = ("", "nobody")
EVERYBODY = frozenset({(role, place) for role in ROLES for place in PLACES} | {POSTLESS})
SIGN_IN = "sign-in"  # sent to sign in first

# Of whom some ask by day (`asked_by_day`): every role where it acts, and where it could be taken for somebody who may.
# Everybody asks everything in the tests marked `long`, which CI runs too.
BY_DAY: tuple[Actor, ...] = (
    NOBODY,
    POSTLESS,
    ("county-officer", "county"),
    ("county-officer", "above"),
    ("county-officer", "foreign"),
    ("committee-officer", "above"),
    ("committee-officer", "own"),
    ("committee-officer", "cousin"),
    ("reviewer", "above"),
    ("delegate", "above"),
    ("delegate", "county"),
    ("inspector", "county"),
    ("inspector", "own"),
    ("secretary", "own"),
    ("secretary", "sibling"),
    ("member", "own"),
    ("member", "below"),
    ("auditor", "county"),
    ("system-administrator", "county"),
    ("security-administrator", "county"),
)


@dataclass(frozen=True)
class Row:
    """One line. gets: what `who` get; nobody: what who is not signed in gets. public: it may name the branch to all.

    json: what is sent is JSON, not a form.
    """

    method: str
    of: str
    sends: Mapping[str, Any] | Callable[["World"], Mapping[str, Any]]
    who: frozenset[Actor]
    gets: int
    nobody: int | str = SIGN_IN
    public: bool = False
    json: bool = False

    def expected(self, actor: Actor) -> int | str:
        if actor == NOBODY:
            return self.nobody
        return self.gets if actor in self.who else 404


def of(places: str, *roles: str) -> frozenset[Actor]:
    """Posts of these roles at these places."""
    return frozenset((role, place) for role in roles for place in places.split())


def get(of: str = "", *, who: frozenset[Actor] = EVERYBODY, gets: int = 200, **more: Any) -> Row:
    return Row("get", of, {}, who, gets, **more)


def post(
    of: str = "", sends: Any = None, *, who: frozenset[Actor] = EVERYBODY, gets: int = 302, **more: Any
) -> Row:
    return Row("post", of, sends or {}, who, gets, **more)


class People(dict[Actor, User]):
    """Somebody for every role and place, as soon as they are asked for."""

    def __init__(self, places: Mapping[str, Organisation]) -> None:
        super().__init__()
        self.places = places

    def __missing__(self, actor: Actor) -> User:
        role, place = actor
        self[actor] = user() if actor == POSTLESS else in_post(role, self.places[place])
        return self[actor]


@dataclass
class World:
    """A county around one branch, another county beside it, and somebody with each role at each place.

    known: what an address may name -> its key. people: who they are. clients: browsers of those who were let in.
    """

    county: County
    places: dict[str, Organisation]
    known: dict[str, Any]
    people: People
    clients: dict[Actor, Client] = field(default_factory=dict)

    @property
    def branch(self) -> Organisation:
        return self.places["own"]

    def let_in(self, actors: Iterable[Actor]) -> None:
        """Give each of them a browser in which they are signed in."""
        for actor in actors:
            if actor not in self.clients:
                self.clients[actor] = Client() if actor == NOBODY else signed_in(self.people[actor])

    def args(self, row: Row) -> list[Any]:
        return [self.known.get(word, word) for word in row.of.split()]

    def absent(self, row: Row) -> list[Any]:
        """The same address of something that is not there."""
        gone = {True: 987654321, False: "gone"}
        return [
            gone[isinstance(self.known[word], int)] if word in self.known else word for word in row.of.split()
        ]

    def sent(self, row: Row) -> Mapping[str, Any]:
        return row.sends(self) if callable(row.sends) else row.sends


def modules() -> list[Any]:
    return [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]


def rows() -> dict[tuple[str, str], Row]:
    """Every line of every module; none twice."""
    found: dict[tuple[str, str], Row] = {}
    for module in modules():
        twice = found.keys() & module.ROWS.keys()
        assert not twice, f"in the matrix twice: {twice}"
        found |= module.ROWS
    return found


def world() -> World:
    """The county, its campaign with one branch scored, what each module makes, and who asks by day signed in."""
    county = County(towns=2, branches=2)
    county.self_assess(county.branch)
    county.score()
    brought_first(county.subject, county.reviewer)
    Organisation.objects.filter(pk=county.branch.pk).update(name="甲一机关党支部", code="OWN-BRANCH")
    branch = Organisation.objects.get(pk=county.branch.pk)
    county.branches[0] = branch
    places = {
        "own": branch,
        "below": organisation(branch, form="group", name="甲一机关一小组"),
        "above": county.town,
        "county": county.top,
        "sibling": county.branches[1],
        "cousin": county.towns[1],
        "foreign": committee(name="别县县委"),
    }
    known = {
        "subject": county.subject.pk,
        "branch": branch.pk,
        "town": county.town.pk,
        "county": county.top.pk,
        "campaign": county.campaign.pk,
    }
    made = World(county, places, known, People(places))
    for module in modules():
        if hasattr(module, "make"):
            module.make(made)
    made.let_in(BY_DAY)
    return made


REFUSED_A_LINE = 2  # beside the first


def asked_by_day(row: Row, turn: int) -> list[Actor]:
    """Who asks for the turn-th line by day: whoever has not signed in, one for each answer it gives, two more whom it
    refuses. Lines take turns, so that together they are asked by all.
    """
    people = [actor for actor in BY_DAY if actor != NOBODY]
    people = people[turn % len(people) :] + people[: turn % len(people)]
    by_answer: dict[object, list[Actor]] = {}
    for actor in people:
        by_answer.setdefault(row.expected(actor), []).append(actor)
    asked = [actors[0] for actors in by_answer.values()]
    return [
        NOBODY,
        *asked,
        *[actor for actor in by_answer.get(404, [])[1:] if actor not in asked][:REFUSED_A_LINE],
    ]


def signed_in(who: User) -> Client:
    """Their browser, the second factor shown."""
    client = Client()
    client.force_login(who)
    session = client.session
    session["factor"] = now().isoformat()
    session.save()
    return client
