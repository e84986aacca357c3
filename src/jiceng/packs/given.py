"""What a case may give, as types: a key that is misspelt or a value that does not fit is a finding, not a surprise."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Required

from pydantic import BeforeValidator, WrapValidator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

# A cohort is an example to be counted, not a province.
MOST = 10_000

# Every item of the sheet once, or every item answered with 0.
WHOLE_SHEETS = ("all", "every")


def _value(value: Any) -> Decimal | str:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise PydanticCustomError("case_value", "number or option")
    return value if isinstance(value, str) else Decimal(value)


def _line(line: Any) -> Any:
    """A bare value is a line with a reason."""
    return line if isinstance(line, Mapping) else {"value": line, "reason": "case"}


def _lines(lines: Any, read: Callable[[Any], Any]) -> Any:
    return lines if isinstance(lines, str) and lines in WHOLE_SHEETS else read(lines)


def _group(group: Any) -> Any:
    """{class: 村, 好: 3, 较好: 7}: how many of a class have each grade."""
    for name, count in group.items() if isinstance(group, Mapping) else ():
        fits = isinstance(count, str) if name == "class" else type(count) is int and 0 <= count <= MOST
        if not fits:
            raise PydanticCustomError("case_count", "counts")
    return group


class Line(TypedDict, total=False):
    """One line of a sheet. points: for a band that leaves a range to the scorer."""

    value: Required[Annotated[Any, BeforeValidator(_value)]]
    reason: str
    points: Decimal


class Told(TypedDict, total=False):
    """One organisation as the register holds it."""

    kind: Required[str]
    form: str
    parent_form: str


class Figures(TypedDict, total=False):
    """A return in numbers. listed: as counted off the list; left out = the same."""

    due: Required[int]
    grades: Required[Mapping[str, int]]
    listed: Mapping[str, int]
    not_graded: Mapping[str, str]
    unexplained: tuple[str, ...]
    open_objections: int


class Hanging(TypedDict, total=False):
    """A notice that was posted; {} = none was."""

    from_on: str
    until_on: str
    open: int


class Answer(TypedDict, total=False):
    finding: str
    reply: str


class Passing(TypedDict, total=False):
    """What somebody records about a gate."""

    gate: Required[str]
    note: str
    value: Decimal


class Counts(TypedDict, total=False):
    """One voter class after a meeting. items: the votes of every other question."""

    issued: Required[int]
    returned: Required[int]
    valid: Required[int]
    invalid: Required[int]
    votes: Mapping[str, int]
    items: Mapping[str, Mapping[str, int]]


class Seated(TypedDict, total=False):
    name: Required[str]
    seat: Required[str]
    post: str


class Placed(TypedDict, total=False):
    grade: Required[str]
    kind: Required[str]
    path: Required[str]
    resources: tuple[str, ...]


Said = Mapping[str, str]

Lines = Annotated[Mapping[str, Annotated[Line, BeforeValidator(_line)]], WrapValidator(_lines)]

# A dictionary, because `class` is no name for a field.
Given = TypedDict(
    "Given",
    {
        "class": str,
        "total": Decimal,
        "lines": Lines,
        "sheets": Mapping[str, Lines],
        "flags": tuple[str, ...],
        "measures": Mapping[str, Decimal],
        "ratings": Mapping[str, str],
        "decided": str,
        "reason": str,
        "present": tuple[str, ...],
        "self_assessment": Lines,
        "stated": str,
        "cohort": list[Annotated[Mapping[str, Any], BeforeValidator(_group)]],
        "about": str,
        "classes": tuple[str, ...],
        "organisations": Mapping[str, Told],
        "unit_grade": str,
        "own_grade": str,
        "explanation": str,
        "grade": str,
        # what is written down: records, notices, plans
        "said": Said,
        "known": Mapping[str, tuple[str, ...]],
        "records": tuple[Said, ...],
        "zones": tuple[str, ...],
        "done": tuple[str, ...],
        "held_on": tuple[str, ...],
        "figures": Figures,
        # steps, clocks, draws
        "at": str,
        "to": str,
        "doing": str,
        "on": str,
        "opened_on": str,
        "year": int,
        "of": str,
        "own": str,
        "seed": str,
        "graded": Mapping[str, str],
        # notices
        "place": str,
        "scope": str,
        "table": tuple[tuple[str, ...], ...],
        "from_on": str,
        "hanging": Hanging,
        "objecting_on": str,
        "answer": Answer,
        # items
        "due_on": str,
        "owner": str,
        "passing": Passing,
        "passed": tuple[str, ...],
        "evidence": int,
        "owner_closes": bool,
        "reply": str,
        "plans": tuple[Said, ...],
        "beside": tuple[Said, ...],
        "helpers": tuple[str, ...],
        "target": str,
        "old": str,
        "new": str,
        "opinions": Mapping[str, tuple[Said, ...]],
        "pairs": tuple[tuple[str, str], ...],
        # counted ballots
        "roll": Mapping[str, int],
        "members": int,
        "counts": Mapping[str, Counts],
        "standing": tuple[str, ...],
        "people": tuple[str, ...],
        "shown": str,
        # teams, helpers, documents
        "team": tuple[Seated, ...],
        "kind": str,
        "post": str,
        "holder": str,
        "visited": int,
        "organisation": bool,
        "places": Mapping[str, Placed],
        "number": str,
        "registered": tuple[str, ...],
        "bases": tuple[str, ...],
        "forwards_due": str,
        "recipients": str,
    },
    total=False,
)
