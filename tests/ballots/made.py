"""Open boxes in a database, with slips for voters to come; prints them as JSON.

    python -m tests.ballots.made HOW_MANY SLIPS_EACH

Run in a process of its own by `installation`, which sets the database and the production settings.
"""

import json
import sys
from itertools import count
from random import SystemRandom

import django

django.setup()

from jiceng.services.ballot import signature  # noqa: E402
from tests import boxes, factories  # noqa: E402


def make(how_many: int, slips: int) -> dict:
    # The factories number what they make; another process made some before.
    factories._numbers = count(SystemRandom().randrange(10**12))
    subject = factories.County().subject
    # A tenth more slips than voters are drawn for each class; these classes are as large as they must be.
    sizes = {"党员": slips // 2, "群众代表": slips - slips // 2}
    opened = [boxes.OpenBox(subject, sizes) for _ in range(how_many)]
    return {
        "instance": signature.public(),
        "boxes": [{"event": one.id, "public": one.event.box_public, "codes": one.codes} for one in opened],
    }


if __name__ == "__main__":
    json.dump(make(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
