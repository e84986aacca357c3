"""What of a counted ballot a page shows, and to whom: always what `kernel.ballot.view` gives, nothing beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from jiceng.access import checks
from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import ABSTAIN, OVERALL, Counted, Evaluation
from jiceng.kernel.ballot.view import Audience, Group, Mode, View, published
from jiceng.kernel.duty import shares
from jiceng.store.models import BallotEvent, Organisation
from jiceng.web.pages import SignedIn

OUT = ("published", "archived")


@dataclass(frozen=True)
class Line:
    """One question of one group. cells: votes by option, None where they are not told; most: then at least so many."""

    question: str
    group: str
    cells: Sequence[int] | None
    most: tuple[str, int] | None


@dataclass(frozen=True)
class Table:
    """Questions that offer the same options. options: 弃权 among them where anybody abstained."""

    options: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Result:
    """What an audience sees. figures: each group with its overall answers; tables: the other questions.

    satisfaction, opinion, sums: only where every number they rest on is told.
    """

    mode: Mode
    smallest: int
    options: Sequence[str]
    figures: Sequence[tuple[Group, Line | None]]
    tables: Sequence[Table]
    satisfaction: Decimal | None
    opinion: str
    sums: Sequence[tuple[str, int, Decimal]]

    @property
    def valid(self) -> int | None:
        """Valid papers of all, where they are told."""
        told = [one.valid for one, _line in self.figures]
        return None if None in told else sum(one or 0 for one in told)


def audience_of(request: SignedIn, organisation: Organisation) -> Audience:
    inside = checks.may(request.user, "ballot.see-classes", organisation, held=request.held)
    return "inside" if inside else "public"


def rule_at(rule: Evaluation, event: BallotEvent | None) -> Evaluation:
    """The rule as it was when the ballot began: how few papers are published does not change under a result."""
    return rule if event is None else replace(rule, smallest=event.smallest)


def is_out(event: BallotEvent | None, audience: Audience) -> bool:
    """Whether a counted result may be shown at all: of a ballot held here, to everybody only once it is published."""
    return event is None or audience == "inside" or event.state in OUT


def result_of(rule: Evaluation, counts: Mapping[str, Counted], audience: Audience) -> Result:
    """counts: voter class -> what was counted."""
    view = published(rule, counts, audience)
    seen = _told(view)
    return Result(
        view.mode,
        view.smallest,
        _options(rule, OVERALL, view),
        [(group, _line(rule, view, group, OVERALL)) for group in view.groups],
        _tables(rule, view),
        rules.satisfaction(rule, seen) if seen else None,
        _opinion(rule, view, seen),
        _sums(rule, seen),
    )


def _told(view: View) -> dict[str, Counted]:
    """The groups as counts, if every number of the overall question is told; else {}."""
    found = {}
    for group in view.groups:
        overall = group.columns.get(OVERALL)
        if overall is None or overall.counts is None or group.valid is None:
            return {}
        figures: dict[str, Any] = {
            name: getattr(group, name) for name in ("issued", "returned", "valid", "invalid")
        }
        found[group.name] = Counted(**figures, votes=overall.counts)
    return found


def _options(rule: Evaluation, item: str, view: View) -> list[str]:
    columns = [group.columns[item] for group in view.groups if item in group.columns]
    if not columns:
        return []
    abstained = any((column.counts or {}).get(ABSTAIN) for column in columns)
    return [*rule.options_of(item), *([ABSTAIN] if abstained else [])]


def _line(rule: Evaluation, view: View, group: Group, item: str) -> Line | None:
    column = group.columns.get(item)
    if column is None:
        return None
    counts = column.counts
    cells = None if counts is None else [counts.get(option, 0) for option in _options(rule, item, view)]
    return Line(item, group.name, cells, column.most)


def _tables(rule: Evaluation, view: View) -> list[Table]:
    """Every question but the overall one, those with the same options in one table, in the order of the sheet."""
    if view.mode == "grade-only":
        return []
    items = dict.fromkeys(item for group in view.groups for item in group.columns if item != OVERALL)
    tables: dict[tuple[str, ...], list[Line]] = {}
    for item in items:
        lines = [_line(rule, view, group, item) for group in view.groups]
        into = tables.setdefault(tuple(_options(rule, item, view)), [])
        into += [line for line in lines if line is not None]
    return [Table(options, lines) for options, lines in tables.items()]


def _opinion(rule: Evaluation, view: View, seen: Mapping[str, Counted]) -> str:
    if seen:
        return rules.opinion(rule, seen)
    overall = view.groups[0].columns.get(OVERALL) if len(view.groups) == 1 else None
    return overall.most[0] if overall and overall.most else ""


def _sums(rule: Evaluation, seen: Mapping[str, Counted]) -> list[tuple[str, int, Decimal]]:
    """Every option with its votes of all classes and its share; the shares sum to 100.0."""
    if not seen:
        return []
    votes = dict(rules.tally(rule, seen))
    abstained = sum(one.votes.get(ABSTAIN, 0) for one in seen.values())
    if abstained:
        votes[ABSTAIN] = abstained
    return list(zip(votes, votes.values(), shares(list(votes.values())), strict=True))
