"""Plays every shipped pack and writes down what people could do; or holds a part of it against that.

    python scripts/rehearse.py            three years, both temperaments, every removal: writes packs/rehearsed.csv
    python scripts/rehearse.py --part     each pack once, in a year drawn from 2013 to 2035 by the version the table was
                                          played on, and one removal of every word; fails where the table claims more

Both fail where something was found that must not be. Each play is a process of its own (`jiceng rehearse`), two at a
time. What was played whole stays in build/rehearsed under its version: an interrupted run goes on where it stopped.
"""

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from jiceng import packs
from jiceng.kernel.register import KINDS
from jiceng.packs import rehearsed
from jiceng.packs.rehearsed import Rehearsed

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build/rehearsed"
OF_THREE = ROOT / "src/jiceng/rehearsal/county-of-three.csv"
YEARS = (2027, 2028)  # beside the document's own
FIRST, LAST = 2013, 2035  # of which CI draws one
WORKERS = 2
REMOVED_FROM = ("yichun-2012-grading",)  # the pack with most words; played by three organisations


@dataclass(frozen=True)
class Wanted:
    """One play. removals: "" = none, else as the command takes it."""

    pack: str
    year: int
    temperament: str = "diligent"
    removals: str = ""

    @property
    def name(self) -> str:
        return f"{self.pack}-{self.year}-{self.temperament}{'-' + self.removals if self.removals else ''}"


@dataclass
class Seen:
    """What one play showed. lines: mechanism -> (done, why). missed: mechanism -> removals that were noticed.

    fatal: (kind, mechanism) of what must not be.
    """

    wanted: Wanted
    lines: dict[str, tuple[bool, str]] = field(default_factory=dict)
    missed: dict[str, list[str]] = field(default_factory=dict)
    unnoticed: list[str] = field(default_factory=list)
    fatal: list[tuple[str, str]] = field(default_factory=list)


def play(wanted: Wanted, folder: Path) -> Seen:
    out = folder / wanted.name
    if not _is_whole(out, wanted):
        _run(wanted, out)
    seen = Seen(wanted)
    for line in _rows(out / "mechanisms.csv"):
        seen.lines[f"{line['pack']}/{line['mechanism']}"] = (line["done"] == "yes", line["why"])
    for file in sorted((out / "findings").glob("*.json")):
        finding = json.loads(file.read_text(encoding="utf-8"))
        if finding["fatal"]:
            seen.fatal.append((finding["kind"], finding["mechanism"]))
    if wanted.removals:
        for line in _rows(out / "removals.csv"):
            if line["noticed"] == "yes":
                seen.missed.setdefault(line["mechanism"], []).append(line["removal"])
            else:
                seen.unnoticed.append(f"{line['mechanism']} {line['removal']}")
    return seen


def _is_whole(out: Path, wanted: Wanted) -> bool:
    """Whether it was played to its end: the findings are written last, and removals after everything else."""
    return (out / "findings").is_dir() and (not wanted.removals or (out / "removals.csv").is_file())


def _run(wanted: Wanted, out: Path) -> None:
    command = [sys.executable, "-m", "jiceng", "rehearse", wanted.pack, "--year", str(wanted.year)]
    command += ["--temperament", wanted.temperament, "--out", str(out)]
    if wanted.removals:
        command += ["--removals", wanted.removals, "--county", str(_of_three(wanted.pack, out))]
    begun = time.monotonic()
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if not _is_whole(out, wanted):
        raise SystemExit(f"rehearse: {wanted.name} ended with {ended.returncode}:\n{ended.stderr[-2000:]}")
    print(f"rehearse: {wanted.name}: {time.monotonic() - begun:.0f} s", flush=True)


def _of_three(name: str, folder: Path) -> Path:
    """The county of three, its branch of a kind that the document is for."""
    objects = packs.load(name).scheme().objects
    kind = next(kind for kind in KINDS if objects is None or objects.class_of(kind))
    folder.mkdir(parents=True, exist_ok=True)
    county = folder / "county.csv"
    county.write_text(
        OF_THREE.read_text(encoding="utf-8").replace(",village,", f",{kind},"), encoding="utf-8"
    )
    return county


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def play_all(wanted: Iterable[Wanted], folder: Path) -> list[Seen]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda each: play(each, folder), wanted))


def whole(names: tuple[str, ...], years: list[int], temperaments: list[str], removals: str) -> int:
    """Everything that is asked for, written down; the lines of other packs stay, each with its version."""
    removed_from = {"none": (), "words": set(REMOVED_FROM) & set(names), "all": names}[removals]
    wanted = [
        Wanted(name, year, temperament)
        for name in names
        for year in years or dict.fromkeys((*YEARS, packs.load(name).year or 2029))
        for temperament in temperaments
    ]
    # What one wants to read first, then the longest, so that both processes end together.
    first = (years or YEARS)[0], temperaments[0]
    wanted.sort(key=lambda play: (play.year, play.temperament) != first)
    removed = [Wanted(name, first[0], removals=removals) for name in removed_from]
    wanted[len(names) : len(names)] = removed
    version = _version()
    seen = play_all(wanted, KEPT / version)
    rehearsed.write(list(_table(names, seen, version)))  # read whole before the file is written anew
    failures = _fatal(seen)
    for each in seen:
        failures += [f"{each.wanted.name}: nobody noticed that {what} was gone" for what in each.unnoticed]
    for failure in failures:
        print(f"rehearse: {failure}")
    print(f"rehearse: {len(seen)} plays, written to {rehearsed.FILE.relative_to(ROOT)}")
    return 1 if failures else 0


def _fatal(seen: list[Seen]) -> list[str]:
    return [
        f"{each.wanted.name}: {kind} {mechanism}"
        for each in seen
        if not each.wanted.removals  # three organisations have not every kind that a document is for
        for kind, mechanism in each.fatal
    ]


def _table(names: tuple[str, ...], seen: list[Seen], version: str) -> Iterable[Rehearsed]:
    before = rehearsed.table()
    for name in packs.names():
        for mechanism in packs.load(name).mechanisms.values():
            address = mechanism.address
            if name not in names:
                if address in before:
                    yield before[address]
                continue
            played = [each for each in seen if each.wanted.pack == name and not each.wanted.removals]
            years = {temperament: [] for temperament in ("diligent", "late")}
            why = ""
            for each in played:
                done, lacking = each.lines[address]
                if done:
                    years[each.wanted.temperament].append(each.wanted.year)
                elif each.wanted.temperament == "diligent":
                    why = lacking
            missed = [kind for each in seen for kind in each.missed.get(address, ())]
            yield Rehearsed(
                address,
                tuple(sorted(years["diligent"])),
                tuple(sorted(years["late"])),
                tuple(missed),
                why,
                version,
            )


def part(seed: str) -> int:
    """Each pack once, and held against the table."""
    # The longest first, so that both processes end together.
    wanted = [Wanted(name, _drawn(seed, name), removals="words") for name in REMOVED_FROM]
    wanted += [Wanted(name, _drawn(seed, name)) for name in packs.names()]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        seen = play_all(wanted, Path(folder))
    failures = [
        f"{address} is said to have been done and was not in {each.wanted.year}: {why}"
        for each in seen
        if not each.wanted.removals
        for address, (done, why) in each.lines.items()
        if not done and _is_claimed(address)
    ]
    failures += _fatal(seen)
    for each in seen:
        for what in each.unnoticed:
            print(f"rehearse: {each.wanted.name}: nobody noticed that {what} was gone")
            mechanism, kind = what.split()
            if kind in rehearsed.table().get(mechanism, Rehearsed(mechanism)).removal:
                failures.append(f"{mechanism} is said to be missed without its {kind} and was not")
    for failure in failures:
        print(f"rehearse: {failure}")
    done = sum(done for each in seen if not each.wanted.removals for done, _ in each.lines.values())
    print(f"rehearse: {done} mechanisms were done in {time.monotonic() - begun:.0f} s")
    return 1 if failures else 0


def _is_claimed(address: str) -> bool:
    line = rehearsed.table().get(address)
    return line is not None and not line.why and bool(line.years)


def _drawn(seed: str, name: str) -> int:
    number = int(hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()[:8], 16)
    return FIRST + number % (LAST - FIRST + 1)


def _played_on() -> str:
    """The version that the table was played on: the same part for the same table, another for the next."""
    return next((line.version for line in rehearsed.table().values()), "")


def _version() -> str:
    """Of the code that is played. Raises SystemExit where something is not committed: no version would name it."""
    dirty = subprocess.run(
        ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    if dirty.stdout:
        raise SystemExit("rehearse: commit first; the table names the version it was played on")
    command = ["git", "rev-parse", "--short=7", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--part", metavar="SEED", nargs="?", const="", help="a part, drawn by the table or this seed"
    )
    parser.add_argument(
        "--packs", nargs="+", choices=packs.names(), default=packs.names(), help="else all of them"
    )
    parser.add_argument(
        "--years", type=int, nargs="+", default=[], help="else two to come and the document's own"
    )
    parser.add_argument("--temperaments", nargs="+", default=["diligent", "late"])
    parser.add_argument("--removals", choices=("none", "words", "all"), default="all")
    asked = parser.parse_args()
    return (
        part(asked.part or _played_on())
        if asked.part is not None
        else whole(tuple(asked.packs), asked.years, asked.temperaments, asked.removals)
    )


if __name__ == "__main__":
    raise SystemExit(main())
