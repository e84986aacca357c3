"""How firmly a document says something, and what that does to somebody who wants otherwise.

Source documents say 一律 (without exception), 原则上 (in principle), 一般 (normally) and 左右 (about); the four words
decide between refusing, asking for a written reason, and only showing the difference.
"""

import unicodedata
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


# What people type to fill a cell that they leave empty, without its signs (（无）, N/A, ——).
NOT_A_REASON = frozenset({"", "无", "没有", "没", "略", "同上", "na", "none", "nil", "null"})


def has_reason(text: str) -> bool:
    """True when `text` says something: letters or figures, and not one of the words that stand for "nothing".

    >>> has_reason("全年未开"), has_reason("……"), has_reason("（无）。"), has_reason("n/a")
    (True, False, False, False)
    """
    letters = "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())
    return letters not in NOT_A_REASON


def check_deviation(firmness: Firmness, *, code: str, reason: str, **facts: object) -> None:
    """Let somebody deviate from a rule, as far as its firmness goes.

    Raises Refusal `<code>` when the rule is firm, `<code>-without-reason` when it asks for a reason that is missing.
    """
    if firmness.refuses:
        raise Refusal(code, **facts)
    if firmness.wants_reason and not has_reason(reason):
        raise Refusal(f"{code}-without-reason", **facts)
