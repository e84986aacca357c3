"""The counted figures of a ballot, which a campaign goes on with."""

from django.db import models
from django.db.models import F, Q

from jiceng.store.constraints import not_empty, together, two_people
from jiceng.store.fields import account, account_or_none
from jiceng.store.sheet import Campaign, Subject


class CountQuerySet(models.QuerySet["Count"]):
    def for_page(self) -> "CountQuerySet":
        """With every figure."""
        return self.select_related("subject__organisation", "by__person").prefetch_related("classes__options")


class Count(models.Model):
    """The counted result of one ballot meeting (G-13, G-32, R-16); it stands as counted, or is withdrawn whole.

    event: the ballot it was counted from, which anybody can count again; None = typed in from a meeting on paper alone.
    host: who presided, as written. withdrawal_…: somebody asks to withdraw it; another person answers.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="counts")
    mechanism = models.CharField(max_length=64)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="counts")
    event = models.OneToOneField(
        "store.BallotEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="count"
    )
    held_on = models.DateField()
    place = models.CharField(max_length=128, blank=True, default="")
    host = models.CharField(max_length=64, blank=True, default="")
    by = account()
    on = models.DateField()
    withdrawal_by = account_or_none()
    withdrawal_on = models.DateField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True, default="", db_default="")

    objects = CountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "mechanism", "subject"], name="count_once"),
            not_empty("count_names_mechanism", "mechanism"),
            together(
                "count_withdrawal_with_reason", "withdrawal_by", "withdrawal_on", texts=["withdrawal_reason"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.held_on}"


class ClassCount(models.Model):
    """One class's papers: handed out, come back, and of these good and spoilt (G-33)."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="classes")
    voter_class = models.CharField(max_length=32)
    issued = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "voter_class"], name="class_count_once"),
            not_empty("class_count_named", "voter_class"),
            models.CheckConstraint(
                name="class_count_returned_of_issued", condition=Q(returned__lte=F("issued"))
            ),
            models.CheckConstraint(
                name="class_count_adds_up", condition=Q(returned=F("valid") + F("invalid"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter_class} {self.valid}/{self.issued}"


class OptionCount(models.Model):
    """How many valid papers of a class chose an option. item: the question; "" = the overall one."""

    class_count = models.ForeignKey(ClassCount, on_delete=models.PROTECT, related_name="options")
    item = models.CharField(max_length=64, blank=True, default="", db_default="")
    option = models.CharField(max_length=32)
    votes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["class_count", "item", "option"], name="option_count_once"),
            not_empty("option_count_named", "option"),
        ]

    def __str__(self) -> str:
        return f"{self.option} {self.votes}"


class CountWithdrawal(models.Model):
    """A count that was withdrawn by two people, so that what had been typed in is not forgotten.

    figures: {held_on, place, host, classes: {class: {issued, returned, valid, invalid, votes}}}, as they stood.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="count_withdrawals")
    mechanism = models.CharField(max_length=64)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="count_withdrawals")
    figures = models.JSONField()
    counted_by = account()
    counted_on = models.DateField()
    reason = models.TextField()
    asked_by = account()
    asked_on = models.DateField()
    agreed_by = account()
    agreed_on = models.DateField()

    class Meta:
        constraints = [
            not_empty("count_withdrawal_has_reason", "mechanism", "reason"),
            two_people("count_withdrawal_two_people", "agreed_by", "asked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.counted_on}"
