"""Records, boards, teams and ballots in bulk; each held against the kernel's rule for it before it is kept."""

import random
import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiceng.demo.wording import PLACES, ROOMS, parts
from jiceng.kernel.ballot import Counted, check_count, check_roll, satisfaction
from jiceng.kernel.duty import check_record
from jiceng.kernel.link import InSeat, check_team
from jiceng.kernel.notice import check_post
from jiceng.store.fields import storable
from jiceng.store.models import (
    Campaign,
    ClassCount,
    Count,
    Measure,
    Notice,
    OptionCount,
    Organisation,
    Record,
    Roll,
    RollClass,
    Subject,
    Team,
    TeamMember,
    User,
)

BATCH = 500


@dataclass
class Papers:
    """What will be written, collected; `keep` writes it."""

    campaign: Campaign
    rng: random.Random
    records: list[Record] = field(default_factory=list)
    boards: list[Notice] = field(default_factory=list)
    teams: list[tuple[Team, list[TeamMember]]] = field(default_factory=list)
    rolls: list[tuple[Roll, Mapping[str, int]]] = field(default_factory=list)
    counts: list[tuple[Count, Mapping[str, Counted]]] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    numbers: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def record(
        self,
        key: str,
        about: Subject | Organisation,
        by: User,
        on: date,
        *,
        done: Collection[str] = (),
        rng: random.Random | None = None,
        **said: str,
    ) -> None:
        """One record; the parts that are not given are drawn from the demonstration's wording.

        rng: of its own, for what came to the demonstration later: everything else stays drawn as it was published.
        """
        texts = parts(key, rng or self.rng) | said
        check_record(self.campaign.rules[key], texts, name=self.campaign.title_of(key), done=frozenset(done))
        subject = about if isinstance(about, Subject) else None
        organisation = about.organisation if isinstance(about, Subject) else about
        self.numbers[key, organisation.pk] += 1
        self.records.append(
            Record(
                mechanism=key, campaign=self.campaign, organisation=organisation, subject=subject,
                number=self.numbers[key, organisation.pk], held_on=on, said=texts, by=by, on=on,
            )
        )  # fmt: skip

    def board(self, key: str, subject: Subject, by: User, on: date) -> None:
        """A notice that hangs until it is taken down."""
        rule, name = self.campaign.rules[key], self.campaign.title_of(key)
        entries, place = parts(key, self.rng), PLACES[subject.organisation.kind]
        check_post(rule, entries, name=name, place=place)
        self.boards.append(
            Notice(
                mechanism=key, campaign=self.campaign, organisation=subject.organisation, number=1, title=name,
                token=secrets.token_urlsafe(32), audience=rule.audience, place=place, entries=entries,
                head=rule.headings(), rows=[], from_on=on, until_on=None, posted_by=by, posted_on=on,
            )
        )  # fmt: skip

    def team(self, key: str, organisation: Organisation, seated: list[InSeat], by: User, on: date) -> None:
        name = self.campaign.title_of(key)
        check_team(self.campaign.rules[key], seated, name=name)
        team = Team(
            mechanism=key,
            campaign=self.campaign,
            organisation=organisation,
            name=name,
            made_by=by,
            made_on=on,
        )
        members = [
            TeamMember(team=team, name=person.name, capacity=person.seat, post_name=person.post)
            for person in seated
        ]
        self.teams.append((team, members))

    def sizes(self, subject: Subject) -> dict[str, int]:
        """How many vote: every member, and about as many others."""
        members = subject.organisation.member_count or 3
        return {"党员": members, "群众代表": max(3, round(members * self.rng.uniform(0.9, 1.1)))}

    def roll(
        self,
        key: str,
        subject: Subject,
        sizes: Mapping[str, int],
        by: User,
        on: date,
        *,
        approved_by: User | None = None,
    ) -> None:
        """The list of voters, without their names. approved_by: None = it waits for that."""
        check_roll(self.campaign.rules[key], sizes, members=subject.organisation.member_count)
        roll = Roll(
            campaign=self.campaign, mechanism=key, subject=subject, submitted_by=by, submitted_on=on,
            approved_by=approved_by, approved_on=on if approved_by else None,
        )  # fmt: skip
        self.rolls.append((roll, sizes))

    def count(
        self, key: str, subject: Subject, sizes: Mapping[str, int], grade: str, by: User, on: date
    ) -> None:
        """The count after a meeting held on paper, as the delegate would type it in: there is no box to count again."""
        rule = self.campaign.rules[key]
        counted = {name: self._counted(size, grade) for name, size in sizes.items()}
        check_count(rule, sizes, counted)
        count = Count(
            campaign=self.campaign, mechanism=key, subject=subject, held_on=on,
            place=ROOMS[subject.organisation.kind], host=by.get_full_name(), by=by, on=on,
        )  # fmt: skip
        self.counts.append((count, counted))
        value = satisfaction(rule, counted)
        if value is not None:
            self.measures.append(
                Measure(
                    subject=subject, name=rule.measure, value=storable(value), source=self.campaign.title_of(key),
                    by=by, on=on,
                )
            )  # fmt: skip

    def _counted(self, size: int, grade: str) -> Counted:
        issued = size - (size > 12 and self.rng.random() < 0.5)
        invalid = int(issued > 20 and self.rng.random() < 0.3)
        valid = issued - invalid
        return Counted(issued, issued, valid, invalid, votes(valid, grade, self.rng))

    def keep(self) -> None:
        """Write everything that was collected, and begin anew."""
        Record.objects.bulk_create(self.records, batch_size=BATCH)
        Notice.objects.bulk_create(self.boards, batch_size=BATCH)
        Team.objects.bulk_create([team for team, _ in self.teams], batch_size=BATCH)
        TeamMember.objects.bulk_create(
            [member for _, members in self.teams for member in members], batch_size=BATCH
        )
        Roll.objects.bulk_create([roll for roll, _ in self.rolls], batch_size=BATCH)
        RollClass.objects.bulk_create(
            [
                RollClass(roll=roll, voter_class=name, size=size)
                for roll, sizes in self.rolls
                for name, size in sizes.items()
            ],
            batch_size=BATCH,
        )
        Count.objects.bulk_create([count for count, _ in self.counts], batch_size=BATCH)
        classes = [
            (
                ClassCount(
                    count=count, voter_class=name, issued=entry.issued, returned=entry.returned,
                    valid=entry.valid, invalid=entry.invalid,
                ),
                entry.votes,
            )
            for count, counted in self.counts
            for name, entry in counted.items()
        ]  # fmt: skip
        ClassCount.objects.bulk_create([kept for kept, _ in classes], batch_size=BATCH)
        OptionCount.objects.bulk_create(
            [
                OptionCount(class_count=kept, option=option, votes=votes)
                for kept, all_votes in classes
                for option, votes in all_votes.items()
            ],
            batch_size=BATCH,
        )
        Measure.objects.bulk_create(self.measures, batch_size=BATCH)
        for written in (self.records, self.boards, self.teams, self.rolls, self.counts, self.measures):
            written.clear()


def votes(valid: int, grade: str, rng: random.Random) -> dict[str, int]:
    """What so many voters say: the better the organisation, the more are satisfied."""
    likely = {"好": 0.95, "较好": 0.86, "一般": 0.72, "较差": 0.55}[grade]
    pleased = min(valid, round(valid * rng.uniform(likely - 0.05, likely + 0.05)))
    very = round(pleased * rng.uniform(0.55, 0.75))
    against = round((valid - pleased) * rng.uniform(0.4, 0.8))
    return {
        "满意": very,
        "基本满意": pleased - very,
        "不满意": against,
        "不了解": valid - pleased - against,
    }
