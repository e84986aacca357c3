"""The county a rehearsal plays in, from a CSV file, and the people who hold its posts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jiceng.services import factor
from jiceng.store.models import Organisation, Person, Post, SecondFactor, User, Zone, ZoneMember
from jiceng.store.register import COMMITTEES, add_organisations

USUAL = Path(__file__).with_name("county.csv")
OF_THREE = Path(__file__).with_name("county-of-three.csv")
PASSWORD = "试运行-rehearsal"
# Two of those whose work another has to approve or to count.
AT_THE_COUNTY = (
    "county-officer", "county-officer", "delegate", "delegate", "inspector",
)  # fmt: skip
AT_A_COMMITTEE = ("committee-officer", "reviewer")
AT_A_BRANCH = ("secretary",)


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in. secret: of the phone that shows the second factor, base32; "" = none is asked."""

    username: str
    name: str
    role: str
    organisation: int
    path: str
    place: str
    secret: str = ""


@transaction.atomic
def load(file: Path = USUAL, *, on: date) -> list[Account]:
    """Write the county into an empty store; everybody with an account, in tree order."""
    with file.open(encoding="utf-8", newline="") as rows:
        lines = list(csv.DictReader(rows))
    organisations = add_organisations((line["parent"], _organisation(line)) for line in lines)
    top = organisations[0]
    for line, organisation in zip(lines, organisations, strict=True):
        if line["zone"]:
            zone, _ = Zone.objects.get_or_create(organisation=top, name=line["zone"])
            ZoneMember.objects.create(zone=zone, organisation=organisation)
    password = make_password(PASSWORD)
    since = date(on.year - 1, 1, 1)
    return [
        _account(organisation, role, number, password, since)
        for organisation in organisations
        for number, role in enumerate(_roles(organisation), start=1)
    ]


def _organisation(line: dict[str, str]) -> Organisation:
    return Organisation(
        code=line["code"],
        name=line["name"],
        form=line["form"],
        kind=line["kind"],
        own_class=line["own_class"],
        member_count=int(line["members"]) if line["members"] else None,
        invented=True,
    )


def _roles(organisation: Organisation) -> Iterator[str]:
    if organisation.parent_id is None:
        yield from AT_THE_COUNTY
    elif organisation.form in COMMITTEES and not organisation.kind:
        yield from AT_A_COMMITTEE
    else:
        yield from AT_A_BRANCH


def _account(organisation: Organisation, role: str, number: int, password: str, since: date) -> Account:
    username = f"{organisation.code}-{role}-{number}".lower()
    person = Person.objects.create(name=_name(username), invented=True)
    user = User.objects.create(username=username, person=person, password=password)
    Post.objects.create(person=person, organisation=organisation, role=role, since_on=since)
    secret = ""
    if role in factor.ROLES:
        phone = factor.begin(user)
        SecondFactor.objects.filter(pk=phone.pk).update(confirmed_on=since)
        secret = phone.secret
    place = organisation.name
    return Account(username, person.name, role, organisation.pk, organisation.path, place, secret)


SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "春夏秋冬山川河海松竹梅兰金木水火土云雨雪"


def _name(username: str) -> str:
    """An invented name, the same for the same account."""
    place = sum(ord(letter) * at for at, letter in enumerate(username, start=1))
    return SURNAMES[place % 20] + GIVEN[place // 20 % 20] + GIVEN[place // 400 % 20]
