"""audit: record what happened, in the transaction of whoever made it happen.

No event without its change, no change without its event. Never for casting a ballot.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.timezone import now

from jiceng.access import scope
from jiceng.kernel.trace import plain
from jiceng.store.audit import AuditEvent, AuditValue, canonical, salted
from jiceng.store.models import User

PUBLIC = "public"  # the actor of what somebody did without an account; no address, no session
CALENDAR = "calendar"  # of what happened because its day had come


def record(
    action: str,
    *,
    by: User | None,
    on: date,
    target: models.Model,
    path: str,
    without: str = PUBLIC,
    about: Mapping[str, str] | None = None,
    **facts: Any,
) -> AuditEvent:
    """Add an event. Call it inside the transaction that makes the change.

    by: None = nobody with an account; `without` says who then. action: `noun.what-happened`.
    path: of the organisation it happened at. facts: plain values, kept as they are.
    about: text about people (a reason, an explanation); the event keeps its digest, the text can be erased.
    """
    salts = {name: secrets.token_bytes(16) for name, text in (about or {}).items() if text}
    body = {name: plain(value) for name, value in facts.items() if value not in ("", None)}
    body |= {name: salted(salt, (about or {})[name]) for name, salt in salts.items()}
    all_posts = scope.posts(by, on) if by is not None else []
    posts = [post for post in all_posts if path.startswith(post.organisation.path)]
    event = AuditEvent(
        at=now().isoformat(timespec="milliseconds"),
        on=on,
        actor=by.get_username() if by is not None else without,
        role=" ".join(f"{post.role}@{post.organisation.code}" for post in posts)[:200],
        org_path=path,
        action=action,
        target=f"{target._meta.model_name}:{target.pk}",
        body=canonical(body),
    )
    event.leaf = event.digest()
    event.save(force_insert=True)
    for name, salt in salts.items():
        AuditValue.objects.create(event=event, field=name, salt=salt, value=(about or {})[name])
    return event
