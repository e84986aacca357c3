"""One line of a desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from jiceng.reports.ways import To
from jiceng.store.models import Campaign, Post

BANDS = ("late", "week", "later", "open")
WEEK = timedelta(days=7)

LINE = "line"  # the name in an address for the key of a line


@dataclass(frozen=True)
class Due:
    """One line.

    code, facts: the sentence. whom: whose affair it is. about: what it is about, "model:key/mechanism", the same every
    day. due_on: None = nobody has set a day. band: late, week, later, open. since: when it came up.
    action: the name of an address, `args` and `query` to fill it. clause: where the document asks for it; "" = nowhere.
    own: done by whoever reads it; else it waits for others, and `ask` is what they can be reminded of: the mechanism
    and the kind of gap. rows: the keys of what the line stands for, as the page it leads to lists them; empty where it
    speaks of one thing that its page is about. of: what these are keys of. A page that is asked for with the line's
    key shows these and no others.
    """

    code: str
    facts: Mapping[str, Any]
    whom: str
    about: str
    due_on: date | None
    band: str
    since: date
    campaign: Campaign | None
    action: str
    args: tuple[Any, ...] = ()
    query: Mapping[str, Any] = field(default_factory=dict)
    clause: str = ""
    own: bool = True
    ask: tuple[str, str] | None = None
    rows: frozenset[Any] = frozenset()
    of: str = "organisation"
    mechanism: str = ""

    @property
    def count(self) -> int:
        """How many it stands for."""
        return len(self.rows) or 1

    @property
    def key(self) -> str:
        """A name for the line that stays the same while fewer and fewer are left of it."""
        return sha256(f"{self.code}|{self.about}|{self.whom}".encode()).hexdigest()[:12]

    @property
    def matter(self) -> str:
        """What a reminder of it is about (`services.reminder.matter_of`); "" outside a campaign."""
        return f"campaign:{self.campaign.pk}/{self.mechanism}" if self.campaign and self.mechanism else ""

    @property
    def way(self) -> To:
        """The page it leads to; where the line stands for several, asked to show exactly these."""
        query = {**self.query, LINE: self.key} if len(self.rows) > 1 else self.query
        return self.action, self.args, query

    def within(self, other: "Due") -> bool:
        """Whether another line says this already: two posts of one person say the same thing once."""
        same = (self.code, self.about, self.action, self.args) == (
            other.code, other.about, other.action, other.args,
        )  # fmt: skip
        return same and self.rows <= other.rows

    def order(self) -> tuple[Any, ...]:
        """Late first, then by day; what has no day comes last. At the same day the own work comes first."""
        return BANDS.index(self.band), self.due_on or date.max, not self.own


def roles_at(post: Post, held: Sequence[Post]) -> frozenset[str]:
    """Everything somebody is at the organisation of a post, by posts there and above."""
    return frozenset(other.role for other in held if post.organisation.is_under(other.organisation))


def band(due_on: date | None, on: date) -> str:
    if due_on is None:
        return "open"
    return "late" if due_on < on else "week" if due_on <= on + WEEK else "later"


def line(
    code: str,
    facts: Mapping[str, Any],
    *,
    whom: str,
    about: str,
    due_on: date | None,
    on: date,
    since: date,
    to: To,
    campaign: Campaign | None = None,
    clause: str = "",
    own: bool = True,
    ask: tuple[str, str] | None = None,
    rows: Iterable[Any] = (),
    of: str = "organisation",
    mechanism: str = "",
) -> Due:
    """A line in its band. mechanism: where `about` does not end with it."""
    action, args, query = to
    return Due(
        code, facts, whom, about, due_on, band(due_on, on), since, campaign, action, args, query, clause, own,
        ask, frozenset(rows), of, mechanism or about.partition("/")[2],
    )  # fmt: skip
