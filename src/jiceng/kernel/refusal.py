"""How a rule says no."""

from typing import Any


class Refusal(Exception):
    """A rule does not allow something. An answer, not a fault: shown to the person, not logged as an error.

    code: `noun.what-is-wrong`; its sentence in Chinese and English lives in `jiceng.phrases.refusals`.
    facts: the names the sentence needs, plain values only.
    """

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.code, self.facts)


def _rebuild(code: str, facts: dict[str, Any]) -> Refusal:
    return Refusal(code, **facts)
