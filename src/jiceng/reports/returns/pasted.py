"""A table of somebody else's, out of what was pasted from a document, a workbook or a message."""

import re
from decimal import Decimal

from jiceng.kernel import written
from jiceng.kernel.footing import Pasted
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import narrow

_EMPTY = frozenset({"", "-", "—", "–", "/", "无", "空"})
MOST = 200  # rows and columns of what is pasted
LARGEST = 10_000_000  # of a whole


def table(text: str) -> Pasted:
    """The table: names of columns in the first line, names of rows in the first column.

    Raises Refusal "duty.table-unreadable", "duty.row-length", "duty.figure-unreadable".
    """
    lines = [_cells(line) for line in text.splitlines() if line.strip()][:MOST]
    if len(lines) < 2 or len(lines[0]) < 2:
        raise Refusal("duty.table-unreadable")
    columns = lines[0][1:MOST]
    # A heading without a name over the names of the rows is left out by some who copy.
    if all(len(line) == len(lines[0]) + 1 for line in lines[1:]):
        columns = lines[0]
    rows = []
    for name, *cells in lines[1:]:
        if len(cells) != len(columns):
            raise Refusal("duty.row-length", row=name, found=len(cells), expected=len(columns))
        rows.append(
            (name, tuple(_figure(cell, name, column) for cell, column in zip(cells, columns, strict=True)))
        )
    return Pasted(tuple(columns), tuple(rows))


def shares(text: str) -> dict[str, Decimal]:
    """Lines of a name and a per cent: `好 10.1%`. Raises Refusal "duty.no-shares", "duty.share-not-a-number"."""
    by_name: dict[str, Decimal] = {}
    for line in text.splitlines()[:MOST]:
        entry = narrow(line).strip().rstrip("%").strip()
        if not entry:
            continue
        name, _, value = entry.replace(":", " ").replace(",", " ").rpartition(" ")
        name = name.strip() or f"{len(by_name) + 1}"
        share = written.number(value)
        if share is None or not 0 <= share <= 100 or share.adjusted() < -7:
            raise Refusal("duty.share-not-a-number", name=name, value=value[:20])
        by_name[name] = share
    if not by_name:
        raise Refusal("duty.no-shares")
    return by_name


def size(text: str) -> int:
    """How many there are. Raises Refusal "duty.size-not-a-number"."""
    number = written.whole(text)
    if number is None or not 0 < number <= LARGEST:
        raise Refusal("duty.size-not-a-number", value=text.strip()[:20] or "—", most=LARGEST)
    return number


def _cells(line: str) -> list[str]:
    for mark in ("\t", "，", ",", "|"):
        if mark in line:
            return [cell.strip() for cell in line.strip("|").split(mark)]
    return re.split(r"[ \u3000]+", line.strip())


def _figure(cell: str, row: str, column: str) -> Decimal | None:
    if narrow(cell).strip().rstrip("%").strip() in _EMPTY:
        return None
    value = written.number(cell, per_cent=True)
    if value is None or abs(value.adjusted()) > 12:
        raise Refusal("duty.figure-unreadable", row=row, column=column, value=cell[:20])
    return value
