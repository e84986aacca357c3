"""Items are opened by hand, for everybody concerned, and from a list; each protection tried from both sides."""

from datetime import date

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import item as events
from jiceng.services.item import Handed, opening
from jiceng.store.models import AuditEvent, Flag, Item, Organisation, Track
from tests.factories import ON, committee, committee_officer, member, secretary
from tests.items import DUE, PLAN, Ledgers

pytestmark = pytest.mark.django_db


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


# -- by hand ----------------------------------------------------------------------------------------------------------


def test_a_secretary_enters_a_problem_with_its_plan(county):
    item = county.planned()

    assert (item.number, item.title, item.said, item.owner_name) == (1, "道路不通", PLAN, "张某")
    assert (item.due_on, item.effect_on, item.state, item.round) == (DUE, date(2012, 7, 1), "open", 1)
    assert [one.what for one in item.events.order_by("number")] == ["opened", "planned"]
    assert AuditEvent.objects.filter(action="item.opened", target=f"item:{item.pk}").count() == 1


def test_the_superior_may_enter_one_and_the_plan_comes_later(county):
    item = county.open(by=county.above)

    assert (item.opened_by, item.said, item.due_on) == (county.above, {}, None)


def test_numbers_go_on_within_a_ledger_of_an_organisation(county):
    other = county.open(title="活动室被占用")

    assert [county.open().number, other.number] == [2, 1]
    assert county.open("x-questions", "怎样评定").number == 1
    assert county.open(organisation=county.branches[1], by=county.above).number == 1


def test_the_same_sent_twice_is_one_item(county):
    assert county.planned() == county.planned()
    assert Item.objects.count() == 1


def test_another_item_of_the_same_name_waits_until_the_first_is_closed(county):
    county.planned()

    assert refused(county.open).code == "item.title-taken"


def test_what_comes_back_after_it_was_closed_is_a_new_item(county):
    first = county.closed()

    assert county.open().number == first.number + 1


@pytest.mark.parametrize("title", ["", "  ", "无", "……"])
def test_an_item_says_what_the_matter_is(county, title):
    assert refused(county.open, title=title).code == "item.title-missing"


def test_a_title_that_is_a_story_is_refused(county):
    assert refused(county.open, title="路" * 201).facts == {"length": 201, "most": 200}


def test_a_plan_that_comes_with_it_is_held_against_the_ledger(county):
    wrong = refused(county.open, said=PLAN, owner="张某", due_on=date(2012, 7, 7))

    assert (wrong.code, wrong.facts["latest"]) == ("item.due-too-late", "2012-07-06")
    assert refused(county.open, said={"整改措施": "修路"}).facts["missing"] == ["量化目标"]
    assert not Item.objects.exists()


@pytest.mark.parametrize("role", ["own member", "sibling", "cousin"])
def test_nobody_else_opens_an_item_here(county, role):
    by = {
        "own member": lambda: member(county.branch),
        "sibling": lambda: secretary(county.branches[1]),
        "cousin": lambda: committee_officer(committee(county.top)),
    }[role]()

    with pytest.raises(Forbidden):
        county.open(by=by)


def test_a_ledger_of_the_superior_is_not_opened_by_ones_own_side(county):
    county.graded("较差")

    with pytest.raises(Forbidden):
        county.open("x-poor", "整顿")
    assert county.open("x-poor", "整顿", by=county.above).state == "open"


def test_a_ledger_by_grade_waits_for_the_decision_and_takes_only_its_grades(county):
    assert refused(county.open, "x-poor", by=county.above).code == "item.grade-not-decided"

    county.graded("好")

    assert refused(county.open, "x-poor", by=county.above).code == "item.not-concerned"


def test_an_organisation_outside_the_campaign_has_no_item_in_it(county):
    late = committee(county.town, form="branch", kind="village")

    assert refused(county.open, organisation=late, by=county.above).code == "door.wrong-place"


def test_what_is_no_ledger_is_refused(county):
    assert refused(county.open, "good-quota").code == "door.no-such-rule"
    assert refused(county.open, "nothing").code == "door.no-such-rule"


def test_a_closed_campaign_takes_no_new_item(county):
    county.campaign.closed_on = ON
    county.campaign.save()

    assert refused(county.open).code == "campaign.closed"


def test_an_effect_before_july_is_not_asked_of_a_finding_in_august(county):
    found = county.open(
        title="八月发现", on=date(2012, 8, 1), said=PLAN, owner="张某", due_on=date(2012, 11, 1)
    )

    assert found.effect_on is None
    assert refused(
        county.open, title="又一个", on=date(2012, 8, 1), said=PLAN, owner="张某", due_on=date(2012, 11, 2)
    )


def test_a_committees_own_ledger_has_its_limit_in_days(county):
    facts = {"organisation": county.town, "by": county.county_committee_officer, "owner": "王某"}

    item = county.open("x-circular", "措施不力", due_on=date(2012, 4, 21), **facts)

    assert (item.subject, item.organisation) == (None, county.town)
    assert (
        refused(county.open, "x-circular", "又一次", due_on=date(2012, 4, 22), **facts).code
        == "item.due-too-late"
    )
    assert refused(county.open, "x-circular", organisation=county.branch, by=county.above)


def test_a_ledger_that_a_step_awaits_is_opened_in_that_step(county):
    county.graded("较差")
    county.stand_at("grading")
    early = refused(county.open, "plans", "规范组织生活")
    waiting = next(step.key for step in county.campaign.steps.awaiting("plans"))

    county.stand_at(waiting)

    assert early.code == "procedure.not-now"
    assert county.open("plans", "规范组织生活").state == "open"
    Track.objects.update(step="")
    assert refused(county.open, "plans", "又一个").code == "procedure.over-and-filed"


# -- for everybody concerned ------------------------------------------------------------------------------------------


def test_everybody_graded_poor_gets_an_item_and_once_only(county):
    county.graded("较差")
    county.graded("好", county.branches[1])

    facts = {"campaign": county.campaign, "mechanism": "x-poor", "committee": county.town, "by": county.above}
    items = events.open_concerned(**facts, on=ON)

    assert [(one.organisation, one.title) for one in items] == [(county.branch, "后进整顿台账")]
    assert refused(events.open_concerned, **facts, on=ON).code == "item.nobody-concerned"
    county.graded("较差", county.branches[1])
    assert [one.organisation for one in events.open_concerned(**facts, on=ON)] == [county.branches[1]]


def test_a_finding_opens_a_case_with_its_forced_actions_and_a_withdrawn_one_does_not(county):
    for branch in county.branches:
        Flag.objects.create(
            organisation=branch,
            campaign=county.campaign,
            flag="x-wrongdoing",
            authority="县纪委",
            found_on=ON,
        )
    Flag.objects.filter(organisation=county.branches[1]).update(withdrawn_on=ON, withdrawn_reason="认错了")

    [item] = events.open_concerned(
        campaign=county.campaign,
        mechanism="x-wrong",
        committee=county.town,
        by=county.above,
        on=ON,
        title="班子问题",
    )

    assert (item.organisation, item.title) == (county.branch, "班子问题")


def test_nobody_opens_for_a_committee_that_is_not_theirs(county):
    county.graded("较差")
    for by in (county.secretary, committee_officer(committee(county.top)), member(county.town)):
        with pytest.raises(Forbidden):
            events.open_concerned(
                campaign=county.campaign, mechanism="x-poor", committee=county.town, by=by, on=ON
            )


# -- from a list ------------------------------------------------------------------------------------------------------


def handed(county, *rows, by=None):
    told = [Handed(at, *row) for at, row in enumerate(rows, start=2)]
    return {"campaign": county.campaign, "mechanism": "x-list", "rows": told, "by": by or county.above}


def test_a_list_is_opened_by_code_or_by_name(county):
    one, two = county.branches
    facts = handed(
        county, (one.code, "", "班子不团结"), ("", two.name, "无活动场所"), (one.code, one.name, "账目不清")
    )

    items = events.open_listed(**facts, on=ON)

    assert [(one.organisation.code, one.number, one.title) for one in items] == [
        (one.code, 1, "班子不团结"),
        (two.code, 1, "无活动场所"),
        (one.code, 2, "账目不清"),
    ]
    event = AuditEvent.objects.get(action="item.list-opened")
    assert event.org_path == county.town.path
    assert events.open_listed(**facts, on=ON) == []


def test_one_wrong_row_keeps_the_whole_list_out_and_every_wrong_row_is_named(county):
    one, two = county.branches
    Organisation.objects.filter(pk=two.pk).update(name=one.name)
    facts = handed(
        county,
        (one.code, "", "班子不团结"),
        ("X0", "", "没有这个代码"),
        ("", "没有这个名称", "事项"),
        ("", one.name, "同名的两个"),
        (one.code, "另一个名称", "事项"),
        (one.code, "", ""),
        (one.code, "", "班子不团结"),
    )

    found = events.read_list(**facts)

    assert [(row, fault.code) for row, fault in found.faults] == [
        (3, "item.list-code-unknown"),
        (4, "item.list-name-unknown"),
        (5, "item.list-name-twice"),
        (6, "item.list-name-differs"),
        (7, "item.title-missing"),
        (8, "item.list-row-twice"),
    ]
    assert refused(events.open_listed, **facts, on=ON).facts == {"count": 6}
    assert not Item.objects.exists()


def test_what_one_does_not_see_is_unknown_in_a_list(county):
    stranger = committee_officer(committee(county.top))

    found = events.read_list(**handed(county, (county.branch.code, "", "事项"), by=stranger))

    assert [fault.code for _, fault in found.faults] == ["item.list-code-unknown"]


def test_ones_own_side_opens_no_list_of_the_superiors(county):
    found = events.read_list(**handed(county, (county.branch.code, "", "事项"), by=county.secretary))

    assert [fault.code for _, fault in found.faults] == ["item.organisation-outside"]


def test_an_empty_list_and_one_without_end_are_refused(county, monkeypatch):
    monkeypatch.setattr(opening, "MOST_ROWS", 1)

    assert refused(events.read_list, **handed(county)).code == "item.list-empty"
    two = handed(county, (county.branch.code, "", "甲"), (county.branch.code, "", "乙"))
    assert refused(events.read_list, **two).facts == {"count": 2, "most": 1}


@pytest.mark.parametrize("branches", [1, 3, 30])
def test_a_list_costs_the_same_for_any_number_of_rows(django_assert_max_num_queries, branches):
    county = Ledgers(branches=branches)
    assert county.campaign.rules  # read once a process
    facts = handed(county, *((one.code, "", "事项") for one in county.branches))

    with django_assert_max_num_queries(24):
        assert len(events.open_listed(**facts, on=ON)) == branches


def test_a_committee_opens_what_a_level_above_it_closes(county):
    """X-07: whoever has the question asks it, without a plan; criticism it does not issue against itself."""
    asks = committee_officer(county.town)

    question = county.open("x-upward", "党总支怎样评定", organisation=county.town, by=asks)

    assert (question.organisation, question.due_on) == (county.town, None)
    with pytest.raises(Forbidden):
        county.open("x-circular", "措施不力", organisation=county.town, by=asks)
