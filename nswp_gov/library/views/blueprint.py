"""The blueprint, and the key ring of the library's files."""

from __future__ import annotations

from flask import Blueprint, Response

from nswp_gov.store.crypto import vault

bp = Blueprint("library", __name__)
root = Blueprint("library_root", __name__)  # what has no language in its address


@bp.after_request
def _ask_again(answer: Response) -> Response:
    """Have caches ask before each use: what was withdrawn is nowhere served a second time."""
    answer.headers.setdefault("Cache-Control", "no-cache")
    return answer


class LateRing:
    """The instance's key ring, asked for only when something is encrypted.

    So files for everybody are handed out while the key is not supplied.
    """

    def seal(self, plain: bytes, label: str) -> bytes:
        """Encrypt for `label`."""
        return vault.ring.seal(plain, label)

    def open(self, sealed: bytes, label: str) -> bytes:
        """Decrypt what was encrypted for `label`."""
        return vault.ring.open(sealed, label)
