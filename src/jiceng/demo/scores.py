"""Score lines that lead to a wished-for total.

Deductions are drawn one by one and judged by the same rules as real ones, so every total explains itself. Nothing here
knows a particular sheet: it reads the items of whatever form it is given.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from jiceng.demo.county import read
from jiceng.kernel.sheet import Entry, Form, Item, score
from jiceng.kernel.sheet.shapes import (
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBands,
    Options,
    Steps,
)
from jiceng.kernel.trace import short

# An item that already says all of what another would add.
SAYS_ALL = {
    "no-room": ("no-equipment", "room-lacks", "wall-outdated"),
    "no-funds": ("funds-short",),
    "no-plan": ("plan-not-carried",),
    "no-yearly-plan": ("weak-execution",),
}
TRIES = 400


@dataclass(frozen=True)
class Words:
    """Reasons by item, for one year."""

    year: int
    by_item: Mapping[str, tuple[str, ...]]

    def reason(self, item: Item, value: Decimal | str, rng: random.Random) -> str:
        reasons = self.by_item.get(item.key) or self.by_item[""]
        n = short(value) if isinstance(value, Decimal) else value
        return rng.choice(reasons).format(n=n, year=self.year, last_year=self.year - 1)


def words(year: int) -> Words:
    reasons: dict[str, tuple[str, ...]] = {}
    for row in read("reasons.csv"):
        reasons[row["item"]] = (*reasons.get(row["item"], ()), row["reason"])
    return Words(year, reasons)


def draw(
    form: Form,
    class_name: str,
    *,
    low: Decimal,
    high: Decimal,
    members: int,
    words: Words,
    rng: random.Random,
) -> dict[str, Entry]:
    """Item key -> entry, with a total from `low` to `high`. Raises ValueError when this form cannot give one."""
    items = [item for _, item in form.items() if item.applies_to(class_name) and _fits(item, members)]
    for _ in range(TRIES):
        entries: dict[str, Entry] = {}
        closed: set[str] = set()
        for item in rng.sample(items, len(items)):
            drawn = list(_drawn(item, rng)) if item.key not in closed else []
            if not drawn or any(other in entries for other in SAYS_ALL.get(item.key, ())):
                continue
            value = drawn[0]
            trial = entries | {item.key: Entry(value, words.reason(item, value, rng))}
            total = score(form, trial, class_name=class_name).total
            if total < low:
                continue
            entries = trial
            closed.update(SAYS_ALL.get(item.key, ()))
            if total <= high:
                return entries
        if score(form, entries, class_name=class_name).total <= high:
            return entries
    raise ValueError(f"no lines on {form.title} give {low} to {high}")


def milder(entries: Mapping[str, Entry], rng: random.Random) -> dict[str, Entry]:
    """How the organisation sees itself: some of the same deductions, not all."""
    return {key: entry for key, entry in entries.items() if rng.random() < 0.6}


def every_item(form: Form, class_name: str, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """A sheet on which every item is answered: what takes no points is written down as well."""
    asked = [item for head, item in form.items() if item.applies_to(class_name) and not head.outside]
    return {item.key: entries.get(item.key) or Entry(faultless(item)) for item in asked}


def faultless(item: Item) -> Decimal | str:
    """What is written where nothing is wrong."""
    if isinstance(item, Options):
        return max(item.options, key=lambda name: item.options[name])
    if isinstance(item, MeasureBands):
        return max(item.bands, key=lambda band: band.at_least).at_least
    return Decimal(0)


def _fits(item: Item, members: int) -> bool:
    return members >= 50 or "50人以上" not in item.name


def _drawn(item: Item, rng: random.Random) -> Iterator[Decimal | str]:
    """A value that takes points, for the shapes that take points."""
    if isinstance(item, DeductOnce):
        yield Decimal(1)
    elif isinstance(item, DeductPerOccurrence | Steps):
        yield Decimal(rng.choice((1, 1, 1, 2, 2, 3)))
    elif isinstance(item, Discretionary) and item.direction == "deduct":
        yield Decimal(rng.choice(("0.5", "1", "1", "1.5", "2", "2", "2.5", "3")))
    elif isinstance(item, Options):
        yield rng.choice([name for name, points in item.options.items() if points < 0])
    elif isinstance(item, MeasureBands):
        bands = sorted(item.bands, key=lambda band: band.at_least)
        for band, above in pairwise(bands):
            if band.points is not None and band.points < 0 and above.at_least - band.at_least > 1:
                yield Decimal(rng.randint(int(band.at_least) + 1, int(above.at_least) - 1))
                return
