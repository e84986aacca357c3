"""Quotas: who is over, by how many, and the fewest changes."""

import itertools
import math
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Apart, Band, Bands, Member, Quota, check_quotas
from tests.kernel.test_grade import BANDS

GRADES = BANDS.grades()


def cohort(**counts):
    return [
        Member(f"{grade}{at}", "村", grade, D(100 - at))
        for grade, count in counts.items()
        for at in range(count)
    ]


def test_a_fifth_of_ten_is_two():
    answer = check_quotas(BANDS, [Quota(grade="好", at_most=D("0.20"))], cohort(好=3, 较好=7))

    [standing] = answer.standings
    assert (standing.size, standing.count, standing.most, standing.over) == (10, 3, 2, 1)
    assert standing.share == D("0.3")


def test_the_change_named_is_the_lowest_total_and_the_nearest_grade():
    answer = check_quotas(BANDS, [Quota(grade="好", at_most=D("0.20"))], cohort(好=3, 较好=7))

    [change] = answer.changes
    assert (change.key, change.from_grade, change.to_grade) == ("好2", "好", "较好")


def test_a_share_that_is_kept_asks_for_nothing():
    answer = check_quotas(BANDS, [Quota(grade="好", at_most=D("0.20"))], cohort(好=2, 较好=8))

    assert answer.kept
    assert answer.changes == ()


def test_a_limit_nobody_set_is_shown_and_never_judged():
    answer = check_quotas(BANDS, [Quota(grade="好")], cohort(好=9, 较好=1))

    assert (answer.kept, answer.standings[0].code) == (True, "quota.not-set")


def test_about_a_tenth_with_a_width_is_a_band_and_without_one_only_shown():
    members = cohort(较差=20, 较好=80)

    wide = check_quotas(BANDS, [Quota(grade="较差", about=D("0.10"), within=D("0.02"))], members)
    bare = check_quotas(BANDS, [Quota(grade="较差", about=D("0.10"))], members)

    assert (wide.standings[0].least, wide.standings[0].most, len(wide.changes)) == (8, 12, 8)
    assert bare.kept


def test_six_of_sixteen_graded_are_held_against_the_limit_of_sixteen():
    due = [*cohort(好=3, 较好=3), *(Member(f"open{at}", "村", "") for at in range(10))]

    [standing] = check_quotas(BANDS, [Quota(grade="好", at_most=D("0.20"))], due).standings

    assert (standing.size, standing.open, standing.count, standing.most) == (16, 10, 3, 3)
    assert standing.code == "quota.kept"


def test_a_lower_limit_is_not_missed_while_those_without_a_grade_can_still_meet_it():
    quota = [Quota(grade="较差", at_least=D("0.10"))]
    open_ones = [Member(f"open{at}", "村", "") for at in range(2)]

    waiting = check_quotas(BANDS, quota, [*cohort(好=18), *open_ones])
    closed = check_quotas(BANDS, quota, cohort(好=20))

    assert (waiting.standings[0].under, waiting.changes) == (0, ())
    assert closed.standings[0].under == 2


def test_a_share_of_the_county_is_shown_and_not_judged_in_one_of_its_towns():
    """An even spread over the towns is not what a share of the county asks."""
    quota = [Quota(grade="好", at_most=D("0.20"), among="county")]

    [town] = check_quotas(BANDS, quota, cohort(好=3, 较好=1), among="committee").standings
    [county] = check_quotas(BANDS, quota, cohort(好=3, 较好=17), among="county").standings

    assert (town.code, town.over, town.most) == ("quota.among-county", 0, None)
    assert (county.code, county.most) == ("quota.kept", 4)


def test_a_class_counted_apart_has_its_own_limit():
    quota = Quota(grade="好", at_most=D("0.2"), apart_classes=(Apart(classes=("机关",), at_most=D("0.4")),))
    members = cohort(好=2, 较好=8) + [
        Member(f"o{at}", "机关", "好" if at < 5 else "较好") for at in range(10)
    ]

    answer = check_quotas(BANDS, [quota], members)

    assert [(one.classes, one.over) for one in answer.standings] == [((), 0), (("机关",), 1)]
    assert [change.key[0] for change in answer.changes] == ["o"]


def test_limits_that_no_grades_could_satisfy_are_said_to_be_so():
    two = Bands(bands=(Band(grade="好", at_least=D(60)), Band(grade="较差", at_least=D(0))))
    quotas = [Quota(grade="好", at_most=D("0.2")), Quota(grade="较差", at_most=D("0.2"))]

    assert check_quotas(two, quotas, [Member("a", "村", "好"), Member("b", "村", "好")]).changes is None


def test_a_quota_of_an_unknown_grade_names_the_grades_there_are():
    with pytest.raises(Refusal) as refused:
        check_quotas(BANDS, [Quota(grade="优", at_most=D("0.2"))], cohort(好=1))

    assert refused.value.facts["grades"] == list(GRADES)


def test_the_check_changes_no_grade():
    members = cohort(好=9, 较好=1)
    before = list(members)

    check_quotas(BANDS, [Quota(grade="好", at_most=D("0.2"))], members)

    assert members == before


def bounds(quotas, members):
    """(who counts, grade, least, most) of every limit with a figure, worked out here and not by the kernel."""
    for quota in quotas:
        apart = [name for one in quota.apart_classes for name in one.classes]
        rest = [at for at, one in enumerate(members) if one.class_name not in apart]
        if quota.about is not None:
            low, high = (quota.about - quota.within) * len(rest), (quota.about + quota.within) * len(rest)
            least, most = max(0, math.ceil(low)), math.floor(high)
            if least > most:
                least = most = round(quota.about * len(rest))
            yield rest, quota.grade, least, most
        else:
            yield rest, quota.grade, 0, math.floor(quota.at_most * len(rest))
        for one in quota.apart_classes:
            if one.at_most is not None:
                group = [at for at, member in enumerate(members) if member.class_name in one.classes]
                yield group, quota.grade, 0, math.floor(one.at_most * len(group))


def fits(limits, grades):
    return all(least <= sum(grades[at] == grade for at in who) <= most for who, grade, least, most in limits)


def fewest_by_trying_everything(quotas, members):
    """The plain meaning of "fewest": every way to grade everybody, by rising number of changes."""
    limits, now = list(bounds(quotas, members)), [one.grade for one in members]
    for number in range(len(members) + 1):
        for who in itertools.combinations(range(len(members)), number):
            for grades in itertools.product(GRADES, repeat=number):
                tried = list(now)
                for at, grade in zip(who, grades, strict=True):
                    tried[at] = grade
                if fits(limits, tried):
                    return number
    return None


shares = st.sampled_from([D(0), D("0.1"), D("0.2"), D("0.34"), D("0.5"), D(1)])


@settings(max_examples=60, deadline=None)
@given(
    members=st.lists(
        st.tuples(st.sampled_from(["村", "机关"]), st.sampled_from(GRADES), st.integers(0, 100)),
        min_size=1,
        max_size=8,
    ),
    good=shares,
    apart=st.none() | st.tuples(st.none() | shares),
    poor=shares,
    within=st.sampled_from([D("0.05"), D("0.2")]),
)
def test_no_smaller_change_would_do(members, good, apart, poor, within):
    people = [Member(str(at), name, grade, D(total)) for at, (name, grade, total) in enumerate(members)]
    quotas = [
        Quota(
            grade="好",
            at_most=good,
            apart_classes=() if apart is None else (Apart(classes=("机关",), at_most=apart[0]),),
        ),
        Quota(grade="较差", about=poor, within=within),
    ]

    answer = check_quotas(BANDS, quotas, people)

    expected = fewest_by_trying_everything(quotas, people)
    assert (None if answer.changes is None else len(answer.changes)) == expected
    if answer.changes:
        to = {change.key: change.to_grade for change in answer.changes}
        assert fits(list(bounds(quotas, people)), [to.get(one.key, one.grade) for one in people])
