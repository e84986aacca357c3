"""Bring the Chinese catalogue up to date with the code and the templates, and compile it.

    make messages                       update django.po, keep its translations, write django.mo
    python scripts/messages.py --check  change nothing; exit 1 and say what is out of date

Uses Babel, so that GNU gettext need not be installed. A sentence that left the code leaves the catalogue;
nothing is guessed ("fuzzy"): a changed sentence is a new one, listed until it is translated.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "jiceng"
PO = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}

# Which arguments hold the sentence; (n, "c") is the context.
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}

PLACEHOLDER = re.compile(r"%\((\w+)\)")

# No dates and no program versions: two people's catalogues differ only where their sentences do.
HEADER = {
    "Project-Id-Version": "jiceng",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Catalogue(Catalog):
    """A catalogue whose header is always the same."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return list(HEADER.items())


def new_catalogue() -> Catalogue:
    return Catalogue(locale="zh_Hans", charset="utf-8", fuzzy=False)


def files() -> Iterator[Path]:
    """Every module and template that may hold sentences, in a fixed order."""
    for path in sorted(SOURCE.rglob("*")):
        parts = path.relative_to(SOURCE).parts
        if "migrations" in parts or "static" in parts:
            continue
        if path.suffix == ".py" or ("templates" in parts and path.suffix in TEMPLATE_SUFFIXES):
            yield path


def as_python(path: Path) -> str:
    """The file's text; a template is turned into calls of gettext, which is all Babel looks for."""
    # Loading Django is only needed here, and no settings are.
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # What is left of the page's indentation would not parse as Python's.
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))


def extracted() -> Catalogue:
    """Every sentence in the code and the templates, with the files it is in and no translation."""
    catalogue = new_catalogue()
    for path in files():
        place = (path.relative_to(ROOT).as_posix(), 0)
        source = BytesIO(as_python(path).encode())
        for _line, function, arguments, comments in extract_python(source, KEYWORDS, ["Translators:"], {}):
            spec = KEYWORDS[function]
            values = arguments if isinstance(arguments, tuple) else (arguments,)
            context = values[0] if spec and isinstance(spec[0], tuple) else None
            ids = values[1:] if context else values
            number = 2 if function.startswith("n") else 1
            # gettext(variable): the sentence itself stands elsewhere, in a call of its own.
            if not all(isinstance(text, str) and text for text in ids[:number]):
                continue
            catalogue.add(
                ids[0] if number == 1 else (ids[0], ids[1]),
                locations=[place],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def committed() -> Catalog:
    """The catalogue as it stands in django.po; empty when there is none yet."""
    if not PO.exists():
        return new_catalogue()
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def updated() -> Catalogue:
    """The extracted sentences with the translations of django.po."""
    catalogue, old = extracted(), committed()
    for message in catalogue:
        known = old.get(message.id, message.context) if message.id else None
        if known:
            message.string = known.string
            message.user_comments = known.user_comments
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """Sentences without Chinese, in the catalogue's order."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def misnamed(catalogue: Catalog) -> list[str]:
    """Translations that name a value their sentence does not give, which would fail on the page."""
    found = []
    for message in catalogue:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        given = set(
            PLACEHOLDER.findall(" ".join(message.id) if isinstance(message.id, tuple) else message.id)
        )
        if message.id and any(set(PLACEHOLDER.findall(text)) - given for text in texts if text):
            found.append(str(message.id))
    return found


def po_text(catalogue: Catalogue) -> str:
    """The catalogue as django.po holds it: in order of sentences, places without line numbers."""
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    head = StringIO()
    head.write(
        '# Chinese sentences of jiceng. Written by `make messages`; translate here.\nmsgid ""\nmsgstr ""\n'
    )
    head.writelines(f'"{name}: {value}\\n"\n' for name, value in HEADER.items())
    return f"{head.getvalue()}\n{body.getvalue().decode().strip()}\n"


def mo_bytes(catalogue: Catalogue) -> bytes:
    """The catalogue compiled."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults() -> list[str]:
    """What is out of date, as sentences; empty when the committed files are right."""
    catalogue = updated()
    found = [f"not translated in {PO.relative_to(ROOT)}: {text}" for text in untranslated(catalogue)]
    found += [f"marked fuzzy: {message.id}" for message in committed() if message.id and message.fuzzy]
    found += [
        f"the translation names a value the sentence does not give: {text}" for text in misnamed(catalogue)
    ]
    if not PO.exists() or PO.read_text(encoding="utf-8") != po_text(catalogue):
        found.append(f"{PO.relative_to(ROOT)} is not what the code and templates say. Run: make messages")
    elif not MO.exists() or MO.read_bytes() != mo_bytes(catalogue):
        found.append(f"{MO.relative_to(ROOT)} is not the compiled {PO.name}. Run: make messages")
    return found


def main() -> int:
    if "--check" in sys.argv[1:]:
        found = faults()
        for fault in found:
            print(f"messages: {fault}", file=sys.stderr)
        return 1 if found else 0
    catalogue = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(po_text(catalogue), encoding="utf-8")
    MO.write_bytes(mo_bytes(catalogue))
    missing = untranslated(catalogue)
    print(f"messages: {len(catalogue)} sentences, {len(missing)} without Chinese")
    for text in missing:
        print(f"  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
