"""register: which organisations a document speaks of, and what it calls them (rows O-01, G-05).

The register keeps one taxonomy of kinds. Each document names classes of its own, so a pack maps kinds to classes; a
kind without a class is outside that document and is listed, never dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule, word

# The register's kinds: the six of the published county table that the demonstration reproduces.
KINDS: Mapping[str, str] = {
    "village": "村",
    "community": "社区",
    "state-firm": "国有企业",
    "non-public-firm": "非公有制企业",
    "organ-institution": "机关事业单位",
    "social-organisation": "社会组织",
}

# Forms of organisation (O-01), and whether one is a unit organisation by itself.
FORMS: Mapping[str, str] = {
    "committee": "党委",
    "working-committee": "党工委",
    "general-branch": "党总支",
    "branch": "党支部",
    "group": "党小组",
}


@dataclass(frozen=True, kw_only=True)
class ClassOf:
    """One class of a document: its name there, and the kinds of the register that fall under it."""

    name: str
    kinds: tuple[str, ...] = ()


@word("register.objects", "定级对象", "whom it grades", how="applied", once=True)
@dataclass(frozen=True, kw_only=True)
class Objects(Rule):
    """Whom a document grades (定级对象).

    classes: the document's own classes, in its order.
    forms: only organisations of these forms; empty = every form that can be graded.
    under_general_branch: what happens to the branches of a general branch. `with-it`: they are listed with their unit
        (000-1 §三); `separately`: each is an object of its own (000-2: branches); `outside`: only independent
        organisations are graded (000-4 §一).
    same_grade: how firmly those listed with their unit have its grade (G-06); None = nothing is said.
    """

    classes: tuple[ClassOf, ...]
    forms: tuple[str, ...] = ()
    under_general_branch: str = "separately"
    same_grade: Firmness | None = None

    def names(self) -> tuple[str, ...]:
        return tuple(group.name for group in self.classes)

    def class_of(self, name_or_kind: str) -> str | None:
        """The document's class for its own name or for a kind of the register; None when it has no class for it."""
        for group in self.classes:
            if name_or_kind == group.name:
                return group.name
        for group in self.classes:
            if name_or_kind in group.kinds:
                return group.name
        kind = next((kind for kind, name in KINDS.items() if name == name_or_kind), None)
        return self.class_of(kind) if kind and kind != name_or_kind else None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One organisation as the scope rule sees it. `parent_form` is empty for an organisation without a superior."""

    code: str
    kind: str
    form: str = "branch"
    parent_form: str = ""


@dataclass(frozen=True)
class Sorted:
    """Everybody accounted for: objects (code -> class), those listed with their unit, those outside (code -> why)."""

    graded: dict[str, str]
    with_unit: tuple[str, ...]
    outside: dict[str, str]


def sort_out(objects: Objects, candidates: Iterable[Candidate]) -> Sorted:
    """Divide the register into whom the document grades, who goes with the unit, and who is outside and why.

    Nobody is dropped: every code appears exactly once in the answer (G-05, full coverage).
    Reasons outside: `no-class`, `form`, `not-independent`.
    """
    graded: dict[str, str] = {}
    with_unit: list[str] = []
    outside: dict[str, str] = {}
    for candidate in candidates:
        if candidate.code in graded or candidate.code in outside or candidate.code in with_unit:
            raise Refusal("register.code-twice", code=candidate.code)
        name = objects.class_of(candidate.kind)
        dependent = candidate.form == "branch" and candidate.parent_form == "general-branch"
        if name is None:
            outside[candidate.code] = "no-class"
        elif objects.forms and candidate.form not in objects.forms:
            outside[candidate.code] = "form"
        elif dependent and objects.under_general_branch == "outside":
            outside[candidate.code] = "not-independent"
        elif dependent and objects.under_general_branch == "with-it":
            with_unit.append(candidate.code)
        else:
            graded[candidate.code] = name
    return Sorted(graded, tuple(with_unit), outside)
