"""A return is sent with everything it says, then accepted or sent back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from jiceng.access import checks
from jiceng.kernel.duty import OWN_WORDS, check_first, check_return
from jiceng.kernel.duty import Return as Rule
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.door import check_running, enter, rule_at
from jiceng.services.duty.preparing import open_objections, prepare
from jiceng.services.duty.records import in_words
from jiceng.store.models import Campaign, Organisation, Record, Return, Subject, Track, User

LONGEST = 4000  # characters of one of the office's own words


@transaction.atomic
def send(
    *, campaign: Campaign, mechanism: str, organisation: Organisation, seen: str = "", by: User, on: date
) -> Return:
    """Send a return upwards with everything it says; later changes do not alter what was sent.

    seen: the digest of what the sender looked at; "" = whatever it is now. The same content again is the same return.
    Raises Forbidden, or Refusal "duty.return-changed", "duty.return-already-sent", "duty.return-already-accepted",
    "duty.comes-after", those of `check_return`, and those of the door.
    """
    rule = enter(campaign, mechanism, organisation, Rule, permission="return.send", by=by).rule
    later = sent_after(campaign, mechanism, organisation, on)
    if later is not None:
        raise later
    prepared = prepare(campaign=campaign, mechanism=mechanism, organisation=organisation, on=on)
    if prepared.stands is not None:
        if prepared.stands.digest == prepared.digest:
            return prepared.stands
        raise stands(prepared.stands, prepared.content.mechanism)
    if seen and seen != prepared.digest:
        raise Refusal("duty.return-changed", seen=seen[:8], now=prepared.digest[:8])
    check_return(rule, prepared.figures)
    returns = Return.objects.filter(campaign=campaign, mechanism=mechanism, organisation=organisation)
    number = (returns.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            sent = Return.objects.create(
                campaign=campaign, mechanism=mechanism, organisation=organisation, receiver=prepared.receiver,
                number=number, figures=prepared.content.as_json(), digest=prepared.digest, sent_by=by, sent_on=on,
            )  # fmt: skip
    except IntegrityError:  # somebody else sent it at the same moment: one return stands at a time
        first = returns.select_related("sent_by__person").get(pending=True)
        if first.digest == prepared.digest:
            return first
        raise stands(first, prepared.content.mechanism) from None
    audit.record(
        "return.sent", by=by, on=on, target=sent, path=organisation.path, mechanism=mechanism, number=number,
        digest=prepared.digest, due=prepared.figures.due, grades=dict(prepared.figures.grades),
    )  # fmt: skip
    return sent


def sent_after(campaign: Campaign, mechanism: str, organisation: Organisation, on: date) -> Refusal | None:
    """What has to be there before a return goes up, as a refusal; None = it may go."""
    rule = rule_at(campaign, mechanism, Rule)
    if not rule.after:
        return None
    committee = None if rule.by == "county-officer" else organisation
    try:
        check_first(
            rule, standing.done(campaign, committee, rule.after, on), name=campaign.title_of(mechanism)
        )
    except Refusal as refused:
        return in_words(campaign, refused)
    return None


@transaction.atomic
def accept(*, sent: Return, by: User, on: date) -> Return:
    """The receiver accepts a return; it gets the number of its receipt. Accepting again changes nothing.

    Raises Forbidden, or Refusal "duty.return-already-answered", "duty.return-own-answer",
    "duty.return-objections-since", "campaign.closed".
    """
    sent = _answering(sent, by)
    if sent.state == "accepted":
        return sent
    if sent.state == "sent":
        _check_nothing_open(sent)
    facts: dict[str, Any] = {"state": "accepted", "answered_by": by, "answered_on": on}
    for last_try in (False, False, True):
        receipt = _next_receipt(on.year)
        try:
            with transaction.atomic():
                changed = Return.objects.open().filter(pk=sent.pk).update(receipt=receipt, **facts)
            break
        except IntegrityError:  # another return took this number at the same moment
            if last_try:
                raise
    if not changed:
        raise _answered(sent)
    sent.refresh_from_db()
    audit.record(
        "return.accepted", by=by, on=on, target=sent, path=sent.organisation.path, mechanism=sent.mechanism,
        number=sent.number, receipt=receipt, digest=sent.digest,
    )  # fmt: skip
    return sent


@transaction.atomic
def send_back(*, sent: Return, reason: str, by: User, on: date) -> Return:
    """The receiver sends a return back with the reason; it may then be sent anew, and this one is kept.

    Raises Forbidden, or Refusal "duty.return-back-without-reason", "duty.return-already-answered",
    "duty.return-own-answer", "campaign.closed".
    """
    sent = _answering(sent, by)
    reason = reason.strip()
    if sent.state == "back" and sent.reason == reason:
        return sent
    if not has_reason(reason):
        raise Refusal("duty.return-back-without-reason")
    facts: dict[str, Any] = {
        "state": "back",
        "pending": None,
        "answered_by": by,
        "answered_on": on,
        "reason": reason,
    }
    if not Return.objects.open().filter(pk=sent.pk).update(**facts):
        raise _answered(sent)
    sent.refresh_from_db()
    audit.record(
        "return.sent-back", by=by, on=on, target=sent, path=sent.organisation.path, mechanism=sent.mechanism,
        number=sent.number, about={"reason": reason},
    )  # fmt: skip
    return sent


@transaction.atomic
def undo_with_step(*, track: Track, to: str, reason: str, by: User, on: date) -> list[Return]:
    """A committee is sent back to a step: what it returned in that step or later comes back too, also if accepted.

    Otherwise the old results would stand at the receiver, and nothing could be sent in their place. A receipt that was
    given stays with its return, so that its number is given to no other.
    """
    campaign = track.campaign
    assert campaign.steps is not None
    before = {key for step in campaign.steps.before(to) for key in step.awaits}
    keys = [
        key
        for key, rule in campaign.rules.items()
        if isinstance(rule, Rule) and rule.by != "county-officer" and key not in before
    ]
    graded = Subject.objects.filter(campaign=campaign, committee=track.committee_id).values("organisation")
    standing_now = Return.objects.select_for_update(of=("self",)).filter(
        Q(organisation=track.committee_id) | Q(organisation__in=graded),
        campaign=campaign, mechanism__in=keys, pending=True,
    )  # fmt: skip
    undone = list(standing_now.select_related("organisation").order_by("pk"))
    for sent in undone:
        Return.objects.filter(pk=sent.pk).update(
            state="back", pending=None, answered_by=by, answered_on=on, reason=reason
        )
        audit.record(
            "return.sent-back", by=by, on=on, target=sent, path=sent.organisation.path, mechanism=sent.mechanism,
            number=sent.number, about={"reason": reason},
        )  # fmt: skip
    return undone


@transaction.atomic
def write_words(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    said: Mapping[str, str],
    by: User,
    on: date,
) -> Record | None:
    """Keep what only the office can say in a return: who filled it in, what it did. None where nothing was ever said.

    The same words again change nothing. Raises Forbidden, or Refusal "contents.too-long", "contents.unknown",
    "campaign.closed", "duty.return-already-sent", "duty.return-already-accepted".
    """
    enter(campaign, mechanism, organisation, Rule, permission="return.send", by=by, when="any")
    title, known = campaign.title_of(mechanism), [part.name for part in OWN_WORDS]
    texts = {name: text.strip() for name, text in said.items() if text.strip()}
    for name, text in texts.items():
        if name not in known:
            raise Refusal("contents.unknown", what=title, name=name, known=known)
        if len(text) > LONGEST:
            raise Refusal("contents.too-long", name=name, length=len(text), most=LONGEST)
    sent = Return.objects.filter(
        campaign=campaign, mechanism=mechanism, organisation=organisation, pending=True
    )
    now = sent.select_related("sent_by__person").first()
    if now is not None:
        raise stands(now, title)
    records = Record.objects.filter(campaign=campaign, mechanism=mechanism, organisation=organisation)
    last = records.standing().order_by("-number").first()
    if texts == (last.said if last else {}):
        return last
    number = (records.aggregate(last=Max("number"))["last"] or 0) + 1
    kept = Record.objects.create(
        campaign=campaign, mechanism=mechanism, organisation=organisation, number=number, held_on=on, said=texts,
        by=by, on=on,
    )  # fmt: skip
    audit.record(
        "return.words-written",
        by=by,
        on=on,
        target=kept,
        path=organisation.path,
        mechanism=mechanism,
        about=texts,
    )
    return kept


def _check_nothing_open(sent: Return) -> None:
    """What was put after a return was sent is answered before it is accepted, where its document asks for that."""
    rule = sent.campaign.rules.get(sent.mechanism) if sent.campaign else None
    if sent.campaign is None or not isinstance(rule, Rule) or "nothing-open" not in rule.checks:
        return
    count = open_objections(sent.campaign, rule, sent.organisation)
    if count:
        raise Refusal("duty.return-objections-since", count=count)


def _next_receipt(year: int) -> str:
    """The next receipt number of the year, 收〔2012〕3号, counted over all receipts ever given."""
    given = Return.objects.filter(receipt__startswith=f"收〔{year}〕").values_list("receipt", flat=True)
    numbers = [int(receipt.split("〕")[1].removesuffix("号")) for receipt in given if receipt]
    return f"收〔{year}〕{max(numbers, default=0) + 1}号"


def _answering(sent: Return, by: User) -> Return:
    """Check who answers a return; lock the track, then the row. Nobody answers a return that they sent."""
    receiver_is_sender = sent.receiver_id == sent.organisation_id
    checks.check(by, "return.send" if receiver_is_sender else "return.answer", sent.organisation)
    if sent.campaign is not None:
        standing.hold_track(sent.campaign, sent.organisation)
        check_running(sent.campaign)
    returns = Return.objects.select_for_update(of=("self",)).select_related(
        "organisation", "answered_by__person", "sent_by"
    )
    row = returns.get(pk=sent.pk)
    if by.is_same_person(row.sent_by):
        raise Refusal("duty.return-own-answer")
    return row


def _answered(sent: Return) -> Refusal:
    sent.refresh_from_db()
    who = sent.answered_by.get_full_name() if sent.answered_by else ""
    when = sent.answered_on.isoformat() if sent.answered_on else ""
    return Refusal("duty.return-already-answered", who=who, on=when, state=sent.get_state_display())


def stands(sent: Return, name: str) -> Refusal:
    """Why nothing else is sent beside it."""
    if sent.state == "accepted":
        return Refusal("duty.return-already-accepted", name=name, receipt=sent.receipt)
    who, when = sent.sent_by.get_full_name(), sent.sent_on.isoformat()
    return Refusal("duty.return-already-sent", who=who, on=when, name=name)
