"""quota: every committee's cohort against the quotas at once (G-15, G-16). Heads are counted, no grade is changed.

The kernel's `check_quotas` names the fewest changes for one cohort; here is where each of many cohorts stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics import engines
from jiceng.analytics.fixed import LIMIT, CannotCompile, places_of, whole
from jiceng.analytics.ops import Ints, whole_numbers
from jiceng.kernel.sheet import Bands, Quota

NOT_SET = -1


@dataclass(frozen=True)
class Standings:
    """One limit, for every group. classes empty = everybody not counted apart. least, most: heads, NOT_SET = no limit.

    A class that is counted apart and has nobody in a group stands there with size 0; the kernel leaves it out.
    """

    quota: Quota
    classes: tuple[str, ...]
    size: Ints
    count: Ints
    least: Ints
    most: Ints

    @property
    def over(self) -> Ints:
        return np.where(self.most == NOT_SET, 0, np.maximum(0, self.count - self.most))

    @property
    def under(self) -> Ints:
        return np.where(self.least == NOT_SET, 0, np.maximum(0, self.least - self.count))


def check_quotas(
    bands: Bands,
    quotas: Sequence[Quota],
    *,
    groups: int,
    group: ArrayLike,
    place: ArrayLike,
    class_code: ArrayLike | None = None,
    classes: Sequence[str] = (),
    engine: str = "",
) -> tuple[Standings, ...]:
    """Where every group stands on every limit.

    group: 0 to groups - 1 for each row (the committee that decides). place: its grade, a position in the bands.
    class_code: its class, a position in `classes`; not needed when no quota counts a class apart.

    Raises Refusal "sheet.grade-unknown" for a quota on a grade no band awards.
    """
    grades, kinds = len(bands.grades()), max(1, len(classes))
    places = [bands.place(quota.grade) for quota in quotas]
    cell = whole_numbers(group)
    if class_code is not None:
        cell = cell + np.asarray(class_code, np.int64) * groups
    heads = engines.tally(cell, place, kinds * groups, grades, engine).reshape(kinds, groups, grades)
    standings = []
    for quota, at in zip(quotas, places, strict=True):
        apart = {name for apart_class in quota.apart_classes for name in apart_class.classes}
        rest = np.array([not classes or name not in apart for name in classes or ("",)], bool)
        standings.append(_standing(quota, (), heads[rest].sum(axis=0), at))
        for apart_class in quota.apart_classes:
            own = np.array([name in apart_class.classes for name in classes or ("",)], bool)
            standings.append(_standing(quota, apart_class.classes, heads[own].sum(axis=0), at, apart_class))
    return tuple(standings)


def _standing(
    quota: Quota, classes: tuple[str, ...], heads: Ints, at: int, apart: object = None
) -> Standings:
    size, count = heads.sum(axis=1), heads[:, at].copy()
    least_share = None if apart else quota.at_least
    most_share = apart.at_most if apart else quota.at_most  # type: ignore[attr-defined]
    places = max(places_of(quota.about, quota.within, least_share, most_share), 0)
    unit = 10**places
    if places > 9 or int(size.max(initial=0)) * unit * 1000 > LIMIT:
        raise CannotCompile(
            f"quota on {quota.grade}: its shares need more decimals than bulk grading carries"
        )
    if quota.about is not None and quota.within is not None and not apart:
        least_share, most_share = quota.about - quota.within, quota.about + quota.within
    unset = np.full_like(size, NOT_SET)
    most = unset if most_share is None else size * whole(most_share, places) // unit
    least = unset if least_share is None else -(-size * whole(least_share, places) // unit)
    if quota.about is not None and least_share is not None and most_share is not None:
        down, rest = np.divmod(size * whole(quota.about, places), unit)
        nearest = down + ((2 * rest > unit) | (2 * rest == unit) & (down % 2 == 1))
        none_fits = least > most
        least, most = np.where(none_fits, nearest, least), np.where(none_fits, nearest, most)
    if least_share is not None:
        least = np.maximum(0, least)
    return Standings(quota, classes, size, count, least, most)
