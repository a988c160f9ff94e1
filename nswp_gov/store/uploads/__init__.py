"""The gate for files from outside: what kind it is, and a rewritten copy without hidden data.

What is not on the list is refused; what is on it is taken apart by its parser and written anew, so
that nothing passes that the parser did not understand: no place, device, author or comment, no
script, no second file behind the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import filetype

from nswp_gov.store.uploads.office import scrub_office
from nswp_gov.store.uploads.pdf import rebuild_pdf
from nswp_gov.store.uploads.pictures import reencode_picture
from nswp_gov.store.uploads.refusals import UploadRefused

LARGEST = 12 * 2**20


class Kind(StrEnum):
    """What is let in, by the extension of the rewritten copy."""

    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A rewritten copy; its name ends in `.extension`."""

    content: bytes
    media_type: str
    extension: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = MappingProxyType(
    {
        Kind.WEBP: "image/webp",
        Kind.PDF: "application/pdf",
        Kind.DOCX: f"{_OFFICE}wordprocessingml.document",
        Kind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    }
)
# By extension: what the content must look like, and what is made of it.
_ACCEPTED = MappingProxyType(
    {
        "jpg": ({"jpg"}, Kind.WEBP),
        "jpeg": ({"jpg"}, Kind.WEBP),
        "png": ({"png"}, Kind.WEBP),
        "webp": ({"webp"}, Kind.WEBP),
        "pdf": ({"pdf"}, Kind.PDF),
        "docx": ({"docx", "zip"}, Kind.DOCX),
        "xlsx": ({"xlsx", "zip"}, Kind.XLSX),
    }
)
_REWRITERS: MappingProxyType[Kind, Callable[[bytes], bytes]] = MappingProxyType(
    {
        Kind.WEBP: reencode_picture,
        Kind.PDF: rebuild_pdf,
        Kind.DOCX: lambda content: scrub_office(content, "word/document.xml"),
        Kind.XLSX: lambda content: scrub_office(content, "xl/workbook.xml"),
    }
)

EXTENSIONS = tuple(sorted(_ACCEPTED))


def kind_of(content: bytes, file_name: str) -> Kind:
    """Return what a file will be rewritten as; its name and its content must agree.

    Raises:
        UploadRefused: `upload_empty`, `upload_too_big`, `upload_kind` (not on the list) or
            `upload_mismatch` (the content is not what the name says).

    """
    if not content:
        raise UploadRefused("upload_empty")
    if len(content) > LARGEST:
        raise UploadRefused("upload_too_big", megabytes=LARGEST // 2**20)
    extension = file_name.rpartition(".")[2].lower()
    if extension not in _ACCEPTED:
        raise UploadRefused("upload_kind", accepted=", ".join(EXTENSIONS))
    looks, kind = _ACCEPTED[extension]
    seen = filetype.guess(content)
    if seen is None or seen.extension not in looks:
        raise UploadRefused("upload_mismatch", extension=extension)
    return kind


def clean(content: bytes, file_name: str) -> Cleaned:
    """Return a rewritten copy of `content` without anything hidden in it.

    What the page itself shows (faces, names, a black box over text) stays: show the copy to
    whoever brought it.

    Raises:
        UploadRefused: as `kind_of`, or `upload_damaged`, `upload_too_large_inside`,
            `upload_locked` (needs a password), `upload_active` (macros, embedded objects, links to
            outside parts).

    """
    kind = kind_of(content, file_name)
    return Cleaned(_REWRITERS[kind](content), _MEDIA_TYPES[kind], kind.value)
