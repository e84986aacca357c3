"""Days of several levels: the document's, the county's, and earlier ones of those below; documents that set them."""

from datetime import date

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import procedure
from jiceng.services.dates import Dates, due_on
from jiceng.services.document import register_document
from jiceng.store.models import Deadline, Document, Window
from tests.campaigns import Running
from tests.factories import ON, committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return Running()


def refused(act, **facts):
    with pytest.raises(Refusal) as refusal:
        act(**facts)
    return refusal.value.code


def step_end(campaign, organisation, key):
    return Dates.of([campaign]).step_end(campaign, key, organisation.path)


def set_own(running, day, *, at=None, by=None, key="assessment", **facts):
    return procedure.set_deadline(
        campaign=running.campaign, organisation=at or running.town, key=key, due_on=day,
        by=by or running.town_officer, on=ON, **facts,
    )  # fmt: skip


def test_a_campaign_in_the_documents_year_has_its_days_as_printed(running):
    assert Window.objects.get(step="assessment").from_on == date(2012, 4, 15)
    assert step_end(running.campaign, running.branches[0], "assessment") == date(2012, 4, 19)
    assert step_end(running.campaign, running.branches[0], "filing") is None


def test_in_another_year_every_distance_is_kept(running):
    later = running.open("yichun-2012-grading", title="2026年", on=date(2026, 6, 1))

    days = [(one.from_on, one.until_on) for one in Window.objects.filter(campaign=later).order_by("pk")]
    assert days[0] == (date(2026, 6, 1), date(2026, 6, 3))
    assert days[1] == (date(2026, 6, 4), date(2026, 6, 8))
    assert due_on(later, "returns", running.town.path) == date(2026, 6, 14)


def test_the_earliest_day_of_all_levels_is_kept(running):
    set_own(running, date(2012, 4, 18))
    set_own(running, date(2012, 4, 17), at=running.county, by=running.officer)

    assert step_end(running.campaign, running.branches[0], "assessment") == date(2012, 4, 17)
    assert step_end(running.campaign, committee(running.county), "assessment") == date(2012, 4, 17)


def test_a_level_is_earlier_than_those_above_and_never_later(running):
    set_own(running, date(2012, 4, 18), at=running.county, by=running.officer)

    assert refused(set_own, running=running, day=date(2012, 4, 19)) == "procedure.deadline-later"
    set_own(running, date(2012, 4, 17))
    assert set_own(running, date(2012, 4, 18)).due_on == date(2012, 4, 18)  # its own former word is no limit
    assert Deadline.objects.filter(organisation=running.town).count() == 1


def test_a_day_is_set_for_what_the_document_knows(running):
    assert refused(set_own, running=running, day=date(2012, 4, 18), key="nothing") == "procedure.step-unknown"
    with pytest.raises(Forbidden):
        set_own(running, date(2012, 4, 18), by=running.who("secretary", running.branches[0]))


def test_windows_are_the_countys_to_set(running):
    facts = {"campaign": running.campaign, "step": "assessment", "on": ON}
    days = {"from_on": date(2012, 4, 16), "until_on": date(2012, 4, 25)}

    assert procedure.set_window(by=running.officer, **facts, **days).until_on == date(2012, 4, 25)
    assert (
        refused(
            procedure.set_window,
            by=running.officer,
            from_on=date(2012, 4, 26),
            until_on=date(2012, 4, 25),
            **facts,
        )
        == "procedure.window-reversed"
    )
    with pytest.raises(Forbidden):
        procedure.set_window(by=running.town_officer, **facts, **days)


@pytest.mark.parametrize("pack", ["corps-2012-grading", "meizhou-2012-lookback"])
def test_a_lone_printed_day_that_has_passed_is_asked_of_the_county_and_late_for_nobody(pack):
    running = Running("yichun-2012-grading", kind="organ-institution")
    campaign = running.open(pack, title="九月才开始", on=date(2026, 9, 1))
    step, mechanism, upward = (
        ("total", "situation", "situation-upward")
        if pack.startswith("corps")
        else ("re-examination", "recheck-return", "recheck-upward")
    )
    dates = Dates.of([campaign])

    assert dates.unset(campaign) == [step, mechanism, upward]
    assert dates.due(campaign, mechanism, running.town.path) is None
    assert not dates.step_late(campaign, step, running.town.path, date(2026, 12, 1))

    procedure.set_window(
        campaign=campaign, step=mechanism, from_on=None, until_on=date(2026, 9, 20), by=running.officer, on=ON
    )
    assert due_on(campaign, mechanism, running.town.path) == date(2026, 9, 20)
    assert Dates.of([campaign]).unset(campaign) == [step, upward]


def test_days_given_at_the_opening_are_those_of_the_campaign(running):
    days = {"re-examination": date(2026, 9, 20), "recheck-return": date(2026, 9, 18)}
    days |= {"recheck-upward": date(2026, 9, 20)}
    later = running.open("meizhou-2012-lookback", title="九月", on=date(2026, 9, 1), days=days)

    assert Dates.of([later]).unset(later) == []
    assert due_on(later, "recheck-return", running.town.path) == date(2026, 9, 18)
    assert due_on(later, "work-group", running.town.path) == date(2026, 9, 20)


def test_no_level_sets_a_day_before_the_opening(running):
    assert refused(set_own, running=running, day=date(2012, 4, 1)) == "procedure.before-opening"
    window = {"campaign": running.campaign, "step": "filing", "by": running.officer, "on": ON}
    days = {"from_on": None, "until_on": date(2012, 4, 1)}
    assert refused(procedure.set_window, **window, **days) == "procedure.before-opening"


def test_a_step_is_not_late_before_what_it_awaits_is_due(running):
    """Posted on the 23rd and 24th, sent up on the 25th."""
    dates, path = Dates.of([running.campaign]), running.town.path

    assert dates.due(running.campaign, "notice", path) == date(2012, 4, 24)
    assert dates.due(running.campaign, "returns", path) == date(2012, 4, 25)
    assert not dates.step_late(running.campaign, "notice", path, date(2012, 4, 25))
    assert dates.step_late(running.campaign, "notice", path, date(2012, 4, 26))


# -- documents --------------------------------------------------------------------------------------------------------


def register(running, **changes):
    facts = {"organisation": running.town, "number": "某镇发[2012]7号", "issuer": "某镇党委",
             "title": "关于转发通知的通知", "due_on": date(2012, 4, 17), "recipients": "各村党支部",
             "by": running.town_officer, "on": ON,
             "campaign": running.campaign, "key": "assessment"}  # fmt: skip
    return register_document(**{**facts, **changes})


def test_a_forwarding_note_adds_its_day_to_the_campaign(running):
    above = register(running, organisation=running.county, by=running.officer, number="某组发〔2012〕3号",
                     due_on=date(2012, 4, 18))  # fmt: skip
    note = register(running, forwards=above, bases=["中组发[2012]6号", ""])

    assert note.number == "某镇发〔2012〕7号"
    assert [one.number for one in note.bases.all()] == ["中组发〔2012〕6号"]
    assert step_end(running.campaign, running.branches[0], "assessment") == date(2012, 4, 17)
    assert Deadline.objects.get(organisation=running.town).document == note


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "第七号"}, "link.number-wrong"),
        ({"title": " "}, "link.document-incomplete"),
        ({"recipients": ""}, "link.recipients-missing"),
        ({"bases": ["某镇发〔2012〕7号"]}, "link.rests-on-itself"),
        ({"due_on": date(2012, 6, 1)}, "procedure.deadline-later"),
    ],
)
def test_a_document_that_cannot_be_is_refused_whole(running, changes, code):
    assert refused(register, running=running, **changes) == code
    assert not Deadline.objects.exists()


def test_a_document_is_registered_once(running):
    assert register(running) == register(running)
    assert refused(register, running=running, title="另一个标题") == "link.document-taken"
    assert Document.objects.count() == 1
