"""Papers of a ballot.

blank   测评票, drawn from `kernel.ballot.layout`, so that pictures of it can be read
sheets  the opening and the closing sheet, from the texts the instance signed
tally   计票单, for those inside or as everybody may see it
"""

from jiceng.reports.ballot.blank import blank, blank_pages
from jiceng.reports.ballot.sheets import closing_paper, opening_paper
from jiceng.reports.ballot.tally import About, tally_paper

__all__ = ["About", "blank", "blank_pages", "closing_paper", "opening_paper", "tally_paper"]
