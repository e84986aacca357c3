"""Inputs for the grading benchmark: fixed seed, whole numbers only, nothing read from anywhere.

The form is in the style of 2012: seven heads that make a hundred, a bonus head outside it, fifty items. Organisations
hang on towns in roughly the proportions of the country (133 to a town, 14 towns to a county) and are numbered in tree
order; lines arrive in no order at all.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jiceng.analytics.tree import preorder
from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.sheet import Band, Bands, Form, Head, Quota, Scheme
from jiceng.kernel.sheet.shapes import (
    CountStep,
    DeductOnce,
    DeductPerOccurrence,
    MeasureBand,
    MeasureBands,
    RewardPerOccurrence,
    Steps,
)

SEED = 20121
CLASS = "机关"
GRADES = ("好", "较好", "一般", "较差")

# Head: its points, and how many items of each shape it has.
HEADS = (
    (15, {"each": 5, "once": 2, "steps": 1}),
    (10, {"each": 4, "once": 2}),
    (10, {"each": 4, "once": 2, "steps": 1}),
    (10, {"each": 3, "once": 2}),
    (10, {"each": 3, "once": 2}),
    (20, {"measure": 4, "each": 3}),
    (25, {"each": 4, "once": 2, "steps": 2}),
)
EACH = ((1, 3), (1, None), (2, 6), (0.5, 2), (1.5, 4.5), (2, None))  # points, cap
ONCE = (5, 3, 2, 5, 4, 2)
STEPS = ((1, 3), (2, 5))  # 1次扣3分、2次扣5分、3次以上不得分, of an item of 8
MEASURE = ((60, 2), (80, 3.5), (90, 5))  # from so many per cent, points
BONUS = ((1, 3), (0.5, 2), (2, 2), (1, None))  # points, cap
BONUS_MOST = 5


def number(figure: float) -> Decimal:
    return Decimal(str(figure))


def scheme() -> Scheme:
    """The form with its bands, one gate, three flags and two quotas."""
    heads, at = [], 0
    for place, (points, shapes) in enumerate(HEADS):
        items: list = []
        for shape, count in shapes.items():
            for _ in range(count):
                items.append(_item(shape, f"i{at:02d}", at))
                at += 1
        # What measures bring is earned from nought; everything else is taken from the full head.
        start = "zero" if "measure" in shapes else "full"
        named = {"key": f"h{place}", "name": f"head {place}", "maximum": Decimal(points)}
        heads.append(Head(items=tuple(items), start=start, **named))
    bonus = tuple(
        RewardPerOccurrence(
            key=f"i{at + one:02d}",
            name=f"bonus {one}",
            points=number(points),
            cap=None if cap is None else number(cap),
        )
        for one, (points, cap) in enumerate(BONUS)
    )
    heads.append(Head(key="h7", name="bonus", items=bonus, maximum=Decimal(BONUS_MOST), outside=True))
    lows = (90, 80, 60, 0)
    tops = (None, *lows[:-1])
    return Scheme(
        forms={CLASS: Form(key="bench", title="bench", heads=tuple(heads), decimals=1, reasons=True)},
        bands=Bands(
            bands=tuple(
                Band(grade=grade, at_least=Decimal(low), below=None if top is None else Decimal(top))
                for grade, low, top in zip(GRADES, lows, tops, strict=True)
            )
        ),
        gates=(Gate(grades=("好", "较好"), measure="satisfaction", at_least=Decimal(90)),),
        consequences=(
            Consequence(flag="new", effect="at-most", grade="较好"),
            Consequence(flag="weak", effect="at-most", grade="一般"),
            Consequence(flag="failed", effect="forced", grade="较差"),
        ),
        quotas=(
            Quota(grade="好", at_most=Decimal("0.20")),
            Quota(grade="较差", about=Decimal("0.10"), within=Decimal("0.02")),
        ),
    )


def _item(shape: str, key: str, at: int):
    named = {"key": key, "name": f"item {key}"}
    if shape == "each":
        points, cap = EACH[at % len(EACH)]
        return DeductPerOccurrence(points=number(points), cap=None if cap is None else number(cap), **named)
    if shape == "once":
        return DeductOnce(points=Decimal(ONCE[at % len(ONCE)]), **named)
    if shape == "steps":
        steps = [CountStep(count=count, deduct=Decimal(deduct)) for count, deduct in STEPS]
        # The item is worth 8 of its head; three times or more leave nothing of them.
        return Steps(steps=(*steps, CountStep(count=3, or_more=True, deduct=Decimal(8))), **named)
    bands = [MeasureBand(at_least=Decimal(low), points=number(points)) for low, points in MEASURE]
    return MeasureBands(bands=tuple(bands), unit="%", **named)


@dataclass
class Inputs:
    """Everything in memory before the clock starts.

    parent, end: nodes (nation to towns) in tree order. node, county: of each organisation.
    lines: row, item, value, reason, in order of arrival. measures: by item key, (tenths of a per cent, recorded).
    flags: by name. satisfaction: hundredths of a per cent.
    """

    rows: int
    parent: np.ndarray
    end: np.ndarray
    node: np.ndarray
    county: np.ndarray
    counties: int
    lines: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    measures: dict[str, tuple[np.ndarray, np.ndarray]]
    flags: dict[str, np.ndarray]
    satisfaction: np.ndarray


def make(rows: int) -> Inputs:
    """The inputs for so many organisations; the same on every machine."""
    rng = np.random.default_rng(SEED)
    parent, end, level = _nodes(rows, rng)
    towns = np.flatnonzero(level == 4)
    node = np.sort(rng.choice(towns, rows)).astype(np.int32)
    county_of = np.cumsum(level == 3) - 1
    county = county_of[node].astype(np.int32)
    items = [item for _, item in scheme().form(CLASS).items()]
    measured = [at for at, item in enumerate(items) if isinstance(item, MeasureBands)]
    quality = rng.normal(0, 1, rows)
    return Inputs(
        rows=rows,
        parent=parent,
        end=end,
        node=node,
        county=county,
        counties=int(county_of[-1]) + 1,
        lines=_lines(rows, items, quality, rng),
        measures={items[at].key: _measure(quality, rng) for at in measured},
        flags={
            name: rng.random(rows) < share
            for name, share in (("new", 0.02), ("weak", 0.01), ("failed", 0.005))
        },
        satisfaction=np.clip(9500 + 200 * quality + rng.normal(0, 250, rows), 0, 10000).astype(np.int16),
    )


def _nodes(rows: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Parents, ends and levels (0 nation to 4 town) of the committees, in tree order."""
    sizes = [1] + [max(1, round(rows / share)) for share in (160_000, 15_500, 1_818, 133)]
    parent, level, begin = [np.array([-1])], [np.zeros(1, int)], 0
    for at in range(1, 5):
        above = np.arange(sizes[at]) % sizes[at - 1]  # every node has one below it
        above[sizes[at - 1] :] = rng.integers(0, sizes[at - 1], max(0, sizes[at] - sizes[at - 1]))
        parent.append(begin + above)
        level.append(np.full(sizes[at], at))
        begin += sizes[at - 1]
    parents, levels = np.concatenate(parent), np.concatenate(level)
    order = preorder(parents)
    position = np.empty(len(parents), np.int64)
    position[order.order] = np.arange(len(parents))
    moved = parents[order.order]
    return np.where(moved < 0, -1, position[moved]), order.end, levels[order.order]


def _lines(rows: int, items: list, quality: np.ndarray, rng: np.random.Generator):
    """3 to 6 lines an organisation, more where quality is low, each item once, shuffled."""
    usual = np.array([at for at, item in enumerate(items) if not isinstance(item, MeasureBands)])
    count = np.clip(np.round(4.4 - quality + rng.normal(0, 0.7, rows)), 3, 6).astype(np.int64)
    row = np.repeat(np.arange(rows, dtype=np.int32), count)
    # Six steps through the items from a random start, with a stride that shares no factor with their number.
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    strides = np.array([one for one in range(1, len(usual)) if np.gcd(one, len(usual)) == 1])
    start, stride = rng.integers(0, len(usual), rows), rng.choice(strides, rows)
    item = usual[(start[row] + within * stride[row]) % len(usual)].astype(np.uint8)
    value = np.minimum(rng.geometric(0.7, len(row)), 5).astype(np.int16)
    value[np.isin(item, [at for at, one in enumerate(items) if isinstance(one, DeductOnce)])] = 1
    shuffled = rng.permutation(len(row))
    return row[shuffled], item[shuffled], value[shuffled], np.ones(len(row), bool)


def _measure(quality: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    value = np.clip(930 + 60 * quality + rng.normal(0, 60, len(quality)), 0, 1000).astype(np.int16)
    return value, rng.random(len(quality)) < 0.98
