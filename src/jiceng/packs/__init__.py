"""What each document says: one folder a document, read, checked and cited.

    names()                     the packs that ship with the product
    local_names()               those of the installation's own, in the folder JICENG_PACKS
    load("jilin-2012-grading")  a pack by name, or by the path of a folder
    pack.rules(settings)        every rule by the key of its mechanism, with a jurisdiction's local settings
    pack.scheme(settings)       those that grade, put together
    texts, from_texts           a pack's files, to keep it as it was, and the pack out of them

`reader` turns YAML into kernel values, `pack` holds them, `lint` says what is wrong before anybody relies on them,
`cases` runs the examples, `coverage` counts which rows of the catalogue run, `catalogue` is the list of rows.
"""

from jiceng.packs.pack import (
    Case,
    Mechanism,
    NamedList,
    Pack,
    digest,
    from_texts,
    load,
    local_names,
    names,
    texts,
)
from jiceng.packs.reader import Finding, PackFault

__all__ = [
    "Case",
    "Finding",
    "Mechanism",
    "NamedList",
    "Pack",
    "PackFault",
    "digest",
    "from_texts",
    "load",
    "local_names",
    "names",
    "texts",
]
