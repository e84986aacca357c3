"""A workbook with one stray cell far away is a small file that would take all the memory there is."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from jiceng.kernel.refusal import Refusal
from jiceng.reports.tables import read_book


def book(**cells):
    made = Workbook()
    for place, value in cells.items():
        made.active[place] = value
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def sheet_said(text):
    """A workbook whose one sheet is written as no program of ours would."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(book(A1="编码"))) as plain,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for one in plain.namelist():
            said = plain.read(one)
            if one == "xl/worksheets/sheet1.xml":
                head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                said = head + text + b"</sheetData></worksheet>"
            made.writestr(one, said)
    return stream.getvalue()


FAR = b"><v>1</v></c>"
HIDDEN = {
    "in the open": b'<row r="1048576"><c r="XFD1048576"' + FAR + b"</row>",
    "in other quotes": b"<row r='1048576'><c r='XFD1048576'" + FAR + b"</row>",
    "behind a bracket": b'<row r="1048576"><c x=">" r="XFD1048576"' + FAR + b"</row>",
    "behind two megabytes of blanks": b'<row r="1048576"><c '
    + b" " * (2 << 20)
    + b'r="XFD1048576"'
    + FAR
    + b"</row>",
    "by its row alone": b'<row r="1"><c r="XFD1"' + FAR + b'</row><row r="1048576"><c' + FAR + b"</row>",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(how):
    with pytest.raises(Refusal) as refusal:
        read_book(sheet_said(HIDDEN[how]), "名册.xlsx")

    assert refusal.value.code == "tables.cell-far-away"
    assert refusal.value.facts["file"] == "名册.xlsx"


def test_a_long_list_and_a_wide_one_are_read():
    assert len(read_book(book(A1="编码", I30000="x"), "名册.xlsx").sheets[0].rows) == 30_000
    assert len(read_book(book(A1="编码", XFD3="x"), "名册.xlsx").sheets[0].rows[0]) == 16_384


def test_formatted_cells_that_say_nothing_are_passed_over():
    said = b'<row r="1"><c r="A1"' + FAR + b'</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert len(read_book(sheet_said(said), "名册.xlsx").sheets[0].rows) == 1
