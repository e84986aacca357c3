"""`jiceng demo` as somebody types it."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests import migrated

ACCOUNTS = ["county", "committee", "street", "team", "delegate", "branch", "member", "village", "inspector"]
ACCOUNTS += ["auditor", "sysadmin", "secadmin"]
# Makes the whole demonstration, as `make demo` and the journeys do.
WHOLE = pytest.mark.long


def command(*words, folder, lang="zh", **more):
    env = os.environ | {"JICENG_DATA": str(folder / "real"), "PYTHONUNBUFFERED": "1"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env |= more
    return subprocess.Popen(
        [sys.executable, "-m", "jiceng", "demo", "--lang", lang, *words],
        env=env,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(*words, folder, lang="zh", **more):
    process = command(*words, folder=folder, lang=lang, **more)
    _, said = process.communicate(timeout=300)
    return process.returncode, said


def code(*words, folder, lang="zh"):
    """`jiceng demo code`: exit code, what stands on standard output, what beside it."""
    process = command("code", *words, folder=folder, lang=lang)
    printed, said = process.communicate(timeout=120)
    return process.returncode, printed, said


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def until(process, port):
    """The page of the address, as soon as it answers; fails when the command ends before."""
    for _ in range(3000):  # a busy machine is no fault
        try:
            return urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except OSError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
    raise AssertionError("the site never answered")


def value(folder, query):
    with sqlite3.connect(folder / "real" / "demo" / "jiceng.sqlite3") as store:
        [(answer,)] = store.execute(query)
    store.close()
    return answer


@pytest.fixture(scope="module")
def said():
    """What the one loading of these tests said."""
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory, said):
    """A data folder in which the demonstration was made anew, once, on a machine that has a server's settings."""
    here = tmp_path_factory.mktemp("demo")
    old = here / "real" / "demo"
    old.mkdir(parents=True)
    with sqlite3.connect(old / "jiceng.sqlite3") as store:
        store.execute("CREATE TABLE left_over (name TEXT)")
    store.close()
    done, told = finished(
        "--no-serve", "--fresh", folder=here, lang="en",
        JICENG_DATABASE_URL="postgresql://nobody@127.0.0.1:1/real", DJANGO_SETTINGS_MODULE="jiceng.settings.production",
    )  # fmt: skip
    assert (done, "533" in told, "19006" in told) == (0, True, True), told
    said.append(told)
    return here


@WHOLE
def test_fresh_makes_it_anew_and_a_database_of_a_server_is_never_touched(folder, said):
    assert "throwing the old demonstration data away" in said[0]
    assert "leaves the database of JICENG_DATABASE_URL alone" in said[0]
    assert value(folder, "SELECT count(*) FROM sqlite_master WHERE name = 'left_over'") == 0
    assert value(folder, "SELECT name FROM store_organisation WHERE code = '360982'") == "中共樟树市委员会"


@WHOLE
def test_it_keeps_to_a_folder_of_its_own(folder):
    assert [path.name for path in (folder / "real").iterdir()] == ["demo"]


@WHOLE
def test_the_passwords_are_made_for_this_folder_and_readable_by_its_owner_only(folder):
    kept = folder / "real" / "demo" / "accounts.json"

    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    passwords = json.loads(kept.read_text())
    assert list(passwords) == ACCOUNTS
    assert len(set(passwords.values())) == len(ACCOUNTS)


@WHOLE
def test_the_second_start_serves_what_was_changed_and_ctrl_c_ends_it(folder):
    with sqlite3.connect(folder / "real" / "demo" / "jiceng.sqlite3") as store:
        store.execute("UPDATE store_organisation SET name = '改过的名称' WHERE code = '360982100200'")
    store.close()
    port = free_port()
    process = command("--port", str(port), folder=folder)
    try:
        page = until(process, port)
        assert page.status == 200
        taken, why = finished("--port", str(port), folder=folder)
        assert taken == 2
        assert f"{port}" in why
        assert f"--port {port + 1}" in why
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    passwords = json.loads((folder / "real" / "demo" / "accounts.json").read_text())
    assert [said.count(one) for one in passwords.values()] == [1] * len(ACCOUNTS)
    assert [line.split()[1] for line in said.splitlines() if "用户名" in line] == ACCOUNTS
    assert len({line.index("密码") for line in said.splitlines() if "用户名" in line}) == 1
    shown = [line.split()[-1] for line in said.splitlines() if "jiceng demo code" in line]
    assert shown == ["delegate", "auditor", "sysadmin", "secadmin"]
    assert "改过的名称" in said
    seen = re.findall(rf"http://127\.0\.0\.1:{port}/(v|ballots)/[0-9a-f]{{16}}/", said)
    assert seen == ["v", "ballots"]
    assert said.rstrip().endswith("演示：已停止，数据保留")


# -- jiceng demo code -------------------------------------------------------------------------------------------------


@WHOLE
def test_six_digits_are_printed_alone_for_an_account_that_shows_them(folder):
    done, printed, said = code("delegate", folder=folder)

    assert (done, said) == (0, "")
    assert re.fullmatch(r"\d{6}\n", printed)


@WHOLE
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["branch"], "needs no digits"),
        ([], "means nothing here"),
        (["delegate", "auditor"], "means nothing here"),
    ],
)
def test_for_anything_else_it_says_why_there_are_none(folder, words, why):
    done, printed, said = code(*words, folder=folder, lang="en")

    assert (done, printed) == (2, "")
    assert why in said


def test_no_digits_are_printed_where_there_is_no_demonstration_and_nothing_is_made(tmp_path):
    done, printed, said = code("delegate", folder=tmp_path)

    assert (done, printed) == (2, "")
    assert "没有演示数据" in said
    assert list(tmp_path.iterdir()) == []


@WHOLE
def test_a_database_that_is_no_demonstration_gives_no_digits(folder, tmp_path):
    other = tmp_path / "real" / "demo"
    shutil.copytree(folder / "real" / "demo", other)
    with sqlite3.connect(other / "jiceng.sqlite3") as store:
        store.execute("UPDATE store_campaign SET title = '2012年分类定级' WHERE closed_on IS NOT NULL")
    store.close()

    done, printed, said = code("delegate", folder=tmp_path)

    assert (done, printed) == (2, "")
    assert "不是演示数据" in said


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_a_port_that_cannot_be_is_named_and_nothing_is_written(tmp_path, port):
    code, said = finished("--port", port, folder=tmp_path)

    assert code == 2
    assert re.search(rf"没有 {port} 这个端口.*--port 8001", said)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_named_before_anything_is_written(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code, said = finished("--port", str(port), folder=tmp_path, lang="en")

    assert code == 2
    assert f"Port {port} is taken by another program." in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    code, said = finished("--no-serve", "--data", str(tmp_path / "file"), folder=tmp_path)

    assert code == 2
    assert str(tmp_path / "file") in said
    assert "Traceback" not in said


@pytest.mark.django_db
def test_a_fresh_installation_has_no_account_and_no_second_factor(tmp_path):
    migrated.write(tmp_path / "jiceng.sqlite3")

    with sqlite3.connect(tmp_path / "jiceng.sqlite3") as store:
        counts = [
            store.execute(f"SELECT count(*) FROM store_{table}").fetchone()[0]
            for table in ("user", "person", "post", "secondfactor")
        ]
    store.close()

    assert counts == [0, 0, 0, 0]
