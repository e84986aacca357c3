"""item: a problem, a pledge or a task in an organisation's ledger, from opening to close-out."""

import secrets
from datetime import date

from django.db import models
from django.db.models import Q

from jiceng.store.constraints import from_one, not_empty, one_of, together
from jiceng.store.fields import FixedPointField, account, account_or_none
from jiceng.store.register import Organisation, under_path
from jiceng.store.sheet import Campaign, Subject


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> "ItemQuerySet":
        """Not closed; one that is claimed done still is open."""
        return self.exclude(state="closed")

    def planned(self) -> "ItemQuerySet":
        """With a plan: somebody answers for it, by a day."""
        return self.exclude(due_on=None)

    def overdue(self, on: date) -> "ItemQuerySet":
        return self.open().filter(due_on__lt=on)

    def under(self, organisation: Organisation) -> "ItemQuerySet":
        return self.filter(under_path(organisation.path, "organisation__path"))

    def for_page(self) -> "ItemQuerySet":
        """One item with everything its page shows: passes, evidence, history, each with who."""
        return self.select_related(
            "campaign__adoption", "campaign__organisation", "organisation", "subject__committee",
            "opened_by__person", "claimed_by__person", "closed_by__person",
        ).prefetch_related(
            models.Prefetch("passes", GatePass.objects.select_related("by__person").order_by("round", "pk")),
            models.Prefetch(
                "evidence", Evidence.objects.select_related("by__person", "withdrawn_by__person").order_by("pk")
            ),
            models.Prefetch("events", ItemEvent.objects.select_related("by__person").order_by("number")),
        )  # fmt: skip

    def for_ledger(self) -> "ItemQuerySet":
        """Rows of the ledger: what is due first comes first, with its passes and how much evidence there is."""
        return (
            self.select_related(
                "organisation", "subject__committee", "claimed_by__person", "closed_by__person"
            )
            .prefetch_related(models.Prefetch("passes", queryset=GatePass.objects.order_by("round", "pk")))
            .annotate(evidence_count=models.Count("evidence", filter=Q(evidence__withdrawn_on=None)))
            .order_by(models.F("due_on").asc(nulls_last=True), "organisation__path", "mechanism", "number")
        )


class Item(models.Model):
    """One line of a ledger (R-03, R-04, R-10, R-20, C-07, C-10).

    number: from 1, of its mechanism at its organisation, across campaigns. said: {part: text}, as the mechanism asks.
    owner_name: who answers for it, as written. effect_on: by when it shall show. target: the grade to reach (R-02).
    state: open, claimed (said to be done, not confirmed), closed. round: 1 at first, one more whenever it is sent back;
        gates are passed anew in each. version: one more with every change; whoever changes names the one they saw.
    """

    STATES = {"open": "整改中", "claimed": "申请销号", "closed": "已销号"}

    mechanism = models.CharField(max_length=64)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="items")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    said = models.JSONField(default=dict, blank=True)
    owner_name = models.CharField(max_length=64, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    effect_on = models.DateField(null=True, blank=True)
    target = models.CharField(max_length=32, blank=True, default="")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="open")
    round = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    opened_by = account()
    opened_on = models.DateField()
    claimed_by = account_or_none()
    claimed_on = models.DateField(null=True, blank=True)
    closed_by = account_or_none()
    closed_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mechanism", "number"], name="item_number_once"),
            not_empty("item_titled", "mechanism", "title"),
            one_of("item_state", "state", "open", "claimed", "closed"),
            from_one("item_round_from_one", "round"),
            from_one("item_version_from_one", "version"),
            together("item_claimed_by_and_on", "claimed_by", "claimed_on"),
            models.CheckConstraint(
                name="item_claimed_by_somebody", condition=~Q(state="claimed") | Q(claimed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="item_closed_by_and_on",
                condition=Q(state="closed", closed_by__isnull=False, closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_by=None, closed_on=None)),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="item_by_due")]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, on: date) -> bool:
        return self.state != "closed" and self.due_on is not None and self.due_on < on

    def passed_gates(self) -> frozenset[str]:
        """The gates passed in this round, out of those already fetched when there are."""
        return frozenset(one.gate for one in self.passes.all() if one.round == self.round)


class GatePass(models.Model):
    """An item came through one gate of its mechanism (R-18, C-07).

    value: a figure where the gate asks for one, 群众满意率 from 0 to 1.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="passes")
    gate = models.CharField(max_length=64)
    round = models.PositiveIntegerField()
    value = FixedPointField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    by = account()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "gate", "round"], name="gate_pass_once_a_round"),
            not_empty("gate_pass_names_gate", "gate"),
            from_one("gate_pass_round_from_one", "round"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.gate}"


def evidence_place(evidence: "Evidence", name: str) -> str:
    """A random place: neither the sender's file name nor a guess leads to it."""
    return f"evidence/{secrets.token_hex(16)}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> "EvidenceQuerySet":
        """Without what was taken back."""
        return self.filter(withdrawn_on=None)


class Evidence(models.Model):
    """What shows that something was done (H-02, C-07): words, a file, or both.

    name: the file's, as shown to readers; it is kept elsewhere under a random one. size: bytes. digest: SHA-256, hex.
    kind: what the file is by its content, jpg, pdf …; "" without a file. What is taken back stays and counts no more.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="evidence")
    text = models.TextField(blank=True, default="")
    file = models.FileField(upload_to=evidence_place, blank=True, default="")
    name = models.CharField(max_length=128, blank=True, default="")
    size = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=8, blank=True, default="", db_default="")
    by = account()
    on = models.DateField()
    withdrawn_by = account_or_none()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="", db_default="")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            together(
                "evidence_withdrawn_with_reason", "withdrawn_by", "withdrawn_on", texts=["withdrawn_reason"]
            ),
            models.CheckConstraint(name="evidence_shows_something", condition=~Q(text="") | ~Q(file="")),
            together("evidence_file_with_digest", "size", texts=["file", "digest"], notes=["name"]),
        ]

    def __str__(self) -> str:
        return self.name or self.text


class ItemEvent(models.Model):
    """One thing that happened to an item, in order. by: None = the calendar. reason: what was said with it."""

    WHAT = {
        "opened": "列入台账",
        "planned": "写定方案",
        "evidence": "提交佐证",
        "withdrawn": "撤回佐证",
        "passed": "登记通过",
        "claimed": "申请销号",
        "sent-back": "退回重办",
        "closed": "销号",
        "reopened": "重新打开",
    }

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    reason = models.TextField(blank=True, default="")
    by = account_or_none()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_event_number_once"),
            not_empty("item_event_says_what", "what"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.what}"


class Upgrade(models.Model):
    """Rectification was accepted, and the organisation has a higher grade from then on (R-18).

    number: from 1, of its subject. The grade the committee decided stays beside it.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="upgrades")
    number = models.PositiveIntegerField()
    old_grade = models.CharField(max_length=32)
    new_grade = models.CharField(max_length=32)
    note = models.TextField(blank=True, default="")
    by = account()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="upgrade_number_once"),
            not_empty("upgrade_has_grades", "old_grade", "new_grade"),
            from_one("upgrade_number_from_one", "number"),
            models.CheckConstraint(
                name="upgrade_changes_the_grade", condition=~Q(old_grade=models.F("new_grade"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.old_grade} → {self.new_grade}"
