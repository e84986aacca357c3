"""Shares of grades, as the step of the decision ends: an exceeded limit is refused, or asks for a written reason."""

from collections.abc import Sequence
from decimal import Decimal

from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import check_deviation
from jiceng.services import standing
from jiceng.store.models import Campaign, Subject, Track
from jiceng.store.sheet import SubjectQuerySet


def check_shares(campaign: Campaign, track: Track, *, reason: str = "") -> None:
    """Whether the committee may leave the step it stands at with the grades it has decided.

    Raises Refusal "sheet.quota-over[-without-reason]", "sheet.quota-under[-without-reason]".
    """
    steps, scheme = campaign.steps, campaign.scheme
    decision = standing.key_of(campaign, rules.Decision)
    if steps is None or not scheme.quotas or decision not in steps.at(track.step).awaits:
        return
    county = Subject.objects.standing().filter(campaign=campaign)
    own = _standings(scheme, county.filter(committee=track.committee_id), "committee")
    # A share of the whole county is asked of a committee only by what the county has decided altogether.
    for share in [*own, *_standings(scheme, county, "county")]:
        facts = {
            "grade": share.quota.grade,
            "count": share.count,
            "size": share.size,
            "clause": share.quota.clause,
        }
        if share.over:
            check_deviation(
                share.quota.firmness,
                code="sheet.quota-over",
                reason=reason,
                most=share.most,
                over=share.over,
                **facts,
            )
        if share.under:
            check_deviation(
                share.quota.firmness,
                code="sheet.quota-under",
                reason=reason,
                least=share.least,
                under=share.under,
                **facts,
            )


def _standings(
    scheme: rules.Scheme, subjects: SubjectQuerySet, among: rules.Among
) -> Sequence[rules.Standing]:
    """Where the quotas over this set stand; whoever is not decided yet counts as due and without a grade."""
    if not any(quota.among == among for quota in scheme.quotas):
        return ()
    rows = subjects.values_list("pk", "class_name", "decided", "total")
    cohort = [
        rules.Member(str(key), class_name, decided, total or Decimal(0))
        for key, class_name, decided, total in rows
    ]
    return scheme.check_quotas(cohort, among=among).standings
