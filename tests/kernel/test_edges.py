"""Boundaries, ties and rules that meet: each of these sentences is false once one sign in the kernel is turned."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.firmness import Firmness, has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import (
    Apart,
    Band,
    Bands,
    Entry,
    Form,
    Head,
    Member,
    Quota,
    check_quotas,
    propose,
    score,
)
from jiceng.kernel.sheet.lint import check_form
from jiceng.kernel.sheet.shapes import (
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBand,
    MeasureBands,
    RewardPerOccurrence,
    quotient,
)
from tests.kernel.test_grade import BANDS
from tests.kernel.test_quota import cohort
from tests.kernel.test_sheet import form

# -- reasons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "　",
        "\u200b",
        "！！！",
        "？？",
        "……",
        "***",
        "~",
        "、、、",
        "（无）",
        "无。",
        "N／A",
        "没",
        "略",
        "🙂",
        " - - ",
    ],
)
def test_signs_and_words_for_nothing_are_no_reason(text):
    assert not has_reason(text)


@pytest.mark.parametrize("text", ["全年未开", "无会议记录", "20/24", "no minutes", "ཡིག་ཆ་མེད།"])
def test_a_few_words_or_figures_are_a_reason(text):
    assert has_reason(text)


# -- items and heads --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "entry", "code"),
    [
        (Discretionary(key="i", name="i"), Entry(D("9" * 30), "事实"), "sheet.value-too-large"),
        (Discretionary(key="i", name="i"), Entry(D("9" * 28 + ".99"), "事实"), "sheet.value-too-large"),
        (DeductPerOccurrence(key="i", name="i", points=D(2)), Entry(D("1E+400"), "事实"), "sheet.value-too-large"),
        (MeasureBands(key="i", name="i", bands=(MeasureBand(at_least=D(0), low=D(0), high=D(5)),)),
         Entry(D(1), "事实", D("NaN")), "sheet.value-not-a-number"),
        (MeasureBands(key="i", name="i", bands=(MeasureBand(at_least=D(0), low=D(0), high=D(5)),)),
         Entry(D(1), "事实", D("9" * 30)), "sheet.value-too-large"),
    ],
)  # fmt: skip
def test_a_number_beyond_anything_real_is_refused_and_no_fault(item, entry, code):
    with pytest.raises(Refusal) as refused:
        score(form(item), {"i": entry})

    assert refused.value.code == code


@pytest.mark.parametrize("name", ["群众评价／投诉", " 群众评价 / 投诉 ", "群众反映/投诉", "opinion/投诉"])
def test_an_item_is_found_under_every_name_of_its_head_and_either_slash(name):
    item = DeductOnce(key="i", name="投诉", points=D(1))
    head = Head(
        key="opinion", name="群众反映", also=("群众评价",), items=(item,), maximum=D(10), start="full"
    )

    assert Form(key="f", title="f", heads=(head,)).find(name) is item


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("投诉", ["一/投诉", "二/投诉"]),
        ("一/诉", ["一/投诉"]),
        ("二/投拆", ["二/投诉"]),
        ("没有这项", ["一/…", "二/…"]),
    ],
)
def test_the_nearest_items_are_items_and_not_heads(name, near):
    heads = tuple(
        Head(key=one, name=one, items=(DeductOnce(key=f"i{one}", name="投诉", points=D(1)),))
        for one in "一二三"[:2]
    )

    with pytest.raises(Refusal) as refused:
        Form(key="f", title="f", heads=heads).find(name)

    assert refused.value.facts["near"] == near


def test_points_taken_from_an_items_own_maximum_need_a_reason_too():
    item = DeductOnce(key="i", name="i", points=D(3), maximum=D(10))

    with pytest.raises(Refusal, match=r"sheet\.deduction-without-reason"):
        score(form(item, start="zero"), {"i": Entry(D(1), "——")})


def test_heads_that_hold_more_than_the_sheet_give_no_more_than_the_sheet():
    heads = tuple(Head(key=one, name=one, items=(), maximum=D(80), start="full") for one in "ab")

    assert score(Form(key="f", title="f", heads=heads), {}).total == 100


def test_what_is_taken_outside_the_hundred_stops_at_its_floor_and_the_total_at_nothing():
    bonus = Head(key="b", name="b", outside=True, maximum=D(5), floor=D(-3), weight=D("0.5"),
                 items=(Discretionary(key="i", name="i", limit=D(9)),))  # fmt: skip
    body = Head(
        key="h", name="h", maximum=D(10), start="full", items=(DeductOnce(key="j", name="j", points=D(10)),)
    )
    sheet = Form(key="f", title="f", heads=(body, bonus), maximum=D(10))
    taken = {"i": Entry(D(9), "事实")}

    assert score(sheet, taken).heads["b"] == -3
    assert score(sheet, taken).total == D("8.5")
    assert score(sheet, taken | {"j": Entry(D(1), "事实")}).total == 0


def test_a_head_outside_the_hundred_that_can_only_take_does_take():
    body = Head(
        key="h",
        name="h",
        maximum=D(20),
        start="full",
        items=(DeductOnce(key="j", name="j", points=D("0.5")),),
    )
    minus = Head(key="m", name="m", outside=True, items=(DeductOnce(key="i", name="i", points=D(5)),))
    sheet = Form(key="f", title="f", heads=(body, minus), maximum=D(20))
    taken = {"i": Entry(D(1), "事实"), "j": Entry(D(1), "事实")}

    assert score(sheet, taken).total == D("14.5")
    assert score(replace(sheet, heads=(body, replace(minus, floor=D(-2)))), taken).total == D("17.5")
    mixed = replace(minus, items=(*minus.items, RewardPerOccurrence(key="r", name="r", points=D(1))))
    assert score(replace(sheet, heads=(body, mixed)), taken).total == D("19.5")


def test_a_head_without_a_maximum_is_limited_by_the_sheet_alone():
    open_head = Head(key="w", name="w", items=(RewardPerOccurrence(key="r", name="r", points=D(30)),))
    sheet = Form(key="f", title="f", heads=(open_head,))

    assert [(one.level, one.code) for one in check_form(sheet)] == [("note", "lint.head-without-maximum")]
    assert score(sheet, {"r": Entry(D(2))}).total == 60
    assert score(sheet, {"r": Entry(D(4))}).total == 100
    full = replace(sheet, heads=(replace(open_head, start="full"),))
    assert "lint.full-without-maximum" in [one.code for one in check_form(full)]


def test_a_floor_below_nothing_holds_only_outside_the_hundred():
    item = DeductOnce(key="i", name="i", points=D(15))

    assert score(form(item, floor=D(-5)), {"i": Entry(D(1), "事实")}).heads["h"] == 0


def test_the_weight_of_a_bonus_counts():
    bonus = Head(
        key="b",
        name="b",
        outside=True,
        weight=D("0.5"),
        items=(RewardPerOccurrence(key="i", name="i", points=D(3)),),
    )

    assert score(Form(key="f", title="f", heads=(bonus,)), {"i": Entry(D(1))}).total == D("1.5")


def test_a_quotient_is_rounded_half_up_at_the_sixth_place():
    assert (quotient(D(2), D(3)), quotient(D(1), D(3)), quotient(D("0.0000005"), D(1))) == (
        D("0.666667"),
        D("0.333333"),
        D("0.000001"),
    )


def test_sums_are_exact_where_floats_are_not():
    items = tuple(Discretionary(key=one, name=one, direction="award") for one in "ab")

    total = score(
        form(*items, start="zero"), {"a": Entry(D("0.1"), "事实"), "b": Entry(D("0.2"), "事实")}
    ).total

    assert total == D("0.3")


def test_an_item_with_its_own_maximum_fills_its_head():
    item = DeductPerOccurrence(key="i", name="i", points=D(2), maximum=D(10))

    assert [one.code for one in check_form(form(item, start="zero")) if one.level == "error"] == []


# -- bands, gates, consequences ---------------------------------------------------------------------------------------


def test_a_band_holds_its_upper_end():
    bands = Bands(bands=(Band(grade="好", at_least=D(90)), Band(grade="较好", at_least=D(80), at_most=D(89))))

    assert bands.grade(D(89)).grade == "较好"


@pytest.mark.parametrize(("mode", "read"), [("half-up", 89), ("half-even", 88), ("down", 88)])
def test_half_a_point_is_rounded_as_the_document_says(mode, read):
    assert Bands(bands=BANDS.bands, round_to=0, round_mode=mode).read(D("88.5")) == read


def rule(effect, grade, flag="f", **more):
    return Consequence(flag=flag, effect=effect, grade=grade, **more)


@pytest.mark.parametrize(
    ("total", "rules", "grade"),
    [
        (50, [rule("forced", "较好")], "较好"),
        (95, [rule("at-least", "较好")], "好"),
        (50, [rule("at-least", "较好")], "较好"),
        (50, [rule("at-most", "较好")], "较差"),
        (95, [rule("forced", "较好"), rule("at-most", "一般")], "一般"),
        (95, [rule("at-most", "一般"), rule("forced", "较好")], "一般"),
        (95, [rule("at-least", "好"), rule("forced", "较差")], "较差"),
        (95, [rule("forced", "较差"), rule("at-least", "好")], "较差"),
    ],
)
def test_consequences_both_ways_and_the_lower_one_holds(total, rules, grade):
    assert propose(BANDS, D(total), flags=frozenset({"f"}), consequences=rules).grade == grade


def test_an_award_that_a_veto_overrides_binds_nobody():
    rules = [rule("at-least", "好", name="表彰"), rule("forced", "较差", name="否决")]

    assert [one.name for one in propose(BANDS, D(95), flags=frozenset({"f"}), consequences=rules).bounds] == [
        "否决"
    ]


GATE = Gate(grades=("好",), measure="satisfaction", at_least=D(90), name="满意度")


@pytest.mark.parametrize(
    ("gate", "measures", "grade"),
    [
        (GATE, {"satisfaction": D(90)}, "好"),
        (GATE, {"satisfaction": D("89.99")}, "较好"),
        (GATE, {}, "较好"),
        (replace(GATE, unknown="open"), {}, "好"),
        (replace(GATE, classes=("村",)), {}, "好"),
        (replace(GATE, firmness=Firmness.ABOUT), {}, "好"),
    ],
)
def test_a_gate_shuts_for_its_classes_below_its_figure(gate, measures, grade):
    assert propose(BANDS, D(95), class_name="机关", measures=measures, gates=[gate]).grade == grade


def test_a_gate_on_a_middle_grade_sends_down_and_never_up():
    assert propose(BANDS, D(85), gates=[replace(GATE, grades=("较好",))]).grade == "一般"


# -- quotas -----------------------------------------------------------------------------------------------------------


def changes(quotas, members):
    return [(one.key, one.from_grade, one.to_grade) for one in check_quotas(BANDS, quotas, members).changes]


def test_who_moves_up_is_who_stands_highest_and_goes_to_the_nearest_grade():
    limit = [Quota(grade="较差", at_most=D("0.1"))]

    assert changes(limit, cohort(较差=2, 好=8)) == [("较差0", "较差", "一般")]


def test_each_of_several_who_move_goes_to_the_grade_next_to_its_own():
    limits = [Quota(grade="好", at_most=D("0.1")), Quota(grade="较差", at_most=D("0.1")),
              Quota(grade="较好", at_most=D("0.5"))]  # fmt: skip
    keys = {"好": "z", "较差": "a", "较好": "m", "一般": "k"}
    members = [
        Member(f"{keys[one.grade]}{at}", "村", one.grade, one.total)
        for at, one in enumerate(cohort(好=2, 较好=4, 一般=2, 较差=2))
    ]

    assert [(one, to) for _, one, to in changes(limits, members)] == [("好", "较好"), ("较差", "一般")]


def test_lower_limits_that_do_not_fit_together_have_no_answer():
    limits = [Quota(grade="好", at_least=D("0.6")), Quota(grade="较好", at_least=D("0.6"))]

    assert check_quotas(BANDS, limits, cohort(好=5, 较好=5)).changes is None


def test_two_limits_on_one_grade_are_refused_and_not_guessed():
    limits = [Quota(grade="好", at_most=D("0.2")), Quota(grade="好", at_most=D("0.3"))]

    with pytest.raises(Refusal, match=r"sheet\.quotas-overlap"):
        check_quotas(BANDS, limits, cohort(好=5, 较好=5))


@pytest.mark.parametrize(
    "quota", [Quota(grade="好", at_least=D("0.9")), Quota(grade="好", about=D("0.9"), within=D("0.1"))]
)
def test_a_class_counted_apart_is_not_held_to_the_others_share(quota):
    apart = replace(
        quota, apart_classes=(Apart(classes=("机关",)), Apart(classes=("社区",), at_most=D("0.1")))
    )
    members = [*cohort(好=10), Member("x", "机关", "一般")]

    answer = check_quotas(BANDS, [apart], members)

    assert [(one.classes, one.least, one.code) for one in answer.standings][1:] == [
        (("机关",), None, answer.standings[1].code)
    ]
    assert answer.standings[1].under == 0
    assert answer.kept


def test_a_width_that_reaches_below_nothing_asks_for_nobody():
    answer = check_quotas(BANDS, [Quota(grade="较差", about=D("0.01"), within=D("0.03"))], cohort(好=100))

    assert (answer.standings[0].least, answer.standings[0].most) == (0, 4)


def test_bands_that_name_a_grade_twice_still_have_an_answer():
    twice = Bands(bands=(*BANDS.bands, BANDS.bands[0]))

    assert len(check_quotas(twice, [Quota(grade="好", at_most=D("0.2"))], cohort(好=3, 较好=7)).changes) == 1
