"""Words of the pages: the register's kinds, forms and posts in the reader's language; sentences for codes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.services import reminder as reminders
from jiceng.store.models import Reminder

KINDS = {
    "village": _("village"),
    "community": _("community"),
    "state-firm": _("state-owned firm"),
    "non-public-firm": _("non-public firm"),
    "organ-institution": _("organ or institution"),
    "social-organisation": _("social organisation"),
}

FORMS = {
    "committee": _("committee"),
    "working-committee": _("working committee"),
    "general-branch": _("general branch"),
    "branch": _("branch"),
    "group": _("group"),
}

ROLES = {
    "county-officer": _("county officer"),
    "committee-officer": _("committee officer"),
    "reviewer": _("assessment-team member"),
    "delegate": _("superior's delegate"),
    "secretary": _("branch secretary"),
    "member": _("Party member"),
    "inspector": _("inspector"),
    "auditor": _("audit administrator"),
    "system-administrator": _("system administrator"),
    "security-administrator": _("security administrator"),
}

OUTSIDE = {
    "no-class": _("The document has no class for it."),
    "form": _("The document does not grade this form of organisation."),
    "not-independent": _("It is not an independent organisation."),
    "with-unit": _("Graded together with its general branch."),
}


def said(table: Mapping[str, object]) -> dict[str, str]:
    """A table of words in the reader's language."""
    return {key: str(word) for key, word in table.items()}


def lang() -> str:
    """zh or en, as `jiceng.phrases` calls them."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


class Sentence(str):
    """What is wrong and what to do, in words. code: of the refusal, for machines that read the page."""

    code: str


def refusal(refused: Refusal) -> Sentence:
    """What is wrong and what to do, in the reader's language."""
    sentence = Sentence(phrases.refusal(refused, lang()))
    sentence.code = refused.code
    return sentence


def sentence(code: str, **facts: Any) -> str:
    return phrases.sentence(code, facts, lang())


def reminder(one: Reminder) -> str:
    """A kept reminder in the reader's language."""
    return refusal(reminders.sentence_of(one))
