"""Who helps whom, whose team it is, and pairs: each protection tried from both sides."""

from datetime import date

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.link import InSeat
from jiceng.kernel.refusal import Refusal
from jiceng.services import link as events
from jiceng.store.models import AuditEvent, Link, Team, TeamMember, Visit
from tests.factories import ON, committee, committee_officer, member, organisation, secretary
from tests.items import LATER, Ledgers

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return Ledgers(towns=2, branches=2)


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


# -- helpers ----------------------------------------------------------------------------------------------------------


def help_set(county, kind="联络员", **facts):
    facts = {"organisation": county.branch, "by": county.above, "on": ON, "holder_name": "李某"} | facts
    return events.set_link(campaign=county.campaign, mechanism="x-helpers", kind=kind, **facts)


def test_a_leader_and_a_liaison_are_set_for_an_organisation_that_needs_help(county):
    county.graded("一般")

    leader = help_set(county, "挂点领导", holder_name="王某", holder_post="县委副书记")
    liaison = help_set(county)

    assert (leader.holder_name, leader.current, leader.since_on) == ("王某", True, ON)
    assert list(Link.objects.current()) == [leader, liaison]
    assert AuditEvent.objects.filter(action="link.set").count() == 2


def test_a_department_is_an_organisation_of_the_register(county):
    county.graded("较差")
    department = organisation(county.towns[1], name="水利局党支部", kind="organ-institution")

    link = help_set(county, "挂扶部门", holder_name="", other=department)

    assert link.other == department
    assert refused(help_set, county, "挂扶部门").code == "link.wrong-holder"
    assert refused(help_set, county, "联络员", other=department).code == "link.needs-person"
    assert refused(help_set, county, "挂扶部门", other=county.branch).code == "link.helps-itself"
    assert refused(help_set, county, "挂扶部门", other=committee()).code == "link.helper-outside"


def test_another_helper_takes_the_place_of_the_first_who_stays_to_be_read(county):
    county.graded("一般")
    first = help_set(county)

    second = help_set(county, holder_name="赵某", on=LATER)

    first.refresh_from_db()
    assert (first.current, first.until_on, second.current) == (None, LATER, True)
    assert help_set(county, holder_name="赵某", on=LATER) == second
    assert Link.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "帮扶人"}, "link.kind-unknown"),
        ({"holder_name": " "}, "link.holder-missing"),
        ({"kind": "挂点领导", "holder_post": "镇长"}, "link.holder-post-wrong"),
    ],
)
def test_a_helper_that_the_document_does_not_mean_is_refused(county, facts, code):
    county.graded("一般")

    assert refused(help_set, county, **facts).code == code


def test_help_is_for_the_grades_named_and_for_whom_the_campaign_grades(county):
    county.graded("好")

    assert refused(help_set, county).code == "link.not-concerned"
    assert refused(help_set, county, organisation=county.town, by=county.officer).code == "door.wrong-place"
    assert refused(
        events.set_link, campaign=county.campaign, mechanism="x-team", kind="联络员", organisation=county.branch,
        by=county.above, on=ON, holder_name="李某",
    ).code == "door.no-such-rule"  # fmt: skip


def test_helpers_are_set_from_above_only(county):
    county.graded("一般")

    for by in (county.secretary, member(county.town), county.reviewers[1]):
        with pytest.raises(Forbidden):
            help_set(county, by=by)


def test_of_two_who_set_the_same_help_at_once_the_second_is_told(county, monkeypatch):
    """Both have read that there is no helper yet: UNIQUE lets one through."""
    county.graded("一般")
    first = committee_officer(county.town)

    def meanwhile(*args):
        Link.objects.create(
            mechanism="x-helpers", campaign=county.campaign, organisation=county.branch, kind="联络员",
            holder_name="赵某", since_on=ON, made_by=first,
        )  # fmt: skip

    monkeypatch.setattr(events, "check_running", meanwhile)

    lost = refused(help_set, county)

    assert (lost.code, lost.facts["holder"], lost.facts["who"]) == (
        "link.set-meanwhile", "赵某", first.get_full_name(),
    )  # fmt: skip


def test_help_ends_and_a_new_one_may_begin(county):
    county.graded("一般")
    link = help_set(county)

    assert (
        refused(events.end_link, link=link, by=county.above, on=date(2012, 4, 5)).code
        == "link.ends-before-start"
    )
    with pytest.raises(Forbidden):
        events.end_link(link=link, by=county.secretary, on=LATER)
    ended = events.end_link(link=link, by=county.above, on=LATER)

    assert (ended.current, ended.until_on) == (None, LATER)
    assert events.end_link(link=link, by=county.above, on=LATER).until_on == LATER
    assert help_set(county, on=LATER).current


# -- visits -----------------------------------------------------------------------------------------------------------


def test_a_visit_is_logged_by_those_helped_or_by_the_superior_once(county):
    county.graded("一般")
    link = help_set(county)
    facts = {"link": link, "held_on": LATER, "note": "商定修路", "on": LATER}

    visit = events.add_visit(**facts, by=county.secretary)

    assert events.add_visit(**facts, by=county.above) == visit
    assert Visit.objects.count() == 1
    with pytest.raises(Forbidden):
        events.add_visit(**facts, by=secretary(county.branches[1]))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"note": "……"}, "link.visit-without-note"),
        ({"held_on": date(2012, 4, 5)}, "link.visit-not-then"),
        ({"held_on": date(2012, 4, 21)}, "link.visit-not-then"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(county, facts, code):
    county.graded("一般")
    facts = {"link": help_set(county), "held_on": LATER, "note": "商定修路", "on": LATER} | facts

    assert refused(events.add_visit, **facts, by=county.secretary).code == code


# -- pairs ------------------------------------------------------------------------------------------------------------


def two_and_two(county):
    weak, near, far, _ = county.branches
    for branch, grade in ((weak, "较差"), (near, "好"), (far, "好")):
        county.graded(grade, branch)
    return weak, near, far


def pairs(county):
    found = events.propose_pairs(campaign=county.campaign, mechanism="x-pairs")
    return [(one.lagging.organisation, one.advanced.organisation) for one in found]


def pair(county, weak, helper, by=None):
    return events.accept_pair(
        campaign=county.campaign, mechanism="x-pairs", organisation=weak, helper=helper,
        by=by or county.officer, on=LATER,
    )  # fmt: skip


def test_the_nearest_advanced_one_is_proposed_with_the_similarities_written_out(county):
    weak, near, _ = two_and_two(county)

    [proposal] = events.propose_pairs(campaign=county.campaign, mechanism="x-pairs")

    assert (proposal.lagging.organisation, proposal.advanced.organisation) == (weak, near)
    assert (proposal.pair.near, proposal.pair.alike, proposal.pair.shared) == (2, True, ())


def test_a_shared_department_decides_between_two_equally_near(county):
    weak, _, *far = county.branches
    county.graded("较差", weak)
    for one in far:
        county.graded("好", one)
    department = organisation(county.top, name="水利局党支部", kind="organ-institution")
    for branch in (weak, far[1]):
        Link.objects.create(
            mechanism="x-helpers", campaign=county.campaign, organisation=branch, kind="挂扶部门", other=department,
            since_on=ON, made_by=county.officer,
        )  # fmt: skip

    [proposal] = events.propose_pairs(campaign=county.campaign, mechanism="x-pairs")

    assert (proposal.advanced.organisation, proposal.pair.shared) == (far[1], ("水利局党支部",))


def test_an_accepted_pair_is_a_link_and_neither_is_proposed_again(county):
    weak, near, far = two_and_two(county)

    link = pair(county, weak, near)

    assert (link.kind, link.organisation, link.other) == ("先进党组织", weak, near)
    assert pair(county, weak, near) == link
    assert pairs(county) == []
    assert refused(pair, county, weak, far).facts["organisation"] == weak.name
    county.graded("较差", county.branches[3])
    assert pairs(county) == [(county.branches[3], far)]
    assert refused(pair, county, county.branches[3], near).facts == {
        "helper": near.name,
        "organisation": weak.name,
    }


def test_a_pair_the_wrong_way_round_is_refused(county):
    weak, near, _ = two_and_two(county)

    assert refused(pair, county, near, weak).code == "link.pair-grades"
    with pytest.raises(Forbidden):
        pair(county, weak, near, by=county.secretary)


@pytest.mark.parametrize("towns", [1, 6])
def test_proposing_costs_the_same_for_any_number(django_assert_num_queries, towns):
    county = Ledgers(towns=towns, branches=4)
    for at, branch in enumerate(county.branches):
        county.graded("较差" if at % 2 else "好", branch)
    assert county.campaign.rules

    with django_assert_num_queries(2):
        assert len(pairs(county)) == 2 * towns


# -- teams ------------------------------------------------------------------------------------------------------------

TEAM = (InSeat("王某", "组长", "县委组织部长"), InSeat("李某", "成员", "副部长"), InSeat("", "成员", ""))


def team(county, members=TEAM, **facts):
    facts = {"organisation": county.top, "by": county.officer, "on": ON, "name": "指导检查组"} | facts
    return events.make_team(campaign=county.campaign, mechanism="x-team", members=members, **facts)


def seats(made):
    return sorted(made.members.values_list("capacity", "name"))


def test_a_team_of_the_county_has_its_minister_and_members_and_empty_rows_are_nobody(county):
    made = team(county)

    assert seats(made) == [("成员", "李某"), ("组长", "王某")]
    assert team(county) == made
    assert AuditEvent.objects.filter(action="team.set").count() == 1


def test_other_members_take_the_place_of_the_first(county):
    made = team(county)

    assert team(county, [*TEAM[:1], InSeat("赵某", "成员")]) == made
    assert seats(made) == [("成员", "赵某"), ("组长", "王某")]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": " "}, "link.team-name-missing"),
        ({"members": TEAM[1:]}, "link.seats-empty"),
        ({"members": [InSeat("王某", "组长", "宣传部长"), TEAM[1]]}, "link.post-wrong"),
        ({"members": [*TEAM, InSeat("钱某", "组长", "组织部长")]}, "link.seat-crowded"),
        ({"members": [*TEAM, TEAM[1]]}, "link.twice"),
    ],
)
def test_a_team_that_is_not_as_the_document_wants_it_is_refused(county, facts, code):
    assert refused(team, county, **facts).code == code
    assert not TeamMember.objects.exists()


def test_a_team_is_set_up_where_it_belongs_and_by_whom_it_belongs_to(county):
    assert refused(team, county, organisation=county.town).code == "door.wrong-place"
    for by in (county.secretary, county.above, member(county.top)):
        with pytest.raises(Forbidden):
            team(county, by=by)


def test_an_organisation_names_its_own_responsible_persons(county):
    members = [InSeat("张某", "负总责", "党支部书记"), InSeat("李某", "专人")]
    facts = {
        "campaign": county.campaign,
        "mechanism": "x-responsible",
        "organisation": county.branch,
        "on": ON,
    }

    made = events.make_team(**facts, name="本支部", members=members, by=county.secretary)

    assert seats(made) == [("专人", "李某"), ("负总责", "张某")]
    with pytest.raises(Forbidden):
        events.make_team(**facts, name="别的", members=members, by=county.officer)


def test_a_dissolved_team_stays_to_be_read_and_is_not_filled_again(county):
    made = events.dissolve_team(team=team(county), by=county.officer, on=LATER)

    assert made.dissolved_on == LATER
    assert not Team.objects.standing().exists()
    assert refused(team, county).code == "link.team-dissolved"
    assert refused(events.make_team, campaign=county.campaign, mechanism="x-helpers", organisation=county.top,
                   name="组", members=TEAM, by=county.officer, on=ON).code == "door.no-such-rule"  # fmt: skip
