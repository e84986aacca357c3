"""The papers of a return, drawn from what it says (`services.duty.rows.Content`) and from nothing else.

words    what is printed on them, Chinese and English
tables   汇总表, 一览表, 明细表, 较差名单, 较差状况明细表, 复查情况表
text     分类定级工作总结
papers   a form as an official paper; the receipt
filling  一览表 to be filled in elsewhere, and read again when it comes back
pasted   a table of somebody else's, out of what was pasted
"""

from jiceng.reports.returns.papers import Made, paper, receipt
from jiceng.reports.returns.words import title

__all__ = ["Made", "paper", "receipt", "title"]
