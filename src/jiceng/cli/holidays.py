"""`jiceng holidays --year 2012..2026`: announced days off and worked weekends, so that working days can be counted."""

import argparse
import re
from typing import Any

from jiceng.cli import say
from jiceng.cli.site import add_site, set_up
from jiceng.kernel.refusal import Refusal


def add(commands: Any) -> None:
    parser = commands.add_parser("holidays", help=say("holidays.help"), description=say("holidays.about"))
    parser.add_argument("--year", required=True, metavar="YEAR", help=say("holidays.help-year"))
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    wanted = years(args.year)
    set_up(args)
    from jiceng.services.days import load_holidays

    for year, count in load_holidays(wanted).items():
        print(say("holidays.entered" if count else "holidays.there", year=year, count=count))
    return 0


def years(text: str) -> range:
    """2012 or 2012..2026. Raises Refusal "holidays.not-years"."""
    match = re.fullmatch(r"(\d{4})(?:\.\.(\d{4}))?", text.strip())
    if match:
        first = int(match[1])
        last = int(match[2] or first)
        if first <= last <= first + 100:
            return range(first, last + 1)
    raise Refusal("holidays.not-years", value=text[:20])
