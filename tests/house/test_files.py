"""Nothing in the project says where it was made or where its packages came from."""

import hashlib
import re
import subprocess

import pytest

from tests.house.project import ROOT, files, text

# Put together from pieces, because this file is read too.
FORBIDDEN = [
    r"\bpypi\." + "org",
    r"\bpythonhosted\." + "org",
    r"\bregistry\.npm" + "js",
    r"\bregistry\.npm" + "mirror",
    r"\bdeb\.debian\." + "org",
    r"\bsecurity\.debian\." + "org",
    r"\barchive\.ubuntu\." + "com",
    r"\bmirrors?\.[a-z0-9-]+\.[a-z]",
    r"\b(?:artifact" + r"ory|jf" + r"rog|dev" + r"pi)\b",
    # Absolute paths of somebody's machine.
    r"(?<![\w.])/(?:home|Users|root|workspace|builds)/" + r"\w",
    r"(?<![\w.])/" + r"work/",
    r"(?<![\w.])/opt/" + r"(?:pypi|wheels)",
    r"[A-Z]:\\" + r"Users\\",
    # Addresses of private networks.
    r"(?<![\d.])10\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])",
    r"(?<![\d.])192\.168\." + r"\d",
    r"(?<![\d.])172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}(?![\d.])",
]
TRACE = re.compile("|".join(f"(?:{piece})" for piece in FORBIDDEN))


@pytest.mark.parametrize(
    "leak",
    [
        "--index-url https://pypi." + "org/simple",
        "see /work" + "/notes.md",
        "/home" + "/li/jiceng",
        "http://mirrors." + "aliyun.com/simple",
        "host 192.168." + "0.10",
    ],
)
def test_a_trace_of_a_machine_is_recognised(leak):
    assert TRACE.search(leak)


@pytest.mark.parametrize(
    "innocent", ["http://127.0.0.1:8000/" + "work/3/", "see docs/home/page", "version 10.2.0"]
)
def test_an_ordinary_address_is_not_taken_for_a_trace(innocent):
    assert not TRACE.search(innocent)


def test_no_file_names_a_registry_or_a_machine():
    traces = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in files()
        for found in TRACE.finditer(text(path))
    ]

    assert traces == []


def test_no_file_is_a_database_a_source_map_or_a_conflict():
    unwanted = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix in {".sqlite3", ".db", ".map", ".orig", ".rej", ".pyc"}
        or re.search(r"^<{7} ", text(path), re.MULTILINE)
    ]

    assert unwanted == []


def test_vendored_files_are_as_their_table_says():
    vendor = ROOT / "src/jiceng/web/static/vendor"
    table = (vendor / "README.md").read_text(encoding="utf-8")
    said = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", table))

    found = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.suffix in {".js", ".css"}
    }

    assert found == said
    assert all((vendor / name).with_name("LICENSE").is_file() for name in said)
    assert not any("sourceMappingURL" in (vendor / name).read_text(encoding="utf-8") for name in said)


@pytest.mark.parametrize(
    "name", [".ci/run", "scripts/chromium.sh", "scripts/environment.sh", "scripts/lock.sh"]
)
def test_scripts_can_be_run(name):
    script = ROOT / name
    shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")

    read = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)

    assert read.stderr == ""
    assert script.stat().st_mode & 0o111
