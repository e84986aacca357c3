"""Returns on a desk: sent and waiting for the receiver's answer, or sent back to be put right."""

from collections.abc import Iterator, Sequence

from jiceng.access.scope import below
from jiceng.reports.desk.line import Due, line
from jiceng.reports.desk.running import Running
from jiceng.store.models import Campaign, Post, Return

EACH = 3  # so many senders have a line each; more are said in one
OFFICERS = ("county-officer", "committee-officer")


def read(running: Running, held: Sequence[Post]) -> Sequence[Return]:
    """Of the running campaigns: those that wait for an answer, and each sender's last one where it was sent back."""
    seen = below(running.paths, "organisation__path")
    if seen is None or not running.campaigns or not {post.role for post in held} & {*OFFICERS, "secretary"}:
        return ()
    returns = Return.objects.filter(
        seen, campaign__in=[campaign.pk for campaign in running.campaigns]
    ).order_by("number")
    last: dict[tuple[object, ...], Return] = {}
    for sent_return in returns.select_related("organisation", "receiver", "sent_by").defer("figures"):
        last[sent_return.campaign_id, sent_return.mechanism, sent_return.organisation_id] = sent_return
    return [sent_return for sent_return in last.values() if sent_return.state != "accepted"]


def lines(running: Running, known: Sequence[Return], post: Post, held: Sequence[Post]) -> Iterator[Due]:
    for campaign in running.campaigns:
        returns = [sent_return for sent_return in known if sent_return.campaign_id == campaign.pk]
        for sent_return in returns:
            if sent_return.state == "back" and sent_return.organisation_id == post.organisation_id:
                rule = campaign.rules.get(sent_return.mechanism)
                if rule is not None and rule.by == post.role:
                    yield _one(
                        running, campaign, "desk.return-back", sent_return, sent_return.organisation.name
                    )
        if post.role == "county-officer":
            waiting: dict[str, list[Return]] = {}
            for sent_return in returns:
                own = sent_return.sent_by.person_id == post.person_id  # whoever sent it cannot answer it
                if (
                    sent_return.state == "sent"
                    and sent_return.receiver_id == post.organisation_id
                    and not own
                ):
                    waiting.setdefault(sent_return.mechanism, []).append(sent_return)
            for key, unanswered in waiting.items():
                yield from _to_answer(running, campaign, post, key, unanswered)


def _one(running: Running, campaign: Campaign, code: str, sent_return: Return, whom: str) -> Due:
    facts = {
        "name": campaign.title_of(sent_return.mechanism),
        "organisation": sent_return.organisation.name,
        "reason": sent_return.reason,
        "sent_on": sent_return.sent_on,
    }
    return _line(running, campaign, code, facts, [sent_return], whom)


def _to_answer(
    running: Running, campaign: Campaign, post: Post, key: str, returns: Sequence[Return]
) -> Iterator[Due]:
    if len(returns) <= EACH:
        for sent_return in returns:
            yield _one(running, campaign, "desk.return-waits", sent_return, post.organisation.name)
        return
    facts = {"name": campaign.title_of(key), "count": len(returns)}
    yield _line(running, campaign, "desk.returns-wait", facts, returns, post.organisation.name)


def _line(
    running: Running,
    campaign: Campaign,
    code: str,
    facts: dict[str, object],
    returns: Sequence[Return],
    whom: str,
) -> Due:
    first = returns[0]
    mechanism = campaign.pack.mechanisms.get(first.mechanism)
    query = {"organisation": first.organisation_id} if len(returns) == 1 else {}
    return line(
        code,
        facts,
        whom=whom,
        about=f"return:{first.pk}" if len(returns) == 1 else f"campaign:{campaign.pk}/{first.mechanism}",
        due_on=running.dates.due(campaign, first.mechanism, first.organisation.path),
        on=running.on,
        since=max(sent_return.answered_on or sent_return.sent_on for sent_return in returns),
        to=("returns", (campaign.pk, first.mechanism), query),
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        rows=[sent_return.organisation_id for sent_return in returns],
        mechanism=first.mechanism,
    )
