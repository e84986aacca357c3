"""The published record: a program that shares no code with ours counts it again and finds any change (B-07)."""

import ast
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jiceng.kernel.ballot import ABSTAIN, OVERALL
from jiceng.kernel.ballot.record import FILES, fingerprint
from jiceng.kernel.ballot.view import published
from tests.forging import forge, opened, row
from tests.made_ballots import BOX_PUBLIC, INSTANCE, make, verifier

EVENTS, MUTATIONS = 50, 150
program = verifier()

# Nine and ten valid papers: shown by class. Three and nine: merged. Two and three: the grade only.
BY_CLASS = {"党员": 9, "群众代表": 10}
MERGED = {"党员": 3, "群众代表": 9}
FEW = {"党员": 2, "群众代表": 3}
WHOLE = {"absent": 0, "invalid": 0, "items": 2}


def wrong(files):
    """The codes of what the program finds."""
    return {code for code, _ in program.verify(files)}


def totals(files):
    """(group, question) -> counts, as the files say."""
    groups = opened(files)["result"]["groups"]
    return {(one["name"], item): told["counts"] for one in groups for item, told in one["questions"].items()}


def mutated(rng, files, name):
    """The same files with one byte of one of them changed: any other byte, or only its case, or one more or fewer."""
    raw = bytearray(files[name])
    at = rng.randrange(len(raw))
    how = rng.randrange(6)
    if how == 0:
        del raw[at]
    elif how == 1:
        raw[at:at] = b" "
    elif how == 2 and chr(raw[at]).isalpha():
        raw[at] ^= 0x20
    else:
        raw[at] = rng.choice([one for one in range(256) if one != raw[at]])
    return files | {name: bytes(raw)}


# -- honest records ----------------------------------------------------------------------------------------------------


def test_generated_records_hold_and_give_the_same_totals():
    views = set()
    for seed in range(EVENTS):
        made = make(seed)
        for audience in ("public", "inside"):
            files = made.files(audience)
            view = published(made.closed.rule, made.closed.counts, audience)
            expected = {
                (group.name, item): None if one.counts is None else dict(one.counts)
                for group in view.groups
                for item, one in group.columns.items()
            }
            assert (program.verify(files), totals(files)) == ([], expected), seed
        views.add(
            view.mode
            if audience == "public"
            else published(made.closed.rule, made.closed.counts, "public").mode
        )
    assert views == {"classes", "merged", "grade-only"}


def test_paper_alone_has_a_record_too():
    made = make(3, sizes=BY_CLASS, paper=1, **WHOLE)

    assert program.verify(made.files()) == []
    assert opened(made.files())["stubs"]["groups"] == {"党员": [], "群众代表": []}


def test_the_record_is_the_same_each_time():
    made = make(4, sizes=MERGED, **WHOLE)

    assert made.files() == made.files()


def test_what_a_system_leaves_in_a_packed_record_is_named_and_left_aside(tmp_path):
    packed = tmp_path / "record.zip"
    left = ["record/.DS_Store", "__MACOSX/record/._board.json", "Thumbs.db", "record/desktop.ini"]
    with zipfile.ZipFile(packed, "w") as file:
        for name, raw in make(4, sizes=MERGED, **WHOLE).files().items():
            file.writestr(f"record/{name}", raw)
        for name in left:
            file.writestr(name, b"x")

    files, problems, notes = program.read(str(packed))

    assert (problems, notes) == ([], left)
    assert program.verify(files) == []


def test_a_range_is_shut_two_short_of_all():
    made = make(5, says={"党员": ["好"] * 7 + ["差"] * 2, "群众代表": ["好"] * 9}, items=0, unanimous="range")

    told = opened(made.files())["result"]["groups"]

    assert program.verify(made.files()) == []
    assert [one["questions"][OVERALL]["most"] for one in told] == [["好", 7], ["好", 7]]


# -- bytes -------------------------------------------------------------------------------------------------------------


def test_one_changed_byte_of_any_file_is_found():
    rng = random.Random(20_120_418)
    kept = [make(seed, sizes=sizes, **WHOLE).files() for seed, sizes in enumerate((BY_CLASS, MERGED, FEW))]
    missed = []
    for _ in range(MUTATIONS):
        files, name = rng.choice(kept), rng.choice(FILES)
        if not program.verify(mutated(rng, files, name)):
            missed.append(name)
    assert missed == []


def test_without_digests_and_signatures_some_changed_bytes_would_pass(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(program, "_digests", lambda *given: None)
    monkeypatch.setattr(program, "_signature", lambda *given: None)
    rng = random.Random(1)
    files = make(1, sizes=MERGED, **WHOLE).files()

    found = [bool(program.verify(mutated(rng, files, "opening.json"))) for _ in range(60)]

    assert False in found


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name):
    files = make(1, sizes=BY_CLASS, **WHOLE).files()
    del files[name]

    assert ("missing-file", {"name": name}) in program.verify(files)


@pytest.mark.parametrize("name", ["opening.sig", "result.sig"])
def test_a_signature_written_otherwise_is_refused(name):
    """Upper case, and the other number that passes careless programs: S + L."""
    files = make(1, sizes=BY_CLASS, **WHOLE).files()
    raw = bytes.fromhex(files[name].decode())
    other = raw[:32] + (int.from_bytes(raw[32:], "little") + program.L).to_bytes(32, "little")

    upper = wrong(files | {name: files[name].upper()})
    again = wrong(files | {name: f"{other.hex()}\n".encode()})

    assert "signature-form" in upper
    assert "signature" in again


def test_signatures_are_those_of_the_library():
    rng = random.Random(8)
    for length in (0, 1, 64, 200):
        key = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
        message = rng.randbytes(length)
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert program.signed(public, signature, message)
        assert not program.signed(public, signature, message + b"x")
        assert not program.signed(public, bytes(64), message)


# -- contents: by somebody who has the installation's key and builds everything anew ----------------------------------


def alter_row(told):
    name = told["result"]["groups"][0]["name"]
    told["board"]["groups"][name][OVERALL][0][1] = (
        "差" if told["board"]["groups"][name][OVERALL][0][1] != "差" else "好"
    )


def type_over(told):
    counts = told["result"]["groups"][0]["questions"][OVERALL]["counts"]
    counts["好"] += 1


def one_row_more(told):
    group = told["result"]["groups"][0]
    rows = told["board"]["groups"][group["name"]][OVERALL]
    rows.append(row(told, OVERALL, "好", "ab" * 16))
    rows.sort()
    group["questions"][OVERALL]["counts"]["好"] += 1


def one_paper_more(told):
    """Valid, returned and issued each one more, and the rows: only the list of voters stands in the way."""
    group = told["result"]["groups"][0]
    for item, rows in told["board"]["groups"][group["name"]].items():
        rows.append(row(told, item, "好", "ab" * 16))
        rows.sort()
        group["questions"][item]["counts"]["好"] += 1
    for figure in ("valid", "returned", "issued"):
        group[figure] += 1


def the_same_row_twice(told):
    rows = told["board"]["groups"]["党员"][OVERALL]
    rows[1] = list(rows[0])


def a_row_in_two_classes(told):
    here, there = (told["board"]["groups"][name][OVERALL] for name in ("党员", "群众代表"))
    there[0] = list(here[0])
    there.sort()


def unsorted(told):
    told["board"]["groups"]["党员"][OVERALL].reverse()


def an_option_of_nobody(told):
    rows = told["board"]["groups"]["党员"][OVERALL]
    rows[0] = row(told, OVERALL, "很好", "ab" * 16)
    rows.sort()


def a_slip_of_nobody(told):
    told["spent"]["groups"]["党员"].append("ff" * 32)


def a_slip_more(told):
    told["stubs"]["groups"]["党员"].append("ff" * 32)
    told["opening"]["stubs"]["党员"]["count"] += 1


def more_used_than_returned(told):
    group, name = told["result"]["groups"][0], "党员"
    told["spent"]["groups"][name] = told["stubs"]["groups"][name][: group["returned"] + 1]


def returned_beyond_issued(told):
    told["result"]["groups"][0]["issued"] = told["result"]["groups"][0]["returned"] - 1


def an_invalid_paper_hushed_up(told):
    told["result"]["groups"][0]["returned"] += 1
    told["result"]["groups"][0]["issued"] += 1
    told["opening"]["roll"]["党员"]["size"] += 1


def another_event(told):
    told["board"]["event"] = "0" * 16


def a_smaller_number(told):
    told["opening"]["smallest"] = told["result"]["smallest"] = 2


def a_question_left_out(told):
    del told["board"]["groups"]["党员"]["班子"]


def shown_as_void(told):
    told["result"]["void"] = True


def a_key_of_no_curve(told):
    told["opening"]["box_public"] = BOX_PUBLIC.replace(BOX_PUBLIC[20:24], "AAAA")


def another_instance(told):
    told["opening"]["instance"] = "00" * 32


def an_older_log(told):
    told["result"]["audit"]["size"] = 0
    told["opening"]["audit"]["size"] = 5


FORGED = [
    (alter_row, "commitment"), (type_over, "counts"), (one_row_more, "length"), (one_paper_more, "issued-roll"),
    (the_same_row_twice, "rows-order"), (a_row_in_two_classes, "row-twice"), (unsorted, "rows-order"),
    (an_option_of_nobody, "option"), (a_slip_of_nobody, "spent-unknown"), (a_slip_more, "slips-number"),
    (more_used_than_returned, "paper-negative"), (returned_beyond_issued, "returned-issued"),
    (an_invalid_paper_hushed_up, "valid-invalid"), (another_event, "other-event"), (a_smaller_number, "smallest"),
    (a_question_left_out, "questions"), (shown_as_void, "void"), (a_key_of_no_curve, "box-key"),
    (another_instance, "other-key"), (an_older_log, "audit-back"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code"), FORGED, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_wrong_is_named_even_when_everything_is_signed_anew(change, code):
    files = make(6, sizes=BY_CLASS, paper=0.5, **WHOLE).files()

    assert code in wrong(forge(files, change))


def test_built_anew_without_a_change_it_holds():
    """The negative control of the forger."""
    for sizes in (BY_CLASS, MERGED, FEW):
        files = make(6, sizes=sizes, **WHOLE).files()
        assert forge(files, lambda told: None) == files


def test_stubs_that_are_not_those_of_the_opening_are_found():
    files = make(6, sizes=BY_CLASS, **WHOLE).files()

    def swap(told):
        told["stubs"]["groups"]["党员"][0] = "00" * 32

    assert {"stub-root", "stub-root-all"} <= wrong(forge(files, swap, roots=False))


# -- the view ----------------------------------------------------------------------------------------------------------


def inside_shown_to_all(told):
    told["result"]["audience"] = "public"


def test_a_small_class_that_is_shown_is_named():
    files = make(7, sizes=MERGED, **WHOLE).files("inside")

    assert "shows-small-class" in wrong(forge(files, inside_shown_to_all))


def test_a_nearly_unanimous_column_that_is_opened_is_named():
    made = make(7, says={"党员": ["好"] * 3, "群众代表": ["好"] * 8 + ["差"]}, items=0)
    rows = [one for items in made.closed.rows.values() for one in items[OVERALL]]

    def show(told):
        told["board"]["groups"][""][OVERALL] = sorted(list(one) for one in rows)
        told["result"]["groups"][0]["questions"][OVERALL].update(counts={"好": 11, "差": 1}, most=None)

    assert "shows-unanimous" in wrong(forge(made.files(), show))


def test_fewer_papers_than_may_be_counted_out_are_named():
    made = make(8, sizes=FEW, **WHOLE)
    items = {item: [] for item in made.questions}
    for columns in made.closed.rows.values():
        for item, rows in columns.items():
            items[item] += [list(one) for one in rows]

    def show(told):
        told["result"]["view"] = "merged"
        group = told["result"]["groups"][0]
        group.update(issued=5, returned=5, valid=5, invalid=0)
        for item, rows in items.items():
            told["board"]["groups"][""][item] = sorted(rows)
            counts = {}
            for _, value, _ in rows:
                counts[value] = counts.get(value, 0) + 1
            group["questions"][item]["counts"] = counts

    assert "shows-few" in wrong(forge(made.files(), show))


def test_a_column_hidden_without_need_is_named():
    made = make(9, says={"党员": ["好", "差", "一般"] * 3, "群众代表": ["好", "较好"] * 5}, items=0)

    def hide(told):
        told["board"]["groups"]["党员"][OVERALL] = [
            [one[0]] for one in told["board"]["groups"]["党员"][OVERALL]
        ]
        told["result"]["groups"][0]["questions"][OVERALL]["counts"] = None

    assert "hides-column" in wrong(forge(made.files(), hide))


def test_merged_files_say_nothing_of_classes():
    """Swap who belongs to which class: whoever reads the files sees the very same bytes."""
    made = make(10, sizes=MERGED, paper=1, **WHOLE)
    first, *_, last = made.voters
    assert first.voter_class != last.voter_class
    moved = [
        type(one)(last.voter_class if one is first else first.voter_class, one.answers)
        if one in (first, last)
        else one
        for one in made.voters
    ]

    assert made.with_voters(moved).files() == made.files()
    assert made.with_voters(moved).files("inside") != made.files("inside")


# -- the program itself ------------------------------------------------------------------------------------------------


def test_it_runs_on_python_3_8_and_takes_nothing_but_the_standard_library():
    source = Path(program.__file__).read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))

    taken = {
        name.name.split(".")[0] for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names
    }
    taken |= {one.module.split(".")[0] for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert taken <= set(sys.stdlib_module_names)


def test_every_problem_has_a_sentence_in_both_languages():
    """Every code that the program raises, and each is said in both."""
    tree = ast.parse(Path(program.__file__).read_text("utf-8"))
    raised = {
        one.elts[0].value
        for one in ast.walk(tree)
        if isinstance(one, ast.Tuple)
        and len(one.elts) == 2
        and isinstance(one.elts[0], ast.Constant)
        and isinstance(one.elts[1], (ast.Dict, ast.Call, ast.Name))
        and isinstance(one.elts[0].value, str)
    }
    codes = {one for one in raised if "-" in one or one in program.SAID} - {"grade-only", "must not"}
    assert codes <= set(program.SAID)
    assert all(len(set(one)) == 2 for one in program.SAID.values())


def test_it_is_run_on_a_zip_and_says_well_or_what_is_wrong(tmp_path):
    files = make(11, sizes=BY_CLASS, **WHOLE).files()
    good, bad = tmp_path / "good.zip", tmp_path / "bad"
    with zipfile.ZipFile(good, "w") as packed:
        for name, raw in files.items():
            packed.writestr(name, raw)
    bad.mkdir()
    for name, raw in forge(files, alter_row).items():
        (bad / name).write_bytes(raw)
    printed = fingerprint(INSTANCE)

    well = run(good, "--key", printed, "--sheet", "ab" * 8)
    right = run(good, "--key", printed, "--lang", "en")
    wrong_one = run(bad)
    other = run(good, "--key", fingerprint("00" * 32))

    assert (right.returncode, wrong_one.returncode, other.returncode, well.returncode) == (0, 1, 1, 1)
    assert "It all holds" in right.stdout
    assert "“党员”“总体评价”第 1 行" in wrong_one.stdout
    assert "不是您输入的那个" in other.stdout
    assert "不是这份记录里的任何一个摘要" in well.stdout


def test_a_record_under_another_key_passes_alone_and_fails_against_the_printed_one():
    """Why the fingerprint is on paper."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key = other.public_key().public_bytes_raw().hex()
    files = make(12, sizes=BY_CLASS, **WHOLE).files()

    def theirs(told):
        told["opening"]["instance"] = key

    made = forge(files | {"key.txt": f"{key}\n".encode()}, theirs, signs=lambda raw: other.sign(raw).hex())

    assert program.verify(made) == []
    assert program.compare(made, fingerprint(INSTANCE), [])[0] == [
        ("key-not-yours", {"found": fingerprint(key)})
    ]
    assert program.compare(files, fingerprint(INSTANCE), [])[0] == []


def test_digests_typed_from_paper_are_looked_up():
    files = make(13, sizes=BY_CLASS, **WHOLE).files()
    root = opened(files)["opening"]["stub_root_all"]

    problems, same = program.compare(files, None, [root[:16], root[:8], "zz" * 8])

    assert [code for code, _ in problems] == ["digest-short", "digest-short"]
    assert [facts["what"] for _, facts in same] == ["opening.json stub_root_all"]


def run(path, *more):
    return subprocess.run(
        [sys.executable, "-I", program.__file__, str(path), *more],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_abstaining_is_an_answer_everywhere():
    made = make(14, says={"党员": [ABSTAIN] * 4 + ["好"] * 5, "群众代表": ["好", "差"] * 5}, items=1)

    assert program.verify(made.files()) == []
    assert totals(made.files())["党员", OVERALL][ABSTAIN] == 4
