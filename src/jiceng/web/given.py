"""What a form sends, as services take it."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiceng.kernel.contents import as_date
from jiceng.kernel.refusal import Refusal

LONGEST = 2000  # characters of a text that is still read through
WHOLE = 40_000  # of a table or a list of names that is pasted

# What a field of that name is called where a text is too long for it; others are called by whoever asks for them.
FIELDS = {
    "answer": _("Answer"), "authority": _("Found by"), "bases": _("Bases"), "contact": _("Contact"),
    "document": _("Document"), "email": _("E-mail"), "finding": _("Finding"), "form": _("Form"),
    "holder_name": _("Name"), "holder_post": _("Post"), "host": _("Host"), "issuer": _("Issuer"), "own_post": _("Post"),
    "name": _("Name"),
    "note": _("Note"), "nullifier": _("Number of the slip"), "number": _("Number"), "opinion": _("Opinion"),
    "organisation": _("Organisation"), "owner": _("Responsible"), "place": _("Place"), "reason": _("Reason"),
    "recipients": _("Recipients"), "reply": _("Reply"), "secret": _("Secret"), "seed": _("Seed"),
    "shares": _("Shares"), "size": _("How many"), "source": _("Source"), "table": _("Table"), "target": _("Target"),
    "text": _("Text"), "title": _("Title"), "username": _("User name"), "value": _("Figure"),
}  # fmt: skip


def day(text: str, name: str) -> date | None:
    """A day out of a date field; None where it is left empty. Raises Refusal "contents.not-a-date"."""
    text = text.strip()
    return as_date(text, name=name) if text else None


def text_in(request: HttpRequest, field: str, name: str = "", *, most: int = LONGEST) -> str:
    """A text somebody typed, without blanks around it; never cut. name: what the form calls it, if not as in `FIELDS`.

    Raises Refusal "contents.too-long", which names the field, its length and the most.
    """
    return readable(request.POST.get(field, ""), name or str(FIELDS[field]), most=most)


def typed_in(request: HttpRequest, field: str) -> str:
    """A text as it was typed, to be shown again beside what is wrong; nothing of it is kept."""
    return request.POST.get(field, "")


def readable(text: str, name: str, *, most: int = LONGEST) -> str:
    """A text without blanks around it; a tab in front stays, for it parts the cells of a table that was pasted.

    Raises Refusal "contents.too-long".
    """
    text = text.strip(" \n\u3000")
    if len(text) > most:
        raise Refusal("contents.too-long", name=name, length=len(text), most=most)
    return text
