"""A disk whose power may be cut: a way for SQLite to its files that remembers what has reached the disk.

Every write and every sync is kept in the order it was made. What the disk holds after a cut at any of these moments is
made from that afterwards: all that was synced, and of what was written since nothing, or any part of it in any order,
the last of it torn.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


@dataclass
class Made:
    """One thing done to a file: "write" (at, data), "truncate" (at = size), "sync"; or "told": somebody was told."""

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """Files by the last part of their names ("", "-wal"), and all that was done to them."""

    made: list[Made] = field(default_factory=list)
    over: bool = False

    def told(self) -> None:
        """From here on somebody relies on what was written before."""
        self.made.append(Made("told"))

    @contextmanager
    def connected(self, path: Path) -> Iterator[apsw.Connection]:
        """A connection whose end, which tidies up, is not part of the story."""
        name = f"power-{id(self)}"
        self.vfs = _Vfs(name, self, str(path))  # kept: SQLite holds no reference to it
        with closing(apsw.Connection(str(path), vfs=name)) as connection:
            yield connection
            self.over = True

    def cuts(
        self, start: bytes, moments: Sequence[int], draw: Random
    ) -> Iterator[tuple[int, dict[str, bytes]]]:
        """For each moment (a place in `made`): how many had been told, and every file as the disk holds it.

        start: the database file, which was on the disk before.
        """
        safe: dict[str, bytearray] = {"": bytearray(start)}
        waiting: dict[str, list[Made]] = {}
        wanted, told = iter(sorted(moments)), 0
        moment = next(wanted, None)
        for at, one in enumerate(self.made):
            while moment == at:
                yield told, self._cut(safe, waiting, draw)
                moment = next(wanted, None)
            if one.what == "told":
                told += 1
            elif one.what == "sync":
                for change in waiting.pop(one.file, ()):
                    _apply(safe.setdefault(one.file, bytearray()), change)
            else:
                waiting.setdefault(one.file, []).append(one)

    def _cut(
        self, safe: dict[str, bytearray], waiting: dict[str, list[Made]], draw: Random
    ) -> dict[str, bytes]:
        """Half of the time nothing unsynced is left, else some of it, in an order of the disk's own."""
        left = {name: bytearray(content) for name, content in safe.items()}
        if draw.random() < 0.5:
            for name, changes in waiting.items():
                kept = [one for one in changes if draw.random() < 0.5]
                draw.shuffle(kept)
                if kept and kept[-1].what == "write":
                    whole = kept[-1]
                    torn = draw.randrange(0, len(whole.data) + 1, SECTOR)
                    kept[-1] = Made("write", name, whole.at, whole.data[:torn])
                for one in kept:
                    _apply(left.setdefault(name, bytearray()), one)
        return {name: bytes(content) for name, content in left.items()}


def _apply(content: bytearray, one: Made) -> None:
    if one.what == "truncate":
        del content[one.at :]
        return
    if len(content) < one.at:
        content.extend(bytes(one.at - len(content)))
    content[one.at : one.at + len(one.data)] = one.data


class _Vfs(apsw.VFS):
    def __init__(self, name: str, disk: Disk, path: str) -> None:
        self.disk, self.path = disk, path
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        if told is None or not told.startswith(self.path):
            return apsw.VFSFile("", name, flags)  # a passing file of SQLite's own
        return _File(self.disk, told[len(self.path) :], name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        if name.startswith(self.path) and not self.disk.over:
            raise AssertionError(f"{os.path.basename(name)} is deleted: this disk does not know how")
        super().xDelete(name, sync)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, part: str, name: Any, flags: list[int]) -> None:
        self.disk, self.part = disk, part
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, at: int) -> None:
        self._keep(Made("write", self.part, at, bytes(data)))
        super().xWrite(data, at)

    def xTruncate(self, size: int) -> None:
        self._keep(Made("truncate", self.part, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self._keep(Made("sync", self.part))
        super().xSync(flags)

    def _keep(self, one: Made) -> None:
        if not self.disk.over:
            self.disk.made.append(one)
