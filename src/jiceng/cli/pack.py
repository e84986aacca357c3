"""`jiceng pack check`: what is wrong with a pack, and what to do."""

import argparse
from typing import Any

from jiceng import phrases
from jiceng.cli import language, say, tell
from jiceng.packs import Finding


def add(commands: Any) -> None:
    pack = commands.add_parser("pack", help=say("cli.pack.help"), description=say("cli.pack.help"))
    actions = pack.add_subparsers(dest="action", metavar="ACTION", title=say("cli.commands"), required=True)
    check = actions.add_parser(
        "check", help=say("cli.pack.check.help"), description=say("cli.pack.check.help")
    )
    check.add_argument("paths", nargs="+", metavar="PATH", help=say("cli.pack.check.paths"))


def run(args: argparse.Namespace) -> int:
    from jiceng.packs import lint

    counted = {"error": 0, "warning": 0, "note": 0}
    for path in args.paths:
        findings = lint.check_path(path)
        for one in findings:
            counted[one.level] += 1
            print(line(one))
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
    said = phrases.sentence(finding.code, finding.facts, language())
    facts = {"level": say(f"cli.level-{finding.level}"), "file": finding.file, "said": said}
    return (
        say("cli.finding", **facts, key=finding.key) if finding.key else say("cli.finding-of-file", **facts)
    )
