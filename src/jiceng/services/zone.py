"""zone: co-operation zones (协作区, O-03): whose returns are collected and scored together."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.store.models import Organisation, User, Zone, ZoneMember
from jiceng.store.register import ancestor_paths


@transaction.atomic
def set_zone(
    *, organisation: Organisation, name: str, members: Collection[Organisation], by: User, on: date
) -> Zone:
    """Make a zone of an organisation, or say anew who is in it. The same members again change nothing.

    Raises Forbidden, or Refusal "duty.zone-without-name", "duty.zone-empty", "duty.zone-member-outside",
    "duty.zone-member-elsewhere".
    """
    checks.check(by, "link.set", organisation)
    name = name.strip()
    if not name:
        raise Refusal("duty.zone-without-name")
    if not members:
        raise Refusal("duty.zone-empty", name=name)
    for member in members:
        if not member.is_under(organisation) or member.pk == organisation.pk:
            facts = {"organisation": member.name, "place": organisation.name}
            raise Refusal("duty.zone-member-outside", **facts)
    # Whoever sets a zone of this organisation holds its row, so that nobody lands in two.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    elsewhere = (
        ZoneMember.objects.filter(zone__organisation=organisation, organisation__in=members)
        .exclude(zone__name=name)
        .select_related("zone", "organisation")
        .first()
    )
    if elsewhere is not None:
        facts = {"organisation": elsewhere.organisation.name, "zone": elsewhere.zone.name}
        raise Refusal("duty.zone-member-elsewhere", **facts)
    zone, made = Zone.objects.get_or_create(organisation=organisation, name=name)
    wanted = {member.pk for member in members}
    there = set(ZoneMember.objects.filter(zone=zone).values_list("organisation", flat=True))
    if wanted == there:
        return zone
    ZoneMember.objects.filter(zone=zone).exclude(organisation__in=wanted).delete()
    ZoneMember.objects.bulk_create(
        ZoneMember(zone=zone, organisation=member) for member in members if member.pk not in there
    )
    audit.record(
        "zone.set", by=by, on=on, target=zone, path=organisation.path, name=name, made=made,
        members=sorted(member.code for member in members),
    )  # fmt: skip
    return zone


@transaction.atomic
def dissolve_zone(*, zone: Zone, by: User, on: date) -> None:
    """Take a zone away; what was sent under it keeps its name. Raises Forbidden."""
    checks.check(by, "link.set", zone.organisation)
    codes = list(zone.members.order_by("pk").values_list("organisation__code", flat=True))
    audit.record(
        "zone.dissolved",
        by=by,
        on=on,
        target=zone,
        path=zone.organisation.path,
        name=zone.name,
        members=codes,
    )
    zone.members.all().delete()
    zone.delete()


def zones(organisation: Organisation) -> dict[str, str]:
    """Path of a member -> the name of its zone, as the organisation and those above it have set them."""
    above = ancestor_paths(organisation.path)
    members = ZoneMember.objects.filter(zone__organisation__path__in=above)
    return dict(members.order_by("pk").values_list("organisation__path", "zone__name"))


def zone_of(zones: Mapping[str, str], path: str) -> str:
    """The zone of an organisation: its own, or that of the nearest above it which is in one."""
    return next((zones[above] for above in reversed(ancestor_paths(path)) if above in zones), "")
