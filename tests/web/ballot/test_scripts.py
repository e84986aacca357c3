"""The browser's half and Python's half of a ballot are the same bytes: digests, papers, sealing, keys, the count."""

import hashlib
import hmac
import json
import random
import secrets
import shutil
from base64 import b64decode
from functools import cache

import cv2
import numpy as np
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.kernel.ballot import ABSTAIN, OVERALL, board, slip
from jiceng.kernel.ballot.board import Asked, Opening, Paper, Spoilt, read_paper, write_paper
from jiceng.kernel.ballot.record import canonical
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot import record, sealing
from jiceng.services.ballot.counting import counted_from_board
from jiceng.services.ballot.sealing import Sealed
from tests.meeting import Meeting, new_key
from tests.web.ballot.scripts import STATIC, Broken

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EVENT, CLASS = "0123456789abcdef", "党员"
SHEET = (Asked(OVERALL, ("满意", "不满意")), Asked("作风", ("好", "差")))
QUESTIONS = [[one.name, list(one.options)] for one in SHEET]
NONCE = "0f" * 16
SAYS = [("满意", "好"), (ABSTAIN, "差"), ("不满意", ABSTAIN)]

some = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.text(st.characters(codec="utf-8"), max_size=30)


def paper(*said, comment=""):
    chosen = said or ("满意", "好")
    return Paper(
        tuple(Opening(one.name, chosen[at], secrets.token_hex(16)) for at, one in enumerate(SHEET)), comment
    )


def answers(one):
    return [[each.item, each.value, each.nonce] for each in one.answers]


def told(**changed):
    items = [[one.name, one.options[0], NONCE] for one in SHEET]
    return json.dumps({"items": items, "comment": ""} | changed, ensure_ascii=False).encode()


# -- digests, codes, letters


@given(st.lists(texts | st.binary(max_size=40), min_size=1, max_size=5))
@some
def test_a_digest_is_the_same_in_both(node, parts):
    assert node.seal("digest", "jiceng/x/1", *parts) == slip.digest("jiceng/x/1", *parts)


def test_sha256_is_right_at_every_length_around_its_blocks(node):
    lengths = [*range(130), 503, 504, 511, 512, 513, 5000]

    found = [
        node.seal("sha256", bytes(range(256)) * 20 if size == 5000 else b"\xa5" * size) for size in lengths
    ]

    wanted = [bytes(range(256)) * 20 if size == 5000 else b"\xa5" * size for size in lengths]
    assert found == [hashlib.sha256(raw).digest() for raw in wanted]


def test_a_commitment_a_stub_and_a_box_are_named_alike(node):
    nonce, code = secrets.token_hex(16), "0123456789ABCDEF"

    assert node.seal("commitment", EVENT, OVERALL, "满意", nonce) == board.commitment(
        EVENT, OVERALL, "满意", nonce
    )
    assert node.seal("stub", EVENT, CLASS, code) == slip.stub(EVENT, CLASS, code)
    assert node.seal("boxInfo", EVENT, CLASS) == board.box_info(EVENT, CLASS)
    assert node.seal("spent", EVENT, CLASS, "ab" * 32) == slip.spent(EVENT, CLASS, "ab" * 32)


def test_codes_have_the_check_letter_that_the_kernel_asks_for(node):
    codes = [node.seal("newCode") for _ in range(50)]

    letters = [node.seal("checkLetter", code) for code in codes]

    assert letters == [slip.check_letter(code) for code in codes]
    assert len(set(codes)) == 50


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF-8", "0123 4567 89ab cdef 8", "o1234567-89abcdef8", "OI23456789ABCDEF8",
        "OL23456789ABCDEF8", "0123456789ABCDEF7", "0123456789ABCDEF", "0123456789ABCDEF88", "U123456789ABCDEF8", "",
        "０１２３４５６７８９ＡＢＣＤＥＦ８",
    ],
)  # fmt: skip
def test_a_typed_code_reads_as_the_kernel_reads_it(node, typed):
    try:
        wanted = slip.read_code(typed)
    except Refusal:
        wanted = ""

    found = node.seal("readCode", typed)

    # A phone forgives full-width letters too, before anything is sent.
    assert found == (wanted or ("0123456789ABCDEF" if typed.startswith("０") else ""))


def test_trees_have_the_same_roots(node):
    for number in range(12):
        leaves = [bytes([at]) * 3 for at in range(number)]
        stubs = [hashlib.sha256(leaf).hexdigest() for leaf in leaves]
        rows = [(one, "好", NONCE) for one in stubs]

        assert node.seal("merkleRoot", leaves) == slip.merkle_root(leaves)
        assert node.seal("stubRoot", stubs) == slip.stub_root(stubs)
        assert node.seal("columnRoot", rows) == board.column_root(rows)


# -- papers


@given(st.sampled_from(SAYS), texts)
@some
def test_a_paper_is_written_to_the_same_bytes(node, said, comment):
    one = paper(*said, comment=comment)

    assert node.seal("paper", answers(one), comment) == write_paper(one)


def kernel_reads(raw):
    try:
        read = read_paper(raw, SHEET)
    except Spoilt as spoilt:
        return {"spoilt": spoilt.why}
    return {"answers": answers(read), "comment": read.comment}


GOOD = json.loads(told())["items"]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff\xfe", b"[]", b"null", b"7", b'"x"', b"{", b"[" * 3000, told(), told() + b"  \n",
        b"\xef\xbb\xbf" + told(), told().decode().encode("utf-16"), told(items=None), told(items="ab"),
        told(items={"a": 1}), told(items=[[1, 2, 3]]),
        told(items=["abc", "def"]), told(items=[dict.fromkeys(GOOD[0], 1), GOOD[1]]), told(items=GOOD[:1]),
        told(items=[*GOOD, GOOD[0]]), told(items=[GOOD[1], GOOD[0]]), told(items=[["别的", "满意", NONCE], GOOD[1]]),
        told(items=[[OVERALL, "好", NONCE], GOOD[1]]), told(items=[[OVERALL, ABSTAIN, NONCE], GOOD[1]]),
        told(items=[[OVERALL, "满意", "AB" * 16], GOOD[1]]), told(items=[[OVERALL, "满意", "ab" * 15], GOOD[1]]),
        told(items=[[OVERALL, "满意", NONCE + "\n"], GOOD[1]]), told(more=1), told(comment=7), told(comment=None),
        told(comment="长" * 500), told(comment="长" * 501), told(comment="😀" * 500), told(comment="😀" * 501),
        told(comment="\0"), told(comment="\x7f"), told(comment="一\n二\t三\r"), told(comment="\u2028\x85 空 \u3000"),
        json.dumps({"items": GOOD, "comment": "\ud800"}).encode(), told()[:-1] + b',"comment":"\xe7\xac\xac"}',
        told(comment=float("nan")), b'{"items":[],"comment":""}', b'{"comment":""}',
    ],
)  # fmt: skip
def test_what_the_kernel_reads_the_browser_reads_and_nothing_else(node, raw):
    assert node.seal("readPaper", raw, QUESTIONS) == kernel_reads(raw)


@given(st.binary(max_size=4), st.integers(0, 200), st.integers(0, 4))
@some
def test_a_damaged_paper_is_read_alike(node, piece, at, cut):
    whole = told(comment="有话说")
    raw = whole[:at] + piece + whole[at + cut :]

    assert node.seal("readPaper", raw, QUESTIONS) == kernel_reads(raw)


@pytest.mark.parametrize("typed", ["好", "一\0二\ud800三\x1f", " 空 ", "😀" * 600, "\x7f", "行\n行"])
def test_a_comment_as_the_booth_cleans_it_spoils_no_paper(node, typed):
    cleaned = node.seal("cleaned", typed)

    assert kernel_reads(told(comment=cleaned))["comment"] == cleaned


# -- sealing


def test_what_the_browser_seals_python_opens(node):
    key = new_key()
    papers = [paper(*random.choice(SAYS), comment="长" * random.randrange(500)) for _ in range(50)]

    sealed = [node.seal("seal", write_paper(one), key.public, EVENT, CLASS) for one in papers]

    opened = [
        sealing.open_sealed(Sealed(one["eph"], one["iv"], one["ct"]), key.private, EVENT, CLASS)
        for one in sealed
    ]
    assert [read_paper(raw, SHEET) for raw in opened] == papers
    for one in sealed:
        sealing.check_sealed(Sealed(one["eph"], one["iv"], one["ct"]))
    assert len({one["eph"] for one in sealed}) == 50


def test_what_python_seals_the_browser_opens(node):
    key = new_key()
    papers = [paper(*random.choice(SAYS), comment="短") for _ in range(50)]
    sealed = [
        sealing.seal(
            write_paper(one), key.public, EVENT, CLASS, seed=secrets.token_bytes(32) if at % 2 else None
        )
        for at, one in enumerate(papers)
    ]

    opened = [node.seal("openWith", vars(one), key.private.hex(), key.public, EVENT, CLASS) for one in sealed]

    assert [read_paper(raw, SHEET) for raw in opened] == papers


@pytest.mark.parametrize(("event", "name"), [("f" * 16, CLASS), (EVENT, "群众代表")])
def test_a_paper_of_another_ballot_or_class_opens_in_neither(node, event, name):
    key = new_key()
    sealed = sealing.seal(write_paper(paper()), key.public, EVENT, CLASS)

    with pytest.raises(Broken):
        node.seal("openWith", vars(sealed), key.private.hex(), key.public, event, name)
    with pytest.raises(Spoilt):
        sealing.open_sealed(sealed, key.private, event, name)


def test_what_a_voter_keeps_opens_the_own_paper_and_no_other(node):
    """The passing key that the phone keeps for the inspectors (ballot.md 1.7-8)."""
    key = new_key()
    sealed = node.seal("seal", write_paper(paper()), key.public, EVENT, CLASS)

    passing = b64decode(sealed["secret"]).hex()

    assert node.seal("fits", passing, sealed["eph"])
    assert not node.seal("fits", passing, key.public)


def test_hkdf_is_the_common_one(node):
    secret, info = secrets.token_bytes(32), secrets.token_bytes(32)

    assert node.seal("hkdf", secret, info) == HKDF(SHA256(), 32, salt=None, info=info).derive(secret)
    inner = hmac.digest(bytes(32), secret, "sha256")
    assert node.seal("hkdf", secret, info) == hmac.digest(inner, info + b"\x01", "sha256")


# -- the key as people keep it


def test_a_wrapped_key_opens_in_both_with_its_passphrase_and_no_other(node):
    passphrase, key = "春天的田野里走过二零一二年啊", new_key("春天的田野里走过二零一二年啊")
    decomposed = "e\u0301te\u0301 dans les champs"
    made = node.desk("wrap", key.private, decomposed)

    parts = {name: b64decode(made[name]) for name in ("salt", "iv", "ct")}
    under = PBKDF2HMAC(SHA256(), 32, parts["salt"], 600_000).derive("été dans les champs".encode())

    assert AESGCM(under).decrypt(parts["iv"], parts["ct"], None) == key.private
    assert node.desk("unwrap", key.wrapped, passphrase) == key.private
    with pytest.raises(Broken):
        node.desk("unwrap", key.wrapped, passphrase + "！")
    with pytest.raises(InvalidTag):
        AESGCM(bytes(32)).decrypt(parts["iv"], parts["ct"], None)


@pytest.mark.parametrize(
    ("passphrase", "enough"), [("1" * 13, False), ("1" * 14, True), ("😀" * 13, False), ("", False)]
)
def test_a_passphrase_has_fourteen_characters(node, passphrase, enough):
    assert node.desk("longEnough", passphrase) is enough


def crockford(raw):
    bits = "".join(f"{one:08b}" for one in raw)
    bits += "0" * (-len(bits) % 5)
    return "".join(slip.ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def on_paper(raw):
    return crockford(raw) + crockford(hashlib.sha256(raw).digest()[:2])[:2]


def test_the_paper_copy_is_the_key_in_letters_and_reads_back_however_it_is_typed(node):
    key = new_key()
    letters = node.desk("paperCopy", key.private)

    assert letters == on_paper(key.private)
    assert len(letters) == 54
    groups = "-".join(letters[at : at + 4] for at in range(0, 54, 4))
    for typed in (
        letters,
        groups,
        groups.replace("-", " ").lower(),
        letters.replace("0", "o").replace("1", "l"),
    ):
        assert node.desk("readPaperCopy", typed) == key.private


def test_a_miscopied_letter_is_noticed_by_the_check_or_else_opens_no_box(node):
    key = new_key()
    letters = node.desk("paperCopy", key.private)
    unnoticed = 0

    for at in range(54):
        for other in random.sample([one for one in slip.ALPHABET if one != letters[at]], 4):
            read = node.desk("readPaperCopy", letters[:at] + other + letters[at + 1 :])
            if read is not None:
                unnoticed += 1
                assert not node.seal("fits", read.hex(), key.public)

    assert unnoticed < 10
    assert node.seal("fits", key.private.hex(), key.public)
    assert node.desk("readPaperCopy", letters[:-1]) is None


def line_at(shares, x):
    """The value at x of the line through two points over GF(256), by logarithms: another way than the script's."""
    power, log, value = [0] * 255, {}, 1
    for at in range(255):
        power[at], log[value] = value, at
        doubled = value << 1
        value ^= doubled ^ (0x11B if doubled & 0x100 else 0)  # times three, which generates the field

    def times(one, other):
        return power[(log[one] + log[other]) % 255] if one and other else 0

    def over(one, other):
        return power[(log[one] - log[other]) % 255] if one else 0

    (a, one), (b, two) = ((share[0], share[1:]) for share in shares)
    return bytes(
        times(y, over(x ^ b, a ^ b)) ^ times(z, over(x ^ a, a ^ b)) for y, z in zip(one, two, strict=True)
    )


def test_any_two_of_three_shares_give_the_key(node):
    key = new_key()
    shares = node.desk("shares", key.private)

    for one, other in [(0, 1), (1, 0), (0, 2), (2, 1)]:
        assert node.desk("together", shares[one], shares[other]) == key.private
        assert line_at((shares[one], shares[other]), 0) == key.private
    assert [share[0] for share in shares] == [1, 2, 3]
    assert all(node.desk("readShare", node.desk("share", share)) == share for share in shares)
    assert [len(node.desk("share", share)) for share in shares] == [55] * 3
    assert node.desk("share", shares[0]) == on_paper(shares[0])


def test_one_share_gives_nothing_whatever_the_key_a_second_share_would_fit(node):
    share = node.desk("shares", new_key().private)[0]
    for other_key in (new_key().private, bytes(32)):
        second = bytes([2]) + line_at((share, bytes([0]) + other_key), 2)

        assert node.desk("together", share, second) == other_key

    assert node.desk("together", share, share) is None
    assert share[1:] not in node.desk("shares", new_key().private)


def test_a_code_drawn_by_the_vendored_module_is_read_back(node, tmp_path):
    module = tmp_path / "lean-qr.mjs"
    shutil.copy(STATIC / "vendor/lean-qr/lean-qr.js", module)
    for text in (f"https://party.example.cn/b/#{EVENT}.0.0123456789ABCDEF8", on_paper(new_key().private)):
        rows = np.array(node.qr("rows", str(module), text), np.uint8)

        picture = np.pad(np.kron(255 * (1 - rows), np.ones((6, 6), np.uint8)), 40, constant_values=255)
        read, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)

        assert read == text


# -- the count


def envelope(sealed, name=CLASS):
    return {"class": name, "nullifier": "", "eph": sealed.eph, "iv": sealed.iv, "ct": sealed.ct}


def box_of(key, raws, papers=None, comment=True):
    return {
        "event": EVENT,
        "sheet": {"classes": [CLASS, "群众代表"], "questions": QUESTIONS, "comment": comment},
        "box_public": key.public,
        "envelopes": [envelope(sealing.seal(raw, key.public, EVENT, CLASS)) for raw in raws],
        "papers": papers or {},
    }


def test_the_count_takes_papers_apart_and_gives_no_order_back(node):
    key, papers = new_key(), [paper(*SAYS[at % 3], comment=f"话{9 - at}") for at in range(9)]

    counted = node.count("count", box_of(key, [write_paper(one) for one in papers]), key.private.hex())

    wanted = {
        asked.name: sorted(
            [each.commitment(EVENT), each.value, each.nonce]
            for one in papers for each in one.answers if each.item == asked.name
        )
        for asked in SHEET
    }  # fmt: skip
    assert counted["rows"] == {CLASS: wanted, "群众代表": {asked.name: [] for asked in SHEET}}
    assert counted["comments"] == sorted(one.comment for one in papers)
    assert counted["invalid"] == {}


def test_papers_that_are_not_valid_are_counted_by_why_and_open_no_row(node):
    key, good = new_key(), paper()
    raws = [
        write_paper(good),
        b"x",
        told(items=GOOD[:1]),
        told(items=[[OVERALL, "好", NONCE], GOOD[1]]),
        told(comment=1),
    ]
    box = box_of(key, [*raws, write_paper(good), write_paper(Paper((good.answers[0], paper().answers[1])))])
    other = sealing.seal(write_paper(paper()), new_key().public, EVENT, CLASS)
    moved = sealing.seal(write_paper(paper()), key.public, EVENT, "群众代表")
    box["envelopes"] += [envelope(other), envelope(moved), envelope(Sealed("A" * 88, "A" * 16, "AAAA"))]

    counted = node.count("count", box, key.private.hex())

    reasons = {"unreadable": 4, "questions": 1, "option": 1, "comment": 1, "repeated": 2}
    assert counted["invalid"] == {CLASS: reasons}
    assert set(reasons) == set(board.SPOILT)
    assert [len(rows) for rows in counted["rows"][CLASS].values()] == [1, 1]


def test_paper_ballots_become_rows_that_look_like_any_other(node):
    entry = {"returned": 6, "invalid": 1, "votes": {OVERALL: {"满意": 3, ABSTAIN: 2}, "作风": {"好": 5}}}
    box = box_of(new_key(), [], {CLASS: entry})

    first, again = (node.count("count", box, None)["rows"][CLASS] for _ in range(2))

    assert board.counted_rows([tuple(row) for row in first[OVERALL]]) == {"满意": 3, ABSTAIN: 2}
    assert board.wrong_rows(EVENT, first) == []
    assert first[OVERALL] == sorted(first[OVERALL])
    assert not {row[0] for row in first[OVERALL]} & {row[0] for row in again[OVERALL]}


def test_a_comment_that_was_not_asked_for_is_left_in_its_envelope(node):
    key = new_key()
    box = box_of(key, [write_paper(paper(comment="多余"))], comment=False)

    counted = node.count("count", box, key.private.hex())

    assert (counted["comments"], counted["invalid"]) == ([], {})


def test_the_server_takes_what_the_browser_counted(node):
    held = Meeting(sizes={"党员": 6, "群众代表": 6}).to("open")
    for voter in held.voters[:3]:
        held.vote(voter, "满意")
    held.close()
    held.enter_papers(CLASS, {one.name: {one.options[0]: 2, ABSTAIN: 1} for one in held.sheet})
    held.enter_papers("群众代表", {one.name: {one.options[1]: 4} for one in held.sheet}, invalid=1)
    box = events.envelopes(event=held.event, by=held.delegate)

    held.count(**node.count("count", box, held.key.private.hex()))

    assert held.now.state == "counted"
    assert counted_from_board(held.now)[CLASS].votes == {"满意": 5, ABSTAIN: 1}


# -- the board, counted again


@cache
def published():
    """Three published ballots: by class, merged, the grade alone. mode -> (files, what a voter's phone keeps)."""
    found = {}
    for mode, members, others in (("classes", 9, 9), ("merged", 3, 9), ("grade-only", 2, 2)):
        held = Meeting(sizes={"党员": 9, "群众代表": 9}).to("open")
        casting = held.voters[:members] + held.voters[9 : 9 + others]
        for at, voter in enumerate(casting):
            held.vote(voter, held.sheet[0].options[at % 3])
        held.close()
        for step in (held.count, held.sign, held.publish):
            step()
        found[mode] = record.files(held.now, "public"), [kept(held, voter) for voter in casting]
    return found


@pytest.fixture
def records():
    """Made once, in the first test's database; what comes out are bytes."""
    return published()


def kept(held, voter):
    return {
        "event": held.event.pk, "class": voter.voter_class, "nullifier": voter.ack.nullifier, "box": held.key.public,
        "answers": [[one.item, one.value, one.nonce] for one in voter.answers],
    }  # fmt: skip


def wrong_in(node, files):
    return [one["name"] for one in node.check("recount", files) if one["ok"] is False]


def parsed(files, name):
    return json.loads(files[name])


@pytest.mark.parametrize("mode", ["classes", "merged", "grade-only"])
def test_an_honest_record_counts_again_in_the_browser(node, records, mode):
    files, _ = records[mode]

    checks = {one["name"]: one["ok"] for one in node.check("recount", files)}

    assert parsed(files, "result.json")["view"] == mode
    shut = {"shut": None} if mode == "grade-only" else {}
    names = "files one-ballot signed-opening signed-result stubs spent opened counted rooted summed"
    assert checks == dict.fromkeys(names.split(), True) | shut


@pytest.mark.parametrize("mode", ["classes", "merged", "grade-only"])
def test_every_phone_finds_its_own_ballot_and_no_other_phones(node, records, mode):
    files, phones = records[mode]
    lists = {name: parsed(files, f"{name}.json") for name in ("board", "spent", "opening")}

    found = [node.check("own", one, lists) for one in phones]

    asked = len(phones[0]["answers"])
    assert found == [{"found": asked, "asked": asked, "spent": True, "box": True}] * len(phones)
    stranger = phones[0] | {"answers": [[i, v, secrets.token_hex(16)] for i, v, _ in phones[0]["answers"]]}
    assert node.check("own", stranger | {"box": "", "nullifier": "0" * 64}, lists) == {
        "found": 0, "asked": asked, "spent": False, "box": False,
    }  # fmt: skip


def rebuilt(files, **changed):
    """Files with other lists, and a result that names them; only the signature cannot be made."""
    new = files | {name.replace("_", "."): canonical(told).encode() for name, told in changed.items()}
    result = parsed(new, "result.json")
    result["files"] = {name: hashlib.sha256(new[name]).hexdigest() for name in result["files"]}
    return new | {"result.json": canonical(result).encode()}


def other_answer(files):
    """One row says something else, with everything that follows from it: commitment, root, counts."""
    told, result = parsed(files, "board.json"), parsed(files, "result.json")
    column = told["groups"][CLASS][OVERALL]
    (_, said, _), value = column[0], "不满意"
    column[0] = [board.commitment(told["event"], OVERALL, value, NONCE), value, NONCE]
    column.sort()
    question = next(one for one in result["groups"] if one["name"] == CLASS)["questions"][OVERALL]
    question["counts"][said] -= 1
    question["counts"][value] = question["counts"].get(value, 0) + 1
    question["root"] = board.column_root([tuple(row) for row in column])
    return rebuilt(files, board_json=told, result_json=result)


def changed_in(name, change):
    def make(files):
        told = parsed(files, f"{name}.json")
        change(told)
        return rebuilt(files, **{f"{name}_json": told})

    return make


def say_otherwise(told):
    row = told["groups"][CLASS][OVERALL][0]
    row[1] = "满意" if row[1] == "不满意" else "不满意"


def add_a_vote(told):
    next(iter(told["groups"][0]["questions"].values()))["counts"]["满意"] += 1


def issue_fewer(told):
    told["groups"][0]["issued"] = 1


def drop_a_row(told):
    told["groups"][CLASS][OVERALL].pop()


def add_one(told):
    told["groups"][CLASS].append("0" * 64)


def of_another(told):
    told["event"] = "0" * 16


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (other_answer, {"signed-result"}),
        (changed_in("board", say_otherwise), {"signed-result", "opened", "counted", "rooted"}),
        (changed_in("board", drop_a_row), {"signed-result", "counted", "rooted"}),
        (changed_in("stubs", add_one), {"signed-result", "stubs"}),
        (changed_in("spent", add_one), {"signed-result", "spent", "summed"}),
        (changed_in("result", add_a_vote), {"signed-result", "counted"}),
        (changed_in("result", issue_fewer), {"signed-result", "summed"}),
        (changed_in("opening", of_another), {"signed-result", "signed-opening", "one-ballot"}),
        (lambda files: files | {"stubs.json": files["stubs.json"] + b" "}, {"files"}),
    ],
)
def test_a_changed_record_is_found_out_and_where(node, records, change, names):
    files, _ = records["classes"]

    assert names <= set(wrong_in(node, change(files)))
    assert wrong_in(node, files) == []


def test_a_row_altered_before_signing_is_seen_by_its_own_voter_alone(node, records):
    """The limit that ballot.md 1.10 names: the recount cannot see it, so voters are asked to check."""
    files, phones = records["classes"]
    altered = other_answer(files)
    lists = {name: parsed(altered, f"{name}.json") for name in ("board", "spent", "opening")}

    missing = [node.check("own", one, lists) for one in phones]

    assert sum(one["asked"] - one["found"] for one in missing) == 1
