"""ballot: from the list of voters to the result that a campaign goes on with.

roll       the list of voters and its approval
typed      the count of a meeting held on paper alone
event      a ballot is begun, its list is frozen; how its row is held
ticking    who was given a slip or a paper, and who is excused
opening    key, trial and slips, before the first paper
moving     what the delegate asks and a teller confirms: open, close, sign
papers     what two tellers took from the paper ballots; scanning: from pictures of them
counting   the board and everything that must hold before it stands
signing    the result, its publication, the box emptied
voiding    a ballot declared void by two people
keeping    how a count is written, typed or counted
shown      figures as an audience may see them
box, sealing, rewrite, signature, record    the box itself and what is published of it
"""

from jiceng.services.ballot.counting import count, envelopes
from jiceng.services.ballot.event import begin, freeze
from jiceng.services.ballot.holding import counted_of, rule_of
from jiceng.services.ballot.moving import ask, confirm, rewrite_again
from jiceng.services.ballot.opening import answer_trial, begin_opening, set_key, set_stubs, trial
from jiceng.services.ballot.papers import agreed, enter_papers
from jiceng.services.ballot.roll import Named, approve_roll, send_roll_back, submit_roll
from jiceng.services.ballot.signing import archive, publish, sign
from jiceng.services.ballot.ticking import tick
from jiceng.services.ballot.typed import answer_withdrawal, ask_to_withdraw, type_count
from jiceng.services.ballot.voiding import ask_void, confirm_void

__all__ = [
    "Named",
    "agreed",
    "answer_trial",
    "answer_withdrawal",
    "approve_roll",
    "archive",
    "ask",
    "ask_to_withdraw",
    "ask_void",
    "begin",
    "begin_opening",
    "confirm",
    "confirm_void",
    "count",
    "counted_of",
    "enter_papers",
    "envelopes",
    "freeze",
    "publish",
    "rewrite_again",
    "rule_of",
    "send_roll_back",
    "set_key",
    "set_stubs",
    "sign",
    "submit_roll",
    "tick",
    "trial",
    "type_count",
]
