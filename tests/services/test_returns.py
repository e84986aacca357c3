"""Returns: put together, looked over, sent once, answered by another, and unalterable from then on."""

from datetime import date

import pytest

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.reports.returns import Made, paper
from jiceng.reports.returns.tables import listed
from jiceng.services import duty, procedure
from jiceng.services.dates import due_on
from jiceng.services.duty.rows import Content, digest
from jiceng.services.sheet import aside
from jiceng.services.sheet.closing import what_is_open
from jiceng.store.models import (
    AuditEvent,
    Deadline,
    Flag,
    Item,
    Link,
    Notice,
    Objection,
    Organisation,
    Outside,
    Return,
    Subject,
    Track,
    Zone,
    ZoneMember,
)
from tests.campaigns import Running
from tests.factories import (
    ON,
    County,
    campaign,
    committee,
    committee_officer,
    officer,
    organisation,
    secretary,
)
from tests.filing import RETURN, Filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """Five branches of one committee: 好, 较好, 较好, 一般, 较差."""
    made = Filing(branches=5)
    made.all_graded("好", "较好", "较好", "一般", "较差")
    return made


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value


# -- putting together -------------------------------------------------------------------------------------------------


def test_a_return_says_how_many_of_each_grade_and_that_it_adds_up(county):
    one = county.prepared()

    assert one.figures.grades == {"好": 1, "较好": 2, "一般": 1, "较差": 1}
    assert one.may_leave
    assert [each.code for each in one.looked] == [
        "duty.return-adds-up", "duty.return-lists-agree", "duty.return-shares-sum", "duty.return-explained",
        "duty.return-nothing-open",
    ]  # fmt: skip


def test_a_return_of_one_committee_says_nothing_of_another():
    county = Filing(towns=2, branches=2)
    county.all_graded("好", "较好", "一般")

    assert [one.name for one in county.prepared(county.towns[1]).content.rows] == [
        one.name for one in county.branches[2:]
    ]


def test_a_committee_that_decides_on_nobody_sends_nothing(county):
    other = Filing().town

    refusal = refused(county.prepared, other)

    assert (refusal.code, refusal.facts["organisation"]) == ("duty.return-not-by", other.name)


def test_a_row_tells_its_ballot_its_secretary_and_the_year_before(county):
    county.stand_at("assessment")
    county.submit()
    county.approve()
    county.count()
    earlier = Filing()
    Subject.objects.filter(pk=earlier.subject.pk).update(organisation=county.branch)
    earlier.graded(county.branch, "一般", "65")
    earlier.campaign.opened_on = date(2011, 4, 1)
    earlier.campaign.save()

    row = county.prepared().content.rows[0]

    assert (row.issued, row.returned, row.valid, row.satisfaction) == (40, 40, 38, "94.736842")
    assert (row.last, row.opinion) == ("一般", "满意")
    assert row.secretary == county.secretary.person.name


def test_the_branches_of_a_general_branch_are_listed_under_it_with_a_grade_of_their_own_and_why():
    county = Filing(branches=2)
    county.all_graded("较好")
    unit, other = county.branches
    for name, own in (("第一支部", ""), ("第二支部", "一般")):
        Outside.objects.create(
            campaign=county.campaign, organisation=organisation(unit, name=name), why="with-unit", own_grade=own,
            own_reason="半年没有开展活动" if own else "", by=county.reviewer if own else None, on=ON if own else None,
        )  # fmt: skip

    one = county.prepared()

    lines = listed(one.content).rows
    assert [(line[0], line[1], line[-2], line[-1]) for line in lines] == [
        (1, unit.name, "较好", "已说明情况"),
        (None, "第一支部", "较好", ""),
        (None, "第二支部", "一般", "半年没有开展活动"),
        (2, other.name, "较好", "已说明情况"),
    ]
    assert one.content.apart("一般") == [("第二支部", unit.name, "半年没有开展活动")]
    assert one.content.apart("较好") == [("第一支部", unit.name, "")]
    assert one.figures.due == 2
    assert Content.from_json(one.content.as_json()) == one.content


def test_an_organisation_set_aside_is_counted_as_not_graded_with_its_reason(county):
    Subject.objects.filter(organisation=county.branches[4]).update(
        decided="", decided_by=None, decided_on=None, explanation=""
    )
    county.stand_at("committee")
    subject = county.subject_of(county.branches[4])
    aside.set_aside(subject=subject, reason="成立不满半年", by=county.reviewer, on=ON)

    one = county.prepared()

    assert one.figures.not_graded == {county.branches[4].name: "成立不满半年"}
    assert one.may_leave


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_a_return_costs_the_same_for_any_number_of_organisations(rows, django_assert_num_queries):
    county = Filing(branches=rows)
    county.all_graded("较差")

    with django_assert_num_queries(18):
        county.prepared()


def test_the_lowest_grade_comes_with_its_problems_remedies_and_helpers(county):
    worst = county.branches[4]
    facts = {"campaign": county.campaign, "organisation": worst}
    said = {"主要措施": "选派第一书记", "工作": "选优训强带头人队伍"}
    Item.objects.create(
        mechanism="poor-items", number=1, title="班子不团结", said=said, due_on=date(2012, 6, 20), target="一般",
        opened_by=county.reviewer, opened_on=ON, **facts,
    )  # fmt: skip
    Link.objects.create(
        mechanism="helpers",
        kind="挂点领导",
        holder_name="县委副书记",
        since_on=ON,
        made_by=county.officer,
        **facts,
    )
    Link.objects.create(
        mechanism="helpers", kind="帮扶部门", other=county.town, since_on=ON, made_by=county.officer, **facts
    )

    [one] = county.prepared().content.poor

    assert (one.problems, one.measures, one.target) == (("班子不团结",), ("选派第一书记",), "一般")
    assert (one.leaders, one.helpers) == (("县委副书记",), (county.town.name,))
    assert (one.due_on, one.closed_on, one.open) == ("2012-06-20", "", 1)


def test_zones_are_named_by_the_nearest_that_holds_an_organisation(county):
    zone = Zone.objects.create(organisation=county.top, name="第一协作区")
    ZoneMember.objects.create(zone=zone, organisation=county.town)
    near = Zone.objects.create(organisation=county.top, name="第二协作区")
    ZoneMember.objects.create(zone=near, organisation=county.branches[1])

    found = [one.zone for one in county.prepared().content.rows]

    assert found == ["第一协作区", "第二协作区", "第一协作区", "第一协作区", "第一协作区"]


# -- by when ----------------------------------------------------------------------------------------------------------


def test_a_return_is_due_on_the_documents_day_in_its_own_year(county):
    county.campaign.due_on = date(2012, 5, 31)
    assert due_on(county.campaign, RETURN, county.town.path) == date(2012, 4, 25)


def test_nothing_is_due_after_the_campaigns_own_last_day(county):
    assert due_on(county.campaign, RETURN, county.town.path) == county.campaign.due_on == date(2012, 4, 20)


def test_an_earlier_deadline_of_a_level_between_counts(county):
    Deadline.objects.create(
        campaign=county.campaign, organisation=county.top, mechanism=RETURN, due_on=date(2012, 4, 24),
        by=county.officer, on=ON,
    )  # fmt: skip

    county.campaign.due_on = date(2012, 5, 31)
    assert due_on(county.campaign, RETURN, county.town.path) == date(2012, 4, 24)


# -- sending ----------------------------------------------------------------------------------------------------------


def test_a_sent_return_stands_with_its_digest(county):
    sent = county.send()

    assert (sent.state, sent.number, sent.receiver) == ("sent", 1, county.top)
    assert sent.digest == digest(sent.figures)
    assert Content.from_json(sent.figures) == county.prepared().content


def test_what_was_sent_is_not_altered_by_what_happens_afterwards(county):
    sent = county.send()
    before = Content.from_json(sent.figures)

    Organisation.objects.filter(pk=county.branch.pk).update(name="改名后的支部", member_count=99)
    county.graded(county.branches[1], "一般", "70")
    sent.refresh_from_db()

    assert Content.from_json(sent.figures) == before
    assert digest(sent.figures) == sent.digest
    assert county.prepared().content != before


def test_the_same_return_again_is_the_same_return(county):
    assert county.send() == county.send()
    assert AuditEvent.objects.filter(action="return.sent").count() == 1


def test_a_second_return_with_other_content_waits_for_the_answer_to_the_first(county):
    county.send()
    county.graded(county.branches[1], "一般", "70", "有事实")

    refusal = refused(county.send)

    assert (refusal.code, refusal.facts["who"]) == (
        "duty.return-already-sent",
        county.reviewer.get_full_name(),
    )


def test_nobody_sends_what_they_have_not_seen(county):
    seen = county.prepared().digest
    county.graded(county.branches[1], "一般", "70", "有事实")

    refusal = refused(county.send, seen=seen)

    assert refusal.code == "duty.return-changed"
    assert county.send(seen=county.prepared().digest)


def test_a_return_with_somebody_undecided_does_not_leave(county):
    Subject.objects.filter(organisation=county.branch).update(decided="", decided_by=None, decided_on=None)

    refusal = refused(county.send)

    assert (refusal.code, refusal.facts["names"]) == ("duty.return-not-decided", (county.branch.name,))


def test_a_return_without_an_owed_explanation_does_not_leave(county):
    """机关 explains 一般 and 较差 (G-19)."""
    Subject.objects.filter(organisation__in=county.branches).update(explanation="")

    refusal = refused(county.send)

    assert refusal.code == "duty.return-not-explained"
    assert refusal.facts["names"] == tuple(one.name for one in county.branches[3:])


def test_a_return_with_an_open_objection_does_not_leave(county):
    flag = Flag.objects.create(
        campaign=county.campaign, organisation=county.branch, flag="x", authority="纪委", found_on=ON
    )
    Objection.objects.create(flag=flag, text="不属实", code_digest="a" * 64, put_on=ON)

    assert refused(county.send).code == "duty.return-has-open-objections"


def test_an_objection_elsewhere_keeps_nobody_waiting(county):
    other = Filing()
    flag = Flag.objects.create(
        campaign=other.campaign, organisation=other.branch, flag="x", authority="纪委", found_on=ON
    )
    Objection.objects.create(flag=flag, text="不属实", code_digest="a" * 64, put_on=ON)

    assert county.send().state == "sent"


def test_only_an_officer_of_the_very_committee_sends(county):
    for who in (county.officer, secretary(county.branch), committee_officer(Filing().town)):
        with pytest.raises(Forbidden):
            county.send(by=who)


def test_before_its_step_nothing_is_sent(county):
    county.stand_at("committee")

    assert refused(county.send).code == "procedure.not-now"


# -- what a county sends on -------------------------------------------------------------------------------------------


class Upward(County):
    """A county under 000-4 with two committees, everybody graded and standing at the last step."""

    def __init__(self) -> None:
        super().__init__(towns=2)
        Subject.objects.filter(campaign=self.campaign).update(
            total=85, computed="较好", decided="较好", decided_by=self.reviewer, decided_on=ON
        )
        Track.objects.filter(campaign=self.campaign).update(step="return")

    def send(self, key, place, by):
        return duty.send(campaign=self.campaign, mechanism=key, organisation=place, by=by, on=ON)


def asked_of(who, key):
    return [line for line in desk.due(scope.posts(who), ON) if line.mechanism == key]


def test_a_county_sends_on_what_all_its_committees_have_sent():
    county = Upward()
    for town in county.towns:
        refusal = refused(county.send, "county-tables", county.top, county.officer)
        assert (refusal.code, refusal.facts["first"]) == (
            "duty.comes-after", [county.campaign.title_of("four-tables")],
        )  # fmt: skip
        county.send("four-tables", town, committee_officer(town))

    sent = county.send("county-tables", county.top, county.officer)

    assert len(Content.from_json(sent.figures).rows) == 2


def test_a_county_is_asked_for_its_own_tables_once_the_last_committee_has_sent():
    county = Upward()
    first, second = county.towns
    county.send("four-tables", first, committee_officer(first))
    before = asked_of(county.officer, "county-tables")

    county.send("four-tables", second, committee_officer(second))

    assert (before, len(asked_of(county.officer, "county-tables"))) == ([], 1)


def test_whoever_sent_to_nobody_above_is_not_asked_to_answer_it_and_the_campaign_does_not_wait():
    county = Upward()
    for town in county.towns:
        county.send("four-tables", town, committee_officer(town))
    county.send("county-tables", county.top, county.officer)

    assert asked_of(county.officer, "county-tables") == []
    assert len(asked_of(officer(county.top), "county-tables")) == 1
    waits = {refusal.code: refusal.facts for refusal in what_is_open(county.campaign)}
    assert waits["campaign.open-returns"]["count"] == 2  # of the committees


def test_the_department_a_return_goes_to_is_printed_on_it():
    top = committee()
    town = committee(top)
    organisation(town, kind="village")
    lookback = campaign(top, pack="meizhou-2012-lookback")

    content = duty.prepare(campaign=lookback, mechanism="recheck-upward", organisation=top, on=ON).content

    drawn = paper("recheck", content, Made(ON))
    assert drawn.filled_above["报送"] == f"{top.name}组织一科"


# -- sent back with its committee -------------------------------------------------------------------------------------


@pytest.mark.parametrize("answered", [False, True])
def test_what_a_committee_returned_comes_back_when_it_is_sent_back_to_an_earlier_step(county, answered):
    first = county.send()
    if answered:
        duty.accept(sent=first, by=county.officer, on=ON)
    receipt = Return.objects.get().receipt
    county.stand_at("filing")

    procedure.send_back(
        track=Track.objects.get(), to="committee", reason="结果有误，重新研究", by=county.officer, on=ON
    )

    came_back = Return.objects.get()
    assert (came_back.state, came_back.reason, came_back.receipt) == ("back", "结果有误，重新研究", receipt)
    county.graded(county.branches[1], "一般", explanation="重新研究后下调")
    county.stand_at("notice")
    again = county.send()
    assert again.number == 2
    assert duty.accept(sent=again, by=county.officer, on=ON).receipt not in (None, receipt)


def test_what_was_returned_before_the_step_gone_back_to_stays():
    top = committee()
    town = committee(top)
    branch = organisation(town, kind="village")
    lookback = campaign(top, pack="meizhou-2012-lookback")
    Subject.objects.filter(campaign=lookback, organisation=branch).update(
        total=85, computed="较好", decided="较好", decided_by=officer(top), decided_on=ON
    )
    track = Track.objects.get(campaign=lookback, committee=town)
    Track.objects.filter(pk=track.pk).update(step="re-examination")
    sent = duty.send(
        campaign=lookback, mechanism="recheck-return", organisation=town, by=committee_officer(town), on=ON
    )
    Track.objects.filter(pk=track.pk).update(step="acceptance")
    track.refresh_from_db()

    procedure.send_back(track=track, to="rectification", reason="整改没有到位", by=officer(top), on=ON)

    sent.refresh_from_db()
    assert sent.state == "sent"


def test_nothing_goes_up_before_the_notices_are_over(county):
    Notice.objects.all().delete()

    refusal = refused(county.send)

    assert (refusal.code, refusal.facts["first"]) == (
        "duty.comes-after", [county.campaign.title_of("results-notice")],
    )  # fmt: skip


def test_no_result_goes_up_before_it_is_evaluated_above():
    run = Running("corps-2012-grading")
    run.decided()
    facts = {"campaign": run.campaign, "mechanism": "situation", "organisation": run.town, "on": ON}
    for step, code in (("committee", "procedure.not-now"), ("total", "duty.comes-after")):
        run.stand_at(step)
        assert refused(duty.send, by=run.town_officer, **facts).code == code
