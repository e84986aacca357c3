"""协作区: which organisations report and are scored together."""

from collections.abc import Collection, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.refusal import Refusal
from jiceng.reports.returns.tables import by_zone
from jiceng.services import duty
from jiceng.services import zone as events
from jiceng.services.zone import zone_of
from jiceng.store.models import Campaign, Organisation, Zone
from jiceng.web import words
from jiceng.web.asked import organisation_of
from jiceng.web.given import text_in, typed_in
from jiceng.web.pages import SignedIn, page, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@page
def zones(request: SignedIn, pk: int) -> HttpResponse:
    """The zones of an organisation; one is set with its members, or dissolved."""
    place = organisation_of(request, pk)
    checks.check(request.user, "link.set", place)
    note, name, chosen = "", "", set()
    if request.method == "POST":
        name = typed_in(request, "name")
        chosen = {
            member for member in map(whole_number, request.POST.getlist("member")) if member is not None
        }
        try:
            if request.POST.get("do") == "dissolve":
                gone = get_object_or_404(
                    Zone, organisation=place, pk=whole_number(request.POST.get("zone", "")) or 0
                )
                events.dissolve_zone(zone=gone, by=request.user, on=clock.today())
                messages.success(request, _("The zone “%(name)s” is dissolved.") % {"name": gone.name})
            else:
                members = list(scope.organisations(request.user, held=request.held).filter(pk__in=chosen))
                name = text_in(request, "name", most=64)
                events.set_zone(
                    organisation=place, name=name, members=members, by=request.user, on=clock.today()
                )
                messages.success(request, _("The zone “%(name)s” is set.") % {"name": name})
        except Refusal as refused:
            note = words.refusal(refused)
        else:
            return redirect("zones", pk)
    return _shown(request, place, note, name, chosen)


def _shown(
    request: SignedIn, place: Organisation, note: str, name: str, chosen: Collection[int]
) -> HttpResponse:
    zones = list(
        Zone.objects.filter(organisation=place).prefetch_related("members__organisation").order_by("pk")
    )
    taken = {member.organisation_id for zone in zones for member in zone.members.all()}
    below = Organisation.objects.children_of(place)
    context = {
        "section": "return",
        "organisation": place,
        "zones": zones,
        "free": [
            (child, child.pk in chosen) for child in below if child.pk not in taken or child.pk in chosen
        ],
        "note": note,
        "name": name,
    }
    return render(request, "pages/zones.html", context, status=422 if note else 200)


def zone_totals(
    request: SignedIn, campaign: Campaign, members: Mapping[str, str]
) -> list[tuple[str, int, dict[str, int]]]:
    """How each zone is graded so far: (zone, organisations, grade -> how many)."""
    subjects = scope.subjects(request.user, held=request.held).standing().filter(campaign=campaign)
    rows = [
        duty.Row(
            subject=0, code="", name="", class_name="", committee="", zone=zone_of(members, path), grade=grade
        )
        for path, grade in subjects.values_list("organisation__path", "decided")
    ]
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row.zone] = sizes.get(row.zone, 0) + 1
    totals = by_zone(rows, campaign.scheme.grades)
    return [(zone, sizes[zone], counts) for zone, counts in totals.items()]
