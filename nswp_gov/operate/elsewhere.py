"""A copy of each backup in another place, encrypted before it leaves this machine.

The place is a folder (a mounted disk) or `s3://bucket/prefix?endpoint=…&region=…`. A copy is read
in pieces; each is sealed under the instance's field key with its number, so that none can be left
out, swapped or taken from another backup without being found.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.store.crypto import Keyring
from nswp_gov.store.files import bucket

PIECE = 1 << 22  # bytes of plain text
ENDING = ".tar.sealed"
_SIZE = struct.Struct(">I")
_NAME = re.compile(r"nswp_gov-\d{8}T\d{6}Z\.tar\.sealed")


@dataclass(frozen=True)
class Copy:
    """A backup that lies elsewhere."""

    name: str
    written_at: datetime


def place(settings: Settings) -> ObjectStore:
    """Return where copies go.

    Raises:
        Misconfigured: no place is set.

    """
    where = settings.elsewhere
    if not where:
        raise Misconfigured(
            "no other place for backups is set: NSWP_GOV_ELSEWHERE is a folder or an s3:// address"
        )
    if where.startswith("s3://"):
        return bucket(where)
    return LocalStore(prefix=Path(where).absolute(), mkdir=True)


def send(settings: Settings, backup: Path, ring: Keyring) -> str:
    """Seal the backup file and write it to the other place; return the copy's name."""
    name = backup.name.removesuffix(".tar") + ENDING
    obstore.put(place(settings), name, _sealed(backup, name, ring))
    return name


def _sealed(backup: Path, name: str, ring: Keyring) -> Iterator[bytes]:
    with backup.open("rb") as source:
        number, piece = 0, source.read(PIECE)
        while piece:
            after = source.read(PIECE)
            sealed = ring.seal(piece, _label(name, number, is_last=not after))
            yield _SIZE.pack(len(sealed)) + sealed
            number, piece = number + 1, after


def _label(name: str, number: int, *, is_last: bool) -> str:
    return f"backup/{name}/{number}/{'last' if is_last else 'more'}"


def fetch(settings: Settings, name: str, folder: Path, ring: Keyring) -> Path:
    """Bring a copy back into `folder`, opened; return the backup file.

    Raises:
        cryptography.exceptions.InvalidTag: it was altered, cut short, or is of another instance.
        FileNotFoundError: there is no such copy.

    """
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    body = memoryview(bytes(obstore.get(place(settings), name).bytes()))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name.removesuffix(ENDING) + ".tar")
    with path.open("xb") as out:
        path.chmod(0o600)
        at = number = 0
        while at < len(body):
            (size,) = _SIZE.unpack_from(body, at)
            at += _SIZE.size + size
            label = _label(name, number, is_last=at >= len(body))
            out.write(ring.open(bytes(body[at - size : at]), label))
            number += 1
    return path


def newest(settings: Settings) -> Copy | None:
    """Return the copy that was written last, or None."""
    found = [
        Copy(str(one["path"]), one["last_modified"])
        for page in obstore.list(place(settings))
        for one in page
        if _NAME.fullmatch(str(one["path"]))
    ]
    return max(found, key=lambda one: one.written_at, default=None)
