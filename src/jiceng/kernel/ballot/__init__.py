"""ballot: who votes on what, slips, the box's states, the board, and what of a result may be shown.

evaluation  what a document says, and what a counted result must satisfy
slip        one-time codes and the digests kept of them
event       the states of one ballot and what each asks for
board       papers, commitments, columns that anybody can count again
view        what may be published
layout      where everything stands on a paper ballot
"""

from jiceng.kernel.ballot.evaluation import (
    ABSTAIN,
    BALANCED,
    MOST,
    OVERALL,
    Counted,
    Evaluation,
    Question,
    VoterClass,
    check_count,
    check_roll,
    missing_ballot,
    opinion,
    opinions,
    out_of_balance,
    satisfaction,
    tally,
)

__all__ = [
    "ABSTAIN",
    "BALANCED",
    "MOST",
    "OVERALL",
    "Counted",
    "Evaluation",
    "Question",
    "VoterClass",
    "check_count",
    "check_roll",
    "missing_ballot",
    "opinion",
    "opinions",
    "out_of_balance",
    "satisfaction",
    "tally",
]
