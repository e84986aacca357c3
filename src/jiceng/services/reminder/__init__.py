"""reminder: somebody is told, once, that something is due.

making    reminders out of the lines of desks; each made once, whatever runs how often
asking    one reminder from an officer to all who have not done one thing
posting   e-mails for what was made: claimed, sent, marked
saying    a kept reminder as its sentence
"""

from jiceng.services.reminder.asking import Asked, remind_all
from jiceng.services.reminder.making import Told, kind, make, matter_of, read, settle
from jiceng.services.reminder.posting import Posted, post
from jiceng.services.reminder.saying import sentence_of

__all__ = [
    "Asked",
    "Posted",
    "Told",
    "kind",
    "make",
    "matter_of",
    "post",
    "read",
    "remind_all",
    "sentence_of",
    "settle",
]
