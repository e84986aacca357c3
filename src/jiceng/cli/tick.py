"""`jiceng tick --on DAY`: what the calendar does by itself. Run it every morning; running it twice does nothing more.

Steps that are complete and whose next step has begun move on; everybody is told, once, of what is due soon and of what
is late; what was made and not sent yet goes out by e-mail. Each part is safe to be stopped at any moment and run again,
and two runs at once share the work (see `services.procedure.tick` and `services.reminder`).
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from jiceng.cli import language, say, tell
from jiceng.cli.site import add_site, day, set_up
from jiceng.kernel.refusal import Refusal

if TYPE_CHECKING:
    from jiceng.services.reminder import Posted, Told
    from jiceng.store.models import Reminder

QUOTAS = "desk.over-quota"  # looked at, not reminded of
EVERY = 100  # e-mails between two lines of progress


def add(commands: Any) -> None:
    parser = commands.add_parser("tick", help=say("tick.help"), description=say("tick.about"))
    parser.add_argument("--on", metavar="DAY", help=say("tick.help-on"))
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    wanted = day(args.on) if args.on else None
    set_up(args)
    from django.conf import settings

    from jiceng import clock

    on = wanted or clock.today()
    check_day(on, today=clock.today(), ahead=getattr(settings, "DEMONSTRATION", False))
    done = tick(on, progress=tell)
    for line in done.sentences(on):
        print(say(line.code, **line.facts))
    sys.stdout.flush()
    return 1 if done.posted is not None and done.posted.failed else 0


@dataclass
class Ticked:
    """What one run did. moved: campaign -> tracks moved on. settled: reminders whose matter was done meanwhile."""

    moved: dict[str, int] = field(default_factory=dict)
    reminders: int = 0
    people: int = 0
    settled: int = 0
    posted: "Posted | None" = None

    def sentences(self, on: date) -> Iterator[Refusal]:
        yield Refusal("tick.day", on=on.isoformat())
        for title, count in self.moved.items():
            yield Refusal("tick.moved", campaign=title, count=count)
        if not self.moved:
            yield Refusal("tick.none-moved")
        if self.reminders:
            yield Refusal("tick.reminders", count=self.reminders, people=self.people)
        else:
            yield Refusal("tick.no-reminders")
        if self.settled:
            yield Refusal("tick.settled", count=self.settled)
        if self.posted is None:
            yield Refusal("tick.no-mail")
        else:
            yield Refusal("tick.mail", count=self.posted.people, reminders=self.posted.reminders)
            if self.posted.failed:
                names = [*self.posted.failed[:10], *(["…"] if len(self.posted.failed) > 10 else [])]
                yield Refusal("tick.mail-failed", count=len(self.posted.failed), names=names)


def check_day(on: date, *, today: date, ahead: bool) -> None:
    """Whether a day makes sense. ahead: a demonstration may run ahead of today, a year at most.

    Raises Refusal "tick.future", "tick.before-last".
    """
    from django.db.models import Max

    from jiceng.store.models import Move, Reminder

    if on > today + (timedelta(days=366) if ahead else timedelta(0)):
        raise Refusal("tick.future", on=on.isoformat(), today=today.isoformat())
    traces = [
        Reminder.objects.filter(by=None).aggregate(last=Max("made_on"))["last"],
        Move.objects.filter(by=None).aggregate(last=Max("on"))["last"],
    ]
    last = max((one for one in traces if one is not None), default=None)
    if last is not None and on < last:
        raise Refusal("tick.before-last", on=on.isoformat(), last=last.isoformat())


def tick(on: date, *, progress: Callable[[str], None] = lambda line: None) -> Ticked:
    """Do it all for a day."""
    done = Ticked()
    progress(say("tick.moving"))
    _move(on, done)
    progress(say("tick.reading"))
    _remind(on, done)
    _post(on, done, progress)
    return done


def _move(on: date, done: Ticked) -> None:
    from jiceng.services.procedure import tick_tracks
    from jiceng.store.models import Campaign

    for campaign in Campaign.objects.running().for_page().order_by("pk"):
        moves = tick_tracks(campaign=campaign, on=on)
        if moves:
            done.moved[campaign.title] = len(moves)


def _remind(on: date, done: Ticked) -> None:
    """Everybody's desk, read once for all of them."""
    from jiceng.reports import desk
    from jiceng.services import reminder
    from jiceng.store.models import Post

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
    told: list[Told] = []
    standing: set[tuple[int, str]] = set()
    for person, held in whose.items():
        for line in desk.lines(seen, held):
            standing |= {(person, line.about), (person, line.matter)}
            told += _told(person, line, on)
    made = reminder.make(told, on=on)
    done.reminders, done.people = len(made), len({one.person_id for one in made})
    done.settled = reminder.settle(standing=standing, on=on)


def _told(person: int, line: Any, on: date) -> Sequence["Told"]:
    from django.conf import settings

    from jiceng.services.reminder import Told, kind

    wanted = kind(line.due_on, line.since, on=on, ahead=settings.REMIND_DAYS)
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


def _post(on: date, done: Ticked, progress: Callable[[str], None]) -> None:
    from django.conf import settings
    from django.utils.timezone import now

    from jiceng.services import reminder

    if not settings.MAILS:
        return
    progress(say("tick.posting"))

    def every(number: int) -> None:
        if number % EVERY == 0:
            progress(say("tick.posted-so-far", count=number))

    done.posted = reminder.post(on=on, at=now(), href=address, lang=language(), every=every)


def address(one: "Reminder") -> str:
    """Where a reminder leads, as its reader gets it: the installation's own address before the path."""
    from django.conf import settings
    from django.urls import NoReverseMatch, reverse
    from django.utils.http import urlencode

    from jiceng.services.reminder import way

    action, args, query = way(one)
    try:
        path = reverse(action, args=args) + (f"?{urlencode(query)}" if query else "")
    except NoReverseMatch:  # made before an update that gave the page another name
        path = reverse("desk")
    return f"{settings.ADDRESS}{path}"
