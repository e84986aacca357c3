"""Sentences of notices and objections, and what something written down must say."""

SENTENCES: dict[str, tuple[str, str]] = {}
