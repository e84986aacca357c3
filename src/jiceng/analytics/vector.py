"""The pure NumPy engine. `loops` does the same with numba; the tests hold both to the kernel."""

import numpy as np

from jiceng.analytics.fixed import MILLION
from jiceng.analytics.ops import (
    BANDS,
    BASE,
    CAP,
    CHOSEN,
    COMPARED,
    ELSEWHERE,
    GREATEST,
    HIGH,
    KIND,
    LEAST,
    LENGTH,
    LOW,
    MARK,
    MOST,
    NO_POINTS,
    OFFSET,
    PARTS,
    POINTS,
    RAMP,
    RATE,
    REFUSED,
    SIGN,
    SLOPE,
    STEP,
    TABLE,
    TAKES,
    TARGET,
    THRESHOLD,
    Bools,
    Bytes,
    Heads,
    Ints,
    Ops,
)  # fmt: skip

FINE = -1


def mul_div(factor: int, over: Ints, under: Ints) -> Ints:
    """factor * over / under to a whole number, half up, for 0 <= over, 0 < under and an answer below 2^53.

    The product may leave 64 bits. A float gives the answer within a few units; the remainder is then small, so its
    value modulo 2^64 is its true value and corrects the answer exactly.
    """
    near = np.floor(float(factor) * over / under).astype(np.int64)
    rest = np.int64(factor) * over - near * under
    correction = rest // under
    rest -= correction * under
    return near + correction + (2 * rest >= under)


def worth(ops: Ops, item: int, value: Ints, points: Ints | None) -> tuple[Ints, Bools, Bools]:
    """Points for each entry of one item, which of them take something away, and which the kernel would refuse."""
    figures = ops.figures[item].tolist()
    kind, low, high, sign = figures[KIND], figures[LOW], figures[HIGH], figures[SIGN]
    value = value.astype(np.int64)
    nothing = np.zeros(len(value), bool)
    if kind == ELSEWHERE:
        return np.zeros_like(value), nothing, ~nothing
    bad = (value < low) | (value > high)
    value = np.where(bad, max(0, low), value)
    cells = ops.cells[figures[OFFSET] : figures[OFFSET] + figures[LENGTH]]
    if kind == RAMP:
        asked = np.minimum(figures[SLOPE] * value, figures[CAP])
        return sign * np.minimum(asked, figures[MOST]), sign * asked < 0, bad
    if kind == TABLE:
        cell = np.minimum(value, len(cells) - 1)
        mark = cells[cell, MARK]
        return cells[cell, POINTS], mark == TAKES, bad | (mark == REFUSED)
    if kind == BANDS:
        cell = np.searchsorted(cells[1:, THRESHOLD], value, side="right")
        got, chosen = cells[cell, POINTS], cells[cell, MARK] == CHOSEN
        if chosen.any():
            typed = np.full(len(value), NO_POINTS) if points is None else points
            bad = bad | chosen & ((typed < cells[cell, LEAST]) | (typed > cells[cell, GREATEST]))
            got = np.where(chosen, np.where(bad, 0, typed) * ops.chosen, got)
        return got, got < 0, bad
    if kind == RATE:
        away = value - figures[TARGET]
        far, step = np.abs(away), np.full_like(value, figures[STEP])
        steps = mul_div(MILLION, far, step) if figures[PARTS] else far // step
        moved = np.where(away >= 0, steps * figures[SLOPE], -steps * figures[CAP])
        return np.clip(figures[BASE] + moved, 0, figures[MOST]), nothing, bad
    return sign * figures[SLOPE] * value, value > 0, bad  # TYPED: words are asked in both directions


def add_lines(
    ops: Ops,
    kinds: Bytes,
    needs_reason: Bools,
    row: Ints,
    item: Ints,
    value: Ints,
    reason: Bools,
    points: Ints,
    sums: Ints,
) -> tuple[int, int]:
    """Add every line to its head's sum; (first line that is malformed, lowest row the kernel would refuse) or -1s.

    kinds: ops.kind, or ELSEWHERE + 1 for an item that came as a column. reason, points: empty when not given.
    """
    count = sums.shape[1]
    wrong = (row < 0) | (row >= count) | (item < 0) | (item >= len(kinds))
    if wrong.any():
        return int(wrong.argmax()), FINE
    if (kinds[item] > ELSEWHERE).any():
        return int((kinds[item] > ELSEWHERE).argmax()), FINE
    order = np.argsort(item, kind="stable")
    ends = np.cumsum(np.bincount(item, minlength=len(kinds)))
    last = np.empty(count, np.int64)
    twice, refused, begin = FINE, FINE, 0
    for number, end in enumerate(ends.tolist()):
        lines, begin = order[begin:end], end
        if not len(lines):
            continue
        rows = row[lines]
        # Writing every line's number and reading it back shows who was overwritten.
        last[rows] = lines
        lost = np.flatnonzero(last[rows] != lines)
        if len(lost):
            again = int(_second(rows, lines))
            twice = again if twice == FINE else min(twice, again)
            continue
        if kinds[number] == COMPARED:
            continue
        got, takes, bad = worth(ops, number, value[lines], points[lines] if len(points) else None)
        if needs_reason[number]:
            bad = bad | takes & ~(reason[lines] if len(reason) else False)
        if bad.any():
            first = int(rows[bad].min())
            refused = first if refused == FINE else min(refused, first)
        into = sums[ops.head[number]]
        into[rows] = into[rows] + got
    return twice, refused


def _second(rows: Ints, lines: Ints) -> int:
    """The first line, in order of arrival, whose row has come before."""
    _, first = np.unique(rows, return_index=True)
    again = np.ones(len(rows), bool)
    again[first] = False
    return int(lines[again].min())


def add_column(
    ops: Ops,
    item: int,
    needs_reason: bool,
    value: Ints,
    recorded: Bools,
    reason: Bools,
    points: Ints,
    sums: Ints,
) -> int:
    """Add one item for every row; the lowest row the kernel would refuse, or -1. Empty arrays: not given."""
    at = np.flatnonzero(recorded) if len(recorded) else slice(None)
    got, takes, bad = worth(ops, item, value[at], points[at] if len(points) else None)
    if needs_reason:
        bad = bad | takes & ~(reason[at] if len(reason) else False)
    into = sums[ops.head[item]]
    into[at] = into[at] + got
    if not bad.any():
        return FINE
    first = int(bad.argmax())
    return int(at[first]) if isinstance(at, np.ndarray) else first


def sum_heads(heads: Heads, sums: Ints) -> Ints:
    """Stop every head at its limits (in place) and add them up to the total of each row."""
    total = np.zeros(sums.shape[1], np.int64)
    outside = np.zeros(sums.shape[1], np.int64)
    for at in range(len(sums)):
        points = np.maximum(np.minimum(sums[at] + heads.start[at], heads.high[at]), heads.low[at])
        sums[at] = points
        if heads.outside[at]:
            outside += heads.weight[at] * points
        else:
            total += heads.weight[at] * points
    np.minimum(total, heads.maximum, out=total)
    total += outside
    return np.maximum(total, 0, out=total)


def place_in_bands(total: Ints, low: Ints, high: Ints) -> Bytes:
    """The first band that holds each total (`low` to `high`, both included); -1 in a gap."""
    place = np.full(len(total), -1, np.int8)
    for at in range(len(low) - 1, -1, -1):
        place[(total >= low[at]) & (total <= high[at])] = at
    return place


def move(place: Bytes, where: Bools, to: Bytes) -> Bytes:
    """A new array: `to[place]` where the mask holds, `place` elsewhere."""
    return np.where(where, to[place], place)


def tally(group: Ints, place: Bytes, groups: int, grades: int) -> Ints:
    """How many of each group have each grade: one row a group."""
    cell = group.astype(np.int64) * grades + place
    return np.bincount(cell, minlength=groups * grades).reshape(groups, grades)
