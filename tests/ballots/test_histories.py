"""Many histories of a ballot in any order; persons ticked by eight threads each (B-04, B-13).

JICENG_ROUNDS=10 is the whole of it, for a night.
"""

import pytest

from jiceng.services import ballot as events
from jiceng.store.models import AuditEvent, RollEntry
from tests.ballots.rounds import rounds
from tests.factories import ON
from tests.files import at_once, database_in
from tests.histories import Papers, run
from tests.meeting import Meeting

HISTORIES, PEOPLE, THREADS = rounds(1000, least=50), rounds(100, least=20), 8


@pytest.mark.once
@pytest.mark.django_db
def test_no_history_breaks_what_paper_must_keep(figures):
    run(Papers, HISTORIES)

    figures(f"B-13: {HISTORIES} histories, 收回 ≤ 发出 and 收回 = 有效 + 无效 in all of them")


def test_one_person_is_issued_one_paper_whatever_is_asked_for_at_once(
    tmp_path, django_db_setup, django_db_blocker, figures
):
    """Paper, slip, and the two again from another window: the tick is one and does not know the medium."""
    with django_db_blocker.unblock(), database_in(tmp_path / "door.sqlite3"):
        meeting = Meeting(sizes={"党员": PEOPLE // 2, "群众代表": PEOPLE - PEOPLE // 2}).to("frozen")
        twice = []
        for one in meeting.entries():
            answers = at_once(
                *[
                    lambda one=one: events.tick(
                        event=meeting.event, issued=[one.pk], by=meeting.delegate, on=ON
                    )
                    for _ in range(THREADS)
                ]
            )
            taken = [answer for answer in answers if not isinstance(answer, Exception)]
            twice += [one.name] if len(taken) != 1 else []
        issued = RollEntry.objects.filter(state="issued").count()
        recorded = AuditEvent.objects.filter(action="ballot.ticked").count()

    assert (twice, issued, recorded) == ([], PEOPLE, PEOPLE)
    figures(f"B-04: {THREADS} threads at each of {PEOPLE} persons, issued more than once: {len(twice)}")
