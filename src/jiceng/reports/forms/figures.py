"""Figures of a form: parts that add to the whole, a list that counts to its summary."""

from collections import Counter
from collections.abc import Iterable, Sequence

from jiceng.kernel.refusal import Refusal
from jiceng.reports.forms.labels import label
from jiceng.reports.forms.rows import ListRow, SummaryRow


def total_row(rows: Sequence[SummaryRow], lang: str = "zh") -> SummaryRow:
    """The 合计 of the rows. Members stay empty when a row does not know its own: part of a sum is not a sum."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.counts)
    members = [row.members for row in rows]
    return SummaryRow(
        category=label("total-row", lang),
        due=sum(row.due for row in rows),
        counts=dict(counts),
        ungraded=sum(row.ungraded for row in rows),
        members=None
        if None in members or not members
        else sum(count for count in members if count is not None),
    )


def check_summary(rows: Sequence[SummaryRow], grades: Sequence[str], total: SummaryRow | None = None) -> None:
    """Cross-foot the 汇总表: every row's parts add to its whole, and every column adds to `total` when one is given.

    Raises Refusal "form.grade-unknown", "form.negative", "form.row-does-not-add" or "form.column-does-not-add", each
    naming the row and the figure.
    """
    for row in [*rows, *([total] if total else [])]:
        for grade, count in [*row.counts.items(), ("", row.ungraded), ("", row.due)]:
            if grade and grade not in grades:
                raise Refusal("form.grade-unknown", row=row.category, grade=grade, grades=list(grades))
            if count < 0:
                raise Refusal("form.negative", row=row.category, figure=grade or label("due"), found=count)
        if row.graded + row.ungraded != row.due:
            parts = " + ".join(str(row.counts.get(grade, 0)) for grade in grades)
            raise Refusal(
                "form.row-does-not-add", row=row.category, figure=label("due"), found=row.due,
                parts=f"{parts} + {row.ungraded}", sum=row.graded + row.ungraded,
            )  # fmt: skip
    if total is None:
        return
    added = total_row(rows)
    figures: list[tuple[str, int | None, int | None]] = [
        (label("due"), total.due, added.due),
        (label("ungraded"), total.ungraded, added.ungraded),
        *((grade, total.counts.get(grade, 0), added.counts.get(grade, 0)) for grade in grades),
    ]
    if total.members is not None and added.members is not None:
        figures.append((label("members"), total.members, added.members))
    for figure, given, expected in figures:
        if given != expected:
            facts = {"row": total.category, "figure": figure, "found": given, "sum": expected}
            raise Refusal("form.column-does-not-add", **facts)


def check_list(rows: Iterable[ListRow], summary: Sequence[SummaryRow]) -> None:
    """The 一览表 adds up to the 汇总表, category by category and grade by grade.

    Raises Refusal "form.list-differs" naming category and figure.
    """
    listed: dict[str, Counter[str]] = {}
    for line in rows:
        listed.setdefault(line.category, Counter())[line.grade] += 1
    for row in summary:
        counted = listed.pop(row.category, Counter())
        for grade in [*row.counts, *(set(counted) - set(row.counts) - {""})]:
            if counted[grade] != row.counts.get(grade, 0):
                given, expected = counted[grade], row.counts.get(grade, 0)
                raise Refusal("form.list-differs", row=row.category, figure=grade, found=given, sum=expected)
        if counted[""] != row.ungraded:
            facts = {"figure": label("ungraded"), "found": counted[""], "sum": row.ungraded}
            raise Refusal("form.list-differs", row=row.category, **facts)
    for category, counted in listed.items():
        facts = {"figure": label("due"), "found": counted.total(), "sum": 0}
        raise Refusal("form.list-differs", row=category, **facts)
