"""A pack of two or three duties, played in the county of three for a few days."""

from datetime import date, timedelta

import pytest

from jiceng import packs
from jiceng.packs import lint
from jiceng.rehearsal import county
from jiceng.rehearsal.play import Play

START = date(2027, 3, 1)
DAYS = timedelta(days=2)

HEAD = """
pack: planted
title: 试种
version: "1"
source: { document: "001" }
mechanisms:
  - key: objects
    uses: register.objects
    local: true
    clause: 一
    classes:
      - { name: 农村, kinds: [village] }
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

    def play(text=MEETING, *, tamper=lambda: None, days=DAYS, temperament="diligent", at_dawn=None):
        folder = tmp_path / "planted"
        folder.mkdir(exist_ok=True)
        (folder / "pack.yaml").write_text(HEAD + text, encoding="utf-8")
        monkeypatch.setenv("JICENG_PACKS", str(tmp_path))
        for remembered in (packs.load, lint.faults):
            remembered.cache_clear()
        rehearsal = Play(
            ["planted"],
            START,
            START + days,
            temperament=temperament,
            county_file=county.OF_THREE,
            at_dawn=at_dawn,
        )
        tamper()
        return rehearsal.run()

    yield play
    for remembered in (packs.load, lint.faults):
        remembered.cache_clear()
