"""Sealing short secrets to one reader: HPKE in base mode, in the two suites that we allow.

A reader's secret is 32 bytes in both suites, so that it fits one paper backup. In the X25519
suite it is the private key; in the X-Wing suite it is the seed from which both halves come.
Source: RFC 9180, sections 4.1, 5.1.1 and 6.1; draft-connolly-cfrg-xwing-kem, section 5.2.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from .errors import KeyRefused, Unreadable

SECRET_LENGTH = 32
TAG_LENGTH = 16
X25519_LENGTH = 32
MLKEM768_LENGTH = 1184

_Private: TypeAlias = X25519PrivateKey | hpke.MLKEM768X25519PrivateKey
_Public: TypeAlias = X25519PublicKey | hpke.MLKEM768X25519PublicKey


class Suite(StrEnum):
    """Which keys the trustees hold; AES-256-GCM and HKDF-SHA256 go with both."""

    X25519 = "DHKEM-X25519/HKDF-SHA256/AES-256-GCM"
    XWING = "X-Wing/HKDF-SHA256/AES-256-GCM"

    @property
    def public_length(self) -> int:
        """The length of a public key in bytes."""
        return X25519_LENGTH + (MLKEM768_LENGTH if self is Suite.XWING else 0)

    @property
    def overhead(self) -> int:
        """How many bytes a sealed message is longer than the message."""
        return _kem(self).enc_length() + TAG_LENGTH


@dataclass(frozen=True)
class SealKey:
    """A reader's secret in one suite; `repr` never shows it."""

    suite: Suite
    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_LENGTH:
            raise KeyRefused("key_length", length=len(self.secret))

    def __repr__(self) -> str:
        return f"SealKey({self.suite.name})"

    @cached_property
    def public(self) -> bytes:
        """The public key as sent to others: 32 bytes, or 1,216 in the X-Wing suite."""
        x25519, mlkem = self._halves
        head = b"" if mlkem is None else mlkem.public_key().public_bytes_raw()
        return head + x25519.public_key().public_bytes_raw()

    def open(self, sealed: bytes, *, info: bytes) -> bytes:
        """Return what was sealed to this key under `info`; `Unreadable` when anything differs."""
        try:
            return _suite(self.suite).decrypt(sealed, self._private, info=info)
        except (InvalidTag, ValueError):
            raise Unreadable("wrap") from None

    @cached_property
    def _halves(self) -> tuple[X25519PrivateKey, MLKEM768PrivateKey | None]:
        if self.suite is Suite.X25519:
            return X25519PrivateKey.from_private_bytes(self.secret), None
        seeds = hashlib.shake_256(self.secret).digest(96)
        return (
            X25519PrivateKey.from_private_bytes(seeds[64:]),
            MLKEM768PrivateKey.from_seed_bytes(seeds[:64]),
        )

    @cached_property
    def _private(self) -> _Private:
        x25519, mlkem = self._halves
        return x25519 if mlkem is None else hpke.MLKEM768X25519PrivateKey(mlkem, x25519)


def seal_to(suite: Suite, public: bytes, message: bytes, *, info: bytes) -> bytes:
    """Return `message` readable by the holder of `public` alone: encapsulation, ciphertext.

    Raises `KeyRefused` when `public` is not a key of the suite.
    """
    return _suite(suite).encrypt(message, read_public(suite, public), info=info)


@cache
def read_public(suite: Suite, public: bytes) -> _Public:
    """Return the library's form of a public key; `KeyRefused` when these bytes are none."""
    if len(public) != suite.public_length:
        raise KeyRefused("key_length", length=len(public))
    try:
        if suite is Suite.X25519:
            return X25519PublicKey.from_public_bytes(public)
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:MLKEM768_LENGTH]),
            X25519PublicKey.from_public_bytes(public[MLKEM768_LENGTH:]),
        )
    except ValueError:
        raise KeyRefused("key_malformed") from None


def _kem(suite: Suite) -> hpke.KEM:
    return hpke.KEM.X25519 if suite is Suite.X25519 else hpke.KEM.MLKEM768_X25519


@cache
def _suite(suite: Suite) -> hpke.Suite:
    return hpke.Suite(_kem(suite), hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
