"""Findings about an organisation, by the authority that made them; what they do to a grade is the pack's (G-27…29)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel import sheet as rules
from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.duty import Record
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.item import Ledger
from jiceng.kernel.procedure import Reach
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.door import check_running
from jiceng.services.sheet.judging import settle
from jiceng.store.models import Campaign, Flag, Organisation, Subject, User


@transaction.atomic
def record_flag(
    *,
    campaign: Campaign,
    organisation: Organisation,
    flag: str,
    authority: str,
    found_on: date,
    document: str = "",
    by: User,
    on: date,
    permission: str = "flag.record",
) -> Flag:
    """Record a finding; the computed grade follows at once. The same finding again changes nothing.

    One that touches grades is recorded until the step of the decision is over; after that a result is corrected, and
    only what a ledger follows up is still recorded: the decided grade stays (R-14).
    organisation: one that the campaign speaks of, or a committee that decides in it, for what the pack reads of
    committees (R-25). permission: by which it was found; the second look at a draw has its own (G-37).
    Raises Forbidden, or Refusal "flag.unknown", "flag.without-authority", "flag.in-the-future", "procedure.over",
    "campaign.closed", "flag.not-graded".
    """
    checks.check(by, permission, organisation)
    known = flags_at(campaign, organisation)
    if flag not in known:
        raise Refusal("flag.unknown", flag=flag, known=list(known.values()))
    name, authority = known[flag], authority.strip()
    if not has_reason(authority):
        raise Refusal("flag.without-authority", name=name)
    if found_on > on:
        raise Refusal("flag.in-the-future", name=name, found_on=found_on.isoformat())
    subject = _held(campaign, organisation, flag)
    columns = {"authority": authority, "found_on": found_on, "document": document.strip()}
    finding, made = Flag.objects.get_or_create(
        campaign=campaign, organisation=organisation, flag=flag, defaults={**columns, "by": by, "on": on}
    )
    if not made and finding.withdrawn_on is None:
        return finding
    if not made:
        again = {**columns, "by": by, "on": on, "withdrawn_on": None, "withdrawn_reason": ""}
        Flag.objects.filter(pk=finding.pk).update(**again)
        finding.refresh_from_db()
    if subject is not None:
        settle(Subject.objects.filter(pk=subject.pk))
    audit.record(
        "flag.recorded", by=by, on=on, target=finding, path=organisation.path, flag=flag, found_on=found_on.isoformat(),
        document=document.strip(), about={"authority": authority},
    )  # fmt: skip
    return finding


@transaction.atomic
def withdraw_flag(*, flag: Flag, reason: str, by: User, on: date) -> Flag:
    """Take a finding back, with the reason; it stays on record. Taken back already, it stays as it is.

    After the decision too: what was decided stays, and a rise is no longer held back (R-18).
    Raises Forbidden, or Refusal "flag.withdrawal-without-reason", "campaign.closed".
    """
    checks.check(by, "flag.record", flag.organisation)
    if not has_reason(reason):
        raise Refusal(
            "flag.withdrawal-without-reason", name=flags_of(flag.campaign).get(flag.flag, flag.flag)
        )
    subject = _held(flag.campaign, flag.organisation, "")
    columns = {"withdrawn_on": on, "withdrawn_reason": reason.strip()}
    if Flag.objects.standing().filter(pk=flag.pk).update(**columns):
        if subject is not None:
            settle(Subject.objects.filter(pk=subject.pk))
        audit.record(
            "flag.withdrawn", by=by, on=on, target=flag, path=flag.organisation.path, flag=flag.flag,
            about={"reason": reason.strip()},
        )  # fmt: skip
    flag.refresh_from_db()
    return flag


def flags_of(campaign: Campaign) -> Mapping[str, str]:
    """The findings a pack speaks of, by what people call them."""
    return {read.flag: read.name for read in _read(campaign)}


def flags_at(campaign: Campaign, organisation: Organisation) -> Mapping[str, str]:
    """Those that can be found about an organisation: some rule reads them there."""
    graded = Subject.objects.filter(campaign=campaign, organisation=organisation)
    class_name = graded.values_list("class_name", flat=True).first()
    decides = Subject.objects.filter(campaign=campaign, committee=organisation).exists()
    return {
        read.flag: read.name
        for read in _read(campaign)
        if (read.reach == "each" and class_name is not None and read.concerns(class_name))
        or (read.reach == "committee" and decides)
    }


@dataclass(frozen=True)
class _Reading:
    """A finding that a rule reads, of whom, and of which classes; empty = all."""

    flag: str
    name: str
    reach: Reach = "each"
    classes: tuple[str, ...] = ()

    def concerns(self, class_name: str) -> bool:
        return not self.classes or class_name in self.classes


def _read(campaign: Campaign) -> list[_Reading]:
    """Every finding that a rule reads. A name that some rule gives is everybody's."""
    read: list[_Reading] = []
    for rule in campaign.rules.values():
        if isinstance(rule, Consequence):
            read.append(_Reading(rule.flag, rule.name, classes=rule.classes))
        elif isinstance(rule, Gate) and rule.requires_flag:
            read.append(_Reading(rule.requires_flag, rule.name, classes=rule.classes))
        else:
            # Records, notices, ledgers, ballots, helpers: whatever asks for something where a finding stands.
            flags = [*getattr(rule, "flags", ()), *(rule.findings() if isinstance(rule, Record) else ())]
            # The classes of a ballot are of those who vote.
            classes = rule.of_classes if isinstance(rule, Evaluation) else getattr(rule, "classes", ())
            read += [
                _Reading(flag, "", getattr(rule, "of", "each"), classes) for flag in dict.fromkeys(flags)
            ]
    names = {reading.flag: reading.name for reading in read if reading.name} | dict(campaign.pack.findings)
    return [replace(reading, name=names.get(reading.flag, reading.flag)) for reading in read]


def _grades(campaign: Campaign) -> frozenset[str]:
    """The findings that touch a grade."""
    scheme = campaign.scheme
    flags = [consequence.flag for consequence in scheme.consequences] + [
        gate.requires_flag for gate in scheme.gates
    ]
    return frozenset(flag for flag in flags if flag)


def followed_up(campaign: Campaign) -> frozenset[str]:
    """The findings that open an item of a ledger."""
    rules = campaign.rules.values()
    return frozenset(flag for rule in rules if isinstance(rule, Ledger) for flag in rule.flags)


def _held(campaign: Campaign, organisation: Organisation, flag: str) -> Subject | None:
    """Its row in the campaign, the track held; None for a committee. flag: whether this one may still be made."""
    check_running(campaign)
    subject = (
        Subject.objects.select_related("committee")
        .filter(campaign=campaign, organisation=organisation)
        .first()
    )
    if subject is None:
        if not Subject.objects.filter(campaign=campaign, committee=organisation).exists():
            raise Refusal("flag.not-graded", organisation=organisation.name, campaign=campaign.title)
        standing.hold_track(campaign, organisation)
        return None
    standing.hold_track(campaign, subject.committee)
    subject = Subject.objects.select_for_update(of=("self",)).select_related("committee").get(pk=subject.pk)
    if flag in _grades(campaign) and not (subject.decided and flag in followed_up(campaign)):
        standing.check_not_over(campaign, subject.committee, standing.key_of(campaign, rules.Decision))
    return subject
