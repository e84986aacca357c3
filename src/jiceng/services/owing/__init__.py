"""owing: who owes what in a running campaign, and until when. Desks, reminders and calendars are drawn from it.

whose   every gap that somebody can mend today, with the role and the place it is theirs by

Reads only. `jiceng.services.standing` says what is missing; here it gets an owner.
"""

from jiceng.services.owing.whose import Owed, Owing, owing, unawaited

__all__ = ["Owed", "Owing", "owing", "unawaited"]
