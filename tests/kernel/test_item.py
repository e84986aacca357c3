"""Items of a ledger: what a plan must say, what closes one, and how grades move between campaigns."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel import item as rules
from jiceng.kernel.contents import Part
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.item import CloseGate, Ledger, Movement
from jiceng.kernel.refusal import Refusal
from tests.kernel.test_grade import BANDS

OPENED = date(2012, 4, 25)
GRADES = BANDS.grades()
SOLVED = CloseGate(key="solved", name="问题已解决")
SHOWN = CloseGate(key="shown", name="有佐证", kind="evidence")
SATISFIED = CloseGate(key="satisfied", name="群众满意率", kind="measure", at_least=D("0.9"))
STARS = CloseGate(
    key="stars", name="星级", kind="rating", ladder=("一星", "二星", "三星", "四星"), at_least_rating="三星"
)
THREE_MONTHS = Ledger(
    opens="grade",
    grades=("一般", "较差"),
    contents=(Part(name="整改措施"), Part(name="量化目标")),
    limit_months=3,
    effect_by="07-01",
    gates=(SOLVED, SHOWN),
    clause="§四2",
)
PLAN = {"整改措施": "修好道路", "量化目标": "7月底前完成2公里"}


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


def plan(ledger=THREE_MONTHS, said=PLAN, **facts):
    facts = {"name": "道路不通", "opened_on": OPENED, "due_on": date(2012, 7, 1), "owner": "张某"} | facts
    return rules.check_plan(ledger, said, **facts)


# -- whom a ledger is about -------------------------------------------------------------------------------------------


def test_a_ledger_by_grade_concerns_those_grades_only():
    assert [grade for grade in GRADES if THREE_MONTHS.concerns(grade=grade)] == ["一般", "较差"]


def test_a_ledger_by_finding_concerns_those_found():
    villains = Ledger(opens="flag", flags=("village-bully",), classes=("村",))

    assert villains.concerns(class_name="村", flags=frozenset({"village-bully", "new"}))
    assert not villains.concerns(class_name="机关", flags=frozenset({"village-bully"}))
    assert not villains.concerns(class_name="村", flags=frozenset({"new"}))


def test_a_ledger_by_hand_concerns_everybody_of_its_classes():
    assert Ledger().concerns(class_name="村")
    assert not Ledger(classes=("机关",)).concerns(class_name="村")


# -- limits -----------------------------------------------------------------------------------------------------------


def test_three_months_end_on_the_same_day_and_a_shorter_month_ends_earlier():
    assert rules.latest_due(THREE_MONTHS, OPENED) == date(2012, 7, 25)
    assert rules.latest_due(THREE_MONTHS, date(2012, 11, 30)) == date(2013, 2, 28)


def test_days_are_counted_and_no_limit_is_none():
    assert rules.latest_due(Ledger(limit_days=15), OPENED) == date(2012, 5, 10)
    assert rules.latest_due(Ledger(), OPENED) is None


def test_a_first_effect_shows_before_the_first_of_july_unless_it_is_found_later():
    assert rules.effect_due(THREE_MONTHS, OPENED) == date(2012, 7, 1)
    assert rules.effect_due(THREE_MONTHS, date(2012, 7, 1)) == date(2012, 7, 1)
    assert rules.effect_due(THREE_MONTHS, date(2012, 7, 2)) is None
    assert rules.effect_due(Ledger(), OPENED) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_plan_is_accepted_up_to_the_limit_and_refused_the_day_after(opened, days):
    ledger = Ledger(limit_days=days)
    last = rules.latest_due(ledger, opened)

    plan(ledger, {}, opened_on=opened, due_on=last)
    late = refused(plan, ledger, {}, opened_on=opened, due_on=last + timedelta(days=1))

    assert late.code == "item.due-too-late"
    assert late.facts["latest"] == last.isoformat()


# -- plans ------------------------------------------------------------------------------------------------------------


def test_a_plan_that_says_everything_is_accepted():
    plan()


def test_everything_missing_of_a_plan_is_named_at_once():
    assert refused(plan, said={"整改措施": "无"}).facts["missing"] == ["整改措施", "量化目标"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"owner": " "}, "item.owner-missing"),
        ({"due_on": None}, "item.due-missing"),
        ({"due_on": date(2012, 4, 24)}, "item.due-before-opened"),
        ({"due_on": date(2012, 7, 26)}, "item.due-too-late"),
        ({"said": PLAN | {"口号": "好"}}, "contents.unknown"),
    ],
)
def test_a_plan_with_something_wrong_is_refused(facts, code):
    assert refused(plan, **facts).code == code


def test_a_part_that_is_picked_is_one_of_its_names():
    six = Ledger(contents=(Part(name="任务"),), picks={"任务": ("抓书记、强班子", "抓发展、明思路")})

    plan(six, {"任务": "抓书记、强班子"})

    assert refused(plan, six, {"任务": "抓书记"}).facts["names"] == ("抓书记、强班子", "抓发展、明思路")


# -- gates ------------------------------------------------------------------------------------------------------------


def test_each_kind_of_gate_asks_for_its_own():
    rules.check_pass(SOLVED, note="实地看过，路已通")
    rules.check_pass(SATISFIED, note="", value=D("0.9"))
    rules.check_pass(STARS, note="三星")

    assert refused(rules.check_pass, SOLVED, note="无").code == "item.pass-without-note"
    assert refused(rules.check_pass, SATISFIED, note="").code == "item.figure-missing"
    assert refused(rules.check_pass, SATISFIED, note="", value=D("0.899999")).code == "item.figure-too-low"
    assert refused(rules.check_pass, STARS, note="二星").code == "item.rating-too-low"
    assert refused(rules.check_pass, STARS, note="五星").code == "item.rating-unknown"


def close(ledger=THREE_MONTHS, passed=("solved",), evidence=1, **facts):
    return rules.check_close(ledger, name="道路不通", passed=frozenset(passed), evidence=evidence, **facts)


def test_an_item_closes_through_every_gate():
    close()


def test_an_open_gate_is_named_and_evidence_is_one():
    assert refused(close, passed=()).facts["missing"] == ["问题已解决"]
    assert refused(close, evidence=0).facts["missing"] == ["有佐证"]
    assert refused(close, passed=(), evidence=0).facts["missing"] == ["问题已解决", "有佐证"]


def test_the_owner_closes_nothing_even_with_every_gate_passed():
    assert refused(close, owner_closes=True).code == "item.own-work"


def test_every_forced_action_is_a_gate_of_its_own():
    actions = ("调整班子", "移送处理", "派驻工作组", "选派第一书记")
    wrong = Ledger(opens="flag", flags=("wrongdoing",), actions=actions)

    assert [gate.key for gate in wrong.every_gate()] == list(actions)
    assert refused(close, wrong, passed=actions[:3]).facts["missing"] == ["选派第一书记"]
    close(wrong, passed=actions, evidence=0)


@given(st.sets(st.sampled_from("abcde")), st.sets(st.sampled_from("abcde")), st.integers(0, 2), st.booleans())
def test_an_item_closes_exactly_when_nothing_is_open(gates, passed, evidence, with_evidence):
    every = [CloseGate(key=one, name=one) for one in sorted(gates)] + [SHOWN] * with_evidence
    ledger = Ledger(gates=tuple(every))
    still = [one for one in sorted(gates) if one not in passed]
    still += ["有佐证"] * (with_evidence and not evidence)

    if not still:
        close(ledger, passed=passed, evidence=evidence)
    else:
        assert refused(close, ledger, passed=passed, evidence=evidence).facts["missing"] == still


def test_a_question_is_closed_by_its_answer_and_nothing_else():
    question = Ledger(clause="§五2")

    rules.check_answer(question, "可以并入党总支评定", name="怎样评定")
    rules.check_answer(THREE_MONTHS, "", name="道路不通")

    assert refused(rules.check_answer, question, "……", name="怎样评定").code == "item.answer-missing"


# -- what a ledger still lacks ----------------------------------------------------------------------------------------

FIVE = ("带头人", "思路", "制度", "阵地", "载体")
FIVE_WORKS = Ledger(
    contents=(Part(name="工作"),), covers={"工作": FIVE}, at_least=1, helpers=("挂点领导", "联络员")
)


def lacking(plans, helpers=("挂点领导", "联络员")):
    found = rules.missing_items(FIVE_WORKS, plans, frozenset(helpers), mechanism="works", name="五项工作")
    return [
        (one.code, one.facts.get("left") or one.facts.get("missing") or one.facts["count"]) for one in found
    ]


def test_an_organisation_without_a_plan_has_too_few():
    assert lacking([]) == [("item.too-few", 0)]


def test_all_its_items_together_name_the_five_works():
    assert lacking([{"工作": "选优训强带头人"}, {"工作": "谋划思路，建立制度"}]) == [
        ("item.not-covered", ["阵地", "载体"])
    ]
    assert lacking([{"工作": "、".join(FIVE[:2])}, {"工作": "、".join(FIVE[2:])}]) == []


def test_helpers_that_are_missing_are_named_beside_the_plans():
    assert lacking([{"工作": "、".join(FIVE)}], ["联络员"]) == [("item.helpers-missing", ["挂点领导"])]


@given(st.lists(st.sets(st.sampled_from(FIVE)), max_size=4), st.sets(st.sampled_from(FIVE)))
def test_another_plan_never_adds_to_what_is_missing(plans, more):
    said = [{"工作": "、".join(sorted(one))} for one in plans]

    def left(found):
        return {work for code, works in lacking(found) if code == "item.not-covered" for work in works}

    with_more = left([*said, {"工作": "、".join(sorted(more))}])

    assert with_more == set(FIVE) - set().union(*plans, more)
    assert with_more <= (left(said) if said else set(FIVE))


# -- targets, upgrades, movement --------------------------------------------------------------------------------------

GOALS = dict(zip(GRADES, ("上水平", "上台阶", "晋等次", "换面貌"), strict=True))
RISING = Movement(
    goals=GOALS,
    must_rise=("一般", "较差"),
    upgrade_needs=("peer-opinion",),
    refused_by={"意见": "成效不显著"},
    clause="§二(二)3",
)


def target(grade, wanted, rule=RISING, reason=""):
    return rules.check_target(rule, BANDS, grade=grade, target=wanted, reason=reason)


def test_who_must_rise_aims_higher_and_the_best_may_stay():
    target("较差", "一般")
    target("好", "好")

    assert refused(target, "较差", "较差").facts["goal"] == "换面貌"
    assert refused(target, "较好", "一般").code == "item.target-lower"


def test_a_target_that_stays_is_kept_with_a_reason_where_the_document_says_in_principle():
    soft = Movement(goals=GOALS, must_rise=("一般",), firmness=Firmness.IN_PRINCIPLE)

    target("一般", "一般", soft, "合村并组，今年先稳住")

    assert refused(target, "一般", "一般", soft).code == "item.target-not-higher-without-reason"


def upgrade(old, new, opinions):
    return rules.check_upgrade(RISING, BANDS, old=old, new=new, opinions=opinions)


def test_a_rise_waits_for_the_opinion_of_the_peers_and_the_last_one_counts():
    no, yes = {"意见": "成效不显著"}, {"意见": "成效显著"}

    upgrade("较差", "一般", {"peer-opinion": [no, yes]})

    assert refused(upgrade, "较差", "一般", {}).facts["missing"] == ["peer-opinion"]
    assert refused(upgrade, "较差", "一般", {"peer-opinion": [yes, no]}).code == "item.upgrade-refused"


def test_a_grade_that_stays_or_falls_asks_nobody():
    upgrade("一般", "一般", {})
    upgrade("一般", "较差", {})


pairs = st.lists(st.tuples(st.sampled_from(GRADES), st.sampled_from(GRADES)), max_size=60)


@given(pairs)
def test_a_matrix_accounts_for_everybody_once_and_agrees_with_every_movement(found):
    told = rules.matrix(BANDS, found)

    assert list(told) == list(GRADES)
    assert all(list(row) == list(GRADES) for row in told.values())
    assert sum(count for row in told.values() for count in row.values()) == len(found)
    by_cell = {"rose": 0, "held": 0, "fell": 0}
    for old, row in told.items():
        for new, count in row.items():
            by_cell[rules.movement(BANDS, old, new)] += count
    one_by_one = [rules.movement(BANDS, old, new) for old, new in found]
    assert by_cell == {name: one_by_one.count(name) for name in by_cell}


@given(st.sampled_from(GRADES), st.sampled_from(GRADES))
def test_what_rose_one_way_fell_the_other(old, new):
    other_way = {"rose": "fell", "fell": "rose", "held": "held"}

    assert rules.movement(BANDS, new, old) == other_way[rules.movement(BANDS, old, new)]
