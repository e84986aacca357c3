"""item: what is to be put right goes into a ledger, is planned, shown, verified and closed by the superior.

opening    by hand, for everybody concerned, from a list that was handed in
working    the plan; evidence added and taken back; claimed as done
files      what a file is by its content, and how large it may be
closing    gates passed, sent back, closed, opened again: by the superior only
target     the grade to reach, and accepted rectification
holding    one at a time; whose it is; the history
"""

from jiceng.services.item.closing import close, pass_gate, reopen, send_back
from jiceng.services.item.opening import (
    Handed,
    Listed,
    may_open,
    open_concerned,
    open_item,
    open_listed,
    read_list,
)
from jiceng.services.item.target import accept_rectification, grade_now, set_target
from jiceng.services.item.working import (
    add_evidence,
    before_claim,
    claim_done,
    last_day,
    plan_item,
    withdraw_evidence,
)

__all__ = [
    "Handed",
    "Listed",
    "accept_rectification",
    "add_evidence",
    "before_claim",
    "claim_done",
    "close",
    "grade_now",
    "last_day",
    "may_open",
    "open_concerned",
    "open_item",
    "open_listed",
    "pass_gate",
    "plan_item",
    "read_list",
    "reopen",
    "send_back",
    "set_target",
    "withdraw_evidence",
]
