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
    },
    total=False,
)
