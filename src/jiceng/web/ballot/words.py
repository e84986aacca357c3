"""Words of a ballot's states and steps."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("begun; the list of voters is to be frozen"),
    "frozen": _("the list is frozen; key and slips are to be made"),
    "opening": _("being made ready: slips handed out, box not open yet"),
    "open": _("the box is open"),
    "closed": _("the box is closed; to be counted"),
    "counted": _("counted; to be signed"),
    "signed": _("signed; to be published"),
    "published": _("published"),
    "archived": _("published; papers and key are destroyed"),
    "void": _("void"),
}

# The steps as people know them, and the states in which each is the one to do.
STEPS = (
    ("roll", _("List of voters")),
    ("key", _("Key and slips")),
    ("issue", _("Issue")),
    ("vote", _("Vote")),
    ("count", _("Count")),
    ("sign", _("Sign")),
    ("publish", _("Publish")),
)
