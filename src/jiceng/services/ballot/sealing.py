"""sealing: a paper under the box's key, as a browser seals it and the delegate's browser opens it.

P-256 between a passing key and the box's, HKDF-SHA256, AES-256-GCM; ballot and class are tied in twice (`box_info`).
"""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jiceng.kernel.ballot.board import LONGEST_PLAIN, STEP, Spoilt, box_info

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT = 65  # bytes, uncompressed
IV = 12
TAG = 16


@dataclass(frozen=True)
class Sealed:
    """A sealed paper; each part base64."""

    eph: str
    iv: str
    ct: str


def seal(plain: bytes, box_public: str, event: str, voter_class: str, *, seed: bytes | None = None) -> Sealed:
    """Seal a paper, of `write_paper`, for whoever holds the box's key.

    seed: at least as hard to guess as a key and never used for another paper; the same seed gives the same envelope.
    """
    if seed is None:
        passing, iv = ec.generate_private_key(CURVE), AESGCM.generate_key(128)[:IV]
    else:
        drawn = HKDF(hashes.SHA256(), 48 + IV, salt=None, info=b"jiceng/seal/1").derive(seed)
        # 128 bits more than the order has: what is left after dividing is as good as drawn evenly.
        passing = ec.derive_private_key(int.from_bytes(drawn[:48], "big") % (ORDER - 1) + 1, CURVE)
        iv = drawn[48:]
    info = box_info(event, voter_class)
    key = _key(passing.exchange(ec.ECDH(), read_point(box_public)), info)
    return Sealed(
        write_point(passing.public_key()), _written(iv), _written(AESGCM(key).encrypt(iv, plain, info))
    )


def open_sealed(sealed: Sealed, private: bytes, event: str, voter_class: str) -> bytes:
    """What a sealed paper holds. private: the box's key, 32 bytes. Raises Spoilt."""
    info = box_info(event, voter_class)
    try:
        box_key = ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
        key = _key(box_key.exchange(ec.ECDH(), read_point(sealed.eph)), info)
        return AESGCM(key).decrypt(read_exactly(sealed.iv), read_exactly(sealed.ct), info)
    except (ValueError, InvalidTag):
        raise Spoilt("unreadable") from None


def open_by_voter(sealed: Sealed, secret: bytes, box_public: str, event: str, voter_class: str) -> bytes:
    """The same by the passing key of who sealed it, 32 bytes: one envelope, and no other. Raises Spoilt."""
    info = box_info(event, voter_class)
    try:
        passing = ec.derive_private_key(int.from_bytes(secret, "big"), CURVE)
        if write_point(passing.public_key()) != sealed.eph:
            raise ValueError("another's")
        key = _key(passing.exchange(ec.ECDH(), read_point(box_public)), info)
        return AESGCM(key).decrypt(read_exactly(sealed.iv), read_exactly(sealed.ct), info)
    except (ValueError, InvalidTag):
        raise Spoilt("unreadable") from None


def check_sealed(sealed: Sealed) -> None:
    """It has the form of a sealed paper: lengths, one way of writing it, a point of the curve. Raises ValueError."""
    read_point(sealed.eph)
    if len(sealed.iv) != 16 or len(read_exactly(sealed.iv)) != IV:
        raise ValueError("iv")
    # Longer than the longest paper is not even decoded.
    if len(sealed.ct) > -(-(LONGEST_PLAIN + TAG) // 3) * 4:
        raise ValueError("ct")
    size = len(read_exactly(sealed.ct)) - TAG
    if size <= 0 or size % STEP:
        raise ValueError("ct")


def read_point(told: str) -> ec.EllipticCurvePublicKey:
    """A public key from base64 of its uncompressed point. Raises ValueError, also for a point beside the curve."""
    if len(told) != 88:
        raise ValueError("point")
    raw = read_exactly(told)
    if len(raw) != POINT or raw[0] != 4:
        raise ValueError("point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw)


def write_point(key: ec.EllipticCurvePublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return _written(raw)


def read_exactly(told: str) -> bytes:
    """Base64 in its one form, so that one envelope has one text. Raises ValueError."""
    try:
        raw = base64.b64decode(told, validate=True)
    except binascii.Error:
        raise ValueError("base64") from None
    if _written(raw) != told:
        raise ValueError("base64")
    return raw


def _written(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _key(shared: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(shared)
