"""Every page fits a phone of 360 px: in both languages and in large type, and for whoever may see it.

The pages are found as people find them: from everybody's desk along the links, one of every kind; `EVERY` says which
kinds must have been found.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

from tests.journeys.conftest import PHONE, Page, Visitor

# Where each one begins beside the own desk; whoever works first, so that the pages found are those with work on them.
BEGINNINGS = {
    "": ["/sign-in/", "/invitation/", "/n/", "/objections/track/"],
    "branch": ["/campaigns/2/notices/rectification-board/"],
    "village": [], "member": [], "team": [], "delegate": [], "street": [], "inspector": [], "auditor": [],
    "committee": ["/campaigns/2/notices/", "/campaigns/2/ballots/satisfaction/", "/campaigns/2/records/interviews/"],
    "county": [
        "/campaigns/1/", "/campaigns/2/", "/campaigns/2/organisations/?state=not-scored", "/campaigns/2/movement/",
        "/campaigns/1/organisations/?q=没有这个名字", "/organisations/?q=村", "/organisations/?q=没有这个名字",
        "/organisations/2/below/", "/packs/yichun-2012-grading/", "/days/", "/figures/", "/no-such-page/",
    ],
    "sysadmin": [], "secadmin": [],
}  # fmt: skip
MOST = 2  # of a kind are looked at, by different people

# Kinds of pages, by the names of their addresses, that somebody reaches by links alone.
EVERY = {
    "desk", "feed", "all-returns", "me", "accounts", "account", "account-make", "post-changes", "audit",
    "organisations", "organisation", "organisation-below", "campaign-new", "draws", "track", "subject", "documents",
    "adopt", "packs", "pack", "campaigns", "campaign", "campaign-organisations", "score", "campaign-notices", "notices",
    "notice-post", "notice", "objections", "objection", "public-notices", "public-notice", "public-notice-object",
    "objection-track", "days", "ledgers", "ledger", "item-new", "item", "movement", "links", "helpers", "teams",
    "records", "record-new", "record", "ballots", "ballot", "returns", "return-new", "return", "return-fill",
    "figures", "sign-in", "invitation",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """cookies: account -> of its session, "" for nobody's. pages: (account, address), one of a kind and account."""

    cookies: dict[str, list]
    pages: list[tuple[str, str]]


@pytest.fixture(scope="module")
def found(site, browser) -> Found:
    cookies, pages, seen = {}, [], Counter()
    for account, beginnings in BEGINNINGS.items():
        context = browser.new_context(viewport=PHONE, locale="zh-CN")
        if account:
            sign_in(Visitor(site, context, context.new_page()), account)
        cookies[account] = context.cookies()
        pages += [(account, path) for path in walked(context, site.address, beginnings, seen)]
        context.close()
    return Found(cookies, pages)


def sign_in(visitor: Visitor, account: str) -> None:
    """With the digits that the demonstration shows, where the post asks for some."""
    page = visitor.sign_in(account, until=re.compile("/$|/second-factor/"))
    if "second-factor" in page.url:
        digits = re.search(r"\d{6}", page.locator(".say").last.inner_text())
        page.get_by_label("六位动态码").fill(digits.group())
        page.get_by_role("button", name="继续").click()
        page.wait_for_url(f"{visitor.site.address}/")


def walked(context: BrowserContext, address: str, beginnings: list[str], seen: Counter[str]) -> Iterator[str]:
    """Along the links of pages, one address of a kind. Given out: the beginnings, and kinds not seen often.

    Whoever is not signed in follows several of a kind: only one public notice in five asks for objections.
    """
    ahead, known = ["/", *beginnings], Counter()
    often = 1 if "/sign-in/" not in beginnings else 8
    for at, path in enumerate(ahead):
        answer = context.request.get(address + path)
        if "text/html" not in answer.headers["content-type"]:
            continue
        name = kind(urlsplit(path).path)
        if at <= len(beginnings) or (answer.status == 200 and seen[name] < MOST * often):
            seen[name] += 1
            yield path
        for link in re.findall(r'<a[^>]* href="([^"]+)"', answer.text()):
            to = urlsplit(urljoin(answer.url, link.replace("&amp;", "&")))
            whole = f"{to.path}?{to.query}" if to.query else to.path
            fresh = whole not in ahead and known[kind(to.path)] < often
            if (
                f"{to.scheme}://{to.netloc}" == address
                and kind(to.path)
                and "lang=" not in to.query
                and fresh
            ):
                known[kind(to.path)] += 1
                ahead.append(whole)


def kind(path: str) -> str:
    """The name of an address; ballots, ledgers and the like are one kind for every document."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def too_wide(page: Page) -> list[str]:
    """What reaches over the right edge and is not in a part that scrolls by itself."""
    return page.evaluate(
        "() => { const scrolls = one => one && one !== document.body"
        "   && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));"
        " return [...document.querySelectorAll('body *')].filter(one => {"
        " const box = one.getBoundingClientRect();"
        " return one.checkVisibility() && box.width && box.right > innerWidth + 1"
        "   && getComputedStyle(one).clip === 'auto'"
        "   && !one.closest('svg') && !scrolls(one.parentElement) })"
        ".map(one => one.outerHTML.slice(0, 120))"
        ".concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []) }"
    )


def too_small(page: Page, least: int) -> list[str]:
    """Buttons, fields and links of navigation that a thumb misses; links within a sentence may be as small as it is."""
    return page.evaluate(
        "least => [...document.querySelectorAll('.btn, .form-control, .form-select, .choice, .bar a, summary,"
        " .tree a, .ledger tbody th a, .crumbs a')].filter(one => {"
        " const box = one.getBoundingClientRect();"
        " return one.checkVisibility() && box.height && box.height < least - 0.5 })"
        ".map(one => one.outerHTML.slice(0, 120))",
        least,
    )


@pytest.mark.parametrize(
    ("language", "mode"),
    [("zh-hans", "usual"), ("en", "usual"), ("zh-hans", "elder")],
    ids=["zh", "en", "elder"],
)
def test_nothing_is_wider_than_a_phone_or_smaller_than_a_thumb(visitor_at, found, language, mode):
    visitor = visitor_at(PHONE)
    faults = {}
    for account, path in found.pages:
        visitor.context.clear_cookies()
        visitor.context.add_cookies(found.cookies[account])
        visitor.cookie("django_language", language)
        visitor.cookie("mode", mode)
        visitor.complaints.clear()
        page = visitor.open(path)
        wrong = too_wide(page) + too_small(page, 60 if mode == "elder" else 44) + amiss(page, language)
        wrong += [one for one in visitor.complaints if "404" not in one or path != "/no-such-page/"]
        if wrong:
            faults[f"{account or 'nobody'} {path}"] = wrong
    visitor.complaints.clear()

    if faults:
        pytest.fail("\n".join(f"{page}: {wrong}" for page, wrong in faults.items()))


def amiss(page: Page, language: str) -> list[str]:
    """One first heading, the language said, nothing before the document type."""
    said, headings, kind = page.evaluate(
        "() => [document.documentElement.lang, document.querySelectorAll('h1').length, document.compatMode]"
    )
    wanted = "en" if language == "en" else "zh-Hans"
    return [
        fault
        for fault, is_so in {
            f"lang is {said}": said != wanted,
            f"{headings} first headings": headings != 1,
            "old rules of layout: something stands before the document type": kind != "CSS1Compat",
        }.items()
        if is_so
    ]


def test_every_kind_of_page_is_found_by_links(found):
    assert sorted(EVERY - {kind(urlsplit(path).path) for _account, path in found.pages}) == []
