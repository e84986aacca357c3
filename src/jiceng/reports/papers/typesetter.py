"""Set one paper with Typst, in a process of its own: work comes in on standard input, pages go out on standard output.

Typst keeps what it has laid out for the next time: after three papers of 10,000 rows a server held 2.7 GB and gave none
of it back. A process that ends gives everything back, can be stopped when it takes too long, and takes nobody with it
when it fails. Run by path, so it imports nothing of jiceng (see `pdf.py`).

In:  JSON: template, root, fonts (folders), kind, ppi, timestamp, tags, faces (name -> families), paper.
Out: every page (of a PDF: the file) as eight bytes of length and its bytes. Status 3: no font; 4: Typst says no, its
     words on standard error.
"""

import json
import sys

import typst

NO_FONT, REFUSED = 3, 4


def main() -> int:
    work = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_embedded_fonts=False, font_paths=work["fonts"])
    families = {family.lower() for family in fonts.families()}
    # Typst warns about a family that is missing; only what is there is named to it.
    faces = {
        name: [family for family in wanted if family.lower() in families]
        for name, wanted in work["faces"].items()
    }
    if not any(faces.values()):
        return NO_FONT
    try:
        made = typst.compile(
            work["template"],
            root=work["root"],
            font_paths=fonts,
            format=work["kind"],
            ppi=work["ppi"],
            sys_inputs={"paper": json.dumps(work["paper"] | {"faces": faces}, ensure_ascii=False)},
            timestamp=work["timestamp"],
            pdf_tags=work["tags"],
        )
    except (typst.TypstError, OSError) as error:
        sys.stderr.write(str(error))
        return REFUSED
    for page in made if isinstance(made, list) else [made]:
        sys.stdout.buffer.write(len(page).to_bytes(8, "big") + page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
