"""The numba engine: one pass over the lines, one over each column, one over the totals. `vector` says the same slowly.

Import it through `engines`: numba may be missing.
"""

import numpy as np
from numba import njit

from jiceng.analytics.fixed import MILLION
from jiceng.analytics.ops import (
    BANDS,
    CHOSEN,
    COMPARED,
    ELSEWHERE,
    NO_POINTS,
    RAMP,
    RATE,
    REFUSED,
    TABLE,
    TAKES,
)

FINE = -1
BLOCK = 4096


@njit(cache=True, inline="always")
def _mul_div(factor, over, under):
    near = np.int64(np.floor(float(factor) * over / under))
    rest = factor * over - near * under
    correction = rest // under
    rest -= correction * under
    return near + correction + np.int64(2 * rest >= under)


@njit(cache=True, inline="always")
def _rate(ops, item, value):
    away = value - ops.target[item]
    far = abs(away)
    steps = _mul_div(np.int64(MILLION), far, ops.step[item]) if ops.parts[item] else far // ops.step[item]
    moved = steps * ops.slope[item] if away >= 0 else -steps * ops.cap[item]
    return max(np.int64(0), min(ops.base[item] + moved, ops.most[item]))


@njit(cache=True)
def add_lines(ops, kinds, needs_reason, row, item, value, reason, points, sums):
    count = sums.shape[1]
    words = (len(kinds) + 63) >> 6
    seen = np.zeros((count, words), np.uint64)
    refused = np.int64(FINE)
    for line in range(len(row)):
        at, one, given = row[line], item[line], np.int64(value[line])
        if at < 0 or at >= count or one < 0 or one >= len(kinds):
            return np.int64(line), np.int64(FINE)
        kind = kinds[one]
        bit = np.uint64(1) << np.uint64(one & 63)
        if kind > ELSEWHERE or seen[at, one >> 6] & bit:
            return np.int64(line), np.int64(FINE)
        seen[at, one >> 6] |= bit
        if kind == COMPARED:
            continue
        got, takes, bad = np.int64(0), False, given < ops.low[one] or given > ops.high[one]
        if bad:
            pass
        elif kind == RAMP:
            asked = min(ops.slope[one] * given, ops.cap[one])
            got = ops.sign[one] * min(asked, ops.most[one])
            takes = ops.sign[one] * asked < 0
        elif kind == TABLE:
            cell = ops.offset[one] + min(given, ops.length[one] - 1)
            got, takes, bad = ops.table[cell], ops.mark[cell] == TAKES, ops.mark[cell] == REFUSED
        elif kind == BANDS:
            cell = ops.offset[one]
            for above in range(ops.offset[one] + 1, ops.offset[one] + ops.length[one]):
                if given >= ops.threshold[above]:
                    cell = above
            got = ops.table[cell]
            if ops.mark[cell] == CHOSEN:
                typed = points[line] if len(points) else np.int64(NO_POINTS)
                bad = typed < ops.least[cell] or typed > ops.most_chosen[cell]
                got = np.int64(0) if bad else typed * ops.chosen
            takes = got < 0
        elif kind == RATE:
            got = _rate(ops, one, given)
        elif kind == ELSEWHERE:
            bad = True
        else:
            got = ops.sign[one] * ops.slope[one] * given
            takes = given > 0
        if takes and needs_reason[one] and not (len(reason) and reason[line]):
            bad = True
        if bad:
            refused = np.int64(at) if refused == FINE else min(refused, np.int64(at))
        else:
            sums[ops.head[one], at] += got
    return np.int64(FINE), refused


@njit(cache=True)
def add_column(ops, item, needs_reason, value, recorded, reason, points, sums):
    kind, low, high = ops.kind[item], ops.low[item], ops.high[item]
    into = sums[ops.head[item]]
    start, length = ops.offset[item], ops.length[item]
    everybody, no_reason, no_points = len(recorded) == 0, len(reason) == 0, len(points) == 0
    for at in range(len(value)):
        if not (everybody or recorded[at]):
            continue
        given = np.int64(value[at])
        if given < low or given > high or kind == ELSEWHERE:
            return np.int64(at)
        got, takes = np.int64(0), False
        if kind == BANDS:
            cell = start
            for above in range(start + 1, start + length):
                cell += given >= ops.threshold[above]
            got = ops.table[cell]
            if ops.mark[cell] == CHOSEN:
                typed = np.int64(NO_POINTS) if no_points else points[at]
                if typed < ops.least[cell] or typed > ops.most_chosen[cell]:
                    return np.int64(at)
                got = typed * ops.chosen
            takes = got < 0
        elif kind == RAMP:
            asked = min(ops.slope[item] * given, ops.cap[item])
            got = ops.sign[item] * min(asked, ops.most[item])
            takes = ops.sign[item] * asked < 0
        elif kind == TABLE:
            cell = start + min(given, length - 1)
            if ops.mark[cell] == REFUSED:
                return np.int64(at)
            got, takes = ops.table[cell], ops.mark[cell] == TAKES
        elif kind == RATE:
            got = _rate(ops, item, given)
        else:
            got = ops.sign[item] * ops.slope[item] * given
            takes = given > 0
        if takes and needs_reason and (no_reason or not reason[at]):
            return np.int64(at)
        into[at] += got
    return np.int64(FINE)


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
            for here in range(size):
                points = max(min(sums[at, begin + here] + start, high), low)
                sums[at, begin + here] = points
                goal[here] += weight * points
        for here in range(size):
            total[begin + here] = max(min(within[here], heads.maximum) + beyond[here], 0)
    return total


@njit(cache=True)
def place_in_bands(total, low, high):
    place = np.empty(len(total), np.int8)
    for at in range(len(total)):
        found = -1
        for band in range(len(low)):
            if low[band] <= total[at] <= high[band]:
                found = band
                break
        place[at] = found
    return place
