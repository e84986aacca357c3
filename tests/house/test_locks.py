"""What is installed is what was tested, from whichever registry."""

import re
import tomllib

import pytest

from tests.house.project import ROOT

LOCKS = ["default.txt", "build.txt", "dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def lines(lock):
    """The requirements of a lock, one string each, hashes included."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(lock):
    """name -> the versions a lock holds of it (two when Pythons differ)."""
    found = {}
    for line in lines(lock):
        name, version = re.match(r"([a-z0-9-]+)==(\S+)", line).groups()
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock):
    unsafe = [
        line
        for line in lines(lock)
        if not re.match(
            r"[a-z0-9-]+==\S+ (?:; [^-]+ )?\s*--hash=sha256:[0-9a-f]{64}", re.sub(r"\s+", " ", line)
        )
    ]

    assert unsafe == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_holds_an_address(lock):
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")

    assert (
        re.findall(
            r"^.*(?:://|--index|--extra-index|--find-links|--trusted-host|@ file).*$", text, re.MULTILINE
        )
        == []
    )


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("default.txt", PROJECT["project"]["dependencies"]),
        ("build.txt", PROJECT["dependency-groups"]["build"]),
        (
            "dev.txt",
            [line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra],
        ),
    ],
)
def test_every_dependency_of_the_project_is_locked(lock, wanted):
    names = {re.sub(r"[-_.]+", "-", NAME.match(line).group()).lower() for line in wanted} - {"jiceng"}

    assert names - pins(lock).keys() == set()


@pytest.mark.parametrize("lock", ["default.txt", "build.txt"])
def test_development_uses_the_versions_that_are_installed_elsewhere(lock):
    dev = pins("dev.txt")

    assert {name: dev[name] for name in pins(lock) if name in dev and dev[name] != pins(lock)[name]} == {}
