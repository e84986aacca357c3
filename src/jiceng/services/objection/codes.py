"""Codes to read an answer with: 80 random bits as 16 letters of Crockford's base 32, and a check character."""

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

from jiceng.kernel.written import plain

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U
CHECKS = LETTERS + "*~$=U"  # for the remainder of 37; a code is drawn again until its check is a letter above
LENGTH = 16
BITS = 5 * LENGTH
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_key() -> str:
    """What a form carries, so that the same form sent twice is one objection and gets the same code."""
    return secrets.token_urlsafe(18)


def code_for(key: str) -> str:
    """The code that belongs to a form's key; nobody without the installation's secret can tell it from the key."""
    for turn in range(256):
        message = f"objection|{turn}|{key}".encode()
        digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
        number = int.from_bytes(digest, "big") >> (256 - BITS)
        if number % 37 < len(LETTERS):
            return _written(number)
    raise AssertionError("256 draws without a letter as check")  # one in 10^220


def _written(number: int) -> str:
    text = "".join(LETTERS[number >> 5 * at & 31] for at in reversed(range(LENGTH)))
    return text + CHECKS[number % 37]


def read(text: str) -> str | None:
    """What somebody typed, as it is kept; None for what was never handed out.

    >>> read("0000-0000-0000-00o0 0")
    '00000000000000000'
    """
    code = unicodedata.normalize("NFKC", plain(text)[:80]).upper().translate(READ_AS)
    if len(code) != LENGTH + 1 or any(letter not in LETTERS for letter in code):
        return None
    number = 0
    for letter in code[:LENGTH]:
        number = number << 5 | LETTERS.index(letter)
    return code if CHECKS[number % 37] == code[LENGTH] else None


def digest(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def shown(code: str) -> str:
    """A code as people copy it: 7K3M-Q2XA-…

    >>> shown("00000000000000000")
    '0000-0000-0000-0000-0'
    """
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
