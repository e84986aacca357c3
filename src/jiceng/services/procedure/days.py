"""The days of a campaign: windows that the county sets, and earlier deadlines that lower levels set for their own."""

from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.procedure import check_own_deadline
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.dates import Dates, dated
from jiceng.services.door import check_running
from jiceng.store.models import Campaign, Deadline, Document, Organisation, User, Window
from jiceng.store.register import ancestor_paths


@transaction.atomic
def set_window(
    *, campaign: Campaign, step: str, from_on: date | None, until_on: date | None, by: User, on: date
) -> Window:
    """The days of a step, or of a return or a ledger that has a printed day; both included, None = not fixed.

    Raises Forbidden, or Refusal "procedure.step-unknown", "procedure.window-reversed", "procedure.before-opening",
    "campaign.closed".
    """
    checks.check(by, "campaign.windows", campaign.organisation)
    check_running(campaign)
    name = _name(campaign, step)
    if from_on and until_on and until_on < from_on:
        raise Refusal(
            "procedure.window-reversed", step=name, from_on=from_on.isoformat(), until_on=until_on.isoformat()
        )
    _check_after_opening(campaign, name, until_on)
    window, made = Window.objects.select_for_update().get_or_create(
        campaign=campaign, step=step, defaults={"from_on": from_on, "until_on": until_on}
    )
    if not made and (window.from_on, window.until_on) == (from_on, until_on):
        return window
    old = (window.from_on, window.until_on)
    window.from_on, window.until_on = from_on, until_on
    window.save(update_fields=["from_on", "until_on"])
    audit.record(
        "campaign.window-set", by=by, on=on, target=window, path=campaign.organisation.path, step=step,
        from_on=_told(from_on), until_on=_told(until_on), old_from_on=_told(old[0]), old_until_on=_told(old[1]),
    )  # fmt: skip
    return window


@transaction.atomic
def set_deadline(
    *,
    campaign: Campaign,
    organisation: Organisation,
    key: str,
    due_on: date,
    by: User,
    on: date,
    document: Document | None = None,
) -> Deadline:
    """A level's own day for a step or a return, for itself and everybody below; never later than those above (G-23).

    Raises Forbidden, or Refusal "procedure.deadline-later", "procedure.step-unknown", "procedure.before-opening",
    "campaign.closed".
    """
    checks.check(by, "deadline.set", organisation)
    check_running(campaign)
    _check_after_opening(campaign, _name(campaign, key), due_on)
    # What the level itself said before is no limit to what it says now; what stands above is.
    above = [path for path in ancestor_paths(organisation.path) if path != organisation.path]
    limit = Dates.of([campaign]).limit(campaign, key, above)
    check_own_deadline(due_on, limit)
    columns = {"due_on": due_on, "document": document, "by": by, "on": on}
    deadline, made = Deadline.objects.select_for_update().get_or_create(
        campaign=campaign, organisation=organisation, mechanism=key, defaults=columns
    )
    if not made and (deadline.due_on, deadline.document_id) == (due_on, document.pk if document else None):
        return deadline
    if not made:
        Deadline.objects.filter(pk=deadline.pk).update(**columns)
        deadline.refresh_from_db()
    audit.record(
        "campaign.deadline-set", by=by, on=on, target=deadline, path=organisation.path, key=key, due_on=_told(due_on),
        document=document.number if document else "",
    )  # fmt: skip
    return deadline


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""


def _name(campaign: Campaign, key: str) -> str:
    """What people call a step or a mechanism that can have a day. Raises Refusal "procedure.step-unknown"."""
    known = dict(dated(campaign))
    if key not in known:
        raise Refusal("procedure.step-unknown", key=key, known=list(known.values()))
    return known[key]


def _check_after_opening(campaign: Campaign, name: str, day: date | None) -> None:
    if day is not None and day < campaign.opened_on:
        raise Refusal(
            "procedure.before-opening", step=name, until_on=day.isoformat(),
            opened_on=campaign.opened_on.isoformat(),
        )  # fmt: skip
