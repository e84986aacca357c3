"""The desk."""

from tests.house.permissions import get

ROWS = {
    ("desk", ""): get(),
}
