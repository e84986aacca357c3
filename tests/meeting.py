"""One ballot from the approved list to its publication, with a real key, real slips and phones that seal.

Made on a county under 000-1 at the step of the satisfaction ballot; another pack and mechanism by name. What the
delegate's browser and the voters' phones do is done here in Python, in the same bytes.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from jiceng.kernel.ballot.board import NONCE, Asked, Opening, Paper, Spoilt, read_paper, write_paper
from jiceng.kernel.ballot.event import Entry
from jiceng.kernel.ballot.slip import ALPHABET, LENGTH, check_letter, slips_for, stub
from jiceng.services import ballot as events
from jiceng.services.ballot import box, sealing
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import BallotEvent, Envelope, Organisation, Person, RollEntry, Subject, Track, User
from tests.factories import (
    ON,
    campaign,
    committee,
    delegate,
    in_post,
    officer,
    organisation,
    reviewer,
    secretary,
)

PACK, BALLOT, STEP = "yichun-2012-grading", "satisfaction", "assessment"
SIZES: Mapping[str, int] = {"党员": 12, "群众代表": 12}
PASSPHRASE = "春天的田野 2012 年"
ROUNDS = 600_000

# Every state, and the step of `Meeting` that leads there.
WAY = ("draft", "frozen", "opening", "open", "closed", "counted", "signed", "published", "archived")


@dataclass
class Voter:
    """Somebody at the meeting with a slip. answers: what their phone keeps after casting."""

    voter_class: str
    number: int
    code: str = ""
    answers: tuple[Opening, ...] = ()
    ack: box.Ack | None = None


@dataclass(frozen=True)
class Key:
    """The box's key, as the delegate's browser makes it. wrapped: real only where a test asks for it, it is slow."""

    private: bytes
    public: str
    wrapped: str


def new_key(passphrase: str = "") -> Key:
    """passphrase: wrapped as the browser does it; "" = something of the same form, at once."""
    private = ec.generate_private_key(ec.SECP256R1())
    d = private.private_numbers().private_value.to_bytes(32, "big")
    salt, iv, ct = secrets.token_bytes(16), secrets.token_bytes(12), secrets.token_bytes(48)
    if passphrase:
        under = PBKDF2HMAC(SHA256(), 32, salt, ROUNDS).derive(passphrase.encode())
        ct = AESGCM(under).encrypt(iv, d, None)
    parts = {"salt": salt, "iv": iv, "ct": ct}
    told = {"v": 1} | {name: b64encode(raw).decode() for name, raw in parts.items()}
    return Key(d, sealing.write_point(private.public_key()), json.dumps(told))


def new_code() -> str:
    """Sixteen characters, without the check letter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class Meeting:
    """A county, a branch, a ballot. sizes: class -> voters. registered: how many of the first class the register knows.

    Everybody is somebody: delegate, teller1, teller2, reviewer, secretary, officer.
    """

    def __init__(
        self,
        *,
        pack: str = PACK,
        mechanism: str = BALLOT,
        step: str = STEP,
        sizes: Mapping[str, int] = SIZES,
        paper_only: bool = False,
        registered: int = 0,
        on: date = ON,
    ) -> None:
        self.mechanism, self.sizes, self.paper_only, self.on = mechanism, dict(sizes), paper_only, on
        self.registered = registered
        self.top = committee(name="某县县委")
        self.town = committee(self.top, name="某镇党委")
        self.branch: Organisation = organisation(
            self.town, kind="organ-institution", member_count=next(iter(self.sizes.values()))
        )
        self.officer = officer(self.top)
        self.reviewer = reviewer(self.town)
        self.secretary = secretary(self.branch)
        self.delegate = delegate(self.town)
        self.teller1, self.teller2 = delegate(self.town), in_post("reviewer", self.town)
        self.campaign = campaign(self.top, pack=pack)
        Track.objects.filter(campaign=self.campaign).update(step=step)
        self.key = new_key()
        self.codes: dict[str, list[str]] = {}
        self.voters: list[Voter] = []
        self.papers: dict[str, Entry] = {}
        self.event: Any = None
        self._sheet: tuple[Asked, ...] | None = None

    # -- reading

    @property
    def subject(self) -> Subject:
        return Subject.objects.for_page().get(campaign=self.campaign, organisation=self.branch)

    @property
    def now(self) -> BallotEvent:
        """The ballot as it is."""
        return BallotEvent.objects.for_page().get(pk=self.event.pk)

    @property
    def sheet(self) -> tuple[Asked, ...]:
        """What is asked; fixed once the list is frozen."""
        if self._sheet is None:
            self._sheet = tuple(Asked(name, tuple(options)) for name, options in self.now.sheet["questions"])
        return self._sheet

    @property
    def classes(self) -> list[str]:
        return list(self.sizes)

    def entries(self, voter_class: str = "") -> list[RollEntry]:
        found = RollEntry.objects.filter(event=self.event).order_by("voter_class", "number")
        return list(found.filter(voter_class=voter_class) if voter_class else found)

    # -- before the meeting

    def names(self) -> dict[str, list[events.Named]]:
        found: dict[str, list[events.Named]] = {}
        for name, size in self.sizes.items():
            found[name] = [events.Named(f"{name}{number}") for number in range(1, size + 1)]
        first = self.classes[0]
        for number in range(self.registered):
            person = Person.objects.create(name=f"{first}{number + 1}", invented=True)
            found[first][number] = events.Named(person.name, person)
        return found

    def submit_roll(self, **facts: Any) -> None:
        facts = {"sizes": self.sizes, "names": self.names(), "by": self.secretary, "on": self.on} | facts
        events.submit_roll(subject=self.subject, mechanism=self.mechanism, **facts)

    def approve_roll(self) -> None:
        events.approve_roll(subject=self.subject, mechanism=self.mechanism, by=self.reviewer, on=self.on)

    def begin(self, **facts: Any) -> BallotEvent:
        facts = {
            "subject": self.subject, "mechanism": self.mechanism, "teller1": self.teller1,
            "teller2": self.teller2, "paper_only": self.paper_only, "held_on": self.on, "place": "村部二楼",
            "host": "镇党委副书记", "by": self.delegate, "on": self.on,
        } | facts  # fmt: skip
        self.event = events.begin(**facts)
        return self.now

    def freeze(self) -> BallotEvent:
        rule = events.rule_of(self.subject, self.mechanism)
        by = self.delegate if rule.approved_by is None else self.reviewer
        events.freeze(event=self.event, by=by, on=self.on)
        return self.now

    def tick(
        self,
        entries: Sequence[RollEntry] | None = None,
        excused: Mapping[int, str] | None = None,
        **facts: Any,
    ) -> BallotEvent:
        """Everybody who is not excused and not ticked yet, or these."""
        away = excused or {}
        if entries is None:
            entries = [one for one in self.entries() if one.state == "eligible" and one.pk not in away]
        facts = {"by": self.delegate, "on": self.on} | facts
        events.tick(event=self.event, issued=[one.pk for one in entries], excused=away, **facts)
        return self.now

    def set_key(self) -> BallotEvent:
        if self.paper_only:
            events.begin_opening(event=self.event, by=self.delegate, on=self.on)
        else:
            key = self.key
            events.set_key(
                event=self.event, public=key.public, wrapped=key.wrapped, by=self.delegate, on=self.on
            )
        return self.now

    def rehearse(self) -> BallotEvent:
        told = events.trial(event=self.event, by=self.delegate)
        sealed = Sealed(told["eph"], told["iv"], told["ct"])
        word = sealing.open_sealed(sealed, self.key.private, self.event.pk, told["class"]).decode()
        events.answer_trial(event=self.event, answer=word, by=self.delegate, on=self.on)
        return self.now

    def draw_slips(self) -> BallotEvent:
        self.codes = {name: [new_code() for _ in range(slips_for(size))] for name, size in self.sizes.items()}
        stubs = {
            name: [stub(self.event.pk, name, code) for code in codes] for name, codes in self.codes.items()
        }
        events.set_stubs(event=self.event, stubs=stubs, by=self.delegate, on=self.on)
        return self.now

    # -- at the meeting

    def ask(self, what: Any, **facts: Any) -> BallotEvent:
        events.ask(event=self.event, what=what, **{"by": self.delegate, "on": self.on} | facts)
        return self.now

    def confirm(self, **facts: Any) -> BallotEvent:
        events.confirm(event=self.event, **{"by": self.teller1, "on": self.on} | facts)
        return self.now

    def open(self) -> BallotEvent:
        self.ask("open")
        opened = self.confirm()
        self.voters = [Voter(one.voter_class, one.number) for one in self.entries() if one.state == "issued"]
        drawn = {name: list(codes) for name, codes in self.codes.items()}
        for one in self.voters:
            one.code = drawn[one.voter_class].pop() if drawn else ""
        return opened

    def paper_of(self, *said: str, comment: str = "", rest: str = "") -> Paper:
        """A filled sheet: one answer a question in their order; the first option, or `rest`, for the others."""
        answers = [
            Opening(
                one.name, said[at] if at < len(said) else rest or one.options[0], secrets.token_hex(NONCE)
            )
            for at, one in enumerate(self.sheet)
        ]
        return Paper(tuple(answers), comment)

    def seal(self, raw: bytes, voter_class: str) -> Sealed:
        return sealing.seal(raw, self.key.public, self.event.pk, voter_class)

    def vote(self, voter: Voter, *said: str, comment: str = "", rest: str = "") -> box.Ack:
        """By phone: sealed there, cast with the slip's code."""
        paper = self.paper_of(*said, comment=comment, rest=rest)
        ack = self.cast(voter, self.seal(write_paper(paper), voter.voter_class))
        voter.answers = paper.answers
        return ack

    def cast(self, voter: Voter, sealed: Sealed) -> box.Ack:
        typed = voter.code + check_letter(voter.code)
        voter.ack = box.cast(self.event.pk, voter.voter_class, typed, sealed.eph, sealed.iv, sealed.ct)
        return voter.ack

    def vote_all(self, *said: str) -> None:
        """Every voter with a slip who has not voted yet; without answers, the options in turn."""
        for at, one in enumerate(one for one in self.voters if one.ack is None):
            turn = [asked.options[at % len(asked.options)] for asked in self.sheet]
            self.vote(one, *(said or turn))

    def to_open_and_closed(self) -> BallotEvent:
        """Whoever is ticked votes by phone."""
        self.open()
        self.vote_all()
        return self.close()

    def close(self) -> BallotEvent:
        self.ask("close")
        return self.confirm()

    # -- afterwards

    def enter_papers(
        self, voter_class: str, votes: Mapping[str, Mapping[str, int]], *, invalid: int = 0
    ) -> Entry:
        """Both tellers enter the same."""
        valid = max((sum(one.values()) for one in votes.values()), default=0)
        entry = Entry(valid + invalid, invalid, votes)
        for teller in (self.teller1, self.teller2):
            self.enter(voter_class, entry, by=teller)
        self.papers[voter_class] = entry
        return entry

    def enter(self, voter_class: str, entry: Entry, *, by: User, scanned: bool = False) -> None:
        events.enter_papers(
            event=self.event, voter_class=voter_class, entry=entry, scanned=scanned, by=by, on=self.on
        )

    def counted(self) -> dict[str, Any]:
        """What the delegate's browser would send: opened, split into columns, sorted; paper rows drawn anew."""
        told = events.envelopes(event=self.event, by=self.delegate)
        sheet = self.sheet
        rows: dict[str, dict[str, list[tuple[str, str, str]]]] = {
            name: {one.name: [] for one in sheet} for name in self.classes
        }
        invalid: dict[str, dict[str, int]] = {}
        comments: list[str] = []
        seen: set[tuple[str, str]] = set()
        for one in told["envelopes"]:
            sealed, name = Sealed(one["eph"], one["iv"], one["ct"]), one["class"]
            try:
                raw = sealing.open_sealed(sealed, self.key.private, self.event.pk, name)
                paper = read_paper(raw, sheet)
                own = {(each.item, each.commitment(self.event.pk)) for each in paper.answers}
                if own & seen:
                    raise Spoilt("repeated")
            except Spoilt as spoilt:
                invalid.setdefault(name, {})[spoilt.why] = invalid.get(name, {}).get(spoilt.why, 0) + 1
                continue
            seen |= own
            for each in paper.answers:
                rows[name][each.item].append((each.commitment(self.event.pk), each.value, each.nonce))
            comments += [paper.comment] if paper.comment else []
        for name, entry in told["papers"].items():
            for item, votes in entry["votes"].items():
                for option, number in votes.items():
                    rows[name][item] += [self.row(item, option) for _ in range(number)]
        for columns in rows.values():
            for column in columns.values():
                column.sort()
        return {"rows": rows, "invalid": invalid, "comments": comments}

    def row(self, item: str, option: str) -> tuple[str, str, str]:
        one = Opening(item, option, secrets.token_hex(NONCE))
        return one.commitment(self.event.pk), one.value, one.nonce

    def count(self, **changed: Any) -> BallotEvent:
        """changed: what is sent otherwise than it was counted; all of it where the box is not opened again."""
        told = changed if {"rows", "invalid"} <= changed.keys() else self.counted() | changed
        events.count(event=self.event, by=self.delegate, on=self.on, **told)
        return self.now

    def sign(self) -> BallotEvent:
        self.ask("sign")
        return self.confirm(by=self.teller2)

    def publish(self) -> BallotEvent:
        events.publish(event=self.event, by=self.delegate, on=self.on)
        return self.now

    def archive(self) -> BallotEvent:
        events.archive(event=self.event, by=self.delegate, on=self.on)
        return self.now

    def void(self, reason: str = "发出的票数与名单对不上") -> BallotEvent:
        events.ask_void(event=self.event, reason=reason, by=self.delegate, on=self.on)
        events.confirm_void(event=self.event, by=self.reviewer, on=self.on)
        return self.now

    # -- the whole way

    def to(self, state: str) -> "Meeting":
        """On to this state, by whatever lies between; everybody is present, and votes by phone where there are any."""
        at = WAY.index(self.now.state) + 1 if self.event else 0
        for step in WAY[at : WAY.index(state) + 1]:
            getattr(self, f"_to_{step}")()
        return self

    def _to_draft(self) -> None:
        if not self.subject.rolls.filter(mechanism=self.mechanism).exists():
            self.submit_roll()
            self.approve_roll()
        self.begin()

    def _to_frozen(self) -> None:
        self.freeze()

    def _to_opening(self) -> None:
        self.set_key()
        if not self.paper_only:
            self.rehearse()
            self.draw_slips()

    def _to_open(self) -> None:
        self.tick()
        self.open()

    def _to_closed(self) -> None:
        if not self.paper_only:
            self.vote_all()
        self.close()

    def _to_counted(self) -> None:
        if self.paper_only and not self.papers:
            for name, size in self.sizes.items():
                self.enter_papers(name, {one.name: {one.options[0]: size} for one in self.sheet})
        self.count()

    def _to_signed(self) -> None:
        self.sign()

    def _to_published(self) -> None:
        self.publish()

    def _to_archived(self) -> None:
        self.archive()

    def spent(self) -> list[str]:
        return list(Envelope.objects.filter(event=self.event.pk).values_list("nullifier", flat=True))
