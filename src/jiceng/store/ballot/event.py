"""One ballot: its state, who holds it, the list as ticked at the door, what tellers took from the paper ballots."""

import secrets

from django.db import models

from jiceng.kernel.ballot.event import STATES
from jiceng.store.ballot.roll import Roll
from jiceng.store.constraints import not_empty, one_of, together, two_people
from jiceng.store.fields import account, account_or_none
from jiceng.store.register import Person
from jiceng.store.sheet import Campaign, Subject


def new_event() -> str:
    """Sixteen hex characters: short enough for the code on a slip."""
    return secrets.token_hex(8)


class BallotEventQuerySet(models.QuerySet["BallotEvent"]):
    def standing(self) -> "BallotEventQuerySet":
        """Not void: of one mechanism at one organisation at most one."""
        return self.exclude(state="void")

    def for_page(self) -> "BallotEventQuerySet":
        """With the campaign's rules, the organisation and everybody who holds it."""
        return (
            self.select_related(
                "campaign__adoption", "campaign__copy", "subject__organisation", "subject__campaign__adoption",
                "subject__campaign__copy", "delegate__person", "teller1__person", "teller2__person",
            )
            .defer("campaign__copy__files", "subject__campaign__copy__files")
        )  # fmt: skip


class BallotEvent(models.Model):
    """One ballot of one organisation (ballot.md 1.3).

    attempt: 1, and one more after each that was void. sheet: what is asked, as JSON {title, organisation, classes,
    questions: [[name, [options]]], comment}, fixed when the list is frozen. roll_salt: hides the digest of the names.
    box_public: base64 of the uncompressed P-256 point. box_wrapped: the private key under the delegate's passphrase, as
    the browser wrapped it; no server can open it. rehearsal: the sealed trial and its answer's digest.
    paper_only: no phone votes. asked: "open", "close" or "sign", asked for by the delegate and not yet confirmed by a
    teller.
    opened, closed: the two sheets as signed, JSON text; *_signature: of the instance, hex.
    rewritten: the box was written anew in the order of its keys after closing.
    sealed_here: papers that the server sealed for phones that could not.
    invalid: {class: {reason: how many}} of electronic papers.
    """

    id = models.CharField(primary_key=True, max_length=16, default=new_event, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ballot_events")
    mechanism = models.CharField(max_length=64)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="ballot_events")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="events")
    attempt = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, default="draft")
    smallest = models.PositiveIntegerField()
    paper_only = models.BooleanField(default=False)
    sheet = models.JSONField(default=dict)
    roll_salt = models.CharField(max_length=32)
    delegate = account()
    teller1 = account_or_none()
    teller2 = account_or_none()
    box_public = models.CharField(max_length=88, blank=True, default="")
    box_wrapped = models.TextField(blank=True, default="")
    rehearsal = models.JSONField(default=dict)
    rehearsed = models.BooleanField(default=False)
    asked = models.CharField(max_length=5, blank=True, default="")
    sealed_here = models.PositiveIntegerField(default=0)
    rewritten = models.BooleanField(default=False)
    invalid = models.JSONField(default=dict)
    opened = models.TextField(blank=True, default="")
    opened_signature = models.CharField(max_length=128, blank=True, default="")
    closed = models.TextField(blank=True, default="")
    closed_signature = models.CharField(max_length=128, blank=True, default="")
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=128, blank=True, default="")
    host = models.CharField(max_length=64, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)
    void_reason = models.TextField(blank=True, default="")
    void_asked_by = account_or_none()
    void_by = account_or_none()
    void_on = models.DateField(null=True, blank=True)

    objects = BallotEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "mechanism", "subject", "attempt"], name="ballot_event_once"
            ),
            one_of("ballot_event_state", "state", *STATES),
            one_of("ballot_event_asked", "asked", "", "open", "close", "sign"),
            not_empty("ballot_event_names_mechanism", "mechanism"),
            two_people("ballot_event_teller_is_another", "teller1", "teller2"),
            two_people("ballot_event_delegate_teller1", "delegate", "teller1"),
            two_people("ballot_event_delegate_teller2", "delegate", "teller2"),
            two_people("ballot_event_void_by_two", "void_by", "void_asked_by"),
            together("ballot_event_void_by_and_on", "void_by", "void_on"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.mechanism} · {self.state}"


class RollEntry(models.Model):
    """One voter at the door. state: on the list, given a slip or a paper, or excused with a reason.

    How somebody votes, on a phone or on paper, is not kept; nothing here leads to the box.
    """

    event = models.ForeignKey(BallotEvent, on_delete=models.PROTECT, related_name="entries")
    voter_class = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, default="eligible")
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "voter_class", "number"], name="roll_entry_once"),
            models.UniqueConstraint(fields=["event", "person"], name="roll_entry_person_once"),
            one_of("roll_entry_state", "state", "eligible", "issued", "excused"),
            not_empty("roll_entry_named", "voter_class", "name"),
            models.CheckConstraint(
                name="roll_entry_excused_with_reason",
                condition=(models.Q(state="excused") & ~models.Q(reason=""))
                | (~models.Q(state="excused") & models.Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter_class} {self.number}. {self.name}"


class PaperEntry(models.Model):
    """What one teller took from the paper ballots of a class; a second takes them anew, and both must agree.

    figures: {returned, invalid, votes: {question: {option: how many}}}. scanned: read from pictures, doubts decided by
    the teller.
    """

    event = models.ForeignKey(BallotEvent, on_delete=models.PROTECT, related_name="papers")
    voter_class = models.CharField(max_length=32)
    teller = account()
    figures = models.JSONField()
    scanned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "voter_class", "teller"], name="paper_entry_once"),
            not_empty("paper_entry_class", "voter_class"),
        ]

    def __str__(self) -> str:
        return f"{self.voter_class} {self.teller}"


class ScannedPaper(models.Model):
    """One picture of one filled paper ballot, kept until the closing sheet is signed and then destroyed.

    digest: of the picture's bytes, so that it is not read twice. reading: {question: option, 弃权 or ""} where "" waits
    for a person; crops: {question: picture of the row as base64 PNG} of rows that do. spoilt: why it is not valid.
    """

    event = models.ForeignKey(BallotEvent, on_delete=models.PROTECT, related_name="scans")
    voter_class = models.CharField(max_length=32)
    teller = account()
    digest = models.CharField(max_length=64)
    reading = models.JSONField()
    crops = models.JSONField(default=dict)
    spoilt = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "digest"], name="scanned_paper_once"),
            not_empty("scanned_paper_class", "voter_class", "digest"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]
