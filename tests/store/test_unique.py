"""Whatever the store says is there once is tried a second time here, and the database names what it refuses by."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from jiceng.store import models as m
from tests.factories import ON
from tests.store.rows import ANSWERED, APPROVED, OFFICER, Of, labels

pytestmark = pytest.mark.django_db

ALL = list(apps.get_app_config("store").get_models())

# (table, what the second row says differently, so that only this sentence refuses it, the sentence or the column)
TWICE = [
    (m.Adoption, {}, "adoption_once_a_day"),
    (m.BallotEvent, {}, "ballot_event_once"),
    (m.Basis, {}, "basis_once"),
    (m.Campaign, {}, "campaign_title_once"),
    (m.ClassCount, {}, "class_count_once"),
    (m.Correction, {"number": 2}, "correction_one_pending"),
    (m.Correction, {**APPROVED, "pending": None}, "correction_number_once"),
    (m.Count, {}, "count_once"),
    (m.Deadline, {}, "deadline_once"),
    (m.Document, {}, "document_once"),
    (m.Draw, {}, "draw_once_a_seed"),
    (m.DrawRow, {"place": 2}, "draw_row_once"),
    (m.DrawRow, {"subject": Of("other_subject")}, "draw_row_place_once"),
    (m.Feed, {"token": "new"}, "user"),
    (m.Feed, {"user": OFFICER}, "token"),
    (m.Flag, {}, "flag_once_a_campaign"),
    (m.GatePass, {}, "gate_pass_once_a_round"),
    (m.Holiday, {"working": True}, "on"),
    (m.Item, {}, "item_number_once"),
    (m.ItemEvent, {}, "item_event_number_once"),
    (m.Line, {}, "line_once_an_item"),
    (m.Link, {}, "link_one_current"),
    (m.Measure, {}, "measure_once"),
    (m.Move, {}, "move_number_once"),
    (m.Notice, {"token": "new"}, "notice_number_once"),
    (m.Notice, {"number": 999}, "token"),
    (m.NoticeRow, {"place": 2}, "notice_row_subject_once"),
    (m.NoticeRow, {"subject": Of("other_subject")}, "notice_row_place_once"),
    (m.Objection, {}, "code_digest"),
    (m.OptionCount, {}, "option_count_once"),
    (m.Organisation, {"path": "new"}, "code"),
    (m.Organisation, {"code": "new"}, "path"),
    (m.Outside, {}, "outside_once_a_campaign"),
    (m.PackCopy, {}, "digest"),
    (m.PaperEntry, {}, "paper_entry_once"),
    (m.Post, {}, "post_once"),
    (m.Rating, {}, "rating_once"),
    (m.Record, {}, "record_number_once"),
    (m.Reminder, {}, "reminder_once"),
    (
        m.Return,
        {**ANSWERED, "state": "back", "reason": "有误", "pending": None},
        "return_number_once",
    ),
    (m.Return, {"number": 999}, "return_one_standing"),
    (m.Roll, {}, "roll_once"),
    (m.RollClass, {}, "roll_class_once"),
    (m.RollEntry, {"person": None}, "roll_entry_once"),
    (m.RollEntry, {"number": 2}, "roll_entry_person_once"),
    (m.RollName, {"person": None}, "roll_name_once"),
    (m.RollName, {"number": 2}, "roll_person_once"),
    (m.ScannedPaper, {}, "scanned_paper_once"),
    (m.SecondFactor, {}, "user"),
    (m.Sheet, {}, "sheet_once_a_scorer"),
    (m.SignIn, {}, "session_key"),
    (m.Team, {}, "team_once"),
    (m.TeamMember, {}, "team_member_once"),
    (m.Track, {}, "track_once_a_committee"),
    (m.Upgrade, {}, "upgrade_number_once"),
    (m.User, {}, "username"),
    (m.Window, {}, "window_once_a_step"),
    (m.Zone, {}, "zone_once"),
    (m.ZoneMember, {}, "zone_member_once"),
]


def once_again(rows, row, facts):
    """The error on a second row with the same values, but for `facts`."""
    same = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.local_fields
        if not field.primary_key and not field.generated
    }
    given = rows.filled(facts)
    for name in given:
        same.pop(row._meta.get_field(name).attname)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(row).objects.create(**same | given)
    return str(refused.value)


def refuses_by(model, sentence):
    """What the database says of this unique constraint or column: SQLite the columns, PostgreSQL the name."""
    named = {
        one.name: one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)
    }
    if connection.vendor == "postgresql":
        return f'"{sentence}"' if sentence in named else f'"{model._meta.db_table}_{sentence}'
    columns = [model._meta.get_field(name).column for name in named.get(sentence, [sentence])]
    return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{one}" for one in columns)


@pytest.mark.parametrize(("model", "facts", "sentence"), TWICE, ids=labels(TWICE))
def test_what_is_there_once_is_refused_a_second_time(rows, model, facts, sentence):
    row = rows.plain(model)

    assert refuses_by(model, sentence) in once_again(rows, row, facts)


@pytest.mark.parametrize(
    ("model", "facts", "sentence"),
    [case for case in TWICE if any(one.name == "within" for one in case[0]._meta.fields)],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_what_is_there_once_is_there_once_without_a_campaign_too(rows, model, facts, sentence):
    row = rows.make(model, campaign=None)

    assert refuses_by(model, sentence) in once_again(rows, row, facts) or sentence == "token"


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [
        (m.Correction, {**APPROVED, "pending": None}, {"number": 2}),
        (m.Link, {"until_on": ON, "current": None}, {}),
        (m.Return, {**ANSWERED, "state": "back", "reason": "有误", "pending": None}, {"number": 999}),
    ],
    ids=["correction", "link", "return"],
)
def test_one_at_a_time_leaves_room_for_the_next(rows, model, first, second):
    rows.make(model, **rows.filled(first))

    rows.make(model, **second)

    assert model.objects.count() == 2


def test_a_return_without_a_receipt_can_be_there_twice(rows):
    rows.make(m.Return)

    rows.make(m.Return, mechanism="other")

    assert list(m.Return.objects.values_list("receipt", flat=True)) == [None, None]


def test_a_receipt_is_given_once(rows):
    accepted = rows.filled({**ANSWERED, "state": "accepted", "receipt": "回执1"})
    rows.make(m.Return, **accepted)

    with pytest.raises(IntegrityError, match="receipt"), transaction.atomic():
        rows.make(m.Return, mechanism="other", **accepted)


def test_a_ballot_is_counted_once(rows):
    event = rows.make(m.BallotEvent)
    rows.make(m.Count, event=event)

    with pytest.raises(IntegrityError, match="event"), transaction.atomic():
        rows.make(m.Count, mechanism="other", event=event)


@pytest.mark.parametrize("table", [m.Stub, m.Envelope])
def test_a_slip_is_drawn_and_spent_once_in_a_ballot(table):
    """A key of two columns has no constraint with a name; the database holds it all the same."""
    facts = {"h": "0" * 64} if table is m.Stub else {"nullifier": "0" * 64}
    table.objects.create(event="0" * 16, voter_class="党员", **facts)
    table.objects.create(event="1" * 16, voter_class="党员", **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.create(event="0" * 16, voter_class="群众", **facts)


def test_a_commitment_stands_once_in_a_column():
    facts = {"event": "0" * 16, "c": "0" * 64, "voter_class": "党员", "value": "好", "nonce": "0" * 32}
    m.BoardRow.objects.create(item="总体评价", **facts)
    m.BoardRow.objects.create(item="班子", **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        m.BoardRow.objects.create(item="总体评价", **facts | {"value": "一般"})


def test_everything_unique_in_the_store_is_tried_twice_here():
    unique = {
        (model, one.name)
        for model in ALL
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint)
    } | {
        (model, field.name)
        for model in ALL
        for field in model._meta.local_fields
        if field.unique and not field.primary_key
    }

    # Tried elsewhere: subjects in test_sheet, audit values with the audit, receipts and counted ballots above.
    elsewhere = {(m.Subject, "subject_once_a_campaign"), (m.AuditValue, "audit_value_once")}
    elsewhere |= {(m.Return, "receipt"), (m.Count, "event")}
    assert unique - elsewhere == {(model, sentence) for model, _, sentence in TWICE}
