"""One person is ticked once, whatever the medium; absences have reasons; about one to one (B-04, B-14)."""

from copy import deepcopy
from decimal import Decimal

import pytest

from jiceng.kernel.ballot import out_of_balance
from jiceng.kernel.ballot.event import OnRoll
from jiceng.services import ballot as events
from jiceng.services.ballot import event as holding
from jiceng.services.ballot import ticking
from jiceng.store.models import AuditEvent, RollEntry
from tests.meeting import Meeting
from tests.services.ballot.asked import refused

pytestmark = pytest.mark.django_db
SIZES = {"党员": 5, "群众代表": 4}
PACK = {"pack": "commitments-and-reviews", "mechanism": "member-review", "step": ""}


@pytest.fixture(scope="module")
def made(kept):
    return Meeting(sizes=SIZES).to("frozen")


@pytest.fixture
def meeting(made):
    return deepcopy(made)


def states(meeting):
    return {one.name: one.state for one in meeting.entries()}


def test_everybody_present_is_ticked_in_one_save(meeting):
    away = meeting.entries("党员")[0]
    meeting.tick(excused={away.pk: "外出务工"})

    assert holding.on_roll(meeting.now) == {"党员": OnRoll(5, 4, 1), "群众代表": OnRoll(4, 4, 0)}
    [event] = AuditEvent.objects.filter(action="ballot.ticked")
    assert "党员1" not in event.body  # who was there stands on the list, and on the record how many


def test_a_second_tick_of_somebody_refuses_the_whole_save(meeting):
    first, second, *_ = meeting.entries("党员")
    meeting.tick([first])

    refusal = refused(meeting.tick, [first, second])

    assert (refusal.code, refusal.facts["names"]) == ("ballot.already-issued", ["党员1"])
    assert states(meeting)["党员2"] == "eligible"


def test_who_was_ticked_is_not_excused_afterwards(meeting):
    one = meeting.entries()[0]
    meeting.tick([one])

    assert refused(meeting.tick, [], {one.pk: "生病住院"}).code == "ballot.already-issued"
    assert RollEntry.objects.get(pk=one.pk).reason == ""


def test_who_was_excused_and_came_after_all_is_ticked(meeting):
    one = meeting.entries()[0]
    meeting.tick([], {one.pk: "外出务工"})
    meeting.tick([one])

    assert states(meeting)[one.name] == "issued"


def test_nothing_new_changes_nothing(meeting):
    one = meeting.entries()[0]
    meeting.tick([], {one.pk: "外出务工"})
    meeting.tick([], {one.pk: "外出务工 "})

    assert AuditEvent.objects.filter(action="ballot.ticked").count() == 1


def test_an_absence_needs_a_reason(meeting):
    one = meeting.entries()[0]

    assert refused(meeting.tick, [], {one.pk: "无"}).code == "ballot.absence-needs-reason"
    assert refused(meeting.tick, [one], {one.pk: "外出务工"}).code == "ballot.issued-and-excused"


def test_nobody_is_ticked_who_is_not_on_the_list_of_this_ballot(meeting):
    other = Meeting(sizes=SIZES).to("frozen")

    assert refused(meeting.tick, other.entries()[:1]).code == "ballot.not-on-roll"


def test_while_the_box_is_open_nobody_is_ticked_and_after_it_closed_latecomers_are(meeting):
    late = meeting.entries("群众代表")[0]
    meeting.to("opening").tick([one for one in meeting.entries() if one != late])
    meeting.open()

    assert refused(meeting.tick, [late]).code == "ballot.roll-shut-while-open"
    meeting.close()
    meeting.tick([late])
    assert states(meeting)[late.name] == "issued"


def test_before_the_list_is_fixed_and_after_the_count_nobody_is_ticked(meeting):
    meeting.to("counted")

    assert refused(meeting.tick, meeting.entries()[:1]).code == "ballot.tick-not-now"


def test_without_the_row_count_a_person_would_be_ticked_twice(meeting, monkeypatch):
    """The negative control: the save does not ask how many rows it changed."""
    one = meeting.entries()[0]
    monkeypatch.setattr(ticking, "_issue", lambda event, keys: len(keys))

    meeting.tick([one])
    meeting.tick([one])

    assert AuditEvent.objects.filter(action="ballot.ticked").count() == 2


# -- attendance and ratio (B-14) --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "others", "told"),
    [(8, 10, None), (10, 8, None), (79, 100, Decimal("0.79")), (126, 100, Decimal("1.26")), (100, 100, None)],
)
def test_about_as_many_of_both_as_were_issued(meeting, members, others, told):
    """0.8 and 1.25 are still about as many; beyond them the page warns and the ballot goes on."""
    rule = events.rule_of(meeting.subject, meeting.mechanism)

    ratio = out_of_balance(rule, {"党员": members, "群众代表": others})

    assert rule.one_to_one == ("党员", "群众代表")
    assert ratio == told


@pytest.fixture(scope="module")
def of_members(kept):
    """所有党员都参加: nobody of the first class just stays away."""
    return Meeting(sizes={"党员": 4, "村社干部群众": 2}, **PACK).to("opening")


def test_whoever_of_all_members_is_absent_has_a_reason_before_anything_is_counted(of_members):
    meeting = deepcopy(of_members)
    first, second, *rest = meeting.entries("党员")
    meeting.tick([*rest, *meeting.entries("村社干部群众")])
    meeting.to_open_and_closed()

    refusal = refused(meeting.count)
    assert (refusal.code, refusal.facts["number"]) == ("ballot.absence-without-reason", 2)
    meeting.tick([], {first.pk: "外出务工", second.pk: "生病住院"})
    assert meeting.count().state == "counted"


def test_without_asking_the_absences_would_pass_unexplained(of_members, monkeypatch):
    from jiceng.services.ballot import counting

    meeting = deepcopy(of_members)
    meeting.tick(meeting.entries("党员")[1:])
    meeting.to_open_and_closed()
    monkeypatch.setattr(counting, "check_present", lambda rule, roll: None)

    assert meeting.count().state == "counted"
