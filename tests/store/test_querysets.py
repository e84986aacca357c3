"""What each queryset leaves out: first something is put there that it must not show."""

from datetime import timedelta
from decimal import Decimal

import pytest

from jiceng.store import models as m
from jiceng.store.item import evidence_place
from tests.factories import DUE, ON, organisation
from tests.store.rows import (
    ANSWER,
    ANSWERED,
    APPROVED,
    AT,
    BEFORE,
    LATER,
    OFFICER,
    REVIEWER,
    TAKEN_DOWN,
    WITHDRAWN,
    labels,
)

pytestmark = pytest.mark.django_db


# (table, what sets the one apart that is not shown, the queryset)
LEFT_OUT = [
    (m.Flag, {"withdrawn_on": ON, "withdrawn_reason": "查无此事"}, "standing"),
    (m.Record, WITHDRAWN, "standing"),
    (m.Evidence, WITHDRAWN, "standing"),
    (m.Notice, TAKEN_DOWN, "standing"),
    (m.Team, {"dissolved_on": LATER}, "standing"),
    (m.Link, {"until_on": LATER, "current": None}, "current"),
    (m.Correction, {**APPROVED, "pending": None}, "open"),
    (m.Objection, ANSWER, "open"),
    (m.Item, {"state": "closed", "closed_by": OFFICER, "closed_on": ON}, "open"),
    (m.Return, {**ANSWERED, "state": "back", "reason": "有误", "pending": None}, "open"),
    (m.DrawRow, {"outcome": "upheld", "found_by": OFFICER, "found_on": ON}, "open"),
    (m.SignIn, {"ended_at": AT}, "open"),
    (m.PostChange, {"answered_by": REVIEWER, "answered_on": ON, "granted": True}, "open"),
    (m.Track, {"step": ""}, "running"),
    (m.Roll, {"approved_by": OFFICER, "approved_on": ON}, "not_yet_approved"),
    (m.Reminder, {"read_on": ON}, "unread"),
    (m.Reminder, {"sent_on": ON}, "not_yet_sent"),
]


@pytest.mark.parametrize(("model", "facts", "name"), LEFT_OUT, ids=labels(LEFT_OUT))
def test_what_is_over_is_left_out(rows, model, facts, name):
    row = rows.make(model)
    shown = getattr(model.objects, name)

    assert list(shown()) == [row]

    model.objects.filter(pk=row.pk).update(**rows.filled(facts))

    assert list(shown()) == []


def test_a_subject_set_aside_does_not_stand_and_the_others_do(rows):
    m.Subject.objects.filter(pk=rows.subject.pk).update(
        set_aside="成立不足半年", set_aside_by=rows.officer, set_aside_on=ON
    )

    assert set(m.Subject.objects.standing()) == set(m.Subject.objects.exclude(pk=rows.subject.pk))


def test_a_finding_taken_back_is_no_longer_among_the_flags_of_its_subject(rows):
    at = rows.subject.organisation
    rows.make(m.Flag, organisation=at, flag="stands")
    rows.make(m.Flag, organisation=at, flag="gone", withdrawn_on=ON, withdrawn_reason="查无此事")

    assert rows.subject.flags() == {"stands"}


@pytest.mark.parametrize(
    ("facts", "on", "open_then"),
    [
        ({"from_on": ON, "until_on": DUE}, ON, True),
        ({"from_on": ON, "until_on": DUE}, DUE, True),
        ({"from_on": ON, "until_on": DUE}, DUE + timedelta(days=1), False),
        ({"from_on": ON, "until_on": DUE}, BEFORE, False),
        ({"from_on": ON}, LATER, True),
        ({"from_on": ON, **TAKEN_DOWN}, ON, False),
    ],
    ids=["first-day", "last-day", "day-after", "day-before", "no-end", "taken-down"],
)
def test_a_notice_is_open_to_objections_on_its_days(rows, facts, on, open_then):
    rows.make(m.Notice, **rows.filled(facts))

    assert m.Notice.objects.open_to_objections(on).exists() is open_then


def test_of_two_deadlines_the_nearer_committee_comes_first_and_a_neighbour_does_not_bind(rows):
    for at in (rows.top, rows.town, rows.county.branches[1]):
        rows.make(m.Deadline, organisation=at)

    binding = m.Deadline.objects.over(rows.county.branch)

    assert [one.organisation for one in binding] == [rows.town, rows.top]


@pytest.mark.parametrize(
    ("facts", "on", "holds"),
    [
        ({"from_on": ON, "until_on": DUE}, DUE, True),
        ({"from_on": ON, "until_on": DUE}, LATER, False),
        ({"from_on": ON, "until_on": DUE}, BEFORE, False),
        ({"until_on": ON}, BEFORE, True),
        ({}, LATER, True),
    ],
    ids=["last-day", "after", "before", "no-start", "not-fixed"],
)
def test_a_window_holds_its_days(facts, on, holds):
    assert m.Window(**facts).holds(on) is holds


@pytest.mark.parametrize("model", [m.Record, m.Notice, m.Item], ids=lambda one: one.__name__)
def test_under_an_organisation_leaves_out_its_neighbours(rows, model):
    near, far = (
        rows.make(model, organisation=rows.county.branch),
        rows.make(model, organisation=organisation()),
    )

    assert set(model.objects.under(rows.town)) == {near}
    assert far in model.objects.all()


def test_the_ledger_puts_what_is_due_first_and_what_has_no_day_last(rows):
    some_day, soon, late = (rows.make(m.Item, due_on=due) for due in (None, ON, LATER))

    assert list(m.Item.objects.for_ledger()) == [soon, late, some_day]


@pytest.mark.parametrize("many", [1, 4])
def test_a_ledger_costs_the_same_for_any_number_of_items(rows, many, django_assert_num_queries):
    for number in range(many):
        item = rows.make(m.Item)
        for _ in range(number):
            rows.make(m.Evidence, item=item)
        rows.make(m.GatePass, item=item, by=rows.officer)

    with django_assert_num_queries(2):  # items, their passes
        ledger = [
            (one.organisation.name, one.evidence_count, one.passed_gates())
            for one in m.Item.objects.for_ledger().order_by("number")
        ]

    assert ledger == [(rows.town.name, number, {"落实到位"}) for number in range(many)]


def test_a_gate_passed_in_an_earlier_round_is_to_be_passed_again(rows):
    item = rows.make(m.Item, round=2)
    rows.make(m.GatePass, item=item, gate="问题已解决", round=1)
    rows.make(m.GatePass, item=item, gate="群众满意", round=2, value=Decimal("0.95"))

    assert item.passed_gates() == {"群众满意"}


def test_an_accepted_return_is_accepted_and_waits_no_more(rows):
    row = rows.make(m.Return, **rows.filled({**ANSWERED, "state": "accepted", "receipt": "回执1"}))

    assert list(m.Return.objects.accepted()) == [row]
    assert list(m.Return.objects.open()) == []


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [
        (m.Record, {"held_on": LATER}, {"held_on": ON}),
        (m.Notice, {"from_on": LATER}, {"from_on": ON}),
        (m.Document, {"on": LATER}, {"on": ON}),
        (m.Objection, {"due_on": ON}, {"due_on": None}),
        (m.Track, {"committee": "top"}, {"committee": "town"}),
        (m.Link, {"organisation": "top"}, {"organisation": "town"}),
        (m.Return, {"organisation": "top"}, {"organisation": "town"}),
        (m.PostChange, {"asked_on": ON}, {"asked_on": LATER}),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_a_list_has_its_order_whatever_came_in_first(rows, model, first, second):
    def put(facts):
        return rows.make(
            model, **{key: getattr(rows, one) if isinstance(one, str) else one for key, one in facts.items()}
        )

    later, sooner = put(second), put(first)

    assert list(model.objects.for_list()) == [sooner, later]


def test_drawn_rows_are_in_the_order_of_the_draw(rows):
    draw = rows.make(m.Draw)
    second = rows.make(m.DrawRow, draw=draw, place=2)
    first = rows.make(m.DrawRow, draw=draw, place=1, subject=rows.other_subject)

    assert list(m.DrawRow.objects.for_list()) == [first, second]


def test_a_desk_shows_its_own_reminders_and_those_due_by_a_day(rows):
    mine = rows.make(m.Reminder, due_on=ON)
    others = rows.make(m.Reminder, person=rows.reviewer.person, due_on=LATER)

    assert list(m.Reminder.objects.for_desk(rows.officer.person)) == [mine]
    assert list(m.Reminder.objects.due_by(DUE)) == [mine]
    assert others in m.Reminder.objects.all()


def test_documents_due_by_a_day_leave_out_those_that_ask_for_nothing(rows):
    rows.make(m.Document)
    due = rows.make(m.Document, due_on=ON)
    rows.make(m.Document, due_on=LATER)

    assert list(m.Document.objects.due_by(ON)) == [due]


def test_a_count_comes_with_every_figure(rows, django_assert_num_queries):
    for_class = rows.make(m.ClassCount)
    rows.make(m.OptionCount, class_count=for_class)

    with django_assert_num_queries(3):  # the count, its classes, their options
        told = [
            (one.voter_class, option.option, option.votes)
            for count in m.Count.objects.for_page()
            for one in count.classes.all()
            for option in one.options.all()
        ]

    assert told == [("党员", "满意", 8)]


def test_a_team_comes_with_its_members(rows, django_assert_num_queries):
    rows.make(m.TeamMember, person=rows.officer.person)

    with django_assert_num_queries(3):  # the team, its members, their people
        told = [
            (team.organisation, one.person)
            for team in m.Team.objects.for_page()
            for one in team.members.all()
        ]

    assert told == [(rows.town, rows.officer.person)]


def test_days_are_told_apart_by_whether_they_are_worked():
    m.Holiday.objects.create(on=ON, name="清明节")
    m.Holiday.objects.create(on=LATER, working=True)

    assert m.Holiday.objects.exceptions() == ({ON}, {LATER})


def test_a_file_is_kept_under_a_name_nobody_can_guess(rows):
    evidence = m.Evidence(name="照片.jpg")

    first, second = evidence_place(evidence, "照片.jpg"), evidence_place(evidence, "照片.jpg")

    assert first != second
    assert len(first) == len("evidence/") + 32
    assert ".jpg" not in first


def test_the_campaign_column_that_is_never_null_follows_the_campaign(rows):
    with_one, without_one = rows.make(m.Record), rows.make(m.Record, campaign=None)

    assert (with_one.within, without_one.within) == (rows.campaign.pk, 0)
