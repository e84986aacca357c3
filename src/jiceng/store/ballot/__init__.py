"""ballot: who may vote, the box, what was counted. The list of voters and the box share no key and no transaction.

roll    the list of voters, as submitted and approved
event   one ballot: its state, who holds it, the list as ticked at the door, what tellers took from paper
box     slips, sealed papers, the board: no column says who, when or from where
result  the counted figures that a campaign goes on with
"""

from jiceng.store.ballot.box import BoardRow, Comment, Envelope, Stub
from jiceng.store.ballot.event import BallotEvent, PaperEntry, RollEntry, ScannedPaper
from jiceng.store.ballot.result import ClassCount, Count, CountWithdrawal, OptionCount
from jiceng.store.ballot.roll import Roll, RollClass, RollName

__all__ = [
    "BallotEvent",
    "BoardRow",
    "ClassCount",
    "Comment",
    "Count",
    "CountWithdrawal",
    "Envelope",
    "OptionCount",
    "PaperEntry",
    "Roll",
    "RollClass",
    "RollEntry",
    "RollName",
    "ScannedPaper",
    "Stub",
]
