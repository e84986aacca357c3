"""B-03 and B-15 at length: two hundred slips rushed by eight threads each; ten thousand ballots from nowhere."""

import json
import time
from random import Random

import pytest
from django.db import connection, transaction

from jiceng.kernel.ballot.board import write_paper
from jiceng.kernel.ballot.record import class_root, class_salt
from jiceng.kernel.ballot.slip import ALPHABET, LENGTH, check_letter, stub, stub_root
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot
from jiceng.services.ballot import box, sealing
from jiceng.store.models import BallotEvent, Envelope, RollName, Stub
from tests.ballots.rounds import rounds
from tests.boxes import an_open_box, new_code, paper
from tests.files import at_once, database_in
from tests.meeting import Meeting

TICKETS, THREADS, PAUSE = rounds(200, least=30), 8, 0.01
FORGERIES = rounds(10_000, least=1_200)


@pytest.fixture
def county(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), database_in(tmp_path / "slips.sqlite3"):
        yield


def rush(one, code, papers):
    def post(sealed):
        try:
            return one.cast("党员", code, sealed)
        except Refusal as refusal:
            return refusal.code

    return at_once(*(lambda sealed=sealed: post(sealed) for sealed in papers))


@pytest.fixture
def slow(monkeypatch):
    """A pause before the paper, and nobody is put in with others: as processes of a server are to each other."""
    monkeypatch.setattr(box, "_put_together", lambda envelope: box._put_all([envelope])[0])
    plain = box._insert

    def later(envelopes):
        time.sleep(PAUSE)
        return plain(envelopes)

    monkeypatch.setattr(box, "_insert", later)


def test_each_slip_gives_one_paper_however_many_are_posted_at_once(county, slow, figures):
    one = an_open_box(sizes={"党员": TICKETS})
    taken, refused, again = 0, [], 0
    for code in one.codes["党员"][:TICKETS]:
        papers = [one.sealed("党员") for _ in range(THREADS)]
        answers = rush(one, code, papers)
        acks = {at: told for at, told in enumerate(answers) if isinstance(told, box.Ack)}
        taken += len(acks)
        refused += [told for told in answers if not isinstance(told, box.Ack)]
        again += all(one.cast("党员", code, papers[at]) == ack for at, ack in acks.items())

    figures(
        f"B-03: {TICKETS} slips by {THREADS} threads: {taken} accepted, {len(refused)} refused, {again} told the same"
    )
    assert (taken, again, box.returned(one.id)) == (TICKETS, TICKETS, TICKETS)
    assert refused == ["ballot.slip-spent"] * TICKETS * (THREADS - 1)


def test_without_the_tables_key_slips_give_several_papers(county, slow, monkeypatch, figures):
    """The control: looked up first, then written, in a table where nothing is unique."""
    one = an_open_box(sizes={"党员": 20})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE keyless AS SELECT * FROM store_envelope")
        cursor.execute("DROP TABLE store_envelope")
        cursor.execute("ALTER TABLE keyless RENAME TO store_envelope")

    def heedless(envelope, *, here):
        if box._in_box(envelope) is not None:
            raise Refusal("ballot.slip-spent")
        box._insert([envelope])

    monkeypatch.setattr(box, "_put", heedless)
    for code in one.codes["党员"][:20]:
        rush(one, code, [one.sealed("党员") for _ in range(THREADS)])

    figures(f"B-03 control, no key: {box.returned(one.id)} papers for 20 slips")
    assert box.returned(one.id) > 30


# -- ballots from nowhere ---------------------------------------------------------------------------------------------


def near(code: str, draw: Random) -> str:
    """A real code with one or two characters changed, and the letter that checks it."""
    letters = list(code[:LENGTH])
    for at in draw.sample(range(LENGTH), draw.choice((1, 2))):
        letters[at] = draw.choice(ALPHABET)
    changed = "".join(letters)
    return changed + check_letter(changed) if changed != code[:LENGTH] else near(code, draw)


def test_ten_thousand_forgeries_and_none_is_accepted(county, figures):
    draw = Random(15)
    mine, other, closed = (Meeting().to("open") for _ in range(3))
    for one in (mine, other, closed):
        one.typed = {name: [code + check_letter(code) for code in codes] for name, codes in one.codes.items()}
    first, second = mine.classes
    closed.vote_all()
    closed.close()
    closed_before = box.returned(closed.event.pk)
    kinds = {
        "drawn at random": lambda: (mine, first, new_code()),
        "near a real one": lambda: (mine, first, near(draw.choice(mine.typed[first]), draw)),
        "of the other class": lambda: (mine, first, draw.choice(mine.typed[second])),
        "of another ballot": lambda: (mine, first, draw.choice(other.typed[first])),
        "of a class that is none": lambda: (
            mine,
            draw.choice(["", "领导", first + " "]),
            draw.choice(mine.typed[first]),
        ),
        "after the close": lambda: (closed, first, draw.choice(closed.typed[first])),
    }
    said = {}
    sealed = {
        one: sealing.seal(write_paper(paper()), one.now.box_public, one.event.pk, first)
        for one in (mine, closed)
    }
    for at in range(FORGERIES):
        kind = list(kinds)[at % len(kinds)]
        one, name, code = kinds[kind]()
        parts = sealed[one]
        try:
            box.cast(one.event.pk, name, code, parts.eph, parts.iv, parts.ct)
            said[kind, "accepted"] = said.get((kind, "accepted"), 0) + 1
        except Refusal as refusal:
            said[kind, refusal.code] = said.get((kind, refusal.code), 0) + 1

    figures(f"B-15: {FORGERIES} forgeries: {said}")
    assert not [one for one in said if one[1] == "accepted"]
    assert box.returned(mine.event.pk) == 0
    assert box.returned(closed.event.pk) == closed_before


def test_the_slips_are_those_on_the_opening_sheet_and_neither_they_nor_the_list_grow_afterwards(county):
    one = Meeting().to("open")
    told, kept = json.loads(one.now.opened), {}
    for name in one.classes:
        kept[name] = list(
            Stub.objects.filter(event=one.event.pk, voter_class=name).values_list("h", flat=True)
        )
        root = class_root(class_salt(one.now.roll_salt, one.event.pk, name), kept[name])
        assert told["stubs"][name] == {"count": len(kept[name]), "root": root}
    assert told["stub_root_all"] == stub_root(h for every in kept.values() for h in every)

    with pytest.raises(Refusal):
        one.draw_slips()
    with pytest.raises(Refusal):
        ballot.tick(event=one.event, issued=[entry.pk for entry in one.entries()], by=one.delegate, on=one.on)
    with pytest.raises(Refusal):
        ballot.send_roll_back(
            subject=one.subject, mechanism=one.mechanism, reason="少了人", by=one.reviewer, on=one.on
        )
    assert RollName.objects.count() == len(one.entries())


def test_a_slip_added_past_the_services_shows_against_the_signed_sheet(county):
    """The control: somebody with the database adds a slip of their own; the ballot cannot be counted with it."""
    one = Meeting().to("open")
    code = new_code()
    added = stub(one.event.pk, one.classes[0], code[:LENGTH])
    Stub.objects.create(event=one.event.pk, h=added, voter_class=one.classes[0])
    sealed = one.seal(write_paper(one.paper_of()), one.classes[0])
    box.cast(one.event.pk, one.classes[0], code, sealed.eph, sealed.iv, sealed.ct)
    one.to("closed")

    with pytest.raises(Refusal) as caught, transaction.atomic():
        one.count()

    assert caught.value.code.startswith("ballot.")
    assert BallotEvent.objects.get(pk=one.event.pk).state == "closed"
    assert Envelope.objects.filter(event=one.event.pk).count() > len(one.voters)
