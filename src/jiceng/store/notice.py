"""notice: what is posted for people to read, and what they object to. A notice keeps the words it went up with."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from jiceng.store.constraints import from_one, not_before, not_empty, one_of, together
from jiceng.store.fields import account, account_or_none, campaign_or_zero
from jiceng.store.register import Organisation, under_path
from jiceng.store.result import Correction, Withdrawal
from jiceng.store.sheet import Campaign, Flag, Subject


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> "NoticeQuerySet":
        """Without those taken down."""
        return self.filter(taken_down_on=None)

    def open_to_objections(self, on: date) -> "NoticeQuerySet":
        """Standing, and the day is one of theirs; the last day counts."""
        return self.standing().filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)

    def under(self, organisation: Organisation) -> "NoticeQuerySet":
        return self.filter(under_path(organisation.path, "organisation__path"))

    def named_like(self, words: str) -> "NoticeQuerySet":
        """Every word is part of the title or of the organisation's name."""
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(organisation__name__icontains=word))
        return found

    def for_list(self) -> "NoticeQuerySet":
        """The newest first."""
        return self.select_related("organisation").order_by("-from_on", "-pk")


class Notice(models.Model):
    """A board or a public notice (G-08, G-17, G-24, G-35, R-01).

    token: in its address; who has it may read. audience: public, limited (whoever has the address), members.
    entries: {entry: text}. head, rows: one table, as texts. place: the wall it also hangs on.
    until_on: its last day, included; None = no end set.
    """

    AUDIENCES = {"public": "公开", "limited": "一定范围", "members": "党内"}

    mechanism = models.CharField(max_length=64)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    within = campaign_or_zero()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    token = models.CharField(max_length=43, unique=True)
    audience = models.CharField(max_length=10, choices=list(AUDIENCES.items()))
    place = models.CharField(max_length=200, blank=True, default="")
    entries = models.JSONField(default=dict, blank=True)
    head = models.JSONField(default=list, blank=True)
    rows = models.JSONField(default=list, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    posted_by = account()
    posted_on = models.DateField()
    taken_down_by = account_or_none()
    taken_down_on = models.DateField(null=True, blank=True)
    taken_down_reason = models.TextField(blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["within", "mechanism", "organisation", "number"], name="notice_number_once"
            ),
            not_empty("notice_titled", "mechanism", "title", "token"),
            one_of("notice_audience", "audience", "public", "limited", "members"),
            not_before("notice_ends_after_start", "until_on", "from_on"),
            together(
                "notice_taken_down_with_reason", "taken_down_by", "taken_down_on", texts=["taken_down_reason"]
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeRow(models.Model):
    """Whose result a row of a notice's table is, so that an objection to the row is an objection about somebody.

    place: of the row, from 1. What the row says is the notice's own, as it went up.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="listed")
    place = models.PositiveIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="listed_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "place"], name="notice_row_place_once"),
            models.UniqueConstraint(fields=["notice", "subject"], name="notice_row_subject_once"),
            from_one("notice_row_place_from_one", "place"),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.subject}"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> "ObjectionQuerySet":
        """Not answered yet."""
        return self.filter(answered_on=None)

    def _about(self) -> "ObjectionQuerySet":
        """With `result`: whose result a notice's objection is about, the row's or the poster's; None = nobody's.

        And with `upheld_waits`: it was right about a decided result, and since the answer nobody has decided anew or
        asked for a correction (a refused one keeps the result, with its reason).
        """
        own = Subject.objects.filter(
            campaign=OuterRef("notice__campaign"), organisation=OuterRef("notice__organisation")
        )
        with_result = self.annotate(result=Coalesce("subject", Subquery(own.values("pk")[:1])))
        answered = OuterRef("answered_on")
        taken_back = Withdrawal.objects.filter(subject=OuterRef("pk"))
        decided = Subject.objects.standing().filter(pk=OuterRef("result"))
        since = OuterRef(OuterRef("answered_on"))
        # A decision of the same day is a new one only where the former was taken back.
        anew = decided.decided().filter(
            Q(decided_on__gt=answered)
            | Q(Exists(taken_back.filter(withdrawn_on__gte=since)), decided_on__gte=answered)
        )
        asked = Correction.objects.filter(subject=OuterRef("result"), asked_on__gte=answered)
        return with_result.annotate(
            upheld_waits=Q(upheld=True, notice__isnull=False)
            & Exists(decided.filter(~Q(decided="") | Exists(taken_back)))
            & ~Exists(anew)
            & ~Exists(asked)
        )

    def upheld_waits(self) -> "ObjectionQuerySet":
        """Right, and the result was not looked at again since; with `result`, the subject's key."""
        return self._about().filter(Q(upheld_waits=True))

    def unsettled(self) -> "ObjectionQuerySet":
        """Not answered yet, or right and not heeded."""
        return self._about().filter(Q(answered_on=None) | Q(upheld_waits=True))

    def of_campaign(self, campaign: int) -> "ObjectionQuerySet":
        """To its notices and to its findings."""
        return self.filter(Q(notice__campaign=campaign) | Q(flag__campaign=campaign))

    def under(self, campaign: int, committee: int) -> "ObjectionQuerySet":
        """Those of a campaign that keep a committee waiting: to its notices, and about those it decides on."""
        own = Subject.objects.filter(campaign=campaign, committee=committee)
        graded = own.order_by().values("organisation")
        return self.of_campaign(campaign).filter(
            Q(notice__organisation=committee)
            | Q(notice__organisation__in=graded)
            | Q(flag__organisation__in=graded)
            | Q(subject__in=own.order_by().values("pk"))
        )

    def for_list(self) -> "ObjectionQuerySet":
        """What is due first comes first."""
        return self.select_related(
            "notice__organisation", "flag__organisation", "subject__organisation", "handler__person"
        ).order_by(models.F("due_on").asc(nulls_last=True), "pk")


class Objection(models.Model):
    """What somebody says against a notice or a finding, and the answer (G-17, G-24).

    contact: only if they give it. code_digest: SHA-256 of the code they read the answer with; the code is not kept.
    upheld: whether they were right. finding: what was looked at and found; reply: what they are told.
    """

    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, null=True, blank=True, related_name="objections")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    text = models.TextField()
    contact = models.CharField(max_length=200, blank=True, default="")
    code_digest = models.CharField(max_length=64, unique=True)
    put_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    handler = account_or_none()
    assigned_by = account_or_none()
    assigned_on = models.DateField(null=True, blank=True)
    finding = models.TextField(blank=True, default="")
    upheld = models.BooleanField(null=True, blank=True)
    reply = models.TextField(blank=True, default="")
    answered_by = account_or_none()
    answered_on = models.DateField(null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("objection_says_something", "text", "code_digest"),
            models.CheckConstraint(
                name="objection_to_one_thing",
                condition=Q(notice=None, flag__isnull=False) | Q(notice__isnull=False, flag=None),
            ),
            together("objection_assigned_together", "handler", "assigned_by", "assigned_on"),
            together(
                "objection_answered_together",
                "answered_by",
                "answered_on",
                "upheld",
                texts=["finding", "reply"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice or self.flag} · {self.put_on}"


WINDOW = timedelta(minutes=15)


class KnockQuerySet(models.QuerySet["Knock"]):
    def recent(self, kind: str, at: datetime) -> "KnockQuerySet":
        return self.filter(kind=kind, at__gt=at - WINDOW)

    def stale(self, at: datetime) -> "KnockQuerySet":
        """What no decision reads any more."""
        return self.filter(at__lte=at - WINDOW)


class Knock(models.Model):
    """Somebody without an account put an objection, or tried a code; kept for a quarter of an hour, then deleted.

    kind: objection, code. about: the notice's key, or how the code begins. No address, and nothing of what was written.
    """

    kind = models.CharField(max_length=10)
    about = models.CharField(max_length=20)
    at = models.DateTimeField()

    objects = KnockQuerySet.as_manager()

    class Meta:
        constraints = [one_of("knock_kind", "kind", "objection", "code")]
        indexes = [models.Index(fields=["kind", "about", "at"], name="knock_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.at}"
