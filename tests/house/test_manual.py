"""The manual draws the steps that the packs have, and its commands exist."""

import re
import subprocess
import sys

import pytest

from tests.house.project import ROOT

MANUALS = ["manual.md", "manual.en.md"]


def test_the_drawings_are_what_the_packs_say():
    checked = subprocess.run(
        [sys.executable, "scripts/diagrams.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", MANUALS)
def test_every_picture_and_page_the_manual_names_is_there(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")

    named = re.findall(r"\]\(([^)#:]+)\)", text)

    assert named
    assert [one for one in named if not (ROOT / "docs" / one).exists()] == []


@pytest.mark.parametrize("name", MANUALS)
def test_every_command_of_the_manual_is_one_of_ours(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")

    commands = set(re.findall(r"^(?:.venv/bin/)?jiceng (\w+)", text, re.MULTILINE))

    assert commands
    assert [one for one in commands if not (ROOT / "src/jiceng/cli" / f"{one}.py").is_file()] == []
