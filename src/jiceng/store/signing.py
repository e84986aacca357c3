"""signing: failed attempts to sign in, kept for a quarter of an hour and for nothing else."""

from datetime import datetime, timedelta

from django.db import models

WINDOW = timedelta(minutes=15)


class FailureQuerySet(models.QuerySet["SignInFailure"]):
    def recent(self, account: str, device: str, at: datetime) -> "FailureQuerySet":
        return self.filter(account=account, device=device, at__gt=at - WINDOW)

    def stale(self, at: datetime) -> "FailureQuerySet":
        """What no decision reads any more."""
        return self.filter(at__lte=at - WINDOW)


class SignInFailure(models.Model):
    """One failed attempt.

    account: a digest of the name that was typed, whether such an account exists or not.
    device: a digest of the device's own mark where this account has signed in from it before; "" for all others.
    """

    account = models.CharField(max_length=64)
    device = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    objects = FailureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "device", "at"], name="failure_by_account")]

    def __str__(self) -> str:
        return f"{self.at}"
