"""A campaign is closed when every committee is through and nothing waits for an answer."""

from datetime import date

from django.db import transaction
from django.db.models import F

from jiceng.access import checks
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.store.models import Campaign, Correction, DrawRow, Objection, Return, Subject, Track, User

NAMED = 3


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User, on: date) -> Campaign:
    """Close it: nothing of it changes any more. Closed already, it stays as it is.

    Raises Forbidden, or Refusal "campaign.still-open", which says what is open.
    """
    checks.check(by, "campaign.close", campaign.organisation)
    campaign = Campaign.objects.select_for_update(of=("self",)).with_pack().get(pk=campaign.pk)
    if campaign.closed_on:
        return campaign
    still = what_is_open(campaign)
    if still:
        raise Refusal("campaign.still-open", campaign=campaign.title, open=still)
    # Of two people closing at once, one changes a row and the other does not.
    if Campaign.objects.filter(pk=campaign.pk, closed_on=None).update(closed_on=on):
        audit.record("campaign.closed", by=by, on=on, target=campaign, path=campaign.organisation.path)
    campaign.refresh_from_db()
    return campaign


def what_is_open(campaign: Campaign) -> list[Refusal]:
    """What keeps a campaign open, as sentences."""
    sentences = []
    running = Track.objects.running().filter(campaign=campaign).select_related("committee")
    names = [track.committee.name for track in running.order_by("committee__path")]
    if names:
        sentences.append(Refusal("campaign.open-tracks", names=names[:NAMED], count=len(names)))
    counted = {
        "campaign.open-decisions": Subject.objects.standing().not_yet_decided().filter(campaign=campaign),
        "campaign.open-corrections": Correction.objects.open().filter(subject__campaign=campaign),
        "campaign.open-objections": Objection.objects.open().of_campaign(campaign.pk),
        # What a county with nobody above it sent to itself waits for nobody.
        "campaign.open-returns": Return.objects.open()
        .filter(campaign=campaign)
        .exclude(receiver=F("organisation")),
        "campaign.open-findings": DrawRow.objects.open().filter(draw__campaign=campaign),
    }
    for code, rows in counted.items():
        count = rows.count()
        if count:
            sentences.append(Refusal(code, count=count))
    return sentences
