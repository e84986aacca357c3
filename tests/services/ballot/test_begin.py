"""A ballot is begun on a list of names, by a delegate with two tellers from above; then the list is fixed."""

from copy import deepcopy

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.ballot import Counted
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.store.models import BallotEvent, Count, Person, Post, Roll, RollEntry, User
from tests.factories import ON, delegate, in_post, inspector, reviewer, secretary, system_administrator
from tests.meeting import BALLOT, Meeting

pytestmark = pytest.mark.django_db
SIZES = {"党员": 3, "群众代表": 3}


@pytest.fixture(scope="module")
def made(kept):
    return Meeting(sizes=SIZES)


@pytest.fixture
def meeting(made):
    return deepcopy(made)


@pytest.fixture
def listed(meeting):
    meeting.submit_roll()
    meeting.approve_roll()
    return meeting


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value


# -- the list by name -------------------------------------------------------------------------------------------------


def test_names_are_kept_in_their_order_and_with_the_register(meeting):
    meeting.registered = 2
    meeting.submit_roll()

    kept = Roll.objects.get().names.filter(voter_class="党员").order_by("number")
    assert [(one.name, one.person is not None) for one in kept] == [
        ("党员1", True),
        ("党员2", True),
        ("党员3", False),
    ]


def test_as_many_names_as_people(meeting):
    names = meeting.names() | {"党员": [events.Named("甲")]}

    refusal = refused(meeting.submit_roll, names=names)

    assert (refusal.code, refusal.facts["names"], refusal.facts["size"]) == (
        "ballot.names-beside-size",
        1,
        3,
    )


def test_nobody_of_the_register_is_on_the_list_twice(meeting):
    one = Person.objects.create(name="甲", invented=True)
    names = meeting.names()
    names["党员"][0] = names["群众代表"][0] = events.Named("甲", one)

    refusal = refused(meeting.submit_roll, names=names)

    assert (refusal.code, refusal.facts["classes"]) == ("ballot.person-twice", ["党员", "群众代表"])


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "ballot.name-missing"), ("甲" * 65, "ballot.name-too-long")]
)
def test_a_name_is_a_name(meeting, name, code):
    names = meeting.names()
    names["党员"][1] = events.Named(name)

    assert refused(meeting.submit_roll, names=names).code == code


def test_the_same_list_again_is_one_list_and_another_name_another(meeting):
    meeting.submit_roll()
    meeting.submit_roll()
    names = meeting.names()
    names["党员"][0] = events.Named("另一人")
    meeting.submit_roll(names=names)

    assert Roll.objects.get().names.get(voter_class="党员", number=1).name == "另一人"
    assert Roll.objects.get().names.count() == 6


# -- who --------------------------------------------------------------------------------------------------------------


def test_a_ballot_is_begun_once(listed):
    first, again = listed.begin(), listed.begin()

    assert first == again
    assert refused(listed.begin, place="镇政府").code == "ballot.begun"
    assert BallotEvent.objects.count() == 1


@pytest.mark.parametrize("who", ["secretary", "reviewer", "officer", "teller2"])
def test_only_a_delegate_begins_one(listed, who):
    with pytest.raises(Forbidden):
        listed.begin(by=getattr(listed, who))


def test_a_list_without_names_holds_no_ballot(meeting):
    meeting.submit_roll(names=None)
    meeting.approve_roll()

    assert refused(meeting.begin).code == "ballot.roll-without-names"


def test_a_list_is_approved_first(meeting):
    assert refused(meeting.begin).code == "ballot.roll-missing"
    meeting.submit_roll()
    assert refused(meeting.begin).code == "ballot.roll-not-approved"


def test_the_two_tellers_are_two_people_beside_the_delegate(listed):
    twin = User.objects.create(username="twin", person=listed.teller1.person)
    other = User.objects.create(username="other", person=listed.delegate.person)

    assert refused(listed.begin, teller2=twin).code == "ballot.tellers-the-same"
    assert refused(listed.begin, teller2=other).code == "ballot.teller-is-delegate"


@pytest.mark.parametrize("maker", [secretary, system_administrator])
def test_a_teller_comes_from_above(listed, maker):
    at = listed.branch if maker is secretary else listed.town

    assert refused(listed.begin, teller2=maker(at)).code == "ballot.teller-from-below"


def test_who_also_belongs_to_the_organisation_is_no_teller(listed):
    both = in_post("member", listed.branch, who=reviewer(listed.town))

    assert refused(listed.begin, teller2=both).code == "ballot.teller-from-below"


def test_any_post_above_will_do_for_a_teller(listed):
    assert listed.begin(teller2=inspector(listed.top)).teller2 is not None


def test_another_delegate_does_not_go_on_with_it(listed):
    listed.begin()
    listed.freeze()

    refusal = refused(listed.tick, by=delegate(listed.town))

    assert (refusal.code, refusal.facts["who"]) == (
        "ballot.delegate-only",
        listed.delegate.get_full_name(),
    )


def test_a_delegate_without_the_post_any_more_does_not_either(listed):
    listed.begin()
    listed.freeze()
    Post.objects.filter(person=listed.delegate.person).update(until_on=ON.replace(year=2011))

    with pytest.raises(Forbidden):
        listed.tick()


# -- the list is fixed ------------------------------------------------------------------------------------------------


def test_what_is_asked_and_who_is_asked_are_fixed_together(listed):
    listed.begin()
    listed.freeze()

    assert listed.now.sheet == {
        "title": "群众满意度测评",
        "organisation": listed.branch.name,
        "classes": ["党员", "群众代表"],
        "questions": [["总体评价", ["满意", "基本满意", "不满意", "不了解"]]],
        "comment": False,
    }
    assert RollEntry.objects.filter(event=listed.event, state="eligible").count() == 6


def test_who_approves_lists_fixes_it(listed):
    listed.begin()

    with pytest.raises(Forbidden):
        events.freeze(event=listed.event, by=listed.delegate, on=ON)


def test_a_fixed_list_is_fixed_once(listed):
    listed.begin()
    listed.freeze()
    listed.freeze()

    assert RollEntry.objects.count() == 6


def test_a_list_somebody_votes_on_does_not_go_back(listed):
    listed.begin()
    facts = {"subject": listed.subject, "mechanism": BALLOT, "by": listed.reviewer, "on": ON}

    assert refused(events.send_roll_back, reason="换人", **facts).code == "ballot.roll-in-use"


def test_after_a_void_ballot_the_list_goes_back_and_another_is_begun(listed):
    listed.begin()
    listed.void()
    facts = {"subject": listed.subject, "mechanism": BALLOT, "by": listed.reviewer, "on": ON}
    events.send_roll_back(reason="群众代表不够广泛", **facts)

    assert refused(listed.begin).code == "ballot.roll-not-approved"
    listed.submit_roll(sizes=SIZES, note="补充")
    listed.approve_roll()
    assert listed.begin().attempt == 2


# -- beside typing in -------------------------------------------------------------------------------------------------


def typed(meeting):
    counts = {name: Counted(3, 3, 3, 0, {"满意": 3}) for name in SIZES}
    return events.type_count(
        subject=meeting.subject, mechanism=BALLOT, counts=counts, held_on=ON, by=meeting.delegate, on=ON
    )


def test_a_meeting_on_paper_alone_is_still_typed_in(listed):
    assert typed(listed).event is None
    assert refused(listed.begin).code == "ballot.already-counted"


@pytest.mark.parametrize("void", [False, True])
def test_where_a_ballot_was_begun_nothing_is_typed_in(listed, void):
    listed.begin()
    if void:
        listed.void()

    assert refused(typed, listed).code == "ballot.has-event"
    assert not Count.objects.exists()


def test_members_are_voted_on_one_by_one():
    meeting = Meeting(
        pack="commitments-and-reviews",
        mechanism="member-review",
        step="",
        sizes={"党员": 3, "村社干部群众": 2},
    )
    meeting.to("frozen")

    assert [one.name for one in meeting.sheet] == ["党员1", "党员2", "党员3"]
