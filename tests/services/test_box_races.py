"""Many at one slip in the same moment; a box that closes meanwhile; its files afterwards. On a database in a file."""

import secrets
import threading
import time
from collections import defaultdict
from contextlib import nullcontext, suppress

import pytest
from django.db import connection, connections, transaction

from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import box, rewrite
from jiceng.store.models import BallotEvent, Envelope, RollEntry, Stub
from tests.boxes import an_open_box, new_code
from tests.files import at_once, database_in

pytestmark = pytest.mark.long

TICKETS, THREADS = 20, 8


@pytest.fixture
def open_box(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), database_in(tmp_path / "box.sqlite3"):
        yield an_open_box(sizes={"党员": TICKETS})


def rushed(one, *, threads=THREADS, tickets=TICKETS):
    """Each ticket posted by so many threads at once, each with contents of its own: (sealed papers, answers)."""
    codes = one.codes["党员"][:tickets]
    sealed = {code: [one.sealed("党员") for _ in range(threads)] for code in codes}

    def post(act):
        code, paper = act
        try:
            return one.cast("党员", code, paper)
        except Refusal as refusal:
            return refusal.code

    answers = {}
    for code in codes:
        posts = [lambda paper=paper, code=code: post((code, paper)) for paper in sealed[code]]
        answers[code] = at_once(*posts)
    return sealed, answers


def slow(monkeypatch, seconds):
    """A pause before the paper, and nobody is put in with others: as processes of a server are to each other."""
    monkeypatch.setattr(box, "_put_together", lambda envelope: box._put_all([envelope])[0])
    plain = box._insert

    def later(envelopes):
        time.sleep(seconds)
        return plain(envelopes)

    monkeypatch.setattr(box, "_insert", later)


def test_of_many_papers_for_one_slip_one_is_taken(open_box, monkeypatch):
    slow(monkeypatch, 0.01)
    monkeypatch.setattr(box, "TRIES", 100)  # SQLite is not fair, and a busy machine is no fault

    sealed, answers = rushed(open_box)

    taken = [one for code in answers for one in answers[code] if isinstance(one, box.Ack)]
    refused = [one for code in answers for one in answers[code] if not isinstance(one, box.Ack)]
    assert len(taken) == len({one.nullifier for one in taken}) == TICKETS
    assert refused == ["ballot.slip-spent"] * TICKETS * (THREADS - 1)
    assert box.returned(open_box.id) == TICKETS
    for code, told in answers.items():
        [won] = [at for at, one in enumerate(told) if isinstance(one, box.Ack)]
        assert open_box.cast("党员", code, sealed[code][won]) == told[won]
    assert box.returned(open_box.id) == TICKETS


def test_without_the_tables_key_one_slip_would_give_several_papers(open_box, monkeypatch):
    """The negative control: first looked up, then written, with nothing that holds in between."""
    without_key()
    monkeypatch.setattr(transaction, "atomic", lambda *args, **facts: nullcontext())
    monkeypatch.setattr(box, "_insert", looked_up_first(box._insert))
    monkeypatch.setattr(box, "_put_together", lambda envelope: box._put_all([envelope])[0])

    rushed(open_box, tickets=2)

    assert box.returned(open_box.id) > 2


def without_key():
    """The envelopes' table, with nothing that is unique."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE keyless AS SELECT * FROM store_envelope")
        cursor.execute("DROP TABLE store_envelope")
        cursor.execute("ALTER TABLE keyless RENAME TO store_envelope")


def looked_up_first(insert):
    """As heedless code does: is it there? Then, once somebody else has looked for the same slip too, in with it."""
    looked = defaultdict(lambda: threading.Barrier(2))

    def write(envelopes):
        if box._in_box(envelopes[0]) is not None:
            return [False]
        with suppress(threading.BrokenBarrierError):  # whoever comes alone does not wait for ever
            looked[envelopes[0].nullifier].wait(5)
        return insert(envelopes)

    return write


def at_the_box_together(one, monkeypatch, papers):
    """Everybody waits at the box when it turns to them: what each was answered, and who was put in with whom."""
    batches, plain = [], box._put_all

    def put(envelopes):
        batches.append([one.nullifier for one in envelopes])
        return plain(envelopes)

    monkeypatch.setattr(box, "_put_all", put)

    def release():
        while len(box._waiting) < len(papers):
            time.sleep(0.001)
        turn.release(held)

    turn = box._turns[connection.vendor]
    held = 0
    while turn.acquire(blocking=False):
        held += 1
    opener = threading.Thread(target=release)
    opener.start()
    answers = at_once(
        *(lambda code=code, paper=paper: one.cast("党员", code, paper) for code, paper in papers)
    )
    opener.join()
    return answers, batches


def test_papers_that_wait_together_go_in_together_in_the_order_of_their_keys(open_box, monkeypatch):
    papers = [(code, open_box.sealed("党员")) for code in open_box.codes["党员"][:THREADS]]
    papers.append((papers[0][0], open_box.sealed("党员")))  # somebody tries one slip twice
    papers.append((new_code(), open_box.sealed("党员")))

    answers, batches = at_the_box_together(open_box, monkeypatch, papers)

    codes = [getattr(one, "code", "taken") for one in answers]
    assert sorted([codes[0], codes[-2]]) == ["ballot.slip-spent", "taken"]
    assert codes[1:-2] == ["taken"] * (THREADS - 1)
    assert codes[-1] == "ballot.slip-unknown"
    assert [len(one) for one in batches] == [len(papers)]
    assert box.returned(open_box.id) == THREADS


def test_what_goes_wrong_for_all_is_told_to_each_and_the_next_go_in(open_box, monkeypatch):
    papers = [(code, open_box.sealed("党员")) for code in open_box.codes["党员"][:4]]

    with monkeypatch.context() as broken:
        broken.setattr(box, "_insert", lambda envelopes: 1 / 0)
        answers, _ = at_the_box_together(open_box, broken, papers)

    assert [type(one) for one in answers] == [ZeroDivisionError] * 4
    assert box.returned(open_box.id) == 0
    assert [open_box.cast("党员", *one).nullifier for one in papers]


# -- closing ----------------------------------------------------------------------------------------------------------


def close(one, *, waits=True):
    """As the service closes: the row, then who is on the way in, then the new state."""
    with transaction.atomic():
        BallotEvent.objects.select_for_update().get(pk=one.id)
        if waits:
            box.shut(one.id)
        one.move("closed")


def while_one_is_on_its_way(one, monkeypatch, *, insert, waits=True):
    """A paper is held up before it is committed while the box closes: how many papers there were at the close."""
    half_way, closed = threading.Event(), threading.Event()

    def held_up(envelopes):
        half_way.set()
        closed.wait(
            0.1 if waits else 30
        )  # a close that waits cannot come before the paper, however long that takes
        put = insert(envelopes)
        time.sleep(0.1 if waits else 0)
        return put

    monkeypatch.setattr(box, "_insert", held_up)
    counted = []

    def close_it():
        half_way.wait()
        close(one, waits=waits)
        counted.append(box.returned(one.id))
        closed.set()
        connections.close_all()

    closing = threading.Thread(target=close_it)
    closing.start()
    one.cast("党员", one.codes["党员"][0])
    closing.join()
    return counted[0]


def test_no_paper_comes_in_after_the_close_has_been_committed(open_box, monkeypatch):
    counted = while_one_is_on_its_way(open_box, monkeypatch, insert=box._insert)

    assert counted == box.returned(open_box.id) == 1


def state_asked_before(envelopes):
    """As heedless code does: the state was asked before the wait, and now the paper goes in."""
    Envelope.objects.bulk_create(envelopes)
    return [True]


def test_without_waiting_a_paper_would_come_in_after_the_close(open_box, monkeypatch):
    """The negative control; SQLite waits because a transaction takes the file's only lock when it begins."""
    if connection.vendor == "sqlite":
        monkeypatch.setattr(transaction, "atomic", lambda *args, **facts: nullcontext())

    counted = while_one_is_on_its_way(open_box, monkeypatch, insert=state_asked_before, waits=False)

    assert counted == 0
    assert box.returned(open_box.id) == 1


# -- afterwards -------------------------------------------------------------------------------------------------------


def rows(one):
    tables = (Stub, Envelope, RollEntry)
    return [sorted(table.objects.filter(event=one.id).values_list(), key=str) for table in tables]


def test_a_rewritten_box_holds_the_same_rows_and_may_be_rewritten_again(open_box):
    other = an_open_box()
    for code in secrets.SystemRandom().sample(open_box.codes["党员"], 10):
        open_box.cast("党员", code)
    other.cast("党员", other.codes["党员"][0])
    kept = [rows(open_box), rows(other)]

    with pytest.raises(Refusal) as caught:
        rewrite.rewrite(open_box.id)
    assert caught.value.code == "ballot.box-open"

    open_box.move("closed")
    for _ in range(2):
        assert set(rewrite.rewrite(open_box.id)) <= {"recycle"}  # PostgreSQL as it comes
        assert BallotEvent.objects.get(pk=open_box.id).rewritten
    assert [rows(open_box), rows(other)] == kept
    assert not BallotEvent.objects.get(pk=other.id).rewritten


@pytest.mark.parametrize("at", ["_anew", "_files_anew"])
def test_a_rewriting_that_was_cut_short_is_done_again(open_box, monkeypatch, at):
    open_box.cast("党员", open_box.codes["党员"][0])
    open_box.move("closed")
    kept = rows(open_box)

    def cut_short(*args):
        if args:  # between two tables: whatever was deleted comes back
            args[1].order_by().delete()
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(rewrite, at, cut_short)
        with pytest.raises(ConnectionError):
            rewrite.rewrite(open_box.id)
    assert rows(open_box) == kept
    assert not BallotEvent.objects.get(pk=open_box.id).rewritten

    rewrite.rewrite(open_box.id)
    assert rows(open_box) == kept
    assert BallotEvent.objects.get(pk=open_box.id).rewritten


def test_while_somebody_reads_without_end_the_file_waits_and_says_so(open_box, monkeypatch):
    """A backup that is being read out, for instance."""
    open_box.cast("党员", open_box.codes["党员"][0])
    open_box.move("closed")
    monkeypatch.setattr(rewrite, "PAUSE", 0)
    monkeypatch.setattr(rewrite, "LONGEST_WAIT", 50)
    reader = connections.create_connection("default")
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT * FROM store_envelope")
            cursor.fetchall()
        with pytest.raises(Refusal) as caught:
            rewrite.rewrite(open_box.id)
        assert caught.value.code == "ballot.rewrite-busy"
        assert not BallotEvent.objects.get(pk=open_box.id).rewritten
    finally:
        reader.close()

    rewrite.rewrite(open_box.id)
    assert BallotEvent.objects.get(pk=open_box.id).rewritten


@pytest.mark.postgres
def test_what_an_account_may_not_do_is_told_and_what_the_documentation_grants_is_enough(open_box):
    open_box.move("closed")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain")
        try:
            cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO plain")
            cursor.execute("SET ROLE plain")
            without = set(rewrite.rewrite(open_box.id))
            cursor.execute("RESET ROLE")
            cursor.execute("GRANT pg_checkpoint TO plain")
            cursor.execute("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO plain")
            for table in ("stub", "envelope", "rollentry"):
                cursor.execute(f"ALTER TABLE store_{table} OWNER TO plain")
            cursor.execute("SET ROLE plain")
            granted = set(rewrite.rewrite(open_box.id))
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP OWNED BY plain CASCADE")
            cursor.execute("REVOKE pg_checkpoint FROM plain")
            cursor.execute("DROP ROLE plain")

    assert without - {"recycle"} == {"tables", "switch", "checkpoint"}
    assert granted <= {"recycle"}
