"""The script that seals a ballot on the voter's device: which one it is, and when it may be used.

It is built from `seal/` and lies among the static files; its hash stands in the manifest.
"""

from __future__ import annotations

import hashlib
from functools import cache

from nswp_gov.paths import PACKAGE
from nswp_gov.sealing import Level, Manifest

SCRIPT = "seal.js"


@cache
def script_sha256() -> str:
    """Return the SHA-256 of the script that this program serves, in hexadecimal."""
    return hashlib.sha256((PACKAGE / "static" / SCRIPT).read_bytes()).hexdigest()


def seals_on_device(manifest: Manifest) -> bool:
    """Tell whether devices may seal: the manifest says so and names the script served today.

    After an upgrade with another script our server seals until the next election.
    """
    return manifest.level is Level.BROWSER and manifest.script_sha256 == script_sha256()
