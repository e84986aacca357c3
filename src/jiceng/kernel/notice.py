"""notice: what is posted, where, from when to when, and the objections it takes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jiceng.kernel.contents import Part, Said, check_said
from jiceng.kernel.days import Period, WorkingDays, periods
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.procedure import Missing, Reach, Role, check_first
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule, word

Audience = Literal["public", "limited", "members"]

# What a column may show, by what fills the table. An item shows beside these the parts of its ledger, by their names.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "grades": ("organisation", "class", "grade", "total", "explanation"),
    "items": ("title", "owner", "due", "state"),
}
NOTHING = (
    "—"  # a cell that may be empty: a part of the ledger that need not be said, an explanation nobody owes
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a notice's table.

    name: its heading, as the document has it. means: what it shows (`MEANINGS`). part: the part of the ledger it shows
    instead; with neither it is the part that is called as the column is.
    """

    name: str
    means: Literal[
        "", "organisation", "class", "grade", "total", "explanation", "title", "owner", "due", "state"
    ] = ""
    part: str = ""

    @property
    def shows(self) -> str:
        """The part of a ledger that it shows; "" where it means something else."""
        return "" if self.means else self.part or self.name


@word("notice.post", "公示", "notice")
@dataclass(frozen=True, kw_only=True)
class Notice(Rule):
    """A notice that a document asks for or allows.

    by, of: who posts it, for whom. entries: what it must say (G-08, P-08). columns: of its table; table: what fills
    it. audience: everybody; a limited scope that the notice names (G-24); the members of the organisation.
    optional: may be left out (可…公示). days: how long it hangs; None = not given, to be set locally. working: Chinese
    working days, not calendar days. standing: hangs until it is taken down (R-01). objections: takes them.
    answer_days: working days for an answer; None = not given. after: mechanisms that come first.
    grades: only about organisations with these grades; flags: only where one of these findings stands; empty = all.
    every_months: posted anew in every such stretch, from the campaign's opening (I-08, P-08, X-03); None = once.
    """

    by: Role = "committee-officer"
    of: Reach = "committee"
    entries: tuple[Part, ...] = ()
    columns: tuple[Column, ...] = ()
    table: Literal["", "grades", "items"] = ""
    audience: Audience = "public"
    optional: bool = False
    days: int | None = None
    working: bool = True
    standing: bool = False
    objections: bool = False
    answer_days: int | None = None
    after: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    every_months: int | None = None
    clause: str = ""

    def mended_by(self, code: str) -> str:
        # That its days pass nobody can mend; an objection that is open stands on a desk by itself.
        others = {"notice.still-hanging": "", "notice.objections-open": "", UPHELD_WAITS: "committee-officer"}
        return others.get(code, self.by)

    @property
    def is_renewed(self) -> bool:
        """Whether another may be posted while it hangs: what has no last day lives on with what has changed."""
        return self.standing and not self.table

    @property
    def is_circular(self) -> bool:
        """Whether its limited scope are those below whoever posts it (I-08, X-03). A list of grades is no circular, nor
        what those above post about an organisation."""
        own: Mapping[Reach, Role] = {
            "each": "secretary",
            "committee": "committee-officer",
            "county": "county-officer",
        }
        return self.audience == "limited" and not self.table and self.by == own[self.of]

    @property
    def is_read_below(self) -> bool:
        """Whether the organisations below read it without its code."""
        return self.audience != "limited" or self.is_circular

    def headings(self) -> list[str]:
        """The headings of its table, in order."""
        return [column.name for column in self.columns]


def check_post(
    rule: Notice,
    entries: Said,
    *,
    name: str,
    place: str,
    scope: str = "",
    rows: Sequence[Sequence[str]] = (),
    done: frozenset[str] = frozenset(),
) -> None:
    """Hold a notice against its rule before it is posted. scope: who sees it, for a limited notice.

    Raises Refusal "notice.comes-after", "notice.place-missing", "notice.scope-missing", "notice.rows-missing",
    "notice.row-incomplete", "notice.citizen-number", and those of `contents.check_said`.
    """
    check_first(rule.after, done, "notice.comes-after", name=name)
    if not has_reason(place):
        raise Refusal("notice.place-missing", name=name)
    if rule.audience == "limited" and not has_reason(scope):
        raise Refusal("notice.scope-missing", name=name)
    check_said(rule.entries, entries, what=name, clause=rule.clause)
    if rule.columns and not rows:
        raise Refusal("notice.rows-missing", name=name, columns=rule.headings())
    for at, row in enumerate(rows, 1):
        cells = zip(rule.columns, row, strict=True)
        empty = [column.name for column, text in cells if not (has_reason(text) or text == NOTHING)]
        if empty:
            raise Refusal("notice.row-incomplete", name=name, row=at, missing=empty, clause=rule.clause)
    check_no_citizen_number(name, [*entries.values(), place, scope, *(text for row in rows for text in row)])


# 公民身份号码 (GB 11643): seventeen digits and a check character; what else is 18 digits long has another one.
CITIZEN_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def check_no_citizen_number(name: str, texts: Iterable[str]) -> None:
    """What everybody may read names nobody's identity number (P-08). Raises Refusal "notice.citizen-number"."""
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("-", "")
        for number in CITIZEN_NUMBER.findall(plain):
            figures = zip(number[:17], WEIGHTS, strict=True)
            if CHECKS[sum(int(digit) * weight for digit, weight in figures) % 11] == number[17].upper():
                raise Refusal("notice.citizen-number", name=name, begins=number[:4])


def last_day(
    rule: Notice, from_on: date, calendar: WorkingDays, *, chosen: date | None = None
) -> date | None:
    """The last day it hangs, the day of posting counted as the first; None for one that hangs until taken down.

    chosen: a last day set by whoever posts it; never earlier than the document's.
    Raises Refusal "notice.days-not-set" when neither the document, nor the jurisdiction, nor whoever posts it says how
    long; "notice.ends-too-early".
    """
    if rule.standing:
        return None
    least, eve = from_on, date.fromordinal(from_on.toordinal() - 1)
    if rule.days is not None:
        working = rule.working
        least = calendar.after(eve, rule.days) if working else date.fromordinal(eve.toordinal() + rule.days)
    elif chosen is None:
        raise Refusal("notice.days-not-set", clause=rule.clause)
    if chosen is not None and chosen < least:
        raise Refusal("notice.ends-too-early", chosen=chosen.isoformat(), least=least.isoformat())
    return chosen or least


def stretch(rule: Notice, *, since: date, on: date) -> Period | None:
    """The stretch that a notice posted again and again is owed in; None for one that is posted once.

    since: the campaign's opening. Only the present one: what was not public then can no longer be made so.
    """
    every = periods(since, rule.every_months, on) if rule.every_months else ()
    return every[-1] if every else None


def check_objecting(rule: Notice, *, until_on: date | None, taken_down: bool, on: date) -> None:
    """Whether an objection is still taken; the last day is included.

    Raises Refusal "notice.takes-no-objections", "notice.down-already", "notice.objections-over".
    """
    if not rule.objections:
        raise Refusal("notice.takes-no-objections")
    if taken_down:
        raise Refusal("notice.down-already")
    if until_on is not None and on > until_on:
        raise Refusal("notice.objections-over", until_on=until_on.isoformat())


def answer_due(rule: Notice, put_on: date, calendar: WorkingDays) -> date | None:
    """When an objection has to be answered; None where no limit is given."""
    return None if rule.answer_days is None else calendar.after(put_on, rule.answer_days)


def check_answer(*, finding: str, reply: str) -> None:
    """An answer says what was found and what is replied (G-35). Raises Refusal "notice.answer-incomplete"."""
    missing = [name for name, text in (("核实情况", finding), ("答复", reply)) if not has_reason(text)]
    if missing:
        raise Refusal("notice.answer-incomplete", missing=missing)


@dataclass(frozen=True)
class Posted:
    """A notice as its step sees it. until_on None = hangs until taken down.

    upheld: objections that were right about a result nobody has looked at again since (G-17).
    """

    from_on: date
    until_on: date | None
    open_objections: int = 0
    upheld: int = 0


UPHELD_WAITS = "notice.upheld-waits"


def missing_notice(
    rule: Notice, posted: Posted | None, *, mechanism: str, name: str, on: date, since: date | None = None
) -> list[Missing]:
    """What a notice still keeps a step waiting for: to be posted, its days to pass, objections to be settled.

    since: the campaign's opening, from which the stretches of one that is posted again and again are counted.
    """
    now = stretch(rule, since=since, on=on) if since else None
    if now is not None and (posted is None or posted.from_on not in now) and not rule.optional:
        facts = {"name": name, "from_on": now.first.isoformat(), "until_on": now.last.isoformat()}
        return [Missing(mechanism, "notice.not-posted-in", facts)]
    if posted is None:
        return [] if rule.optional else [Missing(mechanism, "notice.not-posted", {"name": name})]
    missing = []
    if posted.until_on is not None and on <= posted.until_on:
        facts = {"name": name, "until_on": posted.until_on.isoformat()}
        missing.append(Missing(mechanism, "notice.still-hanging", facts))
    if posted.open_objections:
        count = posted.open_objections
        missing.append(Missing(mechanism, "notice.objections-open", {"name": name, "count": count}, count))
    if posted.upheld:
        missing.append(Missing(mechanism, UPHELD_WAITS, {"name": name}, posted.upheld))
    return missing
