"""word: the words of the pack language, and what each says of itself.

A word is a frozen dataclass: its fields are what a document may say with it, and there is no other description of it.
Each layer above has one entry a word, found by its class: how it is checked and exemplified (`packs.words`), what is
there and what is missing (`services.standing`), where it is done (`reports.ways`). `tests/house/test_language.py` fails
aloud where an entry is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

# How people come to do it. asked: it stands on somebody's desk. applied: nobody is asked; pages show what it led to.
# done: somebody does it where there is an occasion.
How = Literal["asked", "applied", "done"]


@dataclass(frozen=True)
class Word:
    """name: as packs write it. zh, en: what people call it. how: see `How`. once: a pack says it only once.

    awaited: a step can wait for it.
    """

    name: str
    zh: str
    en: str
    how: How
    once: bool
    awaited: bool


WORDS: dict[str, type["Rule"]] = {}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What the rules of all words have in common; a subclass adds the fields."""

    word: ClassVar[Word]

    def mended_by(self, code: str) -> str:
        """The role that mends a gap with this code; "" = nobody, it only takes time."""
        return str(getattr(self, "by", ""))

    @property
    def reach(self) -> str:
        """Where it is kept: each graded organisation, the committee that decides, or the county."""
        return str(getattr(self, "of", "each"))

    @property
    def is_own(self) -> bool:
        """Whether each organisation does it itself."""
        return (getattr(self, "by", ""), getattr(self, "of", "")) == ("secretary", "each")


_Rule = TypeVar("_Rule", bound=type[Rule])


def word(
    name: str, zh: str, en: str, *, how: How = "asked", once: bool = False, awaited: bool = True
) -> Callable[[_Rule], _Rule]:
    """A class becomes a word of the language. Raises ValueError for a name that is taken."""

    def register(rule: _Rule) -> _Rule:
        if name in WORDS:
            raise ValueError(f"{name} is {WORDS[name].__name__} already")
        rule.word = Word(name, zh, en, how, once, awaited and how == "asked")
        WORDS[name] = rule
        return rule

    return register
