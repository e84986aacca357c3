"""Meaning is declared: no Chinese text and no row of the catalogue decides anything outside packs and phrases.

How it decides: every module is parsed, and a place counts where a Chinese text or a number of a row ("R-05"), written
there or kept in a constant of the same module, is compared (==, !=, in, not in), matched by a `case`, or handed to
`startswith`, `endswith`, `find`, `index`, `count` or `removesuffix`. A text that is only shown is none. What it cannot
see: a look-up in a dictionary with Chinese keys, a regular expression, a constant of another module. ALLOWED names
each place that may, and why; one that is not used any more fails as well.
"""

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "jiceng"
APART = ("packs", "phrases", "locale", "demo", "store/migrations")
DECIDES = re.compile(r"[\u3400-\u9fff]|^[A-Z]-\d\d$")
METHODS = {"startswith", "endswith", "find", "index", "count", "removesuffix", "removeprefix"}

ALLOWED = {
    "kernel/contents.py": "无, nothing to report, is an answer that a part may allow",
    "kernel/firmness.py": "words that are no reason, in whatever document",
    "rehearsal/filling.py": "无 as an answer that a part may allow, typed by the robot",
    "reports/ballot/blank.py": "the title of a paper gets its last sign once",
    "reports/book.py": "what people write in a cell: a number with its counter, yes and no",
    "reports/papers/docx.py": "the name of a style in our own template",
    "reports/papers/layout.py": "where Chinese signs end in Unicode",
    "reports/papers/make_templates.py": "names of styles in our own templates",
    "reports/returns/filling.py": "无 written in a form that comes back",
    "reports/returns/pasted.py": "无 and 空 pasted into a cell",
    "reports/tables/cells.py": "无 in a cell",
    "reports/tables/files.py": "where Chinese signs begin and end in Unicode",
    "reports/template.py": "what our own workbook calls a sample",
    "services/duty/returns.py": "a document's number is written 〔year〕n号 (GB/T 9704)",
    "web/static/jiceng/verify_ballot.py": "keys of the published record, which stands by itself",
}


def _texts(node: ast.expr, constants: dict[str, ast.expr]) -> list[str]:
    """The texts a comparison reads on one side: its own, and those of a constant of the module it names."""
    if isinstance(node, ast.Name) and node.id in constants:
        node = constants[node.id]
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def _compared(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    if isinstance(node, ast.MatchValue):
        return [node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        return node.args
    return []


def deciding() -> dict[str, set[str]]:
    """File -> the texts that decide something in it."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        if file.startswith(tuple(f"{folder}/" for folder in APART)):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            name.id: statement.value
            for statement in tree.body
            if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None
            for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        }
        for node in ast.walk(tree):
            for side in _compared(node):
                texts = {text for text in _texts(side, constants) if DECIDES.search(text)}
                if texts:
                    found.setdefault(file, set()).update(texts)
    return found


def test_nothing_outside_the_packs_is_decided_by_a_chinese_text_or_a_row_of_the_catalogue():
    assert {file: texts for file, texts in deciding().items() if file not in ALLOWED} == {}


def test_a_place_that_may_still_does():
    assert sorted(ALLOWED) == sorted(ALLOWED.keys() & deciding().keys())
