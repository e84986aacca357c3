"""procedure: where each committee stands in a campaign, by when, and who was drawn to be looked at again.

The steps and their order are the pack's; stored is the step a committee is at, and every move with its reason.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from jiceng.store.constraints import from_one, not_empty, one_of, together
from jiceng.store.fields import account, account_or_none
from jiceng.store.link import Document
from jiceng.store.register import Organisation, ancestor_paths
from jiceng.store.sheet import Campaign, Subject


class TrackQuerySet(models.QuerySet["Track"]):
    def running(self) -> "TrackQuerySet":
        """Not finished."""
        return self.exclude(step="")

    def for_list(self) -> "TrackQuerySet":
        """In tree order, with the committee."""
        return self.select_related("committee").order_by("committee__path")


class Track(models.Model):
    """One committee's way through a campaign's steps (G-07, G-22, G-30).

    step: the pack's key of the step it is at; "" = finished. entered_on: when it came there.
    version: 1 at first, one more with every move; whoever moves names the version they saw.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tracks")
    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tracks")
    step = models.CharField(max_length=64, blank=True, default="")
    entered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = TrackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "committee"], name="track_once_a_committee"),
            from_one("track_version_from_one", "version"),
        ]
        indexes = [models.Index(fields=["campaign", "step"], name="track_by_step")]

    def __str__(self) -> str:
        return f"{self.committee} · {self.step or '—'}"


class Move(models.Model):
    """A committee went on to the next step, or was sent back with a reason.

    from_step, to_step: as `Track.step`. by: None = the calendar moved it.
    """

    KINDS = {"on": "进入下一步", "back": "退回"}

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    from_step = models.CharField(max_length=64, blank=True, default="")
    to_step = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=8, choices=list(KINDS.items()), default="on")
    reason = models.TextField(blank=True, default="")
    by = account_or_none()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "number"], name="move_number_once"),
            one_of("move_kind", "kind", "on", "back"),
            models.CheckConstraint(name="move_back_has_reason", condition=~Q(kind="back") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.from_step} → {self.to_step}"


class Window(models.Model):
    """The days of a step in a campaign (G-07, G-30): from and until, both included, None = not fixed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="windows")
    step = models.CharField(max_length=64)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "step"], name="window_once_a_step"),
            not_empty("window_names_step", "step"),
            models.CheckConstraint(
                name="window_until_after_from",
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} · {self.from_on} – {self.until_on}"

    def holds(self, on: date) -> bool:
        """Whether the day is within it."""
        return (not self.from_on or self.from_on <= on) and (not self.until_on or on <= self.until_on)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def over(self, organisation: Organisation) -> "DeadlineQuerySet":
        """Those that bind the organisation, the one set nearest to it first."""
        paths = ancestor_paths(organisation.path)
        return self.filter(organisation__path__in=paths).order_by("-organisation__path")


class Deadline(models.Model):
    """A day set for an organisation and everything below it (G-23). mechanism: the key of a step or a return.

    document: the one that sets it, where it is registered.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="deadlines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deadlines")
    mechanism = models.CharField(max_length=64)
    due_on = models.DateField()
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    by = account()
    on = models.DateField()

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation", "mechanism"], name="deadline_once"),
            not_empty("deadline_names_mechanism", "mechanism"),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism} · {self.due_on}"


class Draw(models.Model):
    """A sample drawn by a public seed, so that everybody can draw it again (G-21, G-37).

    size: how many of the frame_size subjects. frame: the codes that could be drawn, as they were that day;
    frame_digest: SHA-256 over them, in hex.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="draws")
    mechanism = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=128)
    size = models.PositiveIntegerField()
    frame_size = models.PositiveIntegerField()
    frame = models.JSONField(default=list)
    frame_digest = models.CharField(max_length=64)
    by = account()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "mechanism", "seed"], name="draw_once_a_seed"),
            not_empty("draw_has_seed", "mechanism", "seed", "frame_digest"),
            from_one("draw_size_from_one", "size"),
            models.CheckConstraint(
                name="draw_size_within_frame", condition=Q(size__lte=models.F("frame_size"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism} · {self.size}/{self.frame_size}"


class DrawRowQuerySet(models.QuerySet["DrawRow"]):
    def open(self) -> "DrawRowQuerySet":
        """Drawn and not looked at yet."""
        return self.filter(outcome="")

    def for_list(self) -> "DrawRowQuerySet":
        return self.select_related("subject__organisation", "found_by__person").order_by("place")


class DrawRow(models.Model):
    """One drawn subject and what the second look found. place: its order in the draw, from 1."""

    OUTCOMES = {"upheld": "属实", "wrong": "有误", "falsified": "弄虚作假"}

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="rows")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="drawn")
    place = models.PositiveIntegerField()
    finding = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=16, choices=list(OUTCOMES.items()), blank=True, default="")
    found_by = account_or_none()
    found_on = models.DateField(null=True, blank=True)

    objects = DrawRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "subject"], name="draw_row_once"),
            models.UniqueConstraint(fields=["draw", "place"], name="draw_row_place_once"),
            one_of("draw_row_outcome", "outcome", "", "upheld", "wrong", "falsified"),
            together("draw_row_found_together", "found_by", "found_on", texts=["outcome"], notes=["finding"]),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.subject}"
