"""`jiceng coverage`: for every row of the catalogue, what carries it and how many cases show it."""

import argparse
import csv
import sys
from collections import Counter
from typing import Any

from jiceng.cli import say


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "coverage", help=say("cli.coverage.help"), description=say("cli.coverage.help")
    )
    parser.add_argument(
        "--format", choices=("table", "csv"), default="table", help=say("cli.coverage.format")
    )


def run(args: argparse.Namespace) -> int:
    from jiceng.packs import coverage

    rows = coverage.rows()
    if args.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("row", "state", "mechanism", "cases"))
        writer.writerows((one.row, one.state, " ".join(one.mechanisms), one.cases) for one in rows)
        return 0
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in ("row", "name", "state", "mechanism", "cases"):
        table.add_column(say(f"cli.coverage-{name}"), no_wrap=name in ("row", "state"))
    for one in rows:
        cases = f"{one.passing}/{one.cases}" if one.cases else ""
        told = "\n".join((*one.mechanisms, *one.missing))
        table.add_row(one.row, one.name, say(f"cli.state-{one.state}"), told, cases)
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    counted = Counter(one.state for one in rows)
    facts = {state: counted[state] for state in ("runs", "partial", "none")}
    print(say("cli.coverage-counted", all=len(rows), **facts))
    hooked, mechanisms = coverage.hooks()
    print(say("cli.coverage-hooks", hooked=hooked, mechanisms=mechanisms))
    return 0
