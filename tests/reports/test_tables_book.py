"""Organisations, lines and findings as handed in, down to what a scheme judges; everything wrong named at its cell."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from jiceng.analytics.engine import judge_cases
from jiceng.kernel.consequence import Gate
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import ClassOf, Objects
from jiceng.kernel.sheet import Scorer, Scorers, Subject
from jiceng.reports import book as books
from jiceng.reports.tables import read_book
from tests.reports.handed_in import comma_separated, workbook
from tests.reports.schemes import scheme

ORGS = [("code", "name", "parent", "class"), ("A", "甲支部", "", "村"), ("B", "乙支部", "A", "机关")]
FULL = {"走访": "全部走访", "完成率": "95", "考核排名": "1"}


def lines(*rows):
    return [("org", "item", "scorer", "value", "reason", "points"), *rows]


def handed_in(orgs=ORGS, recorded=(), flags=None, under=None):
    """The book that three CSV files make."""
    under = under or scheme()
    files = [
        read_book(comma_separated(rows), name)
        for rows, name in ((orgs, "orgs.csv"), (lines(*recorded), "lines.csv"), (flags, "flags.csv"))
        if rows is not None
    ]
    return books.read(under, books.tables_of_files(under, *files))


def judged(book):
    """Code -> total and grade; None for those that could not be judged."""
    return {
        one.code: judgement and (judgement.total, judgement.grade) for one, _, judgement in books.judge(book)
    }


def told(book):
    return [(one.file, one.row, one.column, one.code) for one in book.faults]


# -- what is read -----------------------------------------------------------------------------------------------------


def test_an_organisation_without_lines_has_nothing_to_deduct():
    book = handed_in()

    assert judged(book) == {"A": (D(50), "较差"), "B": (D(50), "较差")}
    assert book.faults == []


def test_lines_name_items_by_key_or_by_head_and_condition_in_any_width():
    names = ("no-plan", "工作制度/没有年度计划", "工作制度 ／ 没有年度计划", "system/没有年度计划")

    for name in names:
        assert judged(handed_in(recorded=[("A", name, "", "1", "没有计划", "")]))["A"][0] == D(45)


def test_brackets_of_an_item_may_be_full_width():
    book = handed_in(recorded=[("A", "工作制度/党员年学时不足２４（每人）", "", "3", "三人", "")])

    assert judged(book)["A"] == (D("49.985"), "较差")


@pytest.mark.parametrize("scorer", ["", "assessment", "组织考核", "无"])
def test_scorer_is_the_assessment_unless_another_is_named(scorer):
    book = handed_in(
        recorded=[("A", "no-plan", scorer, "1", "没有计划", ""), ("A", "no-plan", "自评", "0", "", "")]
    )

    assert judged(book)["A"][0] == D(45)
    assert set(book.sheets["A"]) == {"assessment", "self"}


@pytest.mark.parametrize(
    ("value", "total"), [("是", 45), ("√", 45), ("１", 45), ("1.0", 45), ("否", 50), ("0", 50)]
)
def test_a_condition_may_be_answered_by_yes_and_no(value, total):
    assert judged(handed_in(recorded=[("A", "no-plan", "", value, "原因", "")]))["A"][0] == total


def test_points_of_a_range_come_from_their_own_column():
    book = handed_in(recorded=[("A", "rate", "", "75%", "", "12.5")])

    assert judged(book)["A"][0] == D("62.5")


def test_items_compared_within_a_group_are_compared_within_the_class():
    orgs = [*ORGS, ("C", "丙支部", "", "村")]
    book = handed_in(
        orgs,
        [("A", "rank", "", "80", "", ""), ("B", "rank", "", "10", "", ""), ("C", "rank", "", "90", "", "")],
    )

    assert {code: total for code, (total, _) in judged(book).items()} == {"A": D(54), "B": D(60), "C": D(60)}


def test_satisfaction_feeds_the_gate_of_the_document():
    full = [(org, item, "", value, "", "") for org in "AB" for item, value in
            (("visit", "全部走访"), ("rate", "95"), ("rank", "1"))]  # fmt: skip
    orgs = [(*ORGS[0], "满意度"), (*ORGS[1], "89.9"), (*ORGS[2], "90%")]

    assert judged(handed_in(orgs, full)) == {"A": (D(100), "较好"), "B": (D(100), "好")}


GATE = Gate(grades=("好",), measure="群众满意度", at_least=D(80))
CREDITS = Gate(grades=("好",), measure="年度学分", at_least=D("0.5"))


def with_figures(*rows, gates=(GATE,)):
    """The book of as many organisations as rows, all of them with 100 points. rows: header, then cells."""
    orgs = [(*ORGS[0], *rows[0]), *((f"G{at}", "支部", "", "村", *row) for at, row in enumerate(rows[1:]))]
    recorded = [
        (org[0], item, "", value, "", "")
        for org in orgs[1:]
        for item, value in (("visit", "全部走访"), ("rate", "95"), ("rank", "1"))
    ]
    return handed_in(orgs, recorded, under=scheme(gates=gates))


def grades(book):
    return [given and given[1] for given in judged(book).values()]


@pytest.mark.parametrize("header", ["群众满意度", "群众满意度（%）", "满意率", "满意度", "satisfaction"])
def test_the_only_measure_of_the_gates_is_fed_by_its_own_column_or_by_satisfaction(header):
    book = with_figures((header,), ("90",), ("80%",), ("79.9",), ("",))

    assert (grades(book), book.faults) == (["好", "好", "较好", "较好"], [])
    own = header.startswith("群众")
    assert [one.code for one in book.notes] == ([] if own else ["book.satisfaction-stands-for"])
    assert book.organisations["G0"].measures["satisfaction"] == 90


def test_a_column_headed_as_the_measure_goes_before_satisfaction_wherever_it_stands():
    book = with_figures(("满意率", "群众满意度"), ("95", "70"), ("60", "85"), ("95", ""))

    assert grades(book) == ["较好", "好", "较好"]
    assert book.organisations["G0"].measures["satisfaction"] == 95
    assert book.notes == []


def test_several_measures_are_fed_by_their_own_columns_and_none_by_satisfaction():
    header = ("满意率", "年度学分", "群众满意度")

    assert grades(with_figures(header, ("90", "0.6", "70"), ("0", "0.6", "80"), gates=(GATE, CREDITS))) == [
        "较好",
        "好",
    ]
    (note,) = with_figures(("满意率", "年度学分"), ("90", "1"), gates=(GATE, CREDITS)).notes
    assert (note.code, note.facts["measures"]) == ("book.measure-without-column", ["群众满意度"])


def test_a_measure_that_every_register_has_is_read_from_there():
    members = Gate(grades=("好",), measure="党员数", at_least=D(10))

    assert grades(with_figures(("党员人数",), ("12",), ("9",), gates=(members,))) == ["好", "较好"]


@pytest.mark.parametrize(("cell", "code"), [("0.9", "per-cent"), ("101", "per-cent"), ("高", "a-number")])
@pytest.mark.parametrize("header", ["群众满意度", "满意率"])
def test_a_measure_that_is_no_per_cent_is_named_once_at_its_cell(header, cell, code):
    book = with_figures((header,), (cell,))

    assert told(book) == [("orgs.csv", 2, header, f"book.measure-not-{code}")]


def test_gates_without_a_column_to_look_at_are_named_once_with_what_to_do():
    book = with_figures((), (), (), gates=(GATE, replace(GATE, grades=("较好",)), CREDITS))

    (note,) = book.notes
    assert note.facts == {"measures": ["群众满意度", "年度学分"], "grades": ["好", "较好"]}
    assert (note.place("en"), note.row) == ("orgs.csv", 0)
    assert "群众满意度、年度学分" in note.said("zh")


@pytest.mark.parametrize(
    "changes", [{"classes": ("机关",)}, {"at_least": None}, {"measure": "", "requires_flag": "new"}]
)
def test_a_gate_that_looks_at_no_figure_of_those_graded_is_not_missed(changes):
    assert with_figures((), (), gates=(replace(GATE, **changes),)).notes == []


def test_columns_and_kernel_grade_alike_on_what_the_register_feeds():
    book = with_figures(("满意率",), ("90",), ("80",), ("79.9",), ("",))
    given = [one for one, _, _ in books.judge(book)]
    sheets = [dict(book.sheets[one.code]) for one in given]
    subjects = [Subject("村", sheet, measures=one.measures) for one, sheet in zip(given, sheets, strict=True)]

    done = judge_cases(book.scheme, subjects)

    assert [done.grade_of(row) for row in range(len(given))] == grades(book)


def test_a_finding_caps_the_grade_by_its_key_or_its_name():
    full = [
        ("A", item, "", value, "", "")
        for item, value in (("visit", "全部走访"), ("rate", "95"), ("rank", "1"))
    ]

    for flag in ("new", "新建党组织"):
        book = handed_in(
            recorded=full, flags=[("org", "flag", "authority", "date"), ("A", flag, "组织部", "2012.4.5")]
        )
        assert judged(book)["A"] == (D(100), "较好")


def test_a_finding_changes_nothing_where_the_document_attaches_nothing_to_it():
    under = scheme(consequences=(), gates=())
    flags = [("org", "flag", "authority", "date"), ("A", "随便", "组织部", "2012-04-05")]

    book = handed_in(recorded=[("A", "no-plan", "", "1", "没有计划", "")], flags=flags, under=under)

    assert (book.faults, [one.code for one in book.notes]) == ([], ["book.flag-without-effect"])


def test_class_may_be_the_document_s_name_or_the_register_s_kind_in_either_language():
    kinds = ["村", "village", "机关", "organ-institution", "机关事业单位"]
    orgs = [ORGS[0], *((f"G{at}", "支部", "", kind) for at, kind in enumerate(kinds))]

    assert list(handed_in(orgs).graded.values()) == ["村", "村", "机关", "机关", "机关"]


def test_a_class_of_the_register_or_of_another_document_is_outside_and_not_an_error():
    orgs = [
        *ORGS,
        ("C", "某协会支部", "", "社会组织"),
        ("D", "某连支部", "", "连队"),
        ("E", "某厂支部", "", "state-firm"),
    ]

    book = handed_in(orgs, [("C", "no-plan", "", "1", "", "")], under=scheme(gates=()))

    assert book.outside == {"C": "no-class", "D": "no-class", "E": "no-class"}
    assert (list(judged(book)), book.faults) == (["A", "B"], [])
    assert [one.code for one in book.notes] == ["book.lines-aside"]


def test_branches_of_a_general_branch_are_listed_with_it_where_the_document_says_so():
    objects = Objects(classes=(ClassOf(name="村"), ClassOf(name="机关")), under_general_branch="with-it")
    orgs = [(*ORGS[0], "组织形式"), (*ORGS[1], "党总支"), (*ORGS[2], "党支部")]

    book = handed_in(orgs, under=scheme(objects=objects))

    assert (list(book.graded), book.with_unit) == (["A"], ("B",))


def test_unknown_columns_of_the_register_are_kept_and_reported():
    orgs = [(*ORGS[0], "驻村干部"), (*ORGS[1], "王五"), (*ORGS[2], "")]

    book = handed_in(orgs, [("A", "no-plan", "", "1", "没有计划", "")], under=scheme(gates=()))

    assert [(one.code, one.facts) for one in book.notes] == [
        ("tables.columns-unknown", {"columns": ["驻村干部"]})
    ]


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "丙支部", "", "村"), "code", "book.code-missing"),
        (("C", "", "", "村"), "name", "book.name-missing"),
        (("C", "丙支部", "", ""), "class", "book.class-missing"),
        (("C", "丙支部", "", "寺庙"), "class", "book.class-unknown"),
        (("C", "丙支部", "Z", "村"), "parent", "book.parent-unknown"),
        (("A", "丙支部", "", "村"), "code", "register.code-twice"),
        (("C", "丙支部", "C", "村"), "parent", "book.parents-in-a-circle"),
        (("1.2E+17", "丙支部", "", "村"), "code", "tables.code-scientific"),
    ],
)
def test_a_bad_row_of_the_register_is_named(row, column, code):
    book = handed_in([*ORGS, row])

    assert told(book) == [("orgs.csv", 4, column, code)]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("党员数", "三十", "book.members-not-a-count"),
        ("党员数", "2.5", "book.members-not-a-count"),
        ("满意度", "高", "book.measure-not-a-number"),
        ("满意度", "0.95", "book.measure-not-per-cent"),
        ("满意度", "101", "book.measure-not-per-cent"),
        ("组织形式", "联盟", "book.form-unknown"),
    ],
)
def test_a_bad_figure_of_an_organisation_is_named(header, cell, code):
    book = handed_in([(*ORGS[0], header), (*ORGS[1], cell)])

    assert told(book) == [("orgs.csv", 2, header, code)]


def test_superiors_that_run_in_a_circle_are_named_once_with_the_circle():
    orgs = [
        ORGS[0],
        ("A", "甲", "C", "村"),
        ("B", "乙", "A", "村"),
        ("C", "丙", "B", "村"),
        ("D", "丁", "A", "村"),
    ]

    (fault,) = handed_in(orgs).faults

    assert fault.facts["codes"] == ["A", "C", "B", "A"]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("Z", "no-plan", "", "1", "原因", ""), "org", "book.org-unknown"),
        (("", "no-plan", "", "1", "原因", ""), "org", "book.org-missing"),
        (("A", "", "", "1", "原因", ""), "item", "book.item-missing"),
        (("A", "没有的项", "", "1", "原因", ""), "item", "sheet.item-unknown"),
        (("A", "工作制度/没有的情形", "", "1", "原因", ""), "item", "sheet.item-unknown"),
        (("B", "village-only", "", "1", "原因", ""), "item", "sheet.item-of-another-class"),
        (("A", "no-plan", "村民", "1", "原因", ""), "scorer", "sheet.scorer-unknown"),
        (("A", "no-plan", "", "", "原因", ""), "value", "book.value-missing"),
        (("A", "no-plan", "", "—", "原因", ""), "value", "book.value-missing"),
        (("A", "no-plan", "", "很多", "原因", ""), "value", "sheet.value-not-a-number"),
        (("A", "no-plan", "", "2", "原因", ""), "value", "sheet.value-not-yes-or-no"),
        (("A", "hours", "", "1.5", "原因", ""), "value", "sheet.value-not-a-count"),
        (("A", "hours", "", "-1", "原因", ""), "value", "sheet.value-not-a-count"),
        (("A", "visit", "", "没有走访", "", ""), "value", "sheet.option-unknown"),
        (("A", "rate", "", "75", "", ""), "points", "sheet.points-outside-range"),
        (("A", "rate", "", "75", "", "20"), "points", "sheet.points-outside-range"),
        (("A", "rate", "", "75", "", "十"), "points", "sheet.value-not-a-number"),
        (("A", "other", "", "51", "原因", ""), "value", "sheet.points-outside-range"),
        (("A", "other", "", "1.234", "原因", ""), "value", "sheet.too-many-decimals"),
        (("A", "other", "", "1", "", ""), "reason", "sheet.discretion-without-reason"),
        (("A", "no-plan", "", "1", "", ""), "reason", "sheet.deduction-without-reason"),
        (("A", "no-plan", "", "1", "无", ""), "reason", "sheet.deduction-without-reason"),
    ],
)
def test_a_bad_line_is_named_by_row_and_column(row, column, code):
    book = handed_in(recorded=[("B", "no-plan", "", "1", "没有计划", ""), row])

    assert judged(book)["B"] in ((D(45), "较差"), None)
    assert told(book) == [("lines.csv", 3, column, code)]


def test_a_deduction_without_a_reason_passes_only_where_the_document_does_not_ask():
    recorded = [("A", "no-plan", "", "1", "", "")]

    assert judged(handed_in(recorded=recorded))["A"] is None
    assert judged(handed_in(recorded=recorded, under=scheme(reasons=False)))["A"] == (D(45), "较差")


def test_every_bad_line_of_one_organisation_is_named_and_not_only_the_first():
    recorded = [
        ("A", "no-plan", "", "1", "", ""),
        ("A", "hours", "", "1.5", "x", ""),
        ("A", "other", "", "99", "x", ""),
    ]

    book = handed_in(recorded=recorded)
    judged(book)

    assert [(row, column) for _, row, column, _ in told(book)] == [(2, "reason"), (3, "value"), (4, "value")]


def test_the_same_item_twice_names_the_first_row():
    book = handed_in(
        recorded=[
            ("A", "hours", "", "1", "甲", ""),
            ("A", "hours", "自评", "1", "甲", ""),
            ("A", "hours", "", "2", "乙", ""),
        ]
    )

    assert [(one.row, one.code, one.facts["first"]) for one in book.faults] == [(4, "book.item-twice", 2)]


def test_a_scorer_whose_sheet_was_forgotten_is_asked_for_once():
    scorers = Scorers(
        scorers=(
            Scorer(key="county", name="县", weight=D("0.4")),
            Scorer(key="town", name="镇", weight=D("0.6")),
        )
    )
    under = scheme(scorers=scorers)

    both = handed_in(
        recorded=[("A", "no-plan", "县", "1", "原因", ""), ("A", "no-plan", "镇", "0", "", "")], under=under
    )
    one = handed_in(recorded=[("A", "no-plan", "县", "1", "原因", "")], under=under)

    assert judged(both) == {"A": (D("48.0"), "较差"), "B": (D("50.0"), "较差")}
    assert judged(one) == {"A": None, "B": None}
    assert told(one) == [("lines.csv", 0, "scorer", "sheet.scorer-missing")]


def test_a_line_must_name_its_scorer_where_several_count():
    scorers = Scorers(
        scorers=(
            Scorer(key="county", name="县", weight=D("0.4")),
            Scorer(key="town", name="镇", weight=D("0.6")),
        )
    )

    book = handed_in(recorded=[("A", "no-plan", "", "1", "原因", "")], under=scheme(scorers=scorers))

    assert told(book)[0][2:] == ("scorer", "sheet.scorer-unknown")


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("Z", "new", "组织部", "2012-04-05"), "org", "book.org-unknown"),
        (("A", "", "组织部", "2012-04-05"), "flag", "book.flag-missing"),
        (("A", "nwe", "组织部", "2012-04-05"), "flag", "book.flag-unknown"),
        (("A", "new", "", "2012-04-05"), "authority", "book.authority-missing"),
        (("A", "new", "组织部", ""), "date", "book.date-missing"),
        (("A", "new", "组织部", "前年"), "date", "book.date-unreadable"),
    ],
)
def test_a_bad_finding_is_named_and_has_no_effect(row, column, code):
    book = handed_in(flags=[("org", "flag", "authority", "date"), row])

    assert told(book) == [("flags.csv", 2, column, code)]
    assert book.flags == {}


def test_a_register_without_organisations_is_refused():
    assert told(handed_in([ORGS[0]])) == [("orgs.csv", 0, "", "book.no-organisations")]


def test_a_class_without_a_score_sheet_is_named_at_the_organisation():
    under = scheme()
    book = handed_in(under=scheme(forms={"村": under.forms["村"]}))

    assert judged(book) == {"A": (D(50), "较差"), "B": None}
    assert told(book) == [("orgs.csv", 3, "class", "sheet.class-without-sheet")]


# -- workbooks --------------------------------------------------------------------------------------------------------

SHEET = [("党组织代码", "评分项", "次数", "扣分原因"), ("A", "工作制度/没有年度计划", 1.0, "没有计划")]


def test_a_workbook_is_read_by_the_names_of_its_sheets():
    data = workbook({"说明": [("怎样填",)], "组织": ORGS, "扣分": SHEET})

    book = books.read(scheme(), books.tables_of_workbook(scheme(), read_book(data, "book.xlsx")))

    assert (judged(book)["A"], book.faults) == ((D(45), "较差"), [])


def test_a_workbook_with_other_names_is_read_by_the_headers_of_its_sheets():
    data = workbook({"Sheet2": SHEET, "Sheet1": ORGS})

    book = books.read(scheme(), books.tables_of_workbook(scheme(), read_book(data, "book.xlsx")))

    assert judged(book)["A"] == (D(45), "较差")


@pytest.mark.parametrize(("sheets", "missing"), [({"扣分": SHEET}, "组织"), ({"组织": ORGS}, "扣分")])
def test_a_workbook_that_lacks_a_sheet_is_refused_with_its_name(sheets, missing):
    with pytest.raises(Refusal) as refused:
        books.tables_of_workbook(scheme(), read_book(workbook(sheets), "book.xlsx"))

    assert (refused.value.code, refused.value.facts["sheet"]) == ("book.sheet-missing", missing)


def test_a_template_of_another_pack_is_refused():
    data = workbook(
        {"组织": ORGS, "扣分": SHEET, books.STAMP: [("pack", "other-pack")]}, hidden=[books.STAMP]
    )

    with pytest.raises(Refusal) as refused:
        books.tables_of_workbook(scheme(), read_book(data, "book.xlsx"), "jilin-2012-grading")

    assert refused.value.facts == {
        "file": "book.xlsx",
        "made_for": "other-pack",
        "pack": "jilin-2012-grading",
    }


# -- what was forgotten, or stands twice ------------------------------------------------------------------------------


def test_a_table_without_a_line_is_said():
    book = handed_in()

    assert "book.no-lines" in [one.code for one in book.notes]
    assert "book.no-lines" not in [
        one.code for one in handed_in(recorded=[("A", "no-plan", "", "1", "没有计划", "")]).notes
    ]


def three_sheets(**more):
    sheets = {"组织": ORGS, "扣分": lines(("A", "no-plan", "", "1", "没有计划", "")), **more}
    return books.tables_of_workbook(scheme(), read_book(workbook(sheets), "book.xlsx"))


@pytest.mark.parametrize("name", ["扣分 (2)", "扣分补", "Sheet7"])
def test_a_second_sheet_of_one_kind_is_refused_by_name(name):
    with pytest.raises(Refusal) as refused:
        three_sheets(**{name: lines(("B", "no-plan", "", "1", "没有计划", ""))})

    assert refused.value.code == "tables.sheet-twice"
    assert refused.value.facts["sheet"] == name


def test_a_second_sheet_with_nothing_in_it_is_none():
    orgs, recorded, flags = three_sheets(**{"扣分 (2)": lines(), "看法": [("随便", "写写")]})

    assert (orgs.sheet.name, recorded.sheet.name, flags) == ("组织", "扣分", None)


def test_a_per_cent_that_excel_holds_as_a_part_of_one_is_refused_as_in_the_register():
    under = scheme()
    per_cent = [item for _, item in under.forms["村"].items() if getattr(item, "unit", "") in ("%", "％")]
    assert per_cent, "the scheme of the tests has an item in per cent"
    key = per_cent[0].key

    def code(value):
        return [one.code for one in handed_in(recorded=[("A", key, "", value, "缘由", "")]).faults]

    assert code("0.96") == code("1") == ["book.value-not-per-cent"]
    assert code("96") == code("96%") == code("0.5%") == []
