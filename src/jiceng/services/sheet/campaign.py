"""A campaign is opened: everybody below the adopting organisation is accounted for, as the register stands that day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from jiceng import packs
from jiceng.access import checks
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import Candidate, sort_out
from jiceng.services import audit
from jiceng.services.dates import Dates, calendar_of
from jiceng.services.door import check_running
from jiceng.services.sheet.judging import settle
from jiceng.store.models import (
    Adoption,
    Campaign,
    Organisation,
    Outside,
    PackCopy,
    Subject,
    Track,
    User,
    Window,
)
from jiceng.store.register import COMMITTEES, WIDTH


@transaction.atomic
def open_campaign(
    *,
    adoption: Adoption,
    title: str,
    by: User,
    on: date,
    due_on: date,
    follows: Campaign | None = None,
    days: Mapping[str, date] | None = None,
) -> Campaign:
    """Open a campaign for everything below the adopting organisation.

    Everybody is accounted for (G-05): an organisation is graded, or listed as outside with the reason. Committees that
    only have others below them decide and are not listed. What it is judged under is kept: the pack's text, and names
    and places of the register. Every deciding committee begins at the pack's first step, in the windows it gives.
    follows: the earlier campaign this one looks back at (G-25). days: last days, by step or mechanism, for what the
    document prints a day that has passed.
    Raises Forbidden, or Refusal "campaign.title-missing", "campaign.title-taken", "campaign.due-before-opened",
    "campaign.nobody-to-grade", "campaign.follows-another-county", "sheet.no-objects", "procedure.before-opening".
    """
    county = adoption.organisation
    checks.check(by, "campaign.open", county)
    title = title.strip()
    if not title:
        raise Refusal("campaign.title-missing")
    if due_on < on:
        raise Refusal("campaign.due-before-opened", due_on=due_on.isoformat(), opened_on=on.isoformat())
    if Campaign.objects.filter(organisation=county, title=title).exists():
        raise Refusal("campaign.title-taken", title=title)
    if follows is not None and follows.organisation_id != county.pk:
        raise Refusal("campaign.follows-another-county", campaign=follows.title, organisation=county.name)
    objects = adoption.scheme.objects
    if objects is None:
        raise Refusal("sheet.no-objects", pack=adoption.pack)
    register = list(Organisation.objects.under(county).order_by("path"))
    by_path = {organisation.path: organisation for organisation in register}
    listed = [
        organisation
        for organisation in register
        if organisation.kind or organisation.own_class or organisation.form not in COMMITTEES
    ]
    sorting = sort_out(
        objects,
        [
            Candidate(
                code=organisation.code,
                kind=organisation.own_class
                if organisation.own_class and objects.class_of(organisation.own_class)
                else organisation.kind,
                form=organisation.form,
                parent_form=by_path[organisation.path[:-WIDTH]].form
                if organisation.path[:-WIDTH] in by_path
                else "",
            )
            for organisation in listed
        ],
    )
    if not sorting.graded:
        raise Refusal("campaign.nobody-to-grade", organisation=county.name)
    copy = keep_pack(adoption.pack, on)
    campaign = Campaign(
        adoption=adoption,
        organisation=county,
        title=title,
        opened_on=on,
        due_on=due_on,
        copy=copy,
        follows=follows,
    )
    campaign.theme = campaign.steps.theme if campaign.steps else ""
    campaign.save()
    Subject.objects.bulk_create(
        [
            Subject(
                campaign=campaign,
                organisation=organisation,
                organisation_name=organisation.name,
                organisation_path=organisation.path,
                class_name=sorting.graded[organisation.code],
                committee=_committee(organisation, by_path) or county,
            )
            for organisation in listed
            if organisation.code in sorting.graded
        ],
        batch_size=500,
    )
    outside = dict(sorting.outside) | dict.fromkeys(sorting.with_unit, "with-unit")
    Outside.objects.bulk_create(
        [
            Outside(campaign=campaign, organisation=organisation, why=outside[organisation.code])
            for organisation in listed
            if organisation.code in outside
        ],
        batch_size=500,
    )
    deciding = {
        _committee(organisation, by_path) or county
        for organisation in listed
        if organisation.code in sorting.graded
    }
    _begin(campaign, deciding, on)
    _set_days(campaign, days or {})
    audit.record(
        "campaign.opened", by=by, on=on, target=campaign, path=county.path, pack=adoption.pack,
        version=copy.version, digest=copy.digest, settings=adoption.settings, graded=len(sorting.graded),
        outside=len(outside),
    )  # fmt: skip
    return campaign


def keep_pack(name: str, on: date) -> PackCopy:
    """The pack's text as it is today; the same text is kept once."""
    files = packs.texts(name)
    columns = {"pack": name, "version": packs.load(name).version, "files": files, "kept_on": on}
    copy, _ = PackCopy.objects.get_or_create(digest=packs.digest(files), defaults=columns)
    return copy


def _begin(campaign: Campaign, deciding: Iterable[Organisation], on: date) -> None:
    """Put every deciding committee at the first step, and keep the days of every step."""
    steps = campaign.steps
    if steps is None:
        return
    first = steps.steps[0].key
    Track.objects.bulk_create(
        Track(campaign=campaign, committee=committee, step=first, entered_on=on)
        for committee in sorted(deciding, key=lambda committee: committee.path)
    )
    Window.objects.bulk_create(
        Window(campaign=campaign, step=key, from_on=window.from_on, until_on=window.until_on)
        for key, window in calendar_of(campaign).windows().items()
    )


def _set_days(campaign: Campaign, days: Mapping[str, date]) -> None:
    """The officer's days for what was over before it began; a day that stands is not touched."""
    for key in Dates.of([campaign]).unset(campaign):
        if key not in days:
            continue
        if days[key] < campaign.opened_on:
            raise Refusal(
                "procedure.before-opening", step=campaign.title_of(key), until_on=days[key].isoformat(),
                opened_on=campaign.opened_on.isoformat(),
            )  # fmt: skip
        Window.objects.update_or_create(campaign=campaign, step=key, defaults={"until_on": days[key]})


def _committee(organisation: Organisation, by_path: Mapping[str, Organisation]) -> Organisation | None:
    """The committee that decides on it: the nearest one above."""
    path = organisation.path[:-WIDTH]
    while path in by_path:
        if by_path[path].form in COMMITTEES:
            return by_path[path]
        path = path[:-WIDTH]
    return None


@transaction.atomic
def regrade(*, campaign: Campaign, by: User, on: date) -> int:
    """Compute totals and grades again from the lines; how many changed. Decided subjects stay as they were decided.

    For a pack's items that compare organisations, and after findings were recorded.
    Raises Forbidden, or Refusal "campaign.closed".
    """
    checks.check(by, "campaign.open", campaign.organisation)
    check_running(campaign)
    changed = settle(Subject.objects.not_yet_decided().filter(campaign=campaign))
    audit.record(
        "campaign.regraded", by=by, on=on, target=campaign, path=campaign.organisation.path, changed=changed
    )
    return changed
