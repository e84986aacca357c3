"""procedure: a campaign goes from step to step.

moves    on to the next step, back to a former one
quotas   shares of grades, as the step of the decision ends
tick     what the calendar moves on
days     windows and deadlines
draw     spot checks by lot

What a step awaits is read by `jiceng.services.standing`.
"""

from jiceng.services.procedure.days import set_deadline, set_window
from jiceng.services.procedure.draw import frame, make_draw, record_finding
from jiceng.services.procedure.moves import move_on, movers, send_back, senders_back
from jiceng.services.procedure.tick import tick_tracks

__all__ = [
    "frame",
    "make_draw",
    "move_on",
    "movers",
    "record_finding",
    "send_back",
    "senders_back",
    "set_deadline",
    "set_window",
    "tick_tracks",
]
