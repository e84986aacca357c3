"""The campaigns somebody works in, and what is owed in them: read once, shared by the nouns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jiceng.access.scope import below, content_posts
from jiceng.reports import campaign as campaigns
from jiceng.reports.campaign import Row
from jiceng.services.dates import Dates
from jiceng.services.owing import Owing, owing
from jiceng.store.models import BallotEvent, Campaign, Post, Subject, Track
from jiceng.store.register import ancestor_paths


def _all(parts: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*parts)


@dataclass(frozen=True)
class Running:
    """owed: campaign -> every gap with its owner. tracks: campaign -> committees and the step they stand at.
    ready: tracks whose step awaits nothing more. paths: of the posts.
    """

    on: date
    campaigns: Sequence[Campaign]
    dates: Dates
    owed: Mapping[int, Sequence[Owing]]
    tracks: Mapping[int, Sequence[Track]]
    ready: frozenset[int]
    paths: Sequence[str]

    @classmethod
    def of(cls, held: Sequence[Post], on: date) -> "Running":
        """Of the organisations of the posts and those above them. An administrator works in no campaign."""
        at = sorted({post.organisation.path for post in content_posts(held)})
        above = sorted({path for own_path in at for path in ancestor_paths(own_path)})
        under_way = Campaign.objects.running().filter(organisation__path__in=above).for_page() if at else ()
        running = sorted(under_way, key=lambda campaign: (campaign.due_on, campaign.pk))
        tracks: dict[int, list[Track]] = {campaign.pk: [] for campaign in running}
        stepped = [campaign for campaign in running if campaign.steps is not None]
        if stepped:
            for track in Track.objects.filter(campaign__in=[campaign.pk for campaign in stepped]).for_list():
                tracks[track.campaign_id].append(track)
        dates = Dates.of(running) if running else Dates()
        owed = {
            campaign.pk: owing(campaign, on, paths=at, tracks=tracks[campaign.pk]) for campaign in running
        }
        now = {pk: answer.now for pk, answer in owed.items()}
        at_step = {pk: [track for track in every if track.step] for pk, every in tracks.items()}
        return cls(on, running, dates, now, at_step, _all(answer.ready for answer in owed.values()), at)

    @cached_property
    def rows(self) -> Mapping[int, Sequence[Row]]:
        """Campaign -> its organisations below the posts; a secretary's desk does not read the whole county."""
        seen = below(self.paths, "organisation__path")
        subjects = Subject.objects.standing().filter(seen) if seen is not None else Subject.objects.none()
        return {campaign.pk: campaigns.rows(campaign, subjects) for campaign in self.campaigns}

    @cached_property
    def balloted(self) -> frozenset[tuple[int, str, int]]:
        """(campaign, mechanism, organisation) of every ballot that was begun here and is not void."""
        ballots = BallotEvent.objects.standing().filter(
            campaign__in=[campaign.pk for campaign in self.campaigns]
        )
        return frozenset(ballots.values_list("campaign", "mechanism", "subject__organisation"))

    @cached_property
    def at_step(self) -> Mapping[tuple[int, int], Track]:
        """(campaign, committee) -> where it stands."""
        return {(pk, track.committee_id): track for pk, tracks in self.tracks.items() for track in tracks}

    @cached_property
    def now(self) -> Mapping[tuple[int, str], frozenset[int]]:
        """(campaign, mechanism) -> the organisations for which it can be done today."""
        organisations: dict[tuple[int, str], set[int]] = {}
        for pk, owed in self.owed.items():
            for entry in owed:
                organisations.setdefault((pk, entry.key), set()).add(entry.organisation)
        return {at: frozenset(those) for at, those in organisations.items()}
