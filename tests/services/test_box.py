"""The box: one paper for each slip, sealed, and nothing else written; the keys around it."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiceng.kernel.ballot.board import LONGEST_PLAIN, Spoilt, write_paper
from jiceng.kernel.ballot.slip import spent
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import box, sealing, signature
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import AuditEvent, BallotEvent, Envelope
from tests.boxes import an_open_box, new_code, of_point, paper

db = pytest.mark.django_db


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value.code


# -- sealing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys():
    private = ec.generate_private_key(sealing.CURVE)
    return private.private_numbers().private_value.to_bytes(32, "big"), sealing.write_point(
        private.public_key()
    )


def test_a_sealed_paper_opens_with_the_boxs_key(keys):
    plain = write_paper(paper())
    sealed = sealing.seal(plain, keys[1], "0" * 16, "党员")

    sealing.check_sealed(sealed)
    assert sealing.open_sealed(sealed, keys[0], "0" * 16, "党员") == plain


def test_a_paper_of_another_ballot_or_class_does_not_open(keys):
    sealed = sealing.seal(write_paper(paper()), keys[1], "0" * 16, "党员")

    for event, name in (("1" * 16, "党员"), ("0" * 16, "群众代表")):
        with pytest.raises(Spoilt):
            sealing.open_sealed(sealed, keys[0], event, name)


def test_no_other_key_opens_it_and_no_two_envelopes_are_alike(keys):
    plain = write_paper(paper())
    one, other = (sealing.seal(plain, keys[1], "0" * 16, "党员") for _ in range(2))

    assert not {one.eph, one.iv, one.ct} & {other.eph, other.iv, other.ct}
    with pytest.raises(Spoilt):
        sealing.open_sealed(one, (12345).to_bytes(32, "big"), "0" * 16, "党员")


def test_two_votes_are_sealed_to_the_same_length(keys):
    lengths = {
        len(sealing.seal(write_paper(paper(one)), keys[1], "0" * 16, "党员").ct)
        for one in ("好", "较好", "弃权")
    }

    assert len(lengths) == 1


def test_the_curves_own_numbers():
    """The order is the curve's: one less is a key, the order itself is none."""
    ec.derive_private_key(sealing.ORDER - 1, sealing.CURVE)
    with pytest.raises(ValueError, match=r"private_value|range|Invalid"):
        ec.derive_private_key(sealing.ORDER, sealing.CURVE)


# -- the key that the installation signs with -------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA = tmp_path / "data"
    yield settings.DATA
    signature._kept.cache_clear()


def test_the_key_is_made_once_and_only_its_owner_reads_it(folder):
    first = signature.public()
    signature._kept.cache_clear()

    assert signature.public() == first
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signature.verify(b"told", signature.sign(b"told"), first)
    assert not signature.verify(b"tolD", signature.sign(b"told"), first)
    assert not signature.verify(b"told", "not hex", first)


def test_processes_that_start_at_once_sign_with_one_key(folder):
    def another(_):
        signature._make(folder / signature.FILE)
        return (folder / signature.FILE).read_bytes()

    with ThreadPoolExecutor(8) as everybody:
        assert len(set(everybody.map(another, range(8)))) == 1
    assert [one.name for one in folder.iterdir()] == [signature.FILE]


# -- casting ----------------------------------------------------------------------------------------------------------


GOOD = base64.b64encode(bytes(1040)).decode()
POINT = of_point(  # the curve's own base point
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
IV = base64.b64encode(bytes(12)).decode()


@pytest.fixture
def open_box(db):
    return an_open_box()


def test_a_slip_puts_one_sealed_paper_into_the_box_and_is_answered_with_a_signature(open_box):
    code = open_box.codes["党员"][0]

    ack = open_box.cast("党员", code)

    [kept] = Envelope.objects.all()
    assert (kept.nullifier, kept.voter_class) == (ack.nullifier, "党员")
    assert signature.verify(spent(open_box.id, "党员", ack.nullifier), ack.signature, signature.public())
    assert box.returned(open_box.id) == 1
    assert [one.answers[0].value for one in open_box.opened()] == ["好"]
    assert not AuditEvent.objects.filter(action__startswith="ballot").exists()


def test_sent_again_it_is_the_same_paper_with_the_same_answer_even_after_the_close(open_box):
    code, sealed = open_box.codes["党员"][0], open_box.sealed("党员")
    first = open_box.cast("党员", code, sealed)

    assert open_box.cast("党员", code.lower(), sealed) == first
    open_box.move("closed")
    assert open_box.cast("党员", code, sealed) == first
    assert box.returned(open_box.id) == 1


def test_a_paper_costs_one_statement_and_on_postgresql_a_lock(open_box):
    code = open_box.codes["党员"][0]
    sealed = open_box.sealed("党员")

    with CaptureQueriesContext(connection) as asked:
        open_box.cast("党员", code, sealed)

    said = [one["sql"].split()[0] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert said == [*(["SELECT"] if connection.vendor == "postgresql" else []), "WITH"]


def test_a_spent_slip_takes_no_other_paper(open_box):
    code = open_box.codes["党员"][0]
    open_box.cast("党员", code, open_box.sealed("党员", "差"))

    assert refused(open_box.cast, "党员", code, open_box.sealed("党员", "好")) == "ballot.slip-spent"
    assert [one.answers[0].value for one in open_box.opened()] == ["差"]


def test_ballots_from_nowhere_are_refused(open_box):
    """Another class's code, another ballot's, an invented one, a mistyped one."""
    other = an_open_box()
    code, mistyped = open_box.codes["党员"][0], open_box.codes["党员"][1]
    mistyped = ("0" if mistyped[0] != "0" else "1") + mistyped[1:]

    assert refused(open_box.cast, "群众代表", code) == "ballot.slip-unknown"
    assert refused(open_box.cast, "党员", other.codes["党员"][0]) == "ballot.slip-unknown"
    assert refused(open_box.cast, "党员", new_code()) == "ballot.slip-unknown"
    assert refused(open_box.cast, "党员\0", code) == "ballot.slip-unknown"
    assert refused(open_box.cast, "党员", mistyped) == "ballot.code-unreadable"
    assert box.returned(open_box.id) == 0


@pytest.mark.parametrize("state", ["draft", "frozen", "opening", "closed", "counted", "published", "void"])
def test_a_box_that_is_not_open_takes_nothing(open_box, state):
    open_box.move(state)

    assert refused(open_box.cast, "党员", open_box.codes["党员"][0]) == "ballot.not-open"
    assert box.returned(open_box.id) == 0


@pytest.mark.parametrize("number", ["", "0" * 16, "x" * 16, "0" * 15, "A" * 16, "\0" * 16], ids=range(6))
def test_a_number_that_is_no_ballot_is_none(db, number):
    with pytest.raises(BallotEvent.DoesNotExist):
        box.public_sheet(number)
    with pytest.raises(BallotEvent.DoesNotExist):
        box.cast(number, "党员", new_code(), POINT, IV, GOOD)


@pytest.mark.parametrize(
    ("eph", "iv", "ct"),
    [
        ("", IV, GOOD),
        (of_point(0, 0), IV, GOOD),  # not on the curve
        (of_point(5, 7), IV, GOOD),
        (base64.b64encode(b"\x02" + bytes(64)).decode(), IV, GOOD),
        ("=" * 88, IV, GOOD),
        (POINT[:-1] + "汉", IV, GOOD),
        (POINT, "", GOOD),
        (POINT, base64.b64encode(bytes(11)).decode(), GOOD),
        (POINT, IV[:-1], GOOD),
        (POINT, IV, ""),
        (POINT, IV, GOOD + "\n"),
        (POINT, IV, GOOD[:-4] + "AAB="),  # another text of the same bytes
        (POINT, IV, base64.b64encode(bytes(1041)).decode()),  # a length of its own would be a mark
        (POINT, IV, base64.b64encode(bytes(16)).decode()),
        (POINT, IV, base64.b64encode(bytes(LONGEST_PLAIN + 1024 + 16)).decode()),
    ],
    ids=str.split(
        "empty zero beside compressed signs letters no-iv short-iv cut-iv no-ct line two-texts odd tag long"
    ),
)
def test_what_is_no_envelope_is_refused_before_the_database_is_asked(eph, iv, ct):
    assert refused(box.cast, "0" * 16, "党员", new_code(), eph, iv, ct) == "ballot.envelope-unreadable"


def test_the_envelopes_above_are_wrong_in_one_thing_only():
    sealing.check_sealed(Sealed(POINT, IV, GOOD))


# -- phones that cannot seal ------------------------------------------------------------------------------------------


def answers(one):
    return [[each.item, each.value, each.nonce] for each in one.answers]


def test_a_phone_that_cannot_seal_is_sealed_for_once_however_often_it_sends(open_box):
    code, told = open_box.codes["党员"][0], answers(paper("较好"))

    acks = {box.cast_plain(open_box.id, "党员", code, told, "谢谢") for _ in range(3)}

    assert len(acks) == 1
    assert BallotEvent.objects.get(pk=open_box.id).sealed_here == 1
    [one] = open_box.opened()
    assert (answers(one), one.comment) == (told, "谢谢")
    again = refused(box.cast_plain, open_box.id, "党员", code, answers(paper("差")))
    assert again == "ballot.slip-spent"
    assert BallotEvent.objects.get(pk=open_box.id).sealed_here == 1


@pytest.mark.parametrize(
    "told",
    [
        [],
        [["总体评价", "好", "00" * 16]],
        [["总体评价", "最好", "00" * 16], ["联系群众", "好", "00" * 16]],
        [["总体评价", "好", "00"], ["联系群众", "好", "00" * 16]],
        [["总体评价", "好"], ["联系群众", "好"]],
        [["总体评价", None, "00" * 16], ["联系群众", "好", "00" * 16]],
        [["总体评价", "\ud800", "00" * 16], ["联系群众", "好", "00" * 16]],
        [1, 2],
    ],
)
def test_a_paper_beside_the_sheet_is_not_sealed(open_box, told):
    code = open_box.codes["党员"][0]

    assert refused(box.cast_plain, open_box.id, "党员", code, told) == "ballot.paper-unreadable"
    assert box.returned(open_box.id) == 0


def test_a_comment_where_none_is_asked_for_or_too_long_is_refused(open_box):
    code, told = open_box.codes["党员"][0], answers(paper())

    assert refused(box.cast_plain, open_box.id, "党员", code, told, "长" * 501) == "ballot.paper-unreadable"
    BallotEvent.objects.filter(pk=open_box.id).update(sheet=open_box.event.sheet | {"comment": False})
    assert refused(box.cast_plain, open_box.id, "党员", code, told, "短") == "ballot.paper-unreadable"
