"""Whatever finding a pack speaks of can be entered: a rule that waits for one nobody can enter waits for ever."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from jiceng.packs.pack import load, names
from jiceng.services.flag import flags_of

NAMED_BY = ("flag", "flags", "requires_flag")


def findings_named(value: Any) -> Iterator[str]:
    """By any field that holds findings, however deep in a rule it stands."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in NAMED_BY:
                yield from [inner] if isinstance(inner, str) else inner
            elif field.name == "agrees":
                yield from (flag for values in inner.values() for flags in values.values() for flag in flags)
            else:
                yield from findings_named(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from findings_named(inner)


@pytest.mark.parametrize("name", names())
def test_every_finding_that_a_rule_names_is_offered(name):
    pack = load(name)
    rules = pack.rules()
    named = {flag for rule in rules.values() for flag in findings_named(rule) if flag}

    offered = flags_of(SimpleNamespace(rules=rules, pack=pack))

    assert named <= offered.keys()
