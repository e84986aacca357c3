"""roll: the list of voters, how many of each class and who they are, and its approval by the assessment team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from jiceng.kernel import ballot as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot.holding import at, event_of, held, names_of, naming, roll_of, rule_of, sizes_of
from jiceng.store.models import BallotEvent, Count, Person, Roll, RollClass, RollName, Subject, User

LONGEST_NAME = 60  # where members are voted on, a second of one name gets its number behind it: 张三（2）


@dataclass(frozen=True)
class Named:
    """One voter on the list. person: of the register, where the voter is in it."""

    name: str
    person: Person | None = None


@transaction.atomic
def submit_roll(
    *,
    subject: Subject,
    mechanism: str,
    sizes: Mapping[str, int],
    names: Mapping[str, Sequence[Named]] | None = None,
    note: str = "",
    by: User,
    on: date,
) -> Roll:
    """Say how many of each class will vote, and by name where slips are handed out by it: the organisation does, or the
    superior where the document has it invite them.

    note: why, where the classes are not about as many. Until it is approved it may be submitted anew; the same content
    again changes nothing.
    Raises Forbidden, or Refusal "ballot.roll-approved", "ballot.not-concerned", "ballot.names-beside-size",
    "ballot.name-missing", "ballot.name-too-long", "ballot.person-twice", and those of `kernel.check_roll`.
    """
    rule = rule_of(subject, mechanism)
    subject = held(subject, mechanism, naming(rule), by)
    note = note.strip()
    rules.check_roll(rule, sizes, members=subject.organisation.member_count, reason=note)
    listed = _checked(sizes, names or {})
    roll = roll_of(subject, mechanism)
    if roll is not None and roll.note == note and sizes_of(roll) == dict(sizes) and _names(roll) == listed:
        return roll
    if roll is not None and roll.approved_on is not None:
        raise _approved(roll)
    if roll is None:
        roll = Roll.objects.create(
            campaign=subject.campaign, mechanism=mechanism, subject=subject, submitted_by=by,
            submitted_on=on, note=note,
        )  # fmt: skip
    else:
        Roll.objects.filter(pk=roll.pk).update(submitted_by=by, submitted_on=on, note=note)
        roll.refresh_from_db()
    RollName.objects.filter(roll=roll).delete()
    RollClass.objects.filter(roll=roll).delete()
    RollClass.objects.bulk_create(
        [RollClass(roll=roll, voter_class=name, size=sizes[name]) for name in sizes]
    )
    RollName.objects.bulk_create(
        RollName(roll=roll, voter_class=name, number=number, name=person_name, person_id=person)
        for name, people in listed.items()
        for number, (person_name, person) in enumerate(people, 1)
    )
    roll = Roll.objects.prefetch_related("classes", "names").get(pk=roll.pk)
    audit.record(
        "ballot.roll-submitted", by=by, on=on, **at(subject, mechanism), sizes=dict(sizes),
        names=sum(map(len, listed.values())), about={"note": note},
    )  # fmt: skip
    return roll


@transaction.atomic
def approve_roll(*, subject: Subject, mechanism: str, by: User, on: date) -> Roll:
    """The assessment team approves the list as it stands; nobody approves their own.

    Raises Forbidden, or Refusal "ballot.roll-missing", "ballot.roll-by-another".
    """
    subject = held(subject, mechanism, "ballot.approve-roll", by)
    roll = roll_of(subject, mechanism)
    if roll is None:
        raise Refusal("ballot.roll-missing", name=subject.campaign.title_of(mechanism))
    if roll.approved_on is not None:
        return roll
    if by.is_same_person(roll.submitted_by):
        raise Refusal("ballot.roll-by-another")
    Roll.objects.not_yet_approved().filter(pk=roll.pk).update(approved_by=by, approved_on=on)
    roll.refresh_from_db()
    audit.record("ballot.roll-approved", by=by, on=on, **at(subject, mechanism), sizes=sizes_of(roll))
    return roll


@transaction.atomic
def send_roll_back(*, subject: Subject, mechanism: str, reason: str, by: User, on: date) -> None:
    """The list goes back to the organisation, approved or not, as long as nobody has counted or votes on it.

    After a ballot that was void the list stays as it was, not approved any more: that ballot was held on it.
    Raises Forbidden, or Refusal "ballot.roll-missing", "ballot.roll-is-counted", "ballot.roll-in-use",
    "ballot.back-without-reason".
    """
    subject = held(subject, mechanism, "ballot.approve-roll", by)
    roll = roll_of(subject, mechanism)
    if roll is None:
        raise Refusal("ballot.roll-missing", name=subject.campaign.title_of(mechanism))
    if Count.objects.filter(subject=subject, mechanism=mechanism).exists():
        raise Refusal("ballot.roll-is-counted")
    if event_of(subject, mechanism) is not None:
        raise Refusal("ballot.roll-in-use")
    if not has_reason(reason):
        raise Refusal("ballot.back-without-reason")
    sizes = sizes_of(roll)
    if BallotEvent.objects.filter(roll=roll).exists():
        nobody: dict[str, Any] = {"approved_by": None, "approved_on": None}
        Roll.objects.filter(pk=roll.pk).update(**nobody)
    else:
        RollName.objects.filter(roll=roll).delete()
        RollClass.objects.filter(roll=roll).delete()
        roll.delete()
    audit.record(
        "ballot.roll-sent-back", by=by, on=on, **at(subject, mechanism), sizes=sizes,
        about={"reason": reason.strip()},
    )  # fmt: skip


def _checked(
    sizes: Mapping[str, int], names: Mapping[str, Sequence[Named]]
) -> dict[str, list[tuple[str, int | None]]]:
    """Class -> (name, key of the person), as it is kept; as many as the list says, and nobody of the register twice."""
    listed: dict[str, list[tuple[str, int | None]]] = {}
    seen: dict[int, str] = {}
    for voter_class, people in names.items():
        if len(people) != sizes.get(voter_class, 0):
            facts = {"name": voter_class, "names": len(people), "size": sizes.get(voter_class, 0)}
            raise Refusal("ballot.names-beside-size", **facts)
        for number, voter in enumerate(people, 1):
            name, key = " ".join(voter.name.split()), voter.person.pk if voter.person else None
            if not name:
                raise Refusal("ballot.name-missing", name=voter_class, number=number)
            if len(name) > LONGEST_NAME:
                raise Refusal("ballot.name-too-long", name=name[:12], most=LONGEST_NAME)
            if key is not None and key in seen:
                raise Refusal("ballot.person-twice", name=name, classes=[seen[key], voter_class])
            if key is not None:
                seen[key] = voter_class
            listed.setdefault(voter_class, []).append((name, key))
    return listed


def _names(roll: Roll) -> dict[str, list[tuple[str, int | None]]]:
    return {
        name: [(voter.name, voter.person_id) for voter in people] for name, people in names_of(roll).items()
    }


def _approved(roll: Roll) -> Refusal:
    who = roll.approved_by.get_full_name() if roll.approved_by else ""
    return Refusal(
        "ballot.roll-approved", who=who, on=roll.approved_on.isoformat() if roll.approved_on else ""
    )
