"""The steps of every pack as drawings for the manual, into docs/img.

python scripts/diagrams.py          write them
python scripts/diagrams.py --check  change nothing; exit 1 and name those that are out of date
"""

import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "img"


def drawings() -> dict[Path, str]:
    """Where each drawing stands, and its text: Chinese, and English as `.en.svg`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiceng.settings.test")
    django.setup()
    from jiceng import packs
    from jiceng.kernel.procedure import Steps
    from jiceng.reports.diagram import diagram

    found = {}
    for name in packs.names():
        for rule in packs.load(name).rules().values():
            if isinstance(rule, Steps):
                found[FOLDER / f"steps-{name}.svg"] = diagram(rule, "zh") + "\n"
                found[FOLDER / f"steps-{name}.en.svg"] = diagram(rule, "en") + "\n"
    return found


def stale() -> list[str]:
    """Names of drawings that are not what the packs say."""
    return [
        path.name
        for path, text in drawings().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    if "--check" in sys.argv[1:]:
        for name in stale():
            print(
                f"diagrams: docs/img/{name} is out of date. Run: python scripts/diagrams.py", file=sys.stderr
            )
        return 1 if stale() else 0
    for path, text in drawings().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
