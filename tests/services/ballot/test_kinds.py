"""A ballot for some kinds of organisations or some grades concerns these alone, wherever it is asked."""

from dataclasses import replace

import pytest

from jiceng.kernel.ballot import Evaluation, VoterClass
from jiceng.services import standing
from jiceng.store.models import Campaign
from tests.factories import ON
from tests.meeting import BALLOT, Meeting
from tests.services.ballot.asked import refused

pytestmark = pytest.mark.django_db
SIZES = {"党员": 3, "群众代表": 3}


@pytest.mark.parametrize(
    ("facts", "grade", "kind", "concerned"),
    [
        ({}, "", "village", True),
        ({"kinds": ("village",)}, "好", "village", True),
        ({"kinds": ("village",)}, "好", "organ-institution", False),
        ({"grades": ("较差",)}, "好", "village", False),
        ({"grades": ("较差",), "kinds": ("village",)}, "较差", "village", True),
        ({"grades": ("较差",), "kinds": ("village",)}, "较差", "organ-institution", False),
        ({"grades": ("较差",)}, "", "village", False),
    ],
)
def test_grades_and_kinds_are_one_question(facts, grade, kind, concerned):
    rule = Evaluation(classes=(VoterClass(name="党员"),), options=("好", "差"), **facts)

    assert rule.concerns(grade=grade, kind=kind, class_name="农村") is concerned


@pytest.fixture
def for_villages(monkeypatch):
    """The document's ballot is for villages only; the meeting's branch is an office."""
    plain = Campaign.rules.fget if isinstance(Campaign.rules, property) else Campaign.rules.func

    def changed(self):
        rules = dict(plain(self))
        return rules | {BALLOT: replace(rules[BALLOT], kinds=("village",))}

    return lambda: monkeypatch.setattr(Campaign, "rules", property(changed))


def awaited(meeting):
    track = meeting.campaign.tracks.select_related("committee").get()
    return [one.facts["what"].code for one in standing.missing(track, ON) if one.mechanism == BALLOT]


def test_of_other_kinds_nothing_is_asked_and_nothing_taken(for_villages):
    meeting = Meeting(sizes=SIZES)
    assert awaited(meeting) == ["ballot.roll-missing"]

    for_villages()

    assert awaited(meeting) == []
    assert refused(meeting.submit_roll).code == "ballot.not-of-kind"


def test_a_step_waits_until_the_count_is_signed():
    meeting = Meeting(sizes=SIZES)
    told = {}
    for state in ("draft", "open", "counted", "signed"):
        meeting.to(state)
        told[state] = awaited(meeting)

    assert told == {
        "draft": ["ballot.not-counted"], "open": ["ballot.not-counted"], "counted": ["ballot.not-counted"],
        "signed": [],
    }  # fmt: skip


def test_a_void_ballot_leaves_the_step_waiting():
    meeting = Meeting(sizes=SIZES).to("counted")
    meeting.void()

    assert awaited(meeting) == ["ballot.not-counted"]
