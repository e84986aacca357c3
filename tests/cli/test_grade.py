"""`jiceng grade`: what it writes, that it writes all or nothing, and what it says when it cannot."""

import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from jiceng import cli
from jiceng.cli import grade as command
from jiceng.kernel.consequence import Gate
from jiceng.kernel.register import ClassOf, Objects
from jiceng.kernel.sheet import Form, Head, Scheme
from jiceng.kernel.sheet.shapes import DeductPerOccurrence
from jiceng.reports import book as books
from tests import migrated
from tests.reports.handed_in import cells, comma_separated, locked_workbook, old_workbook, workbook
from tests.reports.schemes import BANDS

PACK = "jilin-2012-grading"
ORGS = [("code", "name", "parent", "class"), ("A", "甲机关支部", "", "机关"), ("B", "乙村支部", "A", "村")]
LINES = [
    ("org", "item", "scorer", "value", "reason"),
    ("A", "工作思路/没有年度计划", "assessment", "1", "未见计划"),
    ("A", "工作制度/未执行三会一课", "assessment", "1", "全年未开"),
    ("A", "工作制度/未执行民主评议", "assessment", "1", "没有记录"),
    ("A", "工作制度/党员年学时不足24(每人)", "assessment", "1", "张某20学时"),
]
RESULTS = {"grades.csv", "summary.xlsx", "list.xlsx", "trace.jsonl"}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, Chinese unless a test says otherwise."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(here, orgs=ORGS, lines=LINES, encoding="utf-8"):
    (here / "orgs.csv").write_bytes(comma_separated(orgs, encoding))
    (here / "lines.csv").write_bytes(comma_separated(lines, encoding))


def grade(*more, out="out"):
    return cli.main(
        ["grade", "--pack", PACK, "--orgs", "orgs.csv", "--lines", "lines.csv", "--out", out, *more]
    )


def graded(folder):
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def left(here):
    return sorted(path.name for path in here.iterdir())


# -- results ----------------------------------------------------------------------------------------------------


def test_grade_writes_the_four_results(here, capsys):
    write(here)

    assert grade() == 0

    assert {path.name for path in (here / "out").iterdir()} == RESULTS
    assert left(here) == ["lines.csv", "orgs.csv", "out"]
    assert "已定级 2 个" in capsys.readouterr().out


def test_organ_without_plan_and_with_two_omissions_and_one_short_member_has_89_and_is_fairly_good(here):
    write(here)

    grade()

    row = graded(here / "out")[0]
    assert (row["org"], row["class"], row["total"], row["computed"]) == ("A", "机关", "89", "较好")
    assert "没有年度计划" in row["reasons"]
    assert "未见计划" in row["reasons"]


def test_all_omissions_of_the_system_deduct_ten_and_not_sixteen(here):
    conditions = (
        "未执行三会一课",
        "未执行民主评议",
        "未执行党务公开",
        "未开展书记述职评议",
        "班子成员年学时不足40",
        "党员年学时不足24(每人)",
    )
    write(here, lines=[LINES[0], *(("A", f"工作制度/{one}", "", "1", "未做") for one in conditions)])

    grade()

    assert graded(here / "out")[0]["total"] == "90"


def test_grades_file_opens_in_excel_and_has_the_columns_named(here):
    write(here)

    grade()

    raw = (here / "out" / "grades.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbforg,name,class,total,computed,reasons\r\n")


def test_trace_opens_every_total_in_both_languages(here):
    write(here)

    grade()

    first, second = map(json.loads, (here / "out" / "trace.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["org"], first["total"], first["computed"]) == ("A", "89", "较好")
    assert (second["org"], second["total"]) == ("B", "100")
    assert first["trace"]["facts"]["total"] == "89"
    assert len(first["zh"]) == len(first["en"])
    assert any("没有年度计划：扣 5 分" in line for line in first["zh"])
    assert any("没有年度计划: deducts 5" in line for line in first["en"])


def test_summary_and_list_hold_the_same_grades(here):
    write(here)

    grade()

    summary = cells((here / "out" / "summary.xlsx").read_bytes())
    listed = cells((here / "out" / "list.xlsx").read_bytes())
    by_class = {row[0]: row for row in summary}
    assert by_class["机关"][1:7] == [1, 1, 0, 0, 0, 1]
    assert by_class["合计"][1:6] == [2, 2, 0, 1, 50]
    assert [(row[1], row[2], row[6], row[9]) for row in listed[3:5]] == [
        ("甲机关支部", "机关", 89, "较好"),
        ("乙村支部", "村", 100, "好"),
    ]


def test_results_mark_sample_sheets_and_computed_grades(here, capsys):
    write(here)

    grade()

    told = str(cells((here / "out" / "summary.xlsx").read_bytes()))
    assert "样表" in told
    assert "未经党委研究" in told
    assert "样表" in capsys.readouterr().out


def test_self_assessment_stands_beside_the_total_and_does_not_count(here):
    write(here, lines=[*LINES, ("A", "工作思路/没有年度总结", "self", "1", "自查")])

    grade()

    row = cells((here / "out" / "list.xlsx").read_bytes())[3]
    assert (row[5], row[6]) == ("95 / 好", 89)


def test_what_the_register_knows_more_goes_into_the_list(here):
    header = (*ORGS[0], "书记", "党员数", "满意度", "上年等次", "说明情况", "镇")
    write(
        here,
        orgs=[header, (*ORGS[1], "张　三", "３０人", "92.5%", "好", "有说明", "某镇"), (*ORGS[2], *[""] * 6)],
    )

    grade()

    row = cells((here / "out" / "list.xlsx").read_bytes())[3]
    assert row[3:5] == ["张三", 30]
    assert row[7:] == [92.5, "好", "较好", "有说明"]


def graded_under(here, gate, orgs):
    """The exit status of grading under a document with one gate, everybody with enough points."""
    write(here, orgs, [LINES[0]])
    args = argparse.Namespace(
        orgs=here / "orgs.csv", lines=here / "lines.csv", flags=None, book=None, out=here / "out", dry_run=False,
        errors=None,
    )  # fmt: skip
    return command.grade(replace(forty_items(), gates=(gate,)), args)


@pytest.mark.parametrize("header", ["满意率", "群众满意度"])
def test_satisfaction_of_the_register_opens_the_gate_that_asks_for_it_by_another_name(here, header):
    gate = Gate(grades=("好",), measure="群众满意度", at_least=Decimal(80))
    orgs = [(*ORGS[0], header), ("A", "甲支部", "", "村", "90"), ("B", "乙支部", "", "村", "79%")]

    assert graded_under(here, gate, orgs) == 0

    assert [row["computed"] for row in graded(here / "out")] == ["好", "较好"]
    listed = cells((here / "out" / "list.xlsx").read_bytes())
    assert [row[7] for row in listed[3:5]] == [90, 79]


def test_a_gate_without_a_column_to_look_at_is_told_once(here, capsys):
    gate = Gate(grades=("好",), measure="群众满意度", at_least=Decimal(80))
    orgs = [ORGS[0], ("A", "甲支部", "", "村"), ("B", "乙支部", "", "村")]

    assert graded_under(here, gate, orgs) == 0

    (line,) = [one for one in capsys.readouterr().err.splitlines() if "群众满意度" in one]
    assert "orgs.csv" in line
    assert "请加上" in line
    assert [row["computed"] for row in graded(here / "out")] == ["较好", "较好"]


def test_organisations_outside_the_document_are_counted_and_listed(here, capsys):
    write(here, orgs=[*ORGS, ("C", "某校支部", "", "教育卫生事业单位"), ("D", "某连支部", "", "连队")])

    assert grade() == 0

    assert "不在本文件范围：2 个" in capsys.readouterr().out
    assert [row["org"] for row in graded(here / "out")] == ["A", "B"]
    listed = cells((here / "out" / "summary.xlsx").read_bytes(), "不在范围")
    assert [row[1] for row in listed[3:5]] == ["C", "D"]
    assert any(
        "不在本办法定级范围：2 个" in str(row[0])
        for row in cells((here / "out" / "summary.xlsx").read_bytes())
    )


def test_results_in_english_keep_the_names_of_the_document(here, capsys):
    write(here)

    assert grade("--lang", "en") == 0

    assert "2 graded:" in capsys.readouterr().out
    assert cells((here / "out" / "summary.xlsx").read_bytes())[2][0] == "Category"
    assert "deducts 5 (reason: 未见计划)" in graded(here / "out")[0]["reasons"]


def test_cells_that_excel_would_run_are_made_harmless(here):
    write(here, orgs=[ORGS[0], ("@A", "=HYPERLINK(1)", "", "机关")], lines=[LINES[0]])

    grade()

    row = graded(here / "out")[0]
    assert (row["org"], row["name"]) == ("'@A", "'=HYPERLINK(1)")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_input_may_be_in_either_encoding(here, encoding):
    write(here, encoding=encoding)

    assert grade() == 0
    assert graded(here / "out")[0]["name"] == "甲机关支部"


def test_dry_run_says_what_would_come_out_and_writes_nothing(here, capsys):
    write(here)

    assert cli.main(["grade", "--pack", PACK, "--orgs", "orgs.csv", "--lines", "lines.csv", "--dry-run"]) == 0

    told = capsys.readouterr().out
    assert "较好：1 个" in told
    assert "试运行" in told
    assert left(here) == ["lines.csv", "orgs.csv"]


def test_an_empty_folder_may_take_the_results(here):
    write(here)
    (here / "out").mkdir()

    assert grade() == 0
    assert {path.name for path in (here / "out").iterdir()} == RESULTS


def test_the_folder_of_results_is_made_with_those_above_it(here):
    write(here)

    assert grade(out="2012/spring") == 0
    assert {path.name for path in (here / "2012" / "spring").iterdir()} == RESULTS


# -- large ------------------------------------------------------------------------------------------------------


def forty_items():
    """A document with eight heads of five items, a quarter of a point each, and the class 村."""
    items = [DeductPerOccurrence(key=f"i{at}", name=f"情形{at}", points=Decimal("0.25")) for at in range(40)]
    heads = [
        Head(
            key=f"h{at}",
            name=f"项目{at}",
            start="full",
            maximum=Decimal("12.5"),
            items=tuple(items[at * 5 : at * 5 + 5]),
        )
        for at in range(8)
    ]
    form = Form(key="form", title="评分表", heads=tuple(heads), reasons=True)
    objects = Objects(classes=(ClassOf(name="村"),))
    return Scheme(bands=BANDS, forms={"村": form}, objects=objects)


@pytest.mark.parametrize(("organisations", "recorded"), [(300, 1.0), (3_000, 0.2)])
def test_thousands_of_organisations_of_forty_items_have_the_totals_of_an_independent_sum(
    here, organisations, recorded
):
    """recorded: the share of the forty items that have a line; the others have nothing to deduct."""
    chance = random.Random(2012)
    orgs, lines, expected = [ORGS[0]], [LINES[0]], {}
    for number in range(organisations):
        code, points = f"G{number:05}", Fraction(0)
        orgs.append((code, f"支部{number}", "", "村"))
        for head in range(8):
            times = {at: chance.choice((0, 1, 2, 3, 5, 14)) for at in range(5) if chance.random() < recorded}
            points += max(Fraction(0), Fraction(25, 2) - Fraction(sum(times.values()), 4))
            lines += [
                (code, f"项目{head}/情形{head * 5 + at}", "", count, "原因") for at, count in times.items()
            ]
        grade_ = next(
            name for name, least in (("好", 90), ("较好", 80), ("一般", 60), ("较差", 0)) if points >= least
        )
        expected[code] = (points, grade_)
    write(here, orgs, lines)
    args = argparse.Namespace(
        orgs=here / "orgs.csv", lines=here / "lines.csv", flags=None, book=None, out=here / "out", dry_run=False,
        errors=None,
    )  # fmt: skip

    assert command.grade(forty_items(), args) == 0

    found = {row["org"]: (Fraction(row["total"]), row["computed"]) for row in graded(here / "out")}
    assert found == expected
    assert len({one for one, _ in found.values()}) > 90
    counts = Counter(name for _, name in expected.values())
    summary = cells((here / "out" / "summary.xlsx").read_bytes())
    total = next(row for row in summary if row[0] == "合计")
    assert total[4:12:2] == [counts[name] for name in BANDS.grades()]
    assert sum(map(Decimal, map(str, total[5:12:2]))) == 100


# -- all or nothing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("zh", ("lines.csv 第 3 行“reason”列：", "没有说明理由", "请写明扣分理由", "没有写出任何结果")),
        (
            "en",
            (
                "lines.csv, row 3, column “reason”: ",
                "gives no reason",
                "Write the reason",
                "no result was written",
            ),
        ),
    ],
)
def test_a_deduction_without_a_reason_is_refused_with_its_place_and_a_remedy(here, capsys, lang, parts):
    write(here, lines=[*LINES[:2], ("A", "工作制度/未执行三会一课", "", "1", "")])

    assert grade("--lang", lang) == 2

    told = capsys.readouterr()
    for part in parts:
        assert part in told.err
    assert "Traceback" not in told.err + told.out
    assert told.out == ""
    assert left(here) == ["lines.csv", "orgs.csv"]


def test_the_same_line_with_a_reason_is_accepted(here):
    write(here, lines=[*LINES[:2], ("A", "工作制度/未执行三会一课", "", "1", "全年未开")])

    assert grade() == 0


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "zh",
            (
                "orgs.csv 第 4 行“class”列：没有“寺庙”这个类别",
                "村、社区、机关",
                "lines.csv 第 6 行“value”列：没有填次数或得分",
            ),
        ),
        (
            "en",
            (
                "orgs.csv, row 4, column “class”: There is no class “寺庙”",
                "村, 社区, 机关",
                "lines.csv, row 6, column “value”: The value is empty",
            ),
        ),
    ],
)
def test_everything_wrong_in_every_file_is_said_at_once(here, capsys, lang, parts):
    write(
        here,
        orgs=[*ORGS, ("C", "丙", "", "寺庙")],
        lines=[*LINES, ("A", "no-leader", "", "", "x"), ("Z", "x", "", "1", "x")],
    )

    assert grade("--lang", lang) == 2

    told = capsys.readouterr().err
    for part in parts:
        assert part in told
    assert "lines.csv" in told.splitlines()[-3]


def test_only_the_first_fifty_errors_are_on_screen_and_the_rest_are_counted(here, capsys):
    write(here, lines=[LINES[0], *(("Z", "x", "", "1", "x") for _ in range(60))])

    grade()

    told = capsys.readouterr().err
    assert told.count("第 ") == 50
    assert "其余 10 处" in told
    assert "共有 60 处错误" in told


def test_errors_of_csv_files_come_as_a_workbook_when_asked_for(here):
    write(here, lines=[LINES[0], ("Z", "x", "", "1", "x")])

    assert grade("--errors", "wrong.xlsx") == 2

    assert left(here) == ["lines.csv", "orgs.csv", "wrong.xlsx"]
    assert "名册里没有代码为“Z”的党组织" in cells((here / "wrong.xlsx").read_bytes(), "lines")[1][-1]


ARGUMENTS = {
    "missing": (b"", "orgs.csv", "找不到文件", "There is no file"),
    "empty": (b"", "orgs.csv", "是空的", "is empty"),
    "not-a-zip": (b"PK\x03\x04nothing", "orgs.xlsx", "不是完好的 Excel 工作簿", "not a sound Excel workbook"),
    "locked": (locked_workbook(), "orgs.xlsx", "设有打开密码", "protected by a password"),
    "encoding": (b"code,name\nA," + b"\xff\xff", "orgs.csv", "编码读不出来", "neither UTF-8 nor GB18030"),
    "no-header": (b"a,b\n1,2\n", "orgs.csv", "找不到完整的表头", "no complete header"),
}


@pytest.mark.parametrize("kind", ARGUMENTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_nothing_is_written(here, capsys, kind, lang):
    raw, name, zh, en = ARGUMENTS[kind]
    write(here)
    (here / "orgs.csv").unlink()
    if kind != "missing":
        (here / name).write_bytes(raw)

    code = cli.main(
        ["grade", "--pack", PACK, "--orgs", name, "--lines", "lines.csv", "--out", "out", "--lang", lang]
    )

    told = capsys.readouterr().err
    assert code == 2
    assert name in told
    assert (zh if lang == "zh" else en) in told
    assert "Traceback" not in told
    assert "out" not in left(here)


@pytest.mark.parametrize(("lang", "said"), [("zh", "里已经有文件"), ("en", "already has files")])
def test_a_folder_with_files_in_it_is_not_overwritten(here, capsys, lang, said):
    write(here)
    (here / "out").mkdir()
    (here / "out" / "precious.txt").write_text("keep")

    assert grade("--lang", lang) == 2

    assert said in capsys.readouterr().err
    assert left(here / "out") == ["precious.txt"]


@pytest.mark.parametrize("out", ["orgs.csv", "orgs.csv/below"])
def test_a_file_cannot_be_the_folder_of_results(here, capsys, out):
    write(here)

    assert grade(out=out) == 2

    assert "orgs.csv 是一个文件" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_refused_before_any_work(here, capsys, monkeypatch):
    write(here)
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert grade() == 2

    assert "写不进去" in capsys.readouterr().err


def test_a_disk_that_fails_half_way_leaves_nothing_behind(here, capsys, monkeypatch):
    write(here)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "_write", full)

    assert grade(out="new/out") == 2

    assert "No space left on device" in capsys.readouterr().err
    assert left(here) == ["lines.csv", "orgs.csv"]


def test_ctrl_c_half_way_leaves_nothing_behind(here, capsys, monkeypatch):
    write(here)
    judge = books.judge

    def interrupted(book):
        yield next(judge(book))
        raise KeyboardInterrupt

    monkeypatch.setattr(books, "judge", interrupted)

    assert grade() == 130

    assert "已停止" in capsys.readouterr().err
    assert left(here) == ["lines.csv", "orgs.csv"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "程序出了故障（ZeroDivisionError"), ("en", "The program failed (ZeroDivisionError")],
)
def test_a_fault_of_the_program_is_said_plainly_and_leaves_nothing_behind(
    here, capsys, monkeypatch, lang, said
):
    write(here)
    monkeypatch.delenv("JICENG_DEBUG", raising=False)
    monkeypatch.setattr(command, "_write", lambda *_: 1 / 0)

    assert grade("--lang", lang) == 1

    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert left(here) == ["lines.csv", "orgs.csv"]


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["--orgs", "orgs.csv"], "请给出 --orgs 和 --lines", "Give both --orgs and --lines"),
        (["--orgs", "o", "--book", "b"], "“--book”和“--orgs”不能同时用", "“--book” and “--orgs” exclude"),
        (["--book", "b.xlsx"], "请用 --out 指定结果文件夹", "Name a folder for the results"),
        (["--book", "b.xlsx", "--out", "out", "--bok"], "不认识：--bok", "Not understood: --bok"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(here, capsys, arguments, zh, en):
    for lang, said in (("zh", zh), ("en", en)):
        assert cli.main(["grade", "--pack", PACK, *arguments, "--lang", lang]) == 2
        assert said in capsys.readouterr().err


def test_an_unknown_pack_is_refused_with_the_names_there_are(here, capsys):
    write(here)

    assert (
        cli.main(["grade", "--pack", "nowhere", "--orgs", "orgs.csv", "--lines", "lines.csv", "--out", "out"])
        == 2
    )

    told = capsys.readouterr().err
    assert "nowhere" in told
    assert PACK in told


# -- workbooks ----------------------------------------------------------------------------------------------------


def fill(path, orgs, lines, flags=()):
    """Fill a template in as somebody would, from the second row of each sheet."""
    book = openpyxl.load_workbook(path)
    for title, rows in (("组织", orgs), ("扣分", lines), ("认定", flags)):
        for at, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                book[title].cell(at, column).value = value
    book.save(path)


def from_book(*more, out="out"):
    return cli.main(["grade", "--pack", PACK, "--book", "book.xlsx", "--out", out, *more])


@pytest.fixture
def filled(here):
    cli.main(["template", "--pack", PACK, "--out", "book.xlsx"])
    fill(
        here / "book.xlsx",
        [("360981001", "甲机关支部", None, "机关"), ("360981002", "乙支部", "360981001", "村")],
        [("360981001", row[1], "组织考核", int(row[3]), row[4]) for row in LINES[1:]],
    )
    return here


def test_a_filled_template_gives_what_the_csv_files_give(filled, capsys):
    assert from_book() == 0

    assert [(row["org"], row["total"], row["computed"]) for row in graded(filled / "out")] == [
        ("360981001", "89", "较好"),
        ("360981002", "100", "好"),
    ]
    assert "提示" not in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_with_errors_comes_back_marked_and_is_graded_once_corrected(filled, capsys, lang):
    book = openpyxl.load_workbook("book.xlsx")
    book["扣分"]["E2"].value = None
    book["组织"]["A3"].value = 110105194912310021
    book.save("book.xlsx")

    assert from_book("--lang", lang) == 2

    told = capsys.readouterr().err
    assert "扣分" in told
    assert "扣分原因" in told
    assert "book-错误.xlsx" in told
    assert left(filled) == ["book-错误.xlsx", "book.xlsx"]

    marked = openpyxl.load_workbook("book-错误.xlsx")
    assert marked["扣分"]["F1"].value == ("错误原因" if lang == "zh" else "What is wrong")
    assert "没有年度计划" in marked["扣分"]["F2"].value
    assert marked["扣分"]["E2"].fill.start_color.rgb == "FFFFC7CE"
    assert "Excel" in marked["组织"]["K3"].value
    assert len(marked["扣分"].data_validations.dataValidation) == 2

    marked["扣分"]["E2"].value = "未见计划"
    marked["组织"]["A3"].value = "360981002"
    marked.save("book.xlsx")
    assert from_book() == 0
    assert [row["total"] for row in graded(filled / "out")] == ["89", "100"]


def test_the_marked_workbook_may_go_elsewhere(filled):
    fill("book.xlsx", [], [("360981001", "没有这一项", None, 1, "x")])

    assert from_book("--errors", "back.xlsx") == 2

    assert left(filled) == ["back.xlsx", "book.xlsx"]


def test_a_dry_run_with_errors_writes_no_workbook_unless_asked(filled):
    fill("book.xlsx", [], [("360981001", "没有这一项", None, 1, "x")])

    assert from_book("--dry-run") == 2

    assert left(filled) == ["book.xlsx"]


def test_a_template_of_another_pack_is_refused(filled, capsys):
    assert cli.main(["grade", "--pack", "yichun-2012-grading", "--book", "book.xlsx", "--out", "out"]) == 2

    assert f"是为制度包 {PACK} 制作的" in capsys.readouterr().err


def test_a_workbook_as_an_office_made_it_is_graded(here):
    orgs = [
        ("2012年基层党组织名册", None, None, None, None),
        ("填报单位：某镇", None, None, None, None),
        ("序号", "类别", "党组织 名称", "编码", "备注"),
        (1, "机关", "甲　支　部", 36.0, None),
        (2, None, "乙支部", 37.0, "新"),
        (None, "合计", 2, None, None),
        ("注：本表一式两份", None, None, None, None),
    ]
    lines = [
        ("代码", "项目", "次数", "理由"),
        (36.0, "工作制度／党员年学时不足２４（每人）", 3.0, "三人不足"),
    ]
    data = workbook({"名册": orgs, "记录": lines}, merges=[("名册", "A1:E1"), ("名册", "B4:B5")])
    (here / "book.xlsx").write_bytes(data)

    assert from_book() == 0

    assert [(row["org"], row["name"], row["total"]) for row in graded(here / "out")] == [
        ("36", "甲支部", "94"),
        ("37", "乙支部", "100"),
    ]


def test_an_old_workbook_serves_as_register(here):
    write(here)
    (here / "orgs.xls").write_bytes(old_workbook(ORGS))

    assert (
        cli.main(["grade", "--pack", PACK, "--orgs", "orgs.xls", "--lines", "lines.csv", "--out", "out"]) == 0
    )
    assert len(graded(here / "out")) == 2


# -- at the terminal ------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_to_somebody_who_watches(here, monkeypatch):
    write(here)
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)

    assert grade() == 0

    assert "评分定级" in seen.getvalue()


def test_progress_is_silent_when_nobody_watches(here, capsys):
    write(here, orgs=ORGS, lines=LINES)

    grade()

    assert capsys.readouterr().err == ""


def test_grading_needs_neither_django_nor_a_database(here):
    write(here)
    script = (
        "import sys; from jiceng.cli import main; code = main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'], file=sys.stderr); sys.exit(code)"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JICENG", "DJANGO"))
    }
    arguments = ["grade", "--pack", PACK, "--orgs", "orgs.csv", "--lines", "lines.csv", "--out", "out"]

    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert (done.returncode, done.stderr) == (0, "[]\n")


# -- superiors and local settings -------------------------------------------------------------------------------


def test_a_committee_listed_only_as_a_superior_needs_no_class_and_is_not_graded(here, capsys):
    write(here, orgs=[ORGS[0], ("W", "某镇党委", "", ""), ("A", "甲机关支部", "W", "机关")])

    assert grade() == 0

    assert [row["org"] for row in graded(here / "out")] == ["A"]
    assert "作为上级列出、不参加定级的 1 个" in capsys.readouterr().out


def test_an_organisation_nobody_reports_to_needs_its_class(here, capsys):
    """The negative control: without anybody below it the same row is wrong."""
    write(here, orgs=[ORGS[0], ("W", "某镇党委", "", ""), ("A", "甲机关支部", "", "机关")])

    assert grade() == 2

    assert "没有填类别" in capsys.readouterr().err


def test_a_superior_that_is_neither_listed_nor_registered_is_named(here, capsys):
    write(here, orgs=[ORGS[0], ("A", "甲机关支部", "W", "机关")])

    assert grade() == 2

    assert "上级党组织代码“W”不在本表里，登记中也没有" in capsys.readouterr().err


def test_a_superior_may_stand_in_the_register(here, monkeypatch):
    write(here, orgs=[ORGS[0], ("A", "甲机关支部", "W", "机关")])
    monkeypatch.setattr(command, "register", lambda codes: {"W"} & codes)

    assert grade() == 0


def test_the_register_of_an_installation_is_asked(here):
    """In a process of its own, as somebody types it: a database in the data folder, with one organisation in it."""
    write(here, orgs=[ORGS[0], ("A", "甲机关支部", "W", "机关")])
    environment = os.environ | {"JICENG_DATA": str(here), "DJANGO_SETTINGS_MODULE": "jiceng.settings.base"}
    environment.pop("JICENG_DATABASE_URL", None)
    migrated.write(here / "jiceng.sqlite3")
    fill = (
        "import django; django.setup()\n"
        "from jiceng.store.register import add_organisation\n"
        "add_organisation(code='W', name='某镇党委', parent=None, form='committee')\n"
    )
    subprocess.run([sys.executable, "-c", fill], env=environment, check=True, timeout=60)
    asked = ["grade", "--pack", PACK, "--orgs", "orgs.csv", "--lines", "lines.csv", "--out", "out"]

    done = subprocess.run(
        [sys.executable, "-m", "jiceng", *asked], env=environment, capture_output=True, timeout=60
    )

    assert done.returncode == 0, done.stderr.decode()
    assert [row["org"] for row in graded(here / "out")] == ["A"]


def two_towns(here):
    """Six branches in each of two towns; all of the first are 好, all of the second 一般 or below."""
    towns = [("T1", "东镇党委", "", ""), ("T2", "西镇党委", "", "")]
    branches = [
        (f"{town}-{at}", f"{town}第{at}支部", town, "机关") for town in ("T1", "T2") for at in range(1, 7)
    ]
    spoilt = [(f"T2-{at}", *line[1:]) for at in range(1, 7) for line in LINES[1:]]
    write(here, [ORGS[0], *towns, *branches], [LINES[0], *spoilt])


def test_a_share_is_counted_over_each_committee_as_on_the_site(here, capsys):
    two_towns(here)

    assert grade("--set", "good-quota.at_most=0.50") == 0

    printed = capsys.readouterr().out
    assert "比例（东镇党委）：“好”6 个，占 100 %，上限 3 个，超出 3 个" in printed
    assert "比例按各党（工）委分别计算" in printed


def test_a_share_of_the_whole_county_is_counted_over_the_whole_workbook(here, capsys):
    two_towns(here)

    assert grade("--set", "good-quota.at_most=0.50", "--set", "good-quota.among=county") == 0

    printed = capsys.readouterr().out
    assert "“好”6 个，占 50 %" in printed
    assert "东镇党委" not in printed


def test_a_local_setting_gives_the_quota_its_figure(here, capsys):
    write(here)

    assert grade("--set", "good-quota.at_most=0.20") == 0

    assert "上限 0 个，超出 1 个" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("good-quota", "看不明白"),
        ("good-quota.at_most=viel", "不是数字"),
        ("grades.bands=1", "不能在本地改"),
        ("nothing.at_most=1", "没有“nothing”这条机制"),
    ],
)
def test_a_setting_that_does_not_fit_says_how_to_write_it(here, capsys, told, said):
    write(here)

    assert grade("--set", told) == 2

    assert said in capsys.readouterr().err
