"""keeping: a counted result becomes what the campaign goes on with, whether it was typed in or came from the box.

A count stands as it is kept: nothing here changes one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import ABSTAIN, Counted, Evaluation
from jiceng.services.ballot.holding import already_counted
from jiceng.services.sheet.judging import settle
from jiceng.store.fields import storable
from jiceng.store.models import BallotEvent, ClassCount, Count, Measure, OptionCount, Subject, User


def plain(rule: Evaluation, counts: Mapping[str, Counted]) -> dict[str, Counted]:
    """A count with every option named, as it is kept; 弃权 where somebody said it."""
    return {
        name: Counted(
            counted.issued, counted.returned, counted.valid, counted.invalid,
            {} if rule.of_members else _every(rule.options, counted.votes),
            {item: _every(rule.options_of(item), votes) for item, votes in counted.items.items()},
        )
        for name, counted in counts.items()
    }  # fmt: skip


def keep(
    *,
    subject: Subject,
    mechanism: str,
    rule: Evaluation,
    counts: Mapping[str, Counted],
    event: BallotEvent | None,
    by: User,
    on: date,
    **facts: Any,
) -> Count:
    """Write a count, figure by figure, and the measure that follows. facts: held_on, place, host.

    Raises Refusal "ballot.already-counted": of two at once the database keeps one.
    """
    try:
        with transaction.atomic():
            count = Count.objects.create(
                campaign=subject.campaign, mechanism=mechanism, subject=subject, event=event, by=by, on=on,
                **facts,
            )  # fmt: skip
    except IntegrityError:  # somebody else was first, in a database that did not hold the subject's row
        stands = Count.objects.get(subject=subject, mechanism=mechanism)
        raise already_counted(stands) from None
    for name, counted in plain(rule, counts).items():
        kept = ClassCount.objects.create(
            count=count, voter_class=name, issued=counted.issued, returned=counted.returned, valid=counted.valid,
            invalid=counted.invalid,
        )  # fmt: skip
        questions = {"": counted.votes, **counted.items}
        OptionCount.objects.bulk_create(
            OptionCount(class_count=kept, item=item, option=option, votes=votes)
            for item, column in questions.items()
            for option, votes in column.items()
        )
    source = subject.campaign.title_of(mechanism)
    _measure(subject, rule, rules.satisfaction(rule, counts), source, by=by, on=on)
    return Count.objects.for_page().get(pk=count.pk)


def _every(options: tuple[str, ...], votes: Mapping[str, int]) -> dict[str, int]:
    abstained = {ABSTAIN: votes[ABSTAIN]} if votes.get(ABSTAIN) else {}
    return {option: votes.get(option, 0) for option in options} | abstained


def _measure(subject: Subject, rule: Evaluation, value: Any, source: str, *, by: User, on: date) -> None:
    """Keep the figure that gates read, and bring the computed grade up to it."""
    if not rule.measure or value is None:
        return
    Measure.objects.update_or_create(
        subject=subject,
        name=rule.measure,
        defaults={"value": storable(value), "source": source[:128], "by": by, "on": on},
    )
    settle(Subject.objects.filter(pk=subject.pk))
