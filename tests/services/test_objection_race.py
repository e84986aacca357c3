"""An objection that arrives as the notice comes down: before it, or after it, never in between."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connections

from jiceng.kernel.refusal import Refusal
from jiceng.services import notice as notices
from jiceng.store.models import AuditEvent, Notice
from tests import migrated
from tests.noticed import ON, Noticed

ROOT = Path(__file__).parents[2]


def test_on_a_database_file_the_notice_comes_down_only_after_the_objection_is_in(tmp_path):
    """And the negative control: without the transaction an objection is taken by a notice that is down."""
    migrated.write(tmp_path / "jiceng.sqlite3")
    settings = {"DJANGO_SETTINGS_MODULE": "jiceng.settings.demo", "JICENG_DATA": str(tmp_path)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JICENG_")}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.services.racing"],
        cwd=ROOT, env=kept | settings, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == {
        "as it is": ["objection taken", "taken down"],
        "without a transaction": ["taken down", "objection taken"],
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_an_objection_is_before_the_end_or_refused():
    world = Noticed()
    for turn in range(8):
        notice, ready = world.post(entries={"说明": f"第{turn}次"}), Barrier(2)

        def put(notice=notice, ready=ready):
            try:
                ready.wait()
                world.object(notice)
                return "taken"
            except Refusal as refused:
                return refused.code
            finally:
                connections.close_all()

        def take_down(notice=notice, ready=ready):
            try:
                ready.wait()
                notices.take_down(notice=notice, reason="名称写错", by=world.clerk, on=ON)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as both:
            objected, _ = both.submit(put), both.submit(take_down)

        events = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
        if objected.result() == "taken":
            assert events[-2:] == ["objection.put", "notice.taken-down"]
        else:
            assert objected.result() == "notice.down-already"
        assert Notice.objects.get(pk=notice.pk).taken_down_on == ON
