"""days: the calendar's exceptions, so that "within five working days" can be counted."""

from datetime import date

from django.db import models


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def exceptions(self) -> tuple[frozenset[date], frozenset[date]]:
        """Days off, and weekend days that are worked."""
        days = list(self.values_list("on", "working"))
        return frozenset(on for on, works in days if not works), frozenset(on for on, works in days if works)


class Holiday(models.Model):
    """A day off that would be worked, or a weekend day that is worked in its place (working, 调休)."""

    on = models.DateField(unique=True)
    working = models.BooleanField(default=False)
    name = models.CharField(max_length=64, blank=True, default="")

    objects = HolidayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.on} {self.name}".rstrip()
