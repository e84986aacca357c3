"""Shares as per cent: one rule for every page, form, return and check.

Each share is rounded half up by itself, as people who check it with a calculator do. The shares of a row may then miss
100 by a tenth or two; the table says so (`round_evenly`), and no share is bent to make a sum.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from jiceng.kernel import written
from jiceng.kernel.refusal import Refusal


def per_cent(part: Decimal | int, whole: Decimal | int = 1, *, places: int = 1) -> Decimal:
    """What per cent a part is of a whole, which is not nought.

    >>> per_cent(3, 7), per_cent(1, 16), per_cent(Decimal("0.2308"))
    (Decimal('42.9'), Decimal('6.3'), Decimal('23.1'))
    """
    return rounded(100 * Decimal(part) / Decimal(whole), places=places)


def rounded(share: Decimal, *, places: int = 1) -> Decimal:
    """A figure that is in per cent already, as it is shown; one of any length, for nobody has checked it yet.

    >>> rounded(Decimal(10) ** 27)
    Decimal('1000000000000000000000000000.0')
    """
    exact = Context(prec=max(28, share.adjusted() + places + 2))
    return share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, exact)


def read_share(text: str) -> Decimal:
    """A share as people write it, as 0 to 1: `20%`, `20` and `0.2` are the same.

    1 may be one per cent or everybody, so it is asked about. Raises Refusal "share.unreadable", "share.unclear",
    "share.outside".

    >>> read_share("20%"), read_share("２０"), read_share("0.2"), read_share("0.5%")
    (Decimal('0.2'), Decimal('0.2'), Decimal('0.2'), Decimal('0.005'))
    """
    value = written.number(text, per_cent=True)
    if value is None:
        raise Refusal("share.unreadable", value=text[:20])
    if not 0 <= value <= 100:
        raise Refusal("share.outside", value=value)
    if "%" in written.narrow(text) or value > 1:
        return value / 100
    if value == 1:
        raise Refusal("share.unclear", value=value)
    return value


def shares(counts: Sequence[int], *, places: int = 1) -> tuple[Decimal | None, ...]:
    """The per cent of each count; None where nothing was counted.

    >>> [str(share) for share in shares([54, 323, 107, 49])]
    ['10.1', '60.6', '20.1', '9.2']
    >>> shares([0, 0])
    (None, None)
    """
    whole = sum(counts)
    return tuple(per_cent(count, whole, places=places) if whole else None for count in counts)


def round_evenly(counts: Sequence[int], *, places: int = 1) -> bool:
    """Whether the shares of these counts, as they are shown, add up to 100.

    >>> round_evenly([54, 323, 107, 49]), round_evenly([1, 1, 1])
    (True, False)
    """
    return not sum(counts) or sum(share or 0 for share in shares(counts, places=places)) == 100


def counts_behind(share: Decimal, size: int, *, places: int = 1) -> range:
    """The counts out of `size` that round to this per cent; an empty range when none does.

    >>> list(counts_behind(Decimal("33.3"), 12)), list(counts_behind(Decimal("30.0"), 12))
    ([4], [])
    """
    half = Decimal(1).scaleb(-places) / 2
    least = ((share - half) * size / 100).to_integral_value(ROUND_CEILING)
    most = ((share + half) * size / 100).to_integral_value(ROUND_FLOOR)
    if most * 100 == (share + half) * size:
        most -= 1  # just half a place up rounds to the next
    return range(max(0, int(least)), min(size, int(most)) + 1)


def check_shares(given: Mapping[str, Decimal], size: int, *, places: int = 1) -> dict[str, range]:
    """Can these percentages come from this many? The counts each could stand for.

    The sum may miss 100 by what rounding explains, half a place for each share.
    Raises Refusal "duty.share-impossible", "duty.shares-sum-wrong", "duty.shares-no-counts".
    """
    behind = {name: counts_behind(share, size, places=places) for name, share in given.items()}
    for name, counts in behind.items():
        if not counts:
            raise Refusal("duty.share-impossible", name=name, share=given[name], size=size)
    total = sum(given.values(), Decimal(0))
    if abs(total - 100) > len(given) * Decimal(1).scaleb(-places) / 2:
        raise Refusal("duty.shares-sum-wrong", total=total)
    least = sum(counts.start for counts in behind.values())
    most = sum(counts.stop - 1 for counts in behind.values())
    if not least <= size <= most:
        raise Refusal("duty.shares-no-counts", size=size)
    return behind
