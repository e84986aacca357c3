"""Papers of a ballot.

blank   测评票, drawn from `kernel.ballot.layout`, so that pictures of it can be read
"""

from jiceng.reports.ballot.blank import blank, blank_pages

__all__ = ["blank", "blank_pages"]
