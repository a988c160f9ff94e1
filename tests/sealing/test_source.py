from __future__ import annotations

import hashlib
from pathlib import Path

from nswp_gov.sealing.source import source_sha256


def test_source_hash_covers_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("two")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.py").write_text("one")
    (tmp_path / "note.txt").write_text("aside")
    one, two = (hashlib.sha256(text).hexdigest() for text in (b"one", b"two"))
    listed = f'[["a/a.py","{one}"],["b.py","{two}"]]'.encode()
    assert source_sha256(tmp_path) == hashlib.sha256(listed).hexdigest()
    before = source_sha256(tmp_path)
    (tmp_path / "b.py").rename(tmp_path / "c.py")
    assert source_sha256(tmp_path) != before
