"""The variable is the noun: `organisation`, not `one`. What is left of the private dialect only gets less."""

import ast
from collections.abc import Iterator

from tests.house.project import ROOT

# No nouns. A function may be read by somebody whose English is a second language.
DIALECT = frozenset({"one", "told", "said", "held", "found", "here"})
# Lines of src/jiceng, migrations aside, that bind one of them. Lower it whenever it has fallen; never raise it.
CEILING = 200


def bound(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, name) of every name that a function, a loop or an assignment binds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


def dialect(text: str) -> set[int]:
    """The lines that bind a word of the dialect."""
    return {line for line, name in bound(ast.parse(text)) if name in DIALECT}


def test_the_dialect_only_gets_less():
    files = [file for file in (ROOT / "src/jiceng").rglob("*.py") if "migrations" not in file.parts]

    count = sum(len(dialect(file.read_text(encoding="utf-8"))) for file in files)

    assert count <= CEILING
    assert count > CEILING - 50, f"lower the ceiling to {count}"


def test_a_word_of_the_dialect_is_seen_wherever_it_is_bound():
    text = """
one = 1
for told in []: pass
[here for here in []]
def f(held, *, said): pass
organisation = one
"""

    assert dialect(text) == {2, 3, 4, 5}
