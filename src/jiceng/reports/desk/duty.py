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
    found = Return.objects.filter(seen, campaign__in=[one.pk for one in running.campaigns]).order_by("number")
    last: dict[tuple[object, ...], Return] = {}
    for one in found.select_related("organisation", "receiver", "sent_by").defer("figures"):
        last[one.campaign_id, one.mechanism, one.organisation_id] = one
    return [one for one in last.values() if one.state != "accepted"]


def lines(running: Running, known: Sequence[Return], post: Post, held: Sequence[Post]) -> Iterator[Due]:
    for campaign in running.campaigns:
        here = [one for one in known if one.campaign_id == campaign.pk]
        for one in here:
            if one.state == "back" and one.organisation_id == post.organisation_id:
                rule = campaign.rules.get(one.mechanism)
                if rule is not None and rule.by == post.role:
                    yield _one(running, campaign, "desk.return-back", one, one.organisation.name)
        if post.role == "county-officer":
            waiting: dict[str, list[Return]] = {}
            for one in here:
                own = one.sent_by.person_id == post.person_id  # whoever sent it cannot answer it
                if one.state == "sent" and one.receiver_id == post.organisation_id and not own:
                    waiting.setdefault(one.mechanism, []).append(one)
            for key, found in waiting.items():
                yield from _to_answer(running, campaign, post, key, found)


def _one(running: Running, campaign: Campaign, code: str, one: Return, whom: str) -> Due:
    facts = {
        "name": campaign.title_of(one.mechanism),
        "organisation": one.organisation.name,
        "reason": one.reason,
        "sent_on": one.sent_on,
    }
    return _line(running, campaign, code, facts, [one], whom)


def _to_answer(
    running: Running, campaign: Campaign, post: Post, key: str, found: Sequence[Return]
) -> Iterator[Due]:
    if len(found) <= EACH:
        for one in found:
            yield _one(running, campaign, "desk.return-waits", one, post.organisation.name)
        return
    facts = {"name": campaign.title_of(key), "count": len(found)}
    yield _line(running, campaign, "desk.returns-wait", facts, found, post.organisation.name)


def _line(
    running: Running,
    campaign: Campaign,
    code: str,
    facts: dict[str, object],
    found: Sequence[Return],
    whom: str,
) -> Due:
    first = found[0]
    mechanism = campaign.pack.mechanisms.get(first.mechanism)
    query = {"organisation": first.organisation_id} if len(found) == 1 else {}
    return line(
        code,
        facts,
        whom=whom,
        about=f"return:{first.pk}" if len(found) == 1 else f"campaign:{campaign.pk}/{first.mechanism}",
        due_on=running.dates.due(campaign, first.mechanism, first.organisation.path),
        on=running.on,
        since=max(one.answered_on or one.sent_on for one in found),
        to=("returns", (campaign.pk, first.mechanism), query),
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        rows=[one.organisation_id for one in found],
        mechanism=first.mechanism,
    )
