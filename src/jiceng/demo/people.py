"""Somebody in every post, each with an account; only those of ACCOUNTS can sign in, and only in a demonstration."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from jiceng.demo import county
from jiceng.services import factor
from jiceng.store.models import Organisation, Person, Post, SecondFactor, User

COUNTY = "360982"
TOWN = "360982100"  # late at the second step: work for its reviewers, its branches and the county's delegate
STREET = "360982001"  # at the third step: its committee has everything before it and decides
BRANCH = "360982100200"  # the town's first village
VILLAGE = "360982202200"  # of a township still at the first step: its own sheet is begun

# username -> the role of its post and the code of the organisation it is held at
ACCOUNTS: Mapping[str, tuple[str, str]] = {
    "county": ("county-officer", COUNTY),
    "committee": ("committee-officer", TOWN),
    "street": ("committee-officer", STREET),
    "team": ("reviewer", TOWN),
    "delegate": ("delegate", COUNTY),
    "branch": ("secretary", BRANCH),
    "member": ("member", BRANCH),
    "village": ("secretary", VILLAGE),
    "inspector": ("inspector", COUNTY),
    "auditor": ("auditor", COUNTY),
    "sysadmin": ("system-administrator", COUNTY),
    "secadmin": ("security-administrator", COUNTY),
}
AT_THE_COUNTY = tuple(role for role, code in ACCOUNTS.values() if code == COUNTY)
IN_POST_SINCE = date(2012, 1, 1)


@dataclass(frozen=True)
class People:
    """Who holds which post: (code of the organisation, role) -> account."""

    posts: Mapping[tuple[str, str], User]

    def at(self, organisation: Organisation, role: str) -> User:
        return self.posts[organisation.code, role]

    def account(self, username: str) -> User:
        role, code = ACCOUNTS[username]
        return self.posts[code, role]


def fill_posts(
    organisations: Sequence[Organisation], passwords: Mapping[str, str], rng: random.Random, on: date
) -> People:
    """Everybody, in bulk. passwords: username of ACCOUNTS -> password; one left out cannot sign in."""
    wanted = {place: username for username, place in ACCOUNTS.items()}
    posts = [(organisation, role) for organisation in organisations for role in _roles(organisation)]
    names = county.names(rng)
    people = Person.objects.bulk_create(
        [Person(name=next(names), invented=True) for _ in posts], batch_size=500
    )
    nobody = make_password(None)
    users = []
    for (organisation, role), person in zip(posts, people, strict=True):
        username = wanted.get((role, organisation.code), "")
        known = username in passwords
        users.append(
            User(
                username=username or f"{organisation.code}-{role}",
                person=person,
                password=make_password(passwords[username]) if known else nobody,
            )
        )
    User.objects.bulk_create(users, batch_size=500)
    Post.objects.bulk_create(
        [
            Post(person=person, organisation=organisation, role=role, since_on=IN_POST_SINCE)
            for (organisation, role), person in zip(posts, people, strict=True)
        ],
        batch_size=500,
    )
    made = {(organisation.code, role): user for (organisation, role), user in zip(posts, users, strict=True)}
    for role, code in ACCOUNTS.values():
        if role in factor.ROLES:  # a phone that is set up already; `jiceng demo code` shows what it shows
            secret = factor.begin(made[code, role])
            SecondFactor.objects.filter(pk=secret.pk).update(confirmed_on=on)
    return People(made)


def _roles(organisation: Organisation) -> Iterator[str]:
    if organisation.parent_id is None:
        yield from AT_THE_COUNTY
    elif organisation.kind:
        yield "secretary"
        if organisation.code == BRANCH:
            yield "member"
    else:
        yield "committee-officer"
        yield "reviewer"
