"""What was asked before a step was over, and what is tried after a campaign is."""

from datetime import date

import pytest

from jiceng.kernel.link import InSeat
from jiceng.kernel.refusal import Refusal
from jiceng.services import duty, link, objection, procedure
from jiceng.services import item as items
from jiceng.services import sheet as services
from jiceng.store.models import Campaign, Flag
from tests.campaigns import Running
from tests.factories import ON
from tests.filing import Filing
from tests.items import LATER, Ledgers

pytestmark = pytest.mark.django_db
END = date(2012, 6, 1)


def refused(act, **facts):
    with pytest.raises(Refusal) as refusal:
        act(**facts)
    return refusal.value.code


# -- a correction that was overtaken --------------------------------------------------------------------------------


@pytest.fixture
def running():
    """Decided, and past the committee's step."""
    made = Running()
    made.decided()
    made.stand_at("notice")
    return made


def test_a_correction_of_a_grade_that_was_decided_anew_meanwhile_is_not_agreed_to(running):
    """Asked for 好 to become 较好; sent back, the committee decided 一般. Nobody ever asked about that."""
    asked = services.ask_correction(
        subject=running.subject, grade="较好", reason="复核发现台账缺失", by=running.town_officer, on=ON
    )
    running.stand_at("committee")
    services.withdraw_decision(subject=running.subject, reason="重新研究", by=running.town_officer, on=ON)
    running.decided(grade="一般")
    running.stand_at("notice")

    assert (
        refused(services.approve_correction, correction=asked, by=running.officer, on=ON)
        == "sheet.correction-overtaken"
    )
    assert (running.subject.decided, running.subject.version) == ("一般", 1)
    services.refuse_correction(correction=asked, reason="已经重新定级", by=running.officer, on=ON)


# -- objections keep what they are about from being filed -------------------------------------------------------------


def contested(made, branch, secretary, by):
    """A finding about a branch, recorded before its step was over, contested by its secretary now."""
    flag = Flag.objects.create(
        campaign=made.campaign, organisation=branch, flag="x", authority="县信访局", found_on=ON, by=by, on=ON
    )
    put, _ = objection.put_flag_objection(flag=flag, text="没有这回事", by=secretary, on=ON)
    return put


def answered(put, by):
    objection.assign(objection=put, handler=by, due_on=END, by=by, on=ON)
    objection.answer(objection=put, finding="查阅了信访登记", reply="登记属实", upheld=False, by=by, on=ON)


def test_a_campaign_does_not_close_over_an_objection_to_a_finding(running):
    running.stand_at("")  # through, before anybody objected
    contested(
        running, running.branches[0], running.who("secretary", running.branches[0]), running.town_officer
    )

    with pytest.raises(Refusal) as refusal:
        services.close_campaign(campaign=running.campaign, by=running.officer, on=END)

    assert [one.code for one in refusal.value.facts["open"]] == ["campaign.open-objections"]


def test_a_return_is_not_accepted_over_an_objection_that_came_after_it_was_sent():
    county = Filing()
    county.all_graded("好")
    sent = county.send()
    put = contested(county, county.branch, county.secretary, county.reviewer)

    assert refused(duty.accept, sent=sent, by=county.officer, on=ON) == "duty.return-objections-since"

    answered(put, county.officer)
    assert duty.accept(sent=sent, by=county.officer, on=ON).state == "accepted"


def test_no_committee_is_through_over_an_open_objection():
    county = Filing()
    county.all_graded("好")
    sent = county.send()
    duty.accept(sent=sent, by=county.officer, on=ON)
    county.stand_at("filing")
    put = contested(county, county.branch, county.secretary, county.reviewer)
    facts = {"track": county.campaign.tracks.get(committee=county.town), "by": county.officer, "on": ON}

    assert refused(procedure.move_on, **facts) == "procedure.objections-open"

    answered(put, county.officer)
    assert procedure.move_on(**facts).step == ""


# -- after the campaign is closed -------------------------------------------------------------------------------------


@pytest.fixture
def over():
    county = Ledgers()
    county.graded("较差")
    return county


def close(county):
    Campaign.objects.filter(pk=county.campaign.pk).update(closed_on=ON)
    county.campaign.refresh_from_db()


def team(county, *names):
    people = [InSeat(name, "成员", "") for name in names]
    return {
        "campaign": Campaign.objects.for_page().get(pk=county.campaign.pk), "mechanism": "x-team",
        "organisation": county.top, "name": "第一组", "by": county.officer, "on": LATER,
        "members": [InSeat("案例甲", "组长", "县委组织部长"), *people],
    }  # fmt: skip


def test_a_team_of_a_closed_campaign_keeps_its_members(over):
    made = link.make_team(**team(over, "案例乙"))
    close(over)

    assert refused(link.make_team, **team(over, "案例丙")) == "campaign.closed"
    assert sorted(made.members.values_list("name", flat=True)) == ["案例乙", "案例甲"]
    made.campaign.refresh_from_db()
    assert refused(link.dissolve_team, team=made, by=over.officer, on=LATER) == "campaign.closed"


def test_help_in_a_closed_campaign_is_neither_ended_nor_added_to(over):
    made = link.set_link(
        campaign=over.campaign, mechanism="x-helpers", organisation=over.branch, kind="联络员", holder_name="案例甲",
        by=over.officer, on=ON,
    )  # fmt: skip
    close(over)
    made.campaign.refresh_from_db()

    assert refused(link.end_link, link=made, by=over.officer, on=LATER) == "campaign.closed"
    assert (
        refused(link.add_visit, link=made, held_on=LATER, note="走访一次", by=over.officer, on=LATER)
        == "campaign.closed"
    )


def test_no_target_is_set_in_a_closed_campaign(over):
    close(over)

    assert (
        refused(items.set_target, subject=over.subject, target="较好", by=over.above, on=LATER)
        == "campaign.closed"
    )
