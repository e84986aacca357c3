"""One campaign of the 2012 five-step document, from opening to filing and a correction, by seven people and a villager.

Everything is done on pages, each person at an own device; the site's day moves from 12 to 29 April 2026.
"""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT, surroundings, wait_for
from tests.journeys.walk import assessing, correcting, deciding, filing, opening, publishing, scoring
from tests.journeys.walk.people import Walk

WAY = (
    opening.opened_by_the_county,
    opening.team_named_by_the_committee,
    scoring.nothing_before_the_board,
    scoring.boards_posted,
    scoring.assembly_held_and_recorded,
    scoring.villages_assess_themselves,
    scoring.step_refused_while_something_is_missing,
    scoring.declared,
    assessing.opinions_and_talks,
    assessing.lists_submitted_and_approved,
    assessing.counted_by_the_delegate,
    assessing.assessed_by_the_team,
    assessing.step_ended_early_with_a_reason,
    deciding.sent_back_to_the_team,
    deciding.mended_by_the_team,
    deciding.enlarged_meeting_decides,
    deciding.over_the_share_with_a_reason,
    publishing.results_posted_and_passed_on,
    publishing.villager_objects_without_an_account,
    publishing.objection_given_to_somebody_of_elsewhere,
    publishing.nothing_sent_while_it_is_open,
    publishing.explained_and_answered,
    filing.papers_looked_at_and_downloaded,
    filing.sent_up_by_the_committee,
    filing.sent_back_by_the_county_with_a_reason,
    filing.mended_and_sent_again,
    filing.accepted_with_a_receipt_and_filed,
    correcting.nothing_changes_after_filing,
    correcting.correction_by_two,
    correcting.all_are_through,
)


@pytest.fixture
def walk(tmp_path: Path, browser) -> Iterator[Walk]:
    """A small county on a server and on days of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Walk(f"http://127.0.0.1:{port}", tmp_path, browser)
    one.day("2026-04-12")
    command = [sys.executable, "-m", "tests.journeys.dated", str(tmp_path), str(port)]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings(), cwd=ROOT)
    try:
        wait_for(one.address, server, tmp_path / "log")
        yield one
    finally:
        one.leave()
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(tmp_path, ignore_errors=True)


def test_a_campaign_is_walked_from_opening_to_filing_and_a_correction(walk):
    for part in WAY:
        part(walk)
    assert walk.complaints == []
