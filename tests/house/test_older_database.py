"""A database of an earlier version opens: nothing decided changes, and every page that people are shown answers.

The fixture is the demonstration county as version 08e848d made it (invented people, throw-away secrets).
"""

import hashlib
import lzma
import re
import sqlite3
from collections import Counter, deque
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.timezone import now

from jiceng import clock
from jiceng.store.models import User
from jiceng.web.sessions import ENROLLED, SHOWN
from tests.migrated import default_database

FIXTURE = Path(__file__).parents[1] / "data" / "demonstration-08e848d.sqlite3.xz"
THAT_DAY = date(2026, 11, 22)
# And how many pages each is shown at least.
ACCOUNTS = {"county": 70, "street": 50, "360982001200-secretary": 40, "auditor": 5}
OF_A_KIND = 2  # pages of one kind that are opened; a link to more of them must still be an address of ours
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"|\shx-get="([^"]*)"')

# What was decided. A migration that moves one of these columns brings its own query for the database of today.
DECIDED = (
    """SELECT campaign_id, code, total, computed, decided, decision_reason, decided_on
    FROM store_subject JOIN store_organisation ON store_organisation.id = organisation_id""",
    "SELECT sheet_id, item, value, reason, points FROM store_line",
    "SELECT subject_id, number, old_grade, new_grade, reason FROM store_correction",
)


def decisions(path):
    """A digest of grades, lines and corrections, each."""
    with closing(sqlite3.connect(path)) as file:
        tables = [sorted(map(repr, file.execute(query))) for query in DECIDED]
    assert all(tables)
    return [hashlib.sha256("\n".join(rows).encode()).hexdigest() for rows in tables]


@pytest.fixture(scope="module")
def digests():
    """Of what was decided: before migrating, and after."""
    return {}


@pytest.fixture(scope="module")
def county(tmp_path_factory, digests, django_db_setup, django_db_blocker):
    """The database of that version, migrated to today's, on a day of its last campaign."""
    path = tmp_path_factory.mktemp("older") / "jiceng.sqlite3"
    path.write_bytes(lzma.decompress(FIXTURE.read_bytes()))
    digests["before"] = decisions(path)
    with django_db_blocker.unblock(), default_database(str(path)), clock.on(THAT_DAY):
        call_command("migrate", verbosity=0, skip_checks=True)
        digests["after"] = decisions(path)
        yield


def links(answer, address):
    """Addresses of this site that a page leads to."""
    if not answer["Content-Type"].startswith("text/html"):
        return []
    linked = (unescape(here or there) for here, there in LINK.findall(answer.content.decode()))
    parts = [urlsplit(urljoin(address, one)) for one in linked if one and not one.startswith("#")]
    return [
        f"{one.path}?{one.query}".rstrip("?")
        for one in parts
        if one.scheme in ("", "http") and not one.netloc
    ]


def crawl(browser):
    """Every kind of page that can be reached from the desk: how many were opened, and what is wrong with which."""
    waiting, seen, opened, wrong = deque([("/", "/")]), {"/"}, Counter(), {}
    while waiting:
        address, came_from = waiting.popleft()
        try:
            kind = resolve(urlsplit(address).path).view_name
        except Resolver404:
            wrong[address] = f"no page, linked on {came_from}"
            continue
        if opened[kind] >= OF_A_KIND:
            continue
        opened[kind] += 1
        answer = browser.get(address)
        if answer.status_code >= 400:
            wrong[address] = f"{answer.status_code}, linked on {came_from}"
            continue
        if answer.status_code == 302:
            waiting.append((answer["Location"], came_from))
        for linked in links(answer, address):
            if linked not in seen:
                seen.add(linked)
                waiting.append((linked, address))
        answer.close()
    return opened, wrong


@pytest.mark.parametrize("username", ACCOUNTS)
def test_every_page_that_an_account_of_the_demonstration_is_shown_answers(county, username):
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(username=username))
    session = browser.session
    session[SHOWN], session[ENROLLED] = now().isoformat(), True  # as after a code of the second factor
    session.save()

    opened, wrong = crawl(browser)

    assert wrong == {}
    assert sum(opened.values()) >= ACCOUNTS[username]


def test_what_was_decided_is_the_same_after_migrating(county, digests):
    assert digests["after"] == digests["before"]
