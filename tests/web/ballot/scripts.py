"""The ballot's scripts, called from Python: one node for all tests of a session."""

import json
import subprocess
from pathlib import Path
from typing import Any

import playwright

from tests.house.project import ROOT

STATIC = ROOT / "src/jiceng/web/static"
SCRIPTS = STATIC / "jiceng/ballot"
NODE = str(Path(playwright.__file__).parent / "driver/node")  # it brings its own: none need be installed


class Broken(Exception):
    """What a script threw."""


def inward(told: Any) -> Any:
    if isinstance(told, bytes):
        return {"hex": told.hex()}
    if isinstance(told, (list, tuple)):
        return [inward(one) for one in told]
    return {name: inward(one) for name, one in told.items()} if isinstance(told, dict) else told


def outward(told: Any) -> Any:
    if isinstance(told, dict):
        return bytes.fromhex(told["hex"]) if [*told] == ["hex"] else {k: outward(v) for k, v in told.items()}
    return [outward(one) for one in told] if isinstance(told, list) else told


class Node:
    """`node.seal("digest", "tag", "part")` calls `digest` of seal.js. Raises Broken where the script throws."""

    def __init__(self) -> None:
        driver = Path(__file__).with_name("driver.js")
        self.process = subprocess.Popen(
            [NODE, str(driver), str(SCRIPTS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __getattr__(self, module: str) -> Any:
        return lambda name, *parts: self.call(module, name, *parts)

    def call(self, module: str, name: str, *parts: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([module, name, inward(parts)]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "broken" in answer:
            raise Broken(answer["broken"])
        return outward(answer["told"])

    def end(self) -> None:
        self.process.communicate(timeout=20)
