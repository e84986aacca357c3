"""The project as its own tests see it: its root and the files that are, or are about to be, in git."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.left_out import ELSEWHERE

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file in git, and every new file git would not ignore. Skips where the project is no git checkout."""
    # The owner of a checkout in CI is often not the user who runs the tests.
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip(f"{ELSEWHERE}not a git checkout")
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def text(path: Path) -> str:
    """The file's text, and of a binary file whatever in it reads as text."""
    return path.read_text(encoding="utf-8", errors="ignore")
