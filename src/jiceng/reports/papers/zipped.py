"""The same files packed the same way: a zip file otherwise remembers the moment it was made."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MADE_ON = (2000, 1, 1, 0, 0, 0)


def repacked(packed: bytes) -> bytes:
    """The package with its files in their order and one fixed time on all of them."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            entry = ZipInfo(member.filename, _MADE_ON)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(member))
    return out.getvalue()
