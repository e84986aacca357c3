"""Reading what people have: every habit of spreadsheets that came up, and every way a file can be wrong."""

import contextlib
import datetime
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import number
from jiceng.reports import tables
from jiceng.reports.tables import Column, find_table, parse_date, read_book
from tests.reports.handed_in import cells, comma_separated, locked_workbook, old_workbook, workbook

WANTED = (
    Column(key="code", names=("党组织代码", "编码", "code"), kind="code"),
    Column(key="name", names=("党组织名称", "名称", "name")),
    Column(key="parent", names=("上级", "parent"), kind="code", required=False),
    Column(key="class", names=("类别", "领域", "class")),
)
HEADER = ("编码", "名称", "上级", "类别")
A = ("A1", "甲支部", "", "村")


def table_of(rows, *, merges=()):
    book = read_book(workbook({"组织": rows}, merges=[("组织", one) for one in merges]), "book.xlsx")
    return find_table(book, book.sheets[0], WANTED)


def read(rows, **options):
    """The rows as (row number, cells), and the table with its faults and notes."""
    table = table_of(rows, **options)
    return [(row.number, row.cells) for row in table.rows()], table


def told(table):
    return [(one.row, one.column, one.code) for one in table.faults]


def noticed(table):
    return [(one.row, one.code) for one in table.notes]


# -- cells without a value --------------------------------------------------------------------------------------------


def test_a_formula_without_a_result_and_an_error_are_faults_and_no_empty_cells():
    rows, table = read([HEADER, ("A1", "甲支部", "", "=1+1"), ("A2", "乙支部", "#REF!", "村"), A])

    assert told(table) == [
        (2, "类别", "tables.formula-without-result"), (3, "上级", "tables.cell-error"),
    ]  # fmt: skip
    assert [number for number, _ in rows] == [2, 3, 4]


def test_an_error_in_a_csv_is_one_too():
    book = read_book(comma_separated([HEADER, ("A1", "#N/A", "", "村")]), "orgs.csv")
    table = find_table(book, book.sheets[0], WANTED)

    assert [row.get("name") for row in table.rows()] == [""]
    assert told(table) == [(2, "名称", "tables.cell-error")]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell():
    xml = b'<c r="D2" t="str"><f>IF(1,"")</f><v></v></c><c r="E2"><f>1+1</f><v>2</v></c>'

    rows, table = read_in_place(b'<c r="D2"', b"</c>", xml)

    assert told(table) == []
    assert rows[0][1]["class"] == ""


def read_in_place(start, end, xml):
    """A workbook of one organisation, the piece of its sheet from `start` to `end` written as `xml`."""
    raw = io.BytesIO()
    made = io.BytesIO(workbook({"组织": [HEADER, ("A1", "甲支部", "", "村")]}))
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(raw, "w") as other:
        for one in book.namelist():
            text = book.read(one)
            if one.startswith("xl/worksheets/"):
                before, _, rest = text.partition(start)
                text = before + xml + rest.partition(end)[2]
            other.writestr(one, text)
    book = read_book(raw.getvalue(), "book.xlsx")
    table = find_table(book, book.sheets[0], WANTED)
    return [(row.number, row.cells) for row in table.rows()], table


def test_a_hidden_row_is_read_and_said():
    rows, table = read_in_place(b'<row r="2"', b">", b'<row r="2" hidden="1">')

    assert [number for number, _ in rows] == [2]
    assert noticed(table) == [(2, "tables.hidden-rows-read")]


def test_codes_kept_for_excel_by_a_formula_in_a_csv_are_codes():
    raw = '编码,名称,上级,类别\n="001",甲支部,"=""0012""",村\n'.encode()
    book = read_book(raw, "orgs.csv")

    [row] = find_table(book, book.sheets[0], WANTED).rows()

    assert (row.get("code"), row.get("parent")) == ("001", "0012")


def test_the_line_that_no_encoding_reads_is_the_one_that_is_named():
    raw = "编码,名称,上级,类别\nA1,甲村支部,,村\nA2,乙,,村\n".encode() + "A3,丙村支部,,村\n".encode("gb18030")

    with pytest.raises(Refusal) as refused:
        read_book(raw, "orgs.csv")

    assert (refused.value.code, refused.value.facts["line"]) == ("tables.encoding", 4)


def test_two_numbers_in_one_cell_are_no_number():
    assert [number(text) for text in ("95 96", "3\n2", "1 200", "95　96")] == [None] * 4
    assert number(" 95 %", per_cent=True) == Decimal("95")


def test_control_characters_in_what_was_handed_in_do_not_keep_the_reasons_back():
    book = read_book(comma_separated([HEADER, ("A\x01", "甲\x0b支部", "", "村")]), "orgs.csv")
    table = find_table(book, book.sheets[0], WANTED)
    table.faults.append(table.fault(2, "code", "book.org-unknown", value="A\x01"))

    assert cells(tables.with_reasons([table]))[1][1] == "甲支部"


# -- headers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        ("编码", "名称", "上级", "类别"),
        ("党组织代码", "党组织名称", "parent", "领域"),
        ("code", "name", "parent", "class"),
        ("ＣＯＤＥ", " 名 称 ", "上级：", "类别*"),
        ("编码\n（必填）", "名称(全称)", "上级", "类别"),
    ],
)
def test_columns_are_found_by_any_of_their_names(header):
    rows, _ = read([header, A])

    assert rows == [(2, {"code": "A1", "name": "甲支部", "parent": "", "class": "村"})]


def test_columns_may_come_in_any_order_with_blank_ones_between():
    rows, _ = read([("类别", None, "名称", None, "编码"), ("村", None, "甲支部", None, "A1")])

    assert rows == [(2, {"code": "A1", "name": "甲支部", "class": "村"})]


@pytest.mark.parametrize("above", [0, 1, 5, 9])
def test_header_is_found_below_title_rows_up_to_the_tenth(above):
    rows, _ = read([*[["关于填报的通知"]] * above, HEADER, A])

    assert [at for at, _ in rows] == [above + 2]


def test_header_in_the_eleventh_row_is_not_found_and_the_missing_columns_are_named():
    with pytest.raises(Refusal) as refused:
        table_of([*[["标题"]] * 10, HEADER, A])

    assert refused.value.code == "tables.header-missing"
    assert refused.value.facts["missing"] == ["党组织代码", "党组织名称", "类别"]


def test_header_of_two_levels_with_merged_heads_is_read_by_its_lower_names():
    rows = [
        ("分类定级名册", *[None] * 3),
        ("编码", "基本情况", None, "类别"),
        (None, "名称", "上级", None),
        A,
    ]

    found, _ = read(rows, merges=["A1:D1", "A2:A3", "B2:C2", "D2:D3"])

    assert found == [(4, {"code": "A1", "name": "甲支部", "parent": "", "class": "村"})]


def test_unknown_columns_are_kept_and_reported():
    table = table_of([(*HEADER, "镇里备注"), (*A, "新建")])

    rows = list(table.rows())

    assert rows[0].extra() == {"镇里备注": "新建"}
    assert noticed(table) == [(1, "tables.columns-unknown")]
    assert "镇里备注" in table.notes[0].line("zh")


def test_a_heading_that_stands_twice_is_refused():
    with pytest.raises(Refusal) as refused:
        table_of([("编码", "名称", "类别", "名称"), ("A1", "甲", "村", "乙")])

    assert (refused.value.code, refused.value.facts["column"]) == ("tables.column-twice", "名称")


# -- rows ---------------------------------------------------------------------------------------------------------


def test_totals_notes_signatures_and_repeated_headers_are_left_out_and_reported():
    below = [
        ("合　计", "2", None, None),
        (None, "机关小计", None, 2),
        HEADER,
        ("注：本表一式两份", None, None, None),
        ("填表人：张三", "审核人：李四", None, "联系电话：0000"),
    ]

    rows, table = read([HEADER, A, ("A2", "乙支部", "A1", "社区"), (None, None), *below])

    assert [at for at, _ in rows] == [2, 3]
    assert noticed(table) == [
        (5, "tables.left-out-total"),
        (7, "tables.left-out-header"),
        (8, "tables.left-out-note"),
    ]
    assert table.notes[0].facts["rows"] == [5, 6]


def test_a_row_with_a_code_is_an_entry_even_when_its_name_speaks_of_totals():
    rows, _ = read([HEADER, ("A1", "合计", "", "村")])

    assert [at for at, _ in rows] == [2]


def test_rows_numbered_in_advance_but_not_filled_in_are_left_out():
    rows, table = read([("序号", *HEADER), (1, *A), (2, "", "", "", "")])

    assert [at for at, _ in rows] == [2]
    assert (3, "tables.left-out-no-content") in noticed(table)


def test_cells_merged_downwards_count_for_every_row_they_span():
    rows, _ = read([HEADER, A, ("A2", "乙支部", "", None)], merges=["D2:D3"])

    assert rows[1][1]["class"] == "村"


@pytest.mark.parametrize("empty", ["无", "—", "／", "/", "-", "——", " ", "　"])
def test_marks_that_stand_for_nothing_are_empty_cells(empty):
    rows, _ = read([HEADER, ("A1", "甲支部", empty, "村")])

    assert rows[0][1]["parent"] == ""


def test_full_width_digits_letters_and_blanks_in_codes_are_ordinary_ones():
    rows, table = read([HEADER, ("Ａ１ ２　３", "甲支部", 36.0, "村")])

    assert (rows[0][1]["code"], rows[0][1]["parent"]) == ("A123", "36")
    assert (2, "tables.code-as-number") in noticed(table)


# -- codes that Excel broke ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (110105194912310021, "tables.code-rounded"),
        (1234567890123456, "tables.code-rounded"),
        ("1.10105E+17", "tables.code-scientific"),
        ("１．１Ｅ＋１７", "tables.code-scientific"),
        ("110105194912310000", "tables.code-ends-in-noughts"),
        (datetime.date(2012, 4, 5), "tables.code-is-date"),
        ("x" * 65, "tables.code-too-long"),
    ],
)
def test_a_code_that_excel_broke_is_refused_with_the_reason(value, code):
    rows, table = read([HEADER, (value, "甲支部", "", "村")])

    assert told(table) == [(2, "编码", code)]
    assert rows[0][1]["code"] == ""
    for lang, remedy in (("zh", "请"), ("en", "e")):
        assert "2" in table.faults[0].line(lang)
        assert remedy in table.faults[0].said(lang)


@pytest.mark.parametrize("value", [123456789012345, "360981000000", "123456789012345678", "3E12", 7, "001"])
def test_a_code_that_is_whole_is_taken_as_it_stands(value):
    rows, table = read([HEADER, (value, "甲支部", "", "村")])

    assert (rows[0][1]["code"], table.faults) == (str(value), [])


# -- numbers and dates --------------------------------------------------------------------------------------------


@given(st.decimals(min_value=-10000, max_value=10000, places=6, allow_nan=False))
def test_numbers_typed_as_text_are_exact(value):
    assert number(format(value, "f")) == value


@given(st.decimals(min_value=0, max_value=1000, places=4, allow_nan=False))
def test_numbers_held_by_excel_keep_the_decimals_that_were_typed(value):
    assert Decimal(tables.text_of(float(value))) == value


@pytest.mark.parametrize("text", ["", "三", "1e5", "1,23", "NaN", "Infinity", "0x10", "1.2.3", "²", "٣"])
def test_what_is_no_number_is_none(text):
    assert number(text) is None


@pytest.mark.parametrize(
    "written",
    [
        "2012-4-5", "2012/4/5", "2012.4.5", "2012年4月5日", "20120405", "２０１２年４月５日", " 2012-04-05 ",
        41004, 41004.75, "41004", 20120405.0, datetime.date(2012, 4, 5), datetime.datetime(2012, 4, 5, 8, 30),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written):
    assert parse_date(written) == "2012-04-05"


@pytest.mark.parametrize("written", ["2012.04", "2012-4", "2012/04", "2012年4月", "201204"])
def test_a_month_alone_stays_a_month(written):
    assert parse_date(written) == "2012-04"


def test_day_numbers_count_from_1904_in_workbooks_that_say_so():
    assert parse_date(39542, epoch_1904=True) == "2012-04-05"


def test_day_numbers_before_march_1900_know_of_excels_extra_day():
    assert (parse_date(1), parse_date(59), parse_date(60), parse_date(61)) == (
        "1900-01-01",
        "1900-02-28",
        "",
        "1900-03-01",
    )


@pytest.mark.parametrize("written", ["", "去年", "2012-13-01", "2012-02-30", "12.4.5", "99999", "0"])
def test_what_is_no_date_is_empty(written):
    assert parse_date(written) == ""


def test_a_workbook_says_that_it_counts_from_1904(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["x"])
    book.save(tmp_path / "mac.xlsx")

    assert tables.open_book(tmp_path / "mac.xlsx").epoch_1904


# -- encodings and formats ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_that_offices_write(encoding):
    book = read_book(comma_separated([HEADER, A], encoding), "orgs.csv")

    rows = list(find_table(book, book.sheets[0], WANTED).rows())

    assert rows[0].cells["name"] == "甲支部"


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_csv_may_be_parted_by_tabs_or_semicolons(delimiter):
    text = "\n".join(delimiter.join(row) for row in (HEADER, A))
    book = read_book(text.encode(), "orgs.csv")

    assert [row.cells["code"] for row in find_table(book, book.sheets[0], WANTED).rows()] == ["A1"]


def test_an_old_workbook_is_read_like_a_new_one():
    book = read_book(old_workbook([HEADER, ("A1", "甲支部", 36.0, "村")]), "orgs.xls")

    rows = list(find_table(book, book.sheets[0], WANTED).rows())

    assert (book.kind, book.sheets[0].name) == ("xls", "组织")
    assert rows[0].cells == {"code": "A1", "name": "甲支部", "parent": "36", "class": "村"}


def test_a_file_is_read_by_what_is_in_it_and_not_by_its_name():
    assert read_book(workbook({"组织": [HEADER, A]}), "orgs.csv").kind == "xlsx"


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (b"", "orgs.csv", "tables.file-empty"),
        (b" \r\n\n", "orgs.csv", "tables.file-empty"),
        (b"PK\x03\x04 and then nothing", "book.xlsx", "tables.not-a-workbook"),
        (b"<html><table></table></html>", "book.xls", "tables.web-page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "book.xls", "tables.not-a-workbook"),
        (workbook({"组织": [HEADER, A]})[:900], "book.xlsx", "tables.not-a-workbook"),
        (locked_workbook(), "book.xlsx", "tables.file-locked"),
        (b"code,name\n\x00\x01", "orgs.csv", "tables.not-text"),
        ("编码,名称\nA1,".encode() + b"\xff\xff", "orgs.csv", "tables.encoding"),
        ("编码,名称,类别\nA1,甲支部乙支部丙支部".encode()[:-1] + b",x\n", "orgs.csv", "tables.encoding"),
        ('编码,名称\nA1,"甲\n'.encode(), "orgs.csv", "tables.csv-broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_a_remedy(raw, name, code):
    with pytest.raises(Refusal) as refused:
        read_book(raw, name)

    assert refused.value.code == code
    for lang in ("zh", "en"):
        said = phrases.refusal(refused.value, lang)
        assert name in said
        assert re.search("请" if lang == "zh" else r"\. [A-Z]|Choose|Save|Check|Open", said)


def test_damaged_utf_8_is_not_taken_for_gibberish_and_the_row_is_named():
    raw = comma_separated([HEADER, ("A1", "第一党支部", "", "村"), ("A2", "第二党支部", "", "村")])
    broken = raw.replace("第二".encode(), "第二".encode()[:-1])

    with pytest.raises(Refusal) as refused:
        read_book(broken, "orgs.csv")

    assert refused.value.facts == {"file": "orgs.csv", "line": 3}


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(Refusal) as missing:
        tables.open_book(tmp_path / "none.csv")
    with pytest.raises(Refusal) as folder:
        tables.open_book(tmp_path)

    assert (missing.value.code, folder.value.code) == ("tables.file-missing", "tables.file-is-folder")


def test_hidden_sheets_are_not_chosen():
    book = read_book(
        workbook({"组织": [HEADER, A], "名册": [HEADER, ("B", "乙", "", "村")]}, hidden=["组织"]), "b.xlsx"
    )

    assert tables.choose(book, WANTED, ("组织",)).sheet.name == "名册"


# -- the workbook that goes back ----------------------------------------------------------------------------------


def marked(rows, faults, lang="zh", **options):
    """The workbook with reasons at (row, column key), and the table it came from."""
    table = table_of(rows, **options)
    list(table.rows())
    table.faults += [table.fault(row, key, "book.name-missing") for row, key in faults]
    return tables.with_reasons([table], lang), table


def test_workbook_comes_back_with_reasons_in_a_last_column_and_red_cells():
    title = ("名册", None, None, None)

    data, _ = marked([title, HEADER, A, ("A2", None, "", "村")], [(4, "name")], merges=["A1:D1"])

    assert cells(data, "组织") == [
        ["名册", None, None, None, None],
        [*HEADER, "错误原因"],
        ["A1", "甲支部", None, "村", None],
        ["A2", None, None, "村", "没有填党组织名称。请补上。"],
    ]
    page = openpyxl.load_workbook(io.BytesIO(data))["组织"]
    red = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fill_type == "solid"}
    assert red == {"B4", "E4"}
    assert [str(one) for one in page.merged_cells.ranges] == ["A1:D1"]


def test_workbook_of_a_second_round_has_the_reasons_of_that_round_only():
    data, _ = marked([HEADER, A, ("A2", None, "", "村")], [(2, "class"), (3, "name")])
    book = read_book(data, "book.xlsx")
    table = find_table(book, book.sheets[0], WANTED)
    assert [row.number for row in table.rows()] == [2, 3]
    assert table.unknown == {}
    table.faults.append(table.fault(3, "name", "book.name-missing"))

    again = cells(tables.with_reasons([table], "en"), "组织")

    assert [row[4] for row in again] == [
        "What is wrong",
        None,
        phrases.sentence("book.name-missing", {}, "en"),
    ]
    assert {len(row) for row in again} == {5}


def test_an_old_workbook_comes_back_as_a_new_one_with_the_same_cells():
    book = read_book(old_workbook([HEADER, ("A1", "=甲", 36.0, "村")]), "orgs.xls")
    table = find_table(book, book.sheets[0], WANTED)
    table.faults.append(table.fault(2, "name", "book.name-missing"))

    assert cells(tables.with_reasons([table]))[1] == ["A1", "=甲", 36, "村", "没有填党组织名称。请补上。"]


def test_several_csv_files_come_back_as_the_sheets_of_one_workbook():
    books = [read_book(comma_separated([HEADER, A]), name) for name in ("orgs.csv", "more.csv")]
    both = [find_table(book, book.sheets[0], WANTED) for book in books]
    both[1].faults.append(both[1].fault(2, "name", "book.name-missing"))

    data = tables.with_reasons(both)

    assert cells(data, "orgs") == [list(HEADER), ["A1", "甲支部", None, "村"]]
    assert cells(data, "more")[0][-1] == "错误原因"


# -- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "book.xlsx 工作表“组织” 第 2 行“名称”列：没有填"),
        ("en", "book.xlsx, sheet “组织”, row 2, column “名称”: The"),
    ],
)
def test_a_fault_says_file_sheet_row_and_column(lang, said):
    table = table_of([HEADER, A])

    assert table.fault(2, "name", "book.name-missing").line(lang).startswith(said)


# -- whatever is handed in --------------------------------------------------------------------------------------

SOUND = workbook({"组织": [HEADER, A]})
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@contextlib.contextmanager
def answered():
    """Whatever happens is an answer: it works, or it is refused in words."""
    try:
        yield
    except Refusal as refused:
        said = [phrases.refusal(refused, lang) for lang in ("zh", "en")]
    else:
        said = ["it works"]
    assert all(said)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.xls"]))
def test_any_bytes_are_either_read_or_refused(raw, name):
    with answered():
        book = read_book(raw, name)
        find_table(book, book.sheets[0], WANTED)


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_either_read_or_refused(at, damage):
    with answered():
        read_book(SOUND[:at] + damage + SOUND[at + len(damage) :], "a.xlsx")


@given(st.lists(st.lists(ANYTHING, max_size=6), max_size=6))
def test_any_cells_below_a_header_are_read_or_named(rows):
    sheet = tables.Sheet("组织", [list(HEADER), *rows])
    table = find_table(tables.Book("a.xlsx", "xlsx", [sheet], SOUND), sheet, WANTED)

    found = list(table.rows())

    assert all(isinstance(text, str) for row in found for text in row.cells.values())
    assert all(fault.line("zh") and fault.line("en") for fault in [*table.faults, *table.notes])
