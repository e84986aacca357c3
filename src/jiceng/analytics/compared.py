"""Items whose points depend on the group: rank and proportional. NumPy for both engines; sorting is the work.

Groups are whole numbers, one a row; the values of a group are the recorded values of its rows, or given from outside.
"""

from dataclasses import dataclass

import numpy as np

from jiceng.analytics.fixed import LIMIT, VALUE_LIMIT, CannotCompile, places_of, whole
from jiceng.analytics.ops import Bools, Ints
from jiceng.analytics.vector import mul_div
from jiceng.kernel.sheet import Item
from jiceng.kernel.sheet.shapes import Proportional, Rank


@dataclass(frozen=True)
class Group:
    """Everybody's values of one item: `value[i]` belongs to group `group[i]`."""

    group: Ints
    value: Ints


@dataclass(frozen=True)
class RankOf:
    """limits: per place-rule (count, share, its places), -1 = no such limit. points: one more, for the rest."""

    higher: bool
    limits: tuple[tuple[int, int, int], ...]
    points: Ints

    def worth(self, group: Ints, value: Ints, among: Group) -> tuple[Ints, Bools]:
        better, size = _placed(group, value, among, higher=self.higher)
        place = better + 1
        got = np.full(len(value), self.points[-1])
        for rule in range(len(self.limits) - 1, -1, -1):
            to, share, places = self.limits[rule]
            holds = np.ones(len(value), bool)
            if to >= 0:
                holds &= place <= to
            if share >= 0:
                holds &= place * 10**places <= share * size
            got[holds] = self.points[rule]
        return got, size == 0


@dataclass(frozen=True)
class ProportionalOf:
    """factor: the item's points in millionths. scale: what a millionth is worth in the points of the form.

    unit: what one unit of a value is worth in units of the base (a mean has six places, whatever the values have).
    """

    higher: bool
    mean: bool
    factor: int
    ceiling: int
    scale: int
    unit: int
    value_places: int

    def worth(self, group: Ints, value: Ints, among: Group) -> tuple[Ints, Bools]:
        base, size = _base(group, among, mean=self.mean, higher=self.higher, value_places=self.value_places)
        value = value * self.unit
        over, under = (value, base) if self.higher else (base, value)
        # A quotient that is not above 0 brings nothing; only the others are divided.
        positive = (over > 0) & (under > 0)
        over, under = np.where(positive, over, 0), np.where(positive, under, 1)
        capped = self.factor * over.astype(np.float64) / under > self.ceiling + 1
        got = np.where(capped, self.ceiling, mul_div(self.factor, np.where(capped, 0, over), under))
        if not self.higher:  # nought is unbeatable where less is better
            got = np.where(value == 0, self.ceiling, got)
        return np.minimum(got, self.ceiling) * self.scale, size == 0


def compile_compared(item: Item, points_places: int, value_places: int) -> RankOf | ProportionalOf:
    """The rule of one compared item. Raises CannotCompile."""
    if isinstance(item, Rank):
        limits = []
        for place in item.places:
            share_places = places_of(place.to_share)
            share = -1 if place.to_share is None else whole(place.to_share, share_places)
            if (place.to_share is not None and not 0 <= place.to_share <= 1000) or share_places > 9:
                raise CannotCompile(f"{item.key} ({item.name}): a share of {place.to_share} is not one")
            limits.append((-1 if place.to is None else max(0, place.to), share, share_places))
        points = [whole(place.points, points_places) for place in item.places] + [0]
        return RankOf(item.higher_is_better, tuple(limits), np.array(points, np.int64))
    assert isinstance(item, Proportional)
    ceiling = item.most(None)
    assert ceiling is not None
    if item.points <= 0 or ceiling < 0:
        raise CannotCompile(f"{item.key} ({item.name}): proportional points must be above 0")
    factor, most = whole(item.points, 6), whole(ceiling, 6)
    if max(factor, most) > VALUE_LIMIT // 4:
        raise CannotCompile(f"{item.key} ({item.name}): {item.points} points are too many for bulk grading")
    return ProportionalOf(
        item.higher_is_better,
        item.of == "mean",
        factor,
        most,
        10 ** (points_places - 6),
        base_unit(item, value_places),
        value_places,
    )


def base_unit(item: Proportional, value_places: int) -> int:
    """What one unit of a value is worth in units of what it is compared with."""
    return int(10 ** max(0, 6 - value_places)) if item.of == "mean" else 1


def _placed(group: Ints, value: Ints, among: Group, *, higher: bool) -> tuple[Ints, Ints]:
    """How many of the group are better than each value, and how large the group is."""
    both = np.concatenate([among.value, value])
    _, codes = np.unique(both, return_inverse=True)
    width = int(codes.max(initial=0)) + 1
    keys = np.sort(among.group * width + codes[: len(among.value)])
    own = group * width + codes[len(among.value) :]
    begin = np.searchsorted(keys, group * width, side="left")
    end = np.searchsorted(keys, (group + 1) * width, side="left")
    if higher:
        return end - np.searchsorted(keys, own, side="right"), end - begin
    return np.searchsorted(keys, own, side="left") - begin, end - begin


def _base(group: Ints, among: Group, *, mean: bool, higher: bool, value_places: int) -> tuple[Ints, Ints]:
    """The best or the mean of each row's group, in value units, and the size of the group."""
    order = np.argsort(among.group, kind="stable")
    names, begin, count = np.unique(among.group[order], return_index=True, return_counts=True)
    if not len(names):
        return np.zeros_like(group), np.zeros_like(group)
    values = among.value[order]
    if mean:
        if int(np.abs(values).max()) * int(count.max()) * 10 ** max(0, 6 - value_places) > LIMIT // 4:
            raise ValueError("The values of a group are too large to take their mean in bulk.")
        sums = np.add.reduceat(values, begin)
        # The kernel's mean has six places, half up (away from nought); here in units of six places, or of the value's.
        unit, lift = 10 ** max(0, value_places - 6), 10 ** max(0, 6 - value_places)
        under = count * unit
        base = np.sign(sums) * ((2 * np.abs(sums) * lift + under) // (2 * under)) * unit
    else:
        base = (np.maximum if higher else np.minimum).reduceat(values, begin)
    at = np.minimum(np.searchsorted(names, group), len(names) - 1)
    known = names[at] == group
    return np.where(known, base[at], 0), np.where(known, count[at], 0)
