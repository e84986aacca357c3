"""A list that is handed in, such as last year's results (R-22, R-23): a table with code or name, and the matter."""

from jiceng.kernel.refusal import Refusal
from jiceng.reports.tables import Column, Fault, check_single, find_table
from jiceng.reports.tables.files import read_book
from jiceng.services.item import Handed

MOST = 5 * 1024 * 1024  # bytes of a list

COLUMNS = (
    Column(key="code", kind="code", required=False, names=(
        "党组织代码", "编码", "代码", "组织编码", "组织代码", "code", "org")),
    Column(key="name", required=False, names=("党组织名称", "党组织", "名称", "组织名称", "支部名称", "name")),
    Column(key="title", names=("事项", "问题", "整改事项", "存在问题", "突出问题", "matter", "title")),
)  # fmt: skip


def read_handed(raw: bytes, file: str) -> tuple[list[Handed], list[Fault], list[Fault]]:
    """The rows of a list, the cells that cannot be read, and what was only noticed.

    Raises Refusal "tables.…" for a file that is no table, has no column of matters, or two such sheets.
    """
    book = read_book(raw, file)
    first: Refusal | None = None
    for sheet in book.sheets:
        if not sheet.shown:
            continue
        try:
            table = find_table(book, sheet, COLUMNS)
        except Refusal as refused:
            first = first or refused
            continue
        check_single(table, [sheet])
        rows = [
            Handed(row.number, row.get("code"), row.get("name"), row.get("title")) for row in table.rows()
        ]
        return rows, list(table.faults), list(table.notes)
    raise first or Refusal("tables.file-empty", file=file)
