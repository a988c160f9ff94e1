"""A file from outside, kept: a rewritten copy goes into the store of files, with a row."""

from __future__ import annotations

from nswp_gov.rules.audience import Audience
from nswp_gov.store import files, uploads
from nswp_gov.store.crypto import vault
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.uploads import Cleaned
from nswp_gov.store.work import Work


def keep_copy(
    work: Work, store: FileStore, content: bytes, name: str, audience: Audience
) -> tuple[StoredFile, Cleaned]:
    """Keep a rewritten copy of a file, without anything hidden in it, encrypted.

    Raises:
        UploadRefused: the file is not taken.

    """
    cleaned = uploads.clean(content, name)
    stem = files.clean_name(name).rpartition(".")[0] or "file"
    row = files.add(
        work.session,
        store,
        cleaned.content,
        media_type=cleaned.media_type,
        name=f"{stem}.{cleaned.extension}",
        audience=audience,
        cipher=vault.ring,
        now=work.now,
    )
    return row, cleaned
