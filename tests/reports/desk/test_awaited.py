"""What a step awaits, on the desks of those whose it is, and grouped on those above."""

from types import SimpleNamespace

import pytest

from jiceng import phrases
from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk, ways
from jiceng.reports.desk import awaited
from jiceng.services import reminder
from jiceng.store.models import Record, Reminder
from tests.campaigns import Running
from tests.factories import ON

pytestmark = pytest.mark.django_db


def lines(who, on=ON):
    return desk.due(scope.posts(who), on)


def keys(who, *, own=True):
    """Mechanism -> how many organisations the line stands for."""
    return {line.about.split("/")[1]: line.count for line in lines(who) if line.own == own}


def test_everybody_sees_of_the_first_step_what_is_theirs():
    run = Running(branches=2)
    secretary = run.who("secretary", run.branches[0])

    assert "members-assembly" in keys(secretary)
    assert "guidance-team" in keys(run.town_officer)
    assert not keys(run.who("delegate", run.town))
    assert not keys(run.who("member", run.branches[0]))


def test_a_secretary_owes_for_the_own_branch_only():
    run = Running(branches=2)

    told = [line for line in lines(run.who("secretary", run.branches[0])) if line.action == "record-new"]

    assert [line.args for line in told] == [(run.campaign.pk, "members-assembly", run.branches[0].pk)]


def test_what_is_written_is_no_longer_due():
    run = Running()
    who = run.who("secretary", run.branches[0])
    assert "members-assembly" in keys(who)

    Record.objects.create(
        mechanism="members-assembly", campaign=run.campaign, organisation=run.branches[0], number=1,
        held_on=ON, said={}, by=who, on=ON,
    )  # fmt: skip

    assert "members-assembly" not in keys(who)


def test_what_comes_after_something_that_is_missing_waits_for_its_turn():
    """000-1: the declaration comes after the self-assessment."""
    run = Running()
    rule = run.campaign.rules["declaration"]
    assert rule.after

    assert "declaration" not in keys(run.who("secretary", run.branches[0]))


def test_officers_see_it_grouped_and_with_whom_to_remind():
    run = Running(branches=5)

    told = {line.about.split("/")[1]: line for line in lines(run.town_officer) if not line.own}

    assembly = told["members-assembly"]
    assert (assembly.code, assembly.count) == ("desk.owed-of-several", 5)
    assert assembly.ask == ("members-assembly", "duty.record-missing")
    assert phrases.sentence(assembly.code, assembly.facts).startswith("5 个党组织：")


def test_whoever_is_reminded_is_led_to_the_same_line_the_desk_has():
    run = Running()
    who = run.who("secretary", run.branches[0])
    mine = next(line for line in lines(who) if "/members-assembly/" in line.about)

    reminder.remind_all(
        campaign=run.campaign, mechanism="members-assembly", code="duty.record-missing",
            address=ways.address, by=run.town_officer,
        on=ON,
    )  # fmt: skip

    [one] = Reminder.objects.filter(person=who.person)
    action, args, query = one.action, one.facts["args"], one.facts["query"]
    assert (action, tuple(args), query) == (mine.action, mine.args, mine.query)
    assert one.due_on == mine.due_on


def test_more_than_a_few_of_ones_own_stand_in_one_line():
    run = Running(branches=5)
    run.stand_at("assessment")

    told = {line.about.split("/")[1]: line for line in lines(run.reviewer) if line.own}

    assert told["interviews"].count == 5
    assert told["interviews"].action == "records"
    assert "organisation" not in told["interviews"].query


def test_a_ballot_is_the_secretarys_then_the_reviewers_then_the_delegates():
    from jiceng.store.models import Roll, RollClass

    run = Running()
    run.stand_at("assessment")
    secretary, delegate = run.who("secretary", run.branches[0]), run.who("delegate", run.town)
    rule = run.campaign.rules["satisfaction"]

    def whose():
        people = {"secretary": secretary, "reviewer": run.reviewer, "delegate": delegate}
        return [name for name, who in people.items() if "satisfaction" in keys(who)]

    stages = [whose()]
    roll = Roll.objects.create(
        campaign=run.campaign, mechanism="satisfaction", subject=run.subject, submitted_by=secretary,
        submitted_on=ON,
    )  # fmt: skip
    RollClass.objects.create(roll=roll, voter_class=rule.classes[0].name, size=10)
    stages.append(whose())
    roll.approved_by, roll.approved_on = run.reviewer, ON
    roll.save()
    stages.append(whose())

    assert stages[0] == ["secretary"]
    assert stages[-1] == ["delegate"]
    assert stages[1] == (["reviewer"] if rule.approved_by == "reviewer" else ["delegate"])


def test_what_is_said_of_several_is_true_of_each_of_them():
    def owing(left):
        return SimpleNamespace(
            gap=SimpleNamespace(what=Refusal("item.not-covered", name="台账", part="问题", left=left))
        )

    alike, unlike = [owing(["甲"]), owing(["甲"])], [owing(["甲"]), owing(["乙"])]

    assert awaited._what(alike).code == "item.not-covered"
    assert awaited._what(unlike).code == "item.not-covered-several"
