"""sheet: a campaign is opened, sheets are filled line by line, grades are decided, explained, corrected.

campaign   a campaign is opened over everybody below, and graded again
closing    it is closed once nothing is open
lines      a line recorded or cleared, a sheet finished
grade      decided, taken back, explained
aside      not graded after all (未定级); a grade apart from the unit's
correction a closed result is put right by a new version
judging    what the rules make of it; totals follow
holding    one at a time, and not after the decision
"""

from jiceng.services.sheet.aside import decide_apart, set_aside, take_up_again
from jiceng.services.sheet.campaign import open_campaign, regrade
from jiceng.services.sheet.closing import close_campaign, what_is_open
from jiceng.services.sheet.correction import (
    approve_correction,
    ask_correction,
    may_correct,
    refuse_correction,
)
from jiceng.services.sheet.grade import against_finding, decide, decided_after, explain, withdraw_decision
from jiceng.services.sheet.judging import judge, judge_or_missing, score_sheet
from jiceng.services.sheet.lines import (
    Written,
    clear_line,
    complete_sheet,
    record_line,
    record_lines,
    why_not_now,
)

__all__ = [
    "Written",
    "against_finding",
    "approve_correction",
    "ask_correction",
    "clear_line",
    "close_campaign",
    "complete_sheet",
    "decide",
    "decide_apart",
    "decided_after",
    "explain",
    "judge",
    "judge_or_missing",
    "may_correct",
    "open_campaign",
    "record_line",
    "record_lines",
    "refuse_correction",
    "regrade",
    "score_sheet",
    "set_aside",
    "take_up_again",
    "what_is_open",
    "why_not_now",
    "withdraw_decision",
]
