"""工作台: what is due from somebody, for whom, by when, and why. Late first, then this week, then later.

A line carries a code and facts; `jiceng.phrases` says it. Its action is the name of an address with what fills it, so
that this module knows no web page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jiceng import packs
from jiceng.kernel.sheet import Decision, Quota, SelfAssessment
from jiceng.reports import campaign as campaigns
from jiceng.reports.campaign import Row
from jiceng.store.models import Campaign, Post, Subject
from jiceng.store.register import ancestor_paths, under_path

BANDS = ("late", "week", "later")


@dataclass(frozen=True)
class Due:
    """One line of a desk.

    code, facts: the sentence. whom: whose affair it is. count: how many organisations the line stands for.
    action: the name of an address, `args` and `query` to fill it. clause: where the document asks for it; "" = nowhere.
    """

    code: str
    facts: Mapping[str, Any]
    whom: str
    due_on: date
    band: str
    campaign: Campaign
    action: str
    args: tuple[Any, ...]
    query: Mapping[str, Any] = field(default_factory=dict)
    clause: str = ""
    count: int = 1


def due(held: Sequence[Post], on: date) -> list[Due]:
    """What is due on a day from somebody with these posts (`access.scope.posts`).

    Two queries for each running campaign, however many organisations there are, and one for the campaigns.
    """
    lines: list[Due] = []
    for one in _running(held):
        # Row by row only what lies below the posts: a secretary's desk does not read the whole county.
        seen = Subject.objects.none()
        for post in held:
            seen = seen | Subject.objects.filter(under_path(post.organisation.path, "organisation__path"))
        found = campaigns.rows(one, seen)
        told: dict[tuple[Any, ...], Due] = {}
        for post in held:
            for line in _lines(post, one, found, on):
                told.setdefault((line.code, line.action, line.args, tuple(line.query.items())), line)
        lines += told.values()
    order = {"late": 0, "week": 1, "later": 2}
    return sorted(lines, key=lambda line: (order[line.band], line.due_on))


def _running(held: Sequence[Post]) -> list[Campaign]:
    """Running campaigns of the organisations of the posts and those above them."""
    paths = sorted({path for post in held for path in ancestor_paths(post.organisation.path)})
    if not paths:
        return []
    return list(Campaign.objects.running().filter(organisation__path__in=paths).for_list())


def _lines(post: Post, one: Campaign, found: Sequence[Row], on: date) -> Iterator[Due]:
    if post.role == "secretary":
        yield from _secretary(
            post, one, [row for row in found if row.organisation == post.organisation_id], on
        )
    below = [
        row
        for row in found
        if row.path.startswith(post.organisation.path) and row.organisation != post.organisation_id
    ]
    if post.role == "reviewer":
        yield from _reviewer(post, one, below, on)
    elif post.role == "county-officer":
        yield from _officer(post, one, below, on)


def _secretary(post: Post, one: Campaign, found: Sequence[Row], on: date) -> Iterator[Due]:
    """The own self-assessment."""
    own = one.scheme.self_assessment
    for row in found:
        if own is None or row.own == "complete" or row.decided:
            continue
        code = "desk.self-assess" if row.own == "none" else "desk.self-assessment-begun"
        facts = {"name": row.name, "total": row.own_total}
        yield _due(
            code,
            facts,
            post,
            one,
            on,
            "score",
            (row.subject, own.scorer),
            clause=_clause(one, SelfAssessment),
        )


def _reviewer(post: Post, one: Campaign, below: Sequence[Row], on: date) -> Iterator[Due]:
    """To be scored, finished and decided, one line each; a single organisation is led to directly."""
    scorer = one.scheme.scorers.counted()[0].key
    for code, state, clause in (
        ("desk.assess", "not-scored", _clause(one, Decision)),
        ("desk.decide", "not-decided", _clause(one, Decision)),
    ):
        waiting = campaigns.narrowed(below, state=state)
        if not waiting:
            continue
        facts = {
            "count": len(waiting),
            "size": len(below),
            "begun": sum(row.assessment == "begun" for row in waiting),
            "name": waiting[0].name,
        }
        if len(waiting) == 1:
            action: tuple[str, tuple[Any, ...], dict[str, Any]] = (
                ("score", (waiting[0].subject, scorer), {})
                if state == "not-scored"
                else ("organisation", (waiting[0].organisation,), {"campaign": one.pk})
            )
            code = f"{code}-one"
        else:
            action = ("campaign-organisations", (one.pk,), {"state": state})
        yield _due(code, facts, post, one, on, *action, clause=clause, count=len(waiting))
    yield from _over(post, one, below, on)


def _officer(post: Post, one: Campaign, below: Sequence[Row], on: date) -> Iterator[Due]:
    """The same work of others, grouped: how many, in how many committees."""
    for code, state, rule in (
        ("desk.others-self-assess", "not-self-assessed", SelfAssessment),
        ("desk.others-assess", "not-scored", Decision),
        ("desk.others-decide", "not-decided", Decision),
    ):
        waiting = campaigns.narrowed(below, state=state)
        if waiting:
            facts = {
                "count": len(waiting),
                "size": len(below),
                "committees": len({row.committee for row in waiting}),
            }
            to = ("campaign-organisations", (one.pk,), {"state": state})
            yield _due(code, facts, post, one, on, *to, clause=_clause(one, rule), count=len(waiting))
    yield from _over(post, one, below, on)


def _over(post: Post, one: Campaign, below: Sequence[Row], on: date) -> Iterator[Due]:
    """Committees over an upper limit, one line for each grade: how many, by how many."""
    over: dict[str, list[int]] = {}
    for committee in campaigns.progress(one.scheme, below):
        for standing in committee.quotas.standings:
            if standing.over:
                over.setdefault(standing.quota.grade, []).append(standing.over)
    for grade, counts in over.items():
        facts = {"grade": grade, "committees": len(counts), "over": sum(counts)}
        query = {"over": grade}
        yield _due(
            "desk.over-quota", facts, post, one, on, "campaign", (one.pk,), query, clause=_clause(one, Quota)
        )


def _due(
    code: str,
    facts: Mapping[str, Any],
    post: Post,
    one: Campaign,
    on: date,
    action: str,
    args: tuple[Any, ...],
    query: Mapping[str, Any] | None = None,
    *,
    clause: str = "",
    count: int = 1,
) -> Due:
    band = "late" if one.due_on < on else "week" if one.due_on <= on + timedelta(days=7) else "later"
    return Due(
        code, facts, post.organisation.name, one.due_on, band, one, action, args, query or {}, clause, count
    )


def _clause(one: Campaign, rule: type) -> str:
    """The clause that a rule of this kind cites in the campaign's pack; "" where it cites none."""
    mechanisms = packs.load(one.adoption.pack).mechanisms.values()
    return next((each.clause for each in mechanisms if isinstance(each.rule, rule)), "")
