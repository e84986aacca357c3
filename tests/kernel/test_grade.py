"""Bands, gates, consequences, decisions."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Adopted, Band, Bands, Decision, decide, inherit, propose
from jiceng.kernel.sheet.grade import against_finding

BANDS = Bands(
    bands=(
        Band(grade="好", at_least=D(90)),
        Band(grade="较好", at_least=D(80)),
        Band(grade="一般", at_least=D(60)),
        Band(grade="较差", at_least=D(0)),
    )
)


def test_every_total_in_hundredths_has_one_grade():
    for hundredths in range(10_001):
        total = D(hundredths) / 100
        expected = "好" if total >= 90 else "较好" if total >= 80 else "一般" if total >= 60 else "较差"
        assert BANDS.grade(total).grade == expected


def test_a_total_just_below_a_boundary_stays_below_unless_rounding_is_set():
    rounded = Bands(bands=BANDS.bands, round_to=0)

    assert propose(BANDS, D("89.995")).grade == "较好"
    assert propose(rounded, D("89.5")).grade == "好"
    assert propose(rounded, D("89.49")).grade == "较好"
    assert propose(Bands(bands=BANDS.bands, round_to=0, round_mode="down"), D("89.99")).grade == "较好"


def test_a_total_in_a_gap_is_refused_not_guessed():
    gappy = Bands(bands=(Band(grade="好", at_least=D(90)), Band(grade="较好", at_least=D(80), at_most=D(89))))

    with pytest.raises(Refusal, match=r"sheet\.total-in-gap"):
        gappy.grade(D("89.5"))


@given(st.decimals(min_value=0, max_value=100, places=3), st.decimals(min_value=0, max_value=100, places=3))
def test_a_higher_total_never_gets_a_lower_grade(one, other):
    low, high = sorted((one, other))

    assert BANDS.place(propose(BANDS, high).grade) <= BANDS.place(propose(BANDS, low).grade)


SHIELDED = Consequence(flag="shielded", effect="forced", grade="较差", name="充当“保护伞”", clause="§二(一)")
NEW = Consequence(
    flag="new", effect="at-most", grade="较好", firmness=Firmness.IN_PRINCIPLE, name="新建党组织"
)
HONOURED = Consequence(flag="honoured", effect="at-least", grade="好", name="全国表彰")


@pytest.mark.parametrize(
    ("total", "flags", "grade"),
    [
        (95, {"shielded"}, "较差"),
        (95, {"new"}, "较好"),
        (70, {"new"}, "一般"),
        (70, {"honoured"}, "好"),
        (95, {"honoured", "shielded"}, "较差"),
        (95, {"honoured", "new"}, "较好"),
        (95, set(), "好"),
    ],
)
def test_what_lowers_holds_over_what_lifts(total, flags, grade):
    proposal = propose(BANDS, D(total), flags=frozenset(flags), consequences=(HONOURED, NEW, SHIELDED))

    assert proposal.grade == grade
    assert proposal.band_grade == BANDS.grade(D(total)).grade


@pytest.mark.parametrize(
    ("decided", "flags", "binds"),
    [
        ("好", {"shielded"}, "充当“保护伞”"),
        ("较差", {"shielded"}, None),
        ("一般", {"honoured"}, "全国表彰"),
        ("较差", {"honoured", "shielded"}, None),
        ("好", {"new"}, None),  # in principle: the committee gave its reason
        ("较好", {"honoured", "new"}, None),
        ("好", set(), None),
    ],
)
def test_a_finding_made_after_the_decision_binds_it_where_no_reason_helps(decided, flags, binds):
    found = against_finding(BANDS, decided, (HONOURED, NEW, SHIELDED), class_name="", flags=frozenset(flags))

    assert (found.name if found else None) == binds


def test_a_consequence_speaks_only_of_its_classes():
    rural = Consequence(flag="x", effect="forced", grade="较差", classes=("农村",))

    assert (
        propose(BANDS, D(95), flags=frozenset({"x"}), class_name="机关", consequences=(rural,)).grade == "好"
    )


def test_about_is_shown_and_changes_nothing():
    shown = Consequence(flag="x", effect="at-most", grade="一般", firmness=Firmness.ABOUT)

    proposal = propose(BANDS, D(95), flags=frozenset({"x"}), consequences=(shown,))

    assert proposal.grade == "好"
    assert "consequence.shown" in proposal.reasons()


@pytest.mark.parametrize(
    ("satisfaction", "grade"),
    [(D("90"), "好"), (D("89.99"), "一般"), (None, "一般")],
    ids=["met", "below", "unknown"],
)
def test_low_satisfaction_shuts_the_two_upper_grades(satisfaction, grade):
    gate = Gate(grades=("好", "较好"), measure="满意度", at_least=D(90))
    measures = {} if satisfaction is None else {"满意度": satisfaction}

    assert propose(BANDS, D(95), measures=measures, gates=(gate,)).grade == grade


def test_a_gate_may_ask_for_its_measure_before_any_grade():
    gate = Gate(grades=("好",), measure="满意度", at_least=D(90), unknown="refuse")

    with pytest.raises(Refusal, match=r"sheet\.measure-missing"):
        propose(BANDS, D(50), gates=(gate,))


def test_a_gate_whose_limit_nobody_set_is_not_open():
    unset = Gate(grades=("好",), measure="满意度")

    proposal = propose(BANDS, D(95), gates=(unset,), measures={"满意度": D(99)})

    assert proposal.grade != "好"
    assert "gate.not-set" in proposal.reasons()
    assert propose(BANDS, D(95), gates=(replace(unset, unknown="open"),)).grade == "好"


def test_a_grade_may_ask_for_a_score_and_a_condition():
    gate = Gate(grades=("好",), requires_flag="honours", name="县级以上表彰")

    assert propose(BANDS, D(95), gates=(gate,)).grade == "较好"
    assert propose(BANDS, D(95), gates=(gate,), flags=frozenset({"honours"})).grade == "好"


def test_a_rating_from_elsewhere_is_taken_over_by_its_map():
    stars = Adopted(rating="stars", map={"五星": "好", "四星": "较好"}, name="星级评定")

    assert propose(BANDS, D(50), ratings={"stars": "五星"}, adopted=(stars,)).grade == "好"
    with pytest.raises(Refusal, match=r"sheet\.rating-unknown"):
        propose(BANDS, D(50), ratings={"stars": "六星"}, adopted=(stars,))


RULE = Decision(considers=("assessment",))
HERE = frozenset({"assessment"})


def test_a_firm_consequence_cannot_be_decided_away():
    proposal = propose(BANDS, D(95), flags=frozenset({"shielded"}), consequences=(SHIELDED,))

    with pytest.raises(Refusal) as refused:
        decide(RULE, BANDS, proposal, "一般", reason="班子已经调整", present=HERE)

    assert refused.value.code == "sheet.bound-by-rule"


def test_a_consequence_in_principle_yields_to_a_written_reason():
    proposal = propose(BANDS, D(95), flags=frozenset({"new"}), consequences=(NEW,))

    with pytest.raises(Refusal, match=r"sheet\.bound-by-rule-without-reason"):
        decide(RULE, BANDS, proposal, "好", present=HERE)
    assert decide(RULE, BANDS, proposal, "好", reason="由老支部改建", present=HERE).code == "decision.raised"


def test_a_decision_keeps_the_computed_grade_beside_the_decided_one():
    step = decide(RULE, BANDS, propose(BANDS, D(85)), "一般", reason="重大信访", present=HERE)

    assert (step.facts["computed"], step.facts["decided"]) == ("较好", "一般")


def test_a_decision_without_the_assessment_is_refused():
    with pytest.raises(Refusal) as refused:
        decide(RULE, BANDS, propose(BANDS, D(85)), "较好")

    assert refused.value.facts == {"missing": ["assessment"]}


def test_a_branch_gets_the_grade_of_its_general_branch_unless_there_is_a_reason():
    assert inherit(Firmness.NORMALLY, unit_grade="较好", own_grade="").facts["grade"] == "较好"
    with pytest.raises(Refusal, match=r"sheet\.inheritance-without-reason"):
        inherit(Firmness.NORMALLY, unit_grade="较好", own_grade="好")
    with pytest.raises(Refusal, match=r"sheet\.inheritance \("):
        inherit(Firmness.MUST, unit_grade="较好", own_grade="好", reason="x")
