"""What each document says: one folder a document, read, checked and cited.

    names()                     the packs that ship with the product
    load("jilin-2012-grading")  a pack by name, or by the path of a folder
    pack.scheme(settings)       its grading scheme with a jurisdiction's local settings

`reader` turns YAML into kernel values, `pack` holds them, `lint` says what is wrong before anybody relies on them,
`cases` runs the examples, `coverage` counts which rows of the catalogue run, `catalogue` is the list of rows.
"""

from jiceng.packs.pack import Case, Mechanism, Pack, load, names
from jiceng.packs.reader import Finding, PackFault

__all__ = ["Case", "Finding", "Mechanism", "Pack", "PackFault", "load", "names"]
