"""language: every word there is; each noun brings its own."""

from jiceng.kernel import ballot, consequence, duty, item, link, notice, procedure, register, sheet
from jiceng.kernel.word import WORDS

NOUNS = (register, sheet, consequence, ballot, duty, notice, item, link, procedure)

__all__ = ["NOUNS", "WORDS", "in_order"]

ORDER = ("register", "sheet", "consequence", "ballot", "duty", "notice", "item", "procedure")


def in_order() -> list[str]:
    """The names of all words, noun by noun, as the guide tells them."""
    return sorted(WORDS, key=lambda name: (ORDER.index(name.partition(".")[0]), list(WORDS).index(name)))
