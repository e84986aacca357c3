"""Every ballot of one evaluation, as far as one's posts reach."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.ballot import Evaluation
from jiceng.services import ballot as events
from jiceng.services.ballot.shown import out, rule_at
from jiceng.services.standing import Facts
from jiceng.store.models import BallotEvent, Count, Roll, Subject
from jiceng.web.asked import campaign_of, number_in, rule_of
from jiceng.web.ballot.result import Result, audience_of, result_of
from jiceng.web.ballot.words import STATES
from jiceng.web.from_desk import from_desk
from jiceng.web.pages import SignedIn, page, paged, query_without


@dataclass(frozen=True)
class State:
    """Where one ballot stands. said: in words; done: counted; result: as whoever reads may see it."""

    subject: Subject
    said: str
    done: bool = False
    result: Result | None = None
    event: BallotEvent | None = None


@require_safe
@page
def ballots(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """The ballots of one mechanism; the same number of queries for any number of organisations."""
    campaign = campaign_of(request, pk)
    rule = rule_of(campaign, key, Evaluation)
    subjects = scope.subjects(request.user, held=request.held).standing().filter(campaign=campaign)
    organisation, committee = number_in(request, "organisation"), number_in(request, "committee")
    if organisation:
        subjects = subjects.filter(organisation=organisation)
    if committee:
        subjects = subjects.filter(committee=committee)
    flags = Facts(campaign, clock.today()).flags if rule.flags else {}
    line = from_desk(request)
    chosen = [
        subject
        for subject in subjects.select_related("organisation", "committee").order_by("organisation__path")
        if line.keeps(subject.organisation_id)
        and rule.concerns(
            grade=subject.grade,
            kind=subject.organisation.kind,
            class_name=subject.class_name,
            flags=flags.get(subject.organisation_id, frozenset()),
        )
    ]
    shown = paged(request, chosen)
    on_page = [subject.pk for subject in shown]
    rolls = {roll.subject_id: roll for roll in Roll.objects.filter(mechanism=key, subject__in=on_page)}
    begun = BallotEvent.objects.standing().filter(mechanism=key, subject__in=on_page).defer("sheet")
    begun_at = {event.subject_id: event for event in begun}
    counted = Count.objects.filter(mechanism=key, subject__in=on_page).prefetch_related("classes__options")
    counts = {count.subject_id: count for count in counted}
    every = Count.objects.filter(mechanism=key, campaign=campaign).values_list("subject", flat=True)
    waiting = {subject.pk for subject in chosen} - set(every)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": campaign.pack.mechanisms[key],
        "found": shown,
        "from_desk": line,
        "states": [
            _state(
                request,
                subject,
                rule,
                rolls.get(subject.pk),
                begun_at.get(subject.pk),
                counts.get(subject.pk),
            )
            for subject in shown
        ],
        "waiting": len(waiting),
        "grades": campaign.scheme.grades,
        "query": query_without(request, "page"),
    }
    return render(request, "pages/ballots.html", context)


def _state(
    request: SignedIn,
    subject: Subject,
    rule: Evaluation,
    roll: Roll | None,
    event: BallotEvent | None,
    count: Count | None,
) -> State:
    if count is not None:
        audience = audience_of(request, subject.organisation)
        counted_event = event if count.event_id else None
        if not out(counted_event, audience):
            return State(subject, _("counted and not published yet"), True, None, event)
        result = result_of(rule_at(rule, counted_event), events.counted_of(count), audience)
        return State(subject, _papers(result, count), True, result, event)
    if event is not None:
        return State(subject, str(STATES[event.state]), False, None, event)
    if roll is None:
        return State(subject, _("no list of voters yet"))
    if rule.approved_by and roll.approved_on is None:
        return State(subject, _("the list waits for approval"))
    return State(subject, _("the list stands; to be held and counted"))


def _papers(result: Result, count: Count) -> str:
    asked = _(" · asked to be withdrawn") if count.withdrawal_on else ""
    if result.valid is None:
        return _("not shown: fewer than %(smallest)s valid papers") % {"smallest": result.smallest} + asked
    return _("valid papers: %(valid)s") % {"valid": result.valid} + asked
