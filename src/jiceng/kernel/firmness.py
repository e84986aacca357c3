"""How firmly a document says something, and what that does to somebody who wants otherwise.

Source documents say 一律 (without exception), 原则上 (in principle), 一般 (normally) and 左右 (about); the four words
decide between refusing, asking for a written reason, and only showing the difference.
"""

from enum import StrEnum

from jiceng.kernel.refusal import Refusal


class Firmness(StrEnum):
    """must 一律: refused. in-principle 原则上, normally 一般: allowed with a reason. about 左右: shown only."""

    MUST = "must"
    IN_PRINCIPLE = "in-principle"
    NORMALLY = "normally"
    ABOUT = "about"

    @property
    def refuses(self) -> bool:
        return self is Firmness.MUST

    @property
    def wants_reason(self) -> bool:
        return self in (Firmness.IN_PRINCIPLE, Firmness.NORMALLY)


# What people type to fill a cell that they leave empty (conventions of official forms: 无 or a dash).
NOT_A_REASON = frozenset(
    {"", "无", "没有", "—", "－", "-", "--", "——", "/", "／", "、", ".", "。", "同上", "n/a", "none"}
)


def has_reason(text: str) -> bool:
    """True when `text` says something: not blank and not one of the marks that stand for "nothing"."""
    return text.strip().lower() not in NOT_A_REASON


def check_deviation(firmness: Firmness, *, code: str, reason: str, **facts: object) -> None:
    """Let somebody deviate from a rule, as far as its firmness goes.

    Raises Refusal `<code>` when the rule is firm, `<code>-without-reason` when it asks for a reason that is missing.
    """
    if firmness.refuses:
        raise Refusal(code, **facts)
    if firmness.wants_reason and not has_reason(reason):
        raise Refusal(f"{code}-without-reason", **facts)
