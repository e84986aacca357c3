"""A reminder keeps a code and facts, as everything does; here they become the sentence again, and the way there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import plain
from jiceng.store.models import Reminder

CODE = "code"


def kept(value: Any) -> Any:
    """A fact as JSON can hold it: a sentence within a sentence becomes its code and facts."""
    if isinstance(value, Refusal):
        return {CODE: value.code, "facts": {name: kept(fact) for name, fact in value.facts.items()}}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [kept(entry) for entry in value]
    return plain(value)


def told(value: Any) -> Any:
    """The reverse of `kept`: the fact that JSON holds."""
    if isinstance(value, Mapping) and CODE in value:
        return Refusal(value[CODE], **{name: told(fact) for name, fact in value.get("facts", {}).items()})
    if isinstance(value, list):
        return [told(entry) for entry in value]
    return value


def sentence_of(one: Reminder) -> Refusal:
    """The code and the facts of a reminder, ready to be said."""
    facts = {name: told(value) for name, value in one.facts.get("facts", {}).items()}
    facts["said"] = told(one.facts["said"])
    return Refusal(one.code, due_on=one.due_on.isoformat(), **facts)
