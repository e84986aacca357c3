"""objection: put without an account, looked into by somebody not of the organisation concerned, answered in public.

codes      the code an answer is read with: shown once, kept as a digest
putting    put against a notice by anybody, against a finding by the secretary; how often
handling   given to somebody, answered; what is still open
"""

from jiceng.services.objection.codes import shown
from jiceng.services.objection.handling import (
    HANDLERS,
    answer,
    assign,
    concerns,
    handlers,
    may_handle,
    open_objections,
    within_reach,
)
from jiceng.services.objection.putting import look_up, put_flag_objection, put_objection

__all__ = [
    "HANDLERS",
    "answer",
    "assign",
    "concerns",
    "handlers",
    "look_up",
    "may_handle",
    "open_objections",
    "put_flag_objection",
    "put_objection",
    "shown",
    "within_reach",
]
