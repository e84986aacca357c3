"""Sheets on a desk: to assess oneself, to score, to decide, to explain, and where limits are overrun."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from jiceng.kernel.procedure import earliest
from jiceng.kernel.sheet import Decision, Explanations, Quota, Scorers, SelfAssessment
from jiceng.reports import campaign as campaigns
from jiceng.reports.campaign import Row
from jiceng.reports.desk.line import Due, line, roles_at
from jiceng.reports.desk.running import Running
from jiceng.reports.ways import To, state_of
from jiceng.services.standing import key_of
from jiceng.store.models import Campaign, Post


def read(running: Running, held: Sequence[Post]) -> None:
    """The rows of every campaign: two queries each."""
    if any(post.role in LINES for post in held):
        _ = running.rows


def lines(running: Running, known: None, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    lines_of_role = LINES.get(post.role)
    if lines_of_role is not None:
        for campaign in running.campaigns:
            if not campaign.scheme.forms:
                continue  # a document without sheets has nothing to score or decide
            rows = running.rows.get(campaign.pk, ())
            yield from lines_of_role(_Desk(running, campaign, post, rows, roles_at(post, held)))


class _Desk:
    """One campaign as seen from one post. roles: what else its holder is there."""

    def __init__(
        self, running: Running, campaign: Campaign, post: Post, rows: Sequence[Row], roles: Collection[str]
    ) -> None:
        self.running, self.one, self.post, self.roles = running, campaign, post, roles
        self.here = [row for row in rows if row.organisation == post.organisation_id]
        path = post.organisation.path
        self.below = [
            row for row in rows if row.path.startswith(path) and row.organisation != post.organisation_id
        ]

    def now(self, found: Sequence[Row], kind: type) -> list[Row]:
        """Those for which this can be done today: in its step, and after what comes before it.

        Where nothing is bound to steps, all of them.
        """
        if self.one.steps is None:
            return list(found)
        key = key_of(self.one, kind)
        if not key:  # the document has no rule of this kind; then it is done in any step
            return [row for row in found if (self.one.pk, row.committee) in self.running.at_step]
        allowed = self.running.now.get((self.one.pk, key), frozenset())
        return [row for row in found if row.organisation in allowed]

    def due(
        self,
        code: str,
        facts: dict[str, Any],
        found: Sequence[Row],
        kind: type,
        to: To,
        *,
        clause: type | None = None,
        own: bool = True,
        ask: str = "",
        about: str = "",
        committees: Sequence[int] | None = None,
    ) -> Due:
        """A line about some organisations, due when the first of their steps ends; or about some committees."""
        key = key_of(self.one, kind)
        days = [self._day(row, key) for row in found]
        return line(
            code,
            facts,
            whom=self.post.organisation.name,
            about=about or f"campaign:{self.one.pk}/{key or kind.__name__.lower()}",
            due_on=earliest(days) if days else self.one.due_on,
            on=self.running.on,
            since=self.one.opened_on,
            to=to,
            campaign=self.one,
            clause=self.clause(clause or kind),
            own=own,
            ask=(key, ask) if ask and key else None,
            mechanism=key,
            rows=[row.organisation for row in found] if committees is None else committees,
        )

    def _day(self, row: Row, key: str) -> date | None:
        if key:
            return self.running.dates.due(self.one, key, row.path)
        # The document has no rule of this kind: it is done in any step, so by the end of the one that runs.
        track = self.running.at_step.get((self.one.pk, row.committee))
        return self.running.dates.due(self.one, track.step if track else "", row.path)

    def clause(self, rule: type) -> str:
        """The clause that a rule of this kind cites in the campaign's pack; "" where it cites none."""
        mechanisms = self.one.pack.mechanisms.values()
        return next((each.clause for each in mechanisms if isinstance(each.rule, rule)), "")

    def listed(self, state: str) -> To:
        return "campaign-organisations", (self.one.pk,), {"state": state}


def _secretary(desk: _Desk) -> Iterator[Due]:
    """The own self-assessment."""
    own = desk.one.scheme.self_assessment
    if own is None:
        return
    for row in desk.now(desk.here, SelfAssessment):
        if row.own == "complete" or row.decided:
            continue
        code = "desk.self-assess" if row.own == "none" else "desk.self-assessment-begun"
        facts = {"name": row.name, "total": row.own_total}
        to: To = ("score", (row.subject, own.scorer), {})
        yield desk.due(code, facts, [row], SelfAssessment, to, about=f"subject:{row.subject}/self-assessment")


def _reviewer(desk: _Desk) -> Iterator[Due]:
    """To be scored; a single organisation is led to directly."""
    waiting = campaigns.narrowed(desk.now(desk.below, Scorers), state="not-scored")
    if not waiting:
        return
    facts = {
        "count": len(waiting),
        "size": len(desk.below),
        "begun": sum(row.assessment == "begun" for row in waiting),
        "name": waiting[0].name,
    }
    if len(waiting) == 1:
        scorer = desk.one.scheme.scorers.counted()[0].key
        to: To = ("score", (waiting[0].subject, scorer), {})
        yield desk.due("desk.assess-one", facts, waiting, Scorers, to, clause=Decision)
    else:
        yield desk.due("desk.assess", facts, waiting, Scorers, desk.listed("not-scored"), clause=Decision)


def _committee(desk: _Desk) -> Iterator[Due]:
    """To be decided and explained; what branches and reviewers still owe; limits."""
    waiting = campaigns.narrowed(desk.now(desk.below, Decision), state="not-decided")
    if waiting:
        facts = {"count": len(waiting), "size": len(desk.below), "name": waiting[0].name}
        single = len(waiting) == 1
        to: To = ("organisation", (waiting[0].organisation,), {"campaign": desk.one.pk})
        yield desk.due(
            "desk.decide-one" if single else "desk.decide",
            facts,
            waiting,
            Decision,
            to if single else desk.listed("not-decided"),
        )
    yield from _explain(desk)
    yield from _others(desk)
    yield from _over(desk)


def _explain(desk: _Desk) -> Iterator[Due]:
    owed = desk.one.scheme.explanations
    if owed is None:
        return
    waiting = [
        row
        for row in campaigns.explaining(desk.one.scheme, desk.now(desk.below, Explanations))
        if row.decided
    ]
    if waiting:
        single = len(waiting) == 1
        facts = {"count": len(waiting), "name": waiting[0].name, "grade": waiting[0].decided}
        to: To = ("organisation", (waiting[0].organisation,), {"campaign": desk.one.pk})
        code = "desk.explain-one" if single else "desk.explain"
        yield desk.due(code, facts, waiting, Explanations, to if single else desk.listed("not-explained"))


# What is the work of others: whose, the sentence, what is missing, the rule, what cites it.
OTHERS = (
    ("secretary", "desk.others-self-assess", "procedure.not-self-assessed", SelfAssessment, SelfAssessment),
    ("reviewer", "desk.others-assess", "procedure.not-scored", Scorers, Decision),
    ("committee-officer", "desk.others-decide", "procedure.not-decided", Decision, Decision),
)


def _others(desk: _Desk) -> Iterator[Due]:
    """The same work of others, grouped: how many, in how many committees."""
    for role, code, gap, kind, clause in OTHERS:
        state = state_of(gap)
        if role in desk.roles:
            continue  # not the work of others
        if kind is SelfAssessment and desk.one.scheme.self_assessment is None:
            continue
        waiting = campaigns.narrowed(desk.now(desk.below, kind), state=state)
        if waiting:
            facts = {
                "count": len(waiting),
                "size": len(desk.below),
                "committees": len({row.committee for row in waiting}),
            }
            to = desk.listed(state)
            yield desk.due(code, facts, waiting, kind, to, clause=clause, own=False, ask=gap)


def _officer(desk: _Desk) -> Iterator[Due]:
    yield from _others(desk)
    yield from _over(desk)


def _over(desk: _Desk) -> Iterator[Due]:
    """Committees over an upper limit, one line for each grade: how many, by how many."""
    over: dict[str, dict[int, int]] = {}
    for committee in campaigns.progress(desk.one.scheme, desk.below):
        for standing in committee.quotas.standings:
            if standing.over:
                by_committee = over.setdefault(standing.quota.grade, {})
                by_committee[committee.committee] = by_committee.get(committee.committee, 0) + standing.over
    for grade, counts in over.items():
        facts = {"grade": grade, "committees": len(counts), "over": sum(counts.values())}
        to: To = ("campaign", (desk.one.pk,), {"over": grade})
        about = f"campaign:{desk.one.pk}/over-{grade}"
        mine = "committee-officer" in desk.roles
        yield desk.due("desk.over-quota", facts, [], Quota, to, about=about, own=mine, committees=[*counts])


LINES = {
    "secretary": _secretary,
    "reviewer": _reviewer,
    "committee-officer": _committee,
    "county-officer": _officer,
}
