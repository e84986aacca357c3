"""The list of what the source documents ask for: 308 rows with id, theme, name and source.

The rows are facts (ids, names, clause numbers) copied from the catalogue of mechanisms; never renumbered.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One mechanism of the catalogue. source: document, section and line, e.g. "000-1 §三3 L17"."""

    id: str
    name: str
    source: str


@cache
def rows() -> dict[str, Row]:
    """id -> row, in the order of the catalogue."""
    with (Path(__file__).parent / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {line["id"]: Row(line["id"], line["name"], line["source"]) for line in csv.DictReader(file)}


@cache
def documents() -> frozenset[str]:
    """The documents the catalogue lists, as it names them: 000-1 … 004."""
    return frozenset(part.split()[0] for row in rows().values() for part in row.source.split("; "))
