"""The bulk engine's own behaviour: what comes in, what is refused and where, what cannot be exact."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

import jiceng
from jiceng.analytics import vector
from jiceng.analytics.fixed import CannotCompile
from jiceng.analytics.sheet import (
    Column,
    Lines,
    Measure,
    Sheet,
    compile_form,
    compile_scheme,
    grade_columns,
    grade_form,
)
from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Band, Bands, Form, Head, Scheme, Scorer, Scorers
from jiceng.kernel.sheet.shapes import (
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBand,
    MeasureBands,
    Options,
    Place,
    Proportional,
    Rank,
    Rate,
    RewardPerOccurrence,
)


def D(text):
    return Decimal(text)


PLAN = DeductOnce(key="plan", name="没有年度计划", points=D("5"))
HOURS = DeductPerOccurrence(key="hours", name="党员年学时不足24", points=D("0.5"), cap=D("3"))
OTHER = Discretionary(key="other", name="其他情形")
MEETINGS = MeasureBands(
    key="meetings", name="三会一课完成率", bands=(
        MeasureBand(at_least=D("60"), points=D("4")), MeasureBand(at_least=D("90.5"), low=D("8"), high=D("10")),
    ),
)  # fmt: skip
FORM = Form(
    key="organ", title="机关", heads=(
        Head(key="work", name="工作", items=(PLAN, HOURS, OTHER), maximum=D("90"), start="full"),
        Head(key="life", name="组织生活", items=(MEETINGS,), maximum=D("10")),
    ),
    reasons=True,
)  # fmt: skip
SCHEME = Scheme(
    bands=Bands(
        bands=(Band(grade="好", at_least=D("90")), Band(grade="较好", at_least=D("80"), below=D("90")),
               Band(grade="较差", at_least=D("0"), below=D("80"))),
    ),
    forms={"机关": FORM},
)  # fmt: skip


def grade(lines=(), rows=3, engine="", scheme=SCHEME, columns=None, **rest):
    """lines: (row, item key, value, reason given)."""
    program = compile_scheme(scheme, "机关", places=1)
    numbers = [program.program.number(one[1]) for one in lines]
    table = None
    if lines:
        row, value, reason = ([one[at] for one in lines] for at in (0, 2, 3))
        table = Lines(
            np.array(row, np.int32), np.array(numbers, np.int16), np.array(value), np.array(reason, bool)
        )
    sheet = Sheet(columns=columns or {}, lines=table)
    return grade_columns(program, "机关", {"assessment": sheet}, rows, engine=engine, **rest)


def test_lines_in_any_order_and_columns_add_up(engine):
    meetings = Column(np.array([905, 600, 599]), points=np.array([950, 0, 0]))

    graded = grade(
        [(2, "hours", 7, True), (0, "plan", 1, True), (2, "plan", 0, False)], engine=engine,
        columns={"meetings": meetings},
    )  # fmt: skip

    assert [graded.total_of(row) for row in range(3)] == [D("94.5"), D("94"), D("87")]
    assert [graded.grade_of(row) for row in range(3)] == ["好", "好", "较好"]
    assert graded.counts() == {"好": 2, "较好": 1, "较差": 0}


def test_a_deduction_without_a_reason_names_the_first_row_and_the_item(engine):
    lines = [(2, "plan", 1, False), (1, "hours", 2, False), (0, "hours", 2, True)]

    with pytest.raises(Refusal) as refused:
        grade(lines, engine=engine)

    assert refused.value.code == "sheet.deduction-without-reason"
    assert refused.value.facts == {"item": HOURS.name, "head": "工作", "row": 1}


def test_a_deduction_that_takes_nothing_needs_no_reason(engine):
    graded = grade([(0, "hours", 0, False)], engine=engine)

    assert graded.total_of(0) == D("90")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ((1, "plan", 2, True), "sheet.value-not-yes-or-no"),
        ((1, "hours", -1, True), "sheet.value-not-a-count"),
        ((1, "other", 9001, True), "sheet.points-outside-range"),
        ((1, "other", 100, False), "sheet.discretion-without-reason"),
        ((1, "meetings", 905, True), "sheet.points-outside-range"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_as_by_the_kernel(engine, line, code):
    with pytest.raises(Refusal) as refused:
        grade([line], engine=engine)

    assert (refused.value.code, refused.value.facts["row"]) == (code, 1)
    assert refused.value.facts["item"] == FORM.find(line[1]).name


def test_the_same_item_twice_for_a_row_is_named(engine):
    with pytest.raises(ValueError, match="Line 2, row 1: 没有年度计划 was already recorded"):
        grade([(1, "plan", 1, True), (0, "plan", 1, True), (1, "plan", 1, True)], engine=engine)


def test_an_item_as_column_and_in_lines_is_named(engine):
    with pytest.raises(ValueError, match="row 1: 没有年度计划 also came as a column"):
        grade([(1, "plan", 1, True)], engine=engine, columns={"plan": Column(np.zeros(3, np.int8))})


@pytest.mark.parametrize("row", [-1, 3])
def test_a_line_for_a_row_that_is_not_there_is_named(engine, row):
    with pytest.raises(ValueError, match=f"Line 0: row {row} is not one of the 3"):
        grade([(row, "plan", 1, True)], engine=engine)


def test_a_column_of_another_length_is_named():
    with pytest.raises(ValueError, match="没有年度计划: a column has 2 rows where 3"):
        grade(columns={"plan": Column(np.zeros(2, np.int8))})


def test_a_value_too_large_to_be_exact_is_named_and_not_rounded(engine):
    with pytest.raises(ValueError, match="Row 1, 三会一课完成率"):
        grade([(1, "meetings", -(10**16), True)], engine=engine)


def test_a_float_column_is_refused():
    with pytest.raises(TypeError, match="safe"):
        grade(columns={"plan": Column(np.zeros(3))})


def test_a_recorded_mask_leaves_the_others_untouched(engine):
    column = Column(
        np.array([1, 1, 99]), recorded=np.array([1, 0, 0], bool), reason=np.array([1, 0, 0], bool)
    )

    graded = grade(columns={"plan": column}, engine=engine)

    assert [graded.total_of(row) for row in range(3)] == [D("85"), D("90"), D("90")]


def test_lines_kept_in_row_order_need_no_row_column(engine):
    lines = Lines.by_row([0, 1, 1, 3], item=[0, 0, 1], value=[1, 1, 4], reason=[True] * 3)
    program = compile_form(FORM, "机关")

    scored = grade_form(program, Sheet(lines=lines), 3, engine=engine)

    assert [Decimal(one).scaleb(-scored.total_places) for one in scored.total.tolist()] == [85, 90, 83]
    assert scored.heads.tolist() == [[8500, 9000, 8300], [0, 0, 0]]


def test_flags_gates_and_measures_hold_as_in_the_kernel(engine):
    scheme = Scheme(
        bands=SCHEME.bands, forms=SCHEME.forms,
        gates=[Gate(grades=("好", "较好"), measure="satisfaction", at_least=D("90"), unknown="open")],
        consequences=[Consequence(flag="new", effect="at-most", grade="较好")],
    )  # fmt: skip
    satisfaction = Measure(np.array([9000, 8999, 0]), places=2, known=np.array([1, 1, 0], bool))

    graded = grade(
        scheme=scheme,
        engine=engine,
        flags={"new": np.array([0, 0, 1], bool)},
        measures={"satisfaction": satisfaction},
    )

    assert [graded.grade_of(row) for row in range(3)] == ["好", "较差", "较好"]
    assert [graded.grades[one] for one in graded.band] == ["好", "好", "好"]


def test_a_scorer_who_counts_and_has_no_sheet_is_named():
    scorers = Scorers(
        scorers=(Scorer(key="a", name="县", weight=D("0.2")), Scorer(key="b", name="乡", weight=D("0.8")))
    )
    scheme = compile_scheme(Scheme(bands=SCHEME.bands, forms=SCHEME.forms, scorers=scorers), "机关")

    with pytest.raises(Refusal) as refused:
        grade_columns(scheme, "机关", {"a": Sheet(), "b": Sheet(present=np.array([1, 0], bool))}, 2)

    assert (refused.value.code, refused.value.facts) == (
        "sheet.scorer-missing",
        {"missing": ["乡"], "row": 1},
    )


def test_entries_on_a_sheet_that_is_absent_are_named():
    sheet = Sheet(columns={"plan": Column(np.zeros(2, np.int8))}, present=np.array([1, 0], bool))
    scheme = compile_scheme(Scheme(bands=SCHEME.bands, forms=SCHEME.forms), "机关")

    with pytest.raises(ValueError, match="Row 1 has entries of assessment"):
        grade_columns(scheme, "机关", {"assessment": sheet}, 2)


def test_nobody_to_grade_is_nobody_graded(engine):
    graded = grade(rows=0, engine=engine)

    assert graded.counts() == {"好": 0, "较好": 0, "较差": 0}


def test_rank_and_proportion_compare_within_the_group(engine):
    rank = Rank(
        key="rank", name="排名", places=(Place(points=D("5"), to=1), Place(points=D("3"), to_share=D("0.7")))
    )
    share = Proportional(key="share", name="比例", points=D("10"), of="mean", maximum=D("12"))
    form = Form(key="f", title="f", heads=(Head(key="h", name="h", items=(rank, share), maximum=D("17")),))
    program = compile_form(form, "村", places=0)
    columns = {"rank": Column([7, 9, 9, 1, 2]), "share": Column([1, 2, 2, 5, 0])}

    scored = grade_form(program, Sheet(columns=columns), 5, group=[0, 0, 0, 1, 1], engine=engine)

    # Group 0: mean 1.666667; 7 is third of three. Group 1: mean 2.5.
    wanted = ["5.999999", "16.999998", "16.999998", "12", "5"]
    assert [Decimal(one).scaleb(-scored.total_places) for one in scored.total.tolist()] == [
        D(one) for one in wanted
    ]


def test_option_codes_follow_the_order_of_the_form():
    form = Form(
        key="f", title="f", heads=(
            Head(key="h", name="h", items=(Options(key="o", name="评价", options={"优": D("5"), "良": D("3")}),)),
        ),
    )  # fmt: skip
    program = compile_form(form, "村")

    assert [program.option("o", name) for name in ("优", "良")] == [0, 1]
    with pytest.raises(Refusal, match="option-unknown"):
        program.option("o", "差")


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (DeductOnce(key="x", name="某项", points=D("1e-13")), "13 decimals"),
        (DeductOnce(key="x", name="某项", points=D("1e18")), "too many"),
        (RewardPerOccurrence(key="x", name="某项", points=D("NaN")), "finite"),
        (Rate(key="x", name="某项", target=D("1"), points=D("1"), step=D("0")), "step 0"),
        (Proportional(key="x", name="某项", points=D("1e-7")), "6 decimals"),
    ],
)
def test_what_cannot_be_exact_is_not_compiled_and_the_item_is_named(item, why):
    form = Form(key="f", title="f", heads=(Head(key="h", name="h", items=(item,), maximum=D("10")),))

    with pytest.raises(CannotCompile, match=rf"x \(某项\).*{why}"):
        compile_form(form, "村")


def test_quotients_are_exact_where_the_product_leaves_64_bits():
    over = np.array([0, 1, 2**52 - 1, 2**52, 123456789012345, 5, 15], np.int64)
    under = np.array([7, 3, 2**52, 2**52, 987654321098765, 2_000_000, 2_000_000], np.int64)
    factor = 12_345_678_901

    found = vector.mul_div(factor, over, under)

    pairs = zip(over.tolist(), under.tolist(), strict=True)
    assert found.tolist() == [(2 * factor * a + b) // (2 * b) for a, b in pairs]


@pytest.mark.parametrize("shape", ["plan", "hours"])
def test_each_shape_that_takes_points_asks_for_a_reason(engine, shape):
    with pytest.raises(Refusal, match="deduction-without-reason"):
        grade([(0, shape, 1, False)], engine=engine)


def test_free_points_need_words_even_where_deductions_do_not(engine):
    scheme = Scheme(bands=SCHEME.bands, forms={"机关": replace(FORM, reasons=False)})

    graded = grade([(0, "plan", 1, False)], engine=engine, scheme=scheme)
    with pytest.raises(Refusal, match="discretion-without-reason"):
        grade([(0, "other", 100, False)], engine=engine, scheme=scheme)

    assert graded.total_of(0) == D("85")


def test_parts_of_a_step_round_half_up_at_six_places(engine):
    part = Rate(
        key="part", name="份", target=D("0"), points=D("0"), step=D("128"), up=D("1"), maximum=D("9"),
        partial="proportional",
    )  # fmt: skip
    form = Form(key="f", title="f", heads=(Head(key="h", name="h", items=(part,), maximum=D("9")),))
    program = compile_form(form, "村", places=0)

    scored = grade_form(program, Sheet(columns={"part": Column([1, 2, 3])}), 3, engine=engine)

    # 1/128 = 0.0078125 and 3/128 = 0.0234375: both stand on the half.
    assert [Decimal(one).scaleb(-scored.total_places) for one in scored.total.tolist()] == [
        D("0.007813"), D("0.015625"), D("0.023438"),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["half-up", "half-even", "down"])
def test_totals_on_the_half_are_read_as_by_the_kernel(engine, mode):
    edges = [D(edge) for edge in ("90", "89", "88", "87", "0")]
    bands = Bands(
        bands=tuple(Band(grade=str(edge), at_least=edge) for edge in edges), round_to=0, round_mode=mode
    )
    scheme = Scheme(bands=bands, forms=SCHEME.forms)
    times = [0, 1, 2, 3, 4, 5]

    graded = grade([(row, "hours", value, True) for row, value in enumerate(times)], 6, engine, scheme)

    totals = [D("90"), D("89.5"), D("89"), D("88.5"), D("88"), D("87.5")]
    assert [graded.total_of(row) for row in range(6)] == totals
    assert [graded.grade_of(row) for row in range(6)] == [bands.grade(total).grade for total in totals]


def test_a_total_on_the_edge_that_no_band_includes_is_refused(engine):
    bands = Bands(
        bands=(Band(grade="好", at_least=D("91")), Band(grade="较差", at_least=D("0"), below=D("90"))),
    )

    with pytest.raises(Refusal, match="total-in-gap"):
        grade(rows=1, engine=engine, scheme=Scheme(bands=bands, forms=SCHEME.forms))


def test_quotients_round_half_up():
    assert vector.mul_div(1, np.array([1, 3, 5, 1]), np.array([2, 2, 2, 3])).tolist() == [1, 2, 3, 0]


def test_a_value_far_out_is_no_hindrance_where_its_points_stop(engine):
    far = Rate(
        key="far", name="远", target=D("0"), points=D("1"), step=D("0.01"), down=D("1"), maximum=D("1")
    )
    capped = DeductPerOccurrence(key="capped", name="封顶", points=D("1"), cap=D("2"))
    head = Head(key="h", name="h", items=(far, capped), maximum=D("10"), start="full")
    program = compile_form(Form(key="f", title="f", heads=(head,)), "村", places=2)
    columns = {"far": Column([-(10**9), 10**9]), "capped": Column([10**12, 0], reason=[True, True])}

    scored = grade_form(program, Sheet(columns=columns), 2, engine=engine)

    assert program.narrow
    assert scored.total.tolist() == [800, 1000]


def test_nothing_else_in_the_product_needs_it_but_the_page_that_reads_pictures():
    source = Path(jiceng.__file__).parent
    outside = [path for path in source.rglob("*.py") if "analytics" not in path.relative_to(source).parts]

    found = [str(path.relative_to(source)) for path in outside if "jiceng.analytics" in path.read_text()]

    assert found == ["web/ballot/scan.py"]  # which says what to install where OpenCV is missing


def test_without_numpy_the_message_says_what_to_install(monkeypatch):
    import importlib
    import sys

    for name in [name for name in sys.modules if name.startswith("jiceng.analytics")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)

    with pytest.raises(ImportError, match=r'pip install "jiceng\[analytics\]"'):
        importlib.import_module("jiceng.analytics")
