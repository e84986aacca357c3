"""Lists of voters and counted results: what must be so, and what follows from the votes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.ballot import (
    MOST,
    Counted,
    Evaluation,
    VoterClass,
    check_count,
    check_roll,
    missing_ballot,
    opinion,
    satisfaction,
    tally,
)
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal

OPTIONS = ("满意", "基本满意", "不满意", "不了解")
RULE = Evaluation(
    classes=(VoterClass(name="党员", all_of_them=True), VoterClass(name="群众代表")),
    options=OPTIONS,
    satisfied=("满意", "基本满意"),
    one_to_one=("党员", "群众代表"),
    within=Decimal("0.2"),
)
ROLL = {"党员": 20, "群众代表": 20}


def counted(*votes, issued=20, returned=None, invalid=0, valid=None):
    valid = sum(votes) if valid is None else valid
    returned = valid + invalid if returned is None else returned
    return Counted(issued, returned, valid, invalid, dict(zip(OPTIONS, votes, strict=False)))


def refused(function, *args, **facts):
    with pytest.raises(Refusal) as caught:
        function(*args, **facts)
    return caught.value


# -- the list of voters -----------------------------------------------------------------------------------------------


def test_a_list_about_one_to_one_with_every_member_passes():
    assert check_roll(RULE, {"党员": 20, "群众代表": 18}, members=20) is None


def test_a_list_without_every_member_says_how_many_there_are():
    refusal = refused(check_roll, RULE, {"党员": 19, "群众代表": 19}, members=20)

    assert refusal.code == "ballot.members-missing"
    assert (refusal.facts["size"], refusal.facts["members"]) == (19, 20)


def test_members_nobody_has_counted_are_not_held_against_the_list():
    assert check_roll(RULE, {"党员": 1, "群众代表": 1}, members=None) is None


@pytest.mark.parametrize("sizes", [{"党员": 20}, {"党员": 20, "群众代表": 0}, {"党员": 20, "群众代表": -3}])
def test_a_class_without_anybody_is_named(sizes):
    refusal = refused(check_roll, RULE, sizes, members=20)

    assert (refusal.code, refusal.facts["missing"]) == ("ballot.class-empty", ["群众代表"])


def test_a_class_the_document_does_not_know_is_refused():
    assert refused(check_roll, RULE, ROLL | {"老乡": 3}, members=20).code == "ballot.class-unknown"


def test_more_voters_than_an_organisation_can_have_are_a_slip():
    assert (
        refused(check_roll, RULE, ROLL | {"群众代表": MOST + 1}, members=20).code == "ballot.class-too-large"
    )


def test_a_list_far_from_one_to_one_needs_a_reason():
    lopsided = {"党员": 20, "群众代表": 40}

    assert refused(check_roll, RULE, lopsided, members=20).code == "ballot.ratio-without-reason"
    assert check_roll(RULE, lopsided, members=20, reason="服务对象多，扩大参评面") is None


def test_a_firm_one_to_one_takes_no_reason():
    firm = Evaluation(**{**vars(RULE), "firmness": Firmness.MUST})

    assert (
        refused(check_roll, firm, {"党员": 20, "群众代表": 40}, members=20, reason="有").code
        == "ballot.ratio"
    )


def test_without_a_figure_for_about_one_to_one_is_only_shown():
    """1:1左右 without 左右's width."""
    shown = Evaluation(**{**vars(RULE), "within": None})

    assert check_roll(shown, {"党员": 20, "群众代表": 60}, members=20) is None


# -- the count --------------------------------------------------------------------------------------------------------


def test_a_count_that_adds_up_passes():
    counts = {"党员": counted(12, 5, 1, 1, invalid=1), "群众代表": counted(10, 5, 2, 0, issued=18)}

    assert check_count(RULE, ROLL, counts) is None


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (counted(10, returned=21, valid=10, invalid=11, issued=20), "ballot.void"),
        (counted(21, issued=21), "ballot.issued-beyond-roll"),
        (counted(10, returned=12, valid=10, invalid=1), "ballot.valid-and-invalid"),
        (counted(10, 2, valid=11), "ballot.votes-beside-valid"),
        (counted(10, valid=11), "ballot.votes-beside-valid"),
        (counted(12, -1, valid=11), "ballot.negative"),
        (Counted(20, 3, 3, 0, {"很满意": 3}), "ballot.option-unknown"),
    ],
)
def test_a_count_that_cannot_be_is_refused(one, code):
    assert refused(check_count, RULE, ROLL, {"党员": one, "群众代表": counted(5)}).code == code


def test_a_count_without_a_class_names_it():
    refusal = refused(check_count, RULE, ROLL, {"党员": counted(20)})

    assert (refusal.code, refusal.facts["missing"]) == ("ballot.class-missing", ["群众代表"])


def test_a_class_nobody_listed_cannot_slip_into_the_count():
    counts = {"党员": counted(20), "群众代表": counted(5), "外来": Counted(0, 0, 0, 0)}

    assert refused(check_count, RULE, ROLL, counts).code == "ballot.class-unknown"


papers = st.tuples(*[st.integers(0, 30)] * 4, st.integers(0, 5), st.integers(0, 5))


def taken(votes):
    *options, invalid, kept = votes
    return counted(*options, invalid=invalid, issued=sum(options) + invalid + kept)


@given(papers, papers)
def test_every_honest_count_passes_and_none_with_a_vote_more(members, masses):
    counts = {"党员": taken(members), "群众代表": taken(masses)}
    roll = {name: one.issued for name, one in counts.items()}

    assert check_count(RULE, roll, counts) is None
    one = counts["党员"]
    more = Counted(
        one.issued, one.returned, one.valid, one.invalid, {**one.votes, "满意": one.votes["满意"] + 1}
    )
    assert refused(check_count, RULE, roll, counts | {"党员": more}).code == "ballot.votes-beside-valid"


@given(papers, papers)
def test_the_tally_has_every_valid_paper_once(members, masses):
    counts = {"党员": taken(members), "群众代表": taken(masses)}

    assert sum(tally(RULE, counts).values()) == sum(one.valid for one in counts.values())


@given(papers, papers)
def test_satisfaction_lies_between_nought_and_a_hundred(members, masses):
    found = satisfaction(RULE, {"党员": taken(members), "群众代表": taken(masses)})

    assert found is None or 0 <= found <= 100


def test_satisfaction_is_of_the_valid_votes_of_all_classes():
    counts = {"党员": counted(17, 1, 2, 0), "群众代表": counted(8, 10, 1, 1)}

    assert satisfaction(RULE, counts) == Decimal(90)


def test_satisfaction_of_no_valid_vote_is_not_known():
    assert satisfaction(RULE, {"党员": counted(invalid=3), "群众代表": counted()}) is None


# -- what the meeting thinks ------------------------------------------------------------------------------------------

GRADING = Evaluation(classes=(VoterClass(name="党员"),), options=("好", "较好", "一般", "较差"))


@pytest.mark.parametrize(
    ("votes", "thinks"),
    [((3, 9, 2, 0), "较好"), ((5, 5, 1, 0), "较好"), ((0, 0, 0, 1), "较差"), ((0, 0, 0, 0), "")],
)
def test_the_opinion_is_what_most_named_and_of_equals_the_lower(votes, thinks):
    one = Counted(20, sum(votes), sum(votes), 0, dict(zip(GRADING.options, votes, strict=True)))

    assert opinion(GRADING, {"党员": one}) == thinks


# -- what a step waits for --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("approved_by", "state", "code"),
    [
        ("reviewer", (False, False, False), "ballot.roll-missing"),
        ("reviewer", (True, False, False), "ballot.roll-not-approved"),
        (None, (True, False, False), "ballot.not-counted"),
        ("reviewer", (True, True, False), "ballot.not-counted"),
        ("reviewer", (True, True, True), None),
    ],
)
def test_a_step_waits_for_list_approval_and_count_in_this_order(approved_by, state, code):
    rule = Evaluation(classes=(), options=(), approved_by=approved_by)
    roll, approved, done = state

    found = missing_ballot(
        rule, roll=roll, approved=approved, counted=done, mechanism="ballot", name="群众满意度测评"
    )

    assert [one.code for one in found] == ([code] if code else [])
