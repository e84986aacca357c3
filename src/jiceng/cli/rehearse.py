"""`jiceng rehearse PACK…`: play documents through the product's own pages, in a county of its own.

Exit code 1 where something was found that must not be, 0 else. Diary, table and page go into a folder (--out).
"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiceng.cli import language, say, tell
from jiceng.cli.site import day
from jiceng.kernel.days import in_year
from jiceng.kernel.procedure import Steps
from jiceng.kernel.refusal import Refusal

if TYPE_CHECKING:
    from jiceng.rehearsal.play import Play
    from jiceng.rehearsal.removal import Kept

TEMPERAMENTS = ("diligent", "late", "absent", "refuses", "wrong")


def add(commands: Any) -> None:
    parser = commands.add_parser("rehearse", help=say("rehearsal.help"), description=say("rehearsal.about"))
    parser.add_argument("packs", nargs="*", metavar="PACK", help=say("rehearsal.help-packs"))
    parser.add_argument("--from", dest="start", metavar="DAY", help=say("rehearsal.help-from"))
    parser.add_argument("--year", type=int, help=say("rehearsal.help-year"))
    parser.add_argument("--until", metavar="DAY", help=say("rehearsal.help-until"))
    parser.add_argument("--county", type=Path, metavar="FILE", help=say("rehearsal.help-county"))
    parser.add_argument("--seed", default="1", help=say("rehearsal.help-seed"))
    parser.add_argument("--temperament", default="diligent", help=say("rehearsal.help-temperament"))
    parser.add_argument("--dry", action="store_true", help=say("rehearsal.help-dry"))
    parser.add_argument("--removals", choices=("words", "all"), help=say("rehearsal.help-removals"))
    parser.add_argument("--replay", type=Path, metavar="FILE", help=say("rehearsal.help-replay"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("rehearsal.help-out"))


def run(args: argparse.Namespace) -> int:
    from jiceng import packs

    if bool(args.packs) == bool(args.replay):
        raise Refusal("rehearsal.replay-with-packs")
    if args.replay:
        return _replay(args)
    known = (*packs.names(), *packs.local_names())
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
    if args.dry:
        return _dry(args, opened_on)
    from jiceng.rehearsal import county, play, removal, replay, tables
    from jiceng.rehearsal.diary import Diary

    tell(say("rehearsal.preparing"))
    tables.make()
    kept = removal.Kept()

    def grow(on: date, count: int) -> None:
        """The report grows: what was found by now can be read while the rest is played."""
        tell(say("rehearsal.playing", on=on.isoformat(), count=count))
        if args.out:
            Diary(rehearsal.played, language()).write(args.out)

    rehearsal = play.Play(
        args.packs, opened_on, until, seed=args.seed, temperament=args.temperament,
        county_file=args.county or county.USUAL, say=grow, at_dawn=kept if args.removals else None,
    )  # fmt: skip
    played = rehearsal.run()
    unnoticed = _remove(args, rehearsal, kept) if args.removals else []
    diary = Diary(played, language())
    if args.out:
        diary.write(args.out)
        replay.write(rehearsal, args.out / "findings")
        tell(say("rehearsal.written", folder=str(args.out)))
    else:
        sys.stdout.write(diary.text())
    return 1 if diary.fatal or unnoticed else 0


def _replay(args: argparse.Namespace) -> int:
    """A finding again. Exit code 1 where it is still failing."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings.rehearsal"
    import django

    django.setup()
    from jiceng.rehearsal import play, replay, tables
    from jiceng.rehearsal.diary import Diary

    kept = replay.read(args.replay)
    tell(say("rehearsal.preparing"))
    tables.make()
    rehearsal = play.Play(
        kept["packs"], day(kept["start"]), day(kept["until"]) if kept["until"] else None, seed=kept["seed"],
        temperament=kept["temperament"], county_file=Path(kept["county"]),
    )  # fmt: skip
    finding = replay.again(rehearsal, kept["kind"], kept["mechanism"], day(kept["on"]))
    words = Diary(rehearsal.played, language())
    code = "rehearsal.replay-mended" if finding is None else "rehearsal.replay-failing"
    text = f"{kept['kind']} {kept['mechanism']}" if finding is None else words.of_finding(finding)
    print(say(code, text=text))
    return 0 if finding is None else 1


def _dry(args: argparse.Namespace, opened_on: date) -> int:
    """What is asked of whom by when, without a page."""
    from jiceng import packs
    from jiceng.rehearsal.dry import dry

    for name in args.packs:
        print(say("rehearsal.title", packs=[packs.load(name).title]))
        for line in dry(packs.load(name), opened_on):
            day = say("rehearsal.dry-passed" if line.passed else "rehearsal.dry-no-day")
            facts = {"on": line.by_on.isoformat() if line.by_on else day, "what": line.title}
            role = say(f"rehearsal.role-{line.role}") if line.role else "—"
            unset = say("rehearsal.dry-unset", names=list(line.unset)) if line.unset else ""
            print("  " + say("rehearsal.dry-line", who=role, **facts) + unset)
    return 0


def _remove(args: argparse.Namespace, rehearsal: "Play", kept: "Kept") -> list[str]:
    """Take away page, actor and reader of mechanisms that were done; those of which nothing was missed."""
    from jiceng.rehearsal import removal
    from jiceng.rehearsal.findings import verdicts

    kept.note(rehearsal)
    wanted = removal.one_of_each_word(rehearsal.played)
    if args.removals == "all":
        wanted = [
            verdict.mechanism for verdict in verdicts(rehearsal.played) if verdict.done and verdict.asked
        ]
    lines = []
    unnoticed = []
    played = rehearsal.played
    for place, mechanism in enumerate(wanted):
        if mechanism not in kept.dawns:
            continue
        rehearsal.played = played
        # Of one mechanism a word one thing each, in turn: the next word loses the next thing.
        kinds = removal.KINDS if args.removals == "all" else (removal.KINDS[place % len(removal.KINDS)],)
        for kind, missed in removal.noticed(rehearsal, kept.dawns[mechanism], mechanism, kinds):
            lines.append(f"{mechanism},{kind},{'yes' if missed else 'no'}")
            if not missed:
                unnoticed.append(mechanism)
                tell(say("rehearsal.unnoticed", mechanism=mechanism, kind=say(f"rehearsal.removal-{kind}")))
        tell(say("rehearsal.removed", mechanism=mechanism))
    rehearsal.played = played
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        text = "\n".join(["mechanism,removal,noticed", *lines, ""])
        (args.out / "removals.csv").write_text(text, encoding="utf-8")
    return unnoticed


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
