"""Ed25519 signatures over statements and receipts, each for one purpose only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .canonical import b64, canonical, parse, un_b64
from .errors import NotCanonical, SignatureRefused


class Purpose(StrEnum):
    """What a signature is for; one purpose's signature is worth nothing for another."""

    RECEIPT = "receipt"
    BOX = "box"
    EXTENSION = "extension"
    TRUSTEE_KEY = "trustee-key"
    SHARE = "share"
    ESCROW = "escrow"
    OPENING = "opening"
    DESTROYED = "destroyed"
    RECOUNTED = "recounted"
    LOT = "lot"
    OBSERVED = "observed"


def new_signing_key() -> bytes:
    """Return a new Ed25519 private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(signing_key: bytes) -> bytes:
    """Return the public key, 32 bytes, of an Ed25519 private key."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw()


def sign_bytes(signing_key: bytes, purpose: Purpose, message: bytes) -> bytes:
    """Return the 64-byte signature of `message` for this purpose. Source: RFC 8032."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).sign(_bound(purpose, message))


def check_bytes(public_key: bytes, purpose: Purpose, message: bytes, signature: bytes) -> None:
    """Return when the signature is the key holder's for this purpose; else `SignatureRefused`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, _bound(purpose, message))
    except (InvalidSignature, ValueError):
        raise SignatureRefused("signature", purpose=purpose) from None


def sign_receipt(signing_key: bytes, manifest_hash: bytes, seal: str) -> bytes:
    """Return the server's signature that the envelope with this seal was put into the box."""
    return sign_bytes(signing_key, Purpose.RECEIPT, manifest_hash + bytes.fromhex(seal))


def check_receipt(public_key: bytes, manifest_hash: bytes, seal: str, signature: bytes) -> None:
    """Return when the server signed this receipt; `SignatureRefused` when it did not."""
    check_bytes(public_key, Purpose.RECEIPT, manifest_hash + bytes.fromhex(seal), signature)


def sign_statement(signing_key: bytes, purpose: Purpose, says: Mapping[str, object]) -> bytes:
    """Return the signed statement as canonical JSON: purpose, what it says, signature."""
    signature = sign_bytes(signing_key, purpose, canonical(says))
    return canonical({"purpose": purpose, "says": says, "signature": b64(signature)})


def read_statement(public_key: bytes, purpose: Purpose, statement: bytes) -> Mapping[str, Any]:
    """Return what a signed statement says, after checking purpose and signature.

    Raises `SignatureRefused` for another signer, another purpose or bytes that are no statement.
    """
    says, signature = _statement(purpose, statement)
    check_bytes(public_key, purpose, canonical(says), signature)
    return says


def unchecked_statement(purpose: Purpose, statement: bytes) -> Mapping[str, Any]:
    """Return what a statement says, unverified: only to find whose it claims to be."""
    return _statement(purpose, statement)[0]


def _statement(purpose: Purpose, statement: bytes) -> tuple[Mapping[str, Any], bytes]:
    try:
        plain = parse(statement)
        if set(plain) != {"purpose", "says", "signature"} or plain["purpose"] != purpose:
            raise SignatureRefused("not_this_statement", purpose=purpose)
        says, signature = plain["says"], un_b64(plain["signature"])
    except (NotCanonical, TypeError):
        raise SignatureRefused("not_a_statement", purpose=purpose) from None
    if not isinstance(says, Mapping):
        raise SignatureRefused("not_a_statement", purpose=purpose)
    return says, signature


def _bound(purpose: Purpose, message: bytes) -> bytes:
    return b"nswp-sign-1|" + purpose.encode() + b"|" + message
