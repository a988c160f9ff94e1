"""Files that pages hand out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from flask import Response

from nswp_gov.store.crypto import vault
from nswp_gov.store.files import FileStore, StoredFile, content_of
from nswp_gov.store.uploads import LARGEST
from nswp_gov.web.private_links import private
from nswp_gov.web.unit import settings

UPLOAD = LARGEST + 64 * 1024  # bytes of a request that brings a file


def file_store() -> FileStore:
    """Return where the files of this instance lie."""
    return FileStore.of(settings())


def attached(body: bytes | str, name: str, mimetype: str) -> Response:
    """Return a file to be kept, under a name of its own, rather than shown."""
    answer = Response(body, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def handed_out(row: StoredFile) -> Response:
    """Return a file of the store to somebody who has been let in; no cache keeps it.

    Raises:
        FileMissing, FileDamaged: its bytes are not what they were.

    """
    content = content_of(file_store(), row, vault.ring)
    return private(attached(content, row.name(vault.ring), row.media_type))


def named_files(found: Iterable[tuple[Any, StoredFile]]) -> list[tuple[uuid.UUID, str, int]]:
    """Return files as a page lists them: identifier of the row that names it, name, size."""
    return [(row.id, file.name(vault.ring), file.size) for row, file in found]
