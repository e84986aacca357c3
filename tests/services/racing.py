"""Two threads on a real database file: one objects, one takes the notice down while the first is half-way.

Run by tests/services/test_objection_race.py in a process of its own, with a data folder of its own. Says as JSON what
happened in which order, once as the service is, once with its transaction taken away.
"""

import json
import threading

import django

django.setup()

from django.db import connections  # noqa: E402

from jiceng.kernel.refusal import Refusal  # noqa: E402
from jiceng.services import notice as notices  # noqa: E402
from jiceng.services.objection import putting  # noqa: E402
from jiceng.store.models import Notice  # noqa: E402
from tests.noticed import AT, ON, Noticed  # noqa: E402

WAIT = 1.5  # seconds the objection is held up half-way; taking down needs far less


def race(world, put):
    """What happened, in the order in which it was done."""
    notice = world.post(entries={"说明": f"第{Notice.objects.count()}次"})
    half_way, happened = threading.Event(), []
    plain = putting._check_knocks

    def held_up(*args):
        plain(*args)
        half_way.set()
        down.join(WAIT)

    def object_to_it():
        try:
            put(notice=notice, text="记录是补写的", on=ON, at=AT)
            happened.append("objection taken")
        except Refusal as refusal:
            happened.append(refusal.code)
        finally:
            connections.close_all()

    def take_it_down():
        half_way.wait()
        notices.take_down(notice=Notice.objects.get(pk=notice.pk), reason="名称写错", by=world.clerk, on=ON)
        happened.append("taken down")
        connections.close_all()

    down = threading.Thread(target=take_it_down)
    first = threading.Thread(target=object_to_it)
    putting._check_knocks = held_up
    try:
        down.start()
        first.start()
        first.join()
        down.join()
    finally:
        putting._check_knocks = plain
    return happened


if __name__ == "__main__":
    county = Noticed()
    told = {
        "as it is": race(county, putting.put_objection),
        "without a transaction": race(county, putting.put_objection.__wrapped__),
    }
    print(json.dumps(told))
