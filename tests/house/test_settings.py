"""A server that would expose people does not start, and says why."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jiceng.settings import environment
from tests.house.project import ROOT

KEY = "q7Zr1xW0pLm5Vt9Kd3Ys8Bn2Hc6Fg4Ja-Qe_UoXiPzRwTyNvMbCkDlSh"
PRODUCTION = {"JICENG_SECRET_KEY": KEY, "JICENG_HOSTS": "party.example.cn"}


def start_production(tmp_path, **variables):
    """Load the production settings in a process of its own; gives its result."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("JICENG_") and name != "DEBUG"
    }
    told = {"JICENG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "jiceng.settings.production", **variables}
    program = "from django.conf import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=kept | told,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_a_key_and_hosts_starts_with_encrypted_cookies(tmp_path):
    started = start_production(tmp_path, **PRODUCTION)

    assert (started.returncode, started.stdout) == (0, "False True\n")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"JICENG_SECRET_KEY": ""}, "JICENG_SECRET_KEY is not set"),
        ({"JICENG_SECRET_KEY": "django-insecure-" + KEY}, "a sample from a guide"),
        ({"JICENG_SECRET_KEY": "a" * 64}, "easy to guess"),
        ({"JICENG_HOSTS": ""}, "JICENG_HOSTS is not set"),
        ({"JICENG_HOSTS": "*"}, "forged host name"),
        ({"JICENG_DATA": ""}, "JICENG_DATA is not set"),
        ({"JICENG_DATA": "var/mistyped"}, "not a folder here"),
        ({"JICENG_DEBUG": "1"}, "show the program's insides"),
        ({"JICENG_PLAIN_HTTP": "perhaps"}, "Write 1 for yes"),
    ],
)
def test_production_that_would_expose_people_is_refused_with_a_sentence(tmp_path, told, sentence):
    refused = start_production(tmp_path, **{**PRODUCTION, **told})

    assert refused.returncode != 0
    assert sentence in refused.stderr


def test_no_page_may_run_a_script_of_another_or_a_script_within_it():
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert [name for name, values in policy.items() if "'unsafe-inline'" in values] == ["style-src-attr"]
    assert not any("'unsafe-eval'" in values for values in policy.values())
    assert "script-src" not in policy


def test_a_postgresql_address_gives_its_parts():
    told = environment.postgresql("postgresql://clerk:p%40ss%2F1@db.county:5433/jiceng?sslmode=require")

    assert {name: told[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "jiceng",
        "USER": "clerk",
        "PASSWORD": "p@ss/1",
        "HOST": "db.county",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://db/jiceng", "begins with 'mysql'"),
        ("postgresql://db", "names no database"),
        ("postgresql://clerk:a/b@db:5432/jiceng", "cannot be read"),
    ],
)
def test_a_database_address_that_cannot_be_used_says_how_to_write_it(url, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        environment.postgresql(url)

    assert "postgresql://user:password@host:5432/name" in str(refused.value)


def test_the_demonstration_key_is_made_once_and_is_its_owners_only(tmp_path):
    first = environment.kept_secret_key(tmp_path / "var")
    second = environment.kept_secret_key(tmp_path / "var")

    assert first == second
    assert len(first) > environment.SHORTEST_SECRET_KEY
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
