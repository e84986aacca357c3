"""Before an event everything is asked once, and in one order."""

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.duty import Record
from jiceng.kernel.notice import Notice
from jiceng.kernel.refusal import Refusal
from jiceng.services.door import enter, enter_graded
from jiceng.store.models import Campaign
from tests.campaigns import Running
from tests.factories import ON, committee, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return Running(branches=2)


def why(running, mechanism="members-assembly", place=None, word=Record, by=None, **facts):
    """What is said at the door; "" where it opens."""
    branch = running.branches[0]
    by = by or running.who("secretary", branch)
    try:
        enter(running.campaign, mechanism, place or branch, word, permission="record.own", by=by, **facts)
    except Refusal as refused:
        return refused.code
    except Forbidden:
        return "forbidden"
    return ""


def test_behind_the_door_are_the_rule_the_committee_and_the_graded_organisation(running):
    branch = running.branches[0]
    by = running.who("secretary", branch)

    entered = enter(running.campaign, "members-assembly", branch, Record, permission="record.own", by=by)

    assert entered.rule is running.campaign.rules["members-assembly"]
    assert (entered.committee, entered.subject) == (running.town, running.subject)


def test_what_does_not_hold_is_said_in_one_order(running):
    """Each thing that does not hold is mended, and the next one is said."""
    stranger = secretary(committee())
    Campaign.objects.update(closed_on=ON)
    running.campaign.refresh_from_db()
    running.stand_at("committee")

    assert why(running, "nothing", by=stranger) == "door.no-such-rule"
    assert why(running, word=Notice, by=stranger) == "door.no-such-rule"
    assert why(running, by=stranger) == "forbidden"
    running.subject.delete()
    assert why(running) == "door.wrong-place"


def test_a_closed_campaign_comes_before_its_steps_and_a_step_that_is_over_is_said(running):
    running.stand_at("committee")
    Campaign.objects.update(closed_on=ON)
    running.campaign.refresh_from_db()
    assert why(running) == "campaign.closed"
    assert why(running, closed=True) == "procedure.over"

    running.campaign.closed_on = None
    assert why(running) == "procedure.over"
    assert why(running, when="any") == ""
    running.stand_at("self-assessment")
    assert why(running) == ""


def test_what_belongs_to_a_later_step_may_be_done_before_it_where_only_its_end_binds(running):
    running.stand_at("self-assessment")
    facts = {"permission": "grade.decide", "by": running.town_officer}

    with pytest.raises(Refusal, match=r"procedure\.not-now"):
        enter_graded(running.subject, "decision", **facts)
    for when in ("not-over", "any"):
        assert enter_graded(running.subject, "decision", when=when, **facts) == running.subject


def test_a_campaign_that_was_closed_since_the_page_was_read_lets_nobody_in(running):
    subject = running.subject
    assert subject.campaign.closed_on is None
    Campaign.objects.update(closed_on=ON)

    with pytest.raises(Refusal, match=r"campaign\.closed"):
        enter_graded(subject, "", permission="grade.decide", by=running.town_officer)
