"""What the pages of ballots and returns need to say a figure, and a form drawn as it is printed."""

from decimal import Decimal
from typing import Any

from django import template

from jiceng.kernel.share import rounded
from jiceng.kernel.trace import short
from jiceng.reports.papers import Table
from jiceng.reports.papers.words import shown

register = template.Library()

FIRST = 40  # rows of a form that a page shows; the file has all
LONG = 12  # characters from which a cell asks for room


@register.filter
def per_cent(number: Decimal) -> str:
    """A figure that is in per cent already: 94.7 %."""
    return f"{short(rounded(number))}\N{NARROW NO-BREAK SPACE}%"


@register.inclusion_tag("components/form_table.html")
def form_table(table: Table) -> dict[str, Any]:
    """A table of a paper, its first rows."""
    columns = table.columns

    def line(cells: Any) -> list[tuple[str, str]]:
        texts = []
        for value, column in zip(cells, columns, strict=True):
            text = shown(value, column)
            texts.append((text, "number" if column.kind != "text" else "long" if len(text) > LONG else ""))
        return texts

    upper = [(name or columns[at].title, count, bool(name)) for name, at, count in table.groups]
    return {
        "table": table,
        "upper": upper if table.is_grouped else [(column.title, 1, False) for column in columns],
        "lower": [column.title for column in columns if column.group] if table.is_grouped else [],
        "rows": [line(row) for row in table.rows[:FIRST]],
        "totals": line(table.totals) if table.totals else [],
        "more": max(0, len(table.rows) - FIRST),
        "span": len(columns),
    }
