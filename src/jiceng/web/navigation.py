"""Where one can go: the places of the rail and of the bar, each for those who can use it.

Read off the posts a request already carries; nothing is asked of the database for it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiceng.access.scope import content_posts
from jiceng.store.models import Post

EVERYBODY = "everybody"
CONTENT = "content"  # whoever holds a post with a say in content
SENDERS = ("county-officer", "committee-officer", "reviewer", "inspector", "secretary")
KEEPERS = ("system-administrator", "security-administrator")
THUMB = 3  # places of the bar beside "more"


@dataclass(frozen=True)
class Place:
    """One entry. address: name of the page. section: what that page calls itself. who: roles, EVERYBODY or CONTENT."""

    section: str
    address: str
    title: str | Promise
    who: str | Collection[str] = CONTENT
    thumb: bool = False

    @property
    def icon(self) -> str:
        return self.section

    @property
    def href(self) -> str:
        return reverse(self.address)

    def is_for(self, held: Sequence[Post]) -> bool:
        if self.who == EVERYBODY:
            return True
        if self.who == CONTENT:
            return bool(content_posts(held))
        return any(post.role in self.who for post in held)


PLACES = (
    Place("desk", "desk", _("Desk"), EVERYBODY, thumb=True),
    Place("register", "organisations", _("Organisations")),
    Place("campaign", "campaigns", _("Campaigns"), thumb=True),
    Place("ledger", "ledgers", _("Ledgers")),
    Place("notice", "public-notices", _("Notices"), thumb=True),
    Place("return", "all-returns", _("Returns"), SENDERS),
    Place("pack", "packs", _("Policy packs")),
    Place("admin", "accounts", _("Administration"), KEEPERS),
    Place("admin", "audit", _("Record of what happened"), ("auditor",)),
    Place("me", "me", _("Me"), EVERYBODY),
)


@dataclass(frozen=True)
class Navigation:
    """What the frame shows. thumb, rest: of the bar. posts: one an organisation. unread: reminders."""

    places: Sequence[Place]
    thumb: Sequence[Place]
    rest: Sequence[Place]
    posts: Sequence[Post]
    unread: int = 0


def of(held: Sequence[Post], unread: int = 0) -> Navigation:
    """The places for somebody with these posts."""
    places = [place for place in PLACES if place.is_for(held)]
    thumb = [place for place in places if place.thumb][:THUMB]
    return Navigation(
        places,
        thumb,
        [place for place in places if place not in thumb],
        list({post.organisation_id: post for post in content_posts(held)}.values()),
        unread,
    )
