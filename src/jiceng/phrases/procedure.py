"""Sentences of procedures: steps, deadlines, draws, corrections, what a grade is good for."""

SENTENCES: dict[str, tuple[str, str]] = {}
