"""What a grade is good for: who has it, and who is given it (A-07)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.consequence import Use
from jiceng.kernel.refusal import Refusal
from jiceng.services import use as events
from jiceng.services.item.target import grades_now
from jiceng.store.models import Campaign, Record, Subject
from jiceng.web import words
from jiceng.web.asked import rule_of
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number


def in_words(rule: Use) -> str:
    """Points, once they are set; put forward first; from these only; looked at first."""
    code = "use.bonus-not-set" if rule.kind == "bonus" and rule.points is None else f"use.{rule.kind}"
    return words.sentence(code, points=rule.points)


@dataclass(frozen=True)
class UseLine:
    """One organisation and one thing its grade is good for. record: that it was given; None = not yet."""

    subject: Subject
    key: str
    rule: Use
    record: Record | None
    may: bool

    @property
    def said(self) -> str:
        return in_words(self.rule)

    @property
    def is_given(self) -> bool:
        """Whether it is something that can be given: points whose number is set, a recommendation, a commendation."""
        return self.rule.kind != "focus" and not (self.rule.kind == "bonus" and self.rule.points is None)


def lines_of(
    request: SignedIn, campaign: Campaign, subjects: Sequence[Subject], key: str = ""
) -> list[UseLine]:
    """What the grades of these organisations are good for; key: only of this use."""
    rules = {name: rule for name, rule in events.uses_of(campaign).items() if key in ("", name)}
    there = events.granted(campaign, [subject.pk for subject in subjects]) if rules else {}
    grades = grades_now(subjects) if rules else {}
    return [
        UseLine(
            subject, name, rule, there.get((name, subject.organisation_id)),
            campaign.closed_on is None
            and events.may_grant(request.user, rule, subject.organisation, request.held),
        )
        for subject in subjects
        for name, rule in rules.items()
        if grades[subject.pk] in rule.grades or (name, subject.organisation_id) in there
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page
def uses(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """Everybody below one's posts whose grade is good for it: given or not yet, and the forms to give it."""
    campaigns = scope.campaigns(request.user, held=request.held)
    campaign = get_object_or_404(campaigns.for_page().select_related("copy"), pk=pk)
    rule = rule_of(campaign, key, Use)
    seen = scope.subjects(request.user, held=request.held).standing().filter(campaign=campaign)
    where = whole_number(request.GET.get("organisation", ""))
    refused: Refusal | None = None
    if request.method == "POST":
        subject = get_object_or_404(
            seen.with_pack(), organisation=whole_number(request.POST.get("organisation", ""))
        )
        try:
            sentence = _give(request, subject, key)
        except Refusal as refusal:
            refused, where = refusal, subject.organisation_id
        else:
            messages.success(request, sentence)
            return redirect("uses", pk, key)
    holders = Record.objects.standing().filter(campaign=campaign, mechanism=key).values("subject")
    concerned = Q(grade_now__in=rule.grades) | Q(pk__in=holders)
    about = seen.with_grade_now().filter(concerned) if where is None else seen.filter(organisation=where)
    every = lines_of(
        request, campaign, list(about.select_related("organisation").order_by("organisation__path")), key
    )
    every.sort(key=lambda line: line.record is not None)
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "rule": rule,
        "said": in_words(rule),
        "found": paged(request, every),
        "query": query_without(request, "page"),
        "given": sum(line.record is not None for line in every),
        "size": len(every),
        "note": words.refusal(refused) if refused else "",
    }
    return render(request, "pages/uses.html", context, status=422 if refused else 200)


def _give(request: SignedIn, subject: Subject, key: str) -> str:
    facts = {"name": subject.organisation.name}
    if request.POST.get("act") == "take-back":
        record = get_object_or_404(
            Record.objects.standing().select_related("organisation", "subject", "campaign"),
            subject=subject, mechanism=key,
        )  # fmt: skip
        events.take_back(record=record, reason=text_in(request, "reason"), by=request.user, on=clock.today())
        return _("Taken back from %(name)s; it stays to be read.") % facts
    events.grant(
        subject=subject, mechanism=key, note=text_in(request, "note"), by=request.user, on=clock.today()
    )
    return _("Recorded for %(name)s.") % facts
