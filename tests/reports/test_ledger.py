"""The ledger's lines, who lacks one, who lacks help; the same cost for any number."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from jiceng.reports import ledger as reports
from jiceng.reports.papers import render
from jiceng.services import item as events
from jiceng.services import link as links
from jiceng.store.models import Item, Record, Subject
from tests.items import LATER, ON, PLAN, Ledgers

pytestmark = pytest.mark.django_db
AFTER = date(2012, 7, 2)


@pytest.fixture
def county():
    return Ledgers(branches=3)


def report(county, mechanism="x-problems", on=AFTER):
    return reports.ledger(county.campaign, mechanism, Item.objects.all(), Subject.objects.all(), on)


def titles(lines):
    return [one.title for one in lines]


def test_a_line_says_what_where_who_until_when_and_how_far(county):
    item = county.shown()
    events.pass_gate(item=item, gate="solved", note="实地看过", by=county.above, on=LATER)

    [line] = report(county).lines

    assert (line.name, line.title, line.measures) == (county.branch.name, "道路不通", list(PLAN.items()))
    assert (line.owner, line.due_on, line.effect_on, line.overdue) == (
        "张某",
        date(2012, 7, 1),
        date(2012, 7, 1),
        True,
    )
    assert (line.passed, line.gates, line.evidence, line.committee) == (2, 3, 1, county.town.pk)


def test_what_is_due_first_comes_first_and_each_state_is_counted(county):
    county.open(title="没有方案")
    county.planned(title="逾期的")
    county.closed(title="销号的")
    events.claim_done(item=county.shown(title="申请的"), by=county.secretary, on=LATER)

    told = report(county)

    assert titles(told.lines)[-1] == "没有方案"
    assert told.counts == {"unfinished": 3, "not-planned": 1, "overdue": 2, "claimed": 1, "closed": 1}
    assert titles(reports.narrowed(told.lines, state="claimed")) == ["申请的"]
    assert titles(reports.narrowed(told.lines, state="closed", words="销号")) == ["销号的"]
    assert reports.narrowed(told.lines, committee=county.top.pk) == []
    assert len(reports.narrowed(told.lines, state="nonsense", organisation=county.branch.pk)) == 4


def test_whom_a_ledger_concerns_without_an_item_is_named(county):
    for branch in county.branches[:2]:
        county.graded("较差", branch)
    county.open("x-poor", "整顿", by=county.above)

    assert [name for _, name, _ in report(county, "x-poor").lacking] == [county.branches[1].name]
    assert len(report(county).lacking) == 3  # one is asked of everybody
    assert report(county, "x-list").lacking == []


def test_evidence_taken_back_counts_no_more(county):
    item = county.shown()
    events.withdraw_evidence(evidence=item.evidence.get(), reason="错", by=county.secretary, on=LATER)

    [line] = report(county).lines
    assert (line.evidence, line.passed) == (0, 0)


def test_the_form_has_every_line_and_says_what_is_late(county):
    county.planned(title="逾期的")
    told = report(county)

    paper = reports.paper(told, told.lines, unit="某镇党委", on=ON, stamp="演示数据")
    content, _, name = render(paper, "xlsx")

    cells = [str(cell.value) for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    assert "问题整改台账" in name
    assert {"逾期的", "修好道路；7月前修通2公里", "整改中（逾期）", "0/3"} <= set(cells)
    english = reports.paper(told, told.lines, unit="Town", on=ON, lang="en")
    assert english.tables[0].rows[0][-1] == "open (overdue)"


def test_every_ledger_of_a_campaign_in_figures(county, django_assert_num_queries):
    county.planned()
    county.closed(title="销号的")
    assert county.campaign.rules

    with django_assert_num_queries(1):
        told = {one.mechanism: one for one in reports.summaries([county.campaign], Item.objects.all(), AFTER)}

    one = told["x-problems"]
    assert (one.unfinished, one.overdue, one.claimed, one.closed) == (1, 1, 0, 1)
    assert told["x-questions"].unfinished == 0
    assert "x-helpers" not in told


@pytest.mark.parametrize("branches", [1, 3, 60])
def test_a_ledger_costs_the_same_for_any_number(django_assert_num_queries, branches):
    county = Ledgers(branches=branches)
    events.open_listed(
        campaign=county.campaign, mechanism="x-list", by=county.above, on=ON,
        rows=[events.Handed(at, one.code, "", "事项") for at, one in enumerate(county.branches)],
    )  # fmt: skip
    assert county.campaign.rules

    with django_assert_num_queries(2):
        assert len(report(county, "x-list").lines) == branches


# -- help -------------------------------------------------------------------------------------------------------------


def test_who_lacks_a_leader_or_a_liaison_comes_first(county):
    one, two, three = county.branches
    county.graded("一般", one)
    county.graded("较差", two)
    county.graded("好", three)
    for kind, post in (("挂点领导", "县委常委"), ("联络员", "")):
        link = links.set_link(
            campaign=county.campaign, mechanism="x-helpers", organisation=one, kind=kind, holder_name="王某",
            holder_post=post, by=county.above, on=ON,
        )  # fmt: skip
    links.add_visit(link=link, held_on=LATER, note="商定修路", by=county.above, on=LATER)

    found = reports.help_coverage(county.campaign, "x-helpers", Subject.objects.all())

    assert [(row.name, row.missing, row.visits) for row in found] == [
        (two.name, ["挂点领导", "联络员"], 0),
        (one.name, [], 1),
    ]
    assert found[1].links == {"挂点领导": "王某 县委常委", "联络员": "王某"}


def test_the_five_haves_are_counted_part_by_part():
    from tests.factories import adoption, campaign, committee, officer, organisation

    top = committee()
    town = committee(top)
    branch = organisation(town)
    adoption(top, pack="yichun-2012-grading")
    run = campaign(top, pack="yichun-2012-grading", title="宜春")
    Subject.objects.update(total=50, computed="较差", decided="较差", decided_by=officer(top), decided_on=ON)
    Record.objects.create(
        mechanism="help-plan", campaign=run, organisation=branch, number=1, held_on=ON, by=officer(top), on=ON,
        said={"领导挂点责任": "王某挂点", "帮扶工作计划": "每月一次"},
    )  # fmt: skip

    [row] = reports.help_coverage(run, "helpers", Subject.objects.all())

    assert [name for name, there in row.haves.items() if there] == ["领导挂点责任", "帮扶工作计划"]
    assert len(row.haves) == 5


@pytest.mark.parametrize("branches", [1, 3, 60])
def test_coverage_costs_the_same_for_any_number(django_assert_num_queries, branches):
    county = Ledgers(branches=branches)
    Subject.objects.update(total=50, computed="较差", decided="较差", decided_by=county.above, decided_on=ON)
    assert county.campaign.rules

    with django_assert_num_queries(2):
        assert len(reports.help_coverage(county.campaign, "x-helpers", Subject.objects.all())) == branches
