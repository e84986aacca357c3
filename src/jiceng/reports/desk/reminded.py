"""When somebody was last reminded, by an officer, of what a line is about."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max, Q

from jiceng.access.scope import below
from jiceng.reports.desk.line import Due
from jiceng.services.reminder import matter_of
from jiceng.store.models import Post, Reminder


def reminded(found: Sequence[Due], held: Sequence[Post]) -> Mapping[str, date]:
    """The key of a line -> the last day; one query for a whole desk.

    Of one's own work, when one was reminded oneself; of the work of others, when anybody at or below one's posts was.
    """
    campaigns = {line.campaign.pk for line in found if line.campaign}
    under = below([post.organisation.path for post in held], "person__posts__organisation__path")
    if not campaigns or under is None:
        return {}
    mine = Q(person__in={post.person_id for post in held})
    rows = Reminder.objects.exclude(by=None).filter(mine | under, campaign__in=campaigns)
    days: dict[bool, dict[str, date]] = {True: {}, False: {}}
    last = rows.values("about").annotate(last=Max("made_on"), own=Max("made_on", filter=mine))
    for about, everybody, own in last.values_list("about", "last", "own"):
        for is_own, day in ((True, own), (False, everybody)):
            kept = days[is_own].get(matter_of(about))
            if day is not None and (kept is None or day > kept):
                days[is_own][matter_of(about)] = day
    return {
        line.key: days[line.own][line.matter]
        for line in found
        if line.matter in days[line.own] and (line.own or line.ask)
    }
