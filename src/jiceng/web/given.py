"""What a form sends, as services take it."""

from datetime import date

from jiceng.kernel.contents import as_date

LONGEST = 2000  # characters of a reason or a finding


def day(text: str, name: str) -> date | None:
    """A day out of a date field; None where it is left empty. Raises Refusal "contents.not-a-date"."""
    text = text.strip()
    return as_date(text, name=name) if text else None


def words_of(text: str) -> str:
    """A text as it is kept; what is longer than anybody writes is cut."""
    return text.strip()[:LONGEST]
