"""One phone after another, each with a slip; may be killed at any moment and started again.

    python -m tests.ballots.phone PORT FOLDER TIMEOUT

FOLDER has a file for each voter: the slip, and papers as they come sealed from the booth, each another envelope. What
the phone does is what the booth's page does: take one paper, keep it, and only then send it, the same again until there
is an answer. `forgetful`, in the file, seals anew each time instead. Knows nothing of the application.
"""

import http.client
import json
import os
import sys
from pathlib import Path

HOST = "127.0.0.1"


def keep(path: Path, told: object) -> None:
    """Whole or not at all, as a browser keeps it."""
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(told))
    os.replace(aside, path)


def sealed(slip: dict, kept: Path) -> dict:
    """The paper that was kept, or a new one, kept before it leaves the phone."""
    if kept.exists() and not slip["forgetful"]:
        return json.loads(kept.read_text())
    used = json.loads(kept.read_text())["number"] + 1 if kept.exists() else 0
    paper = {"number": used, **slip["papers"][used % len(slip["papers"])]}
    keep(kept, paper)
    return paper


def vote(file: Path, port: int, timeout: float) -> None:
    """Send until there is an answer, and keep the answer."""
    slip = json.loads(file.read_text())
    while True:
        paper = sealed(slip, file.with_suffix(".paper"))
        line = http.client.HTTPConnection(HOST, port, timeout=timeout)
        try:
            body = {name: paper[name] for name in ("class", "code", "eph", "iv", "ct")}
            line.request("POST", f"/b/{slip['event']}/cast", json.dumps(body))
            answer = line.getresponse()
            told = {"status": answer.status, **json.loads(answer.read())}
        except (OSError, http.client.HTTPException):
            continue
        finally:
            line.close()
        keep(file.with_suffix(".told"), told)
        return


if __name__ == "__main__":
    for one in sorted(Path(sys.argv[2]).glob("*.slip")):
        if not one.with_suffix(".told").exists():
            vote(one, int(sys.argv[1]), float(sys.argv[3]))
