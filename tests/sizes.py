"""How heavy the heavy suites are: small in every run, full with `make proof`."""

from __future__ import annotations

import os

IS_PROOF = os.environ.get("NSWP_TEST_SIZES") == "proof"


def size(small: int, proof: int) -> int:
    """Return the size of this run."""
    return proof if IS_PROOF else small
