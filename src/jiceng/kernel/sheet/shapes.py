"""The scoring shapes that real rubrics use, one dataclass each.

A shape turns what was recorded about one item (`Entry`) into points. All of them are data: a pack writes
`shape: deduct-per-occurrence, points: 2, cap: 6` and the reader builds the dataclass of that name.

Two ways an item can sit in a head:
- in a head that starts full (扣分制), an item without a maximum of its own only takes away;
- in a head that starts at zero (得分制), an item brings its own points; a deducting item with a `maximum` starts
  from it and stops at 0.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, ClassVar, Literal

from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal

ZERO = Decimal(0)

# Quotients (means, shares, proportions) are the only places where decimals would not end: they are carried to six
# places, the last one rounded half up. Sums and products are exact.
QUOTIENT = Decimal("0.000001")


def quotient(over: Decimal, under: Decimal) -> Decimal:
    with localcontext() as exact:
        exact.prec = 50
        return (over / under).quantize(QUOTIENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody recorded about one item.

    value: how often it occurred, 1 or 0 for a condition, a measured value, points for a discretionary item, or the
        name of the option chosen.
    reason: why points are taken (or, for discretionary items, given).
    points: only for a band that leaves a range to the scorer: the points chosen within it.
    """

    value: Decimal | str
    reason: str = ""
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """The values of one item over the whole group that is compared (same class, same deciding committee)."""

    values: tuple[Decimal, ...]

    def place(self, value: Decimal, *, higher_is_better: bool) -> int:
        """1 for the best; equals share the better place."""
        return 1 + sum(other > value if higher_is_better else other < value for other in self.values)

    def best(self, *, higher_is_better: bool) -> Decimal:
        return max(self.values) if higher_is_better else min(self.values)

    def mean(self) -> Decimal:
        return quotient(sum(self.values, ZERO), Decimal(len(self.values)))


@dataclass(frozen=True, slots=True)
class Worth:
    """What an item brings to its head. takes: it is a deduction somebody decided on, so it needs a written reason."""

    points: Decimal
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    takes: bool = False


@dataclass(frozen=True, kw_only=True)
class Item(ABC):
    """What every shape shares.

    key: unique in its sheet. name: as printed on the sheet.
    classes: only for organisations of these classes; empty = all.
    """

    key: str
    name: str
    clause: str = ""
    note: str = ""
    classes: tuple[str, ...] = ()

    needs_cohort: ClassVar[bool] = False

    def applies_to(self, class_name: str) -> bool:
        return not self.classes or class_name in self.classes

    @abstractmethod
    def most(self, head_maximum: Decimal | None) -> Decimal | None:
        """The most this item can bring; 0 for one that only takes away, None when nothing limits it."""

    def untouched(self) -> Worth:
        """What the item is worth when nothing was recorded."""
        return Worth(ZERO, "item.nothing-recorded")

    @abstractmethod
    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        """Points for what was recorded. Raises Refusal when the entry does not fit the shape."""

    # -- reading an entry -------------------------------------------------------------------------------------------

    def number(self, entry: Entry) -> Decimal:
        if not isinstance(entry.value, Decimal) or not entry.value.is_finite():
            raise Refusal("sheet.value-not-a-number", item=self.name, value=str(entry.value))
        return entry.value

    def count(self, entry: Entry) -> Decimal:
        value = self.number(entry)
        if value < 0 or value != value.to_integral_value():
            raise Refusal("sheet.value-not-a-count", item=self.name, value=value)
        return value

    def condition(self, entry: Entry) -> bool:
        value = self.number(entry)
        if value not in (0, 1):
            raise Refusal("sheet.value-not-yes-or-no", item=self.name, value=value)
        return value == 1


def _taking(deduction: Decimal, maximum: Decimal | None) -> Decimal:
    """Points left of an item's own maximum, or the points taken from the head when it has none."""
    return -deduction if maximum is None else max(ZERO, maximum - deduction)


@dataclass(frozen=True, kw_only=True)
class DeductPerOccurrence(Item):
    """每…扣…分: `points` for each occurrence, at most `cap` (or the item's own maximum, or the head)."""

    shape: Literal["deduct-per-occurrence"] = "deduct-per-occurrence"
    points: Decimal
    cap: Decimal | None = None
    maximum: Decimal | None = None

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return self.maximum or ZERO

    def untouched(self) -> Worth:
        return Worth(self.maximum or ZERO, "item.nothing-to-deduct")

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        times = self.count(entry)
        asked = self.points * times
        deducted = asked if self.cap is None else min(asked, self.cap)
        facts: dict[str, Any] = {"times": times, "each": self.points, "deducted": deducted}
        if deducted < asked:
            facts["cap"] = self.cap
        code = "item.deducted-up-to-cap" if "cap" in facts else "item.deducted-each"
        return Worth(_taking(deducted, self.maximum), code, facts, takes=deducted > 0)


@dataclass(frozen=True, kw_only=True)
class DeductOnce(Item):
    """凡…的扣…分: `points` once when the condition holds."""

    shape: Literal["deduct-once"] = "deduct-once"
    points: Decimal
    maximum: Decimal | None = None

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return self.maximum or ZERO

    def untouched(self) -> Worth:
        return Worth(self.maximum or ZERO, "item.nothing-to-deduct")

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        if not self.condition(entry):
            return self.untouched()
        return Worth(
            _taking(self.points, self.maximum),
            "item.deducted-once",
            {"deducted": self.points},
            takes=self.points > 0,
        )


@dataclass(frozen=True, kw_only=True)
class RewardPerOccurrence(Item):
    """每…加…分，最多…分: `points` for each occurrence, at most `cap`; no cap means no limit of its own."""

    shape: Literal["reward-per-occurrence"] = "reward-per-occurrence"
    points: Decimal
    cap: Decimal | None = None

    def most(self, head_maximum: Decimal | None) -> Decimal | None:
        return self.cap

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        times = self.count(entry)
        asked = self.points * times
        given = asked if self.cap is None else min(asked, self.cap)
        facts: dict[str, Any] = {"times": times, "each": self.points, "given": given}
        if given < asked:
            facts["cap"] = self.cap
        return Worth(given, "item.rewarded-up-to-cap" if "cap" in facts else "item.rewarded-each", facts)


@dataclass(frozen=True, kw_only=True)
class Options(Item):
    """选项: one of named options, each with its points."""

    shape: Literal["options"] = "options"
    options: Mapping[str, Decimal]

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return max(self.options.values(), default=ZERO)

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        chosen = str(entry.value)
        if chosen not in self.options:
            raise Refusal("sheet.option-unknown", item=self.name, value=chosen, options=list(self.options))
        return Worth(self.options[chosen], "item.option-chosen", {"option": chosen})


@dataclass(frozen=True, kw_only=True)
class CountStep:
    """One step: at exactly `count` (or from it on, with `or_more`) deduct points, or leave nothing (`zero`)."""

    count: int
    deduct: Decimal | None = None
    zero: bool = False
    or_more: bool = False

    def matches(self, times: Decimal) -> bool:
        return times >= self.count if self.or_more else times == self.count


@dataclass(frozen=True, kw_only=True)
class Steps(Item):
    """1次扣3分、2次扣5分、3次以上不得分: a table by count. Where two steps claim a count the higher one holds."""

    shape: Literal["steps"] = "steps"
    steps: tuple[CountStep, ...]
    maximum: Decimal | None = None

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return self.maximum or ZERO

    def untouched(self) -> Worth:
        return Worth(self.maximum or ZERO, "item.nothing-to-deduct")

    def step_for(self, times: Decimal) -> CountStep | None:
        return max(
            (step for step in self.steps if step.matches(times)), key=lambda step: step.count, default=None
        )

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        times = self.count(entry)
        if times == 0:
            return self.untouched()
        step = self.step_for(times)
        if step is None:
            raise Refusal("sheet.no-step-for-count", item=self.name, value=times)
        whole = self.maximum if self.maximum is not None else head_maximum
        deducted = (whole or ZERO) if step.zero else (step.deduct or ZERO)
        code = "item.step-leaves-nothing" if step.zero else "item.step-deducts"
        return Worth(
            _taking(deducted, self.maximum), code, {"times": times, "deducted": deducted}, takes=deducted > 0
        )


@dataclass(frozen=True, kw_only=True)
class MeasureBand:
    """From `at_least` on: fixed `points`, or a range `low` to `high` that the scorer fills."""

    at_least: Decimal
    points: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureBands(Item):
    """按完成率分档计分: points by a measured value; a band may leave a range to the scorer. Below all bands: 0."""

    shape: Literal["measure-bands"] = "measure-bands"
    bands: tuple[MeasureBand, ...]
    unit: str = ""

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return max(
            (band.points if band.points is not None else band.high or ZERO for band in self.bands),
            default=ZERO,
        )

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        value = self.number(entry)
        band = max(
            (band for band in self.bands if value >= band.at_least),
            key=lambda band: band.at_least,
            default=None,
        )
        facts: dict[str, Any] = {"value": value, "unit": self.unit}
        if band is None:
            return Worth(ZERO, "item.below-lowest-band", facts)
        facts["at_least"] = band.at_least
        if band.points is not None:
            above = min(
                (other.at_least for other in self.bands if other.at_least > band.at_least), default=None
            )
            if above is not None and band.at_least == min(other.at_least for other in self.bands):
                # "From 0 on" explains nothing: the lowest band is what does not reach the next.
                return Worth(band.points, "item.short-of-band", facts | {"below": above})
            return Worth(band.points, "item.in-band", facts)
        low, high = band.low or ZERO, band.high or ZERO
        if entry.points is None or not low <= entry.points <= high:
            raise Refusal("sheet.points-outside-range", item=self.name, value=value, low=low, high=high)
        return Worth(entry.points, "item.in-band-range", facts | {"low": low, "high": high})


@dataclass(frozen=True, kw_only=True)
class Rate(Item):
    """达到…得…分，每高(低)…个点加(减)…分: `points` at `target`, plus or minus `up` / `down` for every `step`.

    partial: `whole` counts only full steps on either side; `proportional` counts parts of a step too.
    """

    shape: Literal["rate"] = "rate"
    target: Decimal
    points: Decimal
    step: Decimal
    up: Decimal = ZERO
    down: Decimal = ZERO
    maximum: Decimal | None = None
    partial: Literal["whole", "proportional"] = "whole"
    unit: str = ""

    def most(self, head_maximum: Decimal | None) -> Decimal | None:
        if self.maximum is not None:
            return self.maximum
        return None if self.up > 0 else self.points

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        value = self.number(entry)
        away = value - self.target
        steps = (
            Decimal(int(abs(away) / self.step)) if self.partial == "whole" else quotient(abs(away), self.step)
        )  # int() truncates: a step begun is not a step
        got = self.points + (steps * self.up if away >= 0 else -steps * self.down)
        got = max(ZERO, got if self.maximum is None else min(got, self.maximum))
        facts = {"value": value, "unit": self.unit, "target": self.target, "steps": steps}
        return Worth(got, "item.rate-above" if away >= 0 else "item.rate-below", facts)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Places up to `to`, or the best `to_share` of the group; neither: everybody else."""

    points: Decimal
    to: int | None = None
    to_share: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Rank(Item):
    """按排名计分: points by place in the group; equals share the better place. `places` are read from the top."""

    shape: Literal["rank"] = "rank"
    places: tuple[Place, ...]
    higher_is_better: bool = True
    unit: str = ""

    needs_cohort: ClassVar[bool] = True

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return max((placing.points for placing in self.places), default=ZERO)

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        value = self.number(entry)
        if cohort is None or not cohort.values:
            raise Refusal("sheet.group-missing", item=self.name)
        place = cohort.place(value, higher_is_better=self.higher_is_better)
        size = len(cohort.values)
        facts = {"value": value, "unit": self.unit, "place": place, "size": size}
        for placing in self.places:
            if placing.to is not None and place > placing.to:
                continue
            if placing.to_share is not None and place > placing.to_share * size:
                continue
            return Worth(placing.points, "item.ranked", facts)
        return Worth(ZERO, "item.ranked", facts)


@dataclass(frozen=True, kw_only=True)
class Proportional(Item):
    """以最高(平均)值为基准按比例计分: `points` times value over the best (or the mean), at most `maximum`.

    Where less is better, the best (or the mean) over the value.
    """

    shape: Literal["proportional"] = "proportional"
    points: Decimal
    of: Literal["best", "mean"] = "best"
    higher_is_better: bool = True
    maximum: Decimal | None = None
    unit: str = ""

    needs_cohort: ClassVar[bool] = True

    def most(self, head_maximum: Decimal | None) -> Decimal:
        return self.points if self.maximum is None else self.maximum

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        value = self.number(entry)
        if value < 0:
            raise Refusal("sheet.value-negative", item=self.name, value=value)
        if cohort is None or not cohort.values:
            raise Refusal("sheet.group-missing", item=self.name)
        base = cohort.mean() if self.of == "mean" else cohort.best(higher_is_better=self.higher_is_better)
        facts = {"value": value, "unit": self.unit, "base": base, "of": self.of}
        over, under = (value, base) if self.higher_is_better else (base, value)
        ceiling = self.most(None)
        if under == 0:  # nobody has anything, or the value itself is the unbeatable nought
            got = ZERO if self.higher_is_better else ceiling
        else:
            got = min(quotient(self.points * over, under), ceiling)
        return Worth(max(ZERO, got), "item.in-proportion", facts)


@dataclass(frozen=True, kw_only=True)
class Discretionary(Item):
    """酌情扣(加)分: the scorer writes the points and why; at most `limit`, or what the head holds."""

    shape: Literal["discretionary"] = "discretionary"
    direction: Literal["deduct", "award"] = "deduct"
    limit: Decimal | None = None

    def most(self, head_maximum: Decimal | None) -> Decimal | None:
        if self.direction == "deduct":
            return ZERO
        return self.limit if self.limit is not None else head_maximum

    def worth(self, entry: Entry, *, head_maximum: Decimal | None, cohort: Cohort | None = None) -> Worth:
        points = self.number(entry)
        limit = self.limit if self.limit is not None else head_maximum
        if points < 0 or (limit is not None and points > limit):
            raise Refusal("sheet.points-outside-range", item=self.name, value=points, low=ZERO, high=limit)
        # Free points are the easiest way to bend a result, so they need words in both directions, whoever writes them.
        if points > 0 and not has_reason(entry.reason):
            raise Refusal("sheet.discretion-without-reason", item=self.name, points=points)
        facts = {"points": points}
        if self.direction == "deduct":
            return Worth(-points, "item.discretion-deducts", facts, takes=points > 0)
        return Worth(points, "item.discretion-awards", facts)


Shape = (
    DeductPerOccurrence
    | DeductOnce
    | RewardPerOccurrence
    | Options
    | Steps
    | MeasureBands
    | Rate
    | Rank
    | Proportional
    | Discretionary
)

SHAPES: Mapping[str, type[Item]] = {
    "deduct-per-occurrence": DeductPerOccurrence,
    "deduct-once": DeductOnce,
    "reward-per-occurrence": RewardPerOccurrence,
    "options": Options,
    "steps": Steps,
    "measure-bands": MeasureBands,
    "rate": Rate,
    "rank": Rank,
    "proportional": Proportional,
    "discretionary": Discretionary,
}
