"""测评: where each ballot of a document stands; one ballot from its list of voters to what is published of it.

listed     the ballots of one evaluation
page       one ballot of an organisation: roll, beginning, typed, and the result
console    a ballot held here, step by step: held says how it stands, ticking, slips, tellers, data
printed    the paper ballot, the sheets signed by hand, the tally sheet
scan       paper ballots read from pictures
result     what of a result a page shows, and to whom
"""

from jiceng.web.ballot.console import console, event_act, returned
from jiceng.web.ballot.data import data
from jiceng.web.ballot.listed import ballots
from jiceng.web.ballot.page import ballot, ballot_act
from jiceng.web.ballot.printed import closing, opening, paper, tally
from jiceng.web.ballot.scan import scan
from jiceng.web.ballot.slips import slips
from jiceng.web.ballot.tellers import papers
from jiceng.web.ballot.ticking import tick

__all__ = [
    "ballot", "ballot_act", "ballots", "closing", "console", "data", "event_act", "opening", "paper", "papers",
    "returned", "scan", "slips", "tally", "tick",
]  # fmt: skip
