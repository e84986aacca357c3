"""The booth's page in a real browser: requests and answers get lost, pages are shut in the middle and opened anew."""

import json
import os
import shutil
from random import Random

import pytest
from playwright.sync_api import Error, Page, Route, expect, sync_playwright

from tests.ballots.installation import HOST, Server
from tests.ballots.rounds import rounds

VOTERS = rounds(16, least=4)
LOSS = 0.5  # of requests, and of answers to those that arrive
PHONE = {"width": 360, "height": 740}
# Nobody waits half a minute for the next try.
AT_ONCE = "[...document.querySelectorAll('#state-sending:not([hidden]) [data-do=send]')].forEach((one) => one.click())"
KEPT = """Object.keys(localStorage).filter((name) => name.startsWith("jiceng:slip:"))
    .map((name) => JSON.parse(localStorage[name]))"""
WITHOUT = "Object.defineProperty(crypto, 'subtle', { value: undefined });"

pytestmark = pytest.mark.once  # the page does not know which database is behind it


@pytest.fixture(scope="module")
def chromium():
    names = [os.environ.get("JICENG_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), "")
    if not found:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Voting:
    """One phone with one slip. what is on the line is drawn; `sent` is every body that left it."""

    def __init__(self, browser, server, voter, draw, *, seals=True):
        self.voter, self.draw, self.sent, self.lost = voter, draw, [], 0
        self.address = f"http://{HOST}:{server.port}/b/"
        self.context = browser.new_context(viewport=PHONE)
        if not seals:
            self.context.add_init_script(WITHOUT)
        self.context.route("**/cast", self._line)

    def _line(self, route: Route) -> None:
        self.sent.append(json.loads(route.request.post_data or "{}"))
        try:
            if self.draw.random() < LOSS:
                self.lost += 1
                route.abort()
                return
            answer = route.fetch()
            if self.draw.random() < LOSS:
                self.lost += 1
                route.abort()
            else:
                route.fulfill(response=answer)
        except Error:
            pass  # the page was shut meanwhile

    def scan(self) -> Page:
        """The page anew, as after the phone died."""
        at = 0 if self.voter.voter_class == "党员" else 1
        page = self.context.new_page()
        page.goto(f"{self.address}#{self.voter.event}.{at}.{self.voter.code}")
        return page

    def fill(self, page: Page) -> None:
        expect(page.locator("#state-vote")).to_be_visible(timeout=30_000)
        for question in range(page.locator("#questions fieldset").count()):
            page.locator(f"input[name=q{question}]").nth(self.draw.randrange(4)).check(force=True)
        page.click("#state-vote button.red")
        page.click("[data-do=cast]")

    def vote(self, kills: int) -> dict:
        page = self.scan()
        self.fill(page)
        for _ in range(kills):
            page.wait_for_timeout(self.draw.uniform(0, 400))
            page.close()
            page = self.scan()
        for _ in range(200):
            if page.locator("#state-done").is_visible():
                break
            page.evaluate(AT_ONCE)
            page.wait_for_timeout(50)
        expect(page.locator("#state-done h1")).to_contain_text("已计入")
        [kept] = page.evaluate(KEPT)
        assert page.evaluate("document.cookie") == ""
        self.context.close()
        return kept


def test_each_slip_is_one_ballot_however_often_its_page_was_shut(installation, chromium, figures):
    [slips] = installation.open(1, VOTERS)
    draw = Random(VOTERS)
    voters = draw.sample(slips, VOTERS)
    lost = sent = 0

    with Server(installation) as server:
        for at, voter in enumerate(voters):
            phone = Voting(chromium, server, voter, draw, seals=at % 4 > 0)
            kept = phone.vote(kills=draw.randrange(4))

            installation.check_ack(voter, kept["ack"])
            assert all(body == phone.sent[0] for body in phone.sent), "another envelope"
            assert kept["code"] == ""
            if kept["sealed"]:
                [row] = [one for one in installation.box(voter.event) if one.nullifier == voter.nullifier]
                assert (row.eph, row.iv, row.ct) == tuple(
                    kept["sealed"][part] for part in ("eph", "iv", "ct")
                )
            lost, sent = lost + phone.lost, sent + len(phone.sent)

    assert {one.nullifier for one in installation.box(voters[0].event)} == {one.nullifier for one in voters}
    figures(
        f"booth page in a browser: {VOTERS} slips, {sent} sendings, {lost} lost on the way: one ballot each"
    )


def test_a_page_that_keeps_nothing_would_send_another_envelope(installation, chromium):
    """The control: what the phone keeps is what makes the second sending the same."""
    [slips] = installation.open(1, 2)
    with Server(installation) as server:
        phone = Voting(chromium, server, slips[0], Random(1))
        phone.draw.random = lambda: 0.75  # type: ignore[method-assign]
        first = phone.scan()
        phone.fill(first)
        expect(first.locator("#state-done")).to_be_visible(timeout=30_000)
        first.evaluate("localStorage.clear()")
        again = phone.scan()
        phone.fill(again)

        expect(again.locator("#state-spent")).to_be_visible(timeout=30_000)

    assert phone.sent[0] != phone.sent[1]
    assert len(installation.box(slips[0].event)) == 1
