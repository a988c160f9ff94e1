"""What a clean file says, and how many pages it has: for search and for the line beside it.

`take_apart` lets a file through the gate and reads it in a process of its own, with little memory
and little time, as `uploads.apart` does for the gate alone.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from dataclasses import dataclass

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from nswp_gov.store.uploads import Cleaned, Kind, clean, kind_of
from nswp_gov.store.uploads.refusals import UploadRefused

LONGEST = 400_000  # letters of one file
PAGE_END = "\f"
_MEMORY = 1 * 2**30
_SECONDS = 20
_GRACE = 5
_CODES = frozenset(
    {
        "upload_active",
        "upload_damaged",
        "upload_locked",
        "upload_mismatch",
        "upload_too_large_inside",
    }
)


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


def take_apart(content: bytes, file_name: str, *, seconds: int = _SECONDS) -> Taken:
    """Return what `take` returns, made in a process of its own.

    Raises:
        UploadRefused: as `take`; `upload_damaged` also if the process fails or takes too long.

    """
    kind_of(content, file_name)
    extension = file_name.rpartition(".")[2].lower()
    command = (sys.executable, "-m", __name__, f"file.{extension}", str(seconds))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, module and a listed extension
            command,
            input=content,
            capture_output=True,
            timeout=seconds + _GRACE,
            check=True,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as cause:
        raise UploadRefused("upload_damaged") from cause
    head, _, body = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if refusal := answer.get("refused"):
        raise UploadRefused(refusal if refusal in _CODES else "upload_damaged")
    cleaned = Cleaned(body, answer["media_type"], answer["extension"])
    return Taken(cleaned, Words(answer["text"], answer["pages"]))


def main() -> None:
    """Read a file from standard input, write one line about it and its clean copy."""
    file_name, seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        taken = take(sys.stdin.buffer.read(), file_name)
    except UploadRefused as refusal:
        sys.stdout.buffer.write(json.dumps({"refused": refusal.code}).encode() + b"\n")
        return
    head = {
        "media_type": taken.cleaned.media_type,
        "extension": taken.cleaned.extension,
        "text": taken.words.text.encode("utf-8", "replace").decode(),
        "pages": taken.words.pages,
    }
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + taken.cleaned.content)


if __name__ == "__main__":
    main()
