"""Figures of a form: parts that add to the whole, a list that counts to its summary."""

from collections import Counter
from collections.abc import Iterable, Sequence

from jiceng.kernel.refusal import Refusal
from jiceng.reports.forms.labels import label
from jiceng.reports.forms.rows import ListRow, SummaryRow


def total_row(rows: Sequence[SummaryRow], lang: str = "zh") -> SummaryRow:
    """The 合计 of the rows. Members stay empty when a row does not know its own: part of a sum is not a sum."""
    counts: Counter[str] = Counter()
    for one in rows:
        counts.update(one.counts)
    members = [one.members for one in rows]
    return SummaryRow(
        category=label("total-row", lang),
        due=sum(one.due for one in rows),
        counts=dict(counts),
        ungraded=sum(one.ungraded for one in rows),
        members=None if None in members or not members else sum(one for one in members if one is not None),
    )


def check_summary(rows: Sequence[SummaryRow], grades: Sequence[str], total: SummaryRow | None = None) -> None:
    """Cross-foot the 汇总表: every row's parts add to its whole, and every column adds to `total` when one is given.

    Raises Refusal "form.grade-unknown", "form.negative", "form.row-does-not-add" or "form.column-does-not-add", each
    naming the row and the figure.
    """
    for one in [*rows, *([total] if total else [])]:
        for grade, count in [*one.counts.items(), ("", one.ungraded), ("", one.due)]:
            if grade and grade not in grades:
                raise Refusal("form.grade-unknown", row=one.category, grade=grade, grades=list(grades))
            if count < 0:
                raise Refusal("form.negative", row=one.category, figure=grade or label("due"), found=count)
        if one.graded + one.ungraded != one.due:
            parts = " + ".join(str(one.counts.get(grade, 0)) for grade in grades)
            raise Refusal(
                "form.row-does-not-add", row=one.category, figure=label("due"), found=one.due,
                parts=f"{parts} + {one.ungraded}", sum=one.graded + one.ungraded,
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
    for figure, found, expected in figures:
        if found != expected:
            facts = {"row": total.category, "figure": figure, "found": found, "sum": expected}
            raise Refusal("form.column-does-not-add", **facts)


def check_list(rows: Iterable[ListRow], summary: Sequence[SummaryRow]) -> None:
    """The 一览表 adds up to the 汇总表, category by category and grade by grade.

    Raises Refusal "form.list-differs" naming category and figure.
    """
    listed: dict[str, Counter[str]] = {}
    for one in rows:
        listed.setdefault(one.category, Counter())[one.grade] += 1
    for row in summary:
        counted = listed.pop(row.category, Counter())
        for grade in [*row.counts, *(set(counted) - set(row.counts) - {""})]:
            if counted[grade] != row.counts.get(grade, 0):
                found, expected = counted[grade], row.counts.get(grade, 0)
                raise Refusal("form.list-differs", row=row.category, figure=grade, found=found, sum=expected)
        if counted[""] != row.ungraded:
            facts = {"figure": label("ungraded"), "found": counted[""], "sum": row.ungraded}
            raise Refusal("form.list-differs", row=row.category, **facts)
    for category, counted in listed.items():
        facts = {"figure": label("due"), "found": counted.total(), "sum": 0}
        raise Refusal("form.list-differs", row=category, **facts)
