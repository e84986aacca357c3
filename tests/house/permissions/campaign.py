"""Campaigns and their forms. A branch sees the campaign of its county; what is in it is asked of its posts."""

from tests.house.permissions import CONTENT, IN_COUNTY, OFFICERS, get, of

INSIDE = of(IN_COUNTY, *CONTENT)
FORMS = of(IN_COUNTY, *OFFICERS, "reviewer", "inspector")  # of their own organisations

ROWS = {
    ("campaigns", ""): get(),
    ("campaign", ""): get("campaign", who=INSIDE),
    ("campaign-organisations", ""): get("campaign", who=INSIDE),
    ("form-download", "summary"): get("campaign summary", who=FORMS),
    ("form-download", "list"): get("campaign list", who=FORMS),
    ("form-download", "template"): get("campaign template", who=FORMS),
    ("form-download", "no such form"): get("campaign another", who=frozenset()),
}
