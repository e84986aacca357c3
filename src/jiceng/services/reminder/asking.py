"""An officer reminds everybody below who has not done one thing: one button, one reminder each, once a day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from jiceng.access import checks, scope
from jiceng.kernel.procedure import earliest
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.dates import Dates
from jiceng.services.owing import Owing, owing
from jiceng.services.reminder.making import Told, make
from jiceng.services.standing import Way
from jiceng.store.models import Campaign, Post, User
from jiceng.store.register import ancestor_paths

# The address that a way leads to: a name, what fills it, and a query; `jiceng.reports.ways` knows them.
Address = Callable[[Way], tuple[str, tuple[Any, ...], Mapping[str, Any]]]


@dataclass(frozen=True)
class Asked:
    """How many were reminded. already: had been, today. without_mail: people who read it on their desk only.

    nobody: organisations where nobody holds the post.
    """

    people: int
    already: int = 0
    without_mail: Sequence[str] = field(default_factory=tuple)
    nobody: Sequence[str] = field(default_factory=tuple)

    def sentences(self) -> list[Refusal]:
        """What the officer is told."""
        sentences = []
        if self.people:
            sentences.append(Refusal("reminder.done", count=self.people))
        if self.already:
            sentences.append(Refusal("reminder.already", count=self.already))
        if self.without_mail:
            sentences.append(
                Refusal("reminder.no-mail", count=len(self.without_mail), names=_few(self.without_mail))
            )
        if self.nobody:
            sentences.append(Refusal("reminder.nobody", count=len(self.nobody), names=_few(self.nobody)))
        return sentences


SHOWN = 10


def _few(names: Sequence[str]) -> list[str]:
    return [*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])]


@transaction.atomic
def remind_all(
    *,
    campaign: Campaign,
    mechanism: str,
    code: str,
    address: Address,
    by: User,
    on: date,
) -> Asked:
    """Remind everybody at and below the officer's posts who has not done one thing in a running campaign.

    mechanism: its key; code: the kind of gap, `procedure.not-self-assessed`. Whoever was reminded of it today is not
    reminded again. Raises Forbidden, or Refusal "reminder.nobody-owes", "campaign.closed".
    """
    posts = scope.posts(by, on)
    mine = [
        post
        for post in posts
        if checks.may(by, "remind.send", post.organisation, held=[post])
        and (
            post.organisation.is_under(campaign.organisation)
            or campaign.organisation.is_under(post.organisation)
        )
    ]
    if not mine:
        raise checks.Forbidden("remind.send", campaign.organisation)
    if campaign.closed_on:
        raise Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())
    # Pressed twice at once, the second waits for the first and finds everybody reminded.
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    paths = [post.organisation.path for post in mine]
    owed = [
        debt
        for debt in owing(campaign, on, paths=paths).now
        if (debt.key, debt.code) == (mechanism, code) and any(debt.path.startswith(path) for path in paths)
    ]
    if not owed:
        raise Refusal("reminder.nobody-owes", name=campaign.title_of(mechanism))
    holders, nobody = _holders(owed, on)
    reminders = list(_told(campaign, holders, address, by, on))
    made = make(reminders, on=on, by=by)
    people = {reminder.person for reminder in reminders}
    fresh = {reminder.person_id for reminder in made}
    names = {post.person_id: post.person.name for _, posts in holders for post in posts}
    reached = set(
        User.objects.filter(person__in=fresh, is_active=True)
        .exclude(email="")
        .values_list("person", flat=True)
    )
    if made:
        audit.record(
            "reminder.sent", by=by, on=on, target=campaign, path=mine[0].organisation.path,
            mechanism=mechanism, kind=code, people=len(fresh),
        )  # fmt: skip
    return Asked(
        people=len(fresh),
        already=len(people - fresh),
        without_mail=[names[person] for person in sorted(fresh - reached)],
        nobody=nobody,
    )


def _holders(owed: Sequence[Owing], on: date) -> tuple[list[tuple[Owing, Sequence[Post]]], list[str]]:
    """The people who owe each thing: the secretary of the organisation itself, for other roles the nearest at or above.

    And the organisations where nobody is. Two queries.
    """
    paths = {path for debt in owed for path in ancestor_paths(debt.path)}
    roles = {debt.role for debt in owed}
    posts: dict[tuple[str, str], list[Post]] = {}
    for post in (
        Post.objects.current(on)
        .filter(role__in=roles, organisation__path__in=paths)
        .select_related("person", "organisation")
    ):
        posts.setdefault((post.role, post.organisation.path), []).append(post)
    holders: list[tuple[Owing, Sequence[Post]]] = []
    nobody: list[str] = []
    for debt in owed:
        places = [debt.path] if debt.role == "secretary" else list(reversed(ancestor_paths(debt.path)))
        near = next((posts[debt.role, path] for path in places if (debt.role, path) in posts), ())
        if near:
            holders.append((debt, near))
        else:
            nobody.append(debt.name)
    return holders, nobody


def _told(
    campaign: Campaign,
    holders: Sequence[tuple[Owing, Sequence[Post]]],
    address: Address,
    by: User,
    on: date,
) -> Iterator[Told]:
    """One reminder for each person; it speaks of all organisations together where the person owes it for several."""
    dates = Dates.of([campaign])
    whose: dict[int, list[Owing]] = {}
    for debt, posts in holders:
        for post in posts:
            if post.person_id != by.person_id:
                whose.setdefault(post.person_id, []).append(debt)
    for person, owed in whose.items():
        first = owed[0]
        several = len(owed) > 1
        facts = {"what": first.gap.what, "organisation": first.name, "count": len(owed)}
        due_on = earliest(debt.gap.due_on or dates.due(campaign, debt.key, debt.path) for debt in owed)
        action, args, query = address(first.way_to_all if several else first.way)
        yield Told(
            person=person,
            # What has no day is asked for without one, and lies with the reminders of the campaign's last.
            code="reminder.asked" if due_on else "reminder.asked-open",
            said=Refusal("desk.owed-of-several" if several else "desk.owed-of", **facts),
            about=f"campaign:{campaign.pk}/{first.key}/{first.code}@{on.isoformat()}",
            due_on=due_on or campaign.due_on,
            action=action,
            args=args,
            query=query,
            campaign=campaign.pk,
            facts={"by": by.get_full_name()},
        )
