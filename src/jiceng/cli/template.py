"""`jiceng template`: the workbook to fill in, to a file or to standard output."""

import argparse
import sys
from pathlib import Path
from typing import Any

from jiceng.cli import say, tell
from jiceng.kernel.refusal import Refusal


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "template", help=say("cli.template.help"), description=say("cli.template.about")
    )
    parser.add_argument("--pack", required=True, metavar="NAME", help=say("cli.help-pack"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=say("cli.template.out"))


def run(args: argparse.Namespace) -> int:
    if args.out is None and sys.stdout.isatty():
        raise Refusal("cli.template-to-terminal")
    from jiceng.packs.lint import load_sound
    from jiceng.reports.template import template_xlsx

    pack = load_sound(args.pack)
    made = template_xlsx(pack, pack.scheme())
    if args.out is None:
        sys.stdout.buffer.write(made)
        sys.stdout.flush()
        return 0
    try:
        args.out.write_bytes(made)
    except OSError as error:
        raise Refusal("cli.out-not-writable", out=str(args.out), why=error.strerror or str(error)) from None
    tell(say("cli.template-written", file=str(args.out)))
    return 0
