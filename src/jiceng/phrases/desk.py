"""Sentences of desks, reminders and deadlines."""

SENTENCES: dict[str, tuple[str, str]] = {}
