"""Who may do what: a verb, an organisation it is done to, and the posts of who wants to.

Nobody judges the organisation they belong to: what is done `_over` an organisation needs a post strictly above it and
none in it. The three administrators keep accounts, approve and read the record; they have no say in content.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from jiceng.access import scope
from jiceng.store.models import Organisation, Post

if TYPE_CHECKING:
    from jiceng.access.scope import Actor


class Forbidden(Exception):
    """Somebody may not do this here. Not a Refusal: there is nothing they could mend themselves."""

    def __init__(self, verb: str, organisation: Organisation) -> None:
        super().__init__(f"{verb} at {organisation.code}")
        self.verb = verb
        self.organisation = organisation


def _from_above(held: Sequence[Post], here: Organisation) -> bool:
    """Tellers: whoever holds a post strictly above, of whatever kind, and none in the organisation itself."""
    posts = scope.content_posts(held)
    above = any(here.is_under(post.organisation) and post.organisation_id != here.pk for post in posts)
    return above and not _belongs(held, here)


OFFICERS = ("county-officer", "committee-officer")

Rule = Callable[[Sequence[Post], Organisation], bool]  # all posts of somebody, and where it is done


def _own(*roles: str) -> Rule:
    """At the very organisation of the post."""
    return lambda held, here: any(post.role in roles and post.organisation_id == here.pk for post in held)


def _at(*roles: str) -> Rule:
    """At the organisation of the post, or below it."""
    return lambda held, here: any(post.role in roles and here.is_under(post.organisation) for post in held)


def _over(*roles: str) -> Rule:
    """Strictly below the organisation of the post, by somebody who does not belong there."""
    above = _at(*roles)
    return lambda held, here: above(held, here) and not _belongs(held, here)


def _either(*rules: Rule) -> Rule:
    return lambda held, here: any(rule(held, here) for rule in rules)


def _related(held: Sequence[Post], here: Organisation) -> bool:
    """At, below or above a post: a branch sees the campaign of its county."""
    return any(
        here.is_under(post.organisation) or post.organisation.is_under(here)
        for post in scope.content_posts(held)
    )


def _belongs(held: Sequence[Post], here: Organisation) -> bool:
    """Whether somebody holds a post there or below. An inspector is sent to an organisation and is not of it."""
    return any(post.role != "inspector" and post.organisation.is_under(here) for post in held)


def _sees_by_class(held: Sequence[Post], here: Organisation) -> bool:
    """Ballots as counted, class by class: who counts and who judges from above, and inspectors; nobody of the place."""
    above = _at("delegate", "reviewer", *OFFICERS, "inspector")
    return above(held, here) and not _belongs(held, here)


def _handles(held: Sequence[Post], here: Organisation) -> bool:
    """Objections: somebody at or over the organisation concerned, and never somebody of it (C-05)."""
    return _at("committee-officer", "county-officer", "inspector")(held, here) and not _belongs(held, here)


RULES: Mapping[str, Rule] = {
    # sheets and grades
    "sheet.self-assess": _own("secretary"),
    "sheet.assess": _over("reviewer"),
    "grade.decide": _over("committee-officer"),
    "grade.explain": _over("committee-officer"),
    "correction.ask": _over("committee-officer"),
    "correction.approve": _over("county-officer"),
    "use.grant": _over(*OFFICERS),
    "flag.record": _over(*OFFICERS),
    "figure.enter": _over(*OFFICERS),
    "flag.see": _either(_over("committee-officer"), _at("county-officer", "inspector")),
    # the campaign and its steps
    "campaign.see": _related,
    "campaign.open": _at("county-officer"),
    "campaign.windows": _at("county-officer"),
    "campaign.close": _at("county-officer"),
    "track.move": _at(*OFFICERS),
    "track.send-back": _at(*OFFICERS),
    "deadline.set": _at(*OFFICERS),
    "document.register": _at(*OFFICERS),
    "remind.send": _at(*OFFICERS),
    "team.set": _at(*OFFICERS),
    "link.set": _at(*OFFICERS),
    "draw.make": _at("county-officer", "inspector"),
    "draw.find": _at("county-officer", "inspector"),
    # what is held and written down
    "record.own": _own("secretary"),
    "record.assess": _over("reviewer"),
    "record.committee": _at("committee-officer"),
    "record.county": _at("county-officer"),
    # notices; the county's own are its officers'
    "notice.post-own": _own("secretary"),
    "notice.post": _either(_at("committee-officer"), _own("county-officer")),
    "notice.post-over": _either(_over("county-officer"), _own("county-officer")),
    "notice.take-down": _at(*OFFICERS),
    "objection.handle": _handles,
    # the ledger; the pack says which of these roles a gate or a close is for
    "item.open": _either(_own("secretary", "committee-officer"), _over(*OFFICERS)),
    "item.plan": _either(_own("secretary", "committee-officer"), _over(*OFFICERS)),
    "item.claim": _own("secretary", "committee-officer"),
    "item.verify": _over(*OFFICERS, "reviewer", "inspector"),
    "item.close": _over(*OFFICERS, "reviewer", "inspector"),
    # ballots
    "ballot.roll": _own("secretary"),
    "ballot.roll-over": _over("committee-officer"),
    "ballot.approve-roll": _over("reviewer"),
    "ballot.count": _over("delegate"),
    "ballot.tell": _from_above,
    "ballot.see-classes": _sees_by_class,
    "ballot.look-into": _at("inspector"),
    # what goes up
    "forms.download": _at("county-officer", "committee-officer", "reviewer", "inspector"),
    "return.send": _own(*OFFICERS),
    "return.answer": _over("county-officer"),
    # accounts and the record; nothing above is open to these three
    "account.make": _at("system-administrator"),
    "account.ask": _at("system-administrator"),
    "account.close": _at("system-administrator"),
    "account.approve": _at("security-administrator"),
    "account.reset-factor": _at("security-administrator"),
    "audit.see": _at("auditor"),
}


def may(by: "Actor", verb: str, organisation: Organisation, *, held: Sequence[Post] | None = None) -> bool:
    """Whether somebody may. held: their posts from `scope.posts`, where many questions are asked at once."""
    rule = RULES[verb]
    return rule(scope.posts(by) if held is None else held, organisation)


def check(by: "Actor", verb: str, organisation: Organisation) -> None:
    """Raises Forbidden."""
    if not may(by, verb, organisation):
        raise Forbidden(verb, organisation)
