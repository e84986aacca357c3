"""What waits for the three administrators: changes of posts to answer, and records that no longer hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiceng.access.scope import below
from jiceng.reports.desk.line import Due, line
from jiceng.reports.desk.running import Running
from jiceng.store.models import AuditEvent, Post, PostChange

CHECKED = 500  # the newest events whose digest a desk computes again


@dataclass(frozen=True)
class Kept:
    changes: Sequence[PostChange] = ()
    broken: Sequence[AuditEvent] = ()


def read(running: Running, held: Sequence[Post]) -> Kept:
    changes: Sequence[PostChange] = ()
    broken: Sequence[AuditEvent] = ()
    approving = below(_paths(held, "security-administrator"), "organisation__path")
    if approving is not None:
        changes = list(PostChange.objects.open().filter(approving).for_list())
    reading = below(_paths(held, "auditor"), "org_path")
    if reading is not None:
        newest = AuditEvent.objects.filter(reading).order_by("-pk")[:CHECKED]
        broken = [event for event in newest if not event.holds]
    return Kept(changes, broken)


def _paths(posts: Sequence[Post], role: str) -> list[str]:
    return [post.organisation.path for post in posts if post.role == role]


def lines(running: Running, known: Kept, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    if post.role == "security-administrator":
        for change in known.changes:
            if change.asked_by.person_id != post.person_id and change.organisation.is_under(
                post.organisation
            ):
                facts: dict[str, object] = {
                    "person": change.person.name,
                    "organisation": change.organisation.name,
                }
                yield line(
                    "desk.post-grant" if change.kind == "grant" else "desk.post-end",
                    facts,
                    whom=change.organisation.name,
                    about=f"postchange:{change.pk}",
                    due_on=None,
                    on=running.on,
                    since=change.asked_on,
                    to=("post-changes", (), {}),
                )
    if post.role == "auditor":
        events = [event for event in known.broken if event.org_path.startswith(post.organisation.path)]
        if events:
            audit_facts: dict[str, object] = {
                "count": len(events),
                "checked": CHECKED,
                "action": events[0].action,
                "at": events[0].at[:10],
            }
            yield line(
                "desk.audit-broken",
                audit_facts,
                whom=post.organisation.name,
                about="audit:newest",
                due_on=running.on,
                on=running.on,
                since=running.on,
                to=("audit", (), {}),
                rows=[event.pk for event in events],
                of="event",
            )
