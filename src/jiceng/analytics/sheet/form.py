"""A form for one class, ready for any number of rows: its items as rules, its heads with their limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jiceng.analytics.compared import ProportionalOf, RankOf, compile_compared
from jiceng.analytics.fixed import LIMIT, CannotCompile, places_of, whole
from jiceng.analytics.ops import COMPARED, KIND, NO_LIMIT, Heads, Ops
from jiceng.analytics.sheet.item import OpsBuilder, figures_of, item_places
from jiceng.kernel.sheet import Entry, Form, Head, Item
from jiceng.kernel.sheet.shapes import Options, Rate

# Sums of points that stay below this are kept in 32 bits.
NARROW = 2**30


@dataclass(frozen=True)
class Program:
    """One form for one class, ready for any number of rows.

    narrow: points fit 32 bits, which halves the memory that lines are scattered over; totals never are.
    places: of points and heads. total_places: of the total. value_places: of each item's recorded values.
    """

    form: Form
    class_name: str
    items: tuple[Item, ...]
    places: int
    total_places: int
    value_places: tuple[int, ...]
    ops: Ops
    heads: Heads
    compared: Mapping[int, RankOf | ProportionalOf]
    numbers: Mapping[str, int]
    narrow: bool

    def number(self, key: str) -> int:
        """Where an item stands in the sheet; what `Lines.item` holds. Raises Refusal "sheet.item-unknown"."""
        if key not in self.numbers:
            key = self.form.find(key).key
        return self.numbers[key]

    def option(self, key: str, name: str) -> int:
        """The code of a named option. Raises Refusal "sheet.option-unknown" by way of the kernel."""
        item = self.items[self.number(key)]
        item.worth(Entry(name), head_maximum=None)
        assert isinstance(item, Options)
        return list(item.options).index(name)


def compile_form(
    form: Form, class_name: str, *, places: int | Mapping[str, int] = 6, headroom: int = 1
) -> Program:
    """Turn a form into whole-number rules, once; grading any number of rows then only adds.

    places: decimals of the measured values that will come, for all items or by item key (others keep 6).
    headroom: what totals may still be multiplied by without leaving 64 bits (`compile_scheme` asks for it).

    Points have as many places as the form's figures need (millionths where a quotient is carried).
    Raises CannotCompile naming the item and the figure that cannot be exact.
    """
    keys = [item.key for _, item in form.items()]
    if len(set(keys)) < len(keys):
        raise CannotCompile(f"{form.key}: two items have the same key")
    points_places, total_places = form_places(form)
    heads = _heads(form, class_name, points_places, total_places)
    narrow = _is_narrow(form, heads, points_places)
    builder = OpsBuilder(form, class_name, points_places)
    compared: dict[int, RankOf | ProportionalOf] = {}
    value_places: list[int] = []
    for at, head in enumerate(form.heads):
        room = _room(form, heads, at, headroom, narrow=narrow)
        for item in head.items:
            wanted = places if isinstance(places, int) else places.get(item.key, 6)
            number = len(value_places)
            value_places.append(builder.add(at, head, item, wanted, room))
            if builder.figures[number][KIND] == COMPARED:
                compared[number] = compile_compared(item, points_places, value_places[number])
    if max(_reach(form, heads, headroom), abs(heads.maximum)) * headroom > LIMIT:
        raise CannotCompile(
            f"{form.key} ({form.title}): its totals do not fit 64 bits at {total_places} decimals"
        )
    return Program(
        form, class_name, tuple(item for _, item in form.items()), points_places, total_places, tuple(value_places),
        builder.ops(), heads, compared, {key: number for number, key in enumerate(keys)}, narrow,
    )  # fmt: skip


def _heads(form: Form, class_name: str, points_places: int, total_places: int) -> Heads:
    weights = [whole(head.weight, total_places - points_places) for head in form.heads]
    start = [_start(head, class_name, points_places) for head in form.heads]
    lowest = [head.lowest(class_name) for head in form.heads]
    low = [-NO_LIMIT if floor is None else whole(floor, points_places) for floor in lowest]
    high = [NO_LIMIT if head.maximum is None else whole(head.maximum, points_places) for head in form.heads]
    return Heads(
        start=np.array(start, np.int64),
        low=np.array(low, np.int64),
        high=np.array(high, np.int64),
        weight=np.array(weights, np.int64),
        outside=np.array([head.outside for head in form.heads], bool),
        maximum=whole(form.maximum, total_places),
    )


def _endless(heads: Heads, at: int) -> bool:
    """Whether nothing limits the points of a head on one side."""
    return int(heads.high[at]) == NO_LIMIT or int(heads.low[at]) == -NO_LIMIT


def _start(head: Head, class_name: str, places: int) -> int:
    points = (head.maximum or Decimal(0)) if head.start == "full" else Decimal(0)
    for item in head.items:
        if item.applies_to(class_name):
            points += item.untouched().points
    return whole(points, places)


def _room(form: Form, heads: Heads, at: int, headroom: int, *, narrow: bool) -> int:
    """What one entry of a head may bring: such that a head full of them, weighted and multiplied, stays in 64 bits.

    Raises CannotCompile when what the head starts with is more.
    """
    head, weight = form.heads[at], abs(int(heads.weight[at]))
    room = (NARROW if narrow else LIMIT) // (len(head.items) + 2)
    if _endless(heads, at):
        room = min(room, LIMIT // (len(head.items) + 2) // (max(1, weight) * len(form.heads) * headroom))
    if abs(int(heads.start[at])) > room:
        raise CannotCompile(f"{head.key} ({head.name}): its points are too many for bulk grading")
    return room


def _reach(form: Form, heads: Heads, headroom: int) -> int:
    """How far from 0 a total may lie: every weighted head at its limit, or at its part of 64 bits if it has none."""
    reach = 0
    for at in range(len(form.heads)):
        if _endless(heads, at):
            reach += LIMIT // (len(form.heads) * headroom)
        else:
            furthest = max(abs(int(heads.low[at])), abs(int(heads.high[at])))
            reach += abs(int(heads.weight[at])) * furthest
    return reach


def _is_narrow(form: Form, heads: Heads, places: int) -> bool:
    """Whether 32 bits hold a head full of entries, each a thousand times its item's largest figure.

    A rate without a maximum has no such bound: a measured value may lie any number of steps from its target.
    """
    if any(isinstance(item, Rate) and item.maximum is None for _, item in form.items()):
        return False
    limits = np.concatenate(
        [heads.start, heads.low[heads.low != -NO_LIMIT], heads.high[heads.high != NO_LIMIT]]
    ).tolist()
    figures = [
        whole(number, places) for _, item in form.items() for number in figures_of(item) if number is not None
    ]
    fullest = max((len(head.items) for head in form.heads), default=0)
    return 1000 * max(map(abs, [*limits, *figures]), default=0) <= NARROW // (fullest + 2)


def form_places(form: Form) -> tuple[int, int]:
    """The decimals that a form's points, and its weighted total, need. Raises CannotCompile naming the item."""
    points = max(
        [form.decimals, *(places_of(head.maximum, head.floor) for head in form.heads)]
        + [item_places(item) for _, item in form.items()]
    )
    return points, max(points + places_of(*(head.weight for head in form.heads)), places_of(form.maximum))
