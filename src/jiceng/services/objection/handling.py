"""An objection is given to somebody and answered. Nobody of the organisation concerned has a hand in it (C-05)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models.functions import Coalesce

from jiceng.access import checks, scope
from jiceng.kernel.notice import check_answer, check_no_citizen_number
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.store.models import Campaign, Objection, Organisation, Post, User
from jiceng.store.notice import ObjectionQuerySet
from jiceng.store.register import ancestor_paths

HANDLERS = ("county-officer", "committee-officer", "inspector")
TEXT = 4000  # characters of a finding or a reply


def concerns(objection: Objection) -> Organisation:
    """The organisation it is about: of the row, else who posted the notice, else whom the finding is about."""
    if objection.subject is not None:
        return objection.subject.organisation
    if objection.notice is not None:
        return objection.notice.organisation
    if objection.flag is None:
        raise AssertionError("an objection is to a notice or to a finding")
    return objection.flag.organisation


def open_objections(campaign: Campaign, committee: Organisation | None = None) -> ObjectionQuerySet:
    """Those not answered yet; of a committee: to its notices, and to whatever is about those it decides on.

    Those to a notice that was taken down count: taking it down answers nothing. One query.
    """
    waiting = Objection.objects.open()
    if committee is None:
        return waiting.of_campaign(campaign.pk)
    return waiting.under(campaign.pk, committee.pk)


def within_reach(held: Sequence[Post]) -> ObjectionQuerySet:
    """Every objection that somebody with these posts may handle, as a query; `checks` asks the same about one."""
    place = Coalesce("subject__organisation__path", "notice__organisation__path", "flag__organisation__path")
    reach = scope.below([post.organisation.path for post in held if post.role in HANDLERS], "here")
    if reach is None:
        return Objection.objects.none()
    own = {
        path for post in held if post.role != "inspector" for path in ancestor_paths(post.organisation.path)
    }
    return Objection.objects.annotate(here=place).filter(reach).exclude(here__in=sorted(own))


def handlers(objection: Objection, on: date) -> list[User]:
    """Who may be given the objection, nearest to the organisation first; two queries."""
    organisation = concerns(objection)
    posts = (
        Post.objects.current(on)
        .filter(role__in=HANDLERS, organisation__path__in=ancestor_paths(organisation.path))
        .select_related("organisation", "person")
        .order_by("-organisation__path", "role", "pk")
    )
    people = list(dict.fromkeys(post.person_id for post in posts))
    accounts = User.objects.filter(person__in=people, is_active=True).select_related("person")
    by_person: dict[int, list[Post]] = {}
    for post in Post.objects.current(on).filter(person__in=people).select_related("organisation"):
        by_person.setdefault(post.person_id, []).append(post)
    whose = _whose_work(objection)
    return [
        user
        for user in sorted(accounts, key=lambda account: people.index(account.person_id or 0))
        if not user.is_same_person(whose)
        and checks.may(user, "objection.handle", organisation, held=by_person.get(user.person_id or 0, []))
    ]


def may_handle(user: User, objection: Objection, *, held: Sequence[Post] | None = None) -> bool:
    """Whether somebody may be given the objection, or give it to somebody."""
    return checks.may(user, "objection.handle", concerns(objection), held=held)


def _whose_work(objection: Objection) -> User | None:
    """Who did what it is about: posted the notice, recorded the finding."""
    if objection.notice is not None:
        return objection.notice.posted_by
    return objection.flag.by if objection.flag is not None else None


@transaction.atomic
def assign(
    *, objection: Objection, handler: User, due_on: date | None = None, by: User, on: date
) -> Objection:
    """Give the objection to somebody, or to somebody else than before.

    due_on: the last day for the answer, where the document gives none.
    The same again changes nothing and succeeds.
    Raises Forbidden; Refusal "objection.handler-involved", "objection.handler-own-work", "objection.due-missing",
    "objection.due-before-today", "objection.answered-already", "objection.assigned-already".
    """
    organisation = concerns(objection)
    checks.check(by, "objection.handle", organisation)
    _check_handler(objection, handler, organisation)
    if objection.due_on is None and due_on is None:
        raise Refusal("objection.due-missing")
    if objection.due_on is None and due_on is not None and due_on < on:
        raise Refusal("objection.due-before-today", due_on=due_on.isoformat())
    due = objection.due_on or due_on
    if (objection.handler_id, objection.due_on) == (handler.pk, due):
        return objection
    # Whoever saw another handler changes no row.
    changed = Objection.objects.open().filter(pk=objection.pk, handler=objection.handler_id)
    if not changed.update(handler=handler, assigned_by=by, assigned_on=on, due_on=due):
        objection.refresh_from_db()
        if objection.answered_on is not None:
            raise _answered_already(objection)
        if objection.handler_id == handler.pk:
            return objection
        raise Refusal(
            "objection.assigned-already",
            who=_name(objection.assigned_by),
            assigned_on=objection.assigned_on.isoformat() if objection.assigned_on else "",
            handler=_name(objection.handler),
        )
    objection.refresh_from_db()
    audit.record(
        "objection.assigned", by=by, on=on, target=objection, path=organisation.path, handler=handler.get_username(),
        due_on=due.isoformat() if due else "",
    )  # fmt: skip
    return objection


def _check_handler(objection: Objection, handler: User, organisation: Organisation) -> None:
    posts = scope.posts(handler)
    if any(post.role != "inspector" and post.organisation.is_under(organisation) for post in posts):
        raise Refusal(
            "objection.handler-involved", handler=handler.get_full_name(), organisation=organisation.name
        )
    if handler.is_same_person(_whose_work(objection)):
        raise Refusal("objection.handler-own-work", handler=handler.get_full_name())
    if not checks.may(handler, "objection.handle", organisation, held=posts):
        raise checks.Forbidden("objection.handle", organisation)


@transaction.atomic
def answer(
    *, objection: Objection, finding: str, reply: str, upheld: bool | None, by: User, on: date
) -> Objection:
    """Say what was found and what is replied; the reply is public, the finding is not (G-35).

    upheld: whether the objection was right; a result it was right about is then taken back or corrected by itself.
    The same answer again changes nothing and succeeds.
    Raises Forbidden; Refusal "objection.not-assigned", "objection.of-another", "objection.answered-already",
    "objection.verdict-missing", "objection.reply-names-contact", "notice.citizen-number", "notice.answer-incomplete".
    """
    organisation = concerns(objection)
    checks.check(by, "objection.handle", organisation)
    finding, reply = finding.strip(), reply.strip()
    if objection.handler_id is None:
        raise Refusal("objection.not-assigned")
    if objection.handler_id != by.pk:
        raise Refusal("objection.of-another", handler=_name(objection.handler))
    _check_handler(objection, by, organisation)
    check_answer(finding=finding, reply=reply)
    if upheld is None:
        raise Refusal("objection.verdict-missing")
    for text in (finding, reply):
        if len(text) > TEXT:
            raise Refusal("store.text-too-long", length=len(text), most=TEXT)
    if objection.contact and objection.contact in reply:
        raise Refusal("objection.reply-names-contact")
    check_no_citizen_number("答复", [reply])
    facts = {"finding": finding, "reply": reply, "upheld": upheld}
    mine = Objection.objects.open().filter(pk=objection.pk, handler=by)
    if not mine.update(answered_by=by, answered_on=on, **facts):
        objection.refresh_from_db()
        if objection.answered_on is None:
            raise Refusal("objection.of-another", handler=_name(objection.handler))
        if {name: getattr(objection, name) for name in facts} == facts:
            return objection
        raise _answered_already(objection)
    objection.refresh_from_db()
    audit.record(
        "objection.answered", by=by, on=on, target=objection, path=organisation.path, upheld=upheld,
        about={"finding": finding, "reply": reply},
    )  # fmt: skip
    return objection


def _answered_already(objection: Objection) -> Refusal:
    return Refusal(
        "objection.answered-already",
        who=_name(objection.answered_by),
        answered_on=objection.answered_on.isoformat() if objection.answered_on else "",
    )


def _name(user: User | None) -> str:
    return user.get_full_name() if user is not None else ""
