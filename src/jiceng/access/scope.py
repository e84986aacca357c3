"""What somebody sees: the organisations below their posts, and what belongs to those.

A post reaches from its first day to its last, and as far as the subtree of its organisation. Somebody without
a post, and somebody who has not signed in, sees nothing. The posts of the three administrators show no content.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q

from jiceng import clock
from jiceng.kernel.item import Ledger
from jiceng.store.item import ItemQuerySet
from jiceng.store.models import AuditEvent, Campaign, Item, Organisation, Post, PostChange, Subject, User
from jiceng.store.register import OrganisationQuerySet, ancestor_paths, under_path
from jiceng.store.sheet import CampaignQuerySet, SubjectQuerySet
from jiceng.store.user import PostChangeQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    Actor: TypeAlias = User | AnonymousUser


KEEPERS = ("system-administrator", "security-administrator")  # of accounts
ADMINISTRATORS = (*KEEPERS, "auditor")


def posts(user: "Actor", on: date | None = None) -> list[Post]:
    """The posts somebody holds on a day (today), with their organisations and themselves; one query.

    Ask once where many questions follow, and hand the answer on as `held`.
    """
    person = getattr(user, "person_id", None)
    if person is None or not user.is_active:
        return []
    held = Post.objects.current(on or clock.today()).filter(person=person)
    return list(held.select_related("organisation", "person").order_by("organisation__path", "role"))


def content_posts(held: Sequence[Post]) -> list[Post]:
    """The posts that say something about organisations and their grades: all but the administrators'."""
    return [post for post in held if post.role not in ADMINISTRATORS]


def holders(path: str, roles: Collection[str], on: date) -> list[Post]:
    """Who holds one of these roles at the very organisation on a day, with person and accounts; two queries."""
    found = Post.objects.current(on).filter(organisation__path=path, role__in=roles)
    return list(
        found.select_related("person", "organisation")
        .prefetch_related("person__users")
        .order_by("role", "pk")
    )


def organisations(user: "Actor", *, held: Sequence[Post] | None = None) -> OrganisationQuerySet:
    """The organisations at and below the posts."""
    seen = _below(posts(user) if held is None else held, "path")
    return Organisation.objects.none() if seen is None else Organisation.objects.filter(seen)


def readable(user: "Actor", *, held: Sequence[Post] | None = None) -> OrganisationQuerySet:
    """The organisations at, below and above the posts: whoever posts a circular posts it for those below."""
    held = content_posts(posts(user) if held is None else held)
    above = {path for post in held for path in ancestor_paths(post.organisation.path)}
    return organisations(user, held=held) | Organisation.objects.filter(path__in=sorted(above))


def subjects(user: "Actor", *, held: Sequence[Post] | None = None) -> SubjectQuerySet:
    """What is graded at and below the posts, in every campaign."""
    seen = _below(posts(user) if held is None else held, "organisation__path")
    return Subject.objects.none() if seen is None else Subject.objects.filter(seen)


def tops(held: Sequence[Post]) -> list[int]:
    """The organisations of the posts that lie under no other of them: those one sees from inside and not from above."""
    kept: list[Organisation] = []
    for organisation in sorted((post.organisation for post in held), key=lambda place: place.path):
        if not kept or not organisation.is_under(kept[-1]):
            kept.append(organisation)
    return [organisation.pk for organisation in kept]


def items(user: "Actor", *, held: Sequence[Post] | None = None) -> ItemQuerySet:
    """Items of ledgers at and below the posts, without the cases that are kept from those they are about (R-24)."""
    held = content_posts(posts(user) if held is None else held)
    seen = _below(held, "organisation__path")
    if seen is None:
        return Item.objects.none()
    found = Item.objects.filter(seen)
    inside = Q(organisation__in=tops(held))
    about = Item.objects.filter(inside).order_by().values("campaign")
    for campaign in Campaign.objects.filter(pk__in=about).for_list().select_related("copy"):
        withheld = [key for key, rule in campaign.rules.items() if isinstance(rule, Ledger) and rule.withheld]
        if withheld:
            found = found.exclude(inside, campaign=campaign, mechanism__in=withheld)
    return found


def campaigns(user: "Actor", *, held: Sequence[Post] | None = None) -> CampaignQuerySet:
    """Campaigns of the organisations at, below and above the posts: a branch sees the county's campaign.

    What is in a campaign is still asked of `subjects`.
    """
    held = content_posts(posts(user) if held is None else held)
    seen = _below(held, "organisation__path")
    if seen is None:
        return Campaign.objects.none()
    above = {path for post in held for path in ancestor_paths(post.organisation.path)}
    return Campaign.objects.filter(seen | Q(organisation__path__in=sorted(above)))


def accounts(user: "Actor", *, held: Sequence[Post] | None = None) -> "QuerySet[User]":
    """Accounts that hold, held or were asked to hold a post at or below those of who keeps accounts."""
    seen = _kept(posts(user) if held is None else held, KEEPERS, "organisation__path")
    if seen is None:
        return User.objects.none()
    people = Q(person__in=Post.objects.filter(seen).values("person"))
    return User.objects.filter(people | Q(person__in=PostChange.objects.filter(seen).values("person")))


def post_changes(user: "Actor", *, held: Sequence[Post] | None = None) -> PostChangeQuerySet:
    """Requests about posts at and below those of who keeps accounts."""
    seen = _kept(posts(user) if held is None else held, KEEPERS, "organisation__path")
    return PostChange.objects.none() if seen is None else PostChange.objects.filter(seen)


def places_kept(user: "Actor", *, held: Sequence[Post] | None = None) -> OrganisationQuerySet:
    """Organisations as names of posts, for who keeps accounts or reads the record; nothing else about them."""
    seen = _kept(posts(user) if held is None else held, ADMINISTRATORS, "path")
    return Organisation.objects.none() if seen is None else Organisation.objects.filter(seen)


def events(user: "Actor", *, held: Sequence[Post] | None = None) -> "QuerySet[AuditEvent]":
    """The record of what happened at and below the posts of an auditor."""
    seen = _kept(posts(user) if held is None else held, ("auditor",), "org_path")
    return AuditEvent.objects.none() if seen is None else AuditEvent.objects.filter(seen)


def _kept(held: Sequence[Post], roles: Collection[str], column: str) -> Q | None:
    return below([post.organisation.path for post in held if post.role in roles], column)


def _below(held: Sequence[Post], column: str) -> Q | None:
    """The subtrees of the posts with a say in content as ranges of `column`; None without any."""
    return below([post.organisation.path for post in content_posts(held)], column)


def below(paths: Collection[str], column: str) -> Q | None:
    """What lies at or below these paths as ranges of `column`; None without any."""
    seen: Q | None = None
    widest = ""
    for path in sorted(set(paths)):
        if widest and path.startswith(widest):
            continue  # lies within one already taken
        widest = path
        seen = under_path(path, column) if seen is None else seen | under_path(path, column)
    return seen
