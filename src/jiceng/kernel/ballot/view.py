"""view: what of a counted ballot who may see. The one place that decides it, for every page, file, table and printout.

A class with few valid papers is never published by itself, since its totals alone would tell what its voters said
(ballot.md 1.8; measured: with three voters one of them knows the other two in 73 of 100 ballots).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jiceng.kernel.ballot import evaluation
from jiceng.kernel.ballot.evaluation import OVERALL, Counted, Evaluation

Audience = Literal[
    "public", "inside"
]  # everybody, the organisation too; who counted, the superior, inspectors
Mode = Literal["classes", "merged", "grade-only"]

RANGE_BELOW = (
    20  # papers: a nearly unanimous class below this is given as "at least", where a county asks for it
)
# A guarded column within so many of all papers is shut and says "at least all but so many". With one, who did not say
# the same would know that everybody else did; with two, somebody else may have differed too (B-10, all outcomes tried).
WITHIN = 2
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
    if all(counted.valid >= rule.smallest for counted in counts.values()):
        return "classes"
    return "merged" if sum(counted.valid for counted in counts.values()) >= rule.smallest else "grade-only"


def published(rule: Evaluation, counts: Mapping[str, Counted], audience: Audience) -> View:
    """What an audience may see of a ballot that is counted. counts: voter class -> what was counted."""
    mode = mode_of(rule, counts, audience)
    if mode == "classes":
        small = rule.unanimous == "range" and audience == "public"
        groups = tuple(
            _group(rule, name, counted, small and counted.valid < RANGE_BELOW)
            for name, counted in counts.items()
        )
        return View(mode, groups, rule.smallest)
    every = together(rule, counts)
    if mode == "merged":
        return View(mode, (_group(rule, ALL, every, True),), rule.smallest)
    shut = {item: Column(None) for item in every.columns(rule)}
    return View(mode, (Group(ALL, None, None, None, None, shut),), rule.smallest)


def together(rule: Evaluation, counts: Mapping[str, Counted]) -> Counted:
    """Every class in one."""
    votes: dict[str, int] = {}
    items: dict[str, dict[str, int]] = {}
    for counted in counts.values():
        for option, number in counted.votes.items():
            votes[option] = votes.get(option, 0) + number
        for item, tally in counted.items.items():
            into = items.setdefault(item, {})
            for option, number in tally.items():
                into[option] = into.get(option, 0) + number
    figures = {
        name: sum(getattr(counted, name) for counted in counts.values())
        for name in ("issued", "returned", "valid", "invalid")
    }
    return Counted(**figures, votes=votes, items=items)


def told(view: View) -> dict[str, Counted]:
    """The groups as counted, where every number of the overall question is told; else nothing."""
    groups = {}
    for group in view.groups:
        overall = group.columns.get(OVERALL)
        figures = (group.issued, group.returned, group.valid, group.invalid)
        if overall is None or overall.counts is None or None in figures:
            return {}
        issued, returned, valid, invalid = (number or 0 for number in figures)
        groups[group.name] = Counted(issued, returned, valid, invalid, votes=overall.counts)
    return groups


def satisfaction(rule: Evaluation, view: View) -> Decimal | None:
    """Per cent of the satisfied; None where a number that it rests on is not told."""
    seen = told(view)
    return evaluation.satisfaction(rule, seen) if seen else None


def opinion(rule: Evaluation, view: View) -> str:
    """The option most named, of equals the lower; "" where it does not follow from what is told."""
    seen = told(view)
    if seen:
        return evaluation.opinion(rule, seen)
    overall = view.groups[0].columns.get(OVERALL) if len(view.groups) == 1 else None
    most = overall.most[0] if overall and overall.most else ""
    return most if most in rule.options else ""


def _group(rule: Evaluation, name: str, counted: Counted, guarded: bool) -> Group:
    columns = {item: _column(votes, counted.valid, guarded) for item, votes in counted.columns(rule).items()}
    return Group(name, counted.issued, counted.returned, counted.valid, counted.invalid, columns)


def _column(votes: Mapping[str, int], valid: int, guarded: bool) -> Column:
    if guarded and votes:
        option, most = max(votes.items(), key=lambda pair: pair[1])
        if most >= valid - WITHIN:
            return Column(None, (option, valid - WITHIN))
    return Column(dict(votes))
