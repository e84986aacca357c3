"""The numba engine: one pass over the lines, one over each column, one over the totals. `vector` says the same slowly.

Lines and columns mostly hold a few small values, so the points of those are looked up: tables are filled by `_worth`
at the start of a pass, and whatever a table does not settle (marked SLOW) is asked of `_worth` itself.

Import it through `engines`: numba may be missing.
"""

import numpy as np
from numba import njit

from jiceng.analytics.fixed import MILLION
from jiceng.analytics.ops import (
    BANDS,
    BASE,
    CAP,
    CHOSEN,
    COMPARED,
    ELSEWHERE,
    GREATEST,
    HEAD,
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
)  # fmt: skip

FINE = -1
BLOCK = 4096

# Bits of a looked-up value: it takes something and so wants a reason; only `_worth` knows.
WANTS, SLOW = 1, 2

QUICK = 16  # counts below this are looked up in lines
WIDEST = 8192  # columns whose values span less are looked up


@njit(cache=True)
def _mul_div(factor, over, under):
    near = np.int64(np.floor(float(factor) * over / under))
    rest = factor * over - near * under
    correction = rest // under
    rest -= correction * under
    return near + correction + np.int64(2 * rest >= under)


@njit(cache=True)
def _worth(figures, cells, chosen, item, value, typed):
    """(points, takes something, the kernel would refuse it) of one entry."""
    kind = figures[item, KIND]
    if value < figures[item, LOW] or value > figures[item, HIGH] or kind == ELSEWHERE:
        return np.int64(0), False, True
    if kind == RAMP:
        asked = min(figures[item, SLOPE] * value, figures[item, CAP])
        sign = figures[item, SIGN]
        return sign * min(asked, figures[item, MOST]), sign * asked < 0, False
    if kind == TABLE:
        cell = figures[item, OFFSET] + min(value, figures[item, LENGTH] - 1)
        return cells[cell, POINTS], cells[cell, MARK] == TAKES, cells[cell, MARK] == REFUSED
    if kind == BANDS:
        first = figures[item, OFFSET]
        cell = first
        for above in range(first + 1, first + figures[item, LENGTH]):
            cell += value >= cells[above, THRESHOLD]
        got = cells[cell, POINTS]
        if cells[cell, MARK] == CHOSEN:
            if typed < cells[cell, LEAST] or typed > cells[cell, GREATEST]:
                return np.int64(0), False, True
            got = typed * chosen
        return got, got < 0, False
    if kind == RATE:
        away = value - figures[item, TARGET]
        far, step = abs(away), figures[item, STEP]
        steps = _mul_div(np.int64(MILLION), far, step) if figures[item, PARTS] else far // step
        moved = steps * figures[item, SLOPE] if away >= 0 else -steps * figures[item, CAP]
        return max(np.int64(0), min(figures[item, BASE] + moved, figures[item, MOST])), False, False
    return figures[item, SIGN] * figures[item, SLOPE] * value, value > 0, False


@njit(cache=True)
def _look_up(figures, cells, item, needs_reason, first, points, marks):
    """Fill points and marks for the values from `first` on, as far as they reach."""
    for at in range(len(points)):
        # Typed points are not known yet: an entry that needs them is refused here, and so marked SLOW.
        points[at], takes, refused = _worth(
            figures, cells, 0, item, np.int64(first + at), np.int64(NO_POINTS)
        )
        marks[at] = SLOW if refused else WANTS if takes and needs_reason else 0


@njit(cache=True)
def _first_twice(row, item, rows, items):
    """The first line whose row and item have come before, or -1. A pass of its own is faster than a look on the way."""
    words = (items + 63) >> 6
    seen = np.zeros(rows * words, np.uint64)
    bits = np.uint64(1) << np.arange(64).astype(np.uint64)
    twice = np.uint64(0)
    for line in range(len(row)):
        at, bit = np.int64(row[line]) * words + (item[line] >> 6), bits[item[line] & 63]
        twice |= seen[at] & bit
        seen[at] |= bit
    if not twice:
        return np.int64(FINE)
    seen[:] = 0
    for line in range(len(row)):
        at, bit = np.int64(row[line]) * words + (item[line] >> 6), bits[item[line] & 63]
        if seen[at] & bit:
            return np.int64(line)
        seen[at] |= bit
    return np.int64(FINE)


@njit(cache=True)
def _add_lines(ops, kinds, needs_reason, row, item, value, reason, points, sums):
    bare = len(reason) == 0
    quick = np.zeros(len(kinds) * QUICK, sums.dtype)
    marks = np.full(len(kinds) * QUICK, SLOW, np.uint8)
    for number in range(len(kinds)):
        if kinds[number] != COMPARED and kinds[number] < ELSEWHERE:
            span = slice(number * QUICK, number * QUICK + QUICK)
            _look_up(ops.figures, ops.cells, number, needs_reason[number], 0, quick[span], marks[span])
    flat, count, figures = sums.ravel(), sums.shape[1], ops.figures
    slow, slows = np.empty(len(row), np.int64), 0
    for line in range(len(row)):
        at, number, given = np.int64(row[line]), np.int64(item[line]), np.int64(value[line])
        cell = number * QUICK + (given & (QUICK - 1))
        mark = marks[cell] | (SLOW if given != given & (QUICK - 1) else 0)
        if mark and (mark & SLOW or bare or not reason[line]):
            slow[slows] = line
            slows += 1
        else:
            flat[figures[number, HEAD] * count + at] += quick[cell]
    refused = np.int64(FINE)
    for line in slow[:slows]:
        at, number = np.int64(row[line]), np.int64(item[line])
        if kinds[number] > ELSEWHERE:
            return line, np.int64(FINE)
        if kinds[number] == COMPARED:
            continue
        typed = points[line] if len(points) else np.int64(NO_POINTS)
        got, takes, bad = _worth(ops.figures, ops.cells, ops.chosen, number, np.int64(value[line]), typed)
        if bad or (takes and needs_reason[number] and (bare or not reason[line])):
            refused = at if refused == FINE else min(refused, at)
        else:
            flat[figures[number, HEAD] * count + at] += got
    return np.int64(FINE), refused


def add_lines(ops, kinds, needs_reason, row, item, value, reason, points, sums):
    count = sums.shape[1]
    if len(row) and (row.min() < 0 or row.max() >= count or item.min() < 0 or item.max() >= len(kinds)):
        wrong = (row < 0) | (row >= count) | (item < 0) | (item >= len(kinds))
        return int(wrong.argmax()), FINE
    twice = _first_twice(row, item, count, len(kinds))
    if twice >= 0:
        return twice, FINE
    return _add_lines(ops, kinds, needs_reason, row, item, value, reason, points, sums)


@njit(cache=True)
def _add_slowly(ops, item, needs_reason, value, recorded, reason, points, into):
    figures, cells, chosen = ops.figures, ops.cells, ops.chosen
    for at in range(len(value)):
        if len(recorded) and not recorded[at]:
            continue
        typed = points[at] if len(points) else np.int64(NO_POINTS)
        got, takes, bad = _worth(figures, cells, chosen, item, np.int64(value[at]), typed)
        if bad or (takes and needs_reason and not (len(reason) and reason[at])):
            return np.int64(at)
        into[at] += got
    return np.int64(FINE)


@njit(cache=True)
def _add_quickly(table, marks, first, value, recorded, into):
    """Add what the table says; the marks that were met. Lines where nothing is recorded add nothing."""
    met = np.uint8(0)
    if len(recorded) == 0:
        for at in range(len(value)):
            cell = np.int64(value[at]) - first
            met |= marks[cell]
            into[at] += table[cell]
    else:
        for at in range(len(value)):
            cell = np.int64(value[at]) - first
            met |= marks[cell] * recorded[at]
            into[at] += table[cell] * recorded[at]
    return met


@njit(cache=True)
def _take_back(table, first, value, recorded, into):
    for at in range(len(value)):
        if len(recorded) == 0 or recorded[at]:
            into[at] -= table[np.int64(value[at]) - first]


def add_column(ops, item, needs_reason, value, recorded, reason, points, sums):
    into = sums[ops.figures[item, HEAD]]
    first, last = (int(value.min()), int(value.max())) if len(value) else (0, 0)
    width = last - first + 1
    if width <= WIDEST and 4 * width <= len(value):
        table, marks = np.zeros(width, sums.dtype), np.zeros(width, np.uint8)
        _look_up(ops.figures, ops.cells, item, needs_reason, first, table, marks)
        if not _add_quickly(table, marks, first, value, recorded.view(np.uint8), into):
            return FINE
        _take_back(table, first, value, recorded, into)
    return _add_slowly(ops, item, needs_reason, value, recorded, reason, points, into)


@njit(cache=True)
def sum_heads(heads, sums):
    count = sums.shape[1]
    total = np.empty(count, np.int64)
    within = np.empty(BLOCK, np.int64)
    beyond = np.empty(BLOCK, np.int64)
    for begin in range(0, count, BLOCK):
        size = min(BLOCK, count - begin)
        within[:] = 0
        beyond[:] = 0
        for at in range(len(heads.start)):
            start, low, high, weight = heads.start[at], heads.low[at], heads.high[at], heads.weight[at]
            goal = beyond if heads.outside[at] else within
            for row in range(size):
                points = max(min(sums[at, begin + row] + start, high), low)
                sums[at, begin + row] = points
                goal[row] += weight * points
        for row in range(size):
            total[begin + row] = max(min(within[row], heads.maximum) + beyond[row], 0)
    return total


@njit(cache=True)
def place_in_bands(total, low, high):
    place = np.full(len(total), -1, np.int8)
    for begin in range(0, len(total), BLOCK):
        end = min(begin + BLOCK, len(total))
        for band in range(len(low) - 1, -1, -1):  # where bands overlap the better one is written last
            least, most, grade = low[band], high[band], np.int8(band)
            for at in range(begin, end):
                place[at] = grade if least <= total[at] <= most else place[at]
    return place


@njit(cache=True)
def move(place, where, to):
    """A new array: `to[place]` where the mask holds, `place` elsewhere."""
    moved = np.empty_like(place)
    for at in range(len(place)):
        moved[at] = to[place[at]] if where[at] else place[at]
    return moved


@njit(cache=True)
def tally(group, place, groups, grades):
    """How many of each group have each grade: one row a group."""
    counts = np.zeros((groups, grades), np.int64)
    for at in range(len(group)):
        counts[group[at], place[at]] += 1
    return counts
