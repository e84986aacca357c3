"""The rows of 汇总表 and 一览表, and what stands around them: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Cell = str | int | Decimal | None


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands around a table.

    title: empty = the form's own. filed_on: as it is to be printed.
    sample: the sheets behind it are not the published ones. invented: people or scores are made up.
    decided: False = computed grades only, said under the table.
    notes: further lines under the table.
    """

    title: str = ""
    unit: str = ""
    filled_by: str = ""
    reviewed_by: str = ""
    phone: str = ""
    filed_on: str = ""
    sample: bool = False
    invented: bool = False
    decided: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """One category of the 汇总表. counts: grade -> how many. ungraded_reason: why some have none."""

    category: str
    due: int
    counts: Mapping[str, int]
    ungraded: int = 0
    ungraded_reason: str = ""
    members: int | None = None

    @property
    def graded(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One organisation of the 一览表. satisfaction in per cent; grade as decided, or as computed where none is yet.

    issued, returned, valid: papers of its ballot, all classes of voters together.
    """

    name: str
    category: str
    grade: str = ""
    total: Decimal | None = None
    secretary: str = ""
    members: int | None = None
    self_total: Decimal | None = None
    self_grade: str = ""
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    satisfaction: Decimal | None = None
    last_grade: str = ""
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class OutsideRow:
    """An organisation the document does not grade; listed, never dropped. why: in words."""

    code: str
    name: str
    category: str
    why: str


@dataclass(frozen=True)
class Table:
    """A form as plain rows. header: (heading, headings below it or none), in the order of the columns.

    notes: lines to print under the table.
    """

    header: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def share_columns(self) -> frozenset[int]:
        """Where the shares stand: the second of every pair of number and per cent."""
        at, columns = 0, set()
        for _, below in self.header:
            columns |= {at + 1} if len(below) == 2 else set()
            at += max(1, len(below))
        return frozenset(columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """One name for every column: `好 个数`."""
        return tuple(
            f"{name} {below}" if below else name for name, parts in self.header for below in parts or ("",)
        )
