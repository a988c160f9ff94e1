"""The secrets of an election that is under way: outside the database, outside every backup.

One small file an election holds the slot key (whose ballot lies where) and the signing key. A
missing file pauses the election; it is never made anew. It is destroyed at the close.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from nswp_gov.store.errors import DomainError


class KeyMissing(DomainError):
    """The election's keys are not on this machine: voting pauses until they are recovered."""

    code = "slot_key_missing"
    status = 503


@dataclass(frozen=True)
class ElectionKeys:
    """The slot key and the signing key of one election, 32 bytes each."""

    slot_key: bytes
    signing_key: bytes


@dataclass(frozen=True)
class KeyFolder:
    """Where the files lie: a folder of our own, better still one in memory."""

    folder: Path

    def _file(self, election_id: uuid.UUID) -> Path:
        return self.folder / f"{election_id}.json"

    def create(self, election_id: uuid.UUID, keys: ElectionKeys) -> None:
        """Write the keys once; a second time is refused (O_EXCL)."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._file(election_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"slot": keys.slot_key.hex(), "signing": keys.signing_key.hex()}, file)
            file.flush()
            os.fsync(file.fileno())

    def read(self, election_id: uuid.UUID) -> ElectionKeys:
        """Return the keys.

        Raises:
            KeyMissing: they are not here.

        """
        try:
            plain = json.loads(self._file(election_id).read_text(encoding="ascii"))
        except FileNotFoundError as missing:
            raise KeyMissing from missing
        return ElectionKeys(bytes.fromhex(plain["slot"]), bytes.fromhex(plain["signing"]))

    def has(self, election_id: uuid.UUID) -> bool:
        """Tell whether the keys are here."""
        return self._file(election_id).is_file()

    def destroy(self, election_id: uuid.UUID) -> None:
        """Overwrite and remove the keys; on flash storage the encrypted disk does the rest."""
        file = self._file(election_id)
        if not file.is_file():
            return
        length = file.stat().st_size
        with file.open("r+b") as open_file:
            open_file.write(bytes(length))
            open_file.flush()
            os.fsync(open_file.fileno())
        file.unlink()
