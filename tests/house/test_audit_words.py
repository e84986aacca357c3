"""What the record keeps as a code, the auditor reads as words: every action, and everything an action is about."""

import ast
from pathlib import Path

import pytest

from jiceng import phrases
from jiceng.services.audit import record

SRC = Path(__file__).parents[2] / "src" / "jiceng"
TRACK = ("track.moved-on", "track.moved-back")  # the two kinds of a move, said by an f-string


def texts(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]


def recorded():
    """action -> where, read from the source: of audit.record, and of the helpers that hand an action on to it."""
    found = {}
    for path in (SRC / "services").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for scope in [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]:
            for call in [one for one in ast.walk(scope) if isinstance(one, ast.Call)]:
                if ast.unparse(call.func) not in ("audit.record", "_record"):
                    continue
                at, given = f"{path.name}:{call.lineno}", call.args[0]
                if isinstance(given, ast.JoinedStr):
                    assert texts(given) == ["track.moved-"], at
                    found |= dict.fromkeys(TRACK, at)
                elif isinstance(given, ast.Name):
                    said = [
                        one.value
                        for one in ast.walk(scope)
                        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == given.id
                    ]
                    assert said or scope.name == "_record", at
                    found |= {text: at for one in said for text in texts(one) if "." in text}
                else:
                    found |= dict.fromkeys(texts(given), at)
    return found


@pytest.mark.parametrize("action", sorted(recorded()))
def test_an_action_has_its_words(action):
    assert f"audit.{action.replace('.', '-')}" in phrases.SENTENCES, recorded()[action]


def test_every_action_with_words_happens():
    said = {code.removeprefix("audit.") for code in phrases.SENTENCES if code.startswith("audit.")}

    assert len(recorded()) > 60
    assert said - {action.replace(".", "-") for action in recorded()} == set()


def test_no_two_things_an_action_is_about_are_called_the_same():
    told = [pair for code, pair in phrases.SENTENCES.items() if code.startswith("target.")]

    for side in zip(*told, strict=True):
        assert len(set(side)) == len(side)


def test_actions_are_recorded_in_one_place():
    assert record.__module__ == "jiceng.services.audit"
    writers = [
        path.name
        for path in SRC.rglob("*.py")
        if "AuditEvent(" in path.read_text(encoding="utf-8") and path.name != "audit.py"
    ]
    assert writers == []
