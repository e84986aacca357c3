"""The forms that go up: 汇总表 (how many in each grade) and 一览表 (one organisation a line).

Plain rows in, a table or the bytes of a workbook out; no database, no clock. The web's downloads, its pages, the papers
of a return and the command line all print these same rows. Names of grades come from the scheme, never from here.

labels   what is printed
rows     the rows as plain values
figures  sums, cross-footing
tables   rows put into columns
book     workbooks
"""

from jiceng.reports.forms.book import list_xlsx, summary_xlsx
from jiceng.reports.forms.figures import check_list, check_summary, total_row
from jiceng.reports.forms.labels import label
from jiceng.reports.forms.rows import Cell, Heading, ListRow, OutsideRow, SummaryRow, Table
from jiceng.reports.forms.tables import list_rows, summary_rows

__all__ = [
    "Cell",
    "Heading",
    "ListRow",
    "OutsideRow",
    "SummaryRow",
    "Table",
    "check_list",
    "check_summary",
    "label",
    "list_rows",
    "list_xlsx",
    "summary_rows",
    "summary_xlsx",
    "total_row",
]
