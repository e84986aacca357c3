"""The product's bulk engine doing the work of the benchmark."""

import numpy as np

from bench.gen import CLASS, GRADES, Inputs, scheme
from jiceng.analytics.quota import check_quotas
from jiceng.analytics.sheet import Column, Lines, Measure, Sheet, compile_scheme, grade_columns
from jiceng.analytics.tree import roll_up


class Bulk:
    def __init__(self, inputs: Inputs, engine: str) -> None:
        self.inputs, self.engine = inputs, engine
        self.scheme = scheme()
        self.program = compile_scheme(self.scheme, CLASS, places=1)
        row, item, value, reason = inputs.lines
        columns = {
            key: Column(value, recorded=recorded) for key, (value, recorded) in inputs.measures.items()
        }
        self.sheets = {"assessment": Sheet(columns=columns, lines=Lines(row, item, value, reason))}
        self.measures = {"satisfaction": Measure(inputs.satisfaction, places=2)}

    def run(self) -> tuple:
        given = self.inputs
        graded = grade_columns(
            self.program,
            CLASS,
            self.sheets,
            given.rows,
            flags=given.flags,
            measures=self.measures,
            engine=self.engine,
        )
        standings = check_quotas(
            self.program.scheme.need_bands(),
            self.scheme.quotas,
            groups=given.counties,
            group=given.county,
            place=graded.place,
            engine=self.engine,
        )
        return (
            graded,
            standings,
            roll_up(given.node, graded.place, len(GRADES), given.end, engine=self.engine),
        )

    def check(self, answer: tuple) -> tuple[int, ...]:
        """Total in tenths, counts per grade, organisations over and under quota, a sum over all nodes."""
        graded, standings, nodes = answer
        over, under = (
            sum(int(one.sum()) for one in side)
            for side in zip(*((s.over, s.under) for s in standings), strict=True)
        )
        weight = np.arange(len(nodes)) % 97
        return (
            int(graded.total.sum()),
            *graded.counts().values(),
            over,
            under,
            int((nodes[:, 0] * weight).sum()),
        )
