"""signing: how often somebody may guess, and where somebody is signed in.

Ten wrong passwords in a quarter of an hour lock the account for devices that never signed in to it, and not for those
that did: a stranger who guesses locks out strangers, while the secretary's own phone keeps an allowance of its own. The
answer is the same for accounts that do not exist.

A session ends when its owner ends it, when its account is closed, when nobody uses it for a while, and after a working
day in any case. Ending one deletes it, so the very next request is a stranger's.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.core import signing
from django.db import transaction

from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.store.models import Post, SignIn, User
from jiceng.store.signing import WINDOW, SignInFailure

TRIES = 10  # wrong passwords in WINDOW before the next is not even looked at
KEPT = 5  # accounts that one device is known for: a village shares a phone
SALT = "jiceng.known-device"

LONGEST = timedelta(hours=12)  # a working day; phones are shared
IDLE = timedelta(hours=8)  # a secretary is not thrown out in the middle of a sheet
IDLE_ADMINISTRATOR = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is written down when a session was last used


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def account_of(username: str) -> str:
    """The account as failures keep it; capital letters and blanks around it do not make another one."""
    return digest(username.strip().casefold())


def known(cookie: str, username: str) -> str:
    """What the device is kept under when this account has signed in from it, else ""."""
    account = account_of(username)
    return digest(cookie) if account in _accounts(cookie) else ""


def remember(cookie: str, username: str) -> str:
    """The cookie's new text once somebody has signed in: this device is known for the account."""
    account = account_of(username)
    accounts = [account, *(other for other in _accounts(cookie) if other != account)][:KEPT]
    return signing.dumps(accounts, salt=SALT)


def _accounts(cookie: str) -> list[str]:
    """The accounts a device is known for; none when the cookie was not written here."""
    try:
        accounts = signing.loads(cookie, salt=SALT) if cookie else []
    except signing.BadSignature:
        return []
    return [str(account) for account in accounts] if isinstance(accounts, list) else []


def check(*, username: str, device: str, at: datetime) -> None:
    """Raises Refusal "signing.too-many-tries" while the account's allowance for this kind of device is used up."""
    recent = SignInFailure.objects.recent(account_of(username), device, at).order_by("-at")[:TRIES]
    tries = list(recent.values_list("at", flat=True))
    if len(tries) >= TRIES:
        wait = tries[-1] + WINDOW - at
        raise Refusal(
            "signing.too-many-tries", tries=TRIES, minutes=max(1, -(-int(wait.total_seconds()) // 60))
        )


def failed(*, username: str, device: str, at: datetime) -> None:
    """Count a wrong password, and forget what no decision reads any more."""
    SignInFailure.objects.stale(at).delete()
    SignInFailure.objects.create(account=account_of(username), device=device, at=at)


# -- sessions ------------------------------------------------------------------------------------------


def is_over(held: Sequence[Post], *, since: datetime, seen: datetime, at: datetime) -> bool:
    """Whether a session begun at `since` and last used at `seen` has run out for somebody with these posts."""
    administrator = any(post.role in scope.ADMINISTRATORS for post in held)
    idle = IDLE_ADMINISTRATOR if administrator else IDLE
    return at - since >= LONGEST or at - seen >= idle


def began(*, user: User, session_key: str, device: str, at: datetime) -> SignIn:
    """Somebody signed in. device: the browser in a few words."""
    return SignIn.objects.create(
        user=user, session_key=session_key, device=device[:120] or "?", at=at, seen_at=at
    )


def renamed(*, session_key: str, to: str) -> None:
    """The session goes on under a new id."""
    SignIn.objects.filter(session_key=session_key).update(session_key=to)


def seen(*, session_key: str, at: datetime) -> None:
    SignIn.objects.filter(session_key=session_key).update(seen_at=at)


def own_sessions(user: User, at: datetime) -> list[SignIn]:
    """Where somebody is signed in, the last used first."""
    return list(user.sign_ins.open().filter(at__gt=at - LONGEST))


@transaction.atomic
def end(*, sign_ins: Sequence[SignIn], at: datetime) -> None:
    """End sessions: nobody continues one of them. Those that ended before stay as they were."""
    SignIn.objects.open().filter(pk__in=[sign_in.pk for sign_in in sign_ins]).update(ended_at=at)
    sessions = import_module(settings.SESSION_ENGINE).SessionStore()
    for sign_in in sign_ins:
        sessions.delete(sign_in.session_key)


def end_all(*, user: User, at: datetime, but: str = "") -> None:
    """End every session of an account. but: the id of the one that stays."""
    end(sign_ins=list(user.sign_ins.open().exclude(session_key=but)), at=at)
