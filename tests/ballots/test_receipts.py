"""B-08 and B-09: a voter notices when the own paper is not as cast; and has nothing that proves it to anybody else."""

import json
import random
import subprocess
from base64 import b64decode, b64encode
from dataclasses import replace

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jiceng.kernel.ballot import ABSTAIN, OVERALL
from jiceng.kernel.ballot.board import Asked, Paper, box_info, read_paper, write_paper
from jiceng.services.ballot import sealing
from tests.ballots.rounds import rounds
from tests.forging import opened
from tests.kernel.test_ballot_record import program
from tests.made_ballots import BOX_PUBLIC, OPTIONS, make, vote
from tests.web.ballot.scripts import NODE, SCRIPTS

pytestmark = pytest.mark.once
TRIALS, PAIRS = rounds(500, least=200), 10_000
# The phone's own program, on many slips at once: what it finds of each.
CHECK = """
const check = require(process.argv[1]);
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map((one) => check[process.argv[2]](one.record, one.told))));
"""


def kept(made, voter):
    """What a phone keeps of its slip."""
    answers = [[one.item, one.value, one.nonce] for one in voter.answers]
    return {
        "event": made.closed.event, "class": voter.voter_class, "nullifier": voter.nullifier, "box": BOX_PUBLIC,
        "answers": answers,
    }  # fmt: skip


def own_checks(asked, what="own"):
    """asked: (what a phone kept, the files as published). what: own, or forget what the board does not say."""
    told = [
        {"record": record, "told": {name: opened(files)[name] for name in ("board", "spent", "opening")}}
        for record, files in asked
    ]
    answer = subprocess.run(
        [NODE, "-e", CHECK, str(SCRIPTS / "check.js"), what],
        input=json.dumps(told), capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    return json.loads(answer.stdout)


def content(found):
    return found["found"] == found["asked"] and found["spent"] and found["box"]


def phones(made):
    return [one for one in made.voters if one.nullifier]


# -- B-08 --------------------------------------------------------------------------------------------------------------


def test_every_honest_phone_finds_every_answer(figures):
    asked = []
    for seed in range(60):
        made = make(seed)
        files = made.files()
        asked += [(kept(made, one), files) for one in phones(made)]

    found = own_checks(asked)

    figures(f"B-08: {sum(map(content, found))} of {len(found)} honest phones find all their answers")
    assert all(map(content, found))


def altered(rng, made, voter):
    """The counter opened this paper and wrote down another: every digest, count and signature follows."""
    answers = list(voter.answers)
    at = rng.randrange(len(answers))
    other = rng.choice([one for one in (*OPTIONS, ABSTAIN) if one != answers[at].value])
    answers[at] = replace(answers[at], value=other, nonce=rng.randbytes(16).hex())
    return made.with_voters(
        [replace(voter, answers=tuple(answers)) if one is voter else one for one in made.voters]
    )


def exchanged(rng, made, voter):
    """Another paper altogether in its place; the slip stays used."""
    answers = vote(rng, made.questions)
    return made.with_voters([replace(voter, answers=answers) if one is voter else one for one in made.voters])


def dropped(rng, made, voter):
    """As if it had never come, slip and all."""
    name, counts = voter.voter_class, dict(made.closed.counts)
    one = counts[name]
    counts[name] = replace(one, returned=one.returned - 1, valid=one.valid - 1)
    spent = dict(made.closed.spent)
    spent[name] = [each for each in spent[name] if each != voter.nullifier]
    less = replace(made, closed=replace(made.closed, counts=counts, spent=spent))
    return less.with_voters([each for each in made.voters if each is not voter])


def called_invalid(rng, made, voter):
    counts = dict(made.closed.counts)
    one = counts[voter.voter_class]
    counts[voter.voter_class] = replace(one, valid=one.valid - 1, invalid=one.invalid + 1)
    less = replace(made, closed=replace(made.closed, counts=counts))
    return less.with_voters([each for each in made.voters if each is not voter])


def test_whatever_the_counter_does_to_a_phone_vote_its_voter_notices_and_nobody_else(figures):
    rng = random.Random(8)
    asked, recounts = [], 0
    for trial in range(TRIALS):
        made = make(3000 + trial % 100, sizes={"党员": rng.choice((3, 9)), "群众代表": 10}, items=2)
        voter = rng.choice(phones(made))
        forged = (altered, exchanged, dropped, called_invalid)[trial % 4](rng, made, voter)
        files = forged.files()
        recounts += program.verify(files) == []
        asked.append((kept(made, voter), files))

    noticed = [not content(one) for one in own_checks(asked)]

    figures(f"B-08: {sum(noticed)} of {TRIALS} altered or dropped phone votes noticed by their voter; "
            f"the recount alone saw {TRIALS - recounts}")  # fmt: skip
    assert (sum(noticed), recounts) == (TRIALS, TRIALS)


def test_a_paper_ballot_rests_on_two_tellers_alone():
    """Said, not prevented: nobody's phone knows of it, and the recount holds."""
    made = make(1, sizes={"党员": 9, "群众代表": 10}, items=0, paper=1, absent=0, invalid=0)

    forged = altered(random.Random(1), made, made.voters[0])

    assert program.verify(forged.files()) == []


def shown_to_inspectors(sealed, secret, event, voter_class):
    """What was in an envelope, by the phone's passing key: the box's key is not needed. None where it does not fit."""
    passing = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
    if sealing.write_point(passing.public_key()) != sealed.eph:
        return None
    shared = passing.exchange(ec.ECDH(), sealing.read_point(BOX_PUBLIC))
    info = box_info(event, voter_class)
    key = HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(shared)
    try:
        return AESGCM(key).decrypt(b64decode(sealed.iv), b64decode(sealed.ct), info)
    except InvalidTag:
        return None


def sealed_with(secret, plain, event, voter_class):
    passing = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
    info = box_info(event, voter_class)
    shared = passing.exchange(ec.ECDH(), sealing.read_point(BOX_PUBLIC))
    key, iv = HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(shared), secret[:12]
    parts = (iv, AESGCM(key).encrypt(iv, plain, info))
    return sealing.Sealed(
        sealing.write_point(passing.public_key()), *(b64encode(one).decode() for one in parts)
    )


def test_the_evidence_of_a_complaint_checks_out_and_a_made_up_one_does_not(figures):
    """Slip and passing key open the envelope that the inspectors hold; nobody opens it to anything else."""
    rng = random.Random(9)
    right = wrong = 0
    for trial in range(TRIALS):
        made = make(trial % 50, sizes={"党员": 9}, items=1, paper=0)
        voter = rng.choice(made.voters)
        event, name = made.closed.event, voter.voter_class
        secret, other = (rng.randrange(1, sealing.ORDER).to_bytes(32, "big") for _ in range(2))
        envelope = sealed_with(secret, write_paper(Paper(voter.answers)), event, name)
        sheet = [Asked(one, OPTIONS) for one in made.questions]
        plain = shown_to_inspectors(envelope, secret, event, name)
        right += plain is not None and read_paper(plain, sheet).answers == voter.answers
        wrong += shown_to_inspectors(envelope, other, event, name) is not None
    figures(
        f"B-08: {right} of {TRIALS} complaints proved by slip and passing key; {wrong} of {TRIALS} false ones"
    )
    assert (right, wrong) == (TRIALS, 0)


# -- B-09 --------------------------------------------------------------------------------------------------------------


def claims(rng, made, columns):
    """A voter who says how they voted, and another who says they voted the same and did not: what each hands over."""
    voters = phones(made)
    true = rng.choice(voters)
    false = rng.choice(
        [one for one in voters if one.voter_class == true.voter_class and one is not true and
         any(one.said(item) != true.said(item) for item in made.questions)] or [None]
    )  # fmt: skip
    if false is None:
        return None
    rows = columns[true.voter_class]
    handed = [(one.commitment(made.closed.event), one.value, one.nonce) for one in true.answers]
    # Every opening is public: the other takes any of those with the answer that is wanted.
    borrowed = [rng.choice([row for row in rows[one.item] if row[1] == one.value]) for one in true.answers]
    return (true, handed), (false, [tuple(one) for one in borrowed])


def features(rows, spent, voter, handed, questions):
    """Whatever a number can be made of: places in the lists, random numbers, how they sit beside each other."""
    places, numbers = [], []
    for item, row in zip(questions, handed, strict=True):
        column = [tuple(one) for one in rows[item]]
        same = [one for one in column if one[1] == row[1]]
        places += [column.index(row) / len(column), same.index(row) / len(same)]
        nonce = bytes.fromhex(row[2])
        numbers += [nonce[0] / 255, nonce[-1] / 255, sum(nonce) / 4080, bin(int(row[2], 16)).count("1") / 128]
    slip = int(voter.nullifier, 16)
    place = sorted(spent).index(voter.nullifier) / len(spent)
    apart = [abs(one - other) for at, one in enumerate(places[::2]) for other in places[::2][:at]]
    beside = [abs(one - place) for one in places[::2]]
    mixed = [bin((slip >> 128) ^ int(row[2], 16)).count("1") / 128 for row in handed]
    far = [bin(int(one[0], 16) ^ slip).count("1") / 256 for one in handed]
    return [place, *places, *numbers, *apart, *beside, *mixed, *far]


def judged(samples, labels):
    """Share of right answers of a trained judge on samples it has not seen: two kinds, the better one."""
    x, y = np.array(samples), np.array(labels)
    x = (x - x.mean(0)) / (x.std(0) + 1e-9)
    x = np.hstack([x, x**2])
    half = len(y) // 2
    weights = np.linalg.solve(x[:half].T @ x[:half] + np.eye(x.shape[1]), x[:half].T @ (2 * y[:half] - 1))
    linear = float(((x[half:] @ weights > 0) == (y[half:] > 0.5)).mean())
    stumps = [(abs(np.corrcoef(x[:half, at], y[:half])[0, 1]), at) for at in range(x.shape[1])]
    at = max(stumps)[1]
    sign = np.corrcoef(x[:half, at], y[:half])[0, 1]
    stump = float((((x[half:, at] * sign) > 0) == (y[half:] > 0.5)).mean())
    return max((linear, stump), key=lambda one: abs(one - 0.5))


def collected(pairs, arrange):
    rng = random.Random(10)
    samples, labels = [], []
    seed = 5000
    while len(samples) < 2 * pairs:
        seed += 1
        made = make(seed, sizes={"党员": 14, "群众代表": 16}, items=2, paper=0.2, absent=0, invalid=0)
        told = opened(made.files())
        columns = arrange(made, told["board"]["groups"])
        for _ in range(25):
            both = claims(rng, made, columns)
            if both is None or len(samples) >= 2 * pairs:
                continue
            for label, (voter, handed) in zip((1, 0), both, strict=True):
                name = voter.voter_class
                row = features(columns[name], told["spent"]["groups"][name], voter, handed, made.questions)
                samples.append(row)
                labels.append(label)
    return samples, labels


def as_published(made, groups):
    return groups


def in_order_of_papers(made, groups):
    """A board that was not sorted: every column keeps the order in which papers were opened."""
    return {name: {item: list(made.closed.rows[name][item]) for item in made.questions} for name in groups}


def test_nothing_that_a_voter_can_hand_over_tells_true_from_false(figures):
    right = judged(*collected(PAIRS, as_published))

    figures(f"B-09: a trained judge is right in {right:.3f} of {PAIRS} pairs of a true and a false receipt")
    assert abs(right - 0.5) <= 0.02


def test_on_a_board_that_was_not_sorted_a_paper_gives_itself_away(figures):
    """The negative control."""
    right = judged(*collected(2000, in_order_of_papers))

    figures(f"B-09: on a board in the order of papers the same judge is right in {right:.3f}")
    assert right > 0.8


def test_where_a_column_is_not_opened_what_a_phone_kept_is_a_receipt():
    """The stated limit, and why a phone forgets the numbers of such answers once it has checked."""
    made = make(11, sizes={"党员": 2, "群众代表": 3}, items=0, paper=0, absent=0, invalid=0)
    rows = opened(made.files())["board"]["groups"][""][OVERALL]
    voter = made.voters[0]

    assert [voter.answers[0].commitment(made.closed.event)] in rows
    assert all(len(one) == 1 for one in rows)


@pytest.mark.parametrize(
    ("sizes", "left"), [({"党员": 2, "群众代表": 3}, 0), ({"党员": 9, "群众代表": 10}, 2)]
)
def test_a_phone_that_has_checked_keeps_no_more_than_the_board_says_and_finds_it_again(sizes, left):
    made = make(12, sizes=sizes, items=1, paper=0, absent=0, invalid=0)
    files, voter = made.files(), made.voters[0]
    before = kept(made, voter) | {"secret": "a key", "sealed": {"eph": "", "iv": "", "ct": ""}}

    [after] = own_checks([(before, files)], "forget")

    assert sum(bool(nonce) and bool(value) for _, value, nonce, *_ in after["answers"]) == left
    assert (after["secret"], after["sealed"]) == ("", None)
    assert content(own_checks([(after, files)])[0])
