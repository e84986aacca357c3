"""`jiceng rehearse PACK…`: play documents through the product's own pages, in a county of its own.

Exit code 1 where something was found that must not be, 0 else. Diary, table and page go into a folder (--out).
"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from jiceng.cli import language, say, tell
from jiceng.cli.site import day
from jiceng.kernel.days import in_year
from jiceng.kernel.procedure import Steps
from jiceng.kernel.refusal import Refusal

TEMPERAMENTS = ("diligent", "late")


def add(commands: Any) -> None:
    parser = commands.add_parser("rehearse", help=say("rehearsal.help"), description=say("rehearsal.about"))
    parser.add_argument("packs", nargs="+", metavar="PACK", help=say("rehearsal.help-packs"))
    parser.add_argument("--from", dest="start", metavar="DAY", help=say("rehearsal.help-from"))
    parser.add_argument("--year", type=int, help=say("rehearsal.help-year"))
    parser.add_argument("--until", metavar="DAY", help=say("rehearsal.help-until"))
    parser.add_argument("--county", type=Path, metavar="FILE", help=say("rehearsal.help-county"))
    parser.add_argument("--seed", default="1", help=say("rehearsal.help-seed"))
    parser.add_argument("--temperament", default="diligent", help=say("rehearsal.help-temperament"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("rehearsal.help-out"))


def run(args: argparse.Namespace) -> int:
    from jiceng import packs

    known = packs.names()
    for name in args.packs:
        if name not in known:
            raise Refusal("rehearsal.no-such-pack", name=name, known=list(known))
    if args.temperament not in TEMPERAMENTS:
        raise Refusal("rehearsal.no-such-temperament", name=args.temperament, known=list(TEMPERAMENTS))
    until = day(args.until) if args.until else None
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings.rehearsal"
    import django

    django.setup()
    opened_on = day(args.start) if args.start else start_of(args.packs, args.year)
    from jiceng.rehearsal import play, tables
    from jiceng.rehearsal.diary import Diary, table

    tell(say("rehearsal.preparing"))
    tables.make()
    rehearsal = play.Play(
        args.packs, opened_on, until, seed=args.seed, temperament=args.temperament,
        county_file=args.county or play.county.USUAL,
        say=lambda on, count: tell(say("rehearsal.playing", on=on.isoformat(), count=count)),
    )  # fmt: skip
    played = rehearsal.run()
    diary = Diary(played, language())
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "diary.txt").write_text(diary.text(), encoding="utf-8")
        (args.out / "diary.html").write_text(diary.page(), encoding="utf-8")
        (args.out / "mechanisms.csv").write_text(table(played), encoding="utf-8")
        tell(say("rehearsal.written", folder=str(args.out)))
    else:
        sys.stdout.write(diary.text())
    return 1 if diary.fatal else 0


def start_of(names: list[str], year: int | None) -> date:
    """The first day that one of the documents prints for its steps, in a year; 1 March where none prints one."""
    from jiceng import clock, packs

    wanted = year or clock.today().year
    printed = [
        in_year(text, wanted)
        for name in names
        for mechanism in packs.load(name).mechanisms.values()
        if isinstance(mechanism.rule, Steps)
        for text in (mechanism.rule.starts, *(step.from_on for step in mechanism.rule.steps))
        if text and not text.startswith("+")
    ]
    return min(printed, default=date(wanted, 3, 1))
