"""view: what of a counted ballot who may see. The one place that decides it, for every page, file, table and printout.

A class with few valid papers is never published by itself, since its totals alone would tell what its voters said
(ballot.md 1.8; measured: with three voters one of them knows the other two in 73 of 100 ballots).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jiceng.kernel.ballot.evaluation import Counted, Evaluation

Audience = Literal[
    "public", "inside"
]  # everybody, the organisation too; who counted, the superior, inspectors
Mode = Literal["classes", "merged", "grade-only"]

RANGE_BELOW = (
    20  # papers: a nearly unanimous class below this is given as "at least", where a county asks for it
)
ALL = ""  # the name of the one group where classes are not told apart


@dataclass(frozen=True)
class Column:
    """One question as it may be shown. counts: None = not told. most: an option and how many said it at least."""

    counts: Mapping[str, int] | None
    most: tuple[str, int] | None = None

    @property
    def opened(self) -> bool:
        """Whether its rows are published with what they say; else their commitments only."""
        return self.counts is not None


@dataclass(frozen=True)
class Group:
    """Voters who are shown together. name: of the class, "" = all. Figures are None where they are not told."""

    name: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    columns: Mapping[str, Column]


@dataclass(frozen=True)
class View:
    """What may be seen. smallest: of the rule, for the sentence that says why."""

    mode: Mode
    groups: tuple[Group, ...]
    smallest: int


def mode_of(rule: Evaluation, counts: Mapping[str, Counted], audience: Audience) -> Mode:
    if audience == "inside":
        return "classes"
    if all(one.valid >= rule.smallest for one in counts.values()):
        return "classes"
    return "merged" if sum(one.valid for one in counts.values()) >= rule.smallest else "grade-only"


def published(rule: Evaluation, counts: Mapping[str, Counted], audience: Audience) -> View:
    """What an audience may see of a ballot that is counted. counts: voter class -> what was counted."""
    mode = mode_of(rule, counts, audience)
    if mode == "classes":
        small = rule.unanimous == "range" and audience == "public"
        groups = tuple(
            _group(rule, name, one, small and one.valid < RANGE_BELOW, 1) for name, one in counts.items()
        )
        return View(mode, groups, rule.smallest)
    every = together(rule, counts)
    if mode == "merged":
        # Two short of all: even who knows the own vote cannot then be sure of anybody else's.
        return View(mode, (_group(rule, ALL, every, True, 2),), rule.smallest)
    shut = {item: Column(None) for item in every.columns(rule)}
    return View(mode, (Group(ALL, None, None, None, None, shut),), rule.smallest)


def together(rule: Evaluation, counts: Mapping[str, Counted]) -> Counted:
    """Every class in one."""
    votes: dict[str, int] = {}
    items: dict[str, dict[str, int]] = {}
    for one in counts.values():
        for option, number in one.votes.items():
            votes[option] = votes.get(option, 0) + number
        for item, said in one.items.items():
            into = items.setdefault(item, {})
            for option, number in said.items():
                into[option] = into.get(option, 0) + number
    figures = {
        name: sum(getattr(one, name) for one in counts.values())
        for name in ("issued", "returned", "valid", "invalid")
    }
    return Counted(**figures, votes=votes, items=items)


def _group(rule: Evaluation, name: str, one: Counted, guarded: bool, within: int) -> Group:
    columns = {item: _column(votes, one.valid, guarded, within) for item, votes in one.columns(rule).items()}
    return Group(name, one.issued, one.returned, one.valid, one.invalid, columns)


def _column(votes: Mapping[str, int], valid: int, guarded: bool, within: int) -> Column:
    if guarded and votes:
        option, most = max(votes.items(), key=lambda one: one[1])
        if most >= valid - within:
            return Column(None, (option, valid - within))
    return Column(dict(votes))
