"""language: every word there is; each noun brings its own."""

from jiceng.kernel import (  # noqa: F401 (each brings its words)
    ballot,
    consequence,
    duty,
    item,
    link,
    notice,
    procedure,
    register,
    sheet,
)
from jiceng.kernel.word import WORDS

__all__ = ["WORDS", "in_order"]

# In which the guide tells the nouns; one that is not named comes last.
ORDER = ("register", "sheet", "consequence", "ballot", "duty", "notice", "item", "procedure")


def in_order() -> list[str]:
    """The names of all words, noun by noun, as the guide tells them."""
    known = {noun: place for place, noun in enumerate(ORDER)}
    return sorted(WORDS, key=lambda name: known.get(name.partition(".")[0], len(ORDER)))
