"""ballot: from the list of voters to the result that a campaign goes on with.

roll      the list of voters and its approval
typed     the count of a meeting held on paper alone
"""

from jiceng.services.ballot.holding import counted_of, rule_of
from jiceng.services.ballot.roll import Named, approve_roll, send_roll_back, submit_roll
from jiceng.services.ballot.typed import answer_withdrawal, ask_to_withdraw, type_count

__all__ = [
    "Named",
    "answer_withdrawal",
    "approve_roll",
    "ask_to_withdraw",
    "counted_of",
    "rule_of",
    "send_roll_back",
    "submit_roll",
    "type_count",
]
