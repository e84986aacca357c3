"""What asks for two people is not done by one person with two accounts."""

import pytest

from jiceng import clock
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot, duty, objection
from jiceng.services import item as items
from jiceng.services import sheet as services
from jiceng.store.models import Post, Return, Roll, User
from tests.campaigns import Running
from tests.factories import ON, in_post, officer
from tests.filing import Filing
from tests.items import LATER, Ledgers
from tests.noticed import Noticed

pytestmark = pytest.mark.django_db


def second_account(of):
    """Another account of the same person."""
    return User.objects.create(username=f"{of.username}-2", person=of.person)


def refused(act, **facts):
    with pytest.raises(Refusal) as refusal:
        act(**facts)
    return refusal.value.code


def test_somebody_without_a_person_is_only_themselves():
    one, other = (User.objects.create(username=name) for name in ("some-body", "any-body"))

    assert one.is_same_person(one)
    assert not one.is_same_person(other)
    assert not one.is_same_person(None)


def test_a_correction_is_not_agreed_to_from_a_second_account():
    running = Running()
    running.decided()
    running.stand_at("notice")
    in_post("county-officer", running.county, who=running.town_officer)
    asked = services.ask_correction(
        subject=running.subject, grade="较好", reason="复核发现台账缺失", by=running.town_officer, on=ON
    )

    again = second_account(running.town_officer)

    assert (
        refused(services.approve_correction, correction=asked, by=again, on=ON)
        == "sheet.correction-needs-another"
    )
    assert running.subject.version == 1


def test_a_list_of_voters_is_not_approved_from_a_second_account():
    county = Filing()
    county.submit()
    Roll.objects.update(submitted_by=county.reviewer)

    assert refused(county.approve, by=second_account(county.reviewer)) == "ballot.roll-by-another"


def test_a_count_is_not_withdrawn_from_a_second_account():
    county = Filing()
    county.submit()
    county.approve()
    count = county.count()
    ballot.ask_to_withdraw(count=count, reason="抄错一格", by=county.delegate, on=ON)

    again = second_account(county.delegate)

    assert (
        refused(ballot.answer_withdrawal, count=count, agrees=True, by=again, on=ON)
        == "ballot.withdrawal-needs-another"
    )


def test_a_return_is_not_accepted_from_a_second_account():
    county = Filing()
    county.all_graded("好")
    both = officer(county.top)
    sent = county.send()
    Return.objects.filter(pk=sent.pk).update(sent_by=both)

    assert refused(duty.accept, sent=sent, by=second_account(both), on=ON) == "duty.return-own-answer"


def test_an_item_is_not_closed_from_a_second_account_of_who_claimed_it():
    county = Ledgers()
    item = county.passed(county.shown())
    items.claim_done(item=item, by=county.secretary, on=LATER)
    Post.objects.filter(person=county.secretary.person).update(until_on=ON)
    moved_up = in_post("committee-officer", county.town, who=second_account(county.secretary))

    assert refused(items.close, item=item, by=moved_up, on=LATER) == "item.own-work"


def test_an_objection_is_not_handled_from_a_second_account_of_who_posted_the_notice():
    world = Noticed()
    put, _ = world.object(place=1)
    again = second_account(world.clerk)

    assert refused(world.assigned, objection=put, handler=again) == "objection.handler-own-work"
    assert again not in objection.handlers(put, clock.today())
