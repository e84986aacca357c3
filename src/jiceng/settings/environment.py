"""What an installation says about itself, read from environment variables and checked."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET_KEY = 50
SAMPLE_WORDS = ("sample", "example", "insecure", "change-me", "changeme", "secret-key", "demonstration")


def data_folder() -> Path:
    """The folder of the database and of uploads."""
    return Path(os.environ.get("JICENG_DATA") or "var").resolve()


def production_data_folder() -> Path:
    """JICENG_DATA, which must exist: a mistyped folder would open an empty county and hide the real one."""
    told = os.environ.get("JICENG_DATA", "")
    if not told:
        raise ImproperlyConfigured(
            "JICENG_DATA is not set. Name the folder of the database: JICENG_DATA=/var/lib/jiceng"
        )
    if not Path(told).is_dir():
        raise ImproperlyConfigured(
            f"JICENG_DATA names {told}, which is not a folder here. Correct it, or make it for a new server."
        )
    return Path(told).resolve()


def is_yes(name: str) -> bool:
    """Whether the variable is set to 1, true or yes. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes"}:
        return True
    if value in {"", "0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write 1 for yes, or 0 for no.")


def database() -> dict[str, Any]:
    """The default database: PostgreSQL when JICENG_DATABASE_URL names one, else SQLite in the data folder."""
    url = os.environ.get("JICENG_DATABASE_URL", "")
    return postgresql(url) if url else sqlite(data_folder() / "jiceng.sqlite3")


def sqlite(path: Path | str) -> dict[str, Any]:
    """One SQLite file that many may read and one writes at a time.

    IMMEDIATE takes the write lock when a transaction begins: two that both read first and write later
    would otherwise fail with "database is locked", however long they are willing to wait.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file costs a page as much as a few queries; closing it for the last time, two syncs of the disk.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds to wait for another's write
            # FULL: a power cut loses nothing that was answered. secure_delete: what is deleted is overwritten.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """A PostgreSQL database from its address; what follows the `?` goes to the driver.

    >>> postgresql("postgresql://clerk:p%40ss@db:5433/jiceng?sslmode=require")["OPTIONS"]
    {'sslmode': 'require'}
    """
    shape = "postgresql://user:password@host:5432/name"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        # A "/" or "#" in a password ends the host early, and what is left reads as a broken port.
        raise ImproperlyConfigured(
            f"JICENG_DATABASE_URL cannot be read ({error}). Write it as {shape}, and any of / # ? @ : % "
            "in the password as %2F %23 %3F %40 %3A %25."
        ) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"JICENG_DATABASE_URL begins with {parts.scheme!r}. Write {shape}, or leave it unset for SQLite."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured(f"JICENG_DATABASE_URL names no database. Write {shape}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        # A new connection for every request costs four fifths of the throughput.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail() -> dict[str, Any]:
    """Django's settings for the mail server that JICENG_MAIL_URL names; nothing where it is unset.

    smtp://user:password@host:587 speaks STARTTLS, smtps://…:465 is encrypted from the start, smtp+plain://host:25 is
    for a relay on the same machine or network. JICENG_MAIL_FROM is the sender.
    """
    url = os.environ.get("JICENG_MAIL_URL", "")
    if not url:
        return {}
    shape = "smtp://user:password@mail.example.gov.cn:587"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"JICENG_MAIL_URL cannot be read ({error}). Write it as {shape}, and any of / # ? @ : % "
            "in the password as %2F %23 %3F %40 %3A %25."
        ) from None
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured(f"JICENG_MAIL_URL names no mail server. Write it as {shape}.")
    sender = os.environ.get("JICENG_MAIL_FROM", "")
    if "@" not in sender:
        raise ImproperlyConfigured(
            "JICENG_MAIL_FROM is not set. Name the sender of e-mails: JICENG_MAIL_FROM=desk@party.example.gov.cn"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "DEFAULT_FROM_EMAIL": sender,
    }


def address(name: str) -> str:
    """A variable that holds what stands before a path, https://party.example.gov.cn; "" where it is unset."""
    told = os.environ.get(name, "").rstrip("/")
    parts = urlsplit(told)
    if told and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query):
        raise ImproperlyConfigured(
            f"{name} is {told!r}. Write what people type: {name}=https://party.example.gov.cn"
        )
    return told


def whole_number(name: str, *, usual: int, most: int) -> int:
    """A number from 0 to `most` out of a variable; `usual` where it is unset."""
    told = os.environ.get(name, "").strip()
    if not told:
        return usual
    if not (told.isascii() and told.isdigit() and int(told) <= most):
        raise ImproperlyConfigured(f"{name} is {told!r}. Write a number from 0 to {most}.")
    return int(told)


def kept_secret_key(folder: Path) -> str:
    """A random key made once and kept in the folder, readable by its owner only."""
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


def production_secret_key() -> str:
    """JICENG_SECRET_KEY. Raises ImproperlyConfigured when it is absent, short or a sample."""
    key = os.environ.get("JICENG_SECRET_KEY", "")
    remedy = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
    if not key:
        raise ImproperlyConfigured(
            f"JICENG_SECRET_KEY is not set; jiceng does not start without it. {remedy}"
        )
    if any(word in key.lower() for word in SAMPLE_WORDS):
        raise ImproperlyConfigured(
            f"JICENG_SECRET_KEY is a sample from a guide, known to everybody. {remedy}"
        )
    if len(key) < SHORTEST_SECRET_KEY or len(set(key)) < 10:
        raise ImproperlyConfigured(
            f"JICENG_SECRET_KEY is easy to guess: it needs {SHORTEST_SECRET_KEY} random characters. {remedy}"
        )
    return key


def production_hosts() -> list[str]:
    """JICENG_HOSTS as a list. Raises ImproperlyConfigured when it is empty or allows every name."""
    hosts = [host.strip() for host in os.environ.get("JICENG_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        raise ImproperlyConfigured(
            "JICENG_HOSTS is not set. Name what people type to reach the server: JICENG_HOSTS=party.example.gov.cn"
        )
    if "*" in hosts:
        raise ImproperlyConfigured(
            "JICENG_HOSTS is '*', which lets a forged host name into links. Name each host, separated by commas."
        )
    return hosts
