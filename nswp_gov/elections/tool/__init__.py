"""The trustees' tool as one HTML file, as it is built from `seal/trustee/` and committed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

NAME = "nswp-trustee.html"


@cache
def source() -> bytes:
    """Return the file, byte for byte."""
    return (Path(__file__).parent / NAME).read_bytes()


@cache
def sha256() -> str:
    """Return the SHA-256 of the file, hexadecimal, as it is shown and announced."""
    return hashlib.sha256(source()).hexdigest()
