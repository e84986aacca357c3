"""Organisations in tree order: everything below one is one span of rows, and a count is two running sums."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jiceng.analytics import engines
from jiceng.analytics.ops import Ints


@dataclass(frozen=True)
class Order:
    """order: position in the tree -> row as it came. end: position -> one past the last position below it."""

    order: Ints
    end: Ints


def preorder(parent: ArrayLike) -> Order:
    """Put rows in tree order. parent: the row of each row's superior, -1 for a root; siblings keep their order.

    Raises ValueError for a parent that is not a row, and for a circle.
    """
    above = np.asarray(parent, np.int64)
    count = len(above)
    if count and (int(above.max()) >= count or int(above.min()) < -1):
        raise ValueError("parent must be a row number, or -1 for the top.")
    by_parent = np.argsort(above, kind="stable")
    begin = np.searchsorted(above[by_parent], np.arange(-1, count + 1))
    order, end = np.empty(count, np.int64), np.empty(count, np.int64)
    position = np.empty(count, np.int64)
    stack, at = by_parent[begin[0] : begin[1]][::-1].tolist(), 0
    while stack:
        row = stack.pop()
        if row < 0:  # everything below ~row has been placed
            end[position[~row]] = at
            continue
        order[at], position[row] = row, at
        at += 1
        stack.append(~row)
        stack += by_parent[begin[row + 1] : begin[row + 2]][::-1].tolist()
    if at < count:
        raise ValueError(
            "The superiors form a circle; every organisation must lead up to one without a superior."
        )
    return Order(order, end)


def roll_up(node: ArrayLike, place: ArrayLike, grades: int, end: ArrayLike, *, engine: str = "") -> Ints:
    """Counts per grade of everything below every node, itself included: one row a node, one column a grade.

    node: the node each organisation hangs on, by its position in tree order. place: its grade. end: see Order.
    """
    ends = np.asarray(end, np.int64)
    own = engines.tally(node, place, len(ends), grades, engine)
    running = np.zeros((len(ends) + 1, grades), np.int64)
    np.cumsum(own, axis=0, out=running[1:])
    return running[ends] - running[:-1]
