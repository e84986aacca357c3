"""What is owed beside sheets, awaited by a step or by none: records, notices, ballots, ledgers, helpers, teams, draws.

The one whose it is reads it as the own work; officers above read it grouped, and can send a reminder.
"""

from collections.abc import Iterator, Sequence

from jiceng.kernel.procedure import earliest
from jiceng.kernel.refusal import Refusal
from jiceng.reports.desk.line import Due, line, roles_at
from jiceng.reports.desk.running import Running
from jiceng.reports.ways import To, address
from jiceng.services.owing import Owing
from jiceng.store.models import Post

# Said by other nouns, which know more about them.
ELSEWHERE = frozenset(
    {
        "procedure.not-self-assessed", "procedure.not-scored", "procedure.not-decided", "procedure.not-explained",
        "procedure.return-not-accepted", "procedure.draw-open",
    }
)  # fmt: skip
OFFICERS = ("county-officer", "committee-officer")
# What is said of several organisations at once, where each of them lacks something else.
SEVERAL = {"item.not-covered": "item.not-covered-several"}
EACH = 3  # so many organisations have a line each; more are said in one


def read(running: Running, held: Sequence[Post]) -> None:
    """Everything is in `Running.owed`."""


def lines(running: Running, known: None, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    roles = roles_at(post, held)
    for campaign in running.campaigns:
        kinds: dict[tuple[str, str, str], list[Owing]] = {}
        for owed in running.owed[campaign.pk]:
            if owed.code not in ELSEWHERE:
                kinds.setdefault((owed.key, owed.code, owed.role), []).append(owed)
        for (_, _, role), owings in kinds.items():
            if role == post.role:
                mine = [owed for owed in owings if _is_mine(post, owed) and not _held_here(running, owed)]
                yield from _own(running, post, mine)
            elif post.role in OFFICERS and role not in roles:
                yield from _others(running, post, [owed for owed in owings if _is_below(post, owed)])


def _is_mine(post: Post, owed: Owing) -> bool:
    """A secretary's, at the very organisation; an inspector's, wherever the county sends them; else at or below."""
    if owed.role == "secretary":
        return owed.organisation == post.organisation_id
    if owed.role == "inspector":
        return bool(post.organisation.path.startswith(owed.path))
    return owed.path.startswith(post.organisation.path)


def _held_here(running: Running, owed: Owing) -> bool:
    """A ballot under way has a line of its own, which says more than that it is not counted."""
    at = (owed.campaign.pk, owed.key, owed.organisation)
    return owed.code == "ballot.not-counted" and at in running.balloted


def _is_below(post: Post, owed: Owing) -> bool:
    return owed.path.startswith(post.organisation.path) and owed.organisation != post.organisation_id


def _own(running: Running, post: Post, owings: Sequence[Owing]) -> Iterator[Due]:
    if not owings:
        return
    if len(owings) <= EACH:
        for owed in owings:
            facts = {"what": owed.gap.what, "organisation": owed.name}
            code = "desk.owed" if owed.organisation == post.organisation_id else "desk.owed-of"
            yield _line(running, post, [owed], code, facts, address(owed.way))
        return
    facts = {"what": _what(owings), "count": len(owings)}
    yield _line(running, post, owings, "desk.owed-of-several", facts, address(owings[0].way_to_all))


def _others(running: Running, post: Post, owings: Sequence[Owing]) -> Iterator[Due]:
    if not owings:
        return
    first = owings[0]
    facts = {"what": _what(owings), "count": len(owings), "organisation": first.name}
    if len(owings) == 1:
        # The form is for whose work it is; whoever looks after it sees it among the others.
        page, arguments, query = address(first.way_to_all)
        beside = (page, arguments, {**query, "organisation": first.organisation})
        yield _line(running, post, owings, "desk.owed-of", facts, beside, own=False)
    else:
        yield _line(
            running, post, owings, "desk.owed-of-several", facts, address(first.way_to_all), own=False
        )


def _what(owings: Sequence[Owing]) -> Refusal:
    """What is missing, said so that it is true of all of them."""
    first = owings[0].gap.what
    differ = any(owed.gap.what.facts != first.facts for owed in owings)
    return Refusal(SEVERAL[first.code], **first.facts) if differ and first.code in SEVERAL else first


def _line(
    running: Running,
    post: Post,
    owings: Sequence[Owing],
    code: str,
    facts: dict[str, object],
    to: To,
    *,
    own: bool = True,
) -> Due:
    first = owings[0]
    days = [owed.gap.due_on or running.dates.due(owed.campaign, owed.key, owed.path) for owed in owings]
    # Every period of something that recurs is a matter of its own.
    period = f"@{first.gap.due_on}" if first.gap.due_on and len(owings) == 1 else ""
    single = f"organisation:{first.organisation}" if len(owings) == 1 else f"campaign:{first.campaign.pk}"
    return line(
        code,
        facts,
        whom=post.organisation.name if own or len(owings) > 1 else first.name,
        about=f"{single}/{first.key}/{first.code}{period}",
        due_on=earliest(days),
        on=running.on,
        since=first.track.entered_on if first.track else first.campaign.opened_on,
        to=to,
        campaign=first.campaign,
        clause=first.clause,
        own=own,
        ask=None if own else (first.key, first.code),
        rows=[owed.organisation for owed in owings],
        mechanism=first.key,
    )
