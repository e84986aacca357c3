"""Shares of grades, as the step of the decision ends: an exceeded limit is refused, or asks for a written reason."""

from decimal import Decimal

from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import check_deviation
from jiceng.services import standing
from jiceng.store.models import Campaign, Subject, Track


def check_shares(campaign: Campaign, track: Track, *, reason: str = "") -> None:
    """Whether the committee may leave the step it stands at with the grades it has decided.

    Raises Refusal "sheet.quota-over[-without-reason]", "sheet.quota-under[-without-reason]".
    """
    steps, scheme = campaign.steps, campaign.scheme
    decision = standing.key_of(campaign, rules.Decision)
    if steps is None or not scheme.quotas or decision not in steps.at(track.step).awaits:
        return
    found = (
        Subject.objects.standing().filter(campaign=campaign, committee=track.committee_id).exclude(decided="")
    )
    cohort = [
        rules.Member(str(key), class_name, decided, total or Decimal(0))
        for key, class_name, decided, total in found.values_list("pk", "class_name", "decided", "total")
    ]
    for one in scheme.check_quotas(cohort).standings:
        facts = {
            "grade": one.quota.grade,
            "count": one.count,
            "size": one.size,
            "clause": one.quota.clause,
        }
        if one.over:
            check_deviation(
                one.quota.firmness,
                code="sheet.quota-over",
                reason=reason,
                most=one.most,
                over=one.over,
                **facts,
            )
        if one.under:
            check_deviation(
                one.quota.firmness,
                code="sheet.quota-under",
                reason=reason,
                least=one.least,
                under=one.under,
                **facts,
            )
