"""A ballot as people hold it, step by step: the delegate's browser, two tellers, voters' phones, papers.

For the demonstration and for tests. What browsers and phones do is done here in Python, in the same bytes; everything
that the server does goes through its services.
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
from jiceng.store.models import BallotEvent, RollEntry, Subject, User

ROUNDS = 600_000
Facts = dict[str, Any]


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
    """The box's key, as the delegate's browser makes it. wrapped: real only where somebody asks for it, it is slow."""

    private: bytes
    public: str
    wrapped: str


def new_key(passphrase: str = "") -> Key:
    """passphrase: wrapped as the browser does it; "" = something of the same form that nobody can open, at once."""
    private = ec.generate_private_key(ec.SECP256R1())
    d = private.private_numbers().private_value.to_bytes(32, "big")
    salt, iv, ct = secrets.token_bytes(16), secrets.token_bytes(12), secrets.token_bytes(48)
    if passphrase:
        under = PBKDF2HMAC(SHA256(), 32, salt, ROUNDS).derive(passphrase.encode())
        ct = AESGCM(under).encrypt(iv, d, None)
    parts = {"salt": salt, "iv": iv, "ct": ct}
    wrapped = {"v": 1} | {name: b64encode(raw).decode() for name, raw in parts.items()}
    return Key(d, sealing.write_point(private.public_key()), json.dumps(wrapped))


def new_code() -> str:
    """Sixteen characters, without the check letter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class Meeting:
    """One ballot at one organisation. Who does what: secretary, reviewer, delegate, teller1, teller2.

    sizes: class -> voters on the list. on: the day of whatever is done next.
    """

    subject: Subject
    mechanism: str
    sizes: Mapping[str, int]
    secretary: User
    reviewer: User
    delegate: User
    teller1: User
    teller2: User
    on: date
    place = ""
    host = ""
    paper_only = False

    def __init__(self) -> None:
        self.key = new_key()
        self.codes: dict[str, list[str]] = {}
        self.voters: list[Voter] = []
        self.papers: dict[str, Entry] = {}
        self.event: Any = None
        self._sheet: tuple[Asked, ...] | None = None

    # -- reading

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
        entries = RollEntry.objects.filter(event=self.event).order_by("voter_class", "number")
        return list(entries.filter(voter_class=voter_class) if voter_class else entries)

    # -- before the meeting

    def names(self) -> Mapping[str, Sequence[events.Named]]:
        """Class -> everybody on the list."""
        return {
            name: [events.Named(f"{name}{number}") for number in range(1, size + 1)]
            for name, size in self.sizes.items()
        }

    def submit_roll(self, **facts: Any) -> None:
        usual: Facts = {"sizes": self.sizes, "names": self.names(), "by": self.secretary, "on": self.on}
        events.submit_roll(subject=self.subject, mechanism=self.mechanism, **usual | facts)

    def approve_roll(self) -> None:
        events.approve_roll(subject=self.subject, mechanism=self.mechanism, by=self.reviewer, on=self.on)

    def begin(self, **facts: Any) -> BallotEvent:
        usual: Facts = {
            "subject": self.subject, "mechanism": self.mechanism, "teller1": self.teller1,
            "teller2": self.teller2, "paper_only": self.paper_only, "held_on": self.on, "place": self.place,
            "host": self.host, "by": self.delegate, "on": self.on,
        }  # fmt: skip
        self.event = events.begin(**usual | facts)
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
            entries = [
                entry for entry in self.entries() if entry.state == "eligible" and entry.pk not in away
            ]
        usual: Facts = {"by": self.delegate, "on": self.on}
        events.tick(event=self.event, issued=[entry.pk for entry in entries], excused=away, **usual | facts)
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
        trial = events.trial(event=self.event, by=self.delegate)
        sealed = Sealed(trial["eph"], trial["iv"], trial["ct"])
        word = sealing.open_sealed(sealed, self.key.private, self.event.pk, trial["class"]).decode()
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
        usual: Facts = {"by": self.delegate, "on": self.on}
        events.ask(event=self.event, what=what, **usual | facts)
        return self.now

    def confirm(self, **facts: Any) -> BallotEvent:
        usual: Facts = {"by": self.teller1, "on": self.on}
        events.confirm(event=self.event, **usual | facts)
        return self.now

    def open(self) -> BallotEvent:
        self.ask("open")
        opened = self.confirm()
        self.voters = [
            Voter(entry.voter_class, entry.number) for entry in self.entries() if entry.state == "issued"
        ]
        drawn = {name: list(codes) for name, codes in self.codes.items()}
        for voter in self.voters:
            voter.code = drawn[voter.voter_class].pop() if drawn else ""
        return opened

    def paper_of(self, *said: str, comment: str = "", rest: str = "") -> Paper:
        """A filled sheet: one answer a question in their order; the first option, or `rest`, for the others."""
        answers = [
            Opening(
                question.name,
                said[at] if at < len(said) else rest or question.options[0],
                secrets.token_hex(NONCE),
            )
            for at, question in enumerate(self.sheet)
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
        for at, voter in enumerate(voter for voter in self.voters if voter.ack is None):
            turn = [asked.options[at % len(asked.options)] for asked in self.sheet]
            self.vote(voter, *(said or turn))

    def close(self) -> BallotEvent:
        self.ask("close")
        return self.confirm()

    # -- afterwards

    def enter_papers(
        self, voter_class: str, votes: Mapping[str, Mapping[str, int]], *, invalid: int = 0
    ) -> Entry:
        """Both tellers enter the same figures. votes: question -> option -> how many."""
        valid = max((sum(counts.values()) for counts in votes.values()), default=0)
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
        content = events.envelopes(event=self.event, by=self.delegate)
        sheet = self.sheet
        rows: dict[str, dict[str, list[tuple[str, str, str]]]] = {
            name: {question.name: [] for question in sheet} for name in self.classes
        }
        invalid: dict[str, dict[str, int]] = {}
        comments: list[str] = []
        seen: set[tuple[str, str]] = set()
        for envelope in content["envelopes"]:
            sealed, name = Sealed(envelope["eph"], envelope["iv"], envelope["ct"]), envelope["class"]
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
        for name, entry in content["papers"].items():
            for item, votes in entry["votes"].items():
                for option, number in votes.items():
                    rows[name][item] += [self.row(item, option) for _ in range(number)]
        for columns in rows.values():
            for column in columns.values():
                column.sort()
        return {"rows": rows, "invalid": invalid, "comments": comments}

    def row(self, item: str, option: str) -> tuple[str, str, str]:
        opening = Opening(item, option, secrets.token_hex(NONCE))
        return opening.commitment(self.event.pk), opening.value, opening.nonce

    def count(self, **changed: Any) -> BallotEvent:
        """changed: what is sent otherwise than it was counted; all of it where the box is not opened again."""
        sent = changed if {"rows", "invalid"} <= changed.keys() else self.counted() | changed
        events.count(event=self.event, by=self.delegate, on=self.on, **sent)
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
