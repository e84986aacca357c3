"""测评: where each ballot of a document stands; one ballot from its list of voters to what is published of it.

listed     the ballots of one evaluation
page       one ballot of an organisation: roll, beginning, typed, and the result
result     what of a result a page shows, and to whom
"""

from jiceng.web.ballot.console import console
from jiceng.web.ballot.listed import ballots
from jiceng.web.ballot.page import ballot, ballot_act

__all__ = ["ballot", "ballot_act", "ballots", "console"]
