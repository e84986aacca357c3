"""quiet: what is asked under /b/ is written in no log, for a line with time and address is a line about a voter."""

import logging
import re

BOOTH = "/b/"
# What Django and a server may write about a request.
LOGS = ("django.request", "django.server", "django.security.DisallowedHost", "gunicorn.access")
TOLD = re.compile(rf"""(?:^|[\s"'])(?:https?://[^/\s"']+)?{BOOTH.rstrip("/")}(?:[/?\s"']|$)""")


class NotTheBooth(logging.Filter):
    """Lets nothing pass that is about a request under /b/, by whatever name it is told."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path_info", "")
        return not (path.startswith(BOOTH) or TOLD.search(record.getMessage()))


def silence() -> None:
    """Once, as Django starts."""
    for name in LOGS:
        logging.getLogger(name).addFilter(NotTheBooth())
