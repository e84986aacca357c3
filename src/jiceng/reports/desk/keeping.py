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
        broken = [one for one in newest if not one.holds]
    return Kept(changes, broken)


def _paths(held: Sequence[Post], role: str) -> list[str]:
    return [post.organisation.path for post in held if post.role == role]


def lines(running: Running, known: Kept, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    if post.role == "security-administrator":
        for one in known.changes:
            if one.asked_by.person_id != post.person_id and one.organisation.is_under(post.organisation):
                facts: dict[str, object] = {"person": one.person.name, "organisation": one.organisation.name}
                yield line(
                    "desk.post-grant" if one.kind == "grant" else "desk.post-end",
                    facts,
                    whom=one.organisation.name,
                    about=f"postchange:{one.pk}",
                    due_on=None,
                    on=running.on,
                    since=one.asked_on,
                    to=("post-changes", (), {}),
                )
    if post.role == "auditor":
        found = [one for one in known.broken if one.org_path.startswith(post.organisation.path)]
        if found:
            told: dict[str, object] = {
                "count": len(found),
                "checked": CHECKED,
                "action": found[0].action,
                "at": found[0].at[:10],
            }
            yield line(
                "desk.audit-broken",
                told,
                whom=post.organisation.name,
                about="audit:newest",
                due_on=running.on,
                on=running.on,
                since=running.on,
                to=("audit", (), {}),
                rows=[one.pk for one in found],
                of="event",
            )
