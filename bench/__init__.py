"""Grading in bulk beside the same work in Polars: `python -m bench.run`, rules and figures in README.md."""
