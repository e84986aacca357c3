"""The list of voters: how many of each class, and by name where slips are handed out by it."""

from django.db import models

from jiceng.store.constraints import not_empty, together, two_people
from jiceng.store.fields import account, account_or_none
from jiceng.store.register import Person
from jiceng.store.sheet import Campaign, Subject


class RollQuerySet(models.QuerySet["Roll"]):
    def approved(self) -> "RollQuerySet":
        return self.filter(approved_on__isnull=False)

    def not_yet_approved(self) -> "RollQuerySet":
        return self.filter(approved_on=None)


class Roll(models.Model):
    """How many of each class of voters a subject has; approved by another person than who submits it (G-32, G-33)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rolls")
    mechanism = models.CharField(max_length=64)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="rolls")
    submitted_by = account()
    submitted_on = models.DateField()
    approved_by = account_or_none()
    approved_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    objects = RollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "mechanism", "subject"], name="roll_once"),
            not_empty("roll_names_mechanism", "mechanism"),
            together("roll_approved_by_and_on", "approved_by", "approved_on"),
            two_people("roll_by_two_people", "approved_by", "submitted_by"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.mechanism}"


class RollClass(models.Model):
    """One class of voters on a roll: 党员, 群众, 两代表一委员. size: people."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="classes")
    voter_class = models.CharField(max_length=32)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll", "voter_class"], name="roll_class_once"),
            not_empty("roll_class_named", "voter_class"),
        ]

    def __str__(self) -> str:
        return f"{self.voter_class} {self.size}"


class RollName(models.Model):
    """One voter by name, as the slips are handed out. person: of the register, where the voter is in it."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="names")
    voter_class = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll", "voter_class", "number"], name="roll_name_once"),
            models.UniqueConstraint(fields=["roll", "person"], name="roll_person_once"),
            not_empty("roll_name_named", "voter_class", "name"),
        ]

    def __str__(self) -> str:
        return f"{self.voter_class} {self.number}. {self.name}"
