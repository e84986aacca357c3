"""link: who works with whom. Teams, help and contact points, visits; the documents that say so; co-operation zones."""

from datetime import date

from django.db import models
from django.db.models import Q

from jiceng.store.constraints import known, not_before, not_empty
from jiceng.store.fields import account, campaign_or_zero
from jiceng.store.register import Organisation, Person
from jiceng.store.sheet import Campaign


class TeamQuerySet(models.QuerySet["Team"]):
    def standing(self) -> "TeamQuerySet":
        """Without those dissolved."""
        return self.filter(dissolved_on=None)

    def for_page(self) -> "TeamQuerySet":
        return self.select_related("organisation").prefetch_related("members__person")


class Team(models.Model):
    """A leading group, an office, a guidance or inspection team of an organisation (X-02, R-15, I-11, G-38).

    mechanism: the pack's key that asks for it. campaign: None for one that outlives campaigns.
    """

    mechanism = models.CharField(max_length=64)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="teams"
    )
    within = campaign_or_zero()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=128)
    made_by = account()
    made_on = models.DateField()
    dissolved_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["within", "mechanism", "organisation", "name"], name="team_once"),
            not_empty("team_named", "mechanism", "name"),
            not_before("team_dissolved_after_made", "dissolved_on", "made_on"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody in a team. name: as written; person where the register knows them. capacity: 组长, 成员."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=64)
    post_name = models.CharField(max_length=64, blank=True, default="")
    capacity = models.CharField(max_length=32)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="team_memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name", "capacity"], name="team_member_once"),
            not_empty("team_member_named", "name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.capacity}"


class LinkQuerySet(models.QuerySet["Link"]):
    def current(self) -> "LinkQuerySet":
        return self.filter(current=True)

    def for_list(self) -> "LinkQuerySet":
        """In tree order of those helped, with who helps."""
        return self.select_related("organisation", "holder", "other").order_by(
            "organisation__path", "kind", "pk"
        )


class Link(models.Model):
    """Somebody answers for, contacts or helps an organisation (R-07, R-08, R-11 … R-13, O-02).

    organisation: the one helped. kind: the pack's word for the tie, 挂点领导. holder_name: who helps, as written;
    holder where the register knows them. other: the department or the advanced organisation that helps.
    current: True while it lasts, then NULL; so one of a kind lasts at a time.
    """

    mechanism = models.CharField(max_length=64)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    within = campaign_or_zero()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=32)
    holder_name = models.CharField(max_length=64, blank=True, default="")
    holder_post = models.CharField(max_length=64, blank=True, default="")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="links")
    other = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="helps"
    )
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    current = models.BooleanField(null=True, default=True)
    made_by = account()

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["within", "mechanism", "organisation", "kind", "current"], name="link_one_current"
            ),
            not_empty("link_named", "mechanism", "kind"),
            not_before("link_ends_after_start", "until_on", "since_on"),
            models.CheckConstraint(
                name="link_current_until_it_ends",
                condition=(known(current=True) & Q(until_on=None)) | Q(current=None, until_on__isnull=False),
            ),
            models.CheckConstraint(
                name="link_has_somebody", condition=~Q(holder_name="") | Q(other__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name or self.other} · {self.kind} · {self.organisation}"


class Visit(models.Model):
    """A visit or an exchange under a link (R-08, R-11). form: 座谈会, 走访, as the document names it; else ""."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="visits")
    form = models.CharField(max_length=32, blank=True, default="")
    note = models.TextField()
    by = account()
    on = models.DateField()

    class Meta:
        constraints = [not_empty("visit_has_note", "note")]

    def __str__(self) -> str:
        return f"{self.link} · {self.on}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def for_list(self) -> "DocumentQuerySet":
        """The newest first, with what each forwards and rests on."""
        return self.select_related("forwards").prefetch_related("bases").order_by("-on", "-pk")

    def due_by(self, on: date) -> "DocumentQuerySet":
        """Those that ask for something until that day or earlier."""
        return self.filter(due_on__lte=on)


class Document(models.Model):
    """An official document in an organisation's own register (X-06).

    organisation: who registered it. number: 文号. forwards: the document it passes on. recipients: as written.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    number = models.CharField(max_length=64)
    issuer = models.CharField(max_length=128)
    title = models.CharField(max_length=200)
    issued_on = models.DateField(null=True, blank=True)
    forwards = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="forwarded_by"
    )
    due_on = models.DateField(null=True, blank=True)
    recipients = models.TextField(blank=True, default="")
    by = account()
    on = models.DateField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="document_once"),
            not_empty("document_named", "number", "issuer", "title"),
            models.CheckConstraint(name="document_forwards_another", condition=~Q(forwards=models.F("pk"))),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Basis(models.Model):
    """A document that another one rests on, by its number; it need not be registered here (X-06)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="bases")
    number = models.CharField(max_length=64)
    issuer = models.CharField(max_length=128, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="basis_once"),
            not_empty("basis_numbered", "number"),
        ]

    def __str__(self) -> str:
        return self.number


class Zone(models.Model):
    """A co-operation zone (协作区, O-03): organisations that report and are scored together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="zones")
    name = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="zone_once"),
            not_empty("zone_named", "name"),
        ]

    def __str__(self) -> str:
        return self.name


class ZoneMember(models.Model):
    """An organisation in a zone."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="zone_memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "organisation"], name="zone_member_once")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.zone}"
