"""Starting Django for a command that works on an installation's data: the server's, or the demonstration's."""

import argparse
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

from jiceng.cli import say
from jiceng.kernel.refusal import Refusal


def add_site(parser: Any) -> None:
    """The options that say whose data is meant."""
    parser.add_argument("--demo", action="store_true", help=say("cli.help-demo"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=say("cli.help-demo-data"))


def set_up(args: argparse.Namespace) -> None:
    """Django with the settings that are meant.

    Raises Refusal "cli.no-demo", "cli.not-set-up", "cli.data-needs-demo".
    """
    if args.data is not None and not args.demo:
        raise Refusal("cli.data-needs-demo")
    if args.demo:
        from jiceng.cli.demo import DATABASE, FOLDER

        folder = args.data or Path(os.environ.get("JICENG_DATA") or "var") / FOLDER
        if not (folder / DATABASE).is_file():
            raise Refusal("cli.no-demo", folder=str(folder))
        os.environ.pop("JICENG_DATABASE_URL", None)
        os.environ["JICENG_DATA"] = str(folder.resolve())
        os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings.demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiceng.settings.production")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise Refusal("cli.not-set-up", said=str(wrong)) from None


def day(text: str) -> date:
    """2012-04-18. Raises Refusal "cli.not-a-day"."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Refusal("cli.not-a-day", value=text[:20])
