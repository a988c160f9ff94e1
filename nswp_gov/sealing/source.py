"""The fingerprint of a program's source, for the manifest."""

from __future__ import annotations

from pathlib import Path

from .canonical import canonical, sha256


def source_sha256(folder: Path, pattern: str = "**/*.py") -> str:
    """Return the hash over names and contents of the files below `folder`; 64 digits.

    The order in which the file system lists them does not matter.
    """
    listed = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hex()
        for path in folder.glob(pattern)
        if path.is_file()
    }
    return sha256(canonical(sorted(listed.items()))).hex()
