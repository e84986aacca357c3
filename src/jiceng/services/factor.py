"""factor: a code from a phone beside the password (TOTP, RFC 6238: SHA-1, six digits, half a minute).

Whoever keeps accounts, approves, reads the record or counts votes shows it at every sign-in. A code is good once; ten
wrong ones in a quarter of an hour stop the next, on a phone that has shown a right one before and elsewhere apart.
"""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from django.db import transaction

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import same_name
from jiceng.services import audit, signing
from jiceng.store.models import Post, SecondFactor, User

ROLES = (*scope.ADMINISTRATORS, "delegate")  # who shows it at every sign-in
STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps a phone's clock may be off, either way
GOOD_FOR = timedelta(hours=12)  # once shown, until it is asked again
MANY = 100  # organisations that may leave in one file without it
ISSUER = "基层"


def hotp(key: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of one counter value (RFC 4226)."""
    mac = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def code_now(secret: str, at: datetime) -> str:
    """What a phone with this secret (base32) shows at a moment."""
    return hotp(base64.b32decode(secret), step_of(at))


def address(user: User, secret: str) -> str:
    """What a phone reads out of the QR code."""
    query = urlencode({"secret": secret, "issuer": ISSUER, "digits": DIGITS, "period": STEP})
    return f"otpauth://totp/{quote(ISSUER)}:{quote(user.username)}?{query}"


def is_asked(held: list[Post]) -> bool:
    """Whether somebody with these posts shows a second factor at every sign-in."""
    return any(post.role in ROLES for post in held)


def of(user: User) -> SecondFactor | None:
    return SecondFactor.objects.filter(user=user).first()


def begin(user: User) -> SecondFactor:
    """A secret for the phone. Until a code of it was right it is offered again, and asked for nowhere."""
    fresh = {"secret": base64.b32encode(secrets.token_bytes(20)).decode()}
    return SecondFactor.objects.get_or_create(user=user, defaults=fresh)[0]


def show(*, user: User, code: str, device: str, at: datetime) -> None:
    """Somebody shows a code. The first right one confirms the phone.

    device: what `signing.known` says of `key(user)`. Not atomic as a whole: a wrong code stays counted.

    Raises Refusal "signing.too-many-codes", "factor.none", "factor.code-wrong", "factor.code-used".
    """
    try:
        signing.check(username=key(user), device=device, at=at)
    except Refusal as refused:
        raise Refusal("signing.too-many-codes", **refused.facts) from None
    factor = of(user)
    if factor is None:
        raise Refusal("factor.none")
    typed = same_name(code)
    right = base64.b32decode(factor.secret)
    steps = range(step_of(at) - DRIFT, step_of(at) + DRIFT + 1)
    matching = [step for step in steps if hmac.compare_digest(hotp(right, step).encode(), typed.encode())]
    if not matching:
        signing.failed(username=key(user), device=device, at=at)
        raise Refusal("factor.code-wrong")
    _use(factor, max(matching), at)


@transaction.atomic
def _use(factor: SecondFactor, step: int, at: datetime) -> None:
    # Of two who show the same code at once, one moves the step on; the other is a replay.
    if not SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step):
        raise Refusal("factor.code-used")
    if factor.confirmed_on is None:
        on = clock.day_of(at)
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_on=on)
        path = min((post.organisation.path for post in scope.posts(factor.user)), default="")
        audit.record("account.factor-set", by=factor.user, on=on, target=factor.user, path=path)


def key(user: User) -> str:
    """Under which wrong codes are counted, apart from wrong passwords."""
    return f"{user.username} second factor"
