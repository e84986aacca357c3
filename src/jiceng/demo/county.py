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
    towns = [division for division in below if division["parent"] == county["code"]]
    committees = [_town_committee(town) for town in towns]
    committees += [
        Unit(code=f"{county['code']}-{row['key']}", name=row["name"], form=row["form"], parent=county["code"])
        for row in read("committees.csv")
    ]
    graded = [
        _settlement(settlement, town)
        for town in towns
        for settlement in below
        if settlement["parent"] == town["code"]
    ] + list(_invented(county["code"]))
    counted = _with_members(graded, rng)
    top = Unit(
        code=county["code"], name=f"中共{county['name']}委员会", form="committee", parent="", invented=False
    )
    ordered = [top]
    for committee in committees:
        ordered.append(committee)
        ordered += [unit for unit in counted if unit.parent == committee.code]
    return ordered


def _town_committee(town: dict[str, str]) -> Unit:
    street = town["name"].endswith("街道")
    return Unit(
        code=town["code"],
        name=town["name"] + ("党工委" if street else "党委"),
        form="working-committee" if street else "committee",
        parent=town["parent"],
        invented=False,
    )


def _settlement(settlement: dict[str, str], town: dict[str, str]) -> Unit:
    community = settlement["name"].endswith("社区居委会")
    place = (
        settlement["name"].removesuffix("居委会") if community else settlement["name"].removesuffix("委会")
    )
    return Unit(
        code=settlement["code"],
        name=f"{town['name']}{place}党支部",
        form="branch",
        parent=town["code"],
        kind="community" if community else "village",
        invented=False,
    )


def _invented(county: str) -> Iterator[Unit]:
    numbers = dict.fromkeys(LETTERS, 0)
    for row in read("units.csv"):
        kind = row["kind"]
        numbers[kind] += 1
        parent = row["committee"] if row["committee"].isdigit() else f"{county}-{row['committee']}"
        yield Unit(
            code=f"{county}-{LETTERS[kind]}{numbers[kind]:03}",
            name=f"{row['name']}党支部",
            form="branch",
            parent=parent,
            kind=kind,
            own_class=row["own_class"],
        )


def _with_members(graded: list[Unit], rng: random.Random) -> list[Unit]:
    """Members by kind, uneven as they are, adding up to exactly the published number (largest remainder)."""
    weights = [TYPICAL[unit.kind] * rng.lognormvariate(0, 0.45) for unit in graded]
    spare = MEMBERS - FEWEST * len(graded)
    shares = [spare * weight / sum(weights) for weight in weights]
    counts = [FEWEST + int(share) for share in shares]
    rest = sorted(range(len(graded)), key=lambda at: (int(shares[at]) - shares[at], at))
    for at in rest[: MEMBERS - sum(counts)]:
        counts[at] += 1
    return [_sized(unit, count) for unit, count in zip(graded, counts, strict=True)]


def _sized(unit: Unit, members: int) -> Unit:
    large = members >= GENERAL_BRANCH_FROM
    return Unit(
        code=unit.code,
        name=unit.name.removesuffix("党支部") + ("党总支" if large else "党支部"),
        form="general-branch" if large else "branch",
        parent=unit.parent,
        kind=unit.kind,
        own_class=unit.own_class,
        members=members,
        invented=unit.invented,
    )


def names(rng: random.Random) -> Iterator[str]:
    """Invented names, without end."""
    parts = read("names.csv")
    surnames = [part["name"] for part in parts if part["part"] == "surname"]
    given = [part["name"] for part in parts if part["part"] == "given"]
    while True:
        yield rng.choice(surnames) + rng.choice(given)
