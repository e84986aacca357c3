"""Pictures of the main pages, at 1280 and 360 px, in Chinese and English: to be looked at, not compared.

    make shots                        into out/shots
    python scripts/shots.py FOLDER    into another folder

Serves its own demonstration county while it works. The address of Chromium may be given as JICENG_CHROMIUM.
"""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Route, sync_playwright

from jiceng.kernel.ballot.slip import check_letter

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SCREENS = {1280: {"width": 1280, "height": 860}, 360: {"width": 360, "height": 740}}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
READY, SHOWN = "360982-P017", "360982-P016"  # as in `jiceng.demo.ballots`
SLIP = "7QH2K9M4XT8WPB3C"  # of no ballot


@contextmanager
def county() -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """A running demonstration: its address, account -> password, and organisation -> the ballot held there."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "jiceng", "demo", "--data", folder, "--port", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(1800):
                try:
                    urlopen(f"{address}/sign-in/", timeout=2).close()
                    break
                except (URLError, OSError):
                    if server.poll() is not None:
                        sys.exit("shots: the demonstration did not start; run `jiceng demo` to see why")
                    time.sleep(0.1)
            passwords = json.loads((Path(folder) / "accounts.json").read_text(encoding="utf-8"))
            yield address, passwords, held(Path(folder) / "jiceng.sqlite3")
        finally:
            server.terminate()
            server.wait(timeout=20)


def held(database: Path) -> dict[str, str]:
    with closing(sqlite3.connect(database)) as store:
        told = store.execute(
            "SELECT o.code, e.id FROM store_ballotevent e JOIN store_subject s ON s.id = e.subject_id "
            "JOIN store_organisation o ON o.id = s.organisation_id"
        )
        return dict(told.fetchall())


def sign_in(page: Page, address: str, account: str, password: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", account)
    page.fill("#id_password", password)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    while (
        "/second-factor/" in page.url
    ):  # the demonstration's page says what the phone would show; each time once
        said = re.search(r"\d{6}", page.locator("p.say", has_text=re.compile(r"\d{6}")).inner_text())
        page.fill("#code", said[0] if said else "")
        page.click("form[action='/second-factor/'] button")
        page.wait_for_load_state()
        if "/second-factor/" in page.url:
            page.wait_for_timeout(5000)
    page.wait_for_url(f"{address}/")


def first_link(page: Page, address: str, path: str, selector: str) -> str:
    page.goto(address + path)
    return str(page.locator(selector).first.get_attribute("href"))


def main_pages(
    page: Page, address: str, passwords: dict[str, str], ballots: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """(name, path) of the main pages; signs in as whoever works there. ballots: organisation -> the ballot there."""

    def become(account: str) -> None:
        page.context.clear_cookies(name="sessionid")
        sign_in(page, address, account, passwords[account])

    def linked(path: str, part: str) -> str:
        """The first link there whose address has a part."""
        return first_link(page, address, path, f"main a[href*='{part}']")

    become("county")
    yield "desk", "/"
    yield "organisations", "/organisations/"
    yield "organisation", first_link(page, address, "/campaigns/1/organisations/?grade=一般", "#rows tbody a")
    yield "campaign", "/campaigns/2/"
    yield "pack", "/packs/yichun-2012-grading/"
    yield "draws", "/campaigns/2/draws/spot-check/"
    yield "ledger", linked("/ledgers/", "/ledger/")
    yield "movement", "/campaigns/2/movement/"
    yield "return", linked("/returns/", "/returns/")
    yield "notices", "/n/"
    yield "notice", first_link(page, address, "/n/?q=定级结果", "main li a")
    become("committee")
    yield "desk-committee", "/"
    yield "track", linked("/campaigns/2/", "/tracks/")
    yield "records", "/campaigns/2/records/interviews/"
    yield "ballot", linked("/campaigns/2/ballots/satisfaction/", "/ballot/")
    become("team")
    yield "desk-team", "/"
    yield "score", first_link(page, address, "/campaigns/2/organisations/?state=begun", "#rows a.btn")
    become("branch")
    yield "desk-branch", "/"
    become("delegate")
    yield "ballot-console", f"/ballots/{ballots[READY]}/"
    page.context.clear_cookies(name="sessionid")
    lang = "en" if page.locator("html").get_attribute("lang") == "en" else "zh"
    yield "ballot-board", f"/v/{ballots[SHOWN]}/?lang={lang}"
    # As if its box were open still: the sheet and the key are there, and nothing is cast.
    page.route("**/b/*/sheet.json", _opened)
    yield "ballot-booth", f"/b/#{ballots[SHOWN]}.0.{SLIP}{check_letter(SLIP)}"
    page.unroute("**/b/*/sheet.json", _opened)


def _opened(route: Route) -> None:
    route.fulfill(json={**route.fetch().json(), "state": "open"})


def take(
    browser: Browser, address: str, passwords: dict[str, str], ballots: dict[str, str], folder: Path
) -> None:
    for width, screen in SCREENS.items():
        for short, language in LANGUAGES.items():
            context = browser.new_context(viewport=screen, locale="zh-CN", device_scale_factor=1)
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            for name, path in main_pages(page, address, passwords, ballots):
                page.goto(address + path)
                if path.startswith("/b/") and short == "en":
                    page.click("#language")  # the booth knows no cookie
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(300)  # a chart is drawn after its library has come
                whole = folder / f"{name}-{width}-{short}.png"
                page.screenshot(path=whole, full_page=True)
                if width == 1280:
                    page.screenshot(path=folder / f"{name}-{width}-{short}-view.png")
                print(f"shots: {whole}")
            context.close()


def readme_picture(browser: Browser, address: str, passwords: dict[str, str], folder: Path) -> None:
    """The one in the README: shares, grades by class with their chart, and who is over the limit."""
    page = browser.new_page(viewport=SCREENS[1280], locale="zh-CN")
    sign_in(page, address, "county", passwords["county"])
    page.goto(f"{address}/campaigns/1/?over=好")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    box = page.locator("section[aria-labelledby=committees]").bounding_box()
    bottom = box["y"] + box["height"] + 24 if box else 1400
    page.set_viewport_size({"width": 1280, "height": int(bottom)})
    page.screenshot(path=folder / "campaign.png")
    page.close()


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("JICENG_CHROMIUM") or shutil.which("chromium")
    with county() as (address, passwords, ballots), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        take(browser, address, passwords, ballots, folder)
        readme_picture(browser, address, passwords, folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
