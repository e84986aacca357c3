"""result: who is not graded, what feeds a grade from outside the sheet, what becomes of a grade once decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiceng.store.constraints import known, not_empty, together, two_people
from jiceng.store.fields import FixedPointField, account, account_or_none
from jiceng.store.register import Organisation
from jiceng.store.sheet import Campaign, Subject


class Outside(models.Model):
    """An organisation of the register that a campaign does not grade, and why: nobody is dropped (G-05).

    why: no-class, form, not-independent, with-unit (graded together with its general branch).
    own_grade: of one graded with its unit, where the committee decided otherwise than for the unit (G-06); own_reason
    says why.
    """

    WHY = {
        "no-class": "该文件没有对应的类别",
        "form": "该文件不评定这种形式的党组织",
        "not-independent": "不是独立党组织",
        "with-unit": "随所属党总支评定",
    }

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="outside")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outside_of")
    why = models.CharField(max_length=20, choices=list(WHY.items()))
    own_grade = models.CharField(max_length=32, blank=True, default="", db_default="")
    own_reason = models.TextField(blank=True, default="", db_default="")
    by = account_or_none()
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="outside_once_a_campaign"),
            together("outside_own_grade_by_and_on", "by", "on", texts=["own_grade"], notes=["own_reason"]),
            models.CheckConstraint(
                name="outside_own_grade_with_unit", condition=Q(own_grade="") | Q(why="with-unit")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_why_display()}"


class Measure(models.Model):
    """A figure about a subject that a rule reads by name (G-04, G-13): a satisfaction share, 0 to 1, or a count.

    source: where it was read, 民主测评.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(max_length=64)
    value = FixedPointField()
    source = models.CharField(max_length=128)
    by = account()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "name"], name="measure_once"),
            not_empty("measure_has_name_and_source", "name", "source"),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class Rating(models.Model):
    """What somebody else's evaluation said of a subject, in its own words (S-02, S-10): an option, never a number."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="ratings")
    name = models.CharField(max_length=64)
    rating = models.CharField(max_length=64)
    source = models.CharField(max_length=128)
    by = account()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "name"], name="rating_once"),
            not_empty("rating_has_name_and_source", "name", "rating", "source"),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.rating}"


class Withdrawal(models.Model):
    """A decision that was taken back, so that what had been decided is not forgotten."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="withdrawals")
    decided = models.CharField(max_length=32)
    decision_reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(name="withdrawal_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.subject} · {self.decided}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> "CorrectionQuerySet":
        """Those that wait for somebody else's answer."""
        return self.filter(pending=True)


class Correction(models.Model):
    """A decided grade that somebody asks to change after the decision (G-20, G-37); another person answers.

    number: 1 for the subject's first. pending: True until answered, then NULL; so one at a time can wait.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    old_grade = models.CharField(max_length=32)
    new_grade = models.CharField(max_length=32)
    reason = models.TextField()
    asked_by = account()
    asked_on = models.DateField()
    approved_by = account_or_none()
    approved_on = models.DateField(null=True, blank=True)
    refused_by = account_or_none()
    refused_on = models.DateField(null=True, blank=True)
    refused_reason = models.TextField(blank=True, default="")
    pending = models.BooleanField(null=True, default=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="correction_number_once"),
            models.UniqueConstraint(fields=["subject", "pending"], name="correction_one_pending"),
            not_empty("correction_has_reason", "reason"),
            two_people("correction_by_two_people", "approved_by", "asked_by"),
            together("correction_approved_by_and_on", "approved_by", "approved_on"),
            together("correction_refused_with_reason", "refused_by", "refused_on", texts=["refused_reason"]),
            models.CheckConstraint(
                name="correction_pending_or_answered",
                condition=(known(pending=True) & Q(approved_on=None, refused_on=None))
                | Q(pending=None, approved_on__isnull=False, refused_on=None)
                | Q(pending=None, approved_on=None, refused_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.old_grade} → {self.new_grade}"
