"""What is wrong with a sheet before anybody fills it.

Real rubrics have gaps between 79 and 80, heads that do not add up, "two or more" beside "three or more". A remark names
the place and carries the figures; its sentence says what to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from jiceng.kernel.consequence import Gate
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet.grade import Adopted, Band, Bands, Explanations
from jiceng.kernel.sheet.quota import Quota
from jiceng.kernel.sheet.scheme import Scheme
from jiceng.kernel.sheet.score import Form, Head, Scorers
from jiceng.kernel.sheet.shapes import (
    ZERO,
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBands,
    Options,
    Proportional,
    Rank,
    Rate,
    RewardPerOccurrence,
    Shape,
    Steps,
)


@dataclass(frozen=True)
class Remark:
    """level: error, warning or note. key: the place below the rule, e.g. "heads.system"."""

    level: str
    key: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def places(number: Decimal) -> int:
    """Decimal places a number really has: 0.20 has one."""
    return max(0, -int(number.normalize().as_tuple().exponent)) if number else 0


def decimals_in_use(scheme: Scheme) -> int:
    """Places a total can have under this scheme: what scorers may type and what the sheet itself awards, more by
    weights, six where there is a mean; two for a scheme whose sheets are not known."""
    most = 0 if scheme.forms else 2
    for form in scheme.forms.values():
        if any(isinstance(item, (Proportional, Rate)) for _, item in form.items()):
            return 6
        for head in form.heads:
            awarded = [places(figure) for item in head.items for figure in _figures(item)]
            most = max(most, max([form.decimals, *awarded]) + places(head.weight))
    if scheme.scorers.combine == "mean" and len(scheme.scorers.counted()) > 1:
        return 6
    return min(6, most + max((places(scorer.weight) for scorer in scheme.scorers.counted()), default=0))


def _figures(item: Shape) -> Iterator[Decimal]:
    """The points that stand in an item itself."""
    for name in ("points", "cap", "maximum", "limit"):
        figure = getattr(item, name, None)
        if figure is not None:
            yield figure
    if isinstance(item, Options):
        yield from item.options.values()
    elif isinstance(item, Steps):
        yield from (step.deduct for step in item.steps if step.deduct is not None)
    elif isinstance(item, MeasureBands):
        yield from (band.points for band in item.bands if band.points is not None)
    elif isinstance(item, Rank):
        yield from (place.points for place in item.places)


# -- bands -------------------------------------------------------------------------------------------------------------


def check_bands(bands: Bands, *, decimals: int, maximum: Decimal) -> Iterator[Remark]:
    """Gaps and overlaps over the decimals in use: 79 and 80 are neighbours in whole points, not in halves."""
    if any(check_figures(bands)):
        return  # said of every rule; what overlaps is seen once the figures are
    decimals = decimals if bands.round_to is None else bands.round_to
    step = Decimal(1).scaleb(-decimals)
    names = bands.grades()
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Remark("error", "bands", "lint.grade-twice", {"grade": name})
    for above, below in pairwise(bands.bands):
        at = {"upper": above.grade, "lower": below.grade, "from": above.at_least}
        if below.at_least >= above.at_least:
            yield Remark("error", "bands", "lint.bands-out-of-order", at)
            continue
        end = _end(below, step)
        if end is not None and above.at_least - end > step:
            gap = {"low": end, "high": above.at_least, "example": end + step, "decimals": decimals}
            yield Remark("error", "bands", "lint.bands-gap", at | gap)
        elif end is not None and end >= above.at_least:
            yield Remark("error", "bands", "lint.bands-overlap", at | {"low": above.at_least, "high": end})
    if bands.bands:
        lowest, best = bands.bands[-1], bands.bands[0]
        if lowest.at_least > 0:
            yield Remark(
                "error",
                "bands",
                "lint.bands-start-above-zero",
                {"grade": lowest.grade, "at": lowest.at_least},
            )
        end = _end(best, step)
        if end is not None and end < maximum:
            yield Remark(
                "error", "bands", "lint.bands-end-early", {"grade": best.grade, "at": end, "maximum": maximum}
            )
    else:
        yield Remark("error", "bands", "lint.empty", {"name": "bands"})


def _end(band: Band, step: Decimal) -> Decimal | None:
    """The last total in the band on the grid of `step`; None when it is open upwards."""
    if band.at_most is not None:
        return band.at_most
    return None if band.below is None else band.below - step


# -- forms -------------------------------------------------------------------------------------------------------------


def check_form(form: Form, classes: Sequence[str] = ()) -> Iterator[Remark]:
    """Sums, deductions, steps, ranges of one score sheet. classes: those it is for; each has items of its own."""
    keys = [item.key for _, item in form.items()]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Remark("error", f"heads.{key}", "lint.item-twice", {"item": key})
    inside = [head for head in form.heads if not head.outside]
    total = sum((head.weight * (head.maximum or ZERO) for head in inside), ZERO)
    given = all(head.maximum is not None for head in inside)
    if total > form.maximum or (given and total != form.maximum):
        yield Remark("error", "heads", "lint.heads-do-not-add-up", {"sum": total, "maximum": form.maximum})
    if not 0 <= form.decimals <= 6:
        yield Remark("error", "decimals", "lint.places-outside", {"name": "decimals", "value": form.decimals})
    heads = [head.key for head in form.heads]
    for key in sorted({key for key in heads if heads.count(key) > 1}):
        yield Remark("error", f"heads.{key}", "lint.head-twice", {"head": key})
    for head in form.heads:
        yield from _check_head(head, classes)
    if form.sample:
        yield Remark("note", "sample", "lint.sample", {"sheet": form.title})


def _check_head(head: Head, all_classes: Sequence[str]) -> Iterator[Remark]:
    at = f"heads.{head.key}"
    if head.maximum is None and head.start == "full":
        yield Remark("error", at, "lint.full-without-maximum", {"head": head.name})
    elif head.maximum is None and not head.outside:
        yield Remark("note", at, "lint.head-without-maximum", {"head": head.name})
    if not head.outside and head.floor is not None and head.floor < 0:
        yield Remark("error", f"{at}.floor", "lint.floor-inside", {"head": head.name, "floor": head.floor})
    if head.weight <= 0:
        yield Remark("error", f"{at}.weight", "lint.not-positive", {"name": "weight", "value": head.weight})
    if not head.items:
        yield Remark("warning", at, "lint.head-without-items", {"head": head.name})
        return
    for item in head.items:
        for remark in _check_item(head, item):
            yield Remark(remark.level, f"{at}.{item.key}", remark.code, {"item": item.name} | remark.facts)
    named = {name for item in head.items for name in item.classes}
    for class_name in sorted(named | set(all_classes)) if named else [""]:
        items = [item for item in head.items if item.applies_to(class_name)]
        facts: dict[str, Any] = {"head": head.name, "maximum": head.maximum}
        if named:
            facts["head"] = f"{head.name}（{class_name}）"
        if head.start == "full":
            sizes = [_largest(item) for item in items]
            most = sum((size for size in sizes if size is not None), ZERO)
            if head.maximum is not None and most > head.maximum and not head.stops_at_zero:
                yield Remark("warning", at, "lint.deductions-exceed-head", facts | {"sum": most})
        elif not head.outside and head.maximum is not None:
            brought = {item.name: item.most(head.maximum) for item in items}
            endless = [name for name, most in brought.items() if most is None]
            total = sum((item.most(head.maximum) or ZERO for item in items), ZERO)
            if endless:
                yield Remark("error", at, "lint.items-without-maximum", facts | {"items": endless})
            elif total != head.maximum:
                yield Remark("error", at, "lint.items-do-not-add-up", facts | {"sum": total})


def _largest(item: Shape) -> Decimal | None:
    """The most an item can take from a full head; None when it has no figure of its own."""
    if isinstance(item, DeductOnce):
        return item.points
    if isinstance(item, DeductPerOccurrence):
        return item.points if item.cap is None else item.cap
    if isinstance(item, Steps):
        return max((step.deduct or ZERO for step in item.steps), default=ZERO)
    return None


def _check_item(head: Head, item: Shape) -> Iterator[Remark]:
    own = getattr(item, "maximum", None)
    taking = isinstance(item, (DeductOnce, DeductPerOccurrence, Steps))
    if head.start == "full" and own is not None and taking:
        yield Remark("error", "", "lint.maximum-in-full-head", {"head": head.name, "maximum": own})
    whole = own if own is not None else head.maximum
    for name in ("cap", "maximum", "limit", "up", "down"):
        figure = getattr(item, name, None)
        if figure is not None and figure < 0:
            yield Remark("error", "", "lint.not-positive", {"name": name, "value": figure})
    if isinstance(item, (DeductOnce, DeductPerOccurrence, RewardPerOccurrence)) and item.points <= 0:
        yield Remark("error", "", "lint.not-positive", {"name": "points", "value": item.points})
    if isinstance(item, (DeductOnce, DeductPerOccurrence)) and whole is not None and item.points > whole:
        yield Remark("error", "", "lint.deducts-more-than-item", {"points": item.points, "maximum": whole})
    cap = getattr(item, "cap", None)
    if taking and cap is not None and whole is not None and cap > whole:
        yield Remark("error", "", "lint.cap-above-item", {"cap": cap, "maximum": whole})
    if cap is not None and cap < item.points:  # type: ignore[union-attr]
        yield Remark("error", "", "lint.cap-below-one", {"cap": cap, "points": item.points})  # type: ignore[union-attr]
    if (
        isinstance(item, Discretionary)
        and item.limit is not None
        and whole is not None
        and item.limit > whole
    ):
        yield Remark("error", "", "lint.deducts-more-than-item", {"points": item.limit, "maximum": whole})
    if isinstance(item, Options) and not item.options:
        yield Remark("error", "", "lint.empty", {"name": "options"})
    if isinstance(item, Steps):
        yield from _check_steps(item, whole)
    if isinstance(item, MeasureBands):
        yield from _check_measure(item)
    if isinstance(item, Rate) and item.step <= 0:
        yield Remark("error", "", "lint.not-positive", {"name": "step", "value": item.step})
    if isinstance(item, Rank):
        yield from _check_places(item)


def _check_steps(item: Steps, whole: Decimal | None) -> Iterator[Remark]:
    if not item.steps:
        yield Remark("error", "", "lint.empty", {"name": "steps"})
        return
    last = max(step.count for step in item.steps)
    # Between two counts that a step names nothing changes, so those and their neighbours say everything.
    near = {step.count + by for step in item.steps for by in (-1, 0, 1)} | {1}
    for times in sorted(count for count in near if 1 <= count <= last + 1):
        claimed = [step for step in item.steps if step.matches(Decimal(times))]
        if len(claimed) > 1 and (
            times == last or times == min(step.count for step in item.steps if step in claimed[1:])
        ):
            labels = [f"{step.count}{'+' if step.or_more else ''}" for step in claimed]
            yield Remark("error", "", "lint.steps-overlap", {"times": times, "steps": labels})
        if not claimed:
            yield Remark("error", "", "lint.steps-gap", {"times": times, "last": times > last})
    for step in item.steps:
        for name, figure in (("count", Decimal(step.count)), ("deduct", step.deduct)):
            if figure is not None and figure <= 0:
                yield Remark("error", "", "lint.not-positive", {"name": name, "value": figure})
        if (step.deduct is None) == (not step.zero):
            yield Remark("error", "", "lint.step-says-nothing", {"times": step.count})
        if step.deduct is not None and whole is not None and step.deduct > whole:
            yield Remark(
                "error", "", "lint.deducts-more-than-item", {"points": step.deduct, "maximum": whole}
            )
    ordered = sorted(item.steps, key=lambda step: step.count)
    for fewer, more in pairwise(ordered):
        if fewer.zero or (not more.zero and (more.deduct or ZERO) < (fewer.deduct or ZERO)):
            yield Remark("error", "", "lint.steps-not-rising", {"fewer": fewer.count, "more": more.count})


def _check_measure(item: MeasureBands) -> Iterator[Remark]:
    if not item.bands:
        yield Remark("error", "", "lint.empty", {"name": "bands"})
    starts = [band.at_least for band in item.bands]
    for start in sorted({start for start in starts if starts.count(start) > 1}):
        yield Remark("error", "", "lint.measure-band-twice", {"at_least": start})
    for band in item.bands:
        ranged = band.low is not None or band.high is not None
        if ranged == (band.points is not None) or (ranged and (band.low is None or band.high is None)):
            yield Remark("error", "", "lint.measure-band-unclear", {"at_least": band.at_least})
        elif ranged and band.low is not None and band.high is not None and band.low > band.high:
            yield Remark("error", "", "lint.range-upside-down", {"low": band.low, "high": band.high})


def _check_places(item: Rank) -> Iterator[Remark]:
    if not item.places:
        yield Remark("error", "", "lint.empty", {"name": "places"})
        return
    for place in item.places:
        if place.to_share is not None and not 0 < place.to_share <= 1:
            yield Remark("error", "", "lint.share-outside", {"name": "to_share", "value": place.to_share})
        if place.to is not None and place.to < 1:
            yield Remark("error", "", "lint.not-positive", {"name": "to", "value": place.to})
    if item.places[-1].to is not None or item.places[-1].to_share is not None:
        yield Remark("warning", "", "lint.places-end-early", {})
    points = [place.points for place in item.places]
    if points != sorted(points, reverse=True):
        yield Remark("error", "", "lint.places-not-falling", {"points": points})


# -- scorers, quotas, names --------------------------------------------------------------------------------------------


def check_scorers(scorers: Scorers) -> Iterator[Remark]:
    names = scorers.names()
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Remark("error", "scorers", "lint.scorer-twice", {"scorer": name})
    total = sum((scorer.weight for scorer in scorers.counted()), ZERO)
    if not scorers.counted():
        yield Remark("error", "scorers", "lint.nobody-counts", {})
    elif scorers.combine == "weighted" and total != 1:
        yield Remark("error", "scorers", "lint.weights-do-not-add-up", {"sum": total})


def check_quota(quota: Quota, *, grades: Sequence[str], classes: Sequence[str]) -> Iterator[Remark]:
    yield from check_names([quota.grade], grades, key="grade", code="lint.grade-unknown")
    for apart in quota.apart_classes:
        yield from check_names(apart.classes, classes, key="apart_classes", code="lint.class-unknown")


def check_figures(rule: Any) -> Iterator[Remark]:
    """Figures that a jurisdiction may set as well as a document: shares of a quota, places a total is rounded to."""
    if isinstance(rule, Bands) and rule.round_to is not None and not 0 <= rule.round_to <= 6:
        yield Remark("error", "round_to", "lint.places-outside", {"name": "round_to", "value": rule.round_to})
    if isinstance(rule, Quota):
        yield from _check_shares(rule)


def _check_shares(quota: Quota) -> Iterator[Remark]:
    apart = [name for group in quota.apart_classes for name in group.classes]
    for name in sorted({name for name in apart if apart.count(name) > 1}):
        yield Remark("error", "apart_classes", "lint.class-apart-twice", {"class_name": name})
    shares = {
        "at_most": quota.at_most,
        "at_least": quota.at_least,
        "about": quota.about,
        "within": quota.within,
    }
    given = [*shares.items(), *(("apart_classes", group.at_most) for group in quota.apart_classes)]
    for name, share in given:
        if share is not None and not 0 <= share <= 1:
            yield Remark("error", name, "lint.share-outside", {"name": name, "value": share})
    if quota.at_most is not None and quota.at_least is not None and quota.at_least > quota.at_most:
        yield Remark(
            "error", "at_least", "lint.range-upside-down", {"low": quota.at_least, "high": quota.at_most}
        )


def check_quotas_apart(quotas: Sequence[Quota]) -> Iterator[Remark]:
    """Two limits on one grade: the cohort has one set of seats, so one quota says all about a grade."""
    named = [quota.grade for quota in quotas]
    for grade in sorted({grade for grade in named if named.count(grade) > 1}):
        yield Remark("error", "mechanisms", "lint.quota-twice", {"grade": grade})


def check_empty(rule: Any) -> Iterator[Remark]:
    """Lists that say nothing when they are left empty: the rule would hold for nobody, and nobody would notice."""
    lists: dict[str, Sequence[Any]] = {}
    if isinstance(rule, Adopted):
        lists = {"map": list(rule.map)}
    elif isinstance(rule, Explanations):
        lists = {"when": rule.when} | {
            f"when.{at}.grades": condition.grades for at, condition in enumerate(rule.when)
        }
    elif isinstance(rule, Objects):
        lists = {"classes": rule.classes}
    elif isinstance(rule, Gate):
        lists = {"grades": rule.grades}
    for key, entries in lists.items():
        if not entries:
            yield Remark("error", key, "lint.empty", {"name": key.rpartition(".")[2]})


def check_gate(gate: Gate, grades: Sequence[str]) -> Iterator[Remark]:
    """A gate asks something, and leaves a grade below it for those who do not pass."""
    if not gate.measure and not gate.requires_flag:
        yield Remark("error", "", "lint.gate-asks-nothing", {})
    if grades and grades[-1] in gate.grades:
        yield Remark("error", "grades", "lint.gate-shuts-lowest", {"grade": grades[-1]})
    known = [grade for grade in gate.grades if grade in grades]
    if known:
        lowest = max(grades.index(grade) for grade in known)
        above = [grade for grade in grades[:lowest] if grade not in gate.grades]
        if above:
            yield Remark(
                "warning", "grades", "lint.gate-not-above", {"grade": grades[lowest], "above": above}
            )


def check_objects(objects: Objects) -> Iterator[Remark]:
    """A kind falls under one class, a class stands once."""
    names, kinds = objects.names(), [kind for group in objects.classes for kind in group.kinds]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Remark("error", "classes", "lint.class-twice", {"class_name": name})
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        yield Remark("error", "classes", "lint.kind-twice", {"kind": kind})


def check_names(used: Sequence[str], known: Sequence[str], *, key: str, code: str) -> Iterator[Remark]:
    """Names that nothing defines; an empty list of known ones means there is nothing to compare with."""
    for name in used:
        if known and name not in known:
            yield Remark("error", key, code, {"name": name, "known": list(dict.fromkeys(known))})
