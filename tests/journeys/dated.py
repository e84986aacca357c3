"""A site that lives on a day of its own: `python -m tests.journeys.dated FOLDER PORT [COUNTY]`.

Serves FOLDER's database on the day that FOLDER/day names; the hour is the true one. COUNTY is a module here that makes
its county at the first start. Whoever walks through a campaign writes the next day into the file.
"""

import logging
import os
import sys
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Asia/Shanghai")


def moment(folder: Path) -> datetime:
    """Now, as this site has it."""
    true = datetime.now(HOME)
    day = date.fromisoformat((folder / "day").read_text(encoding="ascii").strip())
    return true + timedelta(days=(day - true.date()).days)


def main(folder: Path, port: int, county: str) -> None:
    from django.utils import timezone

    # Before anything of ours is imported: some modules take the function itself.
    timezone.now = lambda: moment(folder)
    os.environ["JICENG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings.demo"
    os.environ.pop("JICENG_DATABASE_URL", None)
    import django

    django.setup()
    logging.getLogger("django.request").addHandler(logging.StreamHandler())  # what failed, and where
    from django.core.management import call_command
    from django.core.servers.basehttp import WSGIServer, run
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    import_module(f"tests.journeys.{county}").make()
    connections.close_all()
    run("127.0.0.1", port, get_wsgi_application(), threading=True, server_cls=WSGIServer)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]), *(sys.argv[3:] or ["small_county"]))
