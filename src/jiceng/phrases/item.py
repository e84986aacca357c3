"""Sentences of items of a ledger, and movement between campaigns."""

SENTENCES: dict[str, tuple[str, str]] = {}
