"""feed: the address of somebody's calendar is made, and ended. Whoever has the address reads it without signing in."""

import base64
import hashlib
import secrets
from datetime import date

from django.db import transaction

from jiceng.services import audit
from jiceng.store.models import Feed, Post, User

LENGTH = 43  # characters of 32 random bytes in an address


def kept(token: str) -> str:
    """What is stored of a token: its SHA-256, so that who reads the database reads no calendar."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()


def of(token: str) -> Feed | None:
    """Whose calendar an address names; None for one that was ended, was never made, or whose account is closed."""
    if len(token) != LENGTH:
        return None
    return Feed.objects.filter(token=kept(token), user__is_active=True).select_related("user__person").first()


@transaction.atomic
def make(*, by: User, on: date, held: list[Post]) -> str:
    """A new address for the own calendar; the old one ends. What is returned is shown once and not kept."""
    token = secrets.token_urlsafe(32)
    feed, made = Feed.objects.update_or_create(user=by, defaults={"token": kept(token), "made_on": on})
    audit.record("feed.made", by=by, on=on, target=feed, path=_path(held), again=not made)
    return token


@transaction.atomic
def end(*, by: User, on: date, held: list[Post]) -> bool:
    """End the own address; whether there was one."""
    feed = Feed.objects.filter(user=by).first()
    if feed is None:
        return False
    audit.record("feed.ended", by=by, on=on, target=feed, path=_path(held))
    feed.delete()
    return True


def _path(posts: list[Post]) -> str:
    return posts[0].organisation.path if posts else ""
