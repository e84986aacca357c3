"""The tree of organisations."""

from tests.house.permissions import AT_BRANCH, AT_TOWN, CONTENT, get, of

ROWS = {
    ("organisations", ""): get(),
    ("organisation", "a branch"): get("branch", who=of(AT_BRANCH, *CONTENT)),
    ("organisation", "a town"): get("town", who=of(AT_TOWN, *CONTENT)),
    ("organisation-below", ""): get("town", who=of(AT_TOWN, *CONTENT)),
}
