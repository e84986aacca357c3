"""计票单: what was counted, as `kernel.ballot.view` gives it to an audience, and nothing beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiceng.kernel.ballot import ABSTAIN, OVERALL
from jiceng.kernel.ballot.view import ALL, Audience, Column, Group, View
from jiceng.reports.ballot.blank import STAMP
from jiceng.reports.papers import Block, Paper, Table
from jiceng.reports.papers import Column as Heading
from jiceng.reports.papers.paper import Cell
from jiceng.reports.papers.words import chinese_date

NOT_TOLD = "不公布"
EVERYBODY = "全体"


@dataclass(frozen=True, kw_only=True)
class About:
    """What stands at the head of a ballot's papers. delegate, tellers: who signs by hand."""

    title: str
    organisation: str
    held_on: date | None = None
    place: str = ""
    host: str = ""
    delegate: str = ""
    tellers: tuple[str, ...] = ()
    invented: bool = False

    def said(self, about: str) -> list[Block]:
        """Where and when, and what this paper is, in a sentence or two."""
        when = f"{chinese_date(self.held_on)}，" if self.held_on else ""
        where = f"在{self.place}" if self.place else ""
        sentence = f"{when}{where}对{self.organisation}进行{self.title}"
        return [Block(f"{sentence}，主持人：{self.host}。{about}" if self.host else f"{sentence}。{about}")]

    def signatures(self) -> Table:
        """A line for each by hand, empty."""
        people = [("上级派员", self.delegate), *(("计票人", name) for name in self.tellers)]
        head = [
            Heading("职责", width=10),
            Heading("姓名", width=14),
            Heading("签名", width=26),
            Heading("日期", width=16),
        ]
        # Two lines high: room for a hand.
        return Table(title="签名", head=head, rows=[(duty, f"\n{name}\n", "", "") for duty, name in people])

    @property
    def stamp(self) -> str:
        return STAMP if self.invented else ""


def tally_paper(about: About, sheet: Mapping[str, Any], view: View, audience: Audience) -> Paper:
    """sheet: `BallotEvent.sheet`, for the order of questions and options. The public one has no names to sign."""
    tables: list[Table] = []
    sentence = "计票结果如下。"
    if view.mode == "grade-only":
        sentence = f"有效票不足{view.smallest}张，为保护投票人，只公布定级结果，不公布票数。"
    else:
        tables = [figures(view), *votes(sheet, view)]
    return Paper(
        title=f"{about.title}计票单",
        paragraphs=about.said(sentence),
        tables=[*tables, about.signatures()] if audience == "inside" else tables,
        stamp_line=about.stamp,
    )


def figures(view: View) -> Table:
    """Issued, returned, valid, invalid of every group that is shown."""
    columns = [
        Heading("参评人员", width=14),
        *(Heading(title, kind="number") for title in ("发出", "收回", "有效", "无效")),
    ]
    rows: list[Sequence[Cell]] = [
        (group_name(group), group.issued, group.returned, group.valid, group.invalid) for group in view.groups
    ]
    counts = [
        (group.issued or 0, group.returned or 0, group.valid or 0, group.invalid or 0)
        for group in view.groups
    ]
    totals: list[Cell] | None = ["合计", *(sum(column) for column in zip(*counts, strict=True))]
    if len(rows) < 2:
        totals = None
    notes = []
    if view.mode == "merged":
        notes.append(f"有的类别有效票不足{view.smallest}张，为保护投票人，各类合并公布。")
    return Table(title="发票与收票", head=columns, rows=rows, totals=totals, notes=notes)


def votes(
    sheet: Mapping[str, Any], view: View, *, roots: Mapping[tuple[str, str], str] | None = None
) -> list[Table]:
    """Questions with the same options in one table. roots: (group, question) -> code of its column, one more column."""
    by_options: dict[tuple[str, ...], list[str]] = {}
    for item, options in sheet["questions"]:
        by_options.setdefault(tuple(options), []).append(item)
    tables = []
    for options, items in by_options.items():
        lines = [
            (item, group, group.columns[item])
            for item in items
            for group in view.groups
            if item in group.columns
        ]
        offered = [*options]
        if any((column.counts or {}).get(ABSTAIN) for _, _, column in lines):
            offered.append(ABSTAIN)
        head = [Heading("测评项目"), Heading("参评人员", width=14)]
        head += [Heading(option, kind="number") for option in offered]
        head += [Heading("校验码", width=18)] if roots is not None else []
        rows = []
        for item, group, column in lines:
            cells: list[Cell] = [item, group_name(group), *_cells(column, offered)]
            rows.append([*cells, roots.get((group.name, item), "")] if roots is not None else cells)
        alone = items == [OVERALL]
        tables.append(Table(title=OVERALL if alone else "得票", head=head, rows=rows))
    return tables


def group_name(group: Group) -> str:
    return EVERYBODY if group.name == ALL else group.name


def _cells(column: Column, options: Sequence[str]) -> list[Cell]:
    if column.counts is not None:
        return [column.counts.get(option, 0) for option in options]
    if column.most is not None:
        option, number = column.most
        # What nearly everybody said may lie outside these: then no cell says more than the others.
        return [f"不少于{number}" if offered == option else NOT_TOLD for offered in options]
    return [NOT_TOLD for _ in options]
