"""A pack of two or three duties, played in the county of three for a few days."""

from datetime import date, timedelta
from itertools import count

import pytest

from jiceng.rehearsal import county
from jiceng.rehearsal.play import Play

START = date(2027, 3, 1)
DAYS = timedelta(days=2)
NUMBERS = count()  # of packs: what is remembered of those that ship, which take seconds to read, stays

HEAD = """
pack: {name}
title: 试种
version: "1"
source: {{ document: "001" }}
mechanisms:
  - key: objects
    uses: register.objects
    local: true
    clause: 一
    classes:
      - {{ name: 农村, kinds: [village] }}
"""
MEETING = """
  - key: meeting
    uses: duty.record
    title: 会议
    local: true
    clause: 二
    by: secretary
    contents:
      - { name: 议题 }
"""


@pytest.fixture
def planted(tmp_path, monkeypatch, db):
    """planted(text): what a rehearsal of HEAD and this text saw. tamper: called before it begins."""

    def play(text=MEETING, *, tamper=lambda: None):
        name = f"planted-{next(NUMBERS)}"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "pack.yaml").write_text(HEAD.format(name=name) + text, encoding="utf-8")
        monkeypatch.setenv("JICENG_PACKS", str(tmp_path))
        rehearsal = Play([name], START, START + DAYS, county_file=county.OF_THREE)
        tamper()
        return rehearsal.run()

    return play
