"""A list filled in elsewhere comes back: each changed cell is one event, as if it had been typed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiceng.kernel.refusal import Refusal
from jiceng.services import sheet
from jiceng.services.sheet import aside
from jiceng.store.models import Subject, User


@dataclass(frozen=True)
class Change:
    """One cell that says something else than what is kept. field: explanation or not_graded."""

    subject: int
    field: str
    text: str


class _Undone(Exception):
    """What was tried is taken back."""


def fill(*, changes: Sequence[Change], by: User, on: date, keep: bool) -> list[tuple[Change, Refusal]]:
    """Try every change; with `keep` they stay when none is refused. The refused ones, each with why.

    All or nothing: somebody who mends one cell and sends the file again meets nothing half done.
    Raises Forbidden for an organisation that is not theirs.
    """
    refused: list[tuple[Change, Refusal]] = []
    try:
        with transaction.atomic():
            subjects = {
                subject.pk: subject
                for subject in Subject.objects.filter(pk__in={change.subject for change in changes})
            }
            for change in changes:
                try:
                    with transaction.atomic():
                        _apply(change, subjects[change.subject], by=by, on=on)
                except Refusal as refusal:
                    refused.append((change, refusal))
            if refused or not keep:
                raise _Undone
    except _Undone:
        pass
    return refused


def _apply(change: Change, subject: Subject, *, by: User, on: date) -> None:
    if change.field == "explanation":
        sheet.explain(subject=subject, text=change.text, by=by, on=on)
    elif change.text:
        aside.set_aside(subject=subject, reason=change.text, by=by, on=on)
    else:
        aside.take_up_again(subject=subject, by=by, on=on)
