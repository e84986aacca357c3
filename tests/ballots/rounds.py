"""How long the long tests go on: JICENG_ROUNDS is the share of their usual rounds that is played, 1 where it is unset.

0 plays the least of each, as CI does (.ci/run); 10 is for a night. Limits of what is drawn by chance follow the number
of rounds.
"""

import os

SHARE = float(os.environ.get("JICENG_ROUNDS", "1"))


def rounds(usual: int, *, least: int) -> int:
    """As many as today's share of the usual ones, and never fewer than say something."""
    return max(least, round(usual * SHARE))
