"""Paper ballots read from pictures. An extra: where OpenCV is missing, papers are counted by hand.

picture   a file as it was sent: what it is, how large, then its dots
page      the paper in the picture, laid flat
marks     which box of each row is marked, or who has to look
"""

try:
    import cv2 as _cv2  # noqa: F401
except ImportError as missing:
    raise ImportError(
        "Reading pictures of paper ballots needs OpenCV, which is not installed. "
        'Install it with: pip install "jiceng[scan]"'
    ) from missing

from jiceng.analytics.ballot.marks import ReadRow
from jiceng.analytics.ballot.reading import Reading, read

__all__ = ["ReadRow", "Reading", "read"]
