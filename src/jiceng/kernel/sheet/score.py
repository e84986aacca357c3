"""From recorded items to a total: heads, sheet, several scorers."""

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from jiceng.kernel.firmness import has_reason
from jiceng.kernel.procedure import check_first
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.shapes import ZERO, Cohort, Entry, Shape, quotient
from jiceng.kernel.trace import Step
from jiceng.kernel.word import Rule, word


@dataclass(frozen=True, kw_only=True)
class Head:
    """One head (项目) of a sheet.

    maximum: the most it gives; None = not given: the sheet's maximum alone limits it, a bonus has no cap.
    start: `full` = begins at the maximum and loses points (扣分制), `zero` = earns them (得分制).
    weight: what one point of the head is worth in the total.
    outside: a bonus beyond the sheet's maximum (附加分).
    floor: where it stops; below 0 only outside the hundred (倒扣). None = 0, and no stop at all for a head outside the
        hundred that can only take points.
    stops_at_zero: its deductions are meant to add up to more than it holds (扣完为止); the linter asks otherwise.
    also: other names it is printed under.
    """

    key: str
    name: str
    items: tuple[Shape, ...]
    maximum: Decimal | None = None
    start: Literal["full", "zero"] = "zero"
    weight: Decimal = Decimal(1)
    outside: bool = False
    floor: Decimal | None = None
    stops_at_zero: bool = False
    also: tuple[str, ...] = ()
    clause: str = ""

    def lowest(self, class_name: str = "") -> Decimal | None:
        """Where the points of this head stop for a class of organisations; None when nothing stops them."""
        if not self.outside:
            return ZERO
        if self.floor is not None:
            return self.floor
        items = [item for item in self.items if item.applies_to(class_name)]
        only_takes = self.start == "zero" and all(item.most(self.maximum) == 0 for item in items)
        return None if only_takes else ZERO

    def called(self, name: str) -> bool:
        """True for its key, its name, or another name it is printed under."""
        return plain_name(name) in {plain_name(own_name) for own_name in (self.key, self.name, *self.also)}


@dataclass(frozen=True, kw_only=True)
class Form:
    """One score sheet (评分表): heads whose weighted maxima add up to `maximum`.

    decimals: places that points on this sheet may have; a typed value with more is refused.
    sample: not the published standard but one built from requirements the sources state; said wherever it is shown.
    reasons: a deduction without a written reason is refused, on every way in (扣分说明理由, G-11).
    """

    key: str
    title: str
    heads: tuple[Head, ...]
    maximum: Decimal = Decimal(100)
    decimals: int = 2
    sample: bool = False
    reasons: bool = False
    note: str = ""

    def items(self) -> Iterator[tuple[Head, Shape]]:
        """Every item with its head, in the order of the sheet."""
        for head in self.heads:
            for item in head.items:
                yield head, item

    def most(self) -> Decimal | None:
        """Maximum plus every bonus; None when a bonus has no cap."""
        most = self.maximum
        for head in self.heads:
            if head.outside:
                if head.maximum is None:
                    return None
                most += head.weight * head.maximum
        return most

    def find(self, name: str) -> Shape:
        """An item by its key, or by `head/condition` as printed on the sheet (full-width forms and blanks aside).

        Raises Refusal "sheet.item-unknown" with the names that come closest.
        """
        plain = plain_name(name)
        head_name, _, item_name = plain.partition("/")
        for head, item in self.items():
            if item.key == name.strip():
                return item
            if item_name and head.called(head_name) and plain_name(item.name) == item_name:
                return item
        named = [(f"{head.name}/{item.name}", head, item) for head, item in self.items()]
        near = [full for full, head, _ in named if head.called(head_name)]
        near = near or [full for full, _, item in named if plain_name(item.name) in (plain, item_name)]
        near = near or difflib.get_close_matches(plain, [full for full, _, _ in named], 3, 0.4)
        raise Refusal(
            "sheet.item-unknown",
            item=name,
            sheet=self.title,
            near=near or [f"{head.name}/…" for head in self.heads],
        )


def plain_name(name: str) -> str:
    """A printed name as people type it: （）and () are one, so are full-width and plain digits; blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).split())


@word("sheet.form", "评分表", "score sheet", how="applied")
@dataclass(frozen=True, kw_only=True)
class ClassSheet(Rule):
    """One score sheet and the classes of organisation it is for. sheet: written here, or the name of one
    under `packs/sheets/`. reasons: every deduction on it needs a written reason (扣分说明理由, G-11); None = as the
    sheet itself says."""

    classes: tuple[str, ...]
    sheet: Form
    reasons: bool | None = None

    def __post_init__(self) -> None:
        if self.reasons is not None and self.reasons != self.sheet.reasons:
            object.__setattr__(self, "sheet", replace(self.sheet, reasons=self.reasons))


@dataclass(frozen=True)
class Score:
    """A total with its heads (key -> points before weighting) and its explanation."""

    total: Decimal
    heads: dict[str, Decimal]
    trace: Step


def score(
    form: Form,
    entries: Mapping[str, Entry],
    *,
    class_name: str = "",
    cohorts: Mapping[str, Cohort] | None = None,
) -> Score:
    """Add up one scorer's sheet for one organisation.

    entries: item key -> what was recorded. An item without an entry has nothing to deduct and nothing to earn.
    cohorts: item key -> the group's values, for items compared within a group.

    The total lies between 0 and `form.most()`.
    Raises Refusal for an unknown item, an item of another class, a value that does not fit, a missing reason.
    """
    known = {item.key: item for _, item in form.items()}
    for key in entries:
        if key not in known:
            form.find(key)  # raises, with the nearest names
        if not known[key].applies_to(class_name):
            raise Refusal("sheet.item-of-another-class", item=known[key].name, class_name=class_name)

    total, outside, heads, parts = ZERO, ZERO, {}, []
    for head in form.heads:
        points, step = _score_head(form, head, entries, class_name, cohorts or {})
        heads[head.key] = points
        parts.append(step)
        if head.outside:
            outside += head.weight * points
        else:
            total += head.weight * points
    total = max(ZERO, min(total, form.maximum) + outside)
    facts = {"sheet": form.title, "maximum": form.maximum, "total": total, "sample": form.sample}
    code = "sheet.total-of-sample" if form.sample else "sheet.total"
    return Score(total, heads, Step(code, facts, total, parts=tuple(parts)))


def _score_head(
    form: Form,
    head: Head,
    entries: Mapping[str, Entry],
    class_name: str,
    cohorts: Mapping[str, Cohort],
) -> tuple[Decimal, Step]:
    full = head.start == "full"
    points = (head.maximum or ZERO) if full else ZERO
    parts: list[Step] = []
    for item in head.items:
        if not item.applies_to(class_name):
            continue
        entry = entries.get(item.key)
        if entry is None:
            points += item.untouched().points
            continue
        _check_figures(form, item, entry)
        worth = item.worth(entry, head_maximum=head.maximum, cohort=cohorts.get(item.key))
        # Whatever takes points from a head needs words, also a low measure: the figure says how much, not why.
        if (worth.takes or worth.points < 0) and form.reasons and not has_reason(entry.reason):
            raise Refusal("sheet.deduction-without-reason", item=item.name, head=head.name)
        points += worth.points
        facts = {"item": item.name} | worth.facts
        why = (Step("item.reason", {"reason": entry.reason}),) if entry.reason else ()
        parts.append(Step(worth.code, facts, worth.points, item.clause, why))
    stopped = points
    if head.maximum is not None:
        stopped = min(stopped, head.maximum)
    lowest = head.lowest(class_name)
    if lowest is not None:
        stopped = max(stopped, lowest)
    if stopped != points:
        at = "head.stopped-at-floor" if stopped > points else "head.stopped-at-maximum"
        parts.append(Step(at, {"head": head.name, "at": stopped, "would_be": points}, stopped - points))
    facts = {"head": head.name, "maximum": head.maximum, "weight": head.weight, "got": stopped}
    code = (
        "head.without-limit"
        if head.maximum is None
        else "head.weighted"
        if head.weight != 1
        else "head.points"
    )
    return stopped, Step(code, facts, head.weight * stopped, head.clause, tuple(parts))


# Larger than anything counted or measured; beyond it products would no longer be exact.
TOO_LARGE = Decimal(10) ** 18


def _check_figures(form: Form, item: Shape, entry: Entry) -> None:
    """Points typed by a scorer must fit the decimals of the sheet; measured values are facts and may have any."""
    for figure in (entry.value, entry.points):
        if isinstance(figure, Decimal) and not figure.is_finite():
            raise Refusal("sheet.value-not-a-number", item=item.name, value=str(figure))
        if isinstance(figure, Decimal) and abs(figure) >= TOO_LARGE:
            raise Refusal("sheet.value-too-large", item=item.name, value=figure)
    for typed in (entry.points, entry.value if item.shape == "discretionary" else None):
        if isinstance(typed, Decimal) and typed != typed.quantize(
            Decimal(1).scaleb(-form.decimals), ROUND_DOWN
        ):
            raise Refusal("sheet.too-many-decimals", item=item.name, value=typed, decimals=form.decimals)


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """One who fills the sheet. weight 0: kept beside the result, not counted (self-assessment in most documents)."""

    key: str
    name: str
    weight: Decimal = ZERO


@word("sheet.scorers", "评分人", "scorers", once=True)
@dataclass(frozen=True, kw_only=True)
class Scorers(Rule):
    """Whose sheets count, and how they combine: by weight, or as the mean of those with a weight above 0.

    after: keys of mechanisms that come before the first line, such as what was asked of others beforehand (G-11).
    """

    scorers: tuple[Scorer, ...]
    combine: Literal["weighted", "mean"] = "weighted"
    after: tuple[str, ...] = ()

    def mended_by(self, code: str) -> str:
        return "reviewer"

    def check_first(self, done: frozenset[str]) -> None:
        """Before the first line. done: mechanisms there. Raises Refusal "sheet.assessment-comes-after"."""
        check_first(self.after, done, "sheet.assessment-comes-after")

    def names(self) -> tuple[str, ...]:
        return tuple(scorer.key for scorer in self.scorers)

    def counted(self) -> tuple[Scorer, ...]:
        return tuple(scorer for scorer in self.scorers if scorer.weight > 0)

    def total(self, totals: Mapping[str, Decimal]) -> Decimal:
        """One total out of scorer key -> total.

        Raises Refusal "sheet.scorer-missing" naming whose sheet is not there yet, "sheet.scorer-unknown".
        """
        for key in totals:
            if key not in self.names():
                raise Refusal("sheet.scorer-unknown", scorer=key, scorers=list(self.names()))
        missing = [scorer.name for scorer in self.counted() if scorer.key not in totals]
        if missing:
            raise Refusal("sheet.scorer-missing", missing=missing)
        if self.combine == "mean":
            counted = [totals[scorer.key] for scorer in self.counted()]
            return quotient(sum(counted, ZERO), Decimal(len(counted)))
        return sum((scorer.weight * totals[scorer.key] for scorer in self.counted()), ZERO)


def unanswered(form: Form, entries: Mapping[str, Entry], *, class_name: str = "") -> list[str]:
    """Items about which nothing is recorded, as head/item. What lies outside the hundred is no question."""
    return [
        f"{head.name}/{item.name}"
        for head, item in form.items()
        if item.applies_to(class_name) and not head.outside and item.key not in entries
    ]


@word("sheet.self-assessment", "自评", "self-assessment", once=True)
@dataclass(frozen=True, kw_only=True)
class SelfAssessment(Rule):
    """自评: who scores the own organisation, and whether every item must be answered (逐项, G-09).

    opinion: `computed` = the sheet gives the preliminary grade; `stated` = the meeting states one (G-31).
    after: keys of mechanisms that come first, such as the results board before any self-score (G-08).
    """

    scorer: str = "self"
    every_item: bool = False
    opinion: Literal["computed", "stated"] = "computed"
    after: tuple[str, ...] = ()

    def mended_by(self, code: str) -> str:
        return "secretary"

    @property
    def is_own(self) -> bool:
        return True

    def check_first(self, done: frozenset[str]) -> None:
        """Before the first line. done: mechanisms there. Raises Refusal "sheet.self-assessment-comes-after"."""
        check_first(self.after, done, "sheet.self-assessment-comes-after")

    def check(
        self, form: Form, entries: Mapping[str, Entry], *, class_name: str = "", stated: str = ""
    ) -> None:
        """Raises Refusal "sheet.self-assessment-incomplete" (items missing) or "sheet.opinion-missing"."""
        if self.every_item:
            missing = unanswered(form, entries, class_name=class_name)
            if missing:
                raise Refusal("sheet.self-assessment-incomplete", missing=missing, count=len(missing))
        if self.opinion == "stated" and not stated:
            raise Refusal("sheet.opinion-missing")


@dataclass(frozen=True)
class Filled:
    """One organisation's sheets as recorded: scorer key -> item key -> entry."""

    class_name: str
    sheets: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
