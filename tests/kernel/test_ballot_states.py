"""One step at a time, the list shut while the box is open, and nothing opened that was not tried."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiceng.kernel.ballot import Evaluation, VoterClass, out_of_balance
from jiceng.kernel.ballot.event import (
    BEFORE_SIGNED,
    STATES,
    Entry,
    OnRoll,
    Ready,
    check_absence,
    check_entry,
    check_move,
    check_opening,
    check_present,
    check_returned,
    check_smallest,
    check_tick,
    differences,
)
from jiceng.kernel.refusal import Refusal

RULE = Evaluation(
    classes=(VoterClass(name="党员", all_of_them=True), VoterClass(name="群众")),
    options=("满意", "不满意"),
    one_to_one=("党员", "群众"),
)
SHEET = {"总体评价": ("满意", "不满意", "弃权")}
READY = Ready(
    key=True,
    rehearsed=True,
    stubs={"党员": 11, "群众": 22},
    roll={"党员": OnRoll(10, 9), "群众": OnRoll(20)},
    tellers=2,
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", [one for one in STATES if one != "void"])
def test_a_ballot_goes_one_step_on_and_never_back(state, to):
    if state in STATES[:-2] and STATES.index(to) == STATES.index(state) + 1:
        check_move(state, to)
    else:
        with pytest.raises(Refusal, match=r"ballot\.state"):
            check_move(state, to)


@pytest.mark.parametrize("state", STATES)
def test_it_can_be_void_until_it_is_signed(state):
    if state in BEFORE_SIGNED:
        check_move(state, "void")
    else:
        with pytest.raises(Refusal, match="signed-already"):
            check_move(state, "void")


@pytest.mark.parametrize("state", STATES)
def test_the_list_is_ticked_before_the_box_opens_and_after_it_closed(state):
    if state in {"frozen", "opening", "closed"}:
        check_tick(state)
    else:
        with pytest.raises(Refusal) as refused:
            check_tick(state)
        assert refused.value.code == (
            "ballot.roll-shut-while-open" if state == "open" else "ballot.tick-not-now"
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": False}, "ballot.key-missing"),
        ({"rehearsed": False}, "ballot.not-rehearsed"),
        ({"stubs": {"党员": 11}}, "ballot.stubs-number"),
        ({"stubs": {"党员": 12, "群众": 22}}, "ballot.stubs-number"),
        ({"stubs": {"党员": 11, "群众": 22, "外人": 1}}, "ballot.class-unknown"),
        ({"tellers": 1}, "ballot.tellers-missing"),
        ({"roll": {"党员": OnRoll(10), "群众": OnRoll(20)}}, "ballot.nobody-issued"),
    ],
)
def test_the_box_does_not_open_without(changed, code):
    check_opening(RULE, READY)

    with pytest.raises(Refusal) as refused:
        check_opening(RULE, replace(READY, **changed))

    assert refused.value.code == code


def test_on_paper_alone_there_is_neither_key_nor_slip():
    check_opening(RULE, replace(READY, key=False, rehearsed=False, stubs={}, paper_only=True))


@pytest.mark.parametrize(
    ("members", "others", "ratio"),
    [(8, 10, None), (79, 100, "0.79"), (10, 8, None), (126, 100, "1.26"), (10, 10, None), (0, 5, None)],
)
def test_the_classes_are_in_balance_from_four_to_five_up_to_five_to_four(members, others, ratio):
    found = out_of_balance(RULE, {"党员": members, "群众": others})

    assert found == (None if ratio is None else Decimal(ratio))


def test_where_everybody_takes_part_whoever_does_not_has_a_reason():
    check_present(RULE, {"党员": OnRoll(10, 9, excused=1), "群众": OnRoll(20, 3)})

    with pytest.raises(Refusal) as refused:
        check_present(RULE, {"党员": OnRoll(10, 8, excused=1), "群众": OnRoll(20, 20)})

    assert refused.value.facts == {"name": "党员", "number": 1}
    with pytest.raises(Refusal):
        check_absence(" … ")


def test_two_tellers_are_told_where_they_differ():
    one = Entry(5, 1, {"总体评价": {"满意": 3, "不满意": 1}})
    other = Entry(5, 0, {"总体评价": {"满意": 4, "弃权": 1}})

    assert differences(one, one) == []
    assert differences(one, other) == [
        ("", "invalid", 1, 0),
        ("总体评价", "满意", 3, 4),
        ("总体评价", "不满意", 1, 0),
        ("总体评价", "弃权", 0, 1),
    ]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry(2, -1, {"总体评价": {"满意": 3}}), "ballot.negative"),
        (Entry(2, 3, {"总体评价": {}}), "ballot.paper-invalid"),
        (Entry(2, 0, {"别的": {"满意": 2}}), "ballot.item-unknown"),
        (Entry(2, 0, {"总体评价": {"好": 2}}), "ballot.option-unknown"),
        (Entry(2, 0, {"总体评价": {"满意": 1}}), "ballot.votes-beside-valid"),
        (Entry(2, 0, {}), "ballot.votes-beside-valid"),
    ],
)
def test_what_a_teller_took_adds_up_or_says_where_not(entry, code):
    check_entry(Entry(2, 1, {"总体评价": {"弃权": 1}}), SHEET)

    with pytest.raises(Refusal) as refused:
        check_entry(entry, SHEET)

    assert refused.value.code == code


def test_more_papers_than_were_handed_out_void_the_vote_in_any_class():
    roll = {"党员": OnRoll(10, 9), "群众": OnRoll(20, 20)}
    check_returned(roll, {"党员": 9, "群众": 20})

    with pytest.raises(Refusal) as refused:
        check_returned(roll, {"党员": 10, "群众": 0})

    assert refused.value.code == "ballot.void"


@pytest.mark.parametrize(("smallest", "fits"), [(4, False), (5, True), (8, True), (20, True), (21, False)])
def test_what_is_too_few_may_be_set_from_five_to_twenty(smallest, fits):
    if fits:
        check_smallest(smallest)
    else:
        with pytest.raises(Refusal, match="smallest"):
            check_smallest(smallest)
