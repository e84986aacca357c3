"""An evening's ballot: forty people, thirty phones on a bad line, ten papers that a teller photographs, one count.

Everything is done on pages, each person at an own device; phones have no account, no cookie, and 64 kbit/s with 800 ms
and one answer in twenty lost.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Error, Page, Route, expect

from tests.ballots.badline import BadLine
from tests.ballots.photographs import photograph
from tests.journeys.conftest import PHONE, ROOT, surroundings, wait_for
from tests.journeys.evening_county import DAY, SIZES
from tests.journeys.walk.people import Walk

VERIFIER = ROOT / "src/jiceng/web/static/jiceng/verify_ballot.py"
PASSPHRASE = "河边的柳树 一共九棵 二〇一二"
SHEET, OPTIONS = "总体评价", ("满意", "基本满意", "不满意", "不了解")
KBIT = 1000 // 8  # bytes
LINE = {"offline": False, "latency": 800, "downloadThroughput": 64 * KBIT, "uploadThroughput": 64 * KBIT}
LOSS = 0.05
ON_PHONES = {"党员": 16, "群众代表": 14}
ON_PAPER = {"党员": 4, "群众代表": 6}
RELOADS = 6  # of a page that did not come; somebody with a bad line does the same


@dataclass
class Phone:
    """A voter's own: the slip as it was scanned, and what they say."""

    slip: str
    said: str
    page: Page


@pytest.fixture
def walk(tmp_path: Path, browser) -> Iterator[Walk]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Walk(f"http://127.0.0.1:{port}", tmp_path, browser)
    one.day(DAY.isoformat())
    command = [sys.executable, "-m", "tests.journeys.dated", str(tmp_path), str(port), "evening_county"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings(), cwd=ROOT)
    try:
        wait_for(one.address, server, tmp_path / "log")
        yield one
    finally:
        one.leave()
        server.terminate()
        server.wait(timeout=20)
        faults = re.findall(
            r"^Traceback.*?^\w[^\n]*$", (tmp_path / "log").read_text(), re.DOTALL | re.MULTILINE
        )
        shutil.rmtree(tmp_path, ignore_errors=True)
    assert faults == []


def test_a_ballot_on_thirty_phones_and_ten_papers_is_counted_and_counted_again(walk):
    console = begun_and_frozen(walk)
    letters = key_made_and_rehearsed(walk, console)
    slips = slips_drawn_and_printed(walk, console)
    everybody_ticked_and_opened(walk, console)
    phones = thirty_phones_vote(walk, console, slips)
    shut(walk, console)
    papers = ten_papers_photographed(walk, console)
    counted_from_the_paper_copy(walk, console, letters)
    signed_and_published(walk, console)
    board = walk.address + re.sub("/ballots/", "/v/", console)
    two_voters_check(walk, phones, board)
    the_verifier_agrees(walk, board, phones, papers)
    assert [one for one in walk.complaints if "ERR_EMPTY_RESPONSE" not in one] == []


# -- before the meeting


def act(page: Page, what: str) -> None:
    page.locator(f'form[action*="/{what}/"] button').click()


def begun_and_frozen(walk: Walk) -> str:
    place = json.loads((walk.folder / "evening.json").read_text(encoding="ascii"))
    ballot = f"/subjects/{place['subject']}/ballot/{place['mechanism']}/"
    page = walk.at("dai", ballot)
    names = {account: walk_name(walk, account) for account in ("ji", "fan")}
    page.goto(walk.address + ballot)
    for field, account in (("teller1", "ji"), ("teller2", "fan")):
        options = page.locator(f"#{field} option").all_inner_texts()
        page.locator(f"#{field}").select_option(label=next(one for one in options if names[account] in one))
    page.locator("#begin-on").fill(DAY.isoformat())
    page.locator("#begin-place").fill("村部二楼")
    page.locator('form[action*="/begin/"] button[type=submit]').click()
    page.wait_for_url(re.compile("/ballots/[0-9a-f]{16}/"))
    console = re.sub("#.*", "", page.url.removeprefix(walk.address))
    act(walk.at("shen", console), "freeze")
    return console


def walk_name(walk: Walk, account: str) -> str:
    return walk.at(account, "/me/").locator(".rail .where").inner_text().split()[0]


def key_made_and_rehearsed(walk: Walk, console: str) -> str:
    """The letters of the paper copy, as the delegate writes them down."""
    page = walk.at("dai", console)
    page.add_init_script("window.print = () => {}")
    page.reload()
    page.locator("#key-passphrase").fill(PASSPHRASE)
    page.locator("#key-passphrase-again").fill(PASSPHRASE)
    page.locator("#ballot-key [data-do=make]").click()
    letters = page.locator("#ballot-key [data-letters]")
    expect(letters).to_have_text(re.compile(r"\w{4}"))
    copied = letters.text_content() or ""
    page.locator("#ballot-key [data-do=print]").click()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.locator("#ballot-key [data-do=printed]").click()
    wrong = copied.strip()[:-1] + ("A" if copied.strip()[-1] != "A" else "B")
    page.locator("#key-copy").fill(wrong)
    page.locator("#ballot-key [data-do=rehearse]").click()
    expect(
        page.locator("#ballot-key .say.wrong [data-line], #ballot-key .say [data-line]").first
    ).to_be_visible()
    page.locator("#key-copy").fill(copied.lower())
    page.locator("#ballot-key [data-do=rehearse]").click()
    expect(page.locator(f'a[href="{console}slips/"]')).to_be_visible()
    return copied


def slips_drawn_and_printed(walk: Walk, console: str) -> dict[str, list[str]]:
    """Class -> what a phone reads off each slip, from its picture."""
    page = walk.at("dai", f"{console}slips/")
    page.locator("#ballot-slips [data-do=draw]").click()
    print_button = page.locator("#ballot-slips [data-do=print]")
    expect(print_button).to_be_visible()
    print_button.click()
    pdf = page.pdf(prefer_css_page_size=True)
    sheets = sum(-(-(size + -(-size // 10)) // 8) for size in SIZES.values())
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1 + sheets  # and the cover
    found: dict[str, list[str]] = {name: [] for name in SIZES}
    for slip in page.locator(".slip").all():
        name = slip.locator(".class").text_content() or ""
        read = scanned(slip.locator(".inside svg path").get_attribute("d") or "")
        assert re.fullmatch(rf"{walk.address}/b/#[0-9a-f]{{16}}\.[01]\.[0-9A-Z]{{17}}", read)
        found[name].append(read)
    page.locator("#ballot-slips [data-do=register]").click()
    expect(page.locator("#ballot-slips [data-do=draw]")).to_be_hidden()
    assert {name: len(set(slips)) for name, slips in found.items()} == dict.fromkeys(SIZES, 22)
    return found


def scanned(drawn: str) -> str:
    """What a phone reads off a printed code: its dark squares, as a sharp picture."""
    dark = np.array(re.findall(r"M(\d+) (\d+)", drawn), int)
    picture = np.full((dark.max() + 5, dark.max() + 5), 255, np.uint8)
    picture[dark[:, 1] + 2, dark[:, 0] + 2] = 0
    return zxingcpp.read_barcode(picture.repeat(8, axis=0).repeat(8, axis=1)).text


# -- at the meeting


def everybody_ticked_and_opened(walk: Walk, console: str) -> None:
    page = walk.at("dai", f"{console}tick/")
    for button in page.locator("[data-all]").all():
        button.click()
    page.locator("button[name=do][value=issue]").click()
    act(walk.at("dai", console), "ask-open")
    act(walk.at("ji", console), "confirm-open")
    shut_list = walk.at("dai", f"{console}tick/")
    expect(shut_list.locator("input[name=entry]")).to_have_count(0)


def thirty_phones_vote(walk: Walk, console: str, slips: dict[str, list[str]]) -> list[Phone]:
    port = int(walk.address.rsplit(":", 1)[1])
    phones = []
    with BadLine(port, loss=LOSS, delay=0, seed=9) as line:
        for name, number in ON_PHONES.items():
            for at, slip in enumerate(slips[name][:number]):
                context = walk.browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True)
                page = context.new_page()
                walk.pages[f"{name} {at}"] = page
                context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
                phones.append(Phone(slip.replace(f":{port}/", f":{line.port}/"), OPTIONS[at % 3], page))
        for first in range(0, len(phones), 10):
            ten = phones[first : first + 10]
            for one in ten:
                went(one)
            for one in ten:
                chose(one)
            for one in ten:
                expect(one.page.locator("#state-done")).to_be_visible(timeout=90_000)
        assert line.lost > 0
    assert [one for phone in phones for one in phone.page.context.cookies()] == []
    page = walk.at("dai", console)
    expect(page.locator("[data-returned]")).to_have_text(str(len(phones)))
    return phones


def went(one: Phone) -> None:
    for _ in range(RELOADS):
        try:
            one.page.goto(one.slip, wait_until="commit")
        except Error:
            continue
        return
    pytest.fail("the booth's page never came")


def chose(one: Phone) -> None:
    for left in reversed(range(RELOADS)):
        try:
            expect(one.page.locator("#state-vote")).to_be_visible(timeout=20_000)
            break
        except AssertionError:
            if not left:
                raise
            went(one)
            with_reload(one)
    one.page.locator(f'#questions input[value="{one.said}"]').check()
    one.page.locator("#state-vote button.red").click()
    one.page.locator('#state-review [data-do="cast"]').click()


def with_reload(one: Phone) -> None:
    """An address that differs behind the # alone loads nothing."""
    try:
        one.page.reload(wait_until="commit")
    except Error:
        went(one)


def shut(walk: Walk, console: str) -> None:
    act(walk.at("dai", console), "ask-close")
    act(walk.at("fan", console), "confirm-close")


# -- the count


def ten_papers_photographed(walk: Walk, console: str) -> dict[str, dict[str, int]]:
    """What the voters meant: class -> option -> how many. One teller photographs, the other counts by hand."""
    event = console.split("/")[2]
    sheet = json.loads(walk.at("ji", f"/b/{event}/sheet.json").locator("body").inner_text())["sheet"]
    meant: dict[str, dict[str, int]] = {}
    for at, (name, number) in enumerate(ON_PAPER.items()):
        said = [OPTIONS[(one + at) % 4] for one in range(number)]
        meant[name] = {option: said.count(option) for option in OPTIONS}
        pictures = [
            photograph(
                20_000 + 100 * at + one, event=event, sheet=("A4", sheet), voter_class=name, page=1,
                marks={SHEET: ("cross" if one % 2 else "tick", option)},
            ).jpeg
            for one, option in enumerate(said)
        ]  # fmt: skip
        read(walk, console, at, pictures, said)
        typed(walk, console, at, meant[name], number)
    return meant


def read(walk: Walk, console: str, at: int, pictures: list[bytes], said: list[str]) -> None:
    page = walk.at("ji", f"{console}scan/?class={at}")
    files: list[Any] = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": raw}
        for number, raw in enumerate(pictures, 1)
    ]
    page.locator("#pictures").set_input_files(files)
    page.locator('button[name=do][value="read"]').click()
    expect(page.locator("ul.scanned > li")).to_have_count(len(pictures))
    waiting = page.locator("#waiting fieldset.row-of")
    for row in waiting.all():  # somebody looks at the picture, and knows the paper
        number = int(re.search(r"\d+", row.locator("legend").inner_text())[0])
        row.locator(f'input[value="{said[number - 1]}"]').check()
    if waiting.count():
        page.locator('button[name=do][value="decide"]').first.click()
    page.locator('button[name=do][value="take-over"]').click()


def typed(walk: Walk, console: str, at: int, meant: dict[str, int], number: int) -> None:
    page = walk.at("fan", f"{console}papers/")
    form = page.locator(f"section[aria-labelledby=class-{at}] form")
    figures = form.locator("fieldset").nth(0).locator("input")
    figures.nth(0).fill(str(number))
    figures.nth(1).fill("0")
    options = form.locator("fieldset").nth(1).locator("label")
    for label in options.all():
        label.locator("input").fill(str(meant.get(label.inner_text().strip(), 0)))
    form.locator("button[type=submit]").click()
    expect(page.locator(f"#class-{at} .mark.done")).to_be_visible()


def counted_from_the_paper_copy(walk: Walk, console: str, letters: str) -> None:
    page = walk.at("dai", console)
    page.locator("#count-passphrase").fill(PASSPHRASE + "？")
    page.locator("#ballot-count [data-do=count]").click()
    expect(page.locator("#ballot-count [data-line]")).to_be_visible()  # a wrong passphrase opens nothing
    page.locator("#count-passphrase").fill("")
    page.locator("#ballot-count details").first.locator("summary").click()
    page.locator("#count-copy").fill(letters)
    page.locator("#ballot-count [data-do=count]").click()
    expect(page.locator('form[action*="/ask-sign/"]')).to_be_visible(timeout=30_000)


def signed_and_published(walk: Walk, console: str) -> None:
    act(walk.at("dai", console), "ask-sign")
    act(walk.at("ji", console), "confirm-sign")
    page = walk.at("dai", console)
    for sheet in ("opening", "closing", "tally"):
        paper = page.request.get(f"{walk.address}{console}{sheet}.pdf")
        assert paper.ok
        assert paper.body().startswith(b"%PDF")
    act(page, "publish")
    expect(page.locator(f'a[href*="/v/{console.split("/")[2]}/"]').first).to_be_visible()


# -- afterwards


def two_voters_check(walk: Walk, phones: list[Phone], board: str) -> None:
    """On the phones they voted with; somebody else's device has nothing to check."""
    for one in (phones[0], phones[-1]):
        then = one.slip.split("/b/")[0]  # what a phone keeps it keeps by address; the line is good again
        one.page.route("**/*", answers_of(walk.address, then))
        one.page.goto(board.replace(walk.address, then))
        counted = sentence(one.page, "own").replace("{found}", "1").replace("{asked}", "1")
        expect(one.page.locator('[data-list="own"] li')).to_have_text(counted)
    page = walk.open("anybody", board.removeprefix(walk.address))
    expect(page.locator('[data-list="own"] li')).to_have_text(sentence(page, "none"))
    page.locator("#recount").click()
    expect(page.locator('[data-list="recount"] li').last).to_have_text(sentence(page, "good"), timeout=30_000)


def sentence(page: Page, name: str) -> str:
    return page.locator(f'[data-say="{name}"]').text_content() or ""


def answers_of(now: str, then: str) -> Callable[[Route], None]:
    """What the site answers now, under the address it had then."""

    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(then, now)))

    return answer


def the_verifier_agrees(
    walk: Walk, board: str, phones: list[Phone], papers: dict[str, dict[str, int]]
) -> None:
    answer = walk.open("anybody", board.removeprefix(walk.address)).request.get(f"{board}record.zip")
    record = walk.folder / "record.zip"
    record.write_bytes(answer.body())
    ran = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(record)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    result = json.loads(zipfile.ZipFile(record).read("result.json"))
    said = {name: dict.fromkeys(OPTIONS, 0) for name in SIZES}
    for name, votes in papers.items():
        for option, number in votes.items():
            said[name][option] += number
    at = 0
    for name, number in ON_PHONES.items():
        for one in phones[at : at + number]:
            said[name][one.said] += 1
        at += number
    counts = {one["name"]: one["questions"][SHEET]["counts"] for one in result["groups"]}
    assert {
        name: {option: told.get(option, 0) for option in OPTIONS} for name, told in counts.items()
    } == said
    assert sum(number for told in counts.values() for number in told.values()) == 40
