"""Which rows of the catalogue run: counted from cases that notice their rule, and from rehearsals through the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jiceng.packs import cases, catalogue
from jiceng.packs.pack import HERE, Pack, load, names
from jiceng.packs.rehearsed import Rehearsed
from jiceng.packs.rehearsed import table as rehearsals

# none: no mechanism. modelled: cases only. partly: people can do a part of it. runs: they can do all of it.
State = Literal["none", "modelled", "partly", "runs"]


@dataclass(frozen=True)
class RowState:
    """One row of the catalogue.

    mechanisms: addresses, `pack/key`. cases / passing: how many examples cite the row, and pass. What keeps it from
    running: missing: sentences of the packs; lacking: (document, "") for one that has no mechanism of the row, and
    (address, why) for a mechanism that nobody could do. years: in which it was rehearsed.
    """

    row: str
    name: str
    state: str
    mechanisms: tuple[str, ...] = ()
    cases: int = 0
    passing: int = 0
    missing: tuple[str, ...] = field(default=())
    lacking: tuple[tuple[str, str], ...] = field(default=())
    years: tuple[int, ...] = ()


def hooks() -> tuple[int, int]:
    """How many mechanisms call code of their own (a pack's hooks.py), of how many. At most one in ten may."""
    packs = [load(name) for name in names()]
    hooked = [pack for pack in packs if (HERE / pack.name / "hooks.py").is_file()]
    return sum(len(pack.mechanisms) for pack in hooked), sum(len(pack.mechanisms) for pack in packs)


def rows() -> list[RowState]:
    """Every row of the catalogue, in its order."""
    return states([load(name) for name in names()], rehearsals())


def states(packs: list[Pack], rehearsed: Mapping[str, Rehearsed]) -> list[RowState]:
    """The state of every row under these packs, as far as they were rehearsed."""
    proven = _proven(packs)
    return [_row(row, packs, proven.get(row.id, _Cases()), rehearsed) for row in catalogue.rows().values()]


@dataclass(frozen=True)
class _Cases:
    """Of one row: how many cases cite it, how many pass, and the mechanisms whose removal one of them notices."""

    count: int = 0
    passing: int = 0
    noticed: frozenset[str] = frozenset()


def _proven(packs: list[Pack]) -> Mapping[str, _Cases]:
    proven: dict[str, _Cases] = {}
    for pack in packs:
        for case in pack.cases:
            passed = cases.run(pack, case).passed
            noticed = passed and cases.notices_removal(pack, case)
            for row in case.rows:
                before = proven.get(row, _Cases())
                more = {f"{pack.name}/{case.mechanism}"} if noticed else set()
                proven[row] = _Cases(before.count + 1, before.passing + passed, before.noticed | more)
    return proven


def _row(
    row: catalogue.Row, packs: list[Pack], proven: _Cases, rehearsed: Mapping[str, Rehearsed]
) -> RowState:
    carrying = [
        (pack, mechanism)
        for pack in packs
        for mechanism in pack.mechanisms.values()
        if row.id in mechanism.rows or row.id in mechanism.partly
    ]
    missing = [mechanism.partly[row.id] for _, mechanism in carrying if row.id in mechanism.partly]
    lacking: list[tuple[str, str]] = []
    whole: set[str] = set()  # documents of which a mechanism carries the whole row and was done
    years: set[int] = set()
    for pack, mechanism in carrying:
        seen = rehearsed.get(mechanism.address, Rehearsed(mechanism.address, why="never-rehearsed"))
        if not seen.done(printed=pack.year):
            lacking.append((mechanism.address, seen.why or "never-rehearsed"))
            continue
        years |= set(seen.years)
        if row.id in mechanism.rows and mechanism.address in proven.noticed:
            whole.add(pack.source["document"])
    cited = dict.fromkeys(part.split()[0] for part in row.source.split("; "))
    there = {pack.source["document"] for pack, _ in carrying}
    lacking += [(document, "") for document in cited if document not in there]
    state: State = ("partly" if years else "modelled") if carrying else "none"
    if whole >= cited.keys() and not missing and proven.passing == proven.count:
        state = "runs"
    return RowState(
        row=row.id,
        name=row.name,
        state=state,
        mechanisms=tuple(mechanism.address for _, mechanism in carrying),
        cases=proven.count,
        passing=proven.passing,
        missing=tuple(dict.fromkeys(missing)),
        lacking=() if state == "runs" else tuple(lacking),
        years=tuple(sorted(years)),
    )
