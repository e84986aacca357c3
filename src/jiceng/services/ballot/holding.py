"""Taking hold of a ballot before changing it: permission, the rows in their order, whether it is done now, and by whom.

The order of rows that are held is always track, then subject, then the ballot.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiceng.kernel.ballot import Counted, Evaluation
from jiceng.kernel.ballot.board import sheet_of
from jiceng.kernel.refusal import Refusal
from jiceng.services import standing
from jiceng.services.door import enter_graded, locked
from jiceng.store.models import BallotEvent, Count, Roll, RollName, Subject, User


def rule_of(subject: Subject, mechanism: str) -> Evaluation:
    """The rule of a ballot. Raises KeyError for a key that is none: no page of ours names it."""
    rule = subject.campaign.rules[mechanism]
    if not isinstance(rule, Evaluation):
        raise KeyError(mechanism)
    return rule


def naming(rule: Evaluation) -> str:
    """The verb of whoever says who votes: the organisation's secretary, or the superior that invites."""
    return "ballot.roll" if rule.named_by == "secretary" else "ballot.roll-over"


def held(subject: Subject, mechanism: str, verb: str, by: User) -> Subject:
    """Permission, then the rows, then whether it is done now and of this organisation at all."""
    subject = enter_graded(subject, mechanism, permission=verb, by=by, when="late")
    rule = rule_of(subject, mechanism)
    flags = subject.flags() if rule.flags else frozenset()
    whom = {"grade": subject.grade, "kind": subject.organisation.kind, "class_name": subject.class_name}
    if subject.set_aside or not rule.concerns(**whom, flags=flags):
        raise not_concerned(subject, mechanism, rule)
    return subject


def hold_rows(subject: Subject) -> Subject:
    """The track first, then the row: in this order everywhere."""
    standing.hold_track(subject.campaign, subject.committee)
    return locked(subject)


def not_concerned(subject: Subject, mechanism: str, rule: Evaluation) -> Refusal:
    facts = {"name": subject.campaign.title_of(mechanism), "organisation": subject.organisation.name}
    if rule.kinds and subject.organisation.kind not in rule.kinds:
        return Refusal("ballot.not-of-kind", **facts)
    return Refusal("ballot.not-concerned", grades=list(rule.grades), **facts)


def check_after(subject: Subject, rule: Evaluation, name: str, on: date) -> None:
    """What comes first is there. Raises Refusal "ballot.comes-after"."""
    if not rule.after:
        return
    done = standing.done(subject.campaign, subject.committee, rule.after, on, subject)
    first = [subject.campaign.title_of(key) for key in rule.after if key not in done]
    if first:
        raise Refusal("ballot.comes-after", name=name, first=first)


def roll_of(subject: Subject, mechanism: str) -> Roll | None:
    rolls = Roll.objects.filter(subject=subject, mechanism=mechanism)
    people = rolls.select_related("approved_by__person", "submitted_by")
    return people.prefetch_related("classes", "names").first()


def sizes_of(roll: Roll) -> dict[str, int]:
    return {group.voter_class: group.size for group in roll.classes.all()}


def names_of(roll: Roll) -> dict[str, list[RollName]]:
    """Class -> its voters by name, in the order of the list; a class without names is not there."""
    voters: dict[str, list[RollName]] = {}
    for voter in sorted(roll.names.all(), key=lambda voter: voter.number):
        voters.setdefault(voter.voter_class, []).append(voter)
    return voters


def questions_of(rule: Evaluation, roll: Roll) -> dict[str, tuple[str, ...]]:
    """Every question of the sheet -> what it offers, 弃权 aside. Where members are voted on: who is on the list."""
    voted_on: list[str] = []
    if rule.of_members:
        by_name = names_of(roll)
        classes = [group.name for group in rule.classes if group.all_of_them] or [
            group.name for group in rule.classes
        ]
        voted_on = [voter.name for name in classes for voter in by_name.get(name, [])]
    return {asked.name: asked.options for asked in sheet_of(rule, voted_on)}


def check_approved(subject: Subject, mechanism: str, rule: Evaluation) -> Roll:
    """The list that a ballot is held on. Raises Refusal "ballot.roll-missing", "ballot.roll-not-approved"."""
    roll, name = roll_of(subject, mechanism), subject.campaign.title_of(mechanism)
    if roll is None:
        raise Refusal("ballot.roll-missing", name=name)
    if rule.approved_by is not None and roll.approved_on is None:
        raise Refusal("ballot.roll-not-approved", name=name)
    return roll


def event_of(subject: Subject, mechanism: str) -> BallotEvent | None:
    """The ballot that stands, if one was begun; there is at most one."""
    return BallotEvent.objects.standing().filter(subject=subject, mechanism=mechanism).first()


def already_counted(count: Count) -> Refusal:
    return Refusal("ballot.already-counted", who=count.by.get_full_name(), on=count.on.isoformat())


def counted_of(count: Count) -> dict[str, Counted]:
    """A stored count as the rules read it; of `for_page()`."""
    counts = {}
    for group in count.classes.all():
        votes: dict[str, int] = {}
        items: dict[str, dict[str, int]] = {}
        for each in group.options.all():
            into = items.setdefault(each.item, {}) if each.item else votes
            into[each.option] = each.votes
        counts[group.voter_class] = Counted(
            group.issued, group.returned, group.valid, group.invalid, votes, items
        )
    return counts


def told(counts: Mapping[str, Counted]) -> dict[str, Any]:
    """Figures as the record keeps them; questions beside the overall one only where there are any."""
    plain: dict[str, Any] = {}
    for name, counted in counts.items():
        plain[name] = {**vars(counted), "votes": dict(counted.votes)}
        plain[name]["items"] = {item: dict(votes) for item, votes in counted.items.items()}
        if not counted.items:
            del plain[name]["items"]
    return plain


def at(subject: Subject, mechanism: str) -> dict[str, Any]:
    """Where on the record something about a ballot stands."""
    return {"target": subject, "path": subject.organisation.path, "mechanism": mechanism}
