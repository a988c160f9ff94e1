"""The instance's field key: made, written down, supplied after a start.

In production the key is not on the disk. `init` shows it once as words to write on paper; after a
start `unlock` (or the service manager's credential) puts it where the processes look: a file in
memory, named by NSWP_GOV_KEY_FILE.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import Keyring
from nswp_gov.store.work import Work

GROUP = 4
CHECK = 2  # bytes of check sum at the end of a written key


def as_written(key: bytes) -> str:
    """Return a key as it is written on paper: groups of four, the last two a check sum."""
    check = hashlib.sha256(key).digest()[:CHECK]
    letters = base64.b32encode(key + check).decode().rstrip("=").lower()
    return " ".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def from_written(written: str) -> bytes:
    """Return the key that was written down.

    Raises:
        ValueError: a character is missing or was misread.

    """
    letters = "".join(written.split()).upper().replace("0", "O").replace("1", "I").replace("8", "B")
    padded = letters + "=" * (-len(letters) % 8)
    try:
        raw = base64.b32decode(padded)
    except ValueError as misread:
        raise ValueError("a character of the key was misread") from misread
    key, check = raw[:-CHECK], raw[-CHECK:]
    if hashlib.sha256(key).digest()[:CHECK] != check:
        raise ValueError("the key does not match its check sum: a character was misread")
    return key


def note_ring(work: Work, ring: Keyring) -> None:
    """Keep the check value by which the right key is known again."""
    stored.put(work.session, stored.KEY_CHECK, ring.check_value())


def is_right(work: Work, ring: Keyring) -> bool:
    """Tell whether `ring` is the one that this database was written with."""
    known = stored.get(work.session, stored.KEY_CHECK)
    return known is None or known == ring.check_value()


def supply(settings: Settings, path: Path, key: bytes) -> None:
    """Write the key where running processes find it; the folder should be in memory (/run).

    Raises:
        Misconfigured: the place lies on the disk beside the data.

    """
    if path.resolve().is_relative_to(settings.instance.resolve()):
        raise Misconfigured(
            f"{path} lies beside the data: whoever takes the disk would have both. "
            "Choose a place in memory, such as /run/nswp_gov/key."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"NSWP_GOV_FIELD_KEY_1={base64.urlsafe_b64encode(key).decode()}\n")
