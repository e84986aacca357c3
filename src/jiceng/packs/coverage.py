"""Which rows of the catalogue run: counted from cases, and from cases that notice when the rule is taken out."""

from dataclasses import dataclass, field

from jiceng.packs import cases, catalogue
from jiceng.packs.pack import HERE, Pack, load, names


@dataclass(frozen=True)
class RowState:
    """One row of the catalogue.

    state: `runs` = mechanisms carry the whole row, all its cases pass, and at least one fails without the rule;
        `partial` = a mechanism says what of it is still missing, or no case would notice; `none`.
    mechanisms: addresses, `pack/key`. cases / passing: how many examples cite the row, and pass.
    """

    row: str
    name: str
    state: str
    mechanisms: tuple[str, ...] = ()
    cases: int = 0
    passing: int = 0
    missing: tuple[str, ...] = field(default=())


def hooks() -> tuple[int, int]:
    """How many mechanisms call code of their own (a pack's hooks.py), of how many. At most one in ten may."""
    packs = [load(name) for name in names()]
    hooked = [pack for pack in packs if (HERE / pack.name / "hooks.py").is_file()]
    return sum(len(pack.mechanisms) for pack in hooked), sum(len(pack.mechanisms) for pack in packs)


def rows() -> list[RowState]:
    """Every row of the catalogue, in its order."""
    return states([load(name) for name in names()])


def states(packs: list[Pack]) -> list[RowState]:
    """The state of every row under these packs."""
    carrying: dict[str, list[str]] = {row: [] for row in catalogue.rows()}
    missing: dict[str, list[str]] = {row: [] for row in catalogue.rows()}
    counted: dict[str, list[bool]] = {row: [] for row in catalogue.rows()}
    proven: set[str] = set()
    for pack in packs:
        for mechanism in pack.mechanisms.values():
            for row in (*mechanism.rows, *mechanism.partly):
                carrying[row].append(mechanism.address)
            for row, lacking in mechanism.partly.items():
                missing[row].append(lacking)
        for case in pack.cases:
            passed = cases.run(pack, case).passed
            noticed = passed and cases.notices_removal(pack, case)
            for row in case.rows:
                counted[row].append(passed)
                if noticed and row in pack.mechanisms[case.mechanism].rows:
                    proven.add(row)
    return [
        RowState(
            row=row,
            name=told.name,
            state=_state(row in proven and not missing[row], counted[row], carrying[row]),
            mechanisms=tuple(carrying[row]),
            cases=len(counted[row]),
            passing=sum(counted[row]),
            missing=tuple(dict.fromkeys(missing[row])),
        )
        for row, told in catalogue.rows().items()
    ]


def _state(proven: bool, passed: list[bool], carrying: list[str]) -> str:
    if proven and all(passed):
        return "runs"
    return "partial" if carrying else "none"
