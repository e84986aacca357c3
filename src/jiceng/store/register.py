"""register: organisations in a tree, the people who hold posts in them.

An organisation carries a path of fixed width, four base-36 characters a level. Path order is tree pre-order, so
"everything below" is one range on an ordinary index, on every database.
"""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import FORMS, KINDS
from jiceng.store.fields import PathField

WIDTH = 4
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DEEPEST = 16  # levels
AFTER_ALL = "~"  # sorts after every digit above

COMMITTEES = ("committee", "working-committee")


def segment(number: int) -> str:
    """One level of a path.

    >>> segment(0), segment(35), segment(36)
    ('0000', '000z', '0010')

    Raises Refusal "register.too-many-below" after 1,679,615.
    """
    text = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    if number:
        raise Refusal("register.too-many-below", most=36**WIDTH - 1)
    return text


def ancestor_paths(path: str) -> list[str]:
    """The paths above this one, topmost first, itself last.

    >>> ancestor_paths("0001000a")
    ['0001', '0001000a']
    """
    return [path[:end] for end in range(WIDTH, len(path) + 1, WIDTH)]


def under_path(path: str, column: str = "path") -> Q:
    """The organisation at `path` and everything below it, as one range of `column`."""
    return Q(**{f"{column}__gte": path, f"{column}__lt": path + AFTER_ALL})


class Person(models.Model):
    """Somebody who holds a post or an account. invented: made up for a demonstration, and said so where shown."""

    name = models.CharField(max_length=64)
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(name="person_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def under(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """The organisation and everything below it."""
        return self.filter(under_path(organisation.path))

    def above(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """What the organisation belongs to, topmost first; not itself."""
        return self.filter(path__in=ancestor_paths(organisation.path)[:-1]).order_by("path")

    def children_of(self, organisation: "Organisation") -> "OrganisationQuerySet":
        return self.filter(parent=organisation).order_by("path")

    def committees(self) -> "OrganisationQuerySet":
        """Committees that decide on others."""
        return self.filter(form__in=COMMITTEES)

    def named_like(self, words: str) -> "OrganisationQuerySet":
        """Every word is part of the name, or the code begins with it."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(code__startswith=word))
        return found

    def known(self, codes: set[str]) -> set[str]:
        """Which of these codes are registered."""
        return set(self.filter(code__in=codes).values_list("code", flat=True))

    def for_tree(self) -> "OrganisationQuerySet":
        """Rows of the tree: in tree order, with how many organisations stand directly below."""
        return self.annotate(below=models.Count("children")).order_by("path")

    def for_page(self) -> "OrganisationQuerySet":
        """One organisation's page: with the superior and the people in post."""
        posts = Post.objects.select_related("person").order_by("role", "since_on")
        return self.select_related("parent").prefetch_related(models.Prefetch("posts", queryset=posts))


class Organisation(models.Model):
    """A Party organisation, a node of the tree.

    kind: one of the register's kinds; "" for a committee that others are under.
    own_class: where the kind alone does not say it, the class a document would use (事业单位); else "".
    member_count: None = not known, which is not 0.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=128)
    form = models.CharField(max_length=20, choices=list(FORMS.items()), default="branch")
    kind = models.CharField(max_length=20, choices=list(KINDS.items()), blank=True, default="")
    own_class = models.CharField(max_length=32, blank=True, default="")
    path = PathField(max_length=WIDTH * DEEPEST, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=True
    )
    member_count = models.PositiveIntegerField(null=True, blank=True)
    invented = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisation_named", condition=~Q(name="") & ~Q(code="")),
            models.CheckConstraint(name="organisation_form", condition=Q(form__in=list(FORMS))),
            models.CheckConstraint(name="organisation_kind", condition=Q(kind__in=["", *KINDS])),
        ]
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> int:
        """0 for the top of the tree."""
        return len(self.path) // WIDTH - 1

    @property
    def is_committee(self) -> bool:
        return self.form in COMMITTEES

    def is_under(self, other: "Organisation") -> bool:
        """Whether this is `other` or below it."""
        return bool(self.path.startswith(other.path))


def add_organisation(
    *, code: str, name: str, parent: Organisation | None = None, **facts: Any
) -> Organisation:
    """A new organisation after the last one below `parent`; its path is assigned here and nowhere else.

    facts: form, kind, own_class, member_count, invented.
    Raises Refusal "register.code-taken", "register.too-deep", "register.too-many-below".
    """
    if Organisation.objects.filter(code=code).exists():
        raise Refusal("register.code-taken", taken=code)
    above = parent.path if parent else ""
    if len(above) // WIDTH >= DEEPEST:
        raise Refusal("register.too-deep", most=DEEPEST, parent=parent.name if parent else "")
    for attempt in range(5):
        last = Organisation.objects.filter(parent=parent).aggregate(last=models.Max("path"))["last"]
        number = int(last[-WIDTH:], 36) + 1 if last else 0
        try:
            with transaction.atomic():
                return Organisation.objects.create(
                    code=code, name=name, parent=parent, path=above + segment(number), **facts
                )
        except IntegrityError:
            # Somebody else took this place a moment ago; the next one is free.
            if attempt == 4 or Organisation.objects.filter(code=code).exists():
                raise
    raise AssertionError("unreachable")


def add_organisations(rows: Iterable[tuple[str, Organisation]]) -> list[Organisation]:
    """Many new organisations at once, each with the code of the one above it ("" for the top of the tree).

    rows: in tree order, every parent before what is under it, new or known already. Paths are assigned here.
    Call it inside a transaction; a place taken meanwhile raises IntegrityError and nothing is kept.
    Raises Refusal "register.parent-unknown", "register.code-taken", "register.too-deep", "register.too-many-below".
    """
    wanted = list(rows)
    codes = {one.code for _, one in wanted}
    known = {one.code: one for one in Organisation.objects.filter(code__in={above for above, _ in wanted})}
    taken = Organisation.objects.filter(code__in=codes).values_list("code", flat=True).first()
    if taken is not None:
        raise Refusal("register.code-taken", taken=taken)
    tops = Organisation.objects.filter(parent=None).order_by("-path").values_list("path", flat=True)
    last: dict[str, int] = {"": int(tops[0][-WIDTH:], 36) if tops else -1}
    found = Organisation.objects.filter(parent__in=[one.pk for one in known.values()])
    for above, path in found.values_list("parent__code", "path"):
        last[above] = max(last.get(above, -1), int(path[-WIDTH:], 36))
    for above, one in wanted:
        if above and above not in known:
            raise Refusal("register.parent-unknown", parent=above, organisation=one.name)
        if one.code in known:
            raise Refusal("register.code-taken", taken=one.code)
        parent = known.get(above)
        path = parent.path if parent else ""
        if len(path) // WIDTH >= DEEPEST:
            raise Refusal("register.too-deep", most=DEEPEST, parent=above)
        last[above] = last.get(above, -1) + 1
        one.path = path + segment(last[above])
        known[one.code] = one
    # A level at a time, so that every parent has its key before its children name it.
    for level in sorted({one.level for _, one in wanted}):
        here = [(above, one) for above, one in wanted if one.level == level]
        for above, one in here:
            one.parent = known.get(above)
        Organisation.objects.bulk_create([one for _, one in here], batch_size=500)
    return [one for _, one in wanted]


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: Any) -> "PostQuerySet":
        """Posts held on a day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), since_on__lte=on)


class Post(models.Model):
    """A person's post at an organisation; the role there gives its whole subtree (`jiceng.access`)."""

    ROLES = {
        "county-officer": "组织部干部",
        "committee-officer": "党委组织干部",
        "reviewer": "考核组成员",
        "delegate": "上级派员",
        "secretary": "支部书记",
        "member": "党员",
        "inspector": "督查人员",
        "auditor": "审计管理员",
        "system-administrator": "系统管理员",
        "security-administrator": "安全管理员",
    }

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32, choices=list(ROLES.items()))
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role", "since_on"], name="post_once"),
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=models.F("since_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.organisation}"
