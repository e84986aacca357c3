"""What no step awaits stands on the desk of whoever owes it, in every pack, as long as the campaign runs."""

from collections.abc import Iterator

import pytest

from jiceng import packs
from jiceng.access import scope
from jiceng.kernel.consequence import Use
from jiceng.kernel.item import Ledger
from jiceng.kernel.link import Links, Pairing
from jiceng.reports import desk, ways
from jiceng.services import reminder
from jiceng.services.owing import unawaited
from jiceng.store.models import Flag, Item, Organisation, Reminder, Subject
from tests.campaigns import ROLES, Running
from tests.factories import ON

pytestmark = pytest.mark.django_db


def own_keys(held):
    """The mechanisms that the desk of these posts has a line about, apart from single items."""
    about = [line.about.split("/") for line in desk.due(held, ON) if line.own]
    return {parts[1] for parts in about if len(parts) > 1}


def with_objects(name: str) -> bool:
    return any(one.uses == "register.objects" for one in packs.load(name).mechanisms.values())


def comes_when_it_comes(rule):
    """Nobody owes it from the first day: it may be left out, follows something that is owed, or begins with a list."""
    if isinstance(rule, Ledger):
        return rule.opens not in ("grade", "flag") and not rule.at_least
    if isinstance(rule, Pairing):
        return True  # when grades of both sides are decided
    if isinstance(rule, Use):
        return True  # points that nobody has set, and what is chosen among those who may have it
    if isinstance(rule, Links):
        return not any(kind.required for kind in rule.kinds)
    follows = getattr(rule, "after", ()) or getattr(rule, "table", "") == "items"
    return follows or getattr(rule, "optional", False) or getattr(rule, "at_least", 1) is None


def situations(run: Running, rule) -> Iterator[None]:
    """Each grade and each finding that the rule speaks of, one after the other; once, where it speaks of none."""
    kinds = [kind for kind in getattr(rule, "kinds", ()) if isinstance(kind, str)]
    classes = [name for name in getattr(rule, "classes", ()) if isinstance(name, str)]
    branch = run.branches[0]
    over = getattr(rule, "over_kinds", ())
    for organisation in run.branches:
        kind = over[0] if over else kinds[0] if kinds and organisation == branch else organisation.kind
        Organisation.objects.filter(pk=organisation.pk).update(kind=kind)
    classes += getattr(rule, "of_classes", ())
    if classes:
        Subject.objects.update(class_name=classes[0])
    for grade in getattr(rule, "grades", ()) or ("",):
        if grade:
            run.decided(grade=grade)
        for flag in getattr(rule, "flags", ()) or ("",):
            Flag.objects.all().delete()
            for place in (run.town, branch) if flag else ():
                Flag.objects.create(
                    campaign=run.campaign, organisation=place, flag=flag, authority="某机关", found_on=ON,
                    by=run.officer, on=ON,
                )  # fmt: skip
            yield


@pytest.mark.parametrize("pack", [name for name in packs.names() if with_objects(name)])
def test_every_duty_that_no_step_awaits_stands_on_a_desk_once_it_is_owed(pack):
    run = Running(pack)
    places = {"secretary": run.branches[0], "county-officer": run.county}
    posts = [scope.posts(run.who(role, places.get(role, run.town))) for role in ROLES]
    missing = set()
    for key in unawaited(run.campaign):
        rule = run.campaign.rules[key]
        for _ in () if comes_when_it_comes(rule) else situations(run, rule):
            if not any(key in own_keys(held) for held in posts):
                missing.add(key)

    assert missing == set()


def test_what_follows_from_a_grade_is_owed_once_the_grade_is_decided():
    run = Running()
    Subject.objects.update(total=50, computed="较差")
    secretary = scope.posts(run.who("secretary", run.branches[0]))
    before = own_keys(secretary)

    run.decided(grade="较差")

    assert "poor-items" not in before
    assert "poor-items" in own_keys(secretary)


def test_it_stays_after_the_committee_has_finished_its_steps():
    run = Running()
    run.decided(grade="较差")
    run.stand_at("")

    assert "poor-items" in own_keys(scope.posts(run.who("secretary", run.branches[0])))


def test_it_goes_once_it_is_done_and_what_follows_comes():
    """000-1 §四3: the five works, each with a plan; then the board can be posted."""
    run = Running()
    run.decided(grade="较差")
    secretary = run.who("secretary", run.branches[0])
    for number, work in enumerate(run.campaign.rules["poor-items"].covers["工作"], start=1):
        Item.objects.create(
            mechanism="poor-items", campaign=run.campaign, organisation=run.branches[0], subject=run.subject,
            number=number, title=work, said={"工作": work, "主要措施": "甲"}, owner_name="案例甲", due_on=ON,
            opened_by=secretary, opened_on=ON,
        )  # fmt: skip

    left = own_keys(scope.posts(secretary))
    assert "poor-items" not in left
    assert "rectification-board" in left


def test_officers_above_see_it_grouped_and_can_remind():
    run = Running("guilin-2018-standardisation", branches=2)
    whose = run.town_officer.person
    [line] = [line for line in desk.due(scope.posts(run.officer), ON) if line.ask and line.ask[0] == "plan"]

    reminder.remind_all(
        campaign=run.campaign, mechanism="plan", code=line.ask[1], address=ways.address, by=run.officer, on=ON
    )

    assert not line.own
    assert [one.person for one in Reminder.objects.all()] == [whose]
