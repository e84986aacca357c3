"""Every template is shown by a page or put into another; every name a page asks for is there."""

import re

from tests.house.project import ROOT

WEB = ROOT / "src/jiceng/web"
TEMPLATES = WEB / "templates"
REHEARSAL = ROOT / "src/jiceng/rehearsal"
# Django asks for these by itself.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
NAME = re.compile(r"""(?<!/ )["']([a-z_0-9/]+\.html)["']""")  # a file that is written is `folder / "name"`


def there():
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}


def asked_for():
    files = [*WEB.rglob("*.py"), *REHEARSAL.rglob("*.py"), *TEMPLATES.rglob("*.html")]
    return {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}


def test_every_template_is_used_and_every_used_one_is_there():
    assert there() == asked_for() | BY_DJANGO


def test_every_component_says_first_what_it_needs():
    silent = [
        path.name
        for path in (TEMPLATES / "components").glob("*.html")
        if not path.read_text(encoding="utf-8").startswith("{#")
    ]

    assert silent == []


def test_a_comment_ends_on_the_line_it_begins():
    """Django prints a {# … #} of two lines, before the doctype for all to see."""
    open_ended = [
        f"{path.name}:{number}"
        for path in TEMPLATES.rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.count("{#") != line.count("#}")
    ]

    assert open_ended == []
