"""A box that is open, put together without the steps before it; for tests of the box alone (`tests.meeting`)."""

import base64
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec

from jiceng.kernel.ballot.board import NONCE, Asked, Opening, Paper, read_paper, write_paper
from jiceng.kernel.ballot.slip import ALPHABET, LENGTH, check_letter, slips_for, stub
from jiceng.services.ballot import box, sealing
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import BallotEvent, Envelope, Roll, RollEntry, Stub, Subject
from tests.factories import ON, County, user

OPTIONS = ("好", "较好", "一般", "差")
ASKED = (Asked("总体评价", OPTIONS), Asked("联系群众", OPTIONS))


def new_code() -> str:
    """A slip's seventeen characters."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return code + check_letter(code)


def paper(value: str = "好", *, comment: str = "", asked: tuple[Asked, ...] = ASKED) -> Paper:
    """One that says the same to every question."""
    return Paper(tuple(Opening(one.name, value, secrets.token_hex(NONCE)) for one in asked), comment)


@dataclass
class OpenBox:
    """One ballot in the state open, with a real key and slips of two classes."""

    subject: Subject
    sizes: dict[str, int] = field(default_factory=lambda: {"党员": 5, "群众代表": 5})
    mechanism: str = "vote"
    state: str = "open"

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(sealing.CURVE)
        self.private = self.key.private_numbers().private_value.to_bytes(32, "big")
        roll, _ = Roll.objects.get_or_create(
            campaign=self.subject.campaign, mechanism=self.mechanism, subject=self.subject,
            defaults={"submitted_by": user(), "submitted_on": ON},
        )  # fmt: skip
        sheet = {
            "title": "民主测评", "organisation": "第一党支部", "classes": list(self.sizes), "comment": True,
            "questions": [[one.name, list(one.options)] for one in ASKED],
        }  # fmt: skip
        attempt = 1 + BallotEvent.objects.filter(roll=roll).count()
        self.event = BallotEvent.objects.create(
            campaign=self.subject.campaign, mechanism=self.mechanism, subject=self.subject, roll=roll,
            attempt=attempt, state=self.state, smallest=8, roll_salt=secrets.token_hex(16), delegate=user(),
            sheet=sheet, box_public=sealing.write_point(self.key.public_key()), rehearsed=True,
        )  # fmt: skip
        self.codes = {name: [new_code() for _ in range(slips_for(size))] for name, size in self.sizes.items()}
        stubs = sorted(
            (stub(self.id, name, code[:-1]), name) for name in self.codes for code in self.codes[name]
        )
        Stub.objects.bulk_create(Stub(event=self.id, h=h, voter_class=name) for h, name in stubs)
        RollEntry.objects.bulk_create(
            RollEntry(event=self.event, voter_class=name, number=number + 1, name=f"{name}{number + 1}", state="issued")
            for name, size in self.sizes.items()
            for number in range(size)
        )  # fmt: skip

    @property
    def id(self) -> str:
        return self.event.pk

    def sealed(self, name: str, value: str = "好", **facts: str) -> Sealed:
        return sealing.seal(write_paper(paper(value, **facts)), self.event.box_public, self.id, name)

    def cast(self, name: str, code: str, sealed: Sealed | None = None) -> box.Ack:
        one = sealed or self.sealed(name)
        return box.cast(self.id, name, code, one.eph, one.iv, one.ct)

    def move(self, state: str) -> None:
        BallotEvent.objects.filter(pk=self.id).update(state=state)

    def opened(self) -> list[Paper]:
        """Every paper in the box, with the key."""
        return [
            read_paper(
                sealing.open_sealed(Sealed(one.eph, one.iv, one.ct), self.private, self.id, one.voter_class),
                ASKED,
            )
            for one in Envelope.objects.filter(event=self.id).order_by("nullifier")
        ]


def an_open_box(**facts: object) -> OpenBox:
    return OpenBox(County().subject, **facts)


def of_point(x: int, y: int) -> str:
    """Base64 of an uncompressed point, on the curve or not."""
    return base64.b64encode(b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")).decode()
