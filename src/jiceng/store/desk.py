"""desk: what a person is reminded of, and the calendar they subscribe to."""

from datetime import date

from django.conf import settings
from django.db import models

from jiceng.store.constraints import not_empty
from jiceng.store.fields import account_or_none
from jiceng.store.register import Person
from jiceng.store.sheet import Campaign


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def unread(self) -> "ReminderQuerySet":
        return self.filter(read_on=None)

    def unread_of(self, person: int | None) -> int:
        """How many one person has not read; one query."""
        return self.filter(person=person, read_on=None).count()

    def not_yet_sent(self) -> "ReminderQuerySet":
        return self.filter(sent_on=None)

    def for_desk(self, person: Person | int | None) -> "ReminderQuerySet":
        """One person's, what is due first comes first."""
        return self.filter(person=person).select_related("campaign").order_by("due_on", "pk")

    def due_by(self, on: date) -> "ReminderQuerySet":
        return self.filter(due_on__lte=on)


class Reminder(models.Model):
    """Something a person is told once.

    code, facts: the sentence and what fills it, as `jiceng.phrases`. about: "model:key", as in the audit.
    action: the name of the page's address; what fills it stands in the facts. by: None = the calendar.
    claim, claimed_at: whoever is just sending it, since when. sent_on: by e-mail. read_on: on the desk.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    code = models.CharField(max_length=64)
    about = models.CharField(max_length=128)
    facts = models.JSONField(default=dict, blank=True)
    action = models.CharField(max_length=80)
    due_on = models.DateField()
    made_on = models.DateField()
    by = account_or_none()
    claim = models.CharField(max_length=32, blank=True, default="", db_default="")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    read_on = models.DateField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "code", "about", "due_on"], name="reminder_once"),
            not_empty("reminder_has_code", "code"),
        ]
        indexes = [
            models.Index(fields=["person", "read_on"], name="reminder_unread"),
            models.Index(fields=["sent_on", "made_on"], name="reminder_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.code}"


class Feed(models.Model):
    """A calendar that a phone reads without signing in.

    token: the SHA-256 of what stands in its address, as 43 characters; the address itself is shown once and not kept.
    A new one ends the old.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feed")
    token = models.CharField(max_length=43, unique=True)
    made_on = models.DateField()

    class Meta:
        constraints = [not_empty("feed_has_token", "token")]

    def __str__(self) -> str:
        return f"{self.user}"
