"""Those who walk: each at an own device, signing in anew every day, for no session lasts the night."""

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from jiceng.services.account import code_now
from tests.journeys import small_county
from tests.journeys.dated import moment

FLAT = {"width": 1280, "height": 860}


@dataclass
class Walk:
    """The way through one campaign. complaints: what consoles said, answers 422 aside, which are looked at by words."""

    address: str
    folder: Path
    browser: Browser
    today: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    here: dict[str, str] = field(default_factory=dict)  # account -> the day of its session
    secrets: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)  # what one part leaves for another

    def day(self, day: str) -> None:
        self.today = day
        (self.folder / "day").write_text(day, encoding="ascii")

    def device(self, account: str, screen: dict[str, int] = FLAT) -> Page:
        """Somebody's own browser, signed in or not."""
        if account not in self.pages:
            context = self.browser.new_context(viewport=screen, locale="zh-CN", accept_downloads=True)
            context.set_default_timeout(30_000)
            self.pages[account] = context.new_page()
            self._listen(account, self.pages[account])
        return self.pages[account]

    def _listen(self, account: str, page: Page) -> None:
        page.on("console", lambda message: self._hear(account, message))
        page.on("pageerror", lambda error: self.complaints.append(f"{account}: {error}"))

    def _hear(self, account: str, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            self.complaints.append(f"{account} {message.location.get('url', '')}: {message.text}")

    def at(self, account: str, path: str = "/", screen: dict[str, int] = FLAT) -> Page:
        """Somebody's page, at an address, signed in today by the sign-in page."""
        page = self.device(account, screen)
        if self.here.get(account) != self.today:
            self._sign_in(account, page)
            self.here[account] = self.today
        page.goto(self.address + path)
        return page

    def second_tab(self, account: str, path: str) -> Page:
        """Beside the first, in the same browser."""
        self.at(account)
        page = self.pages[account].context.new_page()
        self._listen(account, page)
        page.goto(self.address + path)
        return page

    def open(self, visitor: str, path: str, screen: dict[str, int] = FLAT) -> Page:
        """Somebody without an account, at an address."""
        page = self.device(visitor, screen)
        page.goto(self.address + path)
        return page

    def absent(self, account: str, path: str) -> Page:
        """Somebody's page at an address that does not exist for them."""
        self.at(account)
        heard = len(self.complaints)
        page = self.at(account, path)
        expect(page.get_by_role("heading", level=1, name="找不到这个页面")).to_be_visible()
        self.complaints[heard:] = [one for one in self.complaints[heard:] if "status of 404" not in one]
        return page

    def leave(self) -> None:
        for page in self.pages.values():
            page.context.close()

    def _sign_in(self, account: str, page: Page) -> None:
        page.goto(f"{self.address}/sign-in/")
        page.get_by_label("账号", exact=True).fill(account)
        page.get_by_label("密码").fill(small_county.PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(re.compile(rf"{self.address}/(second-factor/.*)?$"))
        if "second-factor" in page.url:
            self._show_code(account, page)
        expect(page.get_by_role("heading", level=1, name="工作台")).to_be_visible()

    def _show_code(self, account: str, page: Page) -> None:
        """Set the phone up at the first time, from the letters below the picture; then show what it shows."""
        if account not in self.secrets:
            page.get_by_role("button", name="绑定手机").click()
            letters = page.locator(".phone-code + p").inner_text()
            self.secrets[account] = "".join(letters.split())
            assert base64.b32decode(self.secrets[account])
        page.get_by_label("六位动态码").fill(code_now(self.secrets[account], moment(self.folder)))
        page.get_by_role("button", name="继续").click()
        page.wait_for_url(f"{self.address}/")


def told(page: Page, words: str) -> None:
    """The page says that it is done."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def refused(page: Page, words: str) -> None:
    """The page says what is wrong and what to do."""
    expect(page.get_by_role("alert").filter(has_text=words).first).to_be_visible()


def asked_for(field: Locator) -> None:
    """The browser sends nothing and stands at the field that may not stay empty."""
    expect(field).to_be_focused()
    assert field.evaluate("field => field.validity.valueMissing")


def line(page: Page, *words: str) -> Locator:
    """The line of a list that has all these words."""
    found = page.locator("ul.due > li, ol.due > li")
    for each in words:
        found = found.filter(has_text=each)
    return found.first


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
