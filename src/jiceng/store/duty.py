"""duty: what an organisation has to hold and put on record, and what it has to send upwards."""

from django.db import models
from django.db.models import Q

from jiceng.store.constraints import known, not_empty, one_of, together
from jiceng.store.fields import account, account_or_none, campaign_or_zero
from jiceng.store.register import Organisation, under_path
from jiceng.store.sheet import Campaign, Subject


class RecordQuerySet(models.QuerySet["Record"]):
    def standing(self) -> "RecordQuerySet":
        """Without those taken back."""
        return self.filter(withdrawn_on=None)

    def under(self, organisation: Organisation) -> "RecordQuerySet":
        return self.filter(under_path(organisation.path, "organisation__path"))

    def for_list(self) -> "RecordQuerySet":
        """The newest first, with the organisation and who wrote it."""
        return self.select_related("organisation", "by__person").order_by("-held_on", "-pk")


class Record(models.Model):
    """A meeting, a talk, a survey that was held (G-12, G-14, G-31, G-34, O-04, X-07).

    said: {part: text}, the parts the mechanism asks for. subject: where it is about one.
    number: from 1, of its mechanism at its organisation in its campaign.
    """

    mechanism = models.CharField(max_length=64)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    within = campaign_or_zero()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="records")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    number = models.PositiveIntegerField()
    held_on = models.DateField()
    said = models.JSONField(default=dict)
    by = account()
    on = models.DateField()
    withdrawn_by = account_or_none()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["within", "mechanism", "organisation", "number"], name="record_number_once"
            ),
            not_empty("record_names_mechanism", "mechanism"),
            together(
                "record_withdrawn_with_reason", "withdrawn_by", "withdrawn_on", texts=["withdrawn_reason"]
            ),
        ]
        indexes = [models.Index(fields=["organisation", "held_on"], name="record_by_day")]

    def __str__(self) -> str:
        return f"{self.mechanism} · {self.organisation} · {self.held_on}"


class ReturnQuerySet(models.QuerySet["Return"]):
    def open(self) -> "ReturnQuerySet":
        """Sent, and not answered yet."""
        return self.filter(state="sent")

    def accepted(self) -> "ReturnQuerySet":
        return self.filter(state="accepted")

    def for_list(self) -> "ReturnQuerySet":
        """In tree order of the senders, each sender's last one first."""
        return self.select_related("organisation", "receiver").order_by("organisation__path", "-number")


class Return(models.Model):
    """Figures sent upwards and answered by the receiver (G-18, G-20, G-23, G-36).

    organisation: who sends. figures: as sent, checked then, and read by people afterwards.
    digest: SHA-256 of them, in hex. receipt: 回执 number, once accepted; kept if it comes back.
    pending: True unless sent back, then NULL; so one stands at a time.
    """

    STATES = {"sent": "已上报", "accepted": "已接收", "back": "已退回"}

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    within = campaign_or_zero()
    mechanism = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns_received")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="sent")
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    sent_by = account()
    sent_on = models.DateField()
    answered_by = account_or_none()
    answered_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    receipt = models.CharField(max_length=40, null=True, blank=True, unique=True)
    pending = models.BooleanField(null=True, default=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["within", "mechanism", "organisation", "number"], name="return_number_once"
            ),
            models.UniqueConstraint(
                fields=["within", "mechanism", "organisation", "pending"], name="return_one_standing"
            ),
            not_empty("return_names_mechanism", "mechanism"),
            one_of("return_state", "state", "sent", "accepted", "back"),
            models.CheckConstraint(
                name="return_pending_unless_back",
                condition=Q(state="back", pending=None) | (~Q(state="back") & known(pending=True)),
            ),
            models.CheckConstraint(
                name="return_receipt_when_accepted",
                condition=(Q(state="accepted", receipt__isnull=False) & ~Q(receipt=""))
                | Q(state="sent", receipt=None)
                | (Q(state="back") & (Q(receipt=None) | ~Q(receipt="")))
                | ~Q(state__in=["accepted", "back", "sent"]),
            ),
            models.CheckConstraint(name="return_back_has_reason", condition=~Q(state="back") | ~Q(reason="")),
            models.CheckConstraint(
                name="return_answered_by_and_on",
                condition=Q(state="sent", answered_by=None, answered_on=None)
                | (~Q(state="sent") & Q(answered_by__isnull=False, answered_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism} · {self.organisation} · {self.get_state_display()}"
