"""Encryption of fields at rest, and the look-up of what is encrypted.

A value is `0x01 | key id | 12-byte nonce | ciphertext and tag` (AES-256-GCM). Each column has its
own key, derived by HKDF from the ring's key with the column's label, which is also the associated
data: a value moved to another column does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from nswp_gov.store.errors import Locked

VERSION = 1
NONCE = 12
KEY = 32  # bytes


class Keyring:
    """The instance's field keys by number; the highest number writes, every number reads."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys or any(len(k) < KEY or n not in range(1, 256) for n, k in keys.items()):
            raise ValueError("a ring needs keys of 32 bytes or more, numbered 1 to 255")
        self._keys = dict(keys)
        self._primary = max(keys)
        self._ciphers: dict[tuple[int, str], AESGCM] = {}

    def _derive(self, number: int, label: str) -> bytes:
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label.encode())
        return kdf.derive(self._keys[number])

    def _cipher(self, number: int, label: str) -> AESGCM:
        known = self._ciphers.get((number, label))
        if known is None:
            known = self._ciphers[number, label] = AESGCM(self._derive(number, label))
        return known

    def seal(self, plain: bytes, label: str) -> bytes:
        """Return `plain` encrypted for the column `label`."""
        nonce = os.urandom(NONCE)
        body = self._cipher(self._primary, label).encrypt(nonce, plain, label.encode())
        return bytes((VERSION, self._primary)) + nonce + body

    def open(self, sealed: bytes, label: str) -> bytes:
        """Return the plaintext.

        Raises:
            cryptography.exceptions.InvalidTag: altered, or from another column or ring.

        """
        nonce, body = sealed[2 : 2 + NONCE], sealed[2 + NONCE :]
        return self._cipher(sealed[1], label).decrypt(nonce, body, label.encode())

    def blind(self, value: str, label: str) -> str:
        """Return the index under which an encrypted value is found (64 hex digits).

        Case and Unicode form are folded first; the lowest key is used, so that a new primary
        key does not lose what was indexed before.
        """
        folded = unicodedata.normalize("NFKC", value).casefold().strip()
        key = self._derive(min(self._keys), f"blind:{label}")
        return hmac.new(key, folded.encode(), hashlib.sha256).hexdigest()

    def check_value(self) -> str:
        """Return a value that tells two rings apart and gives neither away."""
        return self.blind("check", "ring")[:16]


class Vault:
    """Holds the ring of this process, or nothing while the instance is locked."""

    def __init__(self) -> None:
        self._ring: Keyring | None = None

    def unlock(self, ring: Keyring) -> None:
        """Serve encrypted fields from now on."""
        self._ring = ring

    def lock(self) -> None:
        """Forget the ring."""
        self._ring = None

    @property
    def is_open(self) -> bool:
        """Tell whether encrypted fields can be read."""
        return self._ring is not None

    @property
    def ring(self) -> Keyring:
        """Return the ring.

        Raises:
            Locked: the key has not been supplied.

        """
        if self._ring is None:
            raise Locked
        return self._ring


vault = Vault()


class Encrypted(TypeDecorator[str]):
    """A text column that is unreadable without the ring; `label` is 'table.column'."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seal."""
        return None if value is None else vault.ring.seal(value.encode(), self.label)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Open."""
        return None if value is None else vault.ring.open(bytes(value), self.label).decode()


class EncryptedJson(TypeDecorator[Any]):
    """JSON that is unreadable without the ring; `label` is 'table.column'."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__()

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seal."""
        if value is None:
            return None
        return vault.ring.seal(json.dumps(value, ensure_ascii=False).encode(), self.label)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Open."""
        return None if value is None else json.loads(vault.ring.open(bytes(value), self.label))
