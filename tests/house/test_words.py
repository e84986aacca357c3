"""What the documents promise exists."""

import re

from tests.house.project import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))


def pages():
    """The project's own pages, those in docs included."""
    return [
        path
        for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
        if path.is_file()
    ]


def commands(page):
    """The lines of a page's code blocks, prompts removed."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]


def test_every_make_command_in_the_documents_exists():
    missing = [
        f"{page.relative_to(ROOT)}: make {word}"
        for page in pages()
        for command in commands(page)
        if command.startswith("make ")
        for word in re.sub(r"\s#.*", "", command).split()[1:]
        if "=" not in word and word not in TARGETS
    ]

    assert missing == []


def test_every_make_target_says_what_it_does():
    described = set(re.findall(r"^([a-z][a-z-]*):.*## \S", MAKEFILE, re.MULTILINE))

    assert described == TARGETS


def test_every_decision_is_numbered_and_dated():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    undated = [
        page.name
        for page in decisions
        if not re.search(r"^Date: \d{4}-\d{2}-\d{2}$", page.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert decisions
    assert undated == []
    assert [page.name for page in decisions if not re.match(r"\d{4}-[a-z0-9-]+\.md$", page.name)] == []
    numbers = [page.name[:4] for page in decisions]
    assert len(set(numbers)) == len(numbers)
