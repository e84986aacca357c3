"""Sentences of records, returns and their figures."""

SENTENCES: dict[str, tuple[str, str]] = {}
