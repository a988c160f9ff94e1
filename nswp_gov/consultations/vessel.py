"""How drafts and replies lie while a consultation is open: sealed, all of one size.

The key of one consultation lies outside the database and its backups and is destroyed at the
close: what old pages, logs and copies of the database still hold is unreadable from then on.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from nswp_gov.config import Settings
from nswp_gov.sealing import new_slot_key, slot_of
from nswp_gov.store.crypto import Keyring
from nswp_gov.store.errors import Unfit
from nswp_gov.store.slot_keys import ElectionKeys, KeyFolder

FOLDER = "consultation-keys"
PURPOSE = "consultation"


def folder_of(settings: Settings) -> KeyFolder:
    """Return where the keys of running consultations lie: they have to outlive a restart."""
    return KeyFolder(settings.instance / FOLDER)


def make_keys(keys: KeyFolder, consultation_id: uuid.UUID) -> None:
    """Write a new key pair: one half says whose slot is whose, the other opens what lies there."""
    if not keys.has(consultation_id):
        keys.create(consultation_id, ElectionKeys(new_slot_key(), new_slot_key()))


class Vessel:
    """Seals and opens what belongs to one consultation."""

    def __init__(self, keys: KeyFolder, consultation_id: uuid.UUID, room: int) -> None:
        held = keys.read(consultation_id)
        self._slot_key, self._ring = held.slot_key, Keyring({1: held.signing_key})
        self._id, self._room = consultation_id, room

    def slot(self, organisation_id: uuid.UUID) -> bytes:
        """Return the pseudonym under which an organisation's reply lies."""
        return slot_of(self._slot_key, organisation_id, PURPOSE)

    def seal(self, content: Any, place: bytes) -> bytes:
        """Return `content` sealed for the one place where it may lie.

        Raises:
            Unfit: it does not fit into the room that every reply has.

        """
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        if len(plain) > self._room:
            raise Unfit("reply_full")
        return self._ring.seal(plain.ljust(self._room), self._label(place))

    def open(self, sealed: bytes, place: bytes) -> Any:
        """Return what was sealed for this place."""
        return json.loads(self._ring.open(sealed, self._label(place)))

    def _label(self, place: bytes) -> str:
        return f"{PURPOSE}.{self._id}.{place.hex()}"
