"""item: a problem, a pledge or a task in an organisation's ledger, from opening to close-out."""

import secrets

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

    def under(self, organisation: Organisation) -> "ItemQuerySet":
        return self.filter(under_path(organisation.path, "organisation__path"))

    def for_ledger(self) -> "ItemQuerySet":
        """Rows of the ledger: what is due first comes first, with its passes and how much evidence there is."""
        return (
            self.select_related("organisation", "campaign", "claimed_by__person", "closed_by__person")
            .prefetch_related(models.Prefetch("passes", queryset=GatePass.objects.order_by("round", "pk")))
            .annotate(evidence_count=models.Count("evidence"))
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


class Evidence(models.Model):
    """What shows that something was done (H-02, C-07): words, a file, or both.

    name: the file's, as shown to readers; it is kept elsewhere under a random one. size: bytes. digest: SHA-256, hex.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="evidence")
    text = models.TextField(blank=True, default="")
    file = models.FileField(upload_to=evidence_place, blank=True, default="")
    name = models.CharField(max_length=128, blank=True, default="")
    size = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    by = account()
    on = models.DateField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(name="evidence_shows_something", condition=~Q(text="") | ~Q(file="")),
            together("evidence_file_with_digest", "size", texts=["file", "digest"], notes=["name"]),
        ]

    def __str__(self) -> str:
        return self.name or self.text


class ItemEvent(models.Model):
    """One thing that happened to an item, in order. what: opened, claimed, sent-back; by: None = the calendar."""

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
