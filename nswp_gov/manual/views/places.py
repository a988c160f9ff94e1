"""Where this room's files lie."""

from __future__ import annotations

from nswp_gov.store.files import FileStore
from nswp_gov.web.unit import settings


def store() -> FileStore:
    """Return the store of this instance: its folder, or the bucket that the settings name."""
    known = settings()
    return FileStore.at(known.files or str(known.instance / "files"))
