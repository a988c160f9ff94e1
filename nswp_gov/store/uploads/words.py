"""What a clean file says, and how many pages it has: for search and for the line beside it.

`take_apart` lets a file through the gate and reads it in a process of its own, with little memory
and little time, as `uploads.apart` does for the gate alone.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from nswp_gov.store.uploads import Cleaned, Kind, clean
from nswp_gov.store.uploads.apart import SECONDS, answer_apart, run_apart

LONGEST = 400_000  # letters of one file
PAGE_END = "\f"


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says, pages apart by form feeds; `pages` None where a file has none."""

    text: str = ""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A clean copy and what it says."""

    cleaned: Cleaned
    words: Words


def words_of(content: bytes, kind: Kind) -> Words:
    """Return what a clean copy says; nothing for a picture, a sheet, or what cannot be read."""
    try:
        if kind is Kind.PDF:
            return _of_pdf(content)
        if kind is Kind.DOCX:
            return _of_docx(content)
    except (PyPdfError, PackageNotFoundError, zipfile.BadZipFile, ValueError, KeyError):
        return Words()
    return Words()


def _of_pdf(content: bytes) -> Words:
    reader = PdfReader(io.BytesIO(content))
    pages: list[str] = []
    room = LONGEST
    for page in reader.pages:
        text = page.extract_text()[:room] if room > 0 else ""
        pages.append(text)
        room -= len(text)
    return Words(PAGE_END.join(pages).replace("\x00", ""), len(pages))


def _of_docx(content: bytes) -> Words:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    lines = [*(one.text for one in document.paragraphs), *cells]
    return Words("\n".join(line for line in lines if line)[:LONGEST])


def take(content: bytes, file_name: str) -> Taken:
    """Return a clean copy of a file and what it says.

    Raises:
        UploadRefused: as `uploads.clean`.

    """
    cleaned = clean(content, file_name)
    return Taken(cleaned, words_of(cleaned.content, Kind(cleaned.extension)))


def take_apart(content: bytes, file_name: str, *, seconds: int = SECONDS) -> Taken:
    """Return what `take` returns, made in a process of its own.

    Raises:
        UploadRefused: as `take`; `upload_damaged` also if the process fails or takes too long.

    """
    cleaned, said = run_apart(__name__, content, file_name, seconds)
    return Taken(cleaned, Words(said["text"], said["pages"]))


def _told(content: bytes, file_name: str) -> tuple[Cleaned, dict[str, Any]]:
    taken = take(content, file_name)
    text = taken.words.text.encode("utf-8", "replace").decode()
    return taken.cleaned, {"text": text, "pages": taken.words.pages}


if __name__ == "__main__":
    answer_apart(_told)
