"""B-17: half of all answers are lost on the way and phones are switched off; no ballot vanishes and none doubles."""

import json
import subprocess
import sys
import time
from random import Random

from tests.ballots.badline import BadLine
from tests.ballots.crowd import Told, compare
from tests.ballots.installation import ROOT, Server
from tests.ballots.rounds import rounds

VOTERS = rounds(1_000, least=200)
PHONES = 8  # at once
LOSS = 0.5
DELAY = 0.01  # seconds on the average; five on a real line, where everything else waits as much longer
TIMEOUT = 2.0
KILLS = rounds(60, least=12)


def on_a_bad_line(installation, folder, *, voters: int, kills: int, forgetful: bool = False):
    """Everybody votes; what each phone knows at the end, and the box."""
    [slips] = installation.open(1, voters)
    draw = Random(voters)
    slips = draw.sample(slips, voters)
    told = Told()
    for at, voter in enumerate(slips):
        papers = [voter.sealed(draw) for _ in range(3 if forgetful else 1)]
        told.sent[voter.nullifier] = papers
        place = folder / str(at % PHONES)
        place.mkdir(exist_ok=True)
        slip = {"event": voter.event, "forgetful": forgetful, "papers": papers}
        (place / f"{at}.slip").write_text(json.dumps(slip))

    with Server(installation) as server, BadLine(server.port, loss=LOSS, delay=DELAY) as line:

        def phone(number: int) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-S", "-E", "-m", "tests.ballots.phone"]
            return subprocess.Popen(
                [*command, str(line.port), str(folder / str(number)), str(TIMEOUT)], cwd=ROOT
            )

        phones = [phone(number) for number in range(PHONES)]
        killed = 0
        try:
            while any(one.poll() is None for one in phones):
                time.sleep(draw.uniform(0.01, 0.06))
                number = draw.randrange(PHONES)
                if killed < kills and phones[number].poll() is None:
                    phones[number].kill()
                    phones[number].wait()
                    phones[number] = phone(number)
                    killed += 1
            assert [one.returncode for one in phones] == [0] * PHONES
        finally:
            for one in phones:
                one.kill()
                one.wait()

    answers = {}
    for at, voter in enumerate(slips):
        file = folder / str(at % PHONES) / f"{at}.told"
        answers[voter.nullifier] = answer = json.loads(file.read_text())
        if answer["status"] == 200:
            installation.check_ack(voter, answer)
            told.counted[voter.nullifier] = json.loads(file.with_suffix(".paper").read_text())
        else:
            told.refused[answer["code"]] += 1
    return compare(installation, [slips[0].event], told), told, line, killed


def test_on_a_bad_line_the_voters_who_see_counted_are_the_ballots_in_the_box(installation, tmp_path, figures):
    found, told, line, killed = on_a_bad_line(installation, tmp_path, voters=VOTERS, kills=KILLS)

    figures(
        f"B-17: {VOTERS} voters, {line.lost} answers lost and {line.passed} passed,"
        f" phones killed {killed} times: {found}"
    )
    assert (found.counted, found.stored) == (VOTERS, VOTERS)
    assert found.wrong() == {}
    assert not told.refused
    assert killed >= KILLS / 2
    assert line.lost >= VOTERS / 2


def test_a_phone_that_seals_anew_at_each_try_is_found_out(installation, tmp_path, figures):
    """The control: the box holds the first paper, and the voter is told that the slip is spent."""
    found, told, _, _ = on_a_bad_line(installation, tmp_path, voters=100, kills=0, forgetful=True)

    figures(f"B-17 control: sealed anew at each try, 100 voters: {dict(told.refused)}")
    assert told.refused["ballot.slip-spent"] > 0
    assert found.counted < found.stored == 100
