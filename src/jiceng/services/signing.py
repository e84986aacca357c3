"""signing: how often somebody may guess.

Ten wrong passwords in a quarter of an hour lock the account for devices that never signed in to it, and not for those
that did: a stranger who guesses locks out strangers, while the secretary's own phone keeps an allowance of its own. The
answer is the same for accounts that do not exist.
"""

import hashlib
from datetime import datetime

from django.core import signing

from jiceng.kernel.refusal import Refusal
from jiceng.store.signing import WINDOW, SignInFailure

TRIES = 10  # wrong passwords in WINDOW before the next is not even looked at
KEPT = 5  # accounts that one device is known for: a village shares a phone
SALT = "jiceng.known-device"


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
    accounts = [account, *(one for one in _accounts(cookie) if one != account)][:KEPT]
    return signing.dumps(accounts, salt=SALT)


def _accounts(cookie: str) -> list[str]:
    """The accounts a device is known for; none when the cookie was not written here."""
    try:
        found = signing.loads(cookie, salt=SALT) if cookie else []
    except signing.BadSignature:
        return []
    return [str(one) for one in found] if isinstance(found, list) else []


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
