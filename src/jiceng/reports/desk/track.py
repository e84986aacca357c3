"""Steps on a desk: what is ready to move on, who is late, what was drawn and not looked at, corrections asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiceng.access import checks
from jiceng.access.scope import below
from jiceng.kernel.procedure import FINISHED, Sample, Step, earliest
from jiceng.reports.desk.line import Due, line
from jiceng.reports.desk.running import Running
from jiceng.reports.ways import To
from jiceng.services.standing import key_of
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
    campaigns = [campaign.pk for campaign in running.campaigns]
    drawn = DrawRow.objects.open().filter(seen, draw__campaign__in=campaigns)
    asked = Correction.objects.open().filter(seen, subject__campaign__in=campaigns)
    return Steps(
        list(drawn.select_related("draw", "subject__organisation").order_by("draw", "place")),
        list(asked.select_related("subject__organisation", "asked_by").order_by("asked_on", "pk")),
    )


def lines(running: Running, known: Steps, post: Post, held: Sequence[Post]) -> Iterator[Due]:
    for campaign in running.campaigns:
        if post.role in OFFICERS and campaign.steps is not None:
            tracks = [
                track
                for track in running.tracks[campaign.pk]
                if track.committee.path.startswith(post.organisation.path)
            ]
            for step in campaign.steps.steps:
                at_step = [track for track in tracks if track.step == step.key]
                yield from _at_step(running, post, campaign, step, at_step)
        if post.role == "county-officer" and campaign.organisation_id == post.organisation_id:
            yield from _not_set(running, post, campaign)
        if post.role in ("inspector", "county-officer"):
            yield from _drawn(running, known, post, campaign)
    if post.role == "county-officer":
        yield from _corrections(running, known, post, held)


def _at_step(
    running: Running, post: Post, campaign: Campaign, step: Step, tracks: Sequence[Track]
) -> Iterator[Due]:
    """The committees at one step: the ready ones are for the officer to move on, late ones of others are only shown."""
    ready = [track for track in tracks if track.pk in running.ready]
    county = post.role == "county-officer"
    # The county's officer ends the county's own steps, the committee's officer the others; see `services.procedure`.
    mine = ready if county or step.actor != "county-officer" else []
    after = campaign.steps.after(step.key) if campaign.steps else FINISHED
    if mine:
        to_step = campaign.title_of(after) if after else ""
        single = "desk.move-on" if after else "desk.file"
        several = "desk.move-on-several" if after else "desk.file-several"
        code = single if len(mine) == 1 else several
        facts = {
            "committee": mine[0].committee.name,
            "count": len(mine),
            "step": step.name,
            "to": to_step,
        }
        at_county = all(track.committee_id == campaign.organisation_id for track in mine)
        own = not county or at_county or step.actor == "county-officer"
        yield _step_line(running, post, campaign, step, mine, code, facts, own=own)
    if county:
        late = [
            track
            for track in tracks
            if track not in ready
            and running.dates.step_late(campaign, step.key, track.committee.path, running.on)
        ]
        if late:
            facts = {"count": len(late), "step": step.name, "committee": late[0].committee.name}
            code = "desk.committee-late" if len(late) == 1 else "desk.committees-late"
            yield _step_line(running, post, campaign, step, late, code, facts, own=False)


def _not_set(running: Running, post: Post, campaign: Campaign) -> Iterator[Due]:
    """Days printed in the document that had passed when the campaign began, and that a committee still needs."""
    keys = campaign.steps.keys() if campaign.steps else ()
    first = min((keys.index(track.step) for track in running.tracks[campaign.pk]), default=len(keys))
    over = set(keys[:first])
    unset = [
        key
        for key in running.dates.unset(campaign)
        if not _steps_of(campaign, key) or _steps_of(campaign, key) - over
    ]
    if not unset:
        return
    names = [campaign.step_name(key) if key in keys else campaign.title_of(key) for key in unset]
    mechanism = campaign.pack.mechanisms.get(unset[0])
    yield line(
        "desk.day-not-set" if len(unset) == 1 else "desk.days-not-set",
        {"name": names[0], "names": names[:3], "count": len(names)},
        whom=post.organisation.name,
        about=f"campaign:{campaign.pk}/days",
        due_on=None,
        on=running.on,
        since=campaign.opened_on,
        to=("campaign", (campaign.pk,), {"days": "unset"}),
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
    )


def _steps_of(campaign: Campaign, key: str) -> set[str]:
    """The step itself, or the steps that await a mechanism."""
    return (
        {step.key for step in campaign.steps.steps if key == step.key or key in step.awaits}
        if campaign.steps
        else set()
    )


def _step_line(
    running: Running,
    post: Post,
    campaign: Campaign,
    step: Step,
    tracks: Sequence[Track],
    code: str,
    facts: dict[str, object],
    *,
    own: bool,
) -> Due:
    days = [running.dates.due(campaign, step.key, track.committee.path) for track in tracks]
    single: To = ("track", (tracks[0].pk,), {})
    several: To = ("campaign", (campaign.pk,), {"step": step.key})
    about = f"track:{tracks[0].pk}" if len(tracks) == 1 else f"campaign:{campaign.pk}"
    return line(
        code,
        facts,
        whom=tracks[0].committee.name if len(tracks) == 1 else post.organisation.name,
        about=f"{about}/{step.key}",
        due_on=earliest(days),
        on=running.on,
        since=min(track.entered_on for track in tracks),
        to=single if len(tracks) == 1 else several,
        campaign=campaign,
        clause=step.clause,
        own=own,
        rows=[track.committee_id for track in tracks],
        mechanism=key_of(campaign, "procedure.steps"),
    )


def _drawn(running: Running, known: Steps, post: Post, campaign: Campaign) -> Iterator[Due]:
    """Drawn rows that nobody has looked at yet, for the inspector, or for the county where the document says so."""
    draws: dict[str, list[DrawRow]] = {}
    for row in known.drawn:
        rule = campaign.rules.get(row.draw.mechanism)
        if row.draw.campaign_id != campaign.pk or not isinstance(rule, Sample) or rule.by != post.role:
            continue
        if row.subject.organisation.path.startswith(post.organisation.path):
            draws.setdefault(row.draw.mechanism, []).append(row)
    for key, rows in draws.items():
        facts = {
            "count": len(rows),
            "name": campaign.title_of(key),
            "organisation": rows[0].subject.organisation.name,
        }
        yield line(
            "desk.drawn-one" if len(rows) == 1 else "desk.drawn",
            facts,
            whom=post.organisation.name,
            about=f"campaign:{campaign.pk}/{key}",
            due_on=running.dates.due(campaign, key, post.organisation.path),
            on=running.on,
            since=rows[0].draw.on,
            to=("draws", (campaign.pk, key), {}),
            campaign=campaign,
            clause=campaign.rules[key].clause,
            rows=[row.pk for row in rows],
            of="drawn",
        )


def _corrections(running: Running, known: Steps, post: Post, posts: Sequence[Post]) -> Iterator[Due]:
    """Corrections of a grade that somebody else asked for: nobody approves what they asked for themselves."""
    campaigns = {campaign.pk: campaign for campaign in running.campaigns}
    for correction in known.asked:
        subject = correction.subject
        if correction.asked_by.person_id == post.person_id:
            continue
        if not subject.organisation.path.startswith(post.organisation.path):
            continue
        if not checks.may(correction.asked_by, "correction.approve", subject.organisation, held=posts):
            continue
        facts = {
            "organisation": subject.organisation.name,
            "old": correction.old_grade,
            "new": correction.new_grade,
        }
        yield line(
            "desk.correction",
            facts,
            whom=subject.organisation.name,
            about=f"correction:{correction.pk}",
            due_on=None,
            on=running.on,
            since=correction.asked_on,
            to=("subject", (subject.pk,), {}),
            campaign=campaigns[subject.campaign_id],
        )
