"""duty: what was held is put on record; what goes up is put together, sent, and answered.

records    a meeting, a talk, an opinion written down, and taken back
rows       what a return is about, organisation by organisation, read with few queries
preparing  what a return would say now, and by when it is due
returns    sent, accepted or sent back
filling    a list that was filled in elsewhere comes back
"""

from jiceng.services.duty.filling import Change, fill
from jiceng.services.duty.preparing import Prepared, prepare
from jiceng.services.duty.records import record, withdraw_record
from jiceng.services.duty.returns import accept, send, send_back, sent_after, undo_with_step, write_words
from jiceng.services.duty.rows import Content, Poor, Row

__all__ = [
    "Change",
    "Content",
    "Poor",
    "Prepared",
    "Row",
    "accept",
    "fill",
    "prepare",
    "record",
    "send",
    "send_back",
    "sent_after",
    "undo_with_step",
    "withdraw_record",
    "write_words",
]
