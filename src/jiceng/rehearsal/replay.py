"""A finding as a file, and the same rehearsal again up to its day: is it mended or still failing?

A rehearsal is the same for the same packs, start, seed, temperament and county; so a finding keeps only these, and is
played again from the first day rather than from a copy of the store, which another version could not read.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jiceng.kernel.refusal import Refusal
from jiceng.rehearsal.findings import findings, is_fatal
from jiceng.rehearsal.play import Finding, Play


def write(play: Play, folder: Path) -> None:
    """One file for each finding, in the order of the diary; those of an earlier rehearsal in this folder go."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.json"):
        file.unlink()
    for number, finding in enumerate(findings(play.played), start=1):
        kept = {
            "packs": list(play.names),
            "start": play.start.isoformat(),
            "until": play.until.isoformat() if play.until else None,
            "seed": play.seed,
            "temperament": play.temperament,
            "county": str(play.county_file),
            "kind": finding.kind,
            "mechanism": finding.mechanism,
            "on": finding.on.isoformat(),
            "fatal": is_fatal(finding),
        }
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        name = f"{number:03}-{finding.kind}.json"
        (folder / name).write_text(text + "\n", encoding="utf-8")


def read(file: Path) -> Mapping[str, Any]:
    """What `write` kept. Raises Refusal "rehearsal.replay-unreadable"."""
    try:
        kept: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        date.fromisoformat(kept["start"]), date.fromisoformat(kept["on"])
        if not all(kept[key] for key in ("packs", "kind", "county", "seed", "temperament")):
            raise ValueError("empty")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal("rehearsal.replay-unreadable", file=file.name, why=str(error)) from error
    return kept


def again(play: Play, kind: str, mechanism: str, on: date) -> Finding | None:
    """Play up to the day; the same finding, or None where it is mended. What only the end can show is played to it."""
    play.is_over = lambda day: day > on
    play.run()
    return next(
        (
            finding
            for finding in findings(play.played)
            if (finding.kind, finding.mechanism) == (kind, mechanism)
        ),
        None,
    )
