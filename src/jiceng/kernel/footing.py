"""footing: does a table that somebody else counted add up, and can its per cents come from its numbers?

For tables typed or pasted from outside: a report, a neighbour's 汇总表. Every slip is named by its row and column; what
the table is for is not asked, only what its headings say of themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import per_cent

# Headings by what they begin with. WHOLE = GRADED + UNGRADED = parts; what is in NEITHER is no part of a row's sum.
WHOLE = ("应定级", "合计", "总计", "总数", "小计", "共计", "total", "to be graded")
GRADED = ("已定级", "graded")
UNGRADED = ("未定级", "not graded")
NEITHER = ("党员", "members", "序号", "no.")
TOTAL_ROW = ("合计", "总计", "共计", "全县", "全市", "total")
SHARE = ("%", "％", "比例", "占比", "比重", "share")


@dataclass(frozen=True)
class Pasted:
    """A table as it was pasted. rows: (name of the row, one figure or None for every column)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal | None, ...]], ...]

    def at(self, *words: str) -> int | None:
        """The first column of figures whose heading begins with one of these."""
        return next(
            (at for at, name in enumerate(self.columns) if not is_share(name) and _begins(name, words)), None
        )

    def parts(self) -> list[int]:
        """The columns that a row's whole is made of."""
        apart = (*WHOLE, *GRADED, *UNGRADED, *NEITHER)
        return [at for at, name in enumerate(self.columns) if not is_share(name) and not _begins(name, apart)]


def is_share(name: str) -> bool:
    """Whether a column holds per cents, by its heading.

    >>> is_share("好（%）"), is_share("占比"), is_share("好")
    (True, True, False)
    """
    return any(mark in name.lower() for mark in SHARE)


def is_total(row: str) -> bool:
    return _begins(row, TOTAL_ROW)


def foot(table: Pasted) -> list[Refusal]:
    """Everything in a table that does not add up; empty when it all does.

    Codes: "duty.row-does-not-add", "duty.column-does-not-add", "duty.share-not-of-count", "duty.row-shares-sum",
    "duty.share-cannot-be".
    """
    return [*_across(table), *_down(table), *_per_cents(table)]


def true_share(count: Decimal, whole: Decimal, share: Decimal) -> bool:
    """Whether a per cent is this count's, to as many places as it is written.

    >>> true_share(Decimal(54), Decimal(533), Decimal("10.1")), true_share(Decimal(1), Decimal(3), Decimal("33.4"))
    (True, False)
    """
    return share == per_cent(count, whole, places=places(share))


def places(share: Decimal) -> int:
    """Places after the point as it was written."""
    exponent = share.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def sum_may_be(shares: Sequence[Decimal]) -> bool:
    """Whether per cents may be a whole: they miss 100 by no more than rounding explains, half a place for each."""
    unit = Decimal(1).scaleb(-max((places(share) for share in shares), default=0))
    return abs(sum(shares, Decimal(0)) - 100) <= len(shares) * unit / 2


def _across(table: Pasted) -> Iterator[Refusal]:
    """Every row's parts add to its whole."""
    whole, graded, ungraded, parts = (
        table.at(*WHOLE), table.at(*GRADED), table.at(*UNGRADED), table.parts()
    )  # fmt: skip
    for name, figures in table.rows:
        known = [figures[at] for at in parts if figures[at] is not None]
        added = sum((figure for figure in known if figure is not None), Decimal(0))
        left = figures[ungraded] if ungraded is not None else None
        if graded is not None and figures[graded] is not None and known and figures[graded] != added:
            yield _row(table, name, graded, figures[graded], known)
        if whole is None or figures[whole] is None:
            continue
        if graded is not None and figures[graded] is not None:
            pair = [figures[graded], left or Decimal(0)]
            if figures[whole] != sum((figure for figure in pair if figure is not None), Decimal(0)):
                yield _row(table, name, whole, figures[whole], pair)
        elif known and figures[whole] != added + (left or Decimal(0)):
            yield _row(table, name, whole, figures[whole], [*known, *([left] if left else [])])


def _row(
    table: Pasted, name: str, at: int, stated: Decimal | None, parts: Sequence[Decimal | None]
) -> Refusal:
    known = [figure for figure in parts if figure is not None]
    return Refusal(
        "duty.row-does-not-add", row=name, column=table.columns[at], found=stated,
        parts=" + ".join(format(figure, "f") for figure in known), sum=sum(known, Decimal(0)),
    )  # fmt: skip


def _down(table: Pasted) -> Iterator[Refusal]:
    """Every column adds to the row of totals."""
    totals = [figures for name, figures in table.rows if is_total(name)]
    if not totals:
        return
    lines = [figures for name, figures in table.rows if not is_total(name)]
    for at, column in enumerate(table.columns):
        known = [row[at] for row in lines if row[at] is not None]
        if is_share(column) or totals[-1][at] is None or len(known) < len(lines) or not lines:
            continue
        added = sum((figure for figure in known if figure is not None), Decimal(0))
        if added != totals[-1][at]:
            yield Refusal("duty.column-does-not-add", column=column, found=totals[-1][at], sum=added)


def _per_cents(table: Pasted) -> Iterator[Refusal]:
    """A share is its count's share of the row's whole, and the shares of a row are a whole."""
    of = _counted(table)
    for name, figures in table.rows:
        whole = _whole_of(table, figures)
        cells = [(at, figures[at]) for at in range(len(table.columns)) if is_share(table.columns[at])]
        shares = {at: share for at, share in cells if share is not None}
        for at, share in shares.items():
            count = figures[of[at]] if at in of else None
            if share < 0 or share > 100:
                yield Refusal("duty.share-cannot-be", row=name, column=table.columns[at], share=share)
            elif count is not None and whole and not true_share(count, whole, share):
                right = per_cent(count, whole, places=places(share))
                yield Refusal(
                    "duty.share-not-of-count", row=name, column=table.columns[at], share=share, count=count,
                    size=whole, right=right,
                )  # fmt: skip
        if len(shares) > 1 and set(of.values()) >= set(table.parts()) and not sum_may_be([*shares.values()]):
            yield Refusal("duty.row-shares-sum", row=name, total=sum(shares.values(), Decimal(0)))


def _counted(table: Pasted) -> Mapping[int, int]:
    """Which column of counts each column of shares speaks of: the one before it."""
    return {
        at: at - 1
        for at, name in enumerate(table.columns)
        if at and is_share(name) and not is_share(table.columns[at - 1])
    }


def _whole_of(table: Pasted, figures: Sequence[Decimal | None]) -> Decimal | None:
    """What the shares of a row are shares of: those graded, else the parts together."""
    graded = table.at(*GRADED)
    if graded is not None and figures[graded] is not None:
        return figures[graded]
    known = [figures[at] for at in table.parts() if figures[at] is not None]
    return sum((figure for figure in known if figure is not None), Decimal(0)) or None


def _begins(name: str, words: Sequence[str]) -> bool:
    text = name.strip().lower()
    return any(text.startswith(word) for word in words)
