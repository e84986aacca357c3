"""Reading what people have: CSV and Excel as offices fill them in.

A table is found, not prescribed: the header row within the first ten, its columns by synonym and in any order, title
rows above it, notes and 合计 rows below. What is left out is reported; what cannot be read is a `Fault` with its file,
row and column, so that everything wrong is said at once and the same workbook can go back with the reasons in it.

Codes and dates are what Excel breaks most: a code of more than 15 digits held as a number has lost its end, and is
refused.

cells    what stands in a cell
files    opening what was handed in
found    the table in it
marked   the workbook that goes back
"""

from jiceng.reports.tables.cells import loose, parse_date, text_of
from jiceng.reports.tables.files import Book, Sheet, open_book, read_book
from jiceng.reports.tables.found import (
    ERROR_COLUMN,
    Column,
    Fault,
    Row,
    Table,
    check_single,
    choose,
    find_table,
)
from jiceng.reports.tables.marked import with_reasons

__all__ = [
    "ERROR_COLUMN",
    "Book",
    "Column",
    "Fault",
    "Row",
    "Sheet",
    "Table",
    "check_single",
    "choose",
    "find_table",
    "loose",
    "open_book",
    "parse_date",
    "read_book",
    "text_of",
    "with_reasons",
]
