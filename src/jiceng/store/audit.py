"""audit: what happened, by whom, to what. Rows are only ever added; the database refuses to change or delete them.

An event's digest (`leaf`) is over its canonical JSON, so a row that was changed behind the database's back no longer
fits it. Text about people stands beside the event, salted: it can be erased and the digest still holds.
"""

import hashlib
import json
import secrets
import time
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models

LEAF_PREFIX = b"\x00"  # RFC 9162: a leaf can never pass for an inner node


def time_ordered_id() -> uuid.UUID:
    """A UUID of version 7: new ones sort after old ones, without a counter that writers would wait for."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | secrets.randbits(80)
    number = (number & ~(0xF << 76)) | (7 << 76)
    number = (number & ~(0x3 << 62)) | (2 << 62)
    return uuid.UUID(int=number)


def canonical(facts: Mapping[str, Any]) -> str:
    """JSON with sorted keys, nothing between: the same facts give the same text everywhere (RFC 8785, plain data)."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def salted(salt: bytes, value: str) -> str:
    """The digest that stands in an event for a value about a person."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


class AuditEvent(models.Model):
    """One thing that happened.

    actor: the account. role: the posts it acted in, as "role@organisation code". org_path: where it happened, so that
    scope is a range here too. action: `noun.what-happened`. target: "model:key". body: canonical JSON.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered_id, editable=False)
    at = models.CharField(
        max_length=32
    )  # ISO 8601 as digested; a column type would drop what it does not hold
    on = models.DateField()
    actor = models.CharField(max_length=150)
    role = models.CharField(max_length=200, blank=True, default="")
    org_path = models.CharField(max_length=120, blank=True, default="")
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=80)
    body = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["target"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.at} {self.actor} {self.action} {self.target}"

    def digest(self) -> bytes:
        """The leaf as the row now says it should be."""
        told = {
            "id": str(self.id),
            "at": self.at,
            "on": self.on.isoformat(),
            "actor": self.actor,
            "role": self.role,
            "org_path": self.org_path,
            "action": self.action,
            "target": self.target,
            "body": self.body,
        }
        return hashlib.sha256(LEAF_PREFIX + canonical(told).encode()).digest()

    @property
    def holds(self) -> bool:
        """False when the row was changed after it was written."""
        return bytes(self.leaf) == self.digest()


class AuditValue(models.Model):
    """A value about a person that an event speaks of: erasable, while the event keeps only its salted digest."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="values")
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "field"], name="audit_value_once")]

    def __str__(self) -> str:
        return f"{self.field} of {self.event_id}"


# What refuses to change or delete an event, for each database: (SQL that makes it, SQL that takes it away). Somebody
# who owns the database file can take it away too; then `holds`, and later the seal, still show what was changed.
_SAID = "audit events are never changed or deleted"
TRIGGERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sqlite": tuple(
        (
            f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON store_auditevent "
            f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END",
            f"DROP TRIGGER audit_no_{what.lower()}",
        )
        for what in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$",
            "DROP FUNCTION audit_refuse()",
        ),
        (
            "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON store_auditevent "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
            "DROP TRIGGER audit_no_change ON store_auditevent",
        ),
        (
            "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON store_auditevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
            "DROP TRIGGER audit_no_truncate ON store_auditevent",
        ),
    ),
}
