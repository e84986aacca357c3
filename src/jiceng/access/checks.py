"""Who may do what: a verb, an organisation it is done to, and the posts of who wants to.

Nobody assesses or decides on the organisation they belong to: a reviewer's post lies strictly above.
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


Rule = Callable[[Post, Organisation], bool]


def _own(role: str) -> Rule:
    """At the very organisation of the post."""
    return lambda post, here: post.role == role and post.organisation_id == here.pk


def _over(*roles: str) -> Rule:
    """Strictly below the organisation of the post."""
    return lambda post, here: (
        post.role in roles and post.organisation_id != here.pk and here.is_under(post.organisation)
    )


def _at(*roles: str) -> Rule:
    """At the organisation of the post, or below it."""
    return lambda post, here: post.role in roles and here.is_under(post.organisation)


def _related(post: Post, here: Organisation) -> bool:
    """At, below or above the post: a branch sees the campaign of its county."""
    return here.is_under(post.organisation) or post.organisation.is_under(here)


RULES: Mapping[str, Rule] = {
    "sheet.self-assess": _own("secretary"),
    "sheet.assess": _over("reviewer"),
    "grade.decide": _over("reviewer"),
    "grade.explain": _over("reviewer"),
    "campaign.see": _related,
    "campaign.open": _at("county-officer"),
    "forms.download": _at("county-officer", "reviewer"),
}


def may(by: "Actor", verb: str, organisation: Organisation, *, held: Sequence[Post] | None = None) -> bool:
    """Whether somebody may. held: their posts from `scope.posts`, where many questions are asked at once."""
    rule = RULES[verb]
    return any(rule(post, organisation) for post in (scope.posts(by) if held is None else held))


def check(by: "Actor", verb: str, organisation: Organisation) -> None:
    """Raises Forbidden."""
    if not may(by, verb, organisation):
        raise Forbidden(verb, organisation)
