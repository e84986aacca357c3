"""Sentences of teams, helpers, pairs, documents."""

SENTENCES: dict[str, tuple[str, str]] = {}
