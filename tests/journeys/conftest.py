"""One demonstration county served by `jiceng demo`, one Chromium, and a page that must stay silent."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
# What Chromium and htmx write when a test takes the connection away.
OFFLINE = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|htmx:(sendError|afterRequest)")

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


def chromium() -> str:
    names = [os.environ.get("JICENG_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), "")
    if not found:
        pytest.exit("journeys: no Chromium here. Run: make journeys, which says how to get one", returncode=2)
    return found


@dataclass(frozen=True)
class Site:
    """The running site. passwords: account -> password."""

    address: str
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("county")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jiceng", "demo", "--data", str(folder), "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings())
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, folder / "log")
        yield Site(address, json.loads((folder / "accounts.json").read_text(encoding="utf-8")))
    finally:
        server.terminate()
        server.wait(timeout=20)


def surroundings() -> dict[str, str]:
    """The environment for a server of its own: without the tests' settings."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the site answers; fails with what the server wrote when it ends or takes more than a minute."""
    for _ in range(600):
        try:
            urlopen(f"{address}/sign-in/", timeout=2).close()
            return
        except (URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.1)
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@dataclass
class Visitor:
    """Somebody at a device. complaints: what the console said, faults and breaches of the content policy among it."""

    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.site.address + path)
        return self.page

    def sign_in(self, account: str, until: re.Pattern[str] | None = None) -> Page:
        page = self.open("/sign-in/")
        page.get_by_label("账号", exact=True).fill(account)
        page.get_by_label("密码").fill(self.site.passwords[account])
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(until or f"{self.site.address}/")
        return page

    def cookie(self, name: str, value: str) -> None:
        self.context.add_cookies([{"name": name, "value": value, "url": self.site.address}])

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not OFFLINE.search(message.text):
            self.complaints.append(message.text)


@pytest.fixture
def visitor_at(site: Site, browser: Browser) -> Iterator:
    """A maker of visitors by size of screen; afterwards nobody's console may have complained."""
    visitors = []

    def make(screen: dict[str, int] = DESK) -> Visitor:
        context = browser.new_context(viewport=screen, locale="zh-CN", has_touch=screen is PHONE)
        context.set_default_timeout(30_000)  # a first start on a busy machine is slow
        visitor = Visitor(site, context, context.new_page())
        visitor.page.on("console", visitor.hear)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [visitor.complaints for visitor in visitors if visitor.complaints] == []
