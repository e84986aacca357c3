"""What a morning brings: steps whose day has come go on, and everybody is reminded of what is due or late.

The command `jiceng tick` does it for an installation, a rehearsal for each of its days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.reports.desk import Due
from jiceng.services import reminder
from jiceng.services.procedure import tick_tracks
from jiceng.services.reminder import Told
from jiceng.store.models import Campaign, Post

QUOTAS = "desk.over-quota"  # looked at, not reminded of


@dataclass
class Morning:
    """What was done. moved: campaign -> tracks moved on. settled: reminders whose matter was done meanwhile."""

    moved: dict[str, int] = field(default_factory=dict)
    reminders: int = 0
    people: int = 0
    settled: int = 0


def move_on(on: date, done: Morning) -> None:
    """Every track that is complete and whose next step has begun."""
    for campaign in Campaign.objects.running().for_page().order_by("pk"):
        moves = tick_tracks(campaign=campaign, on=on)
        if moves:
            done.moved[campaign.title] = len(moves)


def remind(on: date, done: Morning) -> None:
    """Everybody's desk, read once for all of them."""
    posts = list(
        Post.objects.current(on)
        .filter(person__users__is_active=True)
        .select_related("organisation")
        .distinct()
        .order_by("organisation__path", "role", "pk")
    )
    whose: dict[int, list[Post]] = {}
    for post in posts:
        whose.setdefault(post.person_id, []).append(post)
    seen = desk.read(posts, on)
    wanted: list[Told] = []
    standing: set[tuple[int, str]] = set()
    for person, their_posts in whose.items():
        for line in desk.lines(seen, their_posts):
            standing |= {(person, line.about), (person, line.matter)}
            wanted += _wanted(person, line, on)
    made = reminder.make(wanted, on=on)
    done.reminders, done.people = len(made), len({each.person_id for each in made})
    done.settled = reminder.settle(standing=standing, on=on)


def _wanted(person: int, line: Due, on: date) -> Sequence[Told]:
    wanted = reminder.kind(line.due_on, line.since, on=on, ahead=settings.REMIND_DAYS)
    if wanted is None or not line.own or line.code == QUOTAS:
        return ()
    code, due_on = wanted
    action, args, query = line.way
    return [
        Told(
            person=person,
            code=code,
            said=Refusal(line.code, **line.facts),
            about=line.about,
            due_on=due_on,
            action=action,
            args=args,
            query=query,
            campaign=line.campaign.pk if line.campaign else None,
        )
    ]
