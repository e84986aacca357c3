"""Every scoring shape by example, then what must hold for any sheet."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Cohort, Entry, Form, Head, Scorer, Scorers, score
from jiceng.kernel.sheet.shapes import (
    CountStep,
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
    Steps,
)

# 1次扣3分，2次扣5分，3次以上不得分
MEETINGS = Steps(
    key="i",
    name="i",
    steps=(
        CountStep(count=1, deduct=D(3)),
        CountStep(count=2, deduct=D(5)),
        CountStep(count=3, zero=True, or_more=True),
    ),
)


def form(*items, maximum=D(10), start="full", reasons=True, **head):
    return Form(
        key="f",
        title="f",
        maximum=maximum,
        reasons=reasons,
        heads=(Head(key="h", name="h", maximum=maximum, start=start, items=items, **head),),
    )


def total(item, value, *, reason="事实", points=None, cohort=None, **kwargs):
    cohorts = {"i": Cohort(tuple(map(D, cohort)))} if cohort else None
    entry = Entry(
        value if isinstance(value, str) else D(str(value)), reason, None if points is None else D(points)
    )
    return score(form(item, **kwargs), {"i": entry}, cohorts=cohorts).total


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        (DeductPerOccurrence(key="i", name="i", points=D(2)), 3, 4),
        (DeductPerOccurrence(key="i", name="i", points=D(2), cap=D(3)), 3, 7),
        (DeductPerOccurrence(key="i", name="i", points=D(2)), 9, 0),
        (DeductOnce(key="i", name="i", points=D(5)), 1, 5),
        (DeductOnce(key="i", name="i", points=D(5)), 0, 10),
        (
            MEETINGS,
            1,
            7,
        ),
        (
            MEETINGS,
            2,
            5,
        ),
        (
            MEETINGS,
            4,
            0,
        ),
        (Discretionary(key="i", name="i"), "1.25", None),
        (Options(key="i", name="i", options={"好": D(0), "差": D(-4)}), "差", 6),
        (
            MeasureBands(
                key="i",
                name="i",
                bands=(MeasureBand(at_least=D(56), points=D(0)), MeasureBand(at_least=D(0), points=D(-5))),
            ),
            55.5,
            5,
        ),
    ],
)
def test_a_head_that_starts_full_loses_points(item, value, expected):
    if expected is None:
        value, expected = D(value), D("8.75")

    assert total(item, value) == expected


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        (DeductPerOccurrence(key="i", name="i", points=D(3), maximum=D(10)), 2, 4),
        (DeductPerOccurrence(key="i", name="i", points=D(3), maximum=D(10)), 5, 0),
        (RewardPerOccurrence(key="i", name="i", points=D(2), cap=D(5)), 2, 4),
        (RewardPerOccurrence(key="i", name="i", points=D(2), cap=D(5)), 3, 5),
        (Options(key="i", name="i", options={"优": D(10), "良": D(8)}), "良", 8),
        (
            MeasureBands(
                key="i",
                name="i",
                bands=(MeasureBand(at_least=D(90), points=D(10)), MeasureBand(at_least=D(60), points=D(6))),
            ),
            "89.99",
            6,
        ),
        (MeasureBands(key="i", name="i", bands=(MeasureBand(at_least=D(90), points=D(10)),)), 10, 0),
        (
            Rate(key="i", name="i", target=D(80), points=D(6), step=D(5), up=D(1), down=D(2), maximum=D(8)),
            89,
            7,
        ),
        (
            Rate(key="i", name="i", target=D(80), points=D(6), step=D(5), up=D(1), down=D(2), maximum=D(8)),
            99,
            8,
        ),
        (
            Rate(key="i", name="i", target=D(80), points=D(6), step=D(5), up=D(1), down=D(2), maximum=D(8)),
            71,
            4,
        ),
        (
            Rate(key="i", name="i", target=D(80), points=D(6), step=D(5), down=D(2), partial="proportional"),
            79,
            "5.6",
        ),
        (Rate(key="i", name="i", target=D(80), points=D(6), step=D(5), down=D(2)), 0, 0),
        (Discretionary(key="i", name="i", direction="award", limit=D(5)), 3, 3),
    ],
)
def test_a_head_that_starts_at_zero_earns_points(item, value, expected):
    given = value if isinstance(item, Options) else D(str(value))

    assert total(item, given, start="zero") == D(expected)


def test_the_lowest_band_names_the_boundary_that_was_missed():
    hours = MeasureBands(
        key="i",
        name="书记年参训学时",
        unit="学时",
        bands=(MeasureBand(at_least=D(56), points=D(0)), MeasureBand(at_least=D(0), points=D(-5))),
    )

    steps = score(form(hours), {"i": Entry(D(23), "缺训")}).trace.parts[0].parts

    assert phrases.sentence(steps[0].code, steps[0].facts) == "书记年参训学时：23学时，不到 56学时"


def test_a_band_may_leave_a_range_to_the_scorer():
    item = MeasureBands(key="i", name="i", bands=(MeasureBand(at_least=D(60), low=D(4), high=D(7)),))

    assert total(item, 75, points=6, start="zero") == 6
    with pytest.raises(Refusal, match=r"sheet\.points-outside-range"):
        total(item, 75, points=8, start="zero")
    with pytest.raises(Refusal, match=r"sheet\.points-outside-range"):
        total(item, 75, start="zero")


def test_rank_gives_points_by_place_and_equals_share_the_better_place():
    item = Rank(
        key="i",
        name="i",
        places=(Place(points=D(10), to=1), Place(points=D(8), to_share=D("0.5")), Place(points=D(5))),
    )

    got = [total(item, value, cohort=[90, 80, 80, 70], start="zero") for value in (90, 80, 70)]

    assert got == [10, 8, 5]


def test_proportional_compares_with_the_best_or_the_mean():
    best = Proportional(key="i", name="i", points=D(10))
    mean = Proportional(key="i", name="i", points=D(8), of="mean", maximum=D(10))

    assert total(best, 30, cohort=[30, 60, 90], start="zero") == D("3.333333")
    assert total(mean, 90, cohort=[30, 60, 90], start="zero") == 10
    assert total(mean, 30, cohort=[30, 60, 90], start="zero") == 4


def test_proportional_where_less_is_better():
    item = Proportional(key="i", name="i", points=D(10), higher_is_better=False)

    assert total(item, 4, cohort=[2, 4], start="zero") == 5
    assert total(item, 0, cohort=[0, 4], start="zero") == 10


def test_proportional_when_nobody_has_anything_gives_nothing():
    assert total(Proportional(key="i", name="i", points=D(10)), 0, cohort=[0, 0], start="zero") == 0


def test_items_differ_by_class():
    hours = {
        name: DeductOnce(key=f"hours-{name}", name="学时", points=D(2), classes=(name,))
        for name in ("村", "机关")
    }
    sheet = form(*hours.values())

    assert score(sheet, {"hours-村": Entry(D(1), "书记")}, class_name="村").total == 8
    with pytest.raises(Refusal, match=r"sheet\.item-of-another-class"):
        score(sheet, {"hours-村": Entry(D(1), "书记")}, class_name="机关")


def test_heads_have_weights_and_a_bonus_lies_outside_the_hundred():
    sheet = Form(
        key="f",
        title="f",
        maximum=D(100),
        heads=(
            Head(
                key="a",
                name="a",
                maximum=D(100),
                weight=D("0.6"),
                start="full",
                items=(DeductOnce(key="x", name="x", points=D(10)),),
            ),
            Head(key="b", name="b", maximum=D(100), weight=D("0.4"), start="full", items=()),
            Head(
                key="c",
                name="c",
                maximum=D(5),
                outside=True,
                items=(RewardPerOccurrence(key="y", name="y", points=D(3)),),
            ),
        ),
    )

    assert score(sheet, {"x": Entry(D(1), "缺"), "y": Entry(D(4))}).total == D("99")
    assert sheet.most() == 105


def test_a_bonus_without_a_cap_has_no_limit():
    bonus = Head(
        key="c", name="c", outside=True, items=(RewardPerOccurrence(key="y", name="y", points=D(3)),)
    )
    sheet = Form(key="f", title="f", maximum=D(0), heads=(bonus,))

    assert score(sheet, {"y": Entry(D(50))}).total == 150
    assert sheet.most() is None


@pytest.mark.parametrize("reason", ["", "  ", "无", "—", "/", "同上"])
def test_a_deduction_without_a_reason_is_refused(reason):
    with pytest.raises(Refusal) as refused:
        total(DeductOnce(key="i", name="未按期换届", points=D(5)), 1, reason=reason)

    assert refused.value.code == "sheet.deduction-without-reason"
    assert refused.value.facts == {"item": "未按期换届", "head": "h"}


def test_a_deduction_without_a_reason_passes_only_where_the_rule_is_off():
    """The negative control of the test above."""
    sheet = form(DeductOnce(key="i", name="i", points=D(5)), reasons=False)

    assert score(sheet, {"i": Entry(D(1))}).total == 5


def test_discretionary_points_need_words_in_both_directions():
    for direction in ("deduct", "award"):
        with pytest.raises(Refusal, match=r"sheet\.discretion-without-reason"):
            total(Discretionary(key="i", name="i", direction=direction), 1, reason="")


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        (DeductOnce(key="i", name="i", points=D(1)), D(2), "sheet.value-not-yes-or-no"),
        (DeductPerOccurrence(key="i", name="i", points=D(1)), D("1.5"), "sheet.value-not-a-count"),
        (DeductPerOccurrence(key="i", name="i", points=D(1)), D(-1), "sheet.value-not-a-count"),
        (DeductPerOccurrence(key="i", name="i", points=D(1)), "三", "sheet.value-not-a-number"),
        (DeductPerOccurrence(key="i", name="i", points=D(1)), D("NaN"), "sheet.value-not-a-number"),
        (Discretionary(key="i", name="i", limit=D(3)), D(4), "sheet.points-outside-range"),
        (Discretionary(key="i", name="i"), D(-1), "sheet.points-outside-range"),
        (Discretionary(key="i", name="i"), D("1.001"), "sheet.too-many-decimals"),
        (Options(key="i", name="i", options={"优": D(1)}), "中", "sheet.option-unknown"),
        (Steps(key="i", name="i", steps=(CountStep(count=1, deduct=D(1)),)), D(2), "sheet.no-step-for-count"),
        (Rank(key="i", name="i", places=()), D(1), "sheet.group-missing"),
        (Proportional(key="i", name="i", points=D(1)), D(-1), "sheet.value-negative"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(item, value, code):
    with pytest.raises(Refusal) as refused:
        score(form(item), {"i": Entry(value, "事实")})

    assert refused.value.code == code


def test_an_unknown_item_names_the_nearest_ones():
    sheet = form(DeductOnce(key="i", name="未按期换届", points=D(5)))

    with pytest.raises(Refusal) as refused:
        score(sheet, {"h/没有换届": Entry(D(1), "x")})

    assert refused.value.facts["near"] == ["h/未按期换届"]


def test_an_item_is_found_as_printed_whatever_the_brackets():
    item = DeductPerOccurrence(key="hours", name="党员年学时不足24(每人)", points=D(2))

    assert form(item).find("h / 党员年学时不足２４（每人）") is item


def test_scorers_combine_by_weight_or_as_a_mean():
    three = (
        Scorer(key="self", name="自评", weight=D("0.15")),
        Scorer(key="members", name="测评", weight=D("0.20")),
        Scorer(key="assessment", name="考核", weight=D("0.65")),
    )
    totals = {"self": D(100), "members": D(90), "assessment": D(80)}

    assert Scorers(scorers=three).total(totals) == D("85.00")
    assert Scorers(scorers=three, combine="mean").total(totals) == 90


def test_a_scorer_who_has_not_scored_is_named():
    scorers = Scorers(scorers=(Scorer(key="a", name="考核", weight=D(1)),))

    with pytest.raises(Refusal) as refused:
        scorers.total({})

    assert refused.value.facts == {"missing": ["考核"]}


# -- for any sheet ----------------------------------------------------------------------------------------------------

points = st.decimals(min_value=0, max_value=30, places=2)
some_points = st.decimals(min_value=D("0.01"), max_value=30, places=2)


@st.composite
def sheets(draw):
    heads = []
    for at in range(draw(st.integers(1, 3))):
        outside = at > 0 and draw(st.booleans())
        start = draw(st.sampled_from(["full", "zero"])) if not outside else "zero"
        maximum = draw(some_points)
        items = []
        for number in range(draw(st.integers(0, 4))):
            key = f"{at}-{number}"
            own = draw(st.none() | some_points) if start == "zero" else None
            whole = maximum if own is None else own  # a step that takes more is refused by the linter
            items.append(
                draw(
                    st.sampled_from(
                        [
                            DeductOnce(key=key, name=key, points=draw(some_points), maximum=own),
                            DeductPerOccurrence(
                                key=key,
                                name=key,
                                points=draw(some_points),
                                cap=draw(st.none() | some_points),
                                maximum=own,
                            ),
                            Steps(
                                key=key,
                                name=key,
                                maximum=own,
                                steps=(
                                    CountStep(count=1, deduct=min(D(3), whole)),
                                    CountStep(count=2, deduct=min(D(5), whole)),
                                    CountStep(count=3, zero=True, or_more=True),
                                ),
                            ),
                            RewardPerOccurrence(
                                key=key, name=key, points=draw(some_points), cap=draw(st.none() | some_points)
                            ),
                            Discretionary(
                                key=key,
                                name=key,
                                direction=draw(st.sampled_from(["deduct", "award"])),
                                limit=D(30),
                            ),
                        ]
                    )
                )
            )
        heads.append(
            Head(key=str(at), name=str(at), maximum=maximum, start=start, outside=outside, items=tuple(items))
        )
    most = sum((head.maximum for head in heads if not head.outside), D(0))
    return Form(key="f", title="f", maximum=most, heads=tuple(heads))


def entries(draw, sheet):
    found = {}
    for _, item in sheet.items():
        if draw(st.booleans()):
            value = (
                draw(points)
                if isinstance(item, Discretionary)
                else D(draw(st.integers(0, 1 if isinstance(item, DeductOnce) else 6)))
            )
            found[item.key] = Entry(value, "事实")
    return found


@given(st.data())
def test_a_total_lies_between_nothing_and_the_maximum_with_every_bonus(data):
    sheet = data.draw(sheets())

    got = score(sheet, entries(data.draw, sheet)).total

    assert 0 <= got <= sheet.most()


@given(st.data())
def test_more_deduction_never_raises_a_total(data):
    sheet = data.draw(sheets())
    before = entries(data.draw, sheet)
    taking = [
        item
        for _, item in sheet.items()
        if isinstance(item, (DeductOnce, DeductPerOccurrence, Steps))
        or (isinstance(item, Discretionary) and item.direction == "deduct")
    ]
    if not taking:
        return
    item = data.draw(st.sampled_from(taking))
    was = before[item.key].value if item.key in before else D(0)
    more = D(1) if isinstance(item, DeductOnce) else min(was + data.draw(st.integers(1, 3)), D(30))
    after = before | {item.key: Entry(max(was, more), "事实")}

    assert score(sheet, after).total <= score(sheet, before).total


@given(st.data())
def test_the_steps_of_an_explanation_add_up_to_what_they_explain(data):
    sheet = data.draw(sheets())

    got = score(sheet, entries(data.draw, sheet))

    inside = [
        part.points for part, head in zip(got.trace.parts, sheet.heads, strict=True) if not head.outside
    ]
    bonus = [part.points for part, head in zip(got.trace.parts, sheet.heads, strict=True) if head.outside]
    assert max(D(0), min(sum(inside, D(0)), sheet.maximum) + sum(bonus, D(0))) == got.total
    for head, part in zip(sheet.heads, got.trace.parts, strict=True):
        start = head.maximum if head.start == "full" else D(0)
        untouched = sum(
            (
                item.untouched().points
                for item in head.items
                if item.name not in {step.facts.get("item") for step in part.parts}
            ),
            D(0),
        )
        assert start + untouched + sum((step.points for step in part.parts), D(0)) == part.points
