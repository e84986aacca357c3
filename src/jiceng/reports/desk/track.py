"""Steps on a desk: what is ready to move on, who is late, what was drawn and not looked at, corrections asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiceng.access import checks
from jiceng.access.scope import below
from jiceng.kernel.procedure import FINISHED, Sample, Step, earliest
from jiceng.reports.desk.line import Due, line
from jiceng.reports.desk.running import Running
from jiceng.reports.ways import To
from jiceng.services.owing import key_of_word
from jiceng.store.models import Campaign, Correction, DrawRow, Post, Track

OFFICERS = ("county-officer", "committee-officer")


@dataclass(frozen=True)
class Steps:
    """Draws without a finding, and open corrections, at and below the posts."""

    drawn: Sequence[DrawRow] = ()
    asked: Sequence[Correction] = ()


def read(running: Running, held: Sequence[Post]) -> Steps:
    seen = below(running.paths, "subject__organisation__path")
    roles = {post.role for post in held}
    if seen is None or not running.campaigns or not roles & {"county-officer", "inspector"}:
        return Steps()
    campaigns = [one.pk for one in running.campaigns]
    drawn = DrawRow.objects.open().filter(seen, draw__campaign__in=campaigns)
    asked = Correction.objects.open().filter(seen, subject__campaign__in=campaigns)
    return Steps(
        list(drawn.select_related("draw", "subject__organisation").order_by("draw", "place")),
        list(asked.select_related("subject__organisation", "asked_by").order_by("asked_on", "pk")),
    )


def lines(running: Running, known: Steps, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    for one in running.campaigns:
        if post.role in OFFICERS and one.steps is not None:
            tracks = [
                track
                for track in running.tracks[one.pk]
                if track.committee.path.startswith(post.organisation.path)
            ]
            for step in one.steps.steps:
                here = [track for track in tracks if track.step == step.key]
                yield from _at_step(running, post, one, step, here)
        if post.role == "county-officer" and one.organisation_id == post.organisation_id:
            yield from _not_set(running, post, one)
        if post.role in ("inspector", "county-officer"):
            yield from _drawn(running, known, post, one)
    if post.role == "county-officer":
        yield from _corrections(running, known, post, held)


def _at_step(running: Running, post: Post, one: Campaign, step: Step, here: Sequence[Track]) -> Iterator[Due]:
    """Ready ones are the officer's to move on; of those that are late, others' are only shown."""
    ready = [track for track in here if track.pk in running.ready]
    county = post.role == "county-officer"
    # The county's officer ends the county's own steps, the committee's officer the others; see `services.procedure`.
    mine = ready if county or step.actor != "county-officer" else []
    after = one.steps.after(step.key) if one.steps else FINISHED
    if mine:
        to_step = one.title_of(after) if after else ""
        single = "desk.move-on" if after else "desk.file"
        several = "desk.move-on-several" if after else "desk.file-several"
        code = single if len(mine) == 1 else several
        facts = {
            "committee": mine[0].committee.name,
            "count": len(mine),
            "step": step.name,
            "to": to_step,
        }
        at_county = all(track.committee_id == one.organisation_id for track in mine)
        own = not county or at_county or step.actor == "county-officer"
        yield _step_line(running, post, one, step, mine, code, facts, own=own)
    if county:
        late = [
            track
            for track in here
            if track not in ready and running.dates.step_late(one, step.key, track.committee.path, running.on)
        ]
        if late:
            facts = {"count": len(late), "step": step.name, "committee": late[0].committee.name}
            code = "desk.committee-late" if len(late) == 1 else "desk.committees-late"
            yield _step_line(running, post, one, step, late, code, facts, own=False)


def _not_set(running: Running, post: Post, one: Campaign) -> Iterator[Due]:
    """Printed days that had passed when it began, as far as what they are for is still ahead of a committee."""
    keys = one.steps.keys() if one.steps else ()
    first = min((keys.index(track.step) for track in running.tracks[one.pk]), default=len(keys))
    over = set(keys[:first])
    unset = [key for key in running.dates.unset(one) if not _steps_of(one, key) or _steps_of(one, key) - over]
    if not unset:
        return
    names = [one.step_name(key) if key in keys else one.title_of(key) for key in unset]
    mechanism = one.pack.mechanisms.get(unset[0])
    yield line(
        "desk.day-not-set" if len(unset) == 1 else "desk.days-not-set",
        {"name": names[0], "names": names[:3], "count": len(names)},
        whom=post.organisation.name,
        about=f"campaign:{one.pk}/days",
        due_on=None,
        on=running.on,
        since=one.opened_on,
        to=("campaign", (one.pk,), {"days": "unset"}),
        campaign=one,
        clause=mechanism.clause if mechanism else "",
    )


def _steps_of(one: Campaign, key: str) -> set[str]:
    """The step itself, or the steps that await a mechanism."""
    return (
        {step.key for step in one.steps.steps if key == step.key or key in step.awaits}
        if one.steps
        else set()
    )


def _step_line(
    running: Running,
    post: Post,
    one: Campaign,
    step: Step,
    found: Sequence[Track],
    code: str,
    facts: dict[str, object],
    *,
    own: bool,
) -> Due:
    days = [running.dates.due(one, step.key, track.committee.path) for track in found]
    single: To = ("track", (found[0].pk,), {})
    several: To = ("campaign", (one.pk,), {"step": step.key})
    about = f"track:{found[0].pk}" if len(found) == 1 else f"campaign:{one.pk}"
    return line(
        code,
        facts,
        whom=found[0].committee.name if len(found) == 1 else post.organisation.name,
        about=f"{about}/{step.key}",
        due_on=earliest(days),
        on=running.on,
        since=min(track.entered_on for track in found),
        to=single if len(found) == 1 else several,
        campaign=one,
        clause=step.clause,
        own=own,
        rows=[track.committee_id for track in found],
        mechanism=key_of_word(one, "Steps"),
    )


def _drawn(running: Running, known: Steps, post: Post, one: Campaign) -> Iterator[Due]:
    """Drawn and not looked at yet: the inspector's, or the county's where the document says so."""
    draws: dict[str, list[DrawRow]] = {}
    for row in known.drawn:
        rule = one.rules.get(row.draw.mechanism)
        if row.draw.campaign_id != one.pk or not isinstance(rule, Sample) or rule.by != post.role:
            continue
        if row.subject.organisation.path.startswith(post.organisation.path):
            draws.setdefault(row.draw.mechanism, []).append(row)
    for key, found in draws.items():
        facts = {
            "count": len(found),
            "name": one.title_of(key),
            "organisation": found[0].subject.organisation.name,
        }
        yield line(
            "desk.drawn-one" if len(found) == 1 else "desk.drawn",
            facts,
            whom=post.organisation.name,
            about=f"campaign:{one.pk}/{key}",
            due_on=running.dates.due(one, key, post.organisation.path),
            on=running.on,
            since=found[0].draw.on,
            to=("draws", (one.pk, key), {}),
            campaign=one,
            clause=one.rules[key].clause,
            rows=[row.pk for row in found],
            of="drawn",
        )


def _corrections(running: Running, known: Steps, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    """Somebody else asks to correct a grade; nobody approves what they asked for."""
    campaigns = {one.pk: one for one in running.campaigns}
    for one in known.asked:
        subject = one.subject
        if one.asked_by.person_id == post.person_id:
            continue
        if not subject.organisation.path.startswith(post.organisation.path):
            continue
        if not checks.may(one.asked_by, "correction.approve", subject.organisation, held=held):
            continue
        facts = {"organisation": subject.organisation.name, "old": one.old_grade, "new": one.new_grade}
        yield line(
            "desk.correction",
            facts,
            whom=subject.organisation.name,
            about=f"correction:{one.pk}",
            due_on=None,
            on=running.on,
            since=one.asked_on,
            to=("subject", (subject.pk,), {}),
            campaign=campaigns[subject.campaign_id],
        )
