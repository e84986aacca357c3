"""The list of voters on a ballot's page: how many of each class, who they are, and its approval."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiceng import clock
from jiceng.kernel import ballot as rules
from jiceng.kernel import written
from jiceng.kernel.ballot import Evaluation, VoterClass
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.shapes import quotient
from jiceng.services import ballot as events
from jiceng.services.ballot.holding import names_of
from jiceng.store.models import Person, Post, Roll, Subject
from jiceng.web.given import WHOLE, text_in
from jiceng.web.pages import SignedIn, whole_number

OFFERED = ("secretary", "member")  # posts at the organisation that make somebody one of its people


@dataclass(frozen=True)
class Offered:
    """Somebody of the register, to be ticked for a class."""

    person: Person
    ticked: bool


@dataclass(frozen=True)
class Line:
    """One class of the list. size, typed, offered: as they stand in the form; names: as submitted."""

    at: int
    rule: VoterClass
    size: Any
    names: list[str] = field(default_factory=list)
    typed: str = ""
    offered: list[Offered] = field(default_factory=list)

    @property
    def ticked(self) -> int:
        return sum(offer.ticked for offer in self.offered)


def figure(text: str, name: str, what: str) -> int:
    """Raises Refusal "ballot.figure-missing"."""
    number = written.whole(text)
    if number is None or number > rules.MOST * 10:
        raise Refusal("ballot.figure-missing", name=name, figure=what, value=text.strip()[:20] or "—")
    return number


def people_of(subject: Subject) -> dict[int, Person]:
    """Key -> person: whoever holds a post at the organisation itself, sorted by name; one query."""
    posts = Post.objects.current(clock.today()).filter(organisation=subject.organisation_id, role__in=OFFERED)
    return {
        post.person_id: post.person for post in posts.select_related("person").order_by("person__name", "pk")
    }


def lines(
    rule: Evaluation,
    roll: Roll | None,
    people: Mapping[int, Person],
    typed: Any,
    *,
    members: int | None,
    failed: bool,
) -> list[Line]:
    """Every class in order. people: whom the form offers; typed: the form as sent, where it was refused.

    Where everybody of a class takes part and the register knows them all (members: how many there are), they stand
    ticked in a list that is still to be made; a part of them would contradict the number somebody types.
    """
    known: set[int | None] = set(people) if members is not None and len(people) >= members else set()
    sizes = {row.voter_class: row.size for row in roll.classes.all()} if roll else {}
    named = names_of(roll) if roll else {}
    rows = []
    for at, voter_class in enumerate(rule.classes):
        listed = named.get(voter_class.name, [])
        if failed:
            size, text = typed.get(f"size-{at}", ""), typed.get(f"names-{at}", "")
            ticked = {whole_number(key) for key in typed.getlist(f"person-{at}")}
        else:
            size = sizes.get(voter_class.name, "")
            text = "\n".join(each.name for each in listed if each.person_id not in people)
            ticked = (
                {each.person_id for each in listed} if roll else known if voter_class.all_of_them else set()
            )
        offered = [Offered(person, pk in ticked) for pk, person in people.items()]
        rows.append(Line(at, voter_class, size, [each.name for each in listed], text, offered))
    return rows


SEVERAL = re.compile("[、，,；;/]")


def doubtful(lines: Sequence[Line]) -> list[str]:
    """Names that stand more than once, in whatever class, and lines that look like several people: to be asked about,
    for two people of one name are two voters."""
    called = Counter(written.same_name(name) for line in lines for name in line.names)
    every = [name for line in lines for name in line.names]
    return list(
        dict.fromkeys(name for name in every if called[written.same_name(name)] > 1 or SEVERAL.search(name))
    )


def ratio(rule: Evaluation, sizes: Mapping[str, int]) -> Decimal | None:
    """The first class to the second, where they should be about as many."""
    if len(rule.one_to_one) != 2 or not all(sizes.get(name) for name in rule.one_to_one):
        return None
    first, second = (Decimal(sizes[name]) for name in rule.one_to_one)
    return round(quotient(first, second), 2)


# -- what is done -----------------------------------------------------------------------------------------------------


def submit(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    """Somebody of the register is ticked, and so linked by what they are; a name that is typed links to nobody."""
    people = people_of(subject)
    sizes: dict[str, int] = {}
    names: dict[str, list[events.Named]] = {}
    for at, voter_class in enumerate(rule.classes):
        ticked = [whole_number(key) for key in request.POST.getlist(f"person-{at}")]
        listed = [events.Named(person.name, person) for pk, person in people.items() if pk in ticked]
        typed = [
            line.strip() for line in text_in(request, f"names-{at}", _("Names"), most=WHOLE).splitlines()
        ]
        listed += [events.Named(line) for line in typed if line]
        text = request.POST.get(f"size-{at}", "").strip()
        sizes[voter_class.name] = figure(text, voter_class.name, _("People")) if text else len(listed)
        if listed:
            names[voter_class.name] = listed
    events.submit_roll(
        subject=subject, mechanism=key, sizes=sizes, names=names or None, note=text_in(request, "note"),
        by=request.user, on=clock.today(),
    )  # fmt: skip


def approve(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    events.approve_roll(subject=subject, mechanism=key, by=request.user, on=clock.today())


def send_back(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    reason = text_in(request, "reason")
    events.send_roll_back(subject=subject, mechanism=key, reason=reason, by=request.user, on=clock.today())
