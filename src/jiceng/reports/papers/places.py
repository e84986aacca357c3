"""Where templates and fonts are: an office's own folder first, then the ones that came with jiceng.

JICENG_TEMPLATES names a folder that may hold `notice.docx`, `form.docx`, `paper.typ` and a folder `fonts`; whatever is
not there is taken from the package.
"""

import os
from pathlib import Path

from jiceng.kernel.refusal import Refusal

BUILT_IN = Path(__file__).parent / "templates"
VARIABLE = "JICENG_TEMPLATES"


def own_folder() -> Path | None:
    """The office's folder, or None. Raises Refusal "paper.templates-missing" when the setting names no folder."""
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise Refusal("paper.templates-missing", folder=named)
    return folder.resolve()


def template(name: str) -> Path:
    """The file to use for a template."""
    own = own_folder()
    return own / name if own and (own / name).is_file() else BUILT_IN / name


def fonts() -> Path | None:
    """The office's folder of fonts, or None."""
    own = own_folder()
    return own / "fonts" if own and (own / "fonts").is_dir() else None
