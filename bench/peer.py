"""The same work in Polars: lazy, all threads, whole numbers only.

Written to be as fast as Polars was found to be here: points of a line by one look-up in a table of (item, value), one
group-by for all heads, organisations in tree order so that running sums roll up, no sort.
"""

import numpy as np
import polars as pl

from bench.gen import CLASS, GRADES, Inputs, scheme
from jiceng.kernel.sheet import Entry
from jiceng.kernel.sheet.shapes import MeasureBands

WIDEST = 8  # values of a line lie below this


class Peer:
    def __init__(self, inputs: Inputs) -> None:
        self.inputs, self.scheme = inputs, scheme()
        form = self.scheme.form(CLASS)
        row, item, value, reason = inputs.lines
        self.lines = pl.DataFrame({"row": row, "item": item, "value": value, "reason": reason})
        columns = {
            "row": np.arange(inputs.rows, dtype=np.int32),
            "node": inputs.node,
            "county": inputs.county,
        }
        columns |= inputs.flags | {"satisfaction": inputs.satisfaction}
        self.rows = pl.DataFrame(columns).with_columns(
            pl.Series(key, value).set(pl.Series(~recorded), None)
            for key, (value, recorded) in inputs.measures.items()
        )
        nodes = np.arange(len(inputs.end), dtype=np.int32)
        self.nodes = pl.DataFrame({"node": nodes, "end": inputs.end})
        points = np.zeros((len(list(form.items())), WIDEST), np.int32)
        head_of = np.zeros(len(points), np.uint8)
        self.bands = {}
        for at, (head, one) in enumerate(form.items()):
            head_of[at] = form.heads.index(head)
            if isinstance(one, MeasureBands):
                self.bands[one.key] = (form.heads.index(head), one.bands)
                continue
            for times in range(WIDEST if one.shape != "deduct-once" else 2):
                worth = one.worth(Entry(number(times), "given"), head_maximum=head.maximum)
                points[at, times] = tenths(worth.points)
        self.points, self.head_of = pl.Series(points.ravel()), pl.Series(head_of)

    def run(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        form = self.scheme.form(CLASS)
        line = pl.col("item").cast(pl.Int32)
        points = pl.lit(self.points).gather(line * WIDEST + pl.col("value"))
        head = pl.lit(self.head_of).gather(line)
        heads = range(len(form.heads))
        summed = (
            self.lines.lazy()
            .select("row", points.alias("points"), head.alias("head"), (~pl.col("reason")).alias("bare"))
            # One column a head before the group-by: found faster than a filter a head within it, or a sort.
            .with_columns(
                pl.when(pl.col("head") == at).then("points").otherwise(0).alias(f"h{at}") for at in heads
            )
            .group_by("row")
            .agg(*(pl.col(f"h{at}").sum() for at in heads), pl.col("bare").sum())
        )
        sums = []
        for at, one in enumerate(form.heads):
            got = pl.col(f"h{at}").fill_null(0) + (tenths(one.maximum) if one.start == "full" else 0)
            for key, (head_at, bands) in self.bands.items():
                if head_at == at:
                    got = got + measured(key, bands)
            sums.append(got.clip(0, tenths(one.maximum)).alias(f"h{at}"))
        within = pl.sum_horizontal(f"h{at}" for at, one in enumerate(form.heads) if not one.outside)
        beyond = pl.sum_horizontal(f"h{at}" for at, one in enumerate(form.heads) if one.outside)
        total, place = pl.col("total"), pl.col("place")
        graded = (
            self.rows.lazy()
            .join(summed, on="row", how="left")
            .with_columns(sums)
            .with_columns((pl.min_horizontal(within, pl.lit(1000, pl.Int32)) + beyond).alias("total"))
            .with_columns(
                pl.when(total >= 900).then(0).when(total >= 800).then(1).when(total >= 600).then(2).otherwise(3)
                .cast(pl.Int8).alias("place")
            )
            .with_columns(
                pl.when(pl.col("failed")).then(3)
                .when(pl.col("weak") | (pl.col("satisfaction") < 9000)).then(place.clip(2))
                .when(pl.col("new")).then(place.clip(1))
                .otherwise(place).cast(pl.Int8).alias("place")
            )
            .select("row", "node", "county", *(f"h{at}" for at in heads), "total", "place", "bare")
            .collect()
        )  # fmt: skip
        if graded["bare"].sum():
            raise ValueError("a deduction without a reason")
        counts = [(place == at).sum().cast(pl.Int64).alias(f"g{at}") for at in range(len(GRADES))]
        size = pl.col("size")
        low, high = -(-size * 8 // 100), size * 12 // 100
        # Half to even, as the kernel rounds where a small county has no whole number near 10 %.
        near = size // 10 + ((size % 10 > 5) | ((size % 10 == 5) & (size // 10 % 2 == 1))).cast(pl.Int64)
        quotas = (
            graded.lazy().group_by("county").agg(pl.len().cast(pl.Int64).alias("size"), *counts)
            .with_columns(
                pl.when(low > high).then(near).otherwise(low).alias("low"),
                pl.when(low > high).then(near).otherwise(high).alias("high"),
            )
            .with_columns(
                (pl.col("g0") - size * 20 // 100).clip(0).alias("over0"),
                (pl.col("g3") - pl.col("high")).clip(0).alias("over3"),
                (pl.col("low") - pl.col("g3")).clip(0).alias("under3"),
            )
            .collect()
        )  # fmt: skip
        names = [f"g{at}" for at in range(len(GRADES))]
        nodes = (
            self.nodes.lazy()
            .join(graded.lazy().group_by("node").agg(counts), on="node", how="left")
            .sort("node")
            .with_columns(pl.col(names).fill_null(0))
            .with_columns(pl.col(name).cum_sum().alias(f"c{name}") for name in names)
            .with_columns(
                (pl.col(f"c{name}").gather(pl.col("end") - 1) - pl.col(f"c{name}") + pl.col(name)).alias(name)
                for name in names
            )
            .select("node", *names)
            .collect()
        )
        return graded, quotas, nodes

    def check(self, answer: tuple) -> tuple[int, ...]:
        """The same figures as `Bulk.check`."""
        graded, quotas, nodes = answer
        grades = [int((graded["place"] == at).sum()) for at in range(len(GRADES))]
        rolled = int((nodes["g0"] * (nodes["node"].cast(pl.Int64) % 97)).sum())
        over = int(quotas["over0"].sum() + quotas["over3"].sum())
        return (int(graded["total"].cast(pl.Int64).sum()), *grades, over, int(quotas["under3"].sum()), rolled)


def number(times: int):
    from decimal import Decimal

    return Decimal(times)


def tenths(points) -> int:
    return int(points * 10)


def measured(key: str, bands) -> pl.Expr:
    """Points of a measured column; nothing recorded brings nothing."""
    got = pl.lit(0, pl.Int32)
    for band in sorted(bands, key=lambda one: one.at_least):
        got = (
            pl.when(pl.col(key) >= tenths(band.at_least))
            .then(pl.lit(tenths(band.points), pl.Int32))
            .otherwise(got)
        )
    return got
