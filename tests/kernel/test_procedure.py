"""Steps, windows, deadlines, draws; what a grade is good for; how a closed result is corrected."""

import hashlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng import packs
from jiceng.kernel import procedure
from jiceng.kernel.consequence import Use, check_use
from jiceng.kernel.dates import Calendar
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.procedure import FINISHED, Missing, Sample, Step, Steps, Window
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import check_correction

ON = date(2012, 4, 16)

FIVE = Steps(
    steps=(
        Step(key="own", name="自评", actor="secretary", awaits=("sheet",), from_on="04-12", until_on="04-14"),
        Step(key="team", name="考核", actor="reviewer", awaits=("score",), from_on="04-15", back_to=("own",)),
        Step(
            key="meeting", name="研究", actor="committee-officer", awaits=("decision", "score"),
            back_to=("team", "own"),
        ),
    )
)  # fmt: skip


def steps_of(name):
    rules = packs.load(name).rules().values()
    return next((one for one in rules if isinstance(one, Steps)), None)


WITH_STEPS = [name for name in packs.names() if steps_of(name)]


def move(at, to, **facts):
    return procedure.check_move(FIVE, at=at, to=to, **{"on": ON} | facts)


def refusal(call, *arguments, **facts):
    with pytest.raises(Refusal) as refused:
        call(*arguments, **facts)
    return refused.value


# -- moves ------------------------------------------------------------------------------------------------------------


def test_a_track_goes_on_to_the_next_step_when_nothing_is_missing():
    assert move("own", "team") == "on"


def test_the_last_step_leads_to_the_end():
    assert FIVE.after("meeting") == FINISHED
    assert move("meeting", FINISHED) == "on"


def test_nothing_moves_after_the_end():
    assert refusal(move, FINISHED, "own").code == "procedure.finished"


def test_what_is_missing_is_named_all_at_once():
    missing = [
        Missing("sheet", "duty.record-missing", {"name": "自评"}),
        Missing("b", "notice.not-posted", {"name": "公示"}),
    ]

    refused = refusal(move, "own", "team", missing=missing)

    assert refused.code == "procedure.still-awaits"
    assert [one.code for one in refused.facts["missing"]] == ["duty.record-missing", "notice.not-posted"]


def test_a_step_is_never_skipped_and_the_moves_there_are_stand_in_the_refusal():
    refused = refusal(move, "own", "meeting")

    assert refused.code == "procedure.no-such-move"
    assert refused.facts["allowed"] == ["考核"]


def test_back_needs_a_reason_and_nothing_else():
    missing = [Missing("score", "duty.record-missing")]

    assert move("meeting", "own", reason="自评漏项", missing=missing) == "back"
    assert refusal(move, "meeting", "own", reason="无").code == "procedure.back-without-reason"


@pytest.mark.parametrize(
    ("firmness", "reason", "code"),
    [
        (Firmness.MUST, "支部都已完成", "procedure.early"),
        (Firmness.IN_PRINCIPLE, "", "procedure.early-without-reason"),
        (Firmness.IN_PRINCIPLE, "支部都已完成", None),
        (Firmness.ABOUT, "", None),
    ],
)
def test_early_is_as_firm_as_the_document_says(firmness, reason, code):
    steps = Steps(steps=FIVE.steps, early=firmness)
    window = Window(date(2012, 4, 15), None)
    early = {"at": "own", "to": "team", "window": window, "on": date(2012, 4, 13), "reason": reason}

    if code is None:
        assert procedure.check_move(steps, **early) == "on"
    else:
        assert refusal(procedure.check_move, steps, **early).code == code


def test_late_is_no_reason_to_refuse():
    assert (
        move("own", "team", on=date(2013, 1, 1), window=Window(date(2012, 4, 15), date(2012, 4, 19))) == "on"
    )


@pytest.mark.parametrize("name", WITH_STEPS)
def test_only_the_declared_edges_exist(name):
    """Every pair of steps of every pack that ships, the end included."""
    steps = steps_of(name)
    places = (*steps.keys(), FINISHED)

    refused = set()
    for at in places:
        for to in places:
            try:
                procedure.check_move(steps, at=at, to=to, on=ON, reason="案例理由")
            except Refusal:
                refused.add((at, to))

    assert refused == {(at, to) for at in places for to in places} - steps.edges()


@pytest.mark.parametrize("name", WITH_STEPS)
def test_from_the_first_step_every_step_is_reached_in_order(name):
    steps = steps_of(name)
    walked, at = [], steps.steps[0].key
    while at:
        walked.append(at)
        at = steps.after(at)

    assert walked == list(steps.keys())


# -- what may be done now ---------------------------------------------------------------------------------------------


def now(mechanism, at):
    return procedure.check_now(FIVE, mechanism=mechanism, name="某事", at=at)


def test_something_is_done_in_the_steps_that_await_it():
    assert now("score", "team") is None
    assert now("score", "meeting") is None


def test_before_its_step_it_says_which_step_that_is():
    refused = refusal(now, "decision", "own")

    assert (refused.code, refused.facts["step"], refused.facts["now"]) == (
        "procedure.not-now",
        "研究",
        "自评",
    )


def test_after_its_step_it_is_over():
    assert refusal(now, "sheet", "team").code == "procedure.over"
    assert refusal(now, "decision", FINISHED).code == "procedure.over-and-filed"


def test_what_no_step_awaits_is_not_bound_to_the_calendar():
    assert now("anything", "own") is None
    assert procedure.check_now(None, mechanism="sheet", name="某事", at="") is None


# -- windows and deadlines --------------------------------------------------------------------------------------------


def windows(opened):
    return Calendar({"steps": FIVE}, opened, 2012).windows()


def test_in_the_documents_own_year_the_days_are_as_printed():
    found = windows(date(2012, 4, 1))

    assert found["own"] == Window(date(2012, 4, 12), date(2012, 4, 14))
    assert found["meeting"] == Window(None, None)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)).filter(lambda day: day.year != 2012))
def test_in_another_year_the_first_day_is_the_opening_and_every_distance_stays(opened):
    printed = windows(date(2012, 4, 12))
    moved = windows(opened)

    assert moved["own"].from_on == opened
    for key in moved:
        for name in ("from_on", "until_on"):
            before, after = getattr(printed[key], name), getattr(moved[key], name)
            assert (before is None) == (after is None)
            assert before is None or after - opened == before - date(2012, 4, 12)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2012, 4, 11), "before"),
        (date(2012, 4, 12), "within"),
        (date(2012, 4, 14), "within"),
        (date(2012, 4, 15), "late"),
    ],
)
def test_both_ends_of_a_window_belong_to_it(on, state):
    assert Window(date(2012, 4, 12), date(2012, 4, 14)).state(on) == state
    assert Window(date(2012, 4, 12), None).state(date(2013, 1, 1)) == "open"


@given(st.lists(st.none() | st.dates(), max_size=6))
def test_of_several_levels_the_earliest_deadline_counts(days):
    known = [one for one in days if one is not None]

    assert procedure.earliest(days) == (min(known) if known else None)


def test_an_own_deadline_may_be_earlier_and_never_later():
    above = date(2012, 4, 20)

    assert procedure.check_own_deadline(above, above) is None
    assert procedure.check_own_deadline(date(2030, 1, 1), None) is None
    assert (
        refusal(procedure.check_own_deadline, above + timedelta(1), above).code == "procedure.deadline-later"
    )


# -- draws ------------------------------------------------------------------------------------------------------------

CODES = st.sets(st.text("ABCDEFGH0123456789", min_size=1, max_size=6), min_size=1, max_size=60)


@given(CODES, st.text(max_size=20), st.integers(0, 70), st.randoms())
def test_a_draw_can_be_repeated_by_anybody_whatever_the_order_of_the_list(codes, seed, size, rng):
    shuffled = list(codes)
    rng.shuffle(shuffled)

    drawn = procedure.draw(seed, shuffled, size)

    told = sorted(codes, key=lambda code: (hashlib.sha256(f"{seed}|{code}".encode()).hexdigest(), code))
    assert drawn == told[:size]
    assert len(set(drawn)) == len(drawn) == min(size, len(codes))


@given(CODES, st.text(max_size=20))
def test_a_larger_draw_begins_with_the_smaller(codes, seed):
    every = procedure.draw(seed, codes, len(codes))

    assert all(procedure.draw(seed, codes, size) == every[:size] for size in range(len(codes)))


def test_every_organisation_is_drawn_about_as_often():
    """10 of 40, 2,000 seeds: each 500 times, give or take six standard deviations (19.4)."""
    codes = [f"C{number:02}" for number in range(40)]
    counts = dict.fromkeys(codes, 0)
    for seed in range(2000):
        for code in procedure.draw(str(seed), codes, 10):
            counts[code] += 1

    assert all(abs(count - 500) < 117 for count in counts.values())


@given(CODES, CODES)
def test_two_lists_have_one_digest_only_when_they_are_the_same(first, second):
    assert (procedure.frame_digest(first) == procedure.frame_digest(second)) == (first == second)


def test_a_size_that_nobody_gave_refuses_the_draw():
    assert refusal(Sample().count, 10).code == "procedure.sample-size-not-set"


@pytest.mark.parametrize(
    ("size", "share", "frame", "count"),
    [(3, None, 10, 3), (30, None, 10, 10), (None, "0.05", 41, 3), (2, "0.5", 10, 5)],
)
def test_a_share_is_rounded_up_and_nobody_is_drawn_twice(size, share, frame, count):
    from decimal import Decimal

    assert Sample(size=size, share=Decimal(share) if share else None).count(frame) == count


# -- what a grade is good for, and corrections ------------------------------------------------------------------------

USES = (
    Use(grades=("好",), kind="bonus", what="加分"),
    Use(grades=("好", "较好"), kind="only", what="表彰"),
)


def test_only_those_with_the_grade_have_the_use():
    assert check_use(USES, what="表彰", grade="较好").kind == "only"
    refused = refusal(check_use, USES, what="表彰", grade="一般")
    assert (refused.code, refused.facts["grades"]) == ("consequence.not-for-this-grade", ("好", "较好"))


def test_a_bonus_nobody_sized_is_not_given():
    assert refusal(check_use, USES, what="加分", grade="好").code == "consequence.points-not-set"


def test_a_use_nobody_named_says_which_there_are():
    assert refusal(check_use, USES, what="奖金", grade="好").facts["known"] == ["加分", "表彰"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"new": "好"}, "sheet.correction-changes-nothing"),
        ({"reason": "—"}, "sheet.correction-without-reason"),
        ({}, None),
    ],
)
def test_a_correction_changes_something_and_takes_a_reason(facts, code):
    told = {"old": "好", "new": "较好", "reason": "核实扣分"} | facts

    if code is None:
        assert check_correction(**told) is None
    else:
        assert refusal(check_correction, **told).code == code
