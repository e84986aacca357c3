"""What rehearsals have shown: mechanism -> the years in which people did it through the pages, or why they could not.

The table `rehearsed.csv` is written by `make rehearse` and committed with the version it was played on; the suite plays
a part of it again and fails where the table claims more than it sees.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("rehearsed.csv")
COLUMNS = ("mechanism", "years", "late", "removal", "why", "version")


@dataclass(frozen=True)
class Rehearsed:
    """One mechanism. years: in which it was done by people who do things at once; late: by people who put them off.

    removal: the removals that were tried and noticed (page, actor, reader). why: what kept it from being done,
    a code of `jiceng.phrases.rehearsal`; "" = nothing. version: of the product it was played on.
    """

    mechanism: str
    years: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    removal: tuple[str, ...] = ()
    why: str = ""
    version: str = ""

    def done(self, *, printed: int | None) -> bool:
        """Whether it was done in every year that was played, one of them not the document's own (`printed`)."""
        return not self.why and any(year != printed for year in self.years)


@cache
def table(path: Path = FILE) -> Mapping[str, Rehearsed]:
    """Address -> what was seen of it; empty where nothing has been played."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {line["mechanism"]: _read(line) for line in csv.DictReader(file)}


def write(lines: Iterable[Rehearsed], file: Path = FILE) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for line in lines:
            years, late = (" ".join(map(str, each)) for each in (line.years, line.late))
            writer.writerow((line.mechanism, years, late, " ".join(line.removal), line.why, line.version))


def _read(line: Mapping[str, str]) -> Rehearsed:
    years, late = (tuple(int(year) for year in line[name].split()) for name in ("years", "late"))
    return Rehearsed(
        line["mechanism"], years, late, tuple(line["removal"].split()), line["why"], line["version"]
    )
