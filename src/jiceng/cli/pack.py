"""`jiceng pack check`: what is wrong with a pack, and what to do. `jiceng pack new`: a pack to begin with."""

import argparse
import re
from pathlib import Path
from typing import Any

from jiceng import phrases
from jiceng.cli import language, say, tell
from jiceng.kernel.refusal import Refusal
from jiceng.packs import Finding


def add(commands: Any) -> None:
    pack = commands.add_parser("pack", help=say("cli.pack.help"), description=say("cli.pack.help"))
    actions = pack.add_subparsers(dest="action", metavar="ACTION", title=say("cli.commands"), required=True)
    check = actions.add_parser(
        "check", help=say("cli.pack.check.help"), description=say("cli.pack.check.help")
    )
    check.add_argument("paths", nargs="+", metavar="PATH", help=say("cli.pack.check.paths"))

    new = actions.add_parser("new", help=say("cli.pack.new.help"), description=say("cli.pack.new.help"))
    new.add_argument("folder", type=Path, metavar="NAME", help=say("cli.pack.new.folder"))


def run(args: argparse.Namespace) -> int:
    return _new(args.folder) if args.action == "new" else _check(args)


# What a pack begins with: one duty and its example, to be written over. It has no figure that a document would give.
START = """\
# {guide}
pack: {name}
title: {title}
version: "1"
source: {{ document: {document} }}

mechanisms:
  - key: first
    uses: duty.record
    title: {duty}
    clause: {clause}
    by: secretary
    contents:
      - {{ name: {part} }}

cases:
  - {{ mechanism: first, said: {{}}, refused: contents.missing }}
"""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _new(folder: Path) -> int:
    """Raises Refusal "cli.pack.name", "cli.pack.there", "cli.out-not-writable"."""
    if not NAME.fullmatch(folder.name) or len(folder.name) > 64:
        raise Refusal("cli.pack.name", name=folder.name)
    if folder.exists():
        raise Refusal("cli.pack.there", folder=str(folder))
    words = {
        key: say(f"cli.pack.new.{key}") for key in ("guide", "title", "document", "duty", "clause", "part")
    }
    try:
        folder.mkdir()
        (folder / "pack.yaml").write_text(START.format(name=folder.name, **words), encoding="utf-8")
    except OSError as error:
        raise Refusal("cli.out-not-writable", out=str(folder), why=error.strerror or str(error)) from None
    print(say("cli.pack.new.done", file=str(folder / "pack.yaml"), folder=str(folder)))
    return 0


def _check(args: argparse.Namespace) -> int:
    from jiceng.packs import lint

    counted = {"error": 0, "warning": 0, "note": 0}
    for path in args.paths:
        findings = lint.check_path(path)
        for finding in findings:
            counted[finding.level] += 1
            print(line(finding))
        if not findings:
            print(say("cli.pack-sound", path=path))
    if any(counted.values()):
        tell(
            say(
                "cli.pack-counted",
                errors=counted["error"],
                warnings=counted["warning"],
                remarks=counted["note"],
            )
        )
    return 2 if counted["error"] else 0


def line(finding: Finding) -> str:
    """A finding as one line: how bad, file, key, what is wrong and what to do."""
    sentence = phrases.sentence(finding.code, finding.facts, language())
    facts = {"level": say(f"cli.level-{finding.level}"), "file": finding.file, "said": sentence}
    return (
        say("cli.finding", **facts, key=finding.key) if finding.key else say("cli.finding-of-file", **facts)
    )
