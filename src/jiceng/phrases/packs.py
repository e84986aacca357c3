"""Sentences of packs."""

SENTENCES: dict[str, tuple[str, str]] = {}
