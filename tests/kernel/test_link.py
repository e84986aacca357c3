"""Teams with their seats, helpers, pairs by three similarities, numbers of documents."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiceng.kernel import link as rules
from jiceng.kernel.link import InSeat, LinkKind, Links, Pairing, Place, Seat, Team
from jiceng.kernel.refusal import Refusal


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


# -- teams ------------------------------------------------------------------------------------------------------------

INSPECTION = Team(
    seats=(Seat(name="组长", at_most=1, posts=("组织部长",)), Seat(name="成员", at_least=2)),
    clause="§二(二)3",
)
HEAD = InSeat("王某", "组长", "县委常委、组织部长")


def team(*members):
    return rules.check_team(INSPECTION, members, name="指导检查组")


def test_a_team_with_its_minister_and_two_members_stands():
    team(HEAD, InSeat("张某", "成员"), InSeat("李某", "成员"))


def test_every_empty_seat_is_named_at_once():
    assert refused(team).facts["missing"] == ["组长", "成员"]
    assert refused(team, HEAD, InSeat("张某", "成员")).facts["missing"] == ["成员"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([InSeat("赵某", "组长", "组织部长")], "link.seat-crowded"),
        ([InSeat("赵某", "顾问")], "link.seat-unknown"),
        ([InSeat("张某", "成员")], "link.twice"),
    ],
)
def test_a_team_with_somebody_too_many_is_refused(more, code):
    assert refused(team, HEAD, InSeat("张某", "成员"), InSeat("李某", "成员"), *more).code == code


def test_a_deputy_is_not_the_office_it_is_named_after():
    led = Team(seats=(Seat(name="负总责", posts=("书记", "党支部书记")),))

    rules.check_team(led, [InSeat("王某", "负总责", "主任、党支部书记")], name="责任人")
    for post in ("副书记", "党支部副书记", "书记员", "原书记"):
        assert refused(rules.check_team, led, [InSeat("王某", "负总责", post)], name="责任人").code == (
            "link.post-wrong"
        )


def test_a_seat_for_a_minister_is_for_no_other():
    chair = InSeat("王某", "组长", "宣传部长")

    assert refused(team, chair, InSeat("张某", "成员"), InSeat("李某", "成员")).facts["has"] == "宣传部长"


# -- helpers ----------------------------------------------------------------------------------------------------------

THREE_HELPS = Links(
    kinds=(
        LinkKind(name="挂点领导", posts=("县委副书记", "县委常委")),
        LinkKind(name="联络员"),
        LinkKind(name="挂扶部门", holder="organisation", classes=("村",)),
        LinkKind(name="先进党组织", holder="organisation", required=False),
    ),
    grades=("一般", "较差"),
)


def missing(present, class_name="村"):
    found = rules.missing_links(
        THREE_HELPS, frozenset(present), class_name=class_name, mechanism="helps", name="三帮"
    )
    return [kind for one in found for kind in one.facts["missing"]]


def test_one_leader_and_one_liaison_and_in_the_country_a_department():
    assert missing([]) == ["挂点领导", "联络员", "挂扶部门"]
    assert missing([], "机关") == ["挂点领导", "联络员"]
    assert missing(["挂点领导", "联络员", "挂扶部门"]) == []


def test_help_is_for_the_grades_named():
    assert THREE_HELPS.concerns(class_name="村", grade="一般")
    assert not THREE_HELPS.concerns(class_name="村", grade="好")
    assert not THREE_HELPS.concerns(class_name="村", grade="")


def test_a_helper_is_what_the_kind_asks():
    def helper(kind, post="", organisation=False):
        return rules.check_link(THREE_HELPS, kind, holder_post=post, is_organisation=organisation)

    helper("挂点领导", "县委副书记")
    helper("挂扶部门", organisation=True)

    for post in ("镇长", "县委打字员", "", "县委副书记秘书"):
        assert refused(helper, "挂点领导", post).code == "link.holder-post-wrong"
    assert refused(helper, "挂点领导", organisation=True).code == "link.needs-person"
    assert refused(helper, "挂扶部门").code == "link.wrong-holder"
    assert refused(helper, "帮扶人").facts["known"] == ["挂点领导", "联络员", "挂扶部门", "先进党组织"]


def test_an_office_as_this_place_calls_it_counts_beside_those_of_the_document():
    here = Links(
        kinds=(LinkKind(name="挂点领导", posts=("县委常委",)), LinkKind(name="联络员")),
        local_posts=("旗委常委",),
    )

    rules.check_link(here, "挂点领导", holder_post="旗委常委", is_organisation=False)
    rules.check_link(here, "联络员", holder_post="", is_organisation=False)
    assert refused(rules.check_link, here, "挂点领导", holder_post="旗长", is_organisation=False)


def test_a_department_is_an_organisation_of_a_kind_that_can_be_one():
    help_by = Links(
        kinds=(LinkKind(name="挂扶部门", holder="organisation", holder_kinds=("organ-institution",)),)
    )

    def department(kind):
        return rules.check_link(
            help_by, "挂扶部门", holder_post="", is_organisation=True, organisation_kind=kind
        )

    department("organ-institution")
    assert refused(department, "village").code == "link.holder-kind-wrong"


# -- pairs ------------------------------------------------------------------------------------------------------------

ONE_TO_ONE = Pairing(advanced=("好",), lagging=("较差",))


def test_the_nearest_of_the_same_kind_with_shared_resources_is_proposed():
    weak = Place("W", "较差", "village", "000100010001", frozenset({"农业局", "水利局"}))
    far = Place("F", "好", "village", "000100020001", frozenset({"农业局", "水利局"}))
    near = Place("N", "好", "village", "000100010002", frozenset({"农业局"}))
    other = Place("O", "好", "state-firm", "000100010003", frozenset({"农业局", "水利局"}))

    [pair] = rules.propose_pairs(ONE_TO_ONE, [weak, far, near, other])

    assert (pair.lagging, pair.advanced, pair.near, pair.alike, pair.shared) == (
        "W",
        "N",
        2,
        True,
        ("农业局",),
    )


def test_of_two_equally_near_the_one_who_shares_more_helps():
    weak = Place("W", "较差", "village", "00010001", frozenset({"农业局"}))
    first = Place("A", "好", "village", "00010002")
    second = Place("B", "好", "village", "00010003", frozenset({"农业局"}))

    assert rules.propose_pairs(ONE_TO_ONE, [weak, first, second])[0].advanced == "B"


def test_nobody_helps_two_and_whoever_is_left_over_is_left_over():
    weak = [Place(f"W{at}", "较差", "village", f"0001000{at}") for at in range(3)]
    good = [Place("G", "好", "village", "00010009")]

    assert [one.lagging for one in rules.propose_pairs(ONE_TO_ONE, weak + good)] == ["W0"]


places = st.lists(
    st.builds(
        Place,
        code=st.integers(0, 999).map(str),
        grade=st.sampled_from(["好", "较好", "较差"]),
        kind=st.sampled_from(["village", "state-firm"]),
        path=st.lists(st.sampled_from(["0000", "0001"]), min_size=1, max_size=3).map("".join),
        resources=st.frozensets(st.sampled_from("甲乙丙"), max_size=3),
    ),
    max_size=8,
    unique_by=lambda place: place.code,
)


@given(places, st.randoms())
def test_pairs_are_one_to_one_right_way_round_as_many_as_can_be_and_the_same_in_any_order(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    pairs = rules.propose_pairs(ONE_TO_ONE, found)
    grades = {one.code: one.grade for one in found}

    assert pairs == rules.propose_pairs(ONE_TO_ONE, shuffled)
    assert len({one.lagging for one in pairs}) == len({one.advanced for one in pairs}) == len(pairs)
    assert all((grades[one.lagging], grades[one.advanced]) == ("较差", "好") for one in pairs)
    count = list(grades.values()).count
    assert len(pairs) == min(count("好"), count("较差"))


@settings(max_examples=60)
@given(places)
def test_no_two_would_rather_be_paired_with_each_other(found):
    """Stable: for any lagging and advanced not paired, one of them has somebody at least as similar."""
    by_code = {one.code: one for one in found}
    pairs = rules.propose_pairs(ONE_TO_ONE, found)

    def rank(weak, good):
        near = rules._near(weak.path, good.path, 4)
        return (-near, weak.kind != good.kind, -len(weak.resources & good.resources))

    of_weak = {one.lagging: rank(by_code[one.lagging], by_code[one.advanced]) for one in pairs}
    of_good = {one.advanced: rank(by_code[one.lagging], by_code[one.advanced]) for one in pairs}
    last = (1, True, 1)
    for weak, good in permutations(found, 2):
        if (weak.grade, good.grade) == ("较差", "好"):
            wish = rank(weak, good)
            assert wish >= of_weak.get(weak.code, last) or wish >= of_good.get(good.code, last)


# -- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["吉组通字〔2012〕18号", "吉组通字[2012]18号", " 吉组通字〔2012〕 18号 "])
def test_a_number_is_kept_as_the_standard_writes_it(text):
    assert rules.read_number(text) == "吉组通字〔2012〕18号"


@pytest.mark.parametrize("text", ["", "2012年18号", "吉组通字〔2012〕018号", "吉组通字〔12〕18号", "18号"])
def test_what_is_no_number_is_refused(text):
    assert refused(rules.read_number, text).code == "link.number-wrong"


def test_a_forwarding_note_asks_no_later_and_says_whom():
    facts = {
        "number": "乙〔2012〕2号",
        "bases": ["甲〔2012〕1号"],
        "due_on": date(2012, 4, 20),
        "forwards_due": date(2012, 4, 25),
        "recipients": "各乡镇党委",
    }
    rules.check_document(**facts)

    assert (
        refused(rules.check_document, **facts | {"due_on": date(2012, 4, 26)}).code == "link.forwarded-later"
    )
    assert refused(rules.check_document, **facts | {"recipients": " "}).code == "link.recipients-missing"
    assert (
        refused(rules.check_document, **facts | {"bases": ["乙〔2012〕2号"]}).code == "link.rests-on-itself"
    )
