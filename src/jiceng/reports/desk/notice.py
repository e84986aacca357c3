"""Notices on a desk: objections to assign and to answer; what members and secretaries are to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from jiceng.access import checks
from jiceng.access.scope import below
from jiceng.reports.desk.line import Due, line
from jiceng.reports.desk.running import Running
from jiceng.services.notice import is_read_below
from jiceng.services.objection import concerns
from jiceng.store.models import Notice, Objection, Post
from jiceng.store.register import ancestor_paths

HANDLERS = ("county-officer", "committee-officer", "inspector")
LATEST = 5  # notices that somebody is led to


@dataclass(frozen=True)
class Posted:
    """objections: open ones. notices: hanging today, for a member or a secretary to read."""

    objections: Sequence[Objection] = ()
    notices: Sequence[Notice] = ()


def read(running: Running, held: Sequence[Post]) -> Posted:
    roles = {post.role for post in held}
    objections: Sequence[Objection] = ()
    people = sorted({post.person_id for post in held})
    if roles & set(HANDLERS):
        about = [
            below(running.paths, f"{name}__organisation__path") for name in ("notice", "flag", "subject")
        ]
        seen = Q(handler__person__in=people)
        for one in about:
            seen |= one if one is not None else Q()
        found = Objection.objects.open().filter(seen)
        objections = list(
            found.select_related(
                "notice__organisation", "notice__campaign__adoption", "flag__organisation",
                "flag__campaign__adoption", "handler", "subject__organisation",
            ).order_by("put_on", "pk")
        )  # fmt: skip
    notices: Sequence[Notice] = ()
    members, secretaries = _above(held, "member"), _above(held, "secretary")
    if members or secretaries:
        told = Q(organisation__path__in=members, audience__in=("members", "public"))
        told |= Q(organisation__path__in=secretaries, audience="limited")
        found_notices = Notice.objects.open_to_objections(running.on).filter(told)
        notices = list(
            found_notices.select_related("organisation", "campaign__adoption", "campaign__copy", "posted_by")
            .defer("rows")
            .order_by("-from_on", "-pk")
        )
    return Posted(objections, notices)


def lines(running: Running, known: Posted, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    if post.role in HANDLERS:
        unassigned: list[Objection] = []
        for one in known.objections:
            if one.handler is not None and one.handler.person_id == post.person_id:
                yield _objection(running, one)
            elif one.handler is None and post.role != "inspector":
                here = concerns(one)
                if here.is_under(post.organisation) and checks.RULES["objection.handle"](held, here):
                    unassigned.append(one)
        for one in unassigned:
            yield _objection(running, one)
    above = set(_above([post], "member", "secretary"))
    mine = [one for one in known.notices if one.organisation.path in above and _is_for(one, post)]
    for notice in mine[:LATEST]:
        yield _notice(running, notice)


def _above(held: Sequence[Post], *roles: str) -> list[str]:
    """The organisations of these posts and those above them, as paths."""
    return sorted(
        {path for post in held if post.role in roles for path in ancestor_paths(post.organisation.path)}
    )


def _is_for(notice: Notice, post: Post) -> bool:
    """Members read what is open to them; secretaries circulars of those above, and what is posted about their own."""
    if post.role == "member":
        return notice.audience != "limited"
    if notice.audience != "limited" or notice.posted_by.person_id == post.person_id:
        return False
    return notice.organisation_id == post.organisation_id or is_read_below(notice)


def _objection(running: Running, one: Objection) -> Due:
    about = one.notice or one.flag
    campaign = about.campaign if about else None
    mechanism = campaign.pack.mechanisms.get(one.notice.mechanism) if campaign and one.notice else None
    facts = {
        "organisation": concerns(one).name,
        "title": one.notice.title if one.notice else one.flag.flag if one.flag else "",
        "put_on": one.put_on,
    }
    return line(
        "desk.objection-answer" if one.handler_id else "desk.objection-assign",
        facts,
        whom=concerns(one).name,
        about=f"objection:{one.pk}",
        due_on=one.due_on,
        on=running.on,
        since=one.put_on,
        to=("objection", (one.pk,), {}),
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        mechanism=one.notice.mechanism if one.notice else "",
    )


def _notice(running: Running, one: Notice) -> Due:
    mechanism = one.campaign.pack.mechanisms.get(one.mechanism) if one.campaign else None
    return line(
        "desk.notice-to-read",
        {"title": one.title, "organisation": one.organisation.name},
        whom=one.organisation.name,
        about=f"notice:{one.pk}",
        due_on=one.until_on,
        on=running.on,
        since=one.from_on,
        to=("public-notice", (one.token,), {}),
        campaign=one.campaign,
        clause=mechanism.clause if mechanism else "",
        own=False,
        mechanism=one.mechanism,
    )
