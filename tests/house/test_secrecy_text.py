"""What a ballot protects against is said in one place; the page of decisions prints the same sentences."""

from jiceng.phrases.secrecy import NOT, PROTECTS, TITLE
from tests.house.project import ROOT


def test_the_decision_says_what_the_interface_says():
    page = (ROOT / "docs/decisions/0040-ballot-secrecy.md").read_text(encoding="utf-8")

    assert [one for pair in (TITLE, *PROTECTS, *NOT) for one in pair if one not in page] == []
