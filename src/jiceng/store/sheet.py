"""sheet: a campaign under an adopted pack, the organisations it grades, their sheets line by line, findings.

What a line is worth is never stored: it is read again from the pack, so a figure and its explanation cannot differ.
Stored are the totals that lists sort by, and the grades: `computed` by the rules, `decided` by the committee.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from jiceng.kernel.procedure import Steps
from jiceng.kernel.sheet import Entry, Form, Item, Scheme
from jiceng.kernel.sheet.shapes import Options
from jiceng.packs import Pack
from jiceng.store.constraints import from_one, together
from jiceng.store.fields import FixedPointField, PathField, account_or_none
from jiceng.store.register import DEEPEST, WIDTH, Organisation, under_path
from jiceng.store.standard import Adoption, PackCopy, pack_of, rules_of, scheme_of


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> "CampaignQuerySet":
        return self.filter(closed_on=None)

    def for_list(self) -> "CampaignQuerySet":
        """The newest first, with what they run under."""
        return self.with_pack().select_related("organisation").order_by("-opened_on", "-pk")

    def for_page(self) -> "CampaignQuerySet":
        return self.with_pack().select_related("adoption__organisation", "organisation")

    def with_pack(self) -> "CampaignQuerySet":
        """With what its rules are found by; the kept text itself is read once a process."""
        return self.select_related("adoption", "copy").defer("copy__files")


class Campaign(models.Model):
    """One round of grading under an adopted pack, in everything below its organisation (X-01).

    theme: 主题, where it has one. copy: the pack as it was when the campaign opened. follows: the earlier campaign that
    this one looks back at (回头看, G-25, R-06).
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="campaigns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=128)
    theme = models.CharField(max_length=200, blank=True, default="", db_default="")
    copy = models.ForeignKey(
        PackCopy, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="campaign_title_once"),
            models.CheckConstraint(name="campaign_titled", condition=~Q(title="")),
            models.CheckConstraint(
                name="campaign_due_after_opened", condition=Q(due_on__gte=models.F("opened_on"))
            ),
            models.CheckConstraint(
                name="campaign_closed_after_opened",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(name="campaign_follows_another", condition=~Q(follows=models.F("pk"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def digest(self) -> str:
        """Of the pack's text this campaign is judged under; "" = as the pack ships."""
        return self.copy.digest if self.copy else ""

    @property
    def pack(self) -> Pack:
        """The pack as it was when the campaign opened, whatever its files say by now."""
        return pack_of(self.adoption.pack, self.digest)

    @property
    def rules(self) -> Mapping[str, Any]:
        """Every rule by its mechanism's key, with the local settings."""
        return rules_of(self.adoption.pack, self.digest, self.adoption.adjusted)

    @property
    def scheme(self) -> Scheme:
        """What of the rules grades."""
        return scheme_of(self.adoption.pack, self.digest, self.adoption.adjusted)

    @property
    def steps(self) -> Steps | None:
        """The procedure; None where the document has none."""
        return next((rule for rule in self.rules.values() if isinstance(rule, Steps)), None)

    def title_of(self, key: str) -> str:
        """What people call a mechanism; where there is none of that key, as `step_name`."""
        mechanism = self.pack.mechanisms.get(key)
        return (
            mechanism.title_in(self.opened_on.year) or key if mechanism is not None else self.step_name(key)
        )

    def step_name(self, key: str) -> str:
        """What the document calls a step, which may share its key with a mechanism; the key where there is none."""
        return next((one.name for one in self.steps.steps if one.key == key), key) if self.steps else key


class SubjectQuerySet(models.QuerySet["Subject"]):
    def under(self, organisation: Organisation) -> "SubjectQuerySet":
        """Those at or below an organisation of the register."""
        return self.filter(under_path(organisation.path, "organisation__path"))

    def standing(self) -> "SubjectQuerySet":
        """Without those set aside: whoever is not graded counts in no share and waits for no decision."""
        return self.filter(set_aside="")

    def scored(self) -> "SubjectQuerySet":
        return self.exclude(computed="")

    def not_yet_scored(self) -> "SubjectQuerySet":
        return self.filter(computed="")

    def decided(self) -> "SubjectQuerySet":
        return self.exclude(decided="")

    def with_grade_now(self) -> "SubjectQuerySet":
        """`grade_now` beside each: the grade that was accepted last, else the decided one, "" before either (R-18)."""
        same = self.model._default_manager.filter(pk=OuterRef("pk"))
        last = same.order_by("-upgrades__number").values("upgrades__new_grade")[:1]
        return self.annotate(grade_now=Coalesce(Subquery(last), "decided"))

    def not_yet_decided(self) -> "SubjectQuerySet":
        return self.filter(decided="")

    def for_list(self) -> "SubjectQuerySet":
        """Rows of a list: in tree order, with the organisation, the committee and each sheet's total."""
        return (
            self.select_related("organisation", "committee")
            .prefetch_related(models.Prefetch("sheets", queryset=Sheet.objects.order_by("scorer")))
            .order_by("organisation__path")
        )

    def for_page(self) -> "SubjectQuerySet":
        """One graded organisation with everything its page and its explanation read."""
        sheets = Sheet.objects.select_related("filled_by__person").prefetch_related(
            models.Prefetch("lines", queryset=Line.objects.select_related("filled_by__person"))
        )
        return (
            self.with_pack()
            .select_related(
                "campaign__organisation", "organisation__parent", "committee",
                "decided_by__person", "explained_by__person",
            )
            .prefetch_related(models.Prefetch("sheets", queryset=sheets))
        )  # fmt: skip

    def with_pack(self) -> "SubjectQuerySet":
        """With what its campaign's rules are found by."""
        return self.select_related("campaign__adoption", "campaign__copy").defer("campaign__copy__files")


class Subject(models.Model):
    """One organisation in one campaign.

    class_name: the document's class for it. committee: whose meeting decides.
    total, computed: by the rules, once every sheet that counts is complete; None and "" until then.
    decided: by the committee; with it who and when, and why when it differs from `computed`.
    explanation: 说明情况. set_aside: why it is not graded after all (未定级), with who said so and when.
    organisation_name, organisation_path: the register as judged; "" until then, and in older rows.
    version: 1 at first, one more with every decision; whoever decides names the version they saw.
    target: the grade it means to reach (R-02), and why that is not a higher one where the document asks.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="subjects")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subjects")
    organisation_name = models.CharField(max_length=128, blank=True, default="", db_default="")
    organisation_path = PathField(max_length=WIDTH * DEEPEST, blank=True, default="", db_default="")
    class_name = models.CharField(max_length=32)
    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decides_on")
    total = FixedPointField(null=True, blank=True)
    computed = models.CharField(max_length=32, blank=True, default="")
    decided = models.CharField(max_length=32, blank=True, default="")
    decision_reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    explanation = models.TextField(blank=True, default="")
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    explained_on = models.DateField(null=True, blank=True)
    set_aside = models.TextField(blank=True, default="", db_default="")
    set_aside_by = account_or_none()
    set_aside_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    target = models.CharField(max_length=32, blank=True, default="", db_default="")
    target_reason = models.TextField(blank=True, default="", db_default="")
    target_by = account_or_none()
    target_on = models.DateField(null=True, blank=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="subject_once_a_campaign"),
            models.CheckConstraint(
                name="subject_total_with_grade",
                condition=Q(total=None, computed="") | (Q(total__isnull=False) & ~Q(computed="")),
            ),
            models.CheckConstraint(
                name="subject_decided_by_and_on",
                condition=Q(decided="", decided_by=None, decided_on=None, decision_reason="")
                | (~Q(decided="") & Q(decided_by__isnull=False, decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="subject_decided_when_scored", condition=Q(decided="") | Q(total__isnull=False)
            ),
            together("subject_set_aside_by_and_on", "set_aside_by", "set_aside_on", texts=["set_aside"]),
            from_one("subject_version_from_one", "version"),
            together(
                "subject_target_by_and_on",
                "target_by",
                "target_on",
                texts=["target"],
                notes=["target_reason"],
            ),
        ]
        indexes = [models.Index(fields=["campaign", "committee"], name="subject_by_committee")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.campaign}"

    @property
    def grade(self) -> str:
        """The decided grade, or until there is one the computed; "" before either."""
        return self.decided or self.computed

    @property
    def form(self) -> Form:
        """The score sheet of its class."""
        return self.campaign.scheme.form(self.class_name)

    def flags(self) -> frozenset[str]:
        """The findings about its organisation in this campaign that still stand."""
        found = Flag.objects.standing().filter(organisation=self.organisation_id, campaign=self.campaign_id)
        return frozenset(found.values_list("flag", flat=True))

    def sheet(self, scorer: str) -> "Sheet | None":
        """One scorer's sheet, out of those already fetched when there are."""
        return next((one for one in self.sheets.all() if one.scorer == scorer), None)


class Sheet(models.Model):
    """One scorer's sheet for one subject.

    complete: the scorer says nothing is missing; until then its lines are kept and do not count.
    total: of the lines as they stand, complete or not. opinion: the grade the meeting of a self-assessment states.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="sheets")
    scorer = models.CharField(max_length=32)
    filled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filled_on = models.DateField()
    complete = models.BooleanField(default=False)
    total = FixedPointField(null=True, blank=True)
    opinion = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "scorer"], name="sheet_once_a_scorer"),
            models.CheckConstraint(
                name="sheet_complete_has_total", condition=Q(complete=False) | Q(total__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.scorer}"

    def entries(self, form: Form) -> dict[str, Entry]:
        """What was recorded, as the rules read it."""
        return entries_of(form, self.lines.all())


class LineQuerySet(models.QuerySet["Line"]):
    def recorded(self) -> "LineQuerySet":
        """Without those that were cleared."""
        return self.exclude(value="")


class Line(models.Model):
    """What was recorded about one item.

    value: the exact decimal as text, or the name of an option; "" = cleared. A cleared line stays, so that its version
        never returns to one that somebody has already seen.
    version: 1 at first, one more with every change; whoever changes a line names the version they saw.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="lines")
    item = models.CharField(max_length=64)
    value = models.CharField(max_length=64, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    points = FixedPointField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    filled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filled_on = models.DateField()

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="line_once_an_item"),
            models.CheckConstraint(name="line_names_item", condition=~Q(item="")),
            models.CheckConstraint(name="line_version_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.item} = {self.value}"


class FlagQuerySet(models.QuerySet["Flag"]):
    def standing(self) -> "FlagQuerySet":
        """Without those taken back."""
        return self.filter(withdrawn_on=None)


class Flag(models.Model):
    """A finding about an organisation: by which authority, when, in which document (G-27 … G-29).

    by, on: who recorded it and when; found_on is the authority's own date.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flags")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="flags")
    flag = models.CharField(max_length=64)
    authority = models.CharField(max_length=128)
    found_on = models.DateField()
    document = models.CharField(max_length=128, blank=True, default="")
    by = account_or_none()
    on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="", db_default="")

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "campaign", "flag"], name="flag_once_a_campaign"),
            models.CheckConstraint(name="flag_has_authority", condition=~Q(flag="") & ~Q(authority="")),
            together("flag_by_and_on", "by", "on"),
            together("flag_withdrawn_with_reason", "withdrawn_on", texts=["withdrawn_reason"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.flag}"


def as_value(item: Item, written: Decimal | str) -> Decimal | str:
    """What somebody wrote as the rules read it: an option's name stays text, everything else is an exact number.

    Text that is no number stays text: the rule of the item refuses it, with the item's name.
    """
    if isinstance(written, Decimal) or isinstance(item, Options):
        return written
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def entries_of(form: Form, lines: Iterable[Line]) -> dict[str, Entry]:
    """Stored lines -> item key -> entry. A line whose item the form no longer has is kept; the rules will name it."""
    items: Mapping[str, Any] = {item.key: item for _, item in form.items()}
    return {
        line.item: Entry(
            as_value(items[line.item], line.value) if line.item in items else line.value,
            line.reason,
            line.points,
        )
        for line in lines
        if line.value
    }
