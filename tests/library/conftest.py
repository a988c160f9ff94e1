"""What tests of the library share."""

from __future__ import annotations

from pathlib import Path

import pytest

from nswp_gov.store.files import FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """Where the files of one test lie."""
    return FileStore.at(str(tmp_path / "files"))
