"""Sentences of lists of voters and counted results."""

SENTENCES: dict[str, tuple[str, str]] = {}
