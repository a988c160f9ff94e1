"""Pictures of a text that is being taken over, between the look at it and the taking.

They lie encrypted in the store of files under no row: whoever does not come back leaves nothing,
because what no row names is swept by night. In the text a mark names each, at its place; it can be
moved to another clause or deleted like any other words.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from nswp_gov.manual.models import Draft
from nswp_gov.manual.operations.word_files import Picture, Taken
from nswp_gov.store import files, uploads
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Unfit
from nswp_gov.store.uploads.refusals import UploadRefused

_WORDS = r"!\[((?:[^\]\\\n]|\\.)*)\]"
_FOUND = re.compile(_WORDS + r"\(picture-(\d+)\)\n*")
_KEPT = re.compile(_WORDS + r"\(picture-([0-9a-f]{64})\.([a-z]+)\)\n*")
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A picture that a text names: what it shows, and where it is kept."""

    words: str
    digest: str
    extension: str


def keep_pictures(store: files.FileStore, draft: Draft, taken: Taken) -> tuple[str, list[Picture]]:
    """Return the text in which marks name what was kept, and the pictures that stay behind.

    Behind stay those before the first heading, and those that the gate for uploads refuses.
    """
    behind: list[Picture] = []

    def kept(mark: re.Match[str]) -> str:
        picture = taken.pictures[int(mark[2]) - 1]
        if not picture.heading or not _is_let_in(picture):
            behind.append(picture)
            return ""
        sealed = vault.ring.seal(picture.content, _label(draft))
        digest = hashlib.sha256(sealed).hexdigest()
        store.write(_key(digest), sealed)
        return f"![{mark[1]}](picture-{digest}.{_extension(picture)})\n\n"

    return _FOUND.sub(kept, taken.markdown), behind


def parted(body: str) -> tuple[str, tuple[Marked, ...]]:
    """Return the words of a clause without marks, and what they named."""
    named = tuple(
        Marked(_ESCAPE.sub(r"\1", one[1]), one[2], one[3]) for one in _KEPT.finditer(body)
    )
    return (_KEPT.sub("", body).strip() if named else body), named


def content_of(store: files.FileStore, draft: Draft, marked: Marked) -> bytes:
    """Return a picture that was kept for this draft.

    Raises:
        Unfit: it is no longer there, or was kept for another draft.

    """
    try:
        return vault.ring.open(store.read(_key(marked.digest)), _label(draft))
    except (files.FileMissing, InvalidTag) as gone:
        raise Unfit("import_picture_gone", field="source", picture=marked.words) from gone


def _is_let_in(picture: Picture) -> bool:
    try:
        return uploads.clean(picture.content, picture.name).extension == uploads.Kind.WEBP
    except UploadRefused:
        return False


def _extension(picture: Picture) -> str:
    return picture.name.rpartition(".")[2].lower()


def _label(draft: Draft) -> str:
    return f"manual.import.{draft.id}"


def _key(digest: str) -> str:
    return f"sealed/{digest[:2]}/{digest}"
