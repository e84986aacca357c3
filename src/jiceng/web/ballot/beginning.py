"""Beginning a ballot held here: the delegate names two tellers, the day and the place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiceng import clock
from jiceng.access import checks
from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.store.models import BallotEvent, Post, Subject, User
from jiceng.store.register import ancestor_paths
from jiceng.web.asked import day_in
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, whole_number


@dataclass(frozen=True)
class Teller:
    """Somebody who may be a teller. posts: theirs above the organisation, the nearest first."""

    user: User
    posts: tuple[Post, ...]

    @property
    def key(self) -> str:
        """As a form sends it."""
        return str(self.user.pk)


def tellers(request: SignedIn, subject: Subject) -> list[Teller]:
    """Who may be a teller: has a post above the organisation and none in it, and is not the delegate; three queries."""
    above = [path for path in ancestor_paths(subject.organisation.path) if path != subject.organisation.path]
    now = Post.objects.current(clock.today())
    people = now.filter(organisation__path__in=above).values("person")
    by_person: dict[int, list[Post]] = {}
    for post in now.filter(person__in=people).select_related("organisation").order_by("-organisation__path"):
        by_person.setdefault(post.person_id, []).append(post)
    accounts = User.objects.filter(person__in=list(by_person), is_active=True).select_related("person")
    known = [(user, by_person[user.person_id or 0]) for user in accounts.order_by("person__name", "pk")]
    rule = checks.RULES["ballot.tell"]
    return [
        Teller(user, tuple(post for post in posts if post.organisation.path in above))
        for user, posts in known
        if rule(posts, subject.organisation) and not request.user.is_same_person(user)
    ]


def begin(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> BallotEvent:
    """Raises Refusal "ballot.tellers-missing" for a choice that is none of those offered, and those of the service."""
    offered = {teller.user.pk: teller.user for teller in tellers(request, subject)}
    chosen = [offered.get(whole_number(request.POST.get(name, "")) or 0) for name in ("teller1", "teller2")]
    first, second = chosen
    if first is None or second is None:
        raise Refusal("ballot.tellers-missing", number=sum(teller is not None for teller in chosen))
    held_on = day_in(request, "held_on")
    if held_on is None:
        raise Refusal("contents.not-a-date", name=_("Held on"), value=request.POST.get("held_on", "")[:40])
    return events.begin(
        subject=subject, mechanism=key, teller1=first, teller2=second,
        paper_only=bool(request.POST.get("paper_only")), held_on=held_on,
        place=text_in(request, "place", most=128), host=text_in(request, "host", most=64),
        by=request.user, on=clock.today(),
    )  # fmt: skip
