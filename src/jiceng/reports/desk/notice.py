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
        for condition in about:
            seen |= condition if condition is not None else Q()
        unanswered = Objection.objects.open().filter(seen)
        objections = list(
            unanswered.select_related(
                "notice__organisation", "notice__campaign__adoption", "flag__organisation",
                "flag__campaign__adoption", "handler", "subject__organisation",
            ).order_by("put_on", "pk")
        )  # fmt: skip
    notices: Sequence[Notice] = ()
    members, secretaries = _above(held, "member"), _above(held, "secretary")
    if members or secretaries:
        readable = Q(organisation__path__in=members, audience__in=("members", "public"))
        readable |= Q(organisation__path__in=secretaries, audience="limited")
        found_notices = Notice.objects.open_to_objections(running.on).filter(readable)
        notices = list(
            found_notices.select_related("organisation", "campaign__adoption", "campaign__copy", "posted_by")
            .defer("rows")
            .order_by("-from_on", "-pk")
        )
    return Posted(objections, notices)


def lines(running: Running, known: Posted, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    if post.role in HANDLERS:
        unassigned: list[Objection] = []
        for objection in known.objections:
            if objection.handler is not None and objection.handler.person_id == post.person_id:
                yield _objection(running, objection)
            elif objection.handler is None and post.role != "inspector":
                organisation = concerns(objection)
                if organisation.is_under(post.organisation) and checks.RULES["objection.handle"](
                    held, organisation
                ):
                    unassigned.append(objection)
        for objection in unassigned:
            yield _objection(running, objection)
    above = set(_above([post], "member", "secretary"))
    mine = [notice for notice in known.notices if notice.organisation.path in above and _is_for(notice, post)]
    for notice in mine[:LATEST]:
        yield _notice(running, notice)


def _above(posts: Sequence[Post], *roles: str) -> list[str]:
    """The organisations of these posts and those above them, as paths."""
    return sorted(
        {path for post in posts if post.role in roles for path in ancestor_paths(post.organisation.path)}
    )


def _is_for(notice: Notice, post: Post) -> bool:
    """Members read what is open to them; secretaries circulars of those above, and what is posted about their own."""
    if post.role == "member":
        return notice.audience != "limited"
    if notice.audience != "limited" or notice.posted_by.person_id == post.person_id:
        return False
    return notice.organisation_id == post.organisation_id or is_read_below(notice)


def _objection(running: Running, objection: Objection) -> Due:
    about = objection.notice or objection.flag
    campaign = about.campaign if about else None
    mechanism = (
        campaign.pack.mechanisms.get(objection.notice.mechanism) if campaign and objection.notice else None
    )
    facts = {
        "organisation": concerns(objection).name,
        "title": objection.notice.title
        if objection.notice
        else objection.flag.flag
        if objection.flag
        else "",
        "put_on": objection.put_on,
    }
    return line(
        "desk.objection-answer" if objection.handler_id else "desk.objection-assign",
        facts,
        whom=concerns(objection).name,
        about=f"objection:{objection.pk}",
        due_on=objection.due_on,
        on=running.on,
        since=objection.put_on,
        to=("objection", (objection.pk,), {}),
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        mechanism=objection.notice.mechanism if objection.notice else "",
    )


def _notice(running: Running, notice: Notice) -> Due:
    mechanism = notice.campaign.pack.mechanisms.get(notice.mechanism) if notice.campaign else None
    return line(
        "desk.notice-to-read",
        {"title": notice.title, "organisation": notice.organisation.name},
        whom=notice.organisation.name,
        about=f"notice:{notice.pk}",
        due_on=notice.until_on,
        on=running.on,
        since=notice.from_on,
        to=("public-notice", (notice.token,), {}),
        campaign=notice.campaign,
        clause=mechanism.clause if mechanism else "",
        own=False,
        mechanism=notice.mechanism,
    )
