"""Rows that do not fit: found here by number, refused by the kernel in its own words."""

from typing import NoReturn

from jiceng.analytics.ops import Bools
from jiceng.analytics.sheet.inputs import Inputs, entries_of
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Subject, score


class RowRefused(Exception):
    """A row that the kernel would refuse; the kernel says how."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def first_of(wrong: Bools) -> list[int]:
    """The lowest row that is marked, if there is one."""
    return [int(wrong.argmax())] if wrong.any() else []


def refuse(inputs: Inputs, row: int) -> NoReturn:
    """Let the kernel refuse a row. Raises its Refusal with `row`; ValueError when it is only too large for bulk."""
    subject = inputs.subject(row)
    try:
        if inputs.scheme.bands is None:
            _score(inputs, subject, row)
        else:
            inputs.scheme.judge(subject, cohorts=inputs.cohorts_at(row))
    except Refusal as refusal:
        raise Refusal(refusal.code, **refusal.facts, row=row) from None
    _check_not_too_large(inputs, subject, row)
    raise RuntimeError(f"Row {row}: bulk grading refused it and the kernel did not. Please report this.")


def _score(inputs: Inputs, subject: Subject, row: int) -> None:
    program = inputs.program
    for entries in subject.sheets.values():
        score(program.form, entries, class_name=program.class_name, cohorts=inputs.cohorts_at(row))


def _check_not_too_large(inputs: Inputs, subject: Subject, row: int) -> None:
    """Raises ValueError naming the first entry of a row whose value is beyond what bulk grading carries exactly."""
    program, ops = inputs.program, inputs.program.ops
    for scorer, sheet in inputs.sheets.items():
        for number, item in enumerate(program.items):
            at, coded, _ = entries_of(program, sheet, number, inputs.rows)
            own = coded[at == row]
            if len(own) and not ops.low[number] <= own[0] <= ops.high[number]:
                places = program.value_places[number]
                value = subject.sheets[scorer][item.key].value
                raise ValueError(
                    f"Row {row}, {item.name} ({scorer}): {value} is too large to be exact "
                    f"with {places} decimals in bulk. Compile with fewer places, or judge this row by the kernel."
                )
