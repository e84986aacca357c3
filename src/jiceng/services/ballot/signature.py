"""signature: what this installation signs with: that a slip was used, the two sheets of a ballot, a published record.

One Ed25519 key in a file beside the database, made when it is first needed and readable by its owner only. It lends no
secrecy to any ballot; whoever has it could pretend to be this installation.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

FILE = "instance-key.pem"


def sign(told: bytes) -> str:
    """128 hex characters."""
    return _key().sign(told).hex()


def public() -> str:
    """The key to check it with: 64 hex characters."""
    return _key().public_key().public_bytes_raw().hex()


def verify(told: bytes, signature: str, key: str) -> bool:
    """Whether the holder of this public key signed exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), told)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    return _kept(settings.DATA)


@lru_cache(maxsize=4)
def _kept(folder: Path | str) -> Ed25519PrivateKey:
    path = Path(folder) / FILE
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Written aside, then given its name if no other has it: whoever reads it reads a whole key, always the same."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink(missing_ok=True)
