"""jiceng (基层): a document becomes a pack, and the pack becomes running work."""

__version__ = "0.1.0"
