"""The grade an organisation means to reach (R-02), and what it has once its rectification is accepted (R-18)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiceng.kernel.contents import Said
from jiceng.kernel.item import Movement, check_figure, check_findings, check_target, check_upgrade
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.door import enter_graded
from jiceng.services.item.holding import day, readable, who
from jiceng.store.models import Campaign, Item, Record, Subject, Upgrade, User


def movement_of(campaign: Campaign) -> tuple[str, Movement]:
    """The campaign's mechanism of upgrades. Raises Refusal "item.no-movement"."""
    for key, rule in campaign.rules.items():
        if isinstance(rule, Movement):
            return key, rule
    raise Refusal("item.no-movement")


def grade_now(subject: Subject) -> str:
    """The grade an organisation has: the last that was accepted, else the one decided, else ""."""
    return grades_now([subject])[subject.pk]


def grades_now(subjects: Sequence[Subject]) -> dict[int, str]:
    """Subject -> the grade its organisation has now; one query."""
    rows: Any = Subject.objects.filter(pk__in=[subject.pk for subject in subjects]).with_grade_now()
    return dict(rows.values_list("pk", "grade_now"))


@transaction.atomic
def set_target(*, subject: Subject, target: str, by: User, on: date, reason: str = "") -> Subject:
    """Say which grade the organisation means to reach. reason: where the document asks for a higher one.

    Raises Forbidden, or Refusal "item.no-movement", "item.not-graded", "item.no-such-grade", "campaign.closed", those
    of `kernel.item.check_target` and of `standing.check_now`.
    """
    key, rule = movement_of(subject.campaign)
    subject = _graded(enter_graded(subject, key, permission="item.plan", by=by))
    reason = readable(reason)
    bands = subject.campaign.scheme.need_bands()
    if target not in bands.grades():
        raise Refusal("item.no-such-grade", target=target, grades=bands.grades())
    if (subject.target, subject.target_reason) == (target, reason):
        return subject
    check_target(rule, bands, grade=grade_now(subject), target=target, reason=reason)
    subject.target, subject.target_reason, subject.target_by, subject.target_on = target, reason, by, on
    subject.save(update_fields=["target", "target_reason", "target_by", "target_on"])
    audit.record(
        "item.target-set", by=by, on=on, target=subject, path=subject.organisation.path, grade=target,
        about={"reason": reason},
    )  # fmt: skip
    return subject


@transaction.atomic
def accept_rectification(*, subject: Subject, new_grade: str, by: User, on: date, note: str = "") -> Upgrade:
    """检查验收: the superior accepts the result, and the organisation has a higher grade from then on (R-17, R-18).

    What the committee decided stays beside it. Every item must be closed, what the document asks for before an upgrade
    be there and not against it, and no finding stand that holds the grade down.
    Raises Forbidden, or Refusal "item.upgrade-lacks", "item.no-movement", "item.not-graded",
    "item.no-such-grade", "item.upgrade-not-higher", "item.upgrade-items-open", "item.upgraded-meanwhile" and those of
    `kernel.item.check_upgrade`, `check_figure`, `check_findings`.
    """
    key, rule = movement_of(subject.campaign)
    subject = enter_graded(subject, key, permission="item.close", by=by, when="any", closed=True)
    subject = _graded(subject)
    campaign, organisation = subject.campaign, subject.organisation
    bands = campaign.scheme.need_bands()
    note = readable(note)
    if new_grade not in bands.grades():
        raise Refusal("item.no-such-grade", target=new_grade, grades=bands.grades())
    last = subject.upgrades.select_related("by__person").order_by("-number").first()
    if last is not None and (last.new_grade, last.note, last.by_id) == (new_grade, note, by.pk):
        return last
    old = last.new_grade if last else subject.decided
    if bands.place(new_grade) >= bands.place(old):
        raise Refusal("item.upgrade-not-higher", organisation=organisation.name, old=old, new=new_grade)
    still = list(Item.objects.open().filter(subject=subject).order_by("pk").values_list("title", flat=True))
    if still:
        facts = {"organisation": organisation.name, "count": len(still), "missing": still[:5]}
        raise Refusal("item.upgrade-items-open", **facts)
    lacking = standing.lacking(subject, rule.upgrade_awaits, on)
    if lacking:
        raise Refusal(
            "item.upgrade-lacks", organisation=organisation.name, old=old, new=new_grade, missing=lacking,
            clause=rule.clause,
        )  # fmt: skip
    check_findings(
        campaign.scheme.consequences, bands, new=new_grade, flags=subject.flags(), class_name=subject.class_name,
        note=note,
    )  # fmt: skip
    figure = subject.measures.filter(name=rule.measure).first() if rule.measure else None
    check_figure(rule, figure.value if figure else None, note=note)
    try:
        check_upgrade(rule, bands, old=old, new=new_grade, opinions=_opinions(subject, rule))
    except Refusal as refused:
        if "missing" in refused.facts:
            refused.facts["missing"] = [campaign.title_of(key) for key in refused.facts["missing"]]
        raise
    try:
        with transaction.atomic():
            upgrade = Upgrade.objects.create(
                subject=subject, number=(last.number if last else 0) + 1, old_grade=old, new_grade=new_grade,
                note=note, by=by, on=on,
            )  # fmt: skip
    except IntegrityError:
        theirs = subject.upgrades.select_related("by__person").latest("number")
        facts = {"organisation": organisation.name, "new": theirs.new_grade}
        raise Refusal("item.upgraded-meanwhile", **facts, who=who(theirs.by), on=day(theirs.on)) from None
    audit.record(
        "item.rectification-accepted", by=by, on=on, target=subject, path=organisation.path, old=old,
        new=new_grade, about={"note": note},
    )  # fmt: skip
    return upgrade


def _graded(subject: Subject) -> Subject:
    """Raises Refusal "item.not-graded"."""
    if not subject.decided:
        raise Refusal("item.not-graded", organisation=subject.organisation.name)
    return subject


def _opinions(subject: Subject, rule: Movement) -> dict[str, list[Said]]:
    """Mechanism -> what its records about the organisation say, the last record last."""
    opinions: dict[str, list[Said]] = {}
    rows = Record.objects.standing().filter(
        campaign=subject.campaign, organisation=subject.organisation_id, mechanism__in=rule.upgrade_needs
    )
    for key, texts in rows.order_by("held_on", "number").values_list("mechanism", "said"):
        opinions.setdefault(key, []).append(texts)
    return opinions
