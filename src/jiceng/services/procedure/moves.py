"""A committee goes on to the next step, or is sent back to a former one with a reason.

Whoever moves a track names the version they saw; of two at once one changes the row, and the other is told who did.
"""

from datetime import date

from django.db import transaction

from jiceng.access import checks, scope
from jiceng.kernel.procedure import FINISHED, Step, Window, check_move
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, duty, standing
from jiceng.services.dates import Dates
from jiceng.services.procedure.quotas import check_shares
from jiceng.store.models import Campaign, Move, Objection, Track, User

NOBODY = "—"


@transaction.atomic
def move_on(*, track: Track, by: User, on: date, reason: str = "") -> Track:
    """The committee's step is over: on to the next, or finished after the last.

    track: as the mover saw it; its version is held against the row. reason: for a step entered before its first day,
    and for a share that is exceeded. The same move sent twice succeeds and changes nothing.
    Raises Forbidden, or Refusal "procedure.still-awaits", "procedure.only-…", "procedure.moved-meanwhile",
    "procedure.early…", "procedure.finished", "procedure.objections-open", "sheet.quota-over…", "sheet.quota-under…",
    "campaign.closed".
    """
    checks.check(by, "track.move", track.committee)
    return _move(track, "on", _next(track), by=by, on=on, reason=reason)


@transaction.atomic
def send_back(*, track: Track, to: str, reason: str, by: User, on: date) -> Track:
    """Back to a former step that the pack allows, with a reason; what is there stays, but returns come back too.

    Raises Forbidden, or Refusal "procedure.no-such-move", "procedure.back-without-reason", and as `move_on`.
    """
    checks.check(by, "track.send-back", track.committee)
    return _move(track, "back", to, by=by, on=on, reason=reason)


def movers(campaign: Campaign, track: Track) -> tuple[str, ...]:
    """The roles that end the step a track stands at: the county's officer its own steps, the committee's the rest.

    A committee that is the county itself has no other officer above it, so either will do.
    """
    step = _step(campaign, track.step)
    if step is not None and step.actor == "county-officer":
        return ("county-officer",)
    return (
        "committee-officer",
        *(("county-officer",) if track.committee_id == campaign.organisation_id else ()),
    )


def senders_back(campaign: Campaign, track: Track) -> tuple[str, ...]:
    """The roles that send back: whoever ends the step, and the county's officer from any."""
    return tuple(dict.fromkeys((*movers(campaign, track), "county-officer")))


def _move(track: Track, kind: str, to: str, *, by: User | None, on: date, reason: str = "") -> Track:
    """Make one move along an edge of the pack. by: None = the calendar."""
    campaign, at, reason = track.campaign, track.step, reason.strip()
    if campaign.closed_on:
        raise Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())
    steps = campaign.steps
    if steps is None:
        raise Refusal("procedure.no-steps", campaign=campaign.title)
    if by is not None:
        _check_role(campaign, track, kind, by)
    current = standing.hold_track(campaign, track.committee)
    if current is not None and _was_mine(current, track, kind, to, by):
        return current
    if kind == "back" and at and to not in steps.at(at).back_to:
        allowed = [steps.at(key).name for key in steps.at(at).back_to]
        raise Refusal(
            "procedure.no-such-move", step=steps.at(at).name, to=campaign.step_name(to), allowed=allowed
        )
    window = _window(campaign, to)
    missing = standing.missing(track, on) if kind == "on" else []
    check_move(steps, at=at, to=to, missing=missing, window=window, on=on, reason=reason)
    if kind == "on":
        check_shares(campaign, track, reason=reason)
    if kind == "on" and to == FINISHED:
        _check_objections(campaign, track)
    if not _claim(track, to, on):
        raise _moved_meanwhile(campaign, track)
    Move.objects.create(
        track=track, number=track.version, from_step=at, to_step=to, kind=kind, reason=reason, by=by, on=on
    )
    late = _window(campaign, at)
    audit.record(
        f"track.moved-{kind}", by=by, without=audit.CALENDAR, on=on, target=track, path=track.committee.path,
        campaign=campaign.pk, from_step=at, to_step=to,
        late="late" if late and late.state(on) == "late" else "", about={"reason": reason},
    )  # fmt: skip
    if kind == "back" and by is not None:
        duty.undo_with_step(track=track, to=to, reason=reason, by=by, on=on)
    track.refresh_from_db()
    return track


def _check_objections(campaign: Campaign, track: Track) -> None:
    """No result is filed while an objection to it is open, or was right and is not heeded."""
    count = Objection.objects.unsettled().under(campaign.pk, track.committee_id).count()
    if count:
        raise Refusal("procedure.objections-open", committee=track.committee.name, count=count)


def _claim(track: Track, to: str, on: date) -> bool:
    """Of two people at once, one changes the row and the other does not."""
    seen = Track.objects.filter(pk=track.pk, version=track.version)
    return bool(seen.update(step=to, entered_on=on, version=track.version + 1))


def _was_mine(current: Track, seen: Track, kind: str, to: str, by: User | None) -> bool:
    """Whether this very move has already been made by the same person: a phone sends twice."""
    if current.version != seen.version + 1 or current.step != to:
        return False
    return Move.objects.filter(track=seen, number=seen.version, kind=kind, to_step=to, by=by).exists()


def _moved_meanwhile(campaign: Campaign, track: Track) -> Refusal:
    last = Move.objects.filter(track=track).select_related("by__person").order_by("-number").first()
    who = last.by.get_full_name() if last and last.by else NOBODY
    now = campaign.step_name(last.to_step) if last and last.to_step else ""
    code = "procedure.moved-meanwhile" if now else "procedure.finished-meanwhile"
    facts = {"now": now} if now else {}
    return Refusal(code, committee=track.committee.name, who=who, **facts)


def _check_role(campaign: Campaign, track: Track, kind: str, by: User) -> None:
    roles = movers(campaign, track) if kind == "on" else senders_back(campaign, track)
    for post in scope.posts(by):
        place = campaign.organisation if post.role == "county-officer" else track.committee
        if post.role in roles and place.is_under(post.organisation):
            return
    step = campaign.step_name(track.step) if track.step else ""
    code = "procedure.only-county" if roles[0] == "county-officer" else "procedure.only-committee"
    raise Refusal(code, step=step, committee=track.committee.name)


def _next(track: Track) -> str:
    steps = track.campaign.steps
    return steps.after(track.step) if steps is not None and track.step else FINISHED


def _step(campaign: Campaign, key: str) -> Step | None:
    return campaign.steps.at(key) if campaign.steps is not None and key else None


def _window(campaign: Campaign, step: str) -> Window | None:
    return Dates.of([campaign]).window(campaign, step) if step else None
