"""Where a campaign stands, step by step and committee by committee, as a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiceng.access.scope import content_posts
from jiceng.kernel import procedure
from jiceng.kernel.procedure import Missing, Step, Steps
from jiceng.reports.campaign import Row
from jiceng.services import standing
from jiceng.services.dates import Dates
from jiceng.store.models import Campaign, Post, Track


@dataclass(frozen=True)
class StepLine:
    """One step on the drawn line. state: over, here, ahead. here: committees that stand at it; past: beyond it."""

    step: Step
    number: int
    from_on: date | None
    until_on: date | None
    state: str
    here: int = 0
    past: int = 0
    late: bool = False
    waiting: int = 0


@dataclass(frozen=True)
class TrackLine:
    """One committee. missing: what its step awaits, None for who does not see all of it; late: its last day is over."""

    track: Track
    step: Step | None
    late: bool
    missing: Sequence[Missing] | None = None

    @property
    def finished(self) -> bool:
        return self.step is None

    @property
    def ready(self) -> bool:
        """Everything is there, and somebody has to move it on."""
        return self.missing == [] and self.step is not None


@dataclass(frozen=True)
class Standing:
    """A campaign's steps as somebody sees them. tracks: committee -> its line, in tree order."""

    steps: Steps
    lines: Sequence[StepLine]
    tracks: Mapping[int, TrackLine]

    @property
    def single(self) -> TrackLine | None:
        """The one committee, for somebody who sees one."""
        return next(iter(self.tracks.values())) if len(self.tracks) == 1 else None


@dataclass(frozen=True)
class Known:
    """What a page of a campaign reads once. tracks: of the committees at, below or above one's posts, in tree order."""

    tracks: Sequence[Track]
    facts: standing.Facts


def read(campaign: Campaign, held: Sequence[Post], on: date, rows: Sequence[Row]) -> Known:
    """For the steps and for what is owed. rows: of the campaign, as far as one's posts reach. One query at most.

    The facts ask for what nobody has read yet, each kind of thing once. What the rows say already is not read again.
    """
    tracks = []
    if campaign.steps is not None:
        tracks = [track for track in Track.objects.filter(campaign=campaign).for_list() if sees(track, held)]
    for track in tracks:
        track.campaign = campaign
    members = [
        standing.Member(
            subject=row.subject,
            organisation=row.organisation,
            name=row.name,
            path=row.path,
            class_name=row.class_name,
            committee=row.committee,
            decided=row.decided,
            computed=row.computed,
            explanation=row.explanation,
            kind=row.kind,
        )
        for row in rows
        if not row.set_aside
    ]
    sheets = frozenset((row.subject, scorer) for row in rows for scorer in row.finished)
    committees = sorted({track.committee_id for track in tracks} | {row.committee for row in rows})
    facts = standing.Facts(campaign, on, committees=committees, members=members, sheets=sheets)
    return Known(tracks, facts)


def standing_of(
    campaign: Campaign, held: Sequence[Post], on: date, known: Known, dates: Dates
) -> Standing | None:
    """The steps of a campaign with the committees at, below or above one's posts; None where it has no steps."""
    steps = campaign.steps
    if steps is None:
        return None
    windows = windows_of(campaign, dates)
    whole = [track for track in known.tracks if sees_whole(track, held)]
    missing = (
        standing.missing_by_track(campaign, whole, on, known.facts)
        if whole and not campaign.closed_on
        else {}
    )
    lines = {
        track.committee_id: TrackLine(
            track,
            steps.at(track.step) if track.step else None,
            dates.step_late(campaign, track.step, track.committee.path, on) and not campaign.closed_on,
            missing.get(track.pk),
        )
        for track in known.tracks
    }
    return Standing(steps, step_lines(steps, windows, list(lines.values()), on), lines)


def sees(track: Track, held: Sequence[Post]) -> bool:
    """A committee's way is seen by whoever is at, above or below it; not by its neighbours."""
    path = track.committee.path
    return any(
        path.startswith(post.organisation.path) or post.organisation.path.startswith(path)
        for post in content_posts(held)
    )


def sees_whole(track: Track, held: Sequence[Post]) -> bool:
    """Whether one's posts reach everybody the committee decides on; what it awaits names them."""
    return any(track.committee.path.startswith(post.organisation.path) for post in content_posts(held))


def windows_of(campaign: Campaign, dates: Dates) -> dict[str, procedure.Window]:
    """The days of every step, for everybody."""
    return {key: dates.window(campaign, key) for key in (campaign.steps.keys() if campaign.steps else ())}


def step_lines(
    steps: Steps, windows: Mapping[str, procedure.Window], tracks: Sequence[TrackLine], on: date
) -> list[StepLine]:
    keys = steps.keys()
    places = [keys.index(line.track.step) if line.track.step else len(keys) for line in tracks]
    lines = []
    for at, step in enumerate(steps.steps):
        at_step, past = places.count(at), sum(place > at for place in places)
        state = "here" if at_step else "over" if past and past == len(places) else "ahead"
        window = windows[step.key]
        lines.append(
            StepLine(
                step=step,
                number=at + 1,
                from_on=window.from_on,
                until_on=window.until_on,
                state=state,
                here=at_step,
                past=past,
                late=any(line.late for line, place in zip(tracks, places, strict=True) if place == at),
                waiting=sum(
                    bool(line.missing) for line, place in zip(tracks, places, strict=True) if place == at
                ),
            )
        )
    return lines
