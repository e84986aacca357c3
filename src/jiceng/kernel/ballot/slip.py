"""slip: the one-time code somebody draws at the door, and the digest of it that the server knows.

A slip is a ticket, never a mark on a ballot: the code is sent once, with the sealed paper, and only its digest is kept.
Numbers and digests here are the same in the browser and in the verifier; `digest` says how.
"""

import hashlib
from collections.abc import Iterable

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import narrow

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: without I, L, O, U
LENGTH = 16  # characters of five bits: 80 bits that nobody guesses
_READ_AS = str.maketrans("OIL", "011")


def digest(tag: str, *parts: str | bytes) -> bytes:
    """SHA-256 over every part, each behind its length as four bytes: no two lists of parts read alike.

    >>> digest("jiceng/stub/1", "e", "党员").hex()[:16]
    '3cb704b0d6778a53'
    """
    hasher = hashlib.sha256()
    for part in (tag, *parts):
        raw = part.encode() if isinstance(part, str) else part
        hasher.update(len(raw).to_bytes(4, "big") + raw)
    return hasher.digest()


def check_letter(code: str) -> str:
    """The seventeenth character, by Luhn's rule for 32 signs: one wrong character is always noticed.

    >>> check_letter("0123456789ABCDEF")
    '8'
    """
    total = 0
    for at, letter in enumerate(reversed(code)):
        value = ALPHABET.index(letter) * (2 if at % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def read_code(typed: str) -> str:
    """The sixteen characters of a code as somebody typed it. Raises Refusal "ballot.code-unreadable"."""
    kept = "".join(sign for sign in narrow(typed).upper() if sign not in " -–—\t\n").translate(_READ_AS)
    code, check = kept[:LENGTH], kept[LENGTH:]
    fits = len(kept) == LENGTH + 1 and all(sign in ALPHABET for sign in kept)
    if not fits or check_letter(code) != check:
        raise Refusal("ballot.code-unreadable", length=LENGTH + 1)
    return code


def stub(event: str, voter_class: str, code: str) -> str:
    """What the server keeps of a slip: lower-case hex. code: sixteen characters, without the check letter."""
    return digest("jiceng/stub/1", event, voter_class, code).hex()


def spent(event: str, voter_class: str, nullifier: str) -> bytes:
    """What is signed for a voter: that a slip was used, and nothing about what for."""
    return digest("jiceng/spent/1", event, voter_class, nullifier)


def slips_for(size: int) -> int:
    """How many slips a class gets: one each and a tenth more; what is over is destroyed before witnesses."""
    return size + -(-size // 10)


def merkle_root(leaves: Iterable[bytes]) -> str:
    """The root of RFC 9162 over leaves in this order, as lower-case hex; of none, SHA-256 of nothing."""
    return tree_root([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves])


def tree_root(level: list[bytes]) -> str:
    """The same over leaves that are hashed already."""
    if not level:
        return hashlib.sha256(b"").hexdigest()
    # Pairs from the left, an odd one carried up: the same tree as splitting at the largest power of two.
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


def stub_root(stubs: Iterable[str]) -> str:
    """The root over stubs in order of their digits; fixed on signed paper before the first vote."""
    return merkle_root(bytes.fromhex(leaf) for leaf in sorted(stubs))
