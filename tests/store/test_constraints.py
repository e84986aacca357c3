"""Every sentence the store calls always true has a row here that breaks it, and the database names the sentence."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from jiceng.store import models as m
from tests.factories import DUE, ON
from tests.store.rows import (
    ANSWER,
    ANSWERED,
    APPROVED,
    AT,
    BEFORE,
    FILE,
    LATER,
    OFFICER,
    REFUSED_IT,
    REVIEWER,
    SCORED,
    TAKEN_DOWN,
    WITHDRAWN,
    Of,
    labels,
    without,
)

pytestmark = pytest.mark.django_db


# (table, what is written into a plain row of it, the sentence that refuses)
BROKEN = [
    (m.Adoption, {"pack": ""}, "adoption_names_pack"),
    (m.BallotEvent, {"state": "burnt"}, "ballot_event_state"),
    (m.BallotEvent, {"asked": "count"}, "ballot_event_asked"),
    (m.BallotEvent, {"mechanism": ""}, "ballot_event_names_mechanism"),
    (m.BallotEvent, {"teller2": REVIEWER}, "ballot_event_teller_is_another"),
    (m.BallotEvent, {"teller1": OFFICER}, "ballot_event_delegate_teller1"),
    (m.BallotEvent, {"teller2": OFFICER}, "ballot_event_delegate_teller2"),
    (
        m.BallotEvent,
        {"void_asked_by": OFFICER, "void_by": OFFICER, "void_on": ON},
        "ballot_event_void_by_two",
    ),
    (m.BallotEvent, {"void_by": OFFICER}, "ballot_event_void_by_and_on"),
    (m.Basis, {"number": ""}, "basis_numbered"),
    (m.Campaign, {"title": ""}, "campaign_titled"),
    (m.Campaign, {"due_on": BEFORE}, "campaign_due_after_opened"),
    (m.Campaign, {"closed_on": BEFORE}, "campaign_closed_after_opened"),
    (m.Campaign, {"follows": models.F("pk")}, "campaign_follows_another"),
    (m.ClassCount, {"voter_class": ""}, "class_count_named"),
    (m.ClassCount, {"issued": 8}, "class_count_returned_of_issued"),
    (m.ClassCount, {"invalid": 0}, "class_count_adds_up"),
    (m.Correction, {"reason": ""}, "correction_has_reason"),
    (m.Correction, {"pending": None}, "correction_pending_or_answered"),
    (m.Correction, {"pending": False}, "correction_pending_or_answered"),
    (m.Correction, APPROVED, "correction_pending_or_answered"),
    (m.Correction, {**APPROVED, **REFUSED_IT, "pending": None}, "correction_pending_or_answered"),
    (m.Correction, {**APPROVED, "approved_by": OFFICER, "pending": None}, "correction_by_two_people"),
    (m.Correction, {"approved_on": ON, "pending": None}, "correction_approved_by_and_on"),
    (m.Correction, {"approved_by": REVIEWER}, "correction_approved_by_and_on"),
    (m.Correction, without(REFUSED_IT, "refused_on"), "correction_refused_with_reason"),
    (m.Correction, {**REFUSED_IT, "refused_reason": "", "pending": None}, "correction_refused_with_reason"),
    (m.Count, {"mechanism": ""}, "count_names_mechanism"),
    (m.Count, {"withdrawal_by": OFFICER, "withdrawal_on": ON}, "count_withdrawal_with_reason"),
    (m.Count, {"withdrawal_reason": "录入有误"}, "count_withdrawal_with_reason"),
    (m.CountWithdrawal, {"reason": ""}, "count_withdrawal_has_reason"),
    (m.CountWithdrawal, {"agreed_by": OFFICER}, "count_withdrawal_two_people"),
    (m.Deadline, {"mechanism": ""}, "deadline_names_mechanism"),
    (m.Document, {"number": ""}, "document_named"),
    (m.Document, {"issuer": ""}, "document_named"),
    (m.Document, {"title": ""}, "document_named"),
    (m.Document, {"forwards": models.F("pk")}, "document_forwards_another"),
    (m.Draw, {"seed": ""}, "draw_has_seed"),
    (m.Draw, {"frame_digest": ""}, "draw_has_seed"),
    (m.Draw, {"size": 0}, "draw_size_from_one"),
    (m.Draw, {"size": 3}, "draw_size_within_frame"),
    (m.DrawRow, {"outcome": "fine", "found_by": OFFICER, "found_on": ON}, "draw_row_outcome"),
    (m.DrawRow, {"outcome": "upheld"}, "draw_row_found_together"),
    (m.DrawRow, {"finding": "材料齐全"}, "draw_row_found_together"),
    (m.DrawRow, {"found_by": OFFICER, "found_on": ON}, "draw_row_found_together"),
    (m.Evidence, {"text": ""}, "evidence_shows_something"),
    (m.Evidence, without(FILE, "size"), "evidence_file_with_digest"),
    (m.Evidence, without(FILE, "digest"), "evidence_file_with_digest"),
    (m.Evidence, without(FILE, "file"), "evidence_file_with_digest"),
    (m.Evidence, without(WITHDRAWN, "withdrawn_reason"), "evidence_withdrawn_with_reason"),
    (m.Feed, {"token": ""}, "feed_has_token"),
    (m.Flag, {"flag": ""}, "flag_has_authority"),
    (m.Flag, {"authority": ""}, "flag_has_authority"),
    (m.Flag, {"by": OFFICER}, "flag_by_and_on"),
    (m.Flag, {"on": ON}, "flag_by_and_on"),
    (m.Flag, {"withdrawn_on": ON}, "flag_withdrawn_with_reason"),
    (m.Flag, {"withdrawn_reason": "查无此事"}, "flag_withdrawn_with_reason"),
    (m.GatePass, {"gate": ""}, "gate_pass_names_gate"),
    (m.GatePass, {"round": 0}, "gate_pass_round_from_one"),
    (m.Item, {"mechanism": ""}, "item_titled"),
    (m.Item, {"title": ""}, "item_titled"),
    (m.Item, {"state": "done"}, "item_state"),
    (m.Item, {"round": 0}, "item_round_from_one"),
    (m.Item, {"version": 0}, "item_version_from_one"),
    (m.Item, {"claimed_on": ON}, "item_claimed_by_and_on"),
    (m.Item, {"state": "claimed"}, "item_claimed_by_somebody"),
    (m.Item, {"state": "closed"}, "item_closed_by_and_on"),
    (m.Item, {"state": "closed", "closed_on": ON}, "item_closed_by_and_on"),
    (m.Item, {"closed_by": OFFICER, "closed_on": ON}, "item_closed_by_and_on"),
    (m.ItemEvent, {"what": ""}, "item_event_says_what"),
    (m.Knock, {"kind": "door"}, "knock_kind"),
    (m.Line, {"item": ""}, "line_names_item"),
    (m.Line, {"version": 0}, "line_version_from_one"),
    (m.Link, {"kind": ""}, "link_named"),
    (m.Link, {"until_on": BEFORE, "current": None}, "link_ends_after_start"),
    (m.Link, {"until_on": LATER}, "link_current_until_it_ends"),
    (m.Link, {"current": None}, "link_current_until_it_ends"),
    (m.Link, {"current": False}, "link_current_until_it_ends"),
    (m.Link, {"holder_name": ""}, "link_has_somebody"),
    (m.Measure, {"name": ""}, "measure_has_name_and_source"),
    (m.Measure, {"source": ""}, "measure_has_name_and_source"),
    (m.Move, {"kind": "aside"}, "move_kind"),
    (m.Move, {"kind": "back"}, "move_back_has_reason"),
    (m.Notice, {"title": ""}, "notice_titled"),
    (m.Notice, {"token": ""}, "notice_titled"),
    (m.Notice, {"audience": "all"}, "notice_audience"),
    (m.Notice, {"until_on": BEFORE}, "notice_ends_after_start"),
    (m.Notice, without(TAKEN_DOWN, "taken_down_reason"), "notice_taken_down_with_reason"),
    (m.Notice, without(TAKEN_DOWN, "taken_down_by"), "notice_taken_down_with_reason"),
    (m.NoticeRow, {"place": 0}, "notice_row_place_from_one"),
    (m.Objection, {"text": ""}, "objection_says_something"),
    (m.Objection, {"notice": None}, "objection_to_one_thing"),
    (m.Objection, {"flag": Of("flag")}, "objection_to_one_thing"),
    (m.Objection, {"handler": OFFICER}, "objection_assigned_together"),
    (m.Objection, {"assigned_by": OFFICER, "assigned_on": ON}, "objection_assigned_together"),
    *[(m.Objection, without(ANSWER, one), "objection_answered_together") for one in ANSWER],
    (m.OptionCount, {"option": ""}, "option_count_named"),
    (m.Organisation, {"name": ""}, "organisation_named"),
    (m.Organisation, {"code": ""}, "organisation_named"),
    (m.Organisation, {"form": "club"}, "organisation_form"),
    (m.Organisation, {"kind": "club"}, "organisation_kind"),
    (m.Outside, {"own_reason": "支部半年没有活动"}, "outside_own_grade_by_and_on"),
    (m.Outside, {"own_grade": "好", "by": OFFICER, "on": ON}, "outside_own_grade_with_unit"),
    (m.PackCopy, {"pack": ""}, "pack_copy_named"),
    (m.Person, {"name": ""}, "person_named"),
    (m.Post, {"until_on": BEFORE}, "post_ends_after_start"),
    (m.PostChange, {"reason": ""}, "post_change_has_reason"),
    (m.PostChange, {"kind": "move"}, "post_change_kind"),
    (m.PostChange, {"role": "root"}, "post_change_role"),
    (m.PostChange, {**ANSWERED, "granted": True}, "post_change_by_two_people"),
    (m.PostChange, {"granted": True}, "post_change_answered_together"),
    (m.PostChange, {"answered_by": REVIEWER, "answered_on": ON}, "post_change_answered_together"),
    (m.PostChange, {"kind": "end"}, "post_change_ends_a_post"),
    (m.PostChange, {"refused_reason": "不合适"}, "post_change_refused_reason"),
    (
        m.PostChange,
        {"answered_by": REVIEWER, "answered_on": ON, "granted": False},
        "post_change_refused_reason",
    ),
    (m.Rating, {"rating": ""}, "rating_has_name_and_source"),
    (m.Record, {"mechanism": ""}, "record_names_mechanism"),
    (m.Record, without(WITHDRAWN, "withdrawn_reason"), "record_withdrawn_with_reason"),
    (m.Record, without(WITHDRAWN, "withdrawn_by"), "record_withdrawn_with_reason"),
    (m.PaperEntry, {"voter_class": ""}, "paper_entry_class"),
    (m.Reminder, {"code": ""}, "reminder_has_code"),
    (m.Return, {"mechanism": ""}, "return_names_mechanism"),
    (m.Return, {**ANSWERED, "state": "lost"}, "return_state"),
    (m.Return, {"pending": None}, "return_pending_unless_back"),
    (m.Return, {**ANSWERED, "state": "back", "reason": "有误"}, "return_pending_unless_back"),
    (m.Return, {**ANSWERED, "state": "accepted"}, "return_receipt_when_accepted"),
    (m.Return, {**ANSWERED, "state": "accepted", "receipt": ""}, "return_receipt_when_accepted"),
    (m.Return, {"receipt": "回执1"}, "return_receipt_when_accepted"),
    (m.Return, {**ANSWERED, "state": "back", "pending": None}, "return_back_has_reason"),
    (m.Return, ANSWERED, "return_answered_by_and_on"),
    (m.Return, {"state": "accepted", "receipt": "回执1"}, "return_answered_by_and_on"),
    (m.Roll, {"mechanism": ""}, "roll_names_mechanism"),
    (m.Roll, {"approved_by": OFFICER}, "roll_approved_by_and_on"),
    (m.Roll, {"approved_by": REVIEWER, "approved_on": ON}, "roll_by_two_people"),
    (m.RollClass, {"voter_class": ""}, "roll_class_named"),
    (m.RollEntry, {"state": "voted"}, "roll_entry_state"),
    (m.RollEntry, {"name": ""}, "roll_entry_named"),
    (m.RollEntry, {"voter_class": ""}, "roll_entry_named"),
    (m.RollEntry, {"state": "excused"}, "roll_entry_excused_with_reason"),
    (m.RollEntry, {"state": "issued", "reason": "外出务工"}, "roll_entry_excused_with_reason"),
    (m.RollName, {"name": ""}, "roll_name_named"),
    (m.RollName, {"voter_class": ""}, "roll_name_named"),
    (m.ScannedPaper, {"digest": ""}, "scanned_paper_class"),
    (m.ScannedPaper, {"voter_class": ""}, "scanned_paper_class"),
    (m.SecondFactor, {"secret": ""}, "second_factor_has_secret"),
    (m.Sheet, {"complete": True}, "sheet_complete_has_total"),
    (m.SignIn, {"seen_at": AT.replace(hour=8)}, "sign_in_seen_after"),
    (m.SignIn, {"ended_at": AT.replace(hour=8)}, "sign_in_ended_after"),
    (m.Subject, {"total": 90}, "subject_total_with_grade"),
    (m.Subject, {**SCORED, "decided": "好"}, "subject_decided_by_and_on"),
    (
        m.Subject,
        {"decided": "好", "decided_by": OFFICER, "decided_on": ON},
        "subject_decided_when_scored",
    ),
    (m.Subject, {"set_aside": "成立不足半年"}, "subject_set_aside_by_and_on"),
    (m.Subject, {"set_aside_by": OFFICER, "set_aside_on": ON}, "subject_set_aside_by_and_on"),
    (m.Subject, {"target": "好"}, "subject_target_by_and_on"),
    (m.Subject, {"target_by": OFFICER, "target_on": ON}, "subject_target_by_and_on"),
    (m.Subject, {"target_reason": "基础太差"}, "subject_target_by_and_on"),
    (m.Subject, {"version": 0}, "subject_version_from_one"),
    (m.Team, {"name": ""}, "team_named"),
    (m.Team, {"dissolved_on": BEFORE}, "team_dissolved_after_made"),
    (m.TeamMember, {"name": ""}, "team_member_named"),
    (m.Track, {"version": 0}, "track_version_from_one"),
    (m.Upgrade, {"old_grade": ""}, "upgrade_has_grades"),
    (m.Upgrade, {"new_grade": ""}, "upgrade_has_grades"),
    (m.Upgrade, {"new_grade": "较差"}, "upgrade_changes_the_grade"),
    (m.Upgrade, {"number": 0}, "upgrade_number_from_one"),
    (m.Visit, {"note": ""}, "visit_has_note"),
    (m.Window, {"step": ""}, "window_names_step"),
    (m.Window, {"from_on": DUE, "until_on": ON}, "window_until_after_from"),
    (m.Withdrawal, {"reason": ""}, "withdrawal_has_reason"),
    (m.Zone, {"name": ""}, "zone_named"),
]

# Rows that come near to breaking a sentence, and do not.
KEPT = [
    (m.Campaign, {"due_on": ON, "closed_on": ON}),
    (m.ClassCount, {"issued": 9}),
    (m.Correction, {**APPROVED, "pending": None}),
    (m.Correction, {**REFUSED_IT, "refused_by": OFFICER, "pending": None}),
    (m.Draw, {"size": 2}),
    (m.DrawRow, {"outcome": "wrong", "found_by": OFFICER, "found_on": ON}),
    (m.Evidence, {**FILE, "text": "", "name": ""}),
    (m.Flag, {"by": OFFICER, "on": ON, "withdrawn_on": ON, "withdrawn_reason": "查无此事"}),
    (m.Item, {"state": "claimed", "claimed_by": OFFICER, "claimed_on": ON}),
    (m.Item, {"state": "closed", "closed_by": OFFICER, "closed_on": ON}),
    (m.Link, {"holder_name": "", "other": Of("top")}),
    (m.Link, {"until_on": ON, "current": None}),
    (m.Move, {"kind": "back", "reason": "材料不全"}),
    (m.Notice, {**TAKEN_DOWN, "until_on": ON}),
    (m.Objection, {**ANSWER, "handler": OFFICER, "assigned_by": OFFICER, "assigned_on": ON}),
    (m.Objection, {"notice": None, "flag": Of("flag")}),
    (m.PostChange, {"answered_by": REVIEWER, "answered_on": ON, "granted": True}),
    (m.PostChange, {"answered_by": REVIEWER, "answered_on": ON, "granted": False, "refused_reason": "否"}),
    (m.Record, WITHDRAWN),
    (m.RollEntry, {"state": "excused", "reason": "外出务工"}),
    (m.RollEntry, {"person": None, "state": "issued"}),
    (m.BallotEvent, {"state": "void", "void_asked_by": REVIEWER, "void_by": OFFICER, "void_on": ON}),
    (m.Return, {**ANSWERED, "state": "accepted", "receipt": "回执1"}),
    (m.Return, {**ANSWERED, "state": "back", "reason": "有误", "pending": None}),
    (m.Roll, {"approved_by": OFFICER, "approved_on": ON}),
    (m.Subject, {"set_aside": "成立不足半年", "set_aside_by": OFFICER, "set_aside_on": ON}),
    (m.Subject, {"target": "好", "target_by": OFFICER, "target_on": ON}),
    (m.Track, {"step": ""}),
    (m.Window, {"from_on": ON, "until_on": ON}),
    (m.Window, {"until_on": ON}),
]


def told(refused):
    return re.search(r"(?:CHECK constraint failed: |check constraint \")(\w+)", str(refused.value))[1]


@pytest.mark.parametrize(("model", "facts", "sentence"), BROKEN, ids=labels(BROKEN))
def test_what_cannot_be_true_is_refused_by_its_sentence(rows, model, facts, sentence):
    row = rows.plain(model)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        model.objects.filter(pk=row.pk).update(**rows.filled(facts))

    assert told(refused) == sentence


@pytest.mark.parametrize(("model", "facts"), KEPT, ids=labels(KEPT))
def test_what_can_be_true_is_kept(rows, model, facts):
    row = rows.plain(model)

    assert model.objects.filter(pk=row.pk).update(**rows.filled(facts)) == 1


def test_every_check_of_the_store_is_broken_here():
    checks = {
        one.name
        for model in apps.get_app_config("store").get_models()
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint)
    }

    assert checks == {sentence for _, _, sentence in BROKEN}
