"""Every kind of fault that must not be is planted once, and found; a sound pack has none.

By day the half of them; each is a county played for some days.
"""

from datetime import timedelta

import pytest

from jiceng.access import checks
from jiceng.rehearsal.findings import FATAL, findings, verdicts
from jiceng.services.dates import Dates
from jiceng.services.standing.gaps import READERS
from jiceng.web import record
from tests.rehearsal.conftest import MEETING, START

STEPS = """
  - key: steps
    uses: procedure.steps
    title: 步骤
    local: true
    clause: 三
    steps:
      - { key: first, name: 开会, actor: committee-officer, awaits: [meeting] }
      - { key: second, name: 总结, actor: committee-officer }
"""
CONTRADICTION = """
  - key: meeting
    uses: duty.record
    title: 会议
    local: true
    clause: 二
    by: secretary
    contents:
      - { name: 甲, kind: choice, one_of: [是] }
      - { name: 乙, kind: choice, one_of: [否] }
    same:
      - [甲, 乙]
"""
FOR_GOOD_ONES = MEETING.replace("    by: secretary", "    by: secretary\n    grades: [好]")


def kinds(played):
    return {finding.kind for finding in findings(played) if finding.kind in FATAL}


def test_a_sound_pack_is_done_by_those_it_asks_and_nothing_is_found(planted):
    played = planted(MEETING + STEPS)

    assert kinds(played) == set()
    [name] = played.packs
    assert {verdict.mechanism: verdict.done for verdict in verdicts(played)}[f"{name}/meeting"]
    assert [deed.role for deed in played.deeds if deed.mechanism == f"{name}/meeting"] == ["secretary"]


@pytest.mark.long
def test_what_is_asked_of_nobody_is_found(planted):
    assert "never-asked" in kinds(planted(FOR_GOOD_ONES))


def test_what_can_never_be_met_is_found(planted):
    assert "never-met" in kinds(planted(CONTRADICTION))


@pytest.mark.long
def test_a_step_that_nobody_can_leave_is_found(planted):
    assert "step-never-left" in kinds(planted(CONTRADICTION + STEPS))


@pytest.mark.long
def test_what_is_asked_of_somebody_who_may_not_is_found(planted, monkeypatch):
    def nobody_writes():
        monkeypatch.setitem(checks.RULES, "record.own", lambda held, here: False)

    assert "asked-who-may-not" in kinds(planted(tamper=nobody_writes))


@pytest.mark.long
def test_a_page_that_fails_is_found(planted, monkeypatch):
    def breaks():
        monkeypatch.setattr(record, "_fields", None)

    assert "page-failed" in kinds(planted(tamper=breaks))


@pytest.mark.long
def test_what_is_due_before_it_was_opened_is_found(planted, monkeypatch):
    def early():
        monkeypatch.setattr(Dates, "due", lambda *args, **kwargs: START - timedelta(days=5))

    assert "due-before-opened" in kinds(planted(tamper=early))


def test_what_leaves_a_desk_without_being_done_is_found(planted, monkeypatch):
    """The second time it is asked whether the record is missing, nothing is, and nobody has written one."""

    def forgets():
        from jiceng import clock
        from jiceng.kernel.duty import Record

        read = READERS[Record]
        monkeypatch.setitem(READERS, Record, lambda asked: read(asked) if clock.today() == START else ())

    assert "met-by-something-else" in kinds(planted(CONTRADICTION, tamper=forgets))


@pytest.mark.parametrize("column", ["整改措施"])
def test_a_notice_whose_columns_its_ledger_does_not_have_is_found(planted, column):
    ledger = """
  - key: problems
    uses: item.ledger
    title: 问题台账
    local: true
    clause: 四
    published: true
    contents:
      - { name: 具体措施 }
"""
    notice = f"""
  - key: board
    uses: notice.post
    title: 公示牌
    local: true
    clause: 五
    by: secretary
    table: items
    columns: [{column}]
    standing: true
"""
    assert "columns-missing" in kinds(planted(MEETING + ledger + notice))
