"""Helpers, pairs, teams: who may enter them, what is refused where, and the same cost for any number."""

import pytest
from django.urls import reverse

from jiceng.services import link as events
from jiceng.store.models import Link, Organisation, Subject, Team, Visit
from tests.factories import ON, committee, officer, organisation, secretary
from tests.items import LATER, Ledgers
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return Ledgers(towns=2, branches=2)


@pytest.fixture
def above(county, seen_by):
    return seen_by(county.above)


def at(name, county, *args):
    return reverse(name, args=[county.campaign.pk, *args])


def liaison(county, branch=None):
    return events.set_link(
        campaign=county.campaign, mechanism="x-helpers", organisation=branch or county.branch, kind="联络员",
        holder_name="李某", by=county.officer, on=ON,
    )  # fmt: skip


# -- helpers ----------------------------------------------------------------------------------------------------------


def test_who_lacks_a_helper_is_seen_and_can_be_asked_for_alone(county, above):
    one, two = county.branches[:2]
    for branch in (one, two):
        county.graded("较差", branch)
    liaison(county, two)

    every = above.get(at("links", county, "x-helpers")).content.decode()
    assert every.count('role="rowheader"') == 2
    assert every.count("mark late") == 3  # two leaders and one liaison are nobody yet
    assert "李某" in every
    led = above.get(at("links", county, "x-helpers"), {"organisation": one.pk})
    assert led["Location"] == at("helpers", county, one.pk)
    assert above.get(at("links", county, "good-quota")).status_code == 404


def test_a_helper_is_entered_and_a_wrong_one_is_refused_beside_its_form(county, above):
    county.graded("较差")
    address = at("link-set", county, "x-helpers")
    sent = {
        "organisation": county.branch.pk,
        "kind": "挂点领导",
        "holder_name": "王某",
        "holder_post": "镇长",
    }

    wrong = above.post(address, sent)
    assert wrong.status_code == 422
    assert "要由县委副书记、县委常委担任" in alert(wrong)
    assert 'value="王某"' in wrong.content.decode()

    assert above.post(address, sent | {"holder_post": "县委常委"}).status_code == 302
    assert "王某" in words(above.get(at("helpers", county, county.branch.pk)))


def test_a_department_is_chosen_from_the_register(county, above):
    county.graded("较差")
    department = organisation(county.top, kind="organ-institution", name="水利局党支部")
    sent = {"organisation": county.branch.pk, "kind": "挂扶部门", "other": department.pk}

    assert "水利局党支部" in above.get(at("helpers", county, county.branch.pk)).content.decode()
    assert above.post(at("link-set", county, "x-helpers"), sent).status_code == 302
    assert Link.objects.get().other == department


def test_a_secretary_logs_visits_and_sets_nobody(county, seen_by):
    county.graded("较差")
    link = liaison(county)
    client = seen_by(county.secretary)
    visit = reverse("link-act", args=[link.pk, "visit"])

    assert client.post(visit, {"held_on": ON.isoformat(), "note": "商定修路"}).status_code == 302
    assert Visit.objects.get().note == "商定修路"
    wrong = client.post(visit, {"held_on": "2012-01-01", "note": "来过"})
    assert (wrong.status_code, "不在帮扶期间" in alert(wrong)) == (422, True)
    sent = {"organisation": county.branch.pk, "kind": "联络员", "holder_name": "自己"}
    assert client.post(at("link-set", county, "x-helpers"), sent).status_code == 404
    assert client.post(reverse("link-act", args=[link.pk, "end"])).status_code == 404
    assert client.post(reverse("link-act", args=[link.pk, "other"])).status_code == 404


def test_help_that_ended_stays_to_be_read(county, above):
    county.graded("较差")
    link = liaison(county)

    assert above.post(reverse("link-act", args=[link.pk, "end"])).status_code == 302
    assert "李某" in words(above.get(at("helpers", county, county.branch.pk)))
    assert not Link.objects.current().exists()


def test_help_of_a_neighbour_is_not_found(county, seen_by):
    county.graded("较差")
    for by in (secretary(county.branches[1]), officer(committee())):
        assert seen_by(by).get(at("helpers", county, county.branch.pk)).status_code == 404


# -- pairs ------------------------------------------------------------------------------------------------------------


def test_a_pair_is_proposed_with_its_similarities_and_accepted(county, above):
    weak, strong = county.branches[:2]
    county.graded("较差", weak)
    county.graded("好", strong)
    address = at("pairs", county, "x-pairs")

    assert weak.name in words(above.get(address))
    assert above.post(address, {"organisation": weak.pk, "helper": strong.pk}).status_code == 302
    assert Link.objects.get().other == strong
    wrong = above.post(address, {"organisation": strong.pk, "helper": weak.pk})
    assert (wrong.status_code, "结对要由" in alert(wrong)) == (422, True)


def test_pairs_show_only_what_lies_below_ones_posts(county, seen_by):
    here, there = county.branches[0], county.branches[2]
    county.graded("较差", here)
    county.graded("好", there)
    address = at("pairs", county, "x-pairs")

    assert there.name not in words(seen_by(county.reviewers[0]).get(address))
    assert there.name in words(seen_by(county.officer).get(address))
    assert seen_by(county.secretary).get(address).status_code == 404


# -- teams ------------------------------------------------------------------------------------------------------------

MEMBERS = {"seat": ["组长", "成员", "成员"], "member": ["王某", "李某", ""], "post": ["县委组织部长", "", ""]}


def test_a_team_is_set_up_changed_and_dissolved(county, seen_by):
    client = seen_by(county.officer)
    address = at("teams", county, "x-team")
    sent = {"organisation": county.top.pk, "name": "指导检查组", **MEMBERS}

    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    team = Team.objects.get()
    assert "王某" in words(client.get(address))
    assert 'value="李某"' in client.get(address, {"change": team.pk}).content.decode()
    assert client.post(address, sent | {"member": ["王某", "赵某", ""]}).status_code == 302
    assert set(team.members.values_list("name", flat=True)) == {"王某", "赵某"}
    assert client.post(reverse("team-dissolve", args=[team.pk])).status_code == 302
    assert "王某" not in words(client.get(address))


def test_a_team_without_its_seats_is_refused_and_keeps_what_was_typed(county, seen_by):
    sent = {
        "organisation": county.top.pk,
        "name": "指导检查组",
        "seat": ["成员"],
        "member": ["李某"],
        "post": [""],
    }

    answer = seen_by(county.officer).post(at("teams", county, "x-team"), sent)

    assert (answer.status_code, "还缺：组长" in alert(answer)) == (422, True)
    assert 'value="李某"' in answer.content.decode()


def test_the_countys_team_is_read_by_all_below_and_set_up_by_none_of_them(county, above, seen_by):
    seen_by(county.officer).post(
        at("teams", county, "x-team"), {"organisation": county.top.pk, "name": "指导检查组", **MEMBERS}
    )

    answer = seen_by(county.secretary).get(at("teams", county, "x-team"))
    assert "王某" in words(answer)
    assert 'name="member"' not in answer.content.decode()


def test_a_branch_names_its_own_persons(county, seen_by):
    sent = {"organisation": county.branch.pk, "name": "本支部", "seat": ["负总责", "专人"], "member": ["张某", "李某"],
            "post": ["党支部书记", ""]}  # fmt: skip
    address = at("teams", county, "x-responsible")

    assert seen_by(county.secretary).post(address, sent).status_code == 302
    assert seen_by(secretary(county.branches[1])).post(address, sent).status_code == 404
    assert "张某" not in words(seen_by(secretary(county.branches[1])).get(address))


def test_offices_are_chosen_from_those_the_document_names(county, above, seen_by):
    county.graded("较差")
    helpers = above.get(at("helpers", county, county.branch.pk)).content.decode()
    team = seen_by(county.officer).get(at("teams", county, "x-team")).content.decode()

    assert "<option>县委副书记</option>" in helpers
    assert "<option>县委常委</option>" in helpers
    assert "<option>县委组织部长</option>" in team
    assert 'value="指导检查组"' in team  # the document's own name for the team


def test_a_department_that_the_register_lacks_is_no_form_that_everybody_fails(county, above):
    county.graded("较差")
    Organisation.objects.exclude(kind="village").filter(path__startswith=county.top.path).update(
        kind="village"
    )

    page = above.get(at("helpers", county, county.branch.pk)).content.decode()

    assert 'name="other"' not in page
    assert "名册里还没有" in page


# -- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("branches", [1, 3, 50])
@pytest.mark.parametrize(
    ("name", "key", "most"),
    [("links", "x-helpers", 9), ("pairs", "x-pairs", 9), ("teams", "x-responsible", 10)],
)
def test_a_page_costs_the_same_for_any_number(
    seen_by, django_assert_max_num_queries, branches, name, key, most
):
    county = Ledgers(branches=branches)
    for number, branch in enumerate(county.branches):
        county.graded("好" if number % 2 else "较差", branch)
    Team.objects.bulk_create(
        [
            Team(
                mechanism="x-responsible",
                campaign=county.campaign,
                organisation=one,
                name="人",
                made_by=county.above,
                made_on=LATER,
            )
            for one in county.branches
        ]
    )
    client = seen_by(county.officer)

    with django_assert_max_num_queries(most):
        assert client.get(at(name, county, key)).status_code == 200
    assert Subject.objects.count() == branches
