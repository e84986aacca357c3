"""`jiceng tick --on DAY`: what the calendar does by itself. Run it every morning; running it twice does nothing more.

Steps that are complete and whose next step has begun move on; everybody is told, once, of what is due soon and of what
is late; what was made and not sent yet goes out by e-mail. Each part is safe to be stopped at any moment and run again,
and two runs at once share the work (see `services.procedure.tick` and `services.reminder`).
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from jiceng.cli import language, say, tell
from jiceng.cli.site import add_site, day, set_up
from jiceng.kernel.refusal import Refusal

if TYPE_CHECKING:
    from jiceng.reports.morning import Morning
    from jiceng.services.reminder import Posted
    from jiceng.store.models import Reminder

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
    """What one run did: what the morning brought, and the mails that went out; None = no mail is set up."""

    morning: "Morning"
    posted: "Posted | None" = None

    @property
    def moved(self) -> dict[str, int]:
        return self.morning.moved

    def sentences(self, on: date) -> Iterator[Refusal]:
        yield Refusal("tick.day", on=on.isoformat())
        for title, count in self.moved.items():
            yield Refusal("tick.moved", campaign=title, count=count)
        if not self.moved:
            yield Refusal("tick.none-moved")
        if self.morning.reminders:
            yield Refusal("tick.reminders", count=self.morning.reminders, people=self.morning.people)
        else:
            yield Refusal("tick.no-reminders")
        if self.morning.settled:
            yield Refusal("tick.settled", count=self.morning.settled)
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
    last = max((trace for trace in traces if trace is not None), default=None)
    if last is not None and on < last:
        raise Refusal("tick.before-last", on=on.isoformat(), last=last.isoformat())


def tick(on: date, *, progress: Callable[[str], None] = lambda line: None) -> Ticked:
    """Do it all for a day."""
    from jiceng.reports import morning

    done = Ticked(morning.Morning())
    progress(say("tick.moving"))
    morning.move_on(on, done.morning)
    progress(say("tick.reading"))
    morning.remind(on, done.morning)
    _post(on, done, progress)
    return done


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


def address(reminder: "Reminder") -> str:
    """Where a reminder leads, as its reader gets it: the installation's own address before the path."""
    from django.conf import settings

    from jiceng.reports.ways import href_of_reminder

    return f"{settings.ADDRESS}{href_of_reminder(reminder)}"
