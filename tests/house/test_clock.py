"""Nobody but `jiceng.clock` asks the machine what day it is."""

import ast
from functools import cache

from tests.house.project import ROOT

SOURCE = ROOT / "src" / "jiceng"
DAYS = {"localdate", "today", "utcnow", "fromtimestamp"}
MOMENTS = {"now", "localtime", "time_ns"}
# Moments are instants of the machine; a rehearsed day does not move them.
WHY = {
    "store/audit.py": "the order of events inside one day",
    "services/audit.py": "when an event was really written",
    "web/accounts.py": "an invitation ends after hours",
    "web/sessions.py": "a session ends after minutes",
    "web/signing.py": "wrong passwords count for a quarter of an hour, a code of the second factor for half a minute",
    "web/public.py": "a flood of objections is counted by the hour",
    "web/sheet.py": "the hour a row was saved, for the eye",
    "cli/tick.py": "mail that failed is tried again after hours",
    "cli/demo.py": "a code of the second factor",
    "demo/ahead.py": "objections of the demonstration are put at a moment",
}


@cache
def asks():
    """Every call in the source that could ask the machine: (file, line, on what, name, whether it is given nothing)."""
    calls = []
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                on = getattr(getattr(node.func, "value", None), "id", "")
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                calls.append((file, node.lineno, on, name, not node.args))
    return calls


def test_only_the_clock_asks_what_day_it_is():
    others = [
        f"{file}:{line}"
        for file, line, on, name, _ in asks()
        if name in DAYS and on != "clock" and file != "clock.py"
    ]

    assert others == [], "write clock.today(), or take the day as an argument"


def test_whoever_asks_for_a_moment_says_why():
    asking = {
        file
        for file, _, on, name, bare in asks()
        if bare and name in MOMENTS and on in {"", "time", "datetime", "timezone"}
    }

    assert asking - set(WHY) == set(), "a day comes from clock.today(); a moment needs its reason in WHY"
    assert set(WHY) - asking == set(), "these ask for no moment any more: take their lines out"
