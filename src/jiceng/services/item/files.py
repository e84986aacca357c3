"""What a file is by its content: pictures, PDF, Word and Excel. Its name is only shown to people, never trusted.

Nothing is unpacked: an office file is told from any other archive by the list of its parts alone.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import File

from jiceng.kernel.refusal import Refusal

MOST = 10 * 1024 * 1024  # bytes
NAME = 128  # characters of a name that are kept

TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PICTURES = ("jpg", "png", "webp")
_SAME = dict.fromkeys(("jpeg", "jpe", "jfif", "pjpeg", "pjp"), "jpg")  # what an ending also means


@dataclass(frozen=True)
class Looked:
    """A file that is taken. kind: key of TYPES. digest: SHA-256, hex."""

    kind: str
    size: int
    digest: str
    name: str


def look_at(file: File) -> Looked:  # type: ignore[type-arg]
    """Raises Refusal "item.file-empty", "item.file-too-large", "item.file-kind", "item.file-name-differs"."""
    name = shown_name(str(file.name or ""))
    size = file.size
    if not size:
        raise Refusal("item.file-empty", file=name)
    if size > MOST:
        raise Refusal("item.file-too-large", file=name, size=said(size), most=said(MOST))
    kind = kind_of(file)
    if not kind:
        raise Refusal("item.file-kind", file=name)
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending and _SAME.get(ending, ending) != kind:
        raise Refusal("item.file-name-differs", file=name, found=kind)
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Looked(kind, size, digest.hexdigest(), name)


def kind_of(file: File) -> str:  # type: ignore[type-arg]
    """By the first bytes; "" for what is not taken."""
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    return _office(file) if head.startswith(b"PK\x03\x04") else ""


def _office(file: File) -> str:  # type: ignore[type-arg]
    try:
        with zipfile.ZipFile(file.file if file.file is not None else file) as packed:
            parts = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    if "[Content_Types].xml" not in parts or any("vbaproject" in part.lower() for part in parts):
        return ""
    if "word/document.xml" in parts:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in parts else ""


def shown_name(name: str) -> str:
    """A name as people read it: no folders, no signs that turn a line around, its ending kept when it is long."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*').strip() or "file"
    if len(name) > NAME:
        path = PurePosixPath(name)
        name = path.stem[: NAME - len(path.suffix)] + path.suffix[:NAME]
    return name[:NAME]


def said(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
