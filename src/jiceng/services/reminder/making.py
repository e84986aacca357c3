"""Reminders are made: one for a person, a thing, a kind and a day it is due, however often this runs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from jiceng.kernel.refusal import Refusal
from jiceng.services.reminder.saying import kept
from jiceng.store.models import Person, Reminder, User

LONGEST = 128  # characters of `Reminder.about`


@dataclass(frozen=True)
class Told:
    """What one person is to be told. said: the sentence. about: what it is about, the same every day.

    code: reminder.soon, reminder.late, reminder.new, reminder.asked[-open]. action, args, query: the way there.
    """

    person: int
    code: str
    said: Refusal
    about: str
    due_on: date
    action: str
    args: Sequence[Any] = ()
    query: Mapping[str, Any] = field(default_factory=dict)
    campaign: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[int, str, str, date]:
        return self.person, self.code, short(self.about), self.due_on


def kind(due_on: date | None, since: date, *, on: date, ahead: int) -> tuple[str, date] | None:
    """What somebody is told of on a day, and for which: late, soon (in at most `ahead` days), or new without a day.

    None = nothing yet.
    """
    if due_on is None:
        return "reminder.new", since
    if due_on < on:
        return "reminder.late", due_on
    return ("reminder.soon", due_on) if due_on - on <= timedelta(days=ahead) else None


def short(about: str) -> str:
    """It as the column holds it; what is longer keeps its beginning and a digest."""
    if len(about) <= LONGEST:
        return about
    return f"{about[: LONGEST - 17]}#{sha256(about.encode()).hexdigest()[:16]}"


@transaction.atomic
def make(told: Iterable[Told], *, on: date, by: User | None = None) -> list[Reminder]:
    """Make the reminders that are not there yet, and return them. Two runs at once make each of them once.

    by: None = the calendar.
    """
    wanted = {reminder.identity: reminder for reminder in told}
    if not wanted:
        return []
    there = _there({key[0] for key in wanted}, {key[3] for key in wanted})
    missing = [reminder for key, reminder in wanted.items() if key not in there]
    made = [
        Reminder(
            person_id=reminder.person,
            campaign_id=reminder.campaign,
            code=reminder.code,
            about=short(reminder.about),
            facts={
                "said": kept(reminder.said),
                "args": kept(reminder.args),
                "query": kept(dict(reminder.query)),
                "facts": {name: kept(value) for name, value in reminder.facts.items()},
            },
            action=reminder.action,
            due_on=reminder.due_on,
            made_on=on,
            by=by,
        )
        for reminder in missing
    ]
    # Another run may have made one a moment ago: the database keeps the first and says nothing.
    Reminder.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return made


def _there(people: Collection[int], days: Collection[date]) -> set[tuple[int, str, str, date]]:
    rows = Reminder.objects.filter(due_on__gte=min(days), due_on__lte=max(days))
    if len(people) <= 500:
        rows = rows.filter(person__in=people)
    return set(rows.values_list("person", "code", "about", "due_on"))


def matter_of(about: str) -> str:
    """What an officer's reminder is about, "campaign:key/mechanism", whatever was missing of it on which day."""
    return about.partition("@")[0].rpartition("/")[0]


@transaction.atomic
def settle(*, standing: Collection[tuple[int, str]], on: date, person: int | None = None) -> int:
    """Unread reminders whose matter is no longer on the desk count as read; how many.

    standing: (person, about) of everything that still is: of the calendar's reminders the line's, of an officer's the
    matter. person: only this one's; None = everybody's.
    """
    unread = Reminder.objects.unread() if person is None else Reminder.objects.unread().filter(person=person)
    waiting = unread.values_list("pk", "person", "about", "by")
    there = {(whose, short(about)) for whose, about in standing}
    over = [
        pk
        for pk, whose, about, by in waiting
        if (whose, about if by is None else short(matter_of(about))) not in there
    ]
    for at in range(0, len(over), 500):
        Reminder.objects.filter(pk__in=over[at : at + 500], read_on=None).update(read_on=on)
    return len(over)


def read(*, person: Person | None, keys: Collection[int], on: date) -> int:
    """Somebody has read their own reminders; how many. Those of others, and what is not there, stay as they are."""
    if person is None:
        return 0
    return Reminder.objects.unread().filter(person=person, pk__in=list(keys)[:500]).update(read_on=on)
