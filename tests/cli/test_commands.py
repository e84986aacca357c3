"""The command itself: languages, help, and the small commands around packs."""

import csv
import io
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest

from jiceng import cli, packs
from jiceng.kernel.consequence import Gate
from jiceng.packs import coverage, lint
from jiceng.packs.coverage import RowState
from jiceng.reports import template
from jiceng.reports.book import FLAGS_COLUMNS, LINES_COLUMNS, ORGS_COLUMNS, stamp
from jiceng.reports.tables import find_table, read_book
from tests.reports.handed_in import cells
from tests.reports.schemes import scheme

PACK = "jilin-2012-grading"


@pytest.fixture(autouse=True)
def _no_locale(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_a_pack_without_sheets_or_objects_has_a_workbook_for_the_register():
    empty = scheme(forms={}, objects=None)

    book = openpyxl.load_workbook(io.BytesIO(template.template_xlsx(packs.load("community-building"), empty)))

    assert "组织" in book.sheetnames


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_pack_passes_the_check_without_a_word(tmp_path, capsys, monkeypatch, lang):
    monkeypatch.chdir(tmp_path)

    assert cli.main(["--lang", lang, "pack", "new", "my-town-2026"]) == 0
    assert lint.check_path(str(tmp_path / "my-town-2026")) == []
    assert "pack check my-town-2026" in capsys.readouterr().out


def test_a_new_pack_is_written_over_nothing_and_has_a_name_that_fits(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()

    for name in ("there", "我的包", "My Town"):
        assert cli.main(["pack", "new", name]) == 2
    assert list((tmp_path / "there").iterdir()) == []


# -- languages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "arguments", "lang"),
    [
        ({}, [], "zh"),
        ({"LANG": "C.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "en_GB.UTF-8"}, [], "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "en_GB.UTF-8"}, ["--lang", "zh"], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang=en"], "en"),
    ],
)
def test_language_follows_the_option_then_the_locale_and_is_chinese_otherwise(
    monkeypatch, capsys, locale, arguments, lang
):
    for name, value in locale.items():
        monkeypatch.setenv(name, value)

    assert cli.main([*arguments, "--help"]) == 0

    told = capsys.readouterr().out
    assert ("用法：jiceng" in told) == (lang == "zh")
    assert ("usage: jiceng" in told) == (lang == "en")
    for name in ("grade", "template", "pack", "coverage"):
        assert name in told


@pytest.mark.parametrize("command", ["grade", "template", "pack", "coverage"])
@pytest.mark.parametrize(("lang", "start"), [("zh", "用法："), ("en", "usage: ")])
def test_every_command_explains_itself(capsys, command, lang, start):
    assert cli.main([command, "--help", "--lang", lang]) == 0

    assert capsys.readouterr().out.startswith(f"{start}jiceng {command}")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ([], "缺少：COMMAND", "Missing: COMMAND"),
        (["grad"], "“COMMAND”不能是“grad”", "“COMMAND” cannot be “grad”"),
        (["template"], "缺少：--pack", "Missing: --pack"),
        (["template", "--pack"], "“--pack”后面要有内容", "“--pack” needs a value"),
        (
            ["coverage", "--format", "pdf"],
            "“--format”不能是“pdf”，请用 table, csv 之一",
            "use one of table, csv",
        ),
    ],
)
def test_a_wrong_command_line_is_answered_with_what_to_do(capsys, arguments, zh, en):
    for lang, said in (("zh", zh), ("en", en)):
        assert cli.main([*arguments, "--lang", lang]) == 2
        told = capsys.readouterr().err
        assert said in told
        assert "--help" in told


def test_python_m_jiceng_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "jiceng", "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("jiceng ")


# -- template ---------------------------------------------------------------------------------------------------


def made(**changes):
    return template.template_xlsx(packs.load(PACK), scheme(**changes))


def test_template_goes_to_standard_output_as_a_workbook():
    done = subprocess.run(
        [sys.executable, "-m", "jiceng", "template", "--pack", PACK], capture_output=True, check=True
    )

    book = openpyxl.load_workbook(io.BytesIO(done.stdout))
    assert book.sheetnames[:4] == ["说明", "组织", "扣分", "认定"]
    assert done.stderr == b""


@pytest.mark.parametrize(("lang", "said"), [("zh", "> book.xlsx"), ("en", "Add > book.xlsx")])
def test_template_is_not_poured_onto_a_terminal(monkeypatch, capsys, lang, said):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())

    assert cli.main(["template", "--pack", PACK, "--lang", lang]) == 2

    assert sys.stdout.getvalue() == ""
    assert said in capsys.readouterr().err


def test_template_that_cannot_be_written_is_refused(tmp_path, capsys):
    assert cli.main(["template", "--pack", PACK, "--out", str(tmp_path / "none" / "book.xlsx")]) == 2

    assert "写不进去" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "columns"), [("组织", ORGS_COLUMNS), ("扣分", LINES_COLUMNS), ("认定", FLAGS_COLUMNS)]
)
def test_template_has_the_headings_that_are_read_back(title, columns):
    book = read_book(made(), "book.xlsx")
    sheet = next(one for one in book.sheets if one.name == title)

    table = find_table(book, sheet, columns)

    assert set(table.columns) == {one.key for one in columns}
    assert (table.start, table.unknown) == (1, {})


def test_template_has_one_column_for_every_measure_that_a_gate_names():
    gates = tuple(
        Gate(grades=("好",), measure=one, at_least=Decimal(80)) for one in ("群众满意度", "年度学分")
    )

    def headings(*asked):
        return cells(made(gates=asked), "组织")[0]

    assert headings(*gates)[-2:] == ["群众满意度", "年度学分"]
    assert "满意率" not in headings(*gates)
    assert {"满意率", "年度学分"} <= set(headings(gates[1]))
    assert "满意率" in headings()


@pytest.mark.parametrize("title", ["组织", "扣分", "认定"])
def test_template_keeps_codes_as_text_freezes_its_header_and_prints_on_landscape_a4(title):
    sheet = openpyxl.load_workbook(io.BytesIO(made()))[title]

    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_template_offers_classes_items_scorers_and_findings_to_choose_from():
    book = openpyxl.load_workbook(io.BytesIO(made()))

    offered = {
        f"{title}{one.sqref}": one.formula1
        for title in ("组织", "扣分", "认定")
        for one in book[title].data_validations.dataValidation
    }
    lists = {
        column[0].value: [cell.value for cell in column[2:] if cell.value]
        for column in book["_lists"].columns
    }

    assert set(offered) == {
        "组织D2:D20001",
        "组织E2:E20001",
        "扣分B2:B20001",
        "扣分C2:C20001",
        "认定B2:B20001",
    }
    assert all(len(formula) <= 255 for formula in offered.values())
    assert (lists["#类别"], lists["#主体"], lists["#认定"]) == (
        ["村", "机关"],
        ["组织考核", "自评"],
        ["新建党组织"],
    )
    assert "工作制度/没有村务公开" in lists["村"]
    assert "工作制度/没有村务公开" not in lists["机关"]
    assert book["_lists"].sheet_state == "veryHidden"


def test_template_says_in_a_hidden_sheet_what_it_was_made_for():
    data = made()

    assert stamp(read_book(data, "b.xlsx")) == {
        "template": "1",
        "pack": PACK,
        "version": packs.load(PACK).version,
    }
    assert openpyxl.load_workbook(io.BytesIO(data))["_jiceng"].sheet_state == "veryHidden"


def test_template_marks_sample_sheets_and_no_others():
    book = openpyxl.load_workbook(io.BytesIO(made()))

    assert "评分表-村（样表）" in book.sheetnames
    assert "样表" in book["评分表-村（样表）"]["A1"].value
    assert "样表" not in book["评分表-机关"]["A1"].value
    assert any("村用的是样表" in str(row[0].value) for row in book["说明"].iter_rows())


@pytest.mark.parametrize("name", packs.names())
def test_every_pack_that_ships_has_a_template(name):
    pack = packs.load(name)

    book = openpyxl.load_workbook(io.BytesIO(template.template_xlsx(pack, pack.scheme())))

    assert all(len(title) <= 31 for title in book.sheetnames)


# -- packs ------------------------------------------------------------------------------------------------------


def test_pack_check_of_a_sound_pack_ends_well(capsys):
    assert cli.main(["pack", "check", PACK]) == 0

    assert "0 个错误" in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "level"), [("zh", "错误"), ("en", "error")])
def test_pack_check_names_file_key_and_remedy_and_ends_with_2(tmp_path, capsys, lang, level):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "pack: mine\ntitle: x\nversion: '1'\nsource: {document: 000-1}\nbanana: 1\n"
    )

    assert cli.main(["pack", "check", str(folder), PACK, "--lang", lang]) == 2

    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"{level} mine/pack.yaml banana")


def test_pack_check_says_so_when_there_is_nothing_to_say(monkeypatch, capsys):
    monkeypatch.setattr(lint, "check_path", lambda path: [])

    assert cli.main(["pack", "check", "any"]) == 0

    assert capsys.readouterr().out == "any：没有发现问题。\n"


# -- coverage ---------------------------------------------------------------------------------------------------

ROWS = [
    RowState("G-01", "四个等级", "runs", ("a/grades", "b/grades"), 12, 12),
    RowState("G-02", "五个好", "partly", ("a/heads",), 2, 1, ("样表",)),
    RowState("X-08", "统筹结合", "none"),
]


def test_coverage_as_csv_has_the_columns_named(monkeypatch, capsys):
    monkeypatch.setattr(coverage, "rows", lambda: ROWS)

    assert cli.main(["coverage", "--format", "csv"]) == 0

    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["row", "state", "mechanism", "cases", "years", "missing"],
        ["G-01", "runs", "a/grades b/grades", "12", "", ""],
        ["G-02", "partly", "a/heads", "2", "", "缺：样表"],
        ["X-08", "none", "", "0", "", ""],
    ]


def test_coverage_as_a_table_counts_the_states(monkeypatch, capsys):
    monkeypatch.setattr(coverage, "rows", lambda: ROWS)

    assert cli.main(["coverage", "--lang", "en"]) == 0

    told = capsys.readouterr().out
    assert "a/heads" in told
    assert "1/2" in told
    assert told.splitlines()[-2] == "3 rows: 1 run, 1 partly, 0 modelled only, 1 none."
    assert told.splitlines()[-1].endswith("use code of their own (hooks.py); at most one in ten may.")
