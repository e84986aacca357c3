"""A notice is posted, and taken down."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from jiceng.access import checks
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.notice import Notice as Rule
from jiceng.kernel.notice import check_post, last_day, stretch
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, days, standing
from jiceng.services.door import check_running, enter
from jiceng.services.notice.places import concerned, verb
from jiceng.services.notice.tables import board, preview_rows
from jiceng.store.models import Campaign, Notice, NoticeRow, Organisation, User

SCOPE = "公示范围"  # the entry under which a limited notice says who is to see it
LONGEST = 4000  # characters of one entry
PLACE = 200


@transaction.atomic
def post(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    entries: Mapping[str, str],
    place: str,
    scope: str = "",
    until_on: date | None = None,
    by: User,
    on: date,
) -> Notice:
    """Post a notice from today on (G-08, G-17, G-24, G-35, R-01).

    entries: entry name -> text. place: the wall it also hangs on. scope: who is to see it, for a limited one.
    until_on: a last day later than the document's, or where the document gives none.
    The same content again while it hangs changes nothing and succeeds, except where it is asked for anew in every
    stretch; what hangs until it is taken down ends when another one follows.
    Raises Forbidden, or Refusal "notice.hangs-already", "campaign.closed", those of the door,
    `kernel.notice.check_post` and `last_day`, "notice.not-all-decided", "notice.not-for-this-grade".
    """
    entered = enter(campaign, mechanism, organisation, Rule, permission=verb, by=by, when="any", closed=True)
    rule, name, committee = entered.rule, entered.name, entered.committee
    texts = {part: text.strip() for part, text in entries.items() if text.strip()}
    place, scope = place.strip(), scope.strip()
    _check_lengths([*texts.values(), scope], place)
    hanging = _hanging(campaign, mechanism, organisation, on)
    kept = texts | ({SCOPE: scope} if rule.audience == "limited" else {})
    now = stretch(rule, since=campaign.opened_on, on=on)
    if hanging is not None:
        if (hanging.entries, hanging.place) == (kept, place) and (now is None or hanging.from_on in now):
            return hanging
        if not rule.is_renewed:
            raise _hangs_already(name, hanging)
    if not rule.standing:
        check_running(campaign)
    standing.check_now(campaign, committee, mechanism)
    _check_grade(campaign, rule, organisation, name)
    rows, subjects = preview_rows(campaign, rule, organisation, on)
    subject = concerned(campaign, rule, organisation).first() if rule.of == "each" else None
    done = standing.done(campaign, committee, rule.after, on, subject=subject)
    named_rule = replace(rule, after=tuple(campaign.title_of(key) for key in rule.after))
    titles = frozenset(campaign.title_of(key) for key in done)
    check_post(named_rule, texts, name=name, place=place, scope=scope, rows=rows, done=titles)
    last = last_day(rule, on, days.calendar(on), chosen=until_on)
    before = Notice.objects.filter(campaign=campaign, mechanism=mechanism, organisation=organisation)
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                mechanism=mechanism, campaign=campaign, organisation=organisation, number=number,
                title=name[:200], token=secrets.token_urlsafe(32), audience=rule.audience, place=place,
                entries=kept, head=rule.headings(), rows=rows, from_on=on, until_on=last, posted_by=by,
                posted_on=on,
            )  # fmt: skip
    except IntegrityError:  # somebody posted the same number meanwhile
        other = before.select_related("posted_by__person").get(number=number)
        if (other.entries, other.place) == (kept, place):
            return other
        raise _hangs_already(name, other) from None
    if hanging is not None:
        Notice.objects.filter(pk=hanging.pk).update(until_on=on)
    NoticeRow.objects.bulk_create(
        [NoticeRow(notice=notice, place=at, subject=subject) for at, subject in enumerate(subjects, 1)],
        batch_size=500,
    )
    audit.record(
        "notice.posted", by=by, on=on, target=notice, path=organisation.path, mechanism=mechanism,
        number=number, audience=rule.audience, rows=len(rows), until_on=last.isoformat() if last else "",
    )  # fmt: skip
    return notice


@transaction.atomic
def take_down(*, notice: Notice, reason: str, by: User, on: date) -> Notice:
    """Take a notice down; the reason is what readers see afterwards. Objections to it are answered all the same.

    The same reason again changes nothing and succeeds.
    Raises Forbidden, or Refusal "notice.take-down-without-reason", "notice.taken-down-already".
    """
    checks.check(by, "notice.take-down", notice.organisation)
    reason = reason.strip()
    if not has_reason(reason):
        raise Refusal("notice.take-down-without-reason")
    _check_lengths([reason], "")
    facts = {"taken_down_by": by, "taken_down_on": on, "taken_down_reason": reason}
    rows = board(notice, on)  # a board of items is kept as it was last read
    if not Notice.objects.standing().filter(pk=notice.pk).update(rows=rows, **facts):
        notice.refresh_from_db()
        if (notice.taken_down_by, notice.taken_down_reason) == (by, reason):
            return notice
        raise Refusal(
            "notice.taken-down-already",
            who=notice.taken_down_by.get_full_name() if notice.taken_down_by else "",
            taken_on=notice.taken_down_on.isoformat() if notice.taken_down_on else "",
        )
    notice.refresh_from_db()
    audit.record(
        "notice.taken-down", by=by, on=on, target=notice, path=notice.organisation.path,
        number=notice.number, about={"reason": reason},
    )  # fmt: skip
    return notice


def _hanging(campaign: Campaign, mechanism: str, organisation: Organisation, on: date) -> Notice | None:
    """The notice that hangs today; a notice whose days are over may be followed by another."""
    notices = Notice.objects.open_to_objections(on).filter(
        campaign=campaign, mechanism=mechanism, organisation=organisation
    )
    return notices.select_related("posted_by__person").order_by("-number").first()


def _hangs_already(name: str, notice: Notice) -> Refusal:
    return Refusal(
        "notice.hangs-already",
        name=name,
        number=notice.number,
        who=notice.posted_by.get_full_name(),
        posted_on=notice.posted_on.isoformat(),
    )


def _check_grade(campaign: Campaign, rule: Rule, organisation: Organisation, name: str) -> None:
    if not rule.grades or rule.of != "each":
        return
    subject = concerned(campaign, rule, organisation).first()
    if subject is not None and subject.grade not in rule.grades:
        raise Refusal(
            "notice.not-for-this-grade",
            name=name,
            grades=rule.grades,
            organisation=organisation.name,
            grade=subject.grade or "—",
        )


def _check_lengths(texts: list[str], place: str) -> None:
    for text, most in [*((text, LONGEST) for text in texts), (place, PLACE)]:
        if len(text) > most:
            raise Refusal("store.text-too-long", length=len(text), most=most)
