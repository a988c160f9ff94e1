"""Where a sealed ballot lies, and what a roll looks like from outside.

A slot is the pseudonym of an organisation in one election. It is computed, never stored beside
the organisation; without the slot key nobody can say whose it is.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from uuid import UUID

from .canonical import sha256
from .hpke import SECRET_LENGTH

SLOT_KEY_LENGTH = SECRET_LENGTH
SALT_LENGTH = 16


def new_slot_key() -> bytes:
    """Return the 32 random bytes that name the slots of one election."""
    return secrets.token_bytes(SLOT_KEY_LENGTH)


def slot_of(key: bytes, organisation_id: UUID, paper: str = "") -> bytes:
    """Return the 32-byte slot of an organisation, different for each paper it votes on.

    One row for a slot is one vote: casting again replaces it. `paper` is the paper's id; leave
    it out where the election has one paper.
    """
    if len(key) != SLOT_KEY_LENGTH:
        raise ValueError("a slot key has 32 bytes")
    message = b"nswp-slot-1|" + organisation_id.bytes + paper.encode()
    return hmac.digest(key, message, hashlib.sha256)


def new_salt() -> bytes:
    """Return a salt for one entry of a roll, kept beside the entry."""
    return secrets.token_bytes(SALT_LENGTH)


def roll_commitment(roll: Mapping[UUID, bytes]) -> str:
    """Return the hash that fixes a roll (organisation → its salt) without naming anybody.

    The entries are hashed with their salts and sorted, so neither order nor membership can be
    guessed; whoever is shown the roll with its salts gets the same hash. 64 hexadecimal digits.
    """
    entries = sorted(
        hmac.digest(salt, b"nswp-roll-1|" + organisation.bytes, hashlib.sha256)
        for organisation, salt in roll.items()
    )
    return sha256(b"nswp-roll-1|", len(entries).to_bytes(4), *entries).hex()
