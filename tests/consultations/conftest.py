"""A folder for the keys of consultations."""

from __future__ import annotations

from pathlib import Path

import pytest

from nswp_gov.store.slot_keys import KeyFolder


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")
