"""`jiceng coverage`: for every row of the catalogue, what carries it and how many cases show it."""

import argparse
import csv
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from jiceng.cli import say

if TYPE_CHECKING:
    from jiceng.packs.coverage import RowState


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
        writer.writerow(("row", "state", "mechanism", "cases", "years", "missing"))
        for row in rows:
            years = " ".join(map(str, row.years))
            writer.writerow(
                (row.row, row.state, " ".join(row.mechanisms), row.cases, years, "；".join(_missing(row)))
            )
        return 0
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in ("row", "name", "state", "years", "mechanism", "cases"):
        table.add_column(say(f"cli.coverage-{name}"), no_wrap=name in ("row", "state"))
    for row in rows:
        cases = f"{row.passing}/{row.cases}" if row.cases else ""
        years = " ".join(map(str, row.years))
        lines = "\n".join((*row.mechanisms, *_missing(row)))
        table.add_row(row.row, row.name, say(f"cli.state-{row.state}"), years, lines, cases)
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    counted = Counter(row.state for row in rows)
    facts = {state: counted[state] for state in ("runs", "partly", "modelled", "none")}
    print(say("cli.coverage-counted", all=len(rows), **facts))
    hooked, mechanisms = coverage.hooks()
    print(say("cli.coverage-hooks", hooked=hooked, mechanisms=mechanisms))
    return 0


def _missing(row: "RowState") -> list[str]:
    """What keeps a row from running, in words."""
    lines = [say("cli.coverage-missing", what=words) for words in row.missing]
    for what, why in row.lacking:
        if why:
            lines.append(say("cli.coverage-not-done", mechanism=what, why=say(f"rehearsal.why-{why}")))
        else:
            lines.append(say("cli.coverage-no-mechanism", document=what))
    return lines
