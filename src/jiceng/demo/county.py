"""The county as plain rows: organisations in tree order with their members, and names for its people."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"

MEMBERS = 19_006  # over the graded organisations, as published
FEWEST = 3  # a branch has at least three members

# How many members an organisation of each kind tends to have; only the proportions matter.
TYPICAL = {
    "village": 44,
    "community": 95,
    "state-firm": 90,
    "non-public-firm": 13,
    "organ-institution": 31,
    "social-organisation": 9,
}
LETTERS = {"state-firm": "E", "non-public-firm": "P", "organ-institution": "O", "social-organisation": "A"}
GENERAL_BRANCH_FROM = 100  # members


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One organisation to be. parent: the code of the one above, "" for the county."""

    code: str
    name: str
    form: str
    parent: str
    kind: str = ""
    own_class: str = ""
    members: int | None = None
    invented: bool = True


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units(rng: random.Random) -> list[Unit]:
    """Every organisation, each after the one it is under: the county, 38 committees, 533 that are graded."""
    divisions = read("divisions.csv")
    county, *below = divisions
    towns = [one for one in below if one["parent"] == county["code"]]
    committees = [_town_committee(one) for one in towns]
    committees += [
        Unit(code=f"{county['code']}-{one['key']}", name=one["name"], form=one["form"], parent=county["code"])
        for one in read("committees.csv")
    ]
    graded = [
        _settlement(one, town) for town in towns for one in below if one["parent"] == town["code"]
    ] + list(_invented(county["code"]))
    counted = _with_members(graded, rng)
    top = Unit(
        code=county["code"], name=f"中共{county['name']}委员会", form="committee", parent="", invented=False
    )
    told = [top]
    for committee in committees:
        told.append(committee)
        told += [one for one in counted if one.parent == committee.code]
    return told


def _town_committee(town: dict[str, str]) -> Unit:
    street = town["name"].endswith("街道")
    return Unit(
        code=town["code"],
        name=town["name"] + ("党工委" if street else "党委"),
        form="working-committee" if street else "committee",
        parent=town["parent"],
        invented=False,
    )


def _settlement(one: dict[str, str], town: dict[str, str]) -> Unit:
    community = one["name"].endswith("社区居委会")
    place = one["name"].removesuffix("居委会") if community else one["name"].removesuffix("委会")
    return Unit(
        code=one["code"],
        name=f"{town['name']}{place}党支部",
        form="branch",
        parent=town["code"],
        kind="community" if community else "village",
        invented=False,
    )


def _invented(county: str) -> Iterator[Unit]:
    numbers = dict.fromkeys(LETTERS, 0)
    for one in read("units.csv"):
        kind = one["kind"]
        numbers[kind] += 1
        parent = one["committee"] if one["committee"].isdigit() else f"{county}-{one['committee']}"
        yield Unit(
            code=f"{county}-{LETTERS[kind]}{numbers[kind]:03}",
            name=f"{one['name']}党支部",
            form="branch",
            parent=parent,
            kind=kind,
            own_class=one["own_class"],
        )


def _with_members(graded: list[Unit], rng: random.Random) -> list[Unit]:
    """Members by kind, uneven as they are, adding up to exactly the published number (largest remainder)."""
    weights = [TYPICAL[one.kind] * rng.lognormvariate(0, 0.45) for one in graded]
    spare = MEMBERS - FEWEST * len(graded)
    shares = [spare * weight / sum(weights) for weight in weights]
    counts = [FEWEST + int(share) for share in shares]
    rest = sorted(range(len(graded)), key=lambda at: (int(shares[at]) - shares[at], at))
    for at in rest[: MEMBERS - sum(counts)]:
        counts[at] += 1
    return [_sized(one, count) for one, count in zip(graded, counts, strict=True)]


def _sized(one: Unit, members: int) -> Unit:
    large = members >= GENERAL_BRANCH_FROM
    return Unit(
        code=one.code,
        name=one.name.removesuffix("党支部") + ("党总支" if large else "党支部"),
        form="general-branch" if large else "branch",
        parent=one.parent,
        kind=one.kind,
        own_class=one.own_class,
        members=members,
        invented=one.invented,
    )


def names(rng: random.Random) -> Iterator[str]:
    """Invented names, without end."""
    parts = read("names.csv")
    surnames = [one["name"] for one in parts if one["part"] == "surname"]
    given = [one["name"] for one in parts if one["part"] == "given"]
    while True:
        yield rng.choice(surnames) + rng.choice(given)
