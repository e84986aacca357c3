"""A result stands as it was closed; what was wrong is put right by a new version, beside the old one.

This is the product's, under whatever document: 000-4 asks that results are not altered at will (G-37), and none of the
others lets them be. One person asks, with a reason; another agrees.
"""

from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal


def check_correction(*, old: str, new: str, reason: str) -> None:
    """What is asked for. Raises Refusal "sheet.correction-changes-nothing", "sheet.correction-without-reason"."""
    if old == new:
        raise Refusal("sheet.correction-changes-nothing", grade=old)
    if not has_reason(reason):
        raise Refusal("sheet.correction-without-reason", old=old, new=new)
