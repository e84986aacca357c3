"""event: one ballot from draft to frozen list, and how its row is held by everything that happens to it later.

Whoever is named in it does what it asks of them and nobody in their stead: the delegate, two tellers.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiceng.access import checks
from jiceng.kernel.ballot.event import STATES, OnRoll, State, check_move, check_smallest
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.ballot.holding import (
    already_counted,
    check_approved,
    event_of,
    held,
    hold_rows,
    names_of,
    questions_of,
    rule_of,
    sizes_of,
)
from jiceng.services.door import check_running
from jiceng.store.models import BallotEvent, Count, RollEntry, Subject, User


@transaction.atomic
def begin(
    *,
    subject: Subject,
    mechanism: str,
    teller1: User,
    teller2: User,
    paper_only: bool = False,
    held_on: date,
    place: str = "",
    host: str = "",
    by: User,
    on: date,
) -> BallotEvent:
    """The superior's delegate begins a ballot on an approved list of names, with two tellers from above.

    The same content again changes nothing.
    Raises Forbidden, or Refusal "ballot.roll-missing", "ballot.roll-not-approved", "ballot.roll-without-names",
    "ballot.tellers-the-same", "ballot.teller-is-delegate", "ballot.teller-from-below", "ballot.already-counted",
    "ballot.begun", "ballot.smallest".
    """
    subject = held(subject, mechanism, "ballot.count", by)
    rule, name = rule_of(subject, mechanism), subject.campaign.title_of(mechanism)
    roll = check_approved(subject, mechanism, rule)
    by_name = names_of(roll)
    missing = [
        voter_class
        for voter_class, size in sizes_of(roll).items()
        if len(by_name.get(voter_class, ())) != size
    ]
    if missing:
        raise Refusal("ballot.roll-without-names", name=name, missing=missing)
    _check_tellers(subject, by, teller1, teller2)
    check_smallest(rule.smallest)
    counted = Count.objects.filter(subject=subject, mechanism=mechanism).first()
    if counted is not None:
        raise already_counted(counted)
    facts = {
        "teller1": teller1, "teller2": teller2, "delegate": by, "paper_only": paper_only, "held_on": held_on,
        "place": place.strip()[:128], "host": host.strip()[:64],
    }  # fmt: skip
    stands = event_of(subject, mechanism)
    if stands is not None:
        if stands.state == "draft" and all(getattr(stands, key) == value for key, value in facts.items()):
            return stands
        raise _begun(stands)
    attempt = BallotEvent.objects.filter(subject=subject, mechanism=mechanism).count() + 1
    try:
        with transaction.atomic():
            event = BallotEvent.objects.create(
                campaign=subject.campaign, mechanism=mechanism, subject=subject, roll=roll, attempt=attempt,
                smallest=rule.smallest, roll_salt=secrets.token_hex(16), **facts,
            )  # fmt: skip
    except IntegrityError:  # somebody else was first, in a database that did not hold the subject's row
        raise _begun(BallotEvent.objects.get(subject=subject, mechanism=mechanism, attempt=attempt)) from None
    audit.record(
        "ballot.begun", by=by, on=on, **at(event), attempt=attempt, paper_only=paper_only,
        tellers=[teller1.get_username(), teller2.get_username()],
    )  # fmt: skip
    return event


@transaction.atomic
def freeze(*, event: BallotEvent, by: User, on: date) -> BallotEvent:
    """The list is fixed, name by name, and with it what the sheet asks. From here on it is ticked and never changed.

    By whoever approves lists, where the document has somebody approve them; else by the delegate.
    Raises Forbidden, or Refusal "ballot.roll-not-approved", "ballot.state".
    """
    rule = rule_of(event.subject, event.mechanism)
    verb = "ballot.count" if rule.approved_by is None else "ballot.approve-roll"
    event = held_event(event, verb, by)
    if event.state == "frozen":
        return event
    check_move(state_of(event), "frozen")
    roll = check_approved(event.subject, event.mechanism, rule)
    names = [voter_class.name for voter_class in rule.classes]
    sheet = {
        "title": event.campaign.title_of(event.mechanism),
        "organisation": event.subject.organisation.name,
        "classes": names,
        "questions": [[name, list(options)] for name, options in questions_of(rule, roll).items()],
        "comment": rule.comment,
    }
    claim(event, "draft", state="frozen", sheet=sheet)
    entries = [
        RollEntry(
            event=event, voter_class=name, number=person.number, name=person.name, person_id=person.person_id
        )
        for name, people in names_of(roll).items()
        for person in people
    ]
    RollEntry.objects.bulk_create(entries)
    audit.record("ballot.frozen", by=by, on=on, **at(event), sizes=sizes_of(roll))
    return event


# -- holding ----------------------------------------------------------------------------------------------------------


def held_event(event: BallotEvent, verb: str, by: User, *, now: bool = True) -> BallotEvent:
    """Permission, then the rows, then whether it is done now; the ballot as it is in the database.

    now: False for what is done whatever step the committee stands at.
    """
    checks.check(by, verb, event.subject.organisation)
    subject = hold_rows(event.subject)
    people = ("delegate__person", "teller1__person", "teller2__person")
    fresh = BallotEvent.objects.select_related(*people).select_for_update(of=("self",)).get(pk=event.pk)
    fresh.subject, fresh.campaign = subject, subject.campaign
    if now:
        check_running(fresh.campaign)
        standing.check_late(fresh.campaign, fresh.subject.committee, fresh.mechanism)
    return fresh


def held_by_delegate(event: BallotEvent, by: User, *, now: bool = True) -> BallotEvent:
    """As `held_event`; only for the delegate who holds it. Raises Refusal "ballot.delegate-only"."""
    event = held_event(event, "ballot.count", by, now=now)
    if not by.is_same_person(event.delegate):
        raise Refusal("ballot.delegate-only", who=event.delegate.get_full_name())
    return event


def held_by_teller(event: BallotEvent, by: User, *, now: bool = True) -> BallotEvent:
    """As `held_event`; only for its two tellers. Raises Refusal "ballot.teller-only"."""
    event = held_event(event, "ballot.tell", by, now=now)
    if not is_teller(event, by):
        names = [teller.get_full_name() for teller in (event.teller1, event.teller2) if teller]
        raise Refusal("ballot.teller-only", names=names)
    return event


def is_teller(event: BallotEvent, by: User) -> bool:
    return by.is_same_person(event.teller1) or by.is_same_person(event.teller2)


def claim(event: BallotEvent, *states: State, **to: Any) -> None:
    """Write to the row while it is in one of these states; of two at once, one changes it and the other does not.

    Raises Refusal "ballot.changed-meanwhile".
    """
    if not _claim(event, *states, **to):
        raise Refusal("ballot.changed-meanwhile", event=event.pk)
    for name, value in to.items():
        setattr(event, name, value)


def _claim(event: BallotEvent, *states: State, **to: Any) -> bool:
    return bool(BallotEvent.objects.filter(pk=event.pk, state__in=states).update(**to))


def state_of(event: BallotEvent) -> State:
    """The state as the rules know it."""
    return next(state for state in STATES if state == event.state)


def check_state(event: BallotEvent, *states: State) -> None:
    """Raises Refusal "ballot.not-in-state"."""
    if event.state not in states:
        raise Refusal("ballot.not-in-state", state=event.state, wanted=list(states))


def at(event: BallotEvent) -> dict[str, Any]:
    """Where on the record something about this ballot stands."""
    return {"target": event, "path": event.subject.organisation.path, "mechanism": event.mechanism}


def on_roll(event: BallotEvent) -> dict[str, OnRoll]:
    """Class -> how many are on the list, were given a slip, are excused; one query."""
    numbers: Mapping[str, dict[str, int]] = {
        name: {"size": 0, "issued": 0, "excused": 0} for name in event.sheet.get("classes", ())
    }
    for voter_class, state in RollEntry.objects.filter(event=event).values_list("voter_class", "state"):
        numbers[voter_class]["size"] += 1
        if state != "eligible":
            numbers[voter_class][state] += 1
    return {name: OnRoll(**figures) for name, figures in numbers.items()}


def _check_tellers(subject: Subject, delegate: User, *tellers: User) -> None:
    """Two different people beside the delegate, each from above the organisation and none of it."""
    if tellers[0].is_same_person(tellers[1]):
        raise Refusal("ballot.tellers-the-same", who=tellers[0].get_full_name())
    for teller in tellers:
        if teller.is_same_person(delegate):
            raise Refusal("ballot.teller-is-delegate", who=teller.get_full_name())
        if not checks.may(teller, "ballot.tell", subject.organisation):
            facts = {"who": teller.get_full_name(), "organisation": subject.organisation.name}
            raise Refusal("ballot.teller-from-below", **facts)


def _begun(event: BallotEvent) -> Refusal:
    return Refusal("ballot.begun", who=event.delegate.get_full_name(), state=event.state)
