"""A list that is filled in elsewhere: unchanged it changes nothing, and what does not belong is told by its cell."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from jiceng.kernel.refusal import Refusal
from jiceng.reports.returns import filling
from jiceng.reports.tables import with_reasons
from jiceng.services.duty import Change
from tests.reports.returns.content import content, prepared, row, to_fill

HERE = Path(__file__).parent


def edited(one, **cells):
    """The exported file with some cells changed; a sheet protected by no password opens to anybody."""
    book = openpyxl.load_workbook(io.BytesIO(filling.blank(one)))
    for place, text in cells.items():
        book["一览表"][place] = text
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(raw, one=None):
    return filling.read(raw, "一览表.xlsx", one or to_fill())


def codes(found):
    return [one.code for one in found.faults]


def refused(*args):
    with pytest.raises(Refusal) as caught:
        read(*args)
    return caught.value.code


# -- identity ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [filling.blank(to_fill()), edited(to_fill()), (HERE / "libreoffice_unchanged.xlsx").read_bytes()],
    ids=["exported", "saved again", "LibreOffice"],
)
def test_unchanged_it_changes_nothing(raw):
    found = read(raw)

    assert (found.changes, codes(found)) == ([], [])


@pytest.mark.parametrize(
    "words", ["无", "—", "=1+1", "2012", "  前后有空格 ", "一行\r\n又一行", "长" * 3000, "𠮷林"]
)
def test_unchanged_it_changes_nothing_whatever_stands_in_it(words):
    one = prepared(
        content(row(1, explanation=words), row(2, "", computed="", not_graded=words, explanation=""))
    )

    assert read(filling.blank(one), one).changes == []


def test_what_libreoffice_wrote_is_read_cell_by_cell():
    found = read((HERE / "libreoffice_filled.xlsx").read_bytes())

    assert found.changes == [
        (4, Change(1, "explanation", "带头致富\n群众公认")),
        (7, Change(4, "not_graded", "成立不满半年")),
    ]
    assert codes(found) == []


def test_what_was_filled_in_and_kept_changes_nothing_the_second_time():
    raw = (HERE / "libreoffice_filled.xlsx").read_bytes()
    rows = to_fill().content.rows
    kept = [
        replace(rows[0], explanation="带头致富\n群众公认"),
        *rows[1:3],
        replace(rows[3], not_graded="成立不满半年"),
    ]

    assert read(raw, prepared(content(*kept))).changes == []


def test_a_cell_that_is_emptied_takes_the_words_back():
    assert read(edited(to_fill(), J5=None)).changes == [(5, Change(2, "explanation", ""))]


# -- what does not belong ---------------------------------------------------------------------------------------------


def test_a_file_from_elsewhere_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["代码", "未定级原因", "说明情况"])
    target = io.BytesIO()
    book.save(target)

    assert refused(target.getvalue()) == "duty.fill-not-ours"


def test_a_file_of_another_committee_is_refused():
    other = to_fill()
    other.organisation.code = "ELSEWHERE"

    assert refused(filling.blank(other)) == "duty.fill-foreign"


def test_a_file_from_before_a_grade_changed_is_refused():
    rows = to_fill().content.rows
    later = prepared(content(replace(rows[0], grade="较好"), *rows[1:]))

    assert refused(filling.blank(to_fill()), later) == "duty.fill-stale"


def test_a_file_of_another_version_of_the_form_is_refused(monkeypatch):
    raw = filling.blank(to_fill())
    monkeypatch.setattr(filling, "VERSION", "2")

    assert refused(raw) == "duty.fill-other-template"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"H4": "较差"}, "duty.fill-locked"),
        ({"B4": "改名党支部"}, "duty.fill-locked"),
        ({"A4": "T99"}, "duty.fill-row-unknown"),
        ({"A5": "T1"}, "duty.fill-row-twice"),
    ],
)
def test_a_cell_that_is_not_the_offices_is_named(cells, code):
    found = read(edited(to_fill(), **cells))

    assert code in codes(found)
    assert {one.row for one in found.faults if one.code == code} <= {4, 5}


def test_a_row_that_was_deleted_is_missed():
    book = openpyxl.load_workbook(io.BytesIO(filling.blank(to_fill())))
    book["一览表"].delete_rows(6)
    target = io.BytesIO()
    book.save(target)

    found = read(target.getvalue())

    assert codes(found) == ["duty.fill-rows-gone"]
    assert found.faults[0].facts["names"] == ["第3村党支部"]


def test_of_two_who_fill_in_the_same_cell_the_second_is_told():
    raw = edited(to_fill(), J4="我写的", J5="只有我写")
    rows = to_fill().content.rows
    later = prepared(content(replace(rows[0], explanation="别人写的"), *rows[1:]))

    found = read(raw, later)

    assert codes(found) == ["duty.fill-meanwhile"]
    assert found.faults[0].facts["theirs"] == "别人写的"
    assert found.changes == [(5, Change(2, "explanation", "只有我写"))]


def test_a_cell_left_alone_does_not_undo_what_somebody_wrote_meanwhile():
    rows = to_fill().content.rows
    later = prepared(content(replace(rows[0], explanation="别人写的"), *rows[1:]))

    assert read(filling.blank(to_fill()), later).changes == []


def test_the_same_workbook_goes_back_with_the_reasons_in_it():
    found = read(edited(to_fill(), H4="较差"))

    book = openpyxl.load_workbook(io.BytesIO(with_reasons([found.table])))

    told = book["一览表"]
    assert told["K3"].value == "错误原因"
    assert "定级" in told["K4"].value
    assert book[filling.STAMP].sheet_state == "veryHidden"


def test_only_two_columns_are_open_to_be_filled_in():
    sheet = openpyxl.load_workbook(io.BytesIO(filling.blank(to_fill())))["一览表"]

    assert sheet.protection.sheet
    assert {cell.column_letter for cell in sheet[4] if not cell.protection.locked} == {"I", "J"}
