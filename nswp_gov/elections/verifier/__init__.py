"""The verifier: one file that lies in every record and needs nothing but that folder."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def source() -> bytes:
    """Return the program as it is put into a record, byte for byte."""
    return (HERE / "verify.py").read_bytes()


def readme() -> bytes:
    """Return what lies beside it: how to check a record, what is in it, what it cannot show."""
    return (HERE / "README.txt").read_bytes()
