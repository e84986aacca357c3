"""Rows put into columns; the pages, the workbooks and the papers all print these."""

from collections.abc import Iterable, Sequence

from jiceng.kernel.share import round_evenly, shares
from jiceng.kernel.trace import short
from jiceng.reports.forms.figures import check_summary, total_row
from jiceng.reports.forms.labels import label
from jiceng.reports.forms.rows import Cell, ListRow, SummaryRow, Table


def summary_rows(rows: Sequence[SummaryRow], grades: Sequence[str], lang: str = "zh") -> Table:
    """The 汇总表 as plain rows, 合计 last. Shares are of those graded. Raises the refusals of `check_summary`."""
    total = total_row(rows, lang)
    check_summary(rows, grades, total)
    header: list[tuple[str, tuple[str, ...]]] = [
        (label(key, lang), ()) for key in ("category", "due", "graded", "ungraded")
    ]
    header += [(grade, (label("number", lang), label("share", lang))) for grade in grades]
    header.append((label("members", lang), ()))
    lines: list[tuple[Cell, ...]] = []
    uneven = False
    for row in [*rows, total]:
        counts = [row.counts.get(grade, 0) for grade in grades]
        uneven |= not round_evenly(counts)
        why = f" {row.ungraded_reason}" if row.ungraded_reason else ""
        ungraded: Cell = f"{row.ungraded}{why}" if why else row.ungraded
        figures = [cell for pair in zip(counts, shares(counts), strict=True) for cell in pair]
        lines.append((row.category, row.due, row.graded, ungraded, *figures, row.members))
    return Table(tuple(header), tuple(lines), (label("rounded", lang),) if uneven else ())


def list_rows(rows: Iterable[ListRow], lang: str = "zh", *, ballots: bool = False) -> Table:
    """The 一览表 as plain rows, numbered from 1. ballots: with the papers of each ballot."""
    first = ("serial", "name", "category", "secretary", "members", "self", "assessed")
    last = ("satisfaction", "last-grade", "grade", "explanation")
    papers = [(label("ballot", lang), tuple(label(key, lang) for key in ("issued", "returned", "valid")))]
    header = [
        *((label(key, lang), ()) for key in first),
        *(papers if ballots else []),
        *((label(key, lang), ()) for key in last),
    ]
    lines: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, 1):
        lines.append(
            (
                number, row.name, row.category, row.secretary, row.members, _own(row), row.total,
                *((row.issued, row.returned, row.valid) if ballots else ()),
                row.satisfaction, row.last_grade, row.grade, row.explanation,
            )
        )  # fmt: skip
    return Table(tuple(header), tuple(lines))


def _own(row: ListRow) -> Cell:
    """The organisation's own score and grade together."""
    if not row.self_grade:
        return row.self_total
    return row.self_grade if row.self_total is None else f"{short(row.self_total)} / {row.self_grade}"
