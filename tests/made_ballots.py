"""Whole ballots made up from the kernel alone, without a database: who voted what, and the record as published."""

import importlib.util
import random
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jiceng.kernel.ballot import ABSTAIN, OVERALL, Counted, Evaluation, Question, VoterClass
from jiceng.kernel.ballot import record as records
from jiceng.kernel.ballot.board import Opening, sheet_of
from jiceng.kernel.ballot.record import Checkpoint, Closed, Opened
from jiceng.kernel.ballot.slip import ALPHABET, LENGTH, slips_for, stub

OPTIONS = ("好", "较好", "一般", "差")
ITEMS = ("班子", "作风", "服务", "党费", "公开")
CLASSES = ("党员", "群众代表", "两代表一委员")

_KEY = Ed25519PrivateKey.from_private_bytes(b"an instance of nobody's, in test")
INSTANCE = _KEY.public_key().public_bytes_raw().hex()
_BOX = ec.derive_private_key(20_120_418, ec.SECP256R1())
BOX_PUBLIC = b64encode(_BOX.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).decode()


def sign(raw: bytes) -> str:
    return _KEY.sign(raw).hex()


def verifier():
    """The program that is shipped apart, loaded as what it is: one file."""
    import jiceng

    path = Path(jiceng.__file__).parent / "web/static/jiceng/verify_ballot.py"
    spec = importlib.util.spec_from_file_location("verify_ballot", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Voter:
    """Somebody whose paper is valid. nullifier: of the slip, "" for who voted on paper."""

    voter_class: str
    answers: tuple[Opening, ...]
    nullifier: str = ""

    def commitments(self, event: str) -> dict[str, str]:
        return {one.item: one.commitment(event) for one in self.answers}

    def said(self, item: str) -> str:
        return next(one.value for one in self.answers if one.item == item)


@dataclass(frozen=True)
class Made:
    closed: Closed
    voters: tuple[Voter, ...]
    questions: tuple[str, ...] = field(default=())

    def files(self, audience: str = "public") -> dict[str, bytes]:
        return records.files(self.closed, audience, sign)

    def with_voters(self, voters: Sequence[Voter]) -> "Made":
        """The same ballot with other papers in it: every digest, count and signature built anew."""
        closed = replace(self.closed, rows=rows_of(self.closed, voters), counts=_counts(self.closed, voters))
        return Made(closed, tuple(voters), self.questions)


def rule_of(items=0, classes=CLASSES[:2], **changes) -> Evaluation:
    return Evaluation(
        classes=tuple(VoterClass(name=name) for name in classes), options=OPTIONS, satisfied=OPTIONS[:2],
        items=tuple(Question(name=name) for name in ITEMS[:items]), **changes,
    )  # fmt: skip


def rows_of(closed: Closed, voters: Sequence[Voter]):
    rows: dict[str, dict[str, list]] = {name: {} for name in closed.counts}
    for voter in voters:
        for one in voter.answers:
            row = (one.commitment(closed.event), one.value, one.nonce)
            rows[voter.voter_class].setdefault(one.item, []).append(row)
    return rows


def _counts(closed: Closed, voters: Sequence[Voter]) -> dict[str, Counted]:
    found = {}
    for name, one in closed.counts.items():
        columns = {item: dict.fromkeys((*OPTIONS, ABSTAIN), 0) for item in one.columns(closed.rule)}
        for voter in voters:
            for answer in voter.answers if voter.voter_class == name else ():
                columns[answer.item][answer.value] += 1
        found[name] = replace(one, votes=columns.pop(OVERALL, {}), items=columns)
    return found


def vote(rng: random.Random, questions: Sequence[str], weights=(9, 5, 3, 1, 1)) -> tuple[Opening, ...]:
    return tuple(
        Opening(name, rng.choices((*OPTIONS, ABSTAIN), weights)[0], rng.randbytes(16).hex())
        for name in questions
    )


def make(
    seed: int, *, sizes=None, items=None, says=None, paper=0.3, absent=0.1, invalid=0.05, **rule
) -> Made:
    """One ballot. sizes: class -> people on the list. says: class -> what each valid paper says to every question,
    instead of chance: then everybody comes and nothing is spoilt."""
    rng = random.Random(seed)
    names = CLASSES[: rng.randint(1, 3)] if sizes is None else tuple(sizes)
    if says is not None:
        sizes = {name: len(one) for name, one in says.items()}
        names, absent, invalid = tuple(says), 0, 0
    sizes = sizes or {name: rng.choice((1, 3, 7, 9, 12, 15, 25)) for name in names}
    rule = rule_of(rng.randint(0, 4) if items is None else items, names, **rule)
    asked, event = sheet_of(rule), rng.randbytes(8).hex()
    questions = tuple(one.name for one in asked)
    salt, paper_only = rng.randbytes(16).hex(), paper == 1
    stubs = {
        name: []
        if paper_only
        else [stub(event, name, "".join(rng.choices(ALPHABET, k=LENGTH))) for _ in range(slips_for(size))]
        for name, size in sizes.items()
    }
    spent: dict[str, list[str]] = {name: [] for name in names}
    counts, voters = {}, []
    for name, size in sizes.items():
        issued = size - sum(rng.random() < absent for _ in range(size))
        returned = issued - sum(rng.random() < absent / 2 for _ in range(issued))
        spoilt = sum(rng.random() < invalid for _ in range(returned))
        for at in range(returned):
            slip = "" if rng.random() < paper else stubs[name][at]
            spent[name] += [slip] if slip else []
            if at >= returned - spoilt:
                continue
            answers = vote(rng, questions)
            if says is not None:
                answers = tuple(replace(one, value=says[name][at]) for one in answers)
            voters.append(Voter(name, answers, slip))
        counts[name] = Counted(
            issued, returned, returned - spoilt, spoilt, {}, {one: {} for one in questions[1:]}
        )
    sheet = {
        "title": "群众满意度测评", "organisation": f"某村党支部{seed}", "classes": list(names),
        "questions": [[one.name, list(one.options)] for one in asked], "comment": False,
    }  # fmt: skip
    opening = records.opening_sheet(
        Opened(
            event=event, sheet=sheet, rule=rule, salt=salt, stubs=stubs,
            roll={name: [f"{name}{at}" for at in range(size)] for name, size in sizes.items()},
            box_public="" if paper_only else BOX_PUBLIC, paper_only=paper_only,
            audit=Checkpoint(rng.randint(0, 900), rng.randbytes(32).hex()), instance=INSTANCE,
        )
    )  # fmt: skip
    closed = Closed(
        event=event, rule=rule, counts=counts, rows={}, stubs=stubs, spent=spent, salt=salt, opening=opening,
        opening_signature=sign(opening.encode()), instance=INSTANCE, sealed_here=0,
        audit=Checkpoint(1000, rng.randbytes(32).hex()),
    )  # fmt: skip
    return Made(closed, (), questions).with_voters(voters)
