"""What the box says to SQLite, statement by statement, for each of some papers; prints it as JSON.

    python -m tests.ballots.spoken HOW_MANY

The statements are those of `box.cast` itself, with their values, as SQLite was given them.
"""

import json
import sys
from random import Random

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from jiceng.services.ballot import box  # noqa: E402
from tests.ballots.installation import Voter  # noqa: E402
from tests.ballots.made import make  # noqa: E402


def spoken(how_many: int) -> dict:
    [opened] = make(1, how_many)["boxes"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the file alone is the database now
    before = settings.DATABASES["default"]["NAME"].read_bytes()
    draw, papers = Random(2), []
    for name, codes in opened["codes"].items():
        for code in codes:
            voter = Voter(opened["event"], name, code, opened["public"])
            sealed = voter.sealed(draw)
            said: list[str] = []
            connection.connection.set_trace_callback(said.append)
            box.cast(voter.event, name, code, sealed["eph"], sealed["iv"], sealed["ct"])
            connection.connection.set_trace_callback(None)
            papers.append({"nullifier": voter.nullifier, "ct": sealed["ct"], "said": said})
    start = settings.DATA / "before.sqlite3"
    start.write_bytes(before)
    return {
        "event": opened["event"],
        "start": str(start),
        "pragmas": settings.DATABASES["default"]["OPTIONS"]["init_command"],
        "papers": papers,
    }


if __name__ == "__main__":
    json.dump(spoken(int(sys.argv[1])), sys.stdout)
