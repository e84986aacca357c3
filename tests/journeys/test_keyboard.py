"""Everything by keyboard: nobody needs a mouse."""

from playwright.sync_api import Page, expect


def tab_to(page: Page, words: str, presses: int = 90) -> None:
    """Press Tab until what is in focus says these words; its ring must show."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const at = document.activeElement; const look = getComputedStyle(at);"
            " return [at.innerText || '', at.getAttribute('aria-label') || '', look.outlineStyle, look.outlineWidth] }"
        )
        if words in (told[0] + told[1]):
            assert told[2] == "solid", f"{words}: no ring"
            assert told[3] == "3px", f"{words}: no ring"
            return
    raise AssertionError(f"Tab never reaches {words}")


def test_signing_in_the_tree_and_an_explanation_by_keyboard(visitor_at):
    visitor = visitor_at()
    page = visitor.open("/sign-in/")

    expect(page.get_by_label("账号", exact=True)).to_be_focused()  # without a touch
    page.keyboard.type("county")
    page.keyboard.press("Tab")
    page.keyboard.type(visitor.site.passwords["county"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.site.address}/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    tab_to(page, "组织")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="组织")).to_be_visible()

    tab_to(page, "淦阳街道党工委的下级")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="淦阳街道党工委的下级", expanded=True)).to_be_focused()
    tab_to(page, "村党支部")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="为什么按规则是")).to_be_visible()
    tab_to(page, "满分 20 分")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
