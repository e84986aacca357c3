"""The suite's own PostgreSQL: what runs on it, what it says where there is none, what it leaves behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import postgres
from tests.house.project import ROOT

TOLD = "import os, time; print(os.environ['JICENG_DATABASE_URL'], flush=True); time.sleep(60)"


def test_every_test_that_needs_postgresql_is_run_on_it():
    [line] = re.findall(
        r"^\t@.*-m tests\.postgres .*tests/store.*$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    run = (*re.findall(r"tests/\w+", line), "tests/ballots")

    marked = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(
            r"^(@|pytestmark = )pytest\.mark\.postgres$", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]

    assert marked
    assert [path for path in marked if not path.startswith(run)] == []


def test_without_a_server_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    try:
        assert postgres.run(["true"]) == 2
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)

    assert "apt install postgresql" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_nothing_behind(number):
    try:
        postgres.programs()
    except postgres.Missing as missing:
        pytest.skip(str(missing))
    command = [sys.executable, "-m", "tests.postgres", "--quick", sys.executable, "-c", TOLD]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        folder = Path(parse_qs(urlsplit(run.stdout.readline()).query)["host"][0])
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])

        run.send_signal(number)

        assert run.wait(60) == 130
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
