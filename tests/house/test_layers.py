"""The arrows of the design, as far as import-linter (make check) cannot say them itself."""

import ast
import doctest
import importlib
import pkgutil
import sys
import tomllib

import pytest

from tests.house.project import ROOT

SOURCE = ROOT / "src" / "jiceng"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
][0]
LAYERS = [name.strip() for line in CONTRACT["layers"] for name in line.split("|")]
REQUIRED = [name for name in LAYERS if not name.startswith("(")]


def modules(package):
    """The dotted names of a package and of everything in it; a plain module is itself alone."""
    found = importlib.import_module(package)
    inside = pkgutil.walk_packages(getattr(found, "__path__", []), prefix=f"{package}.")
    return [package, *(module.name for module in inside if ".migrations" not in module.name)]


@pytest.mark.parametrize("layer", REQUIRED)
def test_every_module_of_a_layer_can_be_imported(layer):
    found = [importlib.import_module(name) for name in modules(f"jiceng.{layer}")]

    assert [module.__name__ for module in found if not module.__file__] == []


@pytest.mark.parametrize("layer", ["kernel", "phrases"])
def test_rules_and_sentences_import_the_standard_library_only(layer):
    paths = sorted((SOURCE / layer).rglob("*.py")) or [SOURCE / f"{layer}.py"]
    foreign = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            foreign += [
                f"{path.relative_to(SOURCE)}:{node.lineno} imports {name}"
                for name in names
                if name.split(".")[0] not in {*sys.stdlib_module_names, "jiceng"}
            ]

    assert foreign == []


@pytest.mark.parametrize("package", ["jiceng.kernel", "jiceng.phrases", "jiceng.settings.environment"])
def test_examples_in_docstrings_are_true(package):
    failures = {}
    for name in modules(package):
        result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
        failures |= {name: result.failed} if result.failed else {}

    assert failures == {}


def test_rules_do_not_read_the_clock():
    readings = {"now", "today", "utcnow", "time", "monotonic", "localtime"}
    clocks = []
    for path in sorted((SOURCE / "kernel").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in readings
            ):
                owner = ast.unparse(node.func.value).split(".")[-1]
                if owner in {"date", "datetime", "time"}:
                    clocks.append(f"{path.relative_to(SOURCE)}:{node.lineno}")

    assert clocks == []
