"""Whole provinces at a time: the same schemes as the kernel, compiled for columns."""
