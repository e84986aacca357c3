"""What of a counted ballot a page shows, and to whom: always what `kernel.ballot.view` gives, nothing beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiceng.access import checks
from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import ABSTAIN, OVERALL, Counted, Evaluation
from jiceng.kernel.ballot.view import Audience, Group, Mode, View, opinion, published, satisfaction, told
from jiceng.kernel.share import shares
from jiceng.store.models import Organisation
from jiceng.web.pages import SignedIn


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
    sums: Sequence[tuple[str, int, Decimal | None]]

    @property
    def valid(self) -> int | None:
        """Valid papers of all, where they are told."""
        numbers = [group.valid for group, _line in self.figures]
        return None if None in numbers else sum(number or 0 for number in numbers)


def audience_of(request: SignedIn, organisation: Organisation) -> Audience:
    inside = checks.may(request.user, "ballot.see-classes", organisation, held=request.held)
    return "inside" if inside else "public"


def result_of(rule: Evaluation, counts: Mapping[str, Counted], audience: Audience) -> Result:
    """counts: voter class -> what was counted."""
    view = published(rule, counts, audience)
    options = _options(rule, [OVERALL], view)
    return Result(
        view.mode,
        view.smallest,
        options,
        [(group, _line(group, OVERALL, options)) for group in view.groups],
        _tables(rule, view),
        satisfaction(rule, view),
        opinion(rule, view),
        _sums(rule, told(view)),
    )


def _options(rule: Evaluation, items: Collection[str], view: View) -> list[str]:
    """What these questions offer, all the same; 弃权 too where anybody abstained in one of them."""
    columns = [group.columns[item] for group in view.groups for item in items if item in group.columns]
    if not columns:
        return []
    abstained = any((column.counts or {}).get(ABSTAIN) for column in columns)
    return [*rule.options_of(next(iter(items))), *([ABSTAIN] if abstained else [])]


def _line(group: Group, item: str, options: Sequence[str]) -> Line | None:
    column = group.columns.get(item)
    if column is None:
        return None
    counts = column.counts
    cells = None if counts is None else [counts.get(option, 0) for option in options]
    return Line(item, group.name, cells, column.most)


def _tables(rule: Evaluation, view: View) -> list[Table]:
    """Every question but the overall one, those with the same options in one table, in the order of the sheet."""
    if view.mode == "grade-only":
        return []
    alike: dict[tuple[str, ...], dict[str, None]] = {}
    for group in view.groups:
        for item in group.columns:
            if item != OVERALL:
                alike.setdefault(rule.options_of(item), {})[item] = None
    tables = []
    for items in alike.values():
        options = _options(rule, items, view)
        lines = [_line(group, item, options) for item in items for group in view.groups]
        tables.append(Table(options, [line for line in lines if line is not None]))
    return tables


def _sums(rule: Evaluation, seen: Mapping[str, Counted]) -> list[tuple[str, int, Decimal | None]]:
    """Every option with its votes of all classes and its share."""
    if not seen:
        return []
    votes = dict(rules.tally(rule, seen))
    abstained = sum(counted.votes.get(ABSTAIN, 0) for counted in seen.values())
    if abstained:
        votes[ABSTAIN] = abstained
    return list(zip(votes, votes.values(), shares(list(votes.values())), strict=True))
