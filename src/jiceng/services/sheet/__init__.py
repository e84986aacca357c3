"""sheet: a campaign is opened, sheets are filled line by line, grades are decided and explained.

campaign   a campaign is opened over everybody below, and graded again
lines      a line recorded or cleared, a sheet finished
grade      decided, taken back, explained
judging    what the rules make of it; totals follow
holding    one at a time, and not after the decision
"""

from jiceng.services.sheet.campaign import open_campaign, regrade
from jiceng.services.sheet.grade import decide, explain, withdraw_decision
from jiceng.services.sheet.judging import judge, judge_or_missing, score_sheet
from jiceng.services.sheet.lines import clear_line, complete_sheet, record_line

__all__ = [
    "clear_line",
    "complete_sheet",
    "decide",
    "explain",
    "judge",
    "judge_or_missing",
    "open_campaign",
    "record_line",
    "regrade",
    "score_sheet",
    "withdraw_decision",
]
