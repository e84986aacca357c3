"""A record: something was held, asked or said, and somebody wrote down what the document asks for."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from jiceng.kernel.ballot import Evaluation, opinion
from jiceng.kernel.consequence import POINTS, Use
from jiceng.kernel.duty import Record as Rule
from jiceng.kernel.duty import check_record, worked_out
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.item import Movement
from jiceng.kernel.procedure import Role
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.services import audit, standing
from jiceng.services.ballot import counted_of
from jiceng.services.door import enter
from jiceng.services.zone import zone_of, zones
from jiceng.store.models import Campaign, Count, Flag, Organisation, Record, Subject, User, Zone
from jiceng.store.register import ancestor_paths

# Which permission a record asks, by who writes it.
VERBS: Mapping[Role, str] = {
    "secretary": "record.own",
    "reviewer": "record.assess",
    "committee-officer": "record.committee",
    "county-officer": "record.county",
    "inspector": "record.county",
    "delegate": "record.assess",
}
YEAR = timedelta(days=366)


@transaction.atomic
def record(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    said: Mapping[str, str],
    held_on: date,
    by: User,
    on: date,
) -> Record:
    """Write down one record of a mechanism. said: part -> text, as the mechanism asks.

    The same content again is the same record, so that a phone may send twice.
    Raises Forbidden, or Refusal "duty.not-owed", "duty.held-in-future", "duty.comes-after", those of
    `contents.check_said`, and those of the door.
    """
    entered = enter(campaign, mechanism, organisation, Rule, permission=permission_of, by=by, when="late")
    rule, name, committee, subject = entered.rule, entered.name, entered.committee, entered.subject
    texts = {name: text.strip() for name, text in said.items() if text.strip()}
    texts = worked_out(rule, texts) | texts
    _check_day(campaign, held_on, on)
    _check_owed(campaign, rule, mechanism, organisation, subject)
    done = standing.done(campaign, committee, rule.after, on, subject) if rule.after else frozenset()
    try:
        check_record(
            rule, texts, name=name, done=done, known=known_of(campaign, organisation, subject),
            flags=_flags(campaign, organisation) if rule.agrees else frozenset(),
        )  # fmt: skip
    except Refusal as refused:
        raise in_words(campaign, refused) from None
    records = Record.objects.filter(campaign=campaign, mechanism=mechanism, organisation=organisation)
    same = next(
        (earlier for earlier in records.standing().filter(held_on=held_on) if earlier.said == texts), None
    )
    if same is not None:
        return same
    for last_try in (False, True):
        number = (records.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                kept = Record.objects.create(
                    mechanism=mechanism, campaign=campaign, organisation=organisation, subject=subject,
                    number=number, held_on=held_on, said=texts, by=by, on=on,
                )  # fmt: skip
                break
        except IntegrityError:  # somebody else took this number at the same moment
            if last_try:
                raise
    audit.record(
        "duty.recorded", by=by, on=on, target=kept, path=organisation.path, mechanism=mechanism,
        number=number, held_on=held_on.isoformat(), about=texts,
    )  # fmt: skip
    return kept


@transaction.atomic
def withdraw_record(*, record: Record, reason: str, by: User, on: date) -> Record:
    """Take a record back while its step is the current one; it is kept beside those that stand.

    Raises Forbidden, or Refusal "duty.withdrawal-without-reason", "duty.already-withdrawn", and those of the
    door.
    """
    campaign, organisation = record.campaign, record.organisation
    assert campaign is not None  # every record has one, until standing work has none
    enter(campaign, record.mechanism, organisation, Rule, permission=permission_of, by=by)
    if not has_reason(reason):
        raise Refusal("duty.withdrawal-without-reason")
    facts = {"withdrawn_by": by, "withdrawn_on": on, "withdrawn_reason": reason.strip()}
    if not Record.objects.standing().filter(pk=record.pk).update(**facts):
        record.refresh_from_db()
        who = record.withdrawn_by.get_full_name() if record.withdrawn_by else ""
        when = record.withdrawn_on.isoformat() if record.withdrawn_on else ""
        raise Refusal("duty.already-withdrawn", who=who, on=when)
    record.refresh_from_db()
    audit.record(
        "duty.record-withdrawn", by=by, on=on, target=record, path=organisation.path,
        mechanism=record.mechanism, number=record.number, about={"reason": reason.strip()},
    )  # fmt: skip
    return record


def known_of(
    campaign: Campaign, organisation: Organisation, subject: Subject | None
) -> dict[str, tuple[str, ...]]:
    """What a part can only repeat: the own sheet's grade, what register and ballot count (O-03, O-04, G-32).

    A graded organisation that is in a zone names its own.
    """
    above = ancestor_paths(organisation.path)
    names = Zone.objects.filter(organisation__path__in=above).order_by("pk").values_list("name", flat=True)
    own_zone = zone_of(zones(organisation), organisation.path) if subject is not None else ""
    known = {"zone": (own_zone,) if own_zone else tuple(names)}
    if bonuses := [
        key for key, rule in campaign.rules.items() if isinstance(rule, Use) and rule.kind == "bonus"
    ]:
        given = Record.objects.standing().filter(
            campaign=campaign, organisation=organisation, mechanism__in=bonuses
        )
        points = [Decimal(texts.get(POINTS, "0")) for texts in given.values_list("said", flat=True)]
        known["bonus"] = (short(sum(points, Decimal(0))),)
    if organisation.member_count is not None:
        known["members"] = (str(organisation.member_count),)
    own = campaign.scheme.self_assessment
    sheet = subject.sheet(own.scorer) if subject is not None and own is not None else None
    if sheet is not None and sheet.complete and sheet.total is not None and campaign.scheme.bands is not None:
        known["own-grade"] = (sheet.opinion or campaign.scheme.bands.grade(sheet.total).grade,)
    if opinions := _meeting_opinions(campaign, subject):
        known["meeting-opinion"] = opinions
    return known


def _meeting_opinions(campaign: Campaign, subject: Subject | None) -> tuple[str, ...]:
    """What the counted ballots about an organisation think of it, each by the option with the most votes (G-32)."""
    rules = {key: rule for key, rule in campaign.rules.items() if isinstance(rule, Evaluation)}
    if subject is None or not rules:
        return ()
    counts = Count.objects.filter(subject=subject, mechanism__in=rules).for_page().order_by("pk")
    opinions = (opinion(rules[count.mechanism], counted_of(count)) for count in counts)
    return tuple(dict.fromkeys(each for each in opinions if each))


def permission_of(rule: Rule) -> str:
    """Which permission writing a record asks."""
    return VERBS[rule.by]


def in_words(campaign: Campaign, refused: Refusal) -> Refusal:
    """The same refusal with what people call mechanisms and findings in place of their keys."""
    facts = dict(standing.named(campaign, refused.facts))
    if "first" in facts:
        facts["first"] = [campaign.title_of(key) for key in facts["first"]]
    return Refusal(refused.code, **facts)


def _flags(campaign: Campaign, organisation: Organisation) -> frozenset[str]:
    """The findings that stand about an organisation."""
    flags = Flag.objects.standing().filter(campaign=campaign, organisation=organisation)
    return frozenset(flags.values_list("flag", flat=True))


def _check_day(campaign: Campaign, held_on: date, on: date) -> None:
    if held_on > on:
        raise Refusal("duty.held-in-future", held_on=held_on.isoformat(), on=on.isoformat())
    if held_on < campaign.opened_on - YEAR:
        facts = {"held_on": held_on.isoformat(), "opened_on": campaign.opened_on.isoformat()}
        raise Refusal("duty.held-before-campaign", **facts)


def _check_owed(
    campaign: Campaign, rule: Rule, mechanism: str, organisation: Organisation, subject: Subject | None
) -> None:
    """Only where the document asks for it: by class, grade or finding; and of anybody whose rise hangs on it (R-17)."""
    if subject is None or is_asked_before_an_upgrade(campaign, mechanism):
        return
    flags = _flags(campaign, organisation) if rule.flags else frozenset()
    if not rule.owed(class_name=subject.class_name, grade=subject.grade, flags=flags):
        raise Refusal("duty.not-owed", organisation=organisation.name, name=campaign.title_of(mechanism))


def is_asked_before_an_upgrade(campaign: Campaign, mechanism: str) -> bool:
    """Whether an upgrade in this campaign needs such a record, whatever the grade it starts from."""
    return any(
        isinstance(rule, Movement) and mechanism in rule.upgrade_needs for rule in campaign.rules.values()
    )
