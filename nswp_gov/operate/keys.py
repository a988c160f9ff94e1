"""The instance's field key: made, written down, supplied after a start.

In production the key is not on the disk. `init` shows it once as words to write on paper; after a
start `unlock` (or the service manager's credential) puts it where the processes look: a file in
memory, named by NSWP_GOV_KEY_FILE.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import text

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
    key = raw[:-CHECK]
    if as_written(key).replace(" ", "").upper() != letters:  # the last letter's spare bits as well
        raise ValueError("the key does not match its check sum: a character was misread")
    return key


def note_ring(work: Work, ring: Keyring) -> None:
    """Keep the check value by which the right key is known again."""
    stored.put(work.session, stored.KEY_CHECK, ring.check_value())


def is_right(work: Work, ring: Keyring) -> bool:
    """Tell whether `ring` is the one that this database was written with, every key of it."""
    known = stored.get(work.session, stored.KEY_CHECK)
    if known is not None and known != ring.check_value():
        return False
    one = text("select body from revision where substr(body, 2, 1) = :number limit 1")
    try:
        for number in numbers(work):
            for sealed in work.session.scalars(one, {"number": bytes([number])}):
                ring.open(bytes(sealed), "revision.body")
    except (InvalidTag, KeyError):
        return False
    return True


def numbers(work: Work) -> list[int]:
    """Return the numbers of the keys that are needed to read this database; the first is always.

    A sealed value says in its second byte which key wrote it.
    """
    used = text("select distinct substr(body, 2, 1) from revision where body is not null")
    return sorted({1, *(bytes(one)[0] for one in work.session.scalars(used))})


def supply(settings: Settings, path: Path, ring: Mapping[int, bytes]) -> None:
    """Put the keys, by number, where running processes find them; the folder is in memory (/run).

    The file appears whole and belongs to whom the folder belongs to: the service can read it when
    root has supplied it.

    Raises:
        Misconfigured: the place lies on the disk beside the data.

    """
    if path.resolve().is_relative_to(settings.instance.resolve()):
        raise Misconfigured(
            f"{path} lies beside the data: whoever takes the disk would have both. "
            "Choose a place in memory, such as /run/nswp_gov/key."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = path.parent.stat()
    handle, name = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for number, key in sorted(ring.items()):
            file.write(f"NSWP_GOV_FIELD_KEY_{number}={base64.urlsafe_b64encode(key).decode()}\n")
        if os.geteuid() == 0:
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
    Path(name).replace(path)
