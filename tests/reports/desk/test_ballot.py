"""Ballots held here on desks: whose turn it is has a line, and nobody else."""

import pytest

from jiceng.access import scope
from jiceng.kernel.ballot.event import Entry
from jiceng.reports import desk
from tests.factories import ON, delegate
from tests.meeting import Meeting

pytestmark = pytest.mark.django_db


def turn(meeting):
    """Who has which line about this ballot."""
    people = {
        "delegate": meeting.delegate, "teller": meeting.teller1, "other": meeting.teller2,
        "reviewer": meeting.reviewer, "secretary": meeting.secretary, "another": meeting.another,
    }  # fmt: skip
    found = {}
    for name, who in people.items():
        lines = desk.due(scope.posts(who), ON)
        codes = [one.code for one in lines if one.about == f"ballot:{meeting.event.pk}"]
        codes += [
            one.code for one in lines if getattr(one.facts.get("what"), "code", "") == "ballot.not-counted"
        ]
        if codes:
            found[name] = codes
    return found


@pytest.fixture
def meeting():
    one = Meeting(sizes={"党员": 3, "群众代表": 3})
    one.another = delegate(one.town)
    return one


def test_each_has_a_line_when_it_is_their_turn(meeting):
    found = {}
    for state in ("draft", "frozen", "opening", "open", "closed", "counted", "signed", "published"):
        meeting.to(state)
        found[state] = turn(meeting)
        if state in ("open", "counted"):
            what = {"open": "close", "counted": "sign"}[state]
            meeting.ask(what)
            found[f"asked to {what}"] = turn(meeting)

    confirms = {what: [f"desk.ballot-confirm-{what}"] for what in ("close", "sign")}
    freezes = ["desk.ballot-freeze"]
    assert found == {
        "draft": {"reviewer": freezes, "other": freezes},  # the second teller is of the assessment team too
        "frozen": {"delegate": ["desk.ballot-prepare"]},
        "opening": {"delegate": ["desk.ballot-prepare"]},
        "open": {"delegate": ["desk.ballot-open"]},
        "asked to close": {"teller": confirms["close"], "other": confirms["close"]},
        "closed": {"delegate": ["desk.ballot-count"]},
        "counted": {"delegate": ["desk.ballot-sign"]},
        "asked to sign": {"teller": confirms["sign"], "other": confirms["sign"]},
        "signed": {"delegate": ["desk.ballot-publish"]},
        "published": {},
    }


def test_a_teller_is_told_of_papers_that_the_other_entered_or_entered_otherwise(meeting):
    meeting.to("closed")
    none = turn(meeting)
    entry = Entry(0, 0, {"总体评价": {}})
    meeting.enter("党员", entry, by=meeting.teller1)
    one = turn(meeting)
    meeting.enter("党员", entry, by=meeting.teller2)

    assert none == {"delegate": ["desk.ballot-count"]}
    assert one == none | {"other": ["desk.ballot-papers"]}
    assert turn(meeting) == none
