"""What people type is refused where it is too long, never cut: every view takes a text in by `web.given.text_in`.

How it decides. A field is a free text where a template has it as a textarea, or as an input of the type text, search,
email or of none; `{{ … }}` and `{% … %}` in its name stand for anything, and a name of these alone is passed over. A
view reads such a field another way where it takes that name out of a form by `.get("name")`, `["name"]` or
`.getlist("name")`, and the form is `request.POST` or a variable called as one. A search (`request.GET`) is no text that
is kept. What it cannot see: a name put together out of variables only. ELSEWHERE names each place that may.
"""

import ast
import re
from pathlib import Path

from django.utils.translation import override

from jiceng.web.given import FIELDS

WEB = Path(__file__).parents[2] / "src" / "jiceng" / "web"
FIELD = re.compile(r"<(textarea|input)\b((?:[^>{]|\{\{.*?\}\}|\{%.*?%\}|\{)*)>", re.DOTALL)
NAME = re.compile(r'\bname="([^"]*)"')
TYPE = re.compile(r'\btype="([^"]*)"')
PART = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
FORMS = {"form", "told", "sent"}  # variables that hold a form that was sent

ELSEWHERE = {
    # Buttons, choices and keys, which other pages have as a text.
    ("accounts.py", "answer"), ("accounts.py", "post"), ("ballot/console.py", "answer"),
    ("ballot/typed.py", "answer"), ("correction.py", "answer"), ("item.py", "name"), ("ledger.py", "organisation"),
    ("ledger.py", "rows"), ("link.py", "organisation"), ("movement.py", "target"), ("returns.py", "answer"),
    ("zone.py", "member"), ("use.py", "organisation"),
    # Figures, read as numbers or refused.
    ("item.py", "value"), ("ballot/roll.py", "size-0"), ("packs.py", "value:0"),
    # Codes and names held against what was handed out; what a browser signs or seals.
    ("public.py", "code"), ("signing.py", "username"), ("signing.py", "code"), ("ballot/data.py", "answer"),
    ("ballot/data.py", "rows"), ("booth.py", "code"),
}  # fmt: skip
NOT_KEPT = (
    "'key'",
    "'held_on'",
    "'seen'",
)  # a form's own key; a day that is none and is quoted; a version seen


def free_texts() -> set[str]:
    """Patterns of the names of fields that take a free text."""
    found = set()
    for path in sorted((WEB / "templates").rglob("*.html")):
        for tag, attributes in FIELD.findall(path.read_text(encoding="utf-8")):
            name, kind = NAME.search(attributes), TYPE.search(attributes)
            free = tag == "textarea" or (kind[1] if kind else "text") in ("text", "search", "email")
            if free and name and re.search("[a-z]", PART.sub("", name[1])):
                found.add(".+".join(map(re.escape, PART.split(name[1]))))
    return found


def _name(node: ast.expr) -> str:
    """The name a field is asked by; "" where it is made of variables only."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        told = "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
        return told if re.search("[a-z]", told) else ""
    return ""


def _is_form(node: ast.expr) -> bool:
    return getattr(node, "attr", "") == "POST" or (isinstance(node, ast.Name) and node.id in FORMS)


def taken_otherwise() -> set[tuple[str, str]]:
    """(file, field) of each free text that a view takes from a form without `text_in`."""
    texts = re.compile("|".join(free_texts()))
    found = set()
    for path, tree in modules():
        for node in ast.walk(tree):
            form = asked = None
            if isinstance(node, ast.Subscript):
                form, asked = node.value, node.slice
            elif (
                isinstance(node, ast.Call)
                and node.args
                and getattr(node.func, "attr", "") in ("get", "getlist")
            ):
                form, asked = node.func.value, node.args[0]
            if form is not None and _is_form(form) and texts.fullmatch(_name(asked)):
                found.add((path, _name(asked)))
    return found


def modules() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(WEB).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(WEB.rglob("*.py"))
        if path.name != "given.py" and "static" not in path.parts
    ]


def test_every_view_takes_a_text_in_by_one_function():
    otherwise = taken_otherwise()

    assert otherwise - ELSEWHERE == set()
    assert ELSEWHERE - otherwise == set(), "these do not any more"


def test_no_view_cuts_what_was_typed():
    """A slice of what stands in a form, as in `request.POST.get("reason", "")[:200]`, is a text cut without a word."""
    cut = [
        f"{path}: {ast.unparse(node)}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Slice)
        and re.search(r"\.POST\b|text_in\(", ast.unparse(node.value))
    ]

    assert [place for place in cut if not any(name in place for name in NOT_KEPT)] == []


def test_every_field_has_its_name_in_both_languages():
    with override("zh-hans"):
        assert [str(name) for name in FIELDS.values() if not re.search("[\u4e00-\u9fff]", str(name))] == []
