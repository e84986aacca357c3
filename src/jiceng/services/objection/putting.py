"""Somebody objects, and reads the answer. Neither asks who they are."""

import hmac
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from jiceng.access import checks
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.notice import Notice as Rule
from jiceng.kernel.notice import answer_due, check_objecting
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, days, standing
from jiceng.services.door import rule_at
from jiceng.services.notice.places import committee_behind
from jiceng.services.objection import codes
from jiceng.store.models import Flag, Knock, Notice, Objection, Subject, User
from jiceng.store.notice import WINDOW

TEXT, CONTACT = 2000, 200  # characters
A_NOTICE, ALL_NOTICES = 20, 300  # objections taken in a quarter of an hour: by one notice, by all
WRONG_CODES = 30  # in a quarter of an hour, among codes that begin alike
BEGINS = 2  # characters by which codes begin alike: whoever guesses shuts out few


@transaction.atomic
def put_objection(
    *,
    notice: Notice,
    text: str,
    contact: str = "",
    place: int | None = None,
    key: str = "",
    on: date,
    at: datetime,
) -> tuple[Objection, str]:
    """Put an objection without an account; the answer is the objection and the code to read its answer with.

    place: the row it is about, from 1; None = the notice as a whole. key: of the form (`codes.new_key`): the same key
    again changes nothing and gives the same code. Nothing is kept of whoever put it but what they wrote.
    Raises Refusal "objection.text-missing", "objection.not-on-this-notice", "objection.too-many",
    "notice.takes-no-objections", "notice.down-already", "notice.objections-over".
    """
    code = codes.code_for(key or codes.new_key())
    known = _known(code)
    if known is not None:
        return known, code
    text, contact = text.strip(), contact.strip()
    if not has_reason(text):
        raise Refusal("objection.text-missing")
    for part, most in ((text, TEXT), (contact, CONTACT)):
        if len(part) > most:
            raise Refusal("store.text-too-long", length=len(part), most=most)
    campaign = notice.campaign
    if campaign is None:
        raise Refusal("notice.takes-no-objections")
    rule = rule_at(campaign, notice.mechanism, Rule)
    # Whoever files the result holds the track: an objection is in before it, or after it.
    standing.hold_track(campaign, committee_behind(notice))
    # The row is written to before it is read, so that it is settled against the end that is stored, and nobody takes
    # the notice down meanwhile; the last day is included.
    Notice.objects.filter(pk=notice.pk).update(number=F("number"))
    notice.refresh_from_db(fields=["until_on", "taken_down_on"])
    known = _known(code)  # a double tap: both had looked before either wrote
    if known is not None:
        return known, code
    taken_down = notice.taken_down_on is not None
    check_objecting(rule, until_on=notice.until_on, taken_down=taken_down, on=on)
    subject = _on_row(notice, place)
    _check_knocks(notice, at)
    objection = Objection.objects.create(
        notice=notice, subject=subject, text=text, contact=contact, code_digest=codes.digest(code), put_on=on,
        due_on=answer_due(rule, on, days.calendar(on)),
    )  # fmt: skip
    audit.record(
        "objection.put", by=None, on=on, target=objection, path=notice.organisation.path, notice=notice.pk,
        about={"text": text},
    )  # fmt: skip
    return objection, code


def _known(code: str) -> Objection | None:
    """What was put with the same form before."""
    return Objection.objects.filter(code_digest=codes.digest(code)).first()


def _on_row(notice: Notice, place: int | None) -> Subject | None:
    if place is None:
        return None
    row = notice.listed.filter(place=place).select_related("subject").first()
    if row is None:
        raise Refusal("objection.not-on-this-notice")
    return row.subject


def _check_knocks(notice: Notice, at: datetime) -> None:
    """Count this one, and refuse it when too many came in a quarter of an hour."""
    Knock.objects.stale(at).delete()
    recent = Knock.objects.recent("objection", at)
    for knocks, most in ((recent.filter(about=str(notice.pk)), A_NOTICE), (recent, ALL_NOTICES)):
        times = list(knocks.order_by("-at").values_list("at", flat=True)[:most])
        if len(times) >= most:
            raise Refusal("objection.too-many", minutes=_minutes(times[-1], at))
    Knock.objects.create(kind="objection", about=str(notice.pk), at=at)


def _minutes(oldest: datetime, at: datetime) -> int:
    """Until the oldest of them is a quarter of an hour ago."""
    return max(1, -(-int((oldest + WINDOW - at).total_seconds()) // 60))


@transaction.atomic
def put_flag_objection(*, flag: Flag, text: str, key: str = "", by: User, on: date) -> tuple[Objection, str]:
    """The secretary of the organisation contests a finding about it. One at a time.

    Raises Forbidden, or Refusal "objection.text-missing", "objection.flag-withdrawn", "objection.flag-open".
    """
    checks.check(by, "record.own", flag.organisation)
    code = codes.code_for(key or codes.new_key())
    known = _known(code)
    if known is not None:
        return known, code
    text = text.strip()
    if not has_reason(text):
        raise Refusal("objection.text-missing")
    if len(text) > TEXT:
        raise Refusal("store.text-too-long", length=len(text), most=TEXT)
    subject = Subject.objects.filter(campaign=flag.campaign_id, organisation=flag.organisation_id)
    about = subject.select_related("committee").first()
    standing.hold_track(flag.campaign, about.committee if about else None)
    Flag.objects.filter(pk=flag.pk).update(
        flag=F("flag")
    )  # held, so that two at once come one after the other
    flag.refresh_from_db(fields=["withdrawn_on"])
    known = _known(code)
    if known is not None:
        return known, code
    if flag.withdrawn_on is not None:
        raise Refusal("objection.flag-withdrawn", withdrawn_on=flag.withdrawn_on.isoformat())
    waiting = flag.objections.open().first()
    if waiting is not None:
        raise Refusal("objection.flag-open", put_on=waiting.put_on.isoformat())
    objection = Objection.objects.create(
        flag=flag, subject=about, text=text, code_digest=codes.digest(code), put_on=on
    )
    audit.record(
        "objection.put", by=by, on=on, target=objection, path=flag.organisation.path, flag=flag.flag,
        about={"text": text},
    )  # fmt: skip
    return objection, code


def look_up(*, code: str, at: datetime) -> Objection:
    """The objection whose code this is. A code never handed out and one mistyped are answered alike.

    Too many wrong ones shut the codes that begin alike for a quarter of an hour, right ones included. Not in one
    transaction: a wrong try is kept although it is refused.
    Raises Refusal "objection.code-unknown", "objection.too-many-codes".
    """
    asked = codes.read(code)
    about = (asked or "?")[:BEGINS]
    recent = Knock.objects.recent("code", at).filter(about=about)
    times = list(recent.order_by("-at").values_list("at", flat=True)[:WRONG_CODES])
    if len(times) >= WRONG_CODES:
        raise Refusal("objection.too-many-codes", minutes=_minutes(times[-1], at))
    digest = codes.digest(asked or code[:80])
    objections = Objection.objects.filter(code_digest=digest).select_related(
        "notice__organisation", "notice__campaign", "flag__organisation", "subject__organisation"
    )
    objection = objections.first()
    if asked is None or objection is None or not hmac.compare_digest(objection.code_digest, digest):
        Knock.objects.stale(at).delete()
        Knock.objects.create(kind="code", about=about, at=at)
        raise Refusal("objection.code-unknown")
    return objection
