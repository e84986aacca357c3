"""A result stands as it was closed; what was wrong is put right by a new version, beside the old one (G-37)."""

from dataclasses import dataclass

from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Correction:
    """How a closed result may be corrected: by how many people, with a reason. names counts who asks and who agrees."""

    names: int = 2
    clause: str = ""


def check_correction(
    rule: Correction, *, old: str, new: str, reason: str, asked_by: str, approved_by: str = ""
) -> None:
    """Raises Refusal "sheet.correction-changes-nothing", "sheet.correction-without-reason",
    "sheet.correction-needs-another"."""
    if old == new:
        raise Refusal("sheet.correction-changes-nothing", grade=old)
    if not has_reason(reason):
        raise Refusal("sheet.correction-without-reason", old=old, new=new, clause=rule.clause)
    if rule.names > 1 and approved_by and approved_by == asked_by:
        raise Refusal("sheet.correction-needs-another", who=asked_by, clause=rule.clause)
