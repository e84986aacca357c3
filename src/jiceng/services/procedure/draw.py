"""A spot check by lot that anybody can repeat, and what the second look found (G-21, G-37)."""

from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.procedure import Sample, draw, frame_digest
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.door import check_running, enter
from jiceng.services.flag import flags_at, followed_up, record_flag
from jiceng.store.models import Campaign, Draw, DrawRow, Subject, User


@transaction.atomic
def make_draw(*, campaign: Campaign, mechanism: str, seed: str, by: User, on: date) -> Draw:
    """Draw by a seed that is public; the same seed again answers the draw there is.

    Nobody draws again until the lot falls well: another seed is refused until every drawn organisation is looked at.
    Raises Forbidden, or Refusal "procedure.seed-missing", "procedure.nobody-to-draw",
    "procedure.drawn-already", "procedure.sample-size-not-set", "procedure.not-now".
    """
    county = campaign.organisation
    entered = enter(
        campaign, mechanism, county, Sample, permission="draw.make", by=by, when="any", closed=True
    )
    rule, name, seed = entered.rule, entered.name, seed.strip()
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    earlier = list(Draw.objects.filter(campaign=campaign, mechanism=mechanism).order_by("-pk"))
    for there in earlier:
        if there.seed == seed:
            return there
    waiting = earlier[0].rows.open().count() if earlier else 0
    if waiting:
        last = earlier[0]
        raise Refusal(
            "procedure.drawn-already", name=name, seed=last.seed, on=last.on.isoformat(), count=waiting
        )
    check_running(campaign)
    standing.check_now(campaign, None, mechanism)
    if not has_reason(seed):
        raise Refusal("procedure.seed-missing", name=name)
    by_code = {subject.organisation.code: subject for subject in frame(campaign, rule)}
    if not by_code:
        raise Refusal("procedure.nobody-to-draw", name=name, grades=list(rule.grades) or ["—"])
    size = rule.count(len(by_code))
    made = Draw.objects.create(
        campaign=campaign, mechanism=mechanism, organisation=campaign.organisation, seed=seed, size=size,
        frame=sorted(by_code), frame_size=len(by_code), frame_digest=frame_digest(by_code), by=by, on=on,
    )  # fmt: skip
    DrawRow.objects.bulk_create(
        DrawRow(draw=made, subject=by_code[code], place=place)
        for place, code in enumerate(draw(seed, by_code, size), 1)
    )
    audit.record(
        "draw.made", by=by, on=on, target=made, path=campaign.organisation.path, mechanism=mechanism, seed=seed,
        size=size, frame_size=made.frame_size, frame_digest=made.frame_digest,
    )  # fmt: skip
    return made


def frame(campaign: Campaign, rule: Sample) -> list[Subject]:
    """Who can be drawn: whoever is decided, with one of the grades the rule speaks of; everybody of a document that
    grades nobody (I-10)."""
    subjects = Subject.objects.standing().filter(campaign=campaign).select_related("organisation")
    if campaign.scheme.bands is not None:
        subjects = subjects.decided()
    if rule.grades:
        subjects = subjects.filter(decided__in=rule.grades)
    return list(subjects.order_by("organisation__code"))


@transaction.atomic
def record_finding(*, row: DrawRow, outcome: str, finding: str, by: User, on: date) -> DrawRow:
    """What the second look at a drawn organisation found. The same finding again changes nothing.

    A wrong or falsified result is put right by a correction; the finding itself changes no grade. One that a ledger
    follows up is recorded of the organisation too, so that whoever opens the case is asked for it (G-37).
    Raises Forbidden, or Refusal "procedure.outcome-unknown", "procedure.finding-missing", "procedure.found-already".
    """
    checks.check(by, "draw.find", row.subject.organisation)
    finding = finding.strip()
    name = row.subject.organisation.name
    if outcome not in DrawRow.OUTCOMES:
        raise Refusal("procedure.outcome-unknown", name=name, outcomes=list(DrawRow.OUTCOMES.values()))
    if not has_reason(finding):
        raise Refusal("procedure.finding-missing", name=name)
    campaign, organisation = row.draw.campaign, row.subject.organisation
    is_followed_up = outcome in followed_up(campaign) and outcome in flags_at(campaign, organisation)
    if is_followed_up and not campaign.closed_on:
        record_flag(
            campaign=campaign, organisation=organisation, flag=outcome, permission="draw.find",
            authority=campaign.title_of(row.draw.mechanism), found_on=on, by=by, on=on,
        )  # fmt: skip
    columns = {"outcome": outcome, "finding": finding, "found_by": by, "found_on": on}
    changed = DrawRow.objects.filter(pk=row.pk, outcome="").update(**columns)
    row.refresh_from_db()
    if not changed:
        if (row.outcome, row.finding) == (outcome, finding):
            return row
        who = row.found_by.get_full_name() if row.found_by else "—"
        raise Refusal("procedure.found-already", name=name, who=who, outcome=row.get_outcome_display())
    audit.record(
        "draw.found", by=by, on=on, target=row, path=row.subject.organisation.path, outcome=outcome,
        about={"finding": finding},
    )  # fmt: skip
    return row
