"""A ballot on its page: cards in order, each for whom it is, sums without scripts."""

import re

import pytest
from django.urls import reverse

from jiceng.store.models import BallotEvent, Count, Organisation, Roll, RollClass, RollName, Subject
from tests.factories import delegate, in_post, inspector, member, reviewer
from tests.filing import BALLOT, Filing, counted
from tests.house.permissions import signed_in
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by():
    """Somebody's browser, the second factor shown where one is asked for."""
    return signed_in


@pytest.fixture
def county():
    return Filing(branches=3)


def page(county):
    return reverse("ballot", args=[county.subject.pk, BALLOT])


def act(county, what):
    return reverse("ballot-act", args=[county.subject.pk, BALLOT, what])


TALLY = {
    "held_on": "2012-04-05", "place": "村部二楼", "host": "镇党委副书记", "do": "keep",
    "issued-0": "20", "returned-0": "20", "valid-0": "19", "invalid-0": "1",
    "vote-0-0": "15", "vote-0-1": "3", "vote-0-2": "1", "vote-0-3": "0",
    "issued-1": "20", "returned-1": "19", "valid-1": "19", "invalid-1": "0",
    "vote-1-0": "12", "vote-1-1": "6", "vote-1-2": "1", "vote-1-3": "0",
}  # fmt: skip


@pytest.fixture
def ready(county):
    county.submit()
    county.approve()
    return county


def test_a_ballot_goes_from_the_list_to_the_count_as_three_people(county, seen_by):
    sent = seen_by(county.secretary).post(act(county, "roll"), {"size-0": "20", "size-1": "20"}, follow=True)
    assert "的参评人员名单" in words(sent) or "list of voters" in words(sent)
    seen_by(county.reviewer).post(act(county, "approve"))
    answer = seen_by(county.delegate).post(act(county, "count"), TALLY, follow=True)

    count = Count.objects.get()
    assert (count.place, count.by) == ("村部二楼", county.delegate)
    assert "94.7" in words(answer)


def test_the_page_shows_each_card_to_whom_it_belongs(ready, seen_by):
    delegates = words(seen_by(ready.delegate).get(page(ready)))
    secretarys = words(seen_by(ready.secretary).get(page(ready)))

    assert 'name="issued-0"' not in secretarys
    assert seen_by(ready.delegate).get(page(ready)).content.decode().count("issued-0") == 1
    assert seen_by(ready.secretary).get(page(ready)).content.decode().count("issued-0") == 0
    assert delegates != secretarys


def test_sums_are_worked_out_without_scripts_and_nothing_is_kept(ready, seen_by):
    answer = seen_by(ready.delegate).post(
        act(ready, "count"), TALLY | {"do": "sum", "valid-0": "18", "vote-1-0": "11"}
    )

    said = words(answer)
    assert answer.status_code == 200
    assert "18" in said
    assert not Count.objects.exists()
    assert 'value="村部二楼"' in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"returned-0": "21", "invalid-0": "2"}, "20"),
        ({"vote-0-0": "16"}, "20"),
        ({"issued-0": "许多"}, "许多"),
        ({"held_on": "昨天"}, "昨天"),
    ],
)
def test_a_count_that_cannot_be_is_refused_beside_the_form_and_stays_typed(ready, seen_by, change, code):
    answer = seen_by(ready.delegate).post(act(ready, "count"), TALLY | change)

    assert answer.status_code == 422
    assert code in alert(answer)
    assert 'value="村部二楼"' in answer.content.decode()
    assert not Count.objects.exists()


def test_a_list_without_every_member_is_refused_with_the_registers_number(county, seen_by):
    Organisation.objects.filter(pk=county.branch.pk).update(member_count=23)

    answer = seen_by(county.secretary).post(act(county, "roll"), {"size-0": "20", "size-1": "20"})

    assert answer.status_code == 422
    assert "23" in alert(answer)
    assert not Roll.objects.exists()


def test_a_count_is_withdrawn_by_two_people_on_the_page(ready, seen_by):
    ready.count()
    seen_by(ready.delegate).post(act(ready, "withdraw"), {"reason": "抄错一格"})
    shown = words(seen_by(ready.reviewer).get(page(ready)))
    seen_by(ready.reviewer).post(act(ready, "answer"), {"answer": "agree"})

    assert "抄错一格" in shown
    assert not Count.objects.exists()
    assert "抄错一格" in words(seen_by(ready.secretary).get(page(ready)))


def test_who_asked_sees_no_button_to_agree(ready, seen_by):
    ready.count()
    browser = seen_by(ready.delegate)
    browser.post(act(ready, "withdraw"), {"reason": "抄错一格"})

    assert 'value="agree"' not in browser.get(page(ready)).content.decode()
    assert 'value="agree"' in seen_by(delegate(ready.town)).get(page(ready)).content.decode()


def test_the_opinion_of_the_meeting_stands_beside_the_grade(ready, seen_by):
    ready.count()
    ready.graded(ready.branch, "较好")

    said = words(seen_by(ready.reviewer).get(page(ready)))

    assert "满意" in said
    assert "较好" in said


@pytest.mark.parametrize("rows", [1, 3, 500])
def test_the_list_of_ballots_costs_the_same_for_any_number(rows, seen_by, django_assert_num_queries):
    county = Filing(branches=rows)
    county.submit()
    county.approve()
    county.count()
    browser = seen_by(county.reviewer)
    address = reverse("ballots", args=[county.campaign.pk, BALLOT])
    browser.get(address)

    with django_assert_num_queries(12):
        answer = browser.get(address)

    assert county.branch.name in words(answer)


def test_the_list_can_be_narrowed_as_the_desk_leads_to_it(county, seen_by):
    address = reverse("ballots", args=[county.campaign.pk, BALLOT])

    found = words(seen_by(county.reviewer).get(address, {"organisation": county.branches[1].pk}))

    assert county.branches[1].name in found
    assert county.branches[0].name not in found


def test_a_ballot_of_somebody_else_is_not_found(county, seen_by):
    other = Filing()

    assert seen_by(reviewer(other.town)).get(page(county)).status_code == 404
    assert (
        seen_by(county.reviewer).get(reverse("ballot", args=[county.subject.pk, "no-such"])).status_code
        == 404
    )
    assert (
        seen_by(county.reviewer).get(reverse("ballot", args=[county.subject.pk, "grades"])).status_code == 404
    )


def test_before_its_step_the_page_says_when(county, seen_by):
    county.stand_at("self-assessment")

    answer = seen_by(county.secretary).get(page(county))

    assert "组织考核" in words(answer)
    assert "size-0" not in answer.content.decode()


def test_subjects_set_aside_are_not_on_the_list(county, seen_by):
    Subject.objects.filter(organisation=county.branches[2]).update(
        set_aside="停产", set_aside_by=county.reviewer, set_aside_on="2012-04-06"
    )

    found = words(seen_by(county.reviewer).get(reverse("ballots", args=[county.campaign.pk, BALLOT])))

    assert county.branches[2].name not in found


# -- the list by name --------------------------------------------------------------------------------------------------


def named(county, registered=()):
    """A list of twenty and twenty as a form sends it; who is of the register is ticked."""
    typed = {0: 20 - len(registered), 1: 20}
    names = {
        f"names-{at}": "\n".join(f"第{at}类{n}号" for n in range(number)) for at, number in typed.items()
    }
    return names | {"person-0": [one.pk for one in registered]}


def test_a_name_that_stands_twice_and_several_on_a_line_are_asked_about(county, seen_by):
    sent = named(county)
    told = sent["names-1"].split("\n")
    sent["names-1"] = "\n".join(["第0类0号", "案例乙、案例丙", *told[2:]])
    client = seen_by(county.secretary)

    assert "请核对" not in words(client.get(page(county)))
    client.post(act(county, "roll"), sent)

    found = words(client.get(page(county)))
    assert RollName.objects.count() == 40  # two people of one name are two voters
    assert "第0类0号、案例乙、案例丙。一行算一名投票人，请核对" in found


def test_people_of_the_register_are_linked_by_who_they_are_and_never_by_name(county, seen_by):
    one, other = (member(county.branch).person for _ in range(2))
    sent = named(county, [one])
    sent["names-0"] = f"{other.name}\n" + "\n".join(sent["names-0"].split("\n")[1:])
    elsewhere = member(county.town).person

    page_of = seen_by(county.secretary).get(page(county)).content.decode()
    seen_by(county.secretary).post(act(county, "roll"), sent | {"person-1": [elsewhere.pk, "x", "-1"]})

    offered = {int(found) for found in re.findall(r'name="person-0" value="(\d+)"', page_of)}
    assert offered == {one.pk, other.pk, county.secretary.person.pk}
    names = RollName.objects.filter(voter_class="党员")
    assert [found.person_id for found in names.exclude(person=None)] == [one.pk]
    assert names.filter(name=other.name, person=None).exists()  # typed: a name and nobody
    assert RollName.objects.filter(voter_class="群众代表").count() == 20
    assert {found.size for found in RollClass.objects.all()} == {20}


def test_names_beside_another_number_are_refused_and_stay_typed(county, seen_by):
    answer = seen_by(county.secretary).post(act(county, "roll"), named(county) | {"size-1": "21"})

    assert answer.status_code == 422
    assert "21" in alert(answer)
    assert "第1类19号" in answer.content.decode()
    assert not Roll.objects.exists()


@pytest.fixture
def by_name(county, seen_by):
    seen_by(county.secretary).post(act(county, "roll"), named(county))
    county.approve()
    return county


def test_the_delegate_begins_with_two_tellers_from_above_and_nobody_of_the_place(by_name, seen_by):
    above, at_top = delegate(by_name.town), inspector(by_name.top)
    below = in_post("reviewer", by_name.town, who=member(by_name.branch))
    browser = seen_by(by_name.delegate)

    answer = browser.get(page(by_name)).content.decode()
    offered = {int(one) for one in re.findall(r'<option value="(\d+)"', answer)}
    alone = browser.post(
        act(by_name, "begin"), {"teller1": above.pk, "teller2": below.pk, "held_on": "2012-04-06"}
    )
    sent = {"teller1": above.pk, "teller2": at_top.pk, "held_on": "2012-04-06", "place": "村部二楼"}
    begun = browser.post(act(by_name, "begin"), sent)

    assert {above.pk, at_top.pk, by_name.reviewer.pk} <= offered
    assert offered.isdisjoint({below.pk, by_name.delegate.pk, by_name.secretary.pk})
    assert (alone.status_code, begun.status_code) == (422, 302)
    assert 'value="2012-04-06"' in alone.content.decode()
    event = BallotEvent.objects.get()
    assert begun["Location"] == reverse("ballot-event", args=[event.pk])
    assert (event.teller1, event.teller2, event.delegate) == (above, at_top, by_name.delegate)
    after = browser.get(page(by_name)).content.decode()
    assert 'name="issued-0"' not in after  # what was begun here is not typed in


def test_a_list_without_names_is_only_typed_in_and_the_page_says_so(ready, seen_by):
    browser = seen_by(ready.delegate)
    before = browser.get(page(ready)).content.decode()
    ready.count()

    assert 'name="teller1"' not in before
    assert 'name="issued-0"' in before
    assert re.search("cannot be counted again|无法重新计票", before)
    assert re.search("nobody can count it again|无法重新计票", words(browser.get(page(ready))))


def test_a_typed_count_of_a_small_class_is_shown_together_to_the_place_and_by_class_above(county, seen_by):
    county.submit()
    county.approve()
    few = counted(3, 1, 0, 0, invalid=0)
    county.count({"党员": counted(12, 3), "群众代表": few})

    theirs, above = (words(seen_by(who).get(page(county))) for who in (county.secretary, county.reviewer))
    listed = words(seen_by(county.secretary).get(reverse("ballots", args=[county.campaign.pk, BALLOT])))

    assert not re.search(r"\n群众代表\n20\n4\n4\n", theirs)
    assert re.search(r"\n群众代表\n20\n4\n4\n", above)
    assert "20" in listed  # 16 and 4 valid papers, of all together
