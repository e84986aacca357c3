"""Every page fits a phone of 360 px: in both languages and in large type, and for whoever may see it."""

import pytest

from tests.journeys.conftest import PHONE, Page

PAGES = {
    "county": [
        "/", "/me/", "/organisations/", "/organisations/?q=村", "/organisations/?q=没有这个名字", "/campaigns/",
        "/campaigns/1/", "/campaigns/2/", "/campaigns/1/organisations/", "/campaigns/2/organisations/?state=not-scored",
        "/campaigns/1/organisations/?q=没有这个名字", "/organisations/1/", "/organisations/2/below/", "/no-such-page/",
    ],
    "town": ["/", "/campaigns/2/"],
    "branch": ["/", "/campaigns/2/"],
}  # fmt: skip


def too_wide(page: Page) -> list[str]:
    """What reaches over the right edge."""
    return page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(one => {"
        " const box = one.getBoundingClientRect();"
        " return box.width && box.right > innerWidth + 1 && getComputedStyle(one).clip === 'auto'"
        "   && !one.closest('svg') })"
        ".map(one => one.outerHTML.slice(0, 120))"
        ".concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])"
    )


def too_small(page: Page, least: int) -> list[str]:
    """Buttons, fields and links of navigation that a thumb misses; links within a sentence may be as small as it is."""
    return page.evaluate(
        "least => [...document.querySelectorAll('.btn, .form-control, .form-select, .choice, .bar a, summary,"
        " .tree a, .ledger tbody th a, .crumbs a')].filter(one => {"
        " const box = one.getBoundingClientRect(); return box.height && box.height < least - 0.5 })"
        ".map(one => one.outerHTML.slice(0, 120))",
        least,
    )


@pytest.mark.parametrize(
    ("language", "mode"),
    [("zh-hans", "usual"), ("en", "usual"), ("zh-hans", "elder")],
    ids=["zh", "en", "elder"],
)
def test_nothing_is_wider_than_a_phone_or_smaller_than_a_thumb(visitor_at, language, mode):
    visitor = visitor_at(PHONE)
    found = {}
    for account, paths in PAGES.items():
        visitor.context.clear_cookies()
        visitor.sign_in(account)
        visitor.cookie("django_language", language)
        visitor.cookie("mode", mode)
        seen = list(paths)
        if account != "county":
            page = visitor.open("/campaigns/2/organisations/")
            seen += [one.get_attribute("href") for one in page.locator("#rows tbody a").all()[:4]]
        if account == "branch":
            seen += [one.get_attribute("href") for one in visitor.open("/").locator(".due a").all()]
        for path in seen:
            page = visitor.open(path)
            faults = too_wide(page) + too_small(page, 60 if mode == "elder" else 44)
            if faults:
                found[f"{account} {path}"] = faults
    visitor.complaints = [one for one in visitor.complaints if "404" not in one]  # the page that is not there

    assert found == {}
