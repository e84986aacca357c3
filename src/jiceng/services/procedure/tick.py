"""The calendar moves on what is complete: nobody has to press a button for a step whose time has come."""

from datetime import date

from django.db import transaction

from jiceng.kernel.procedure import FINISHED
from jiceng.kernel.refusal import Refusal
from jiceng.services import standing
from jiceng.services.procedure.moves import _move
from jiceng.store.models import Campaign, Move, Track


def tick_tracks(*, campaign: Campaign, on: date) -> list[Move]:
    """Move on every track whose step awaits nothing and whose next step has begun; the moves made.

    Safe to run twice: a track goes as far as it can in one run. What asks for a reason (a share that is exceeded) waits
    for a person, and the last step is filed by one.
    """
    steps = campaign.steps
    if steps is None or campaign.closed_on:
        return []
    begun = dict(campaign.windows.filter(from_on__lte=on).values_list("step", "from_on"))
    moved: list[Move] = []
    waiting = list(campaign.tracks.running().select_related("committee"))
    while waiting:
        for track in waiting:
            track.campaign = campaign
        missing = standing.missing_by_track(campaign, waiting, on)
        due = [track for track in waiting if not missing[track.pk] and steps.after(track.step) in begun]
        waiting = [track for track in due if _go(track, moved, on)]
    return moved


def _go(track: Track, moved: list[Move], on: date) -> bool:
    """Move one track on; False where a person has to, or somebody just did."""
    steps = track.campaign.steps
    to = steps.after(track.step) if steps is not None else FINISHED
    number = track.version
    try:
        with transaction.atomic():
            _move(track, "on", to, by=None, on=on)
    except Refusal:
        return False
    moved.append(Move.objects.get(track=track, number=number))
    return track.step != FINISHED
